"""The Portuguese page of an English one: a notebook, or a document as one cell."""

import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from posixpath import relpath

import nbformat
from nbformat.v4 import new_markdown_cell, new_notebook

from tools import notebooks
from tools.execution import code_cells
from tools.links import DEFINED, HTML, INLINE, is_elsewhere, outside_code, resolve
from tools.publish import write
from tools.translation import numbers, places
from tools.translation.pieces import TEXT_IN_LATEX, Piece, pieces, replace
from tools.translation.places import LANGUAGE

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(?s)\$\$.*?\$\$")
RAW = re.compile(r"(?s)^```\{raw\} html\n.*?^```", re.MULTILINE)
SETUP = re.compile(r"^(course\.setup\(.*)\)$", re.MULTILINE)
BADGE = re.compile(r"/blob/main/(notebooks|homework)/(\d\d_\w+)\.ipynb")


def build(
    name: str,
    notebook: nbformat.NotebookNode,
    translations: dict[str, str],
    words: frozenset[str],
    edition: frozenset[str],
) -> nbformat.NotebookNode:
    """The notebook in Portuguese; what has no translation stays English.

    It has no outputs: those of the English run show English words in their figures.

    Args:
        name: of the notebook.
        notebook: the English one.
        translations: English → Portuguese.
        words: strings of one word that are shown.
        edition: names of the notebooks that the edition has.
    """
    new = nbformat.from_dict(notebook)
    new.metadata = nbformat.from_dict({**notebook.metadata, "gan_course": {}})
    new.metadata["gan_course"]["language"] = LANGUAGE
    for cell in new.cells:
        cell.source = translated(cell, translations, words)
        if cell.cell_type == "markdown":
            cell.source = relinked(cell.source, name, edition)
        else:
            cell.source = in_its_language(cell.source)
            cell.outputs, cell.execution_count = [], None
    return with_checksums(formatted(new))


def translated(cell: dict, translations: dict[str, str], words: frozenset[str]) -> str:
    """The source of a cell in Portuguese."""

    def translate(piece: Piece) -> str:
        if piece.kind == "number":
            return numbers.brazilian(piece.text)
        if piece.text not in translations:
            return piece.text
        text = translations[piece.text]
        return numbers.in_equations(text) if piece.kind == "prose" else text

    found = pieces(cell, words)
    text = replace("".join(cell["source"]), found, translate)
    return BLOCK.sub(_with_commas, text) if cell["cell_type"] == "markdown" else text


def _with_commas(block: re.Match) -> str:
    """An equation that stands alone; one with words in it is no piece of its own."""
    has_words = TEXT_IN_LATEX.search(block[0])
    return numbers.latex_brazilian(block[0]) if has_words else block[0]


def in_its_language(source: str) -> str:
    """Code in which the library is told to speak the edition's language."""
    return SETUP.sub(rf'\1, language="{LANGUAGE}")', source)


def relinked(text: str, name: str, edition: frozenset[str]) -> str:
    """Badges and links that lead to the edition, or a folder or two further up.

    Args:
        text: of a cell.
        name: of its page.
        edition: names of the pages that the edition has.
    """
    having = {places.page(one): places.page(one, LANGUAGE) for one in edition}
    here = PurePosixPath(places.page(name, LANGUAGE)).parent
    up = relpath(PurePosixPath(places.page(name)).parent, here)

    def badge(match: re.Match) -> str:
        page = match[0].removeprefix("/blob/main/")
        return f"/blob/main/{having.get(page, page)}"

    def better(link: str) -> str:
        if is_elsewhere(link):
            return BADGE.sub(badge, link)
        target = resolve(link, places.page(name))
        if target not in having:
            return f"{up}/{link}"
        _, mark, place = link.partition("#")
        return relpath(having[target], here) + mark + place

    def change(prose: str) -> str:
        prose = INLINE.sub(lambda m: f"]({better(m[1])}{m[2]})", prose)
        prose = DEFINED.sub(lambda m: f"[{m[1]}]: {better(m[2])}", prose)
        return in_html(prose)

    def in_html(text: str) -> str:
        return HTML.sub(lambda m: f'{m[1]}="{better(m[2])}"', text)

    return RAW.sub(lambda m: in_html(m[0]), outside_code(change, text))


def formatted(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The code as ruff lays it out: words of another length break lines elsewhere."""
    if not code_cells(notebook):
        return notebook
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "notebook.ipynb")
        nbformat.write(notebook, path)
        command = [sys.executable, "-m", "ruff", "format", "--quiet"]
        command += ["--config", str(ROOT / "pyproject.toml"), str(path)]
        if subprocess.run(command, capture_output=True).returncode:
            return notebook  # checks.other_code says which cell is no Python
        return nbformat.read(path, as_version=4)


def with_checksums(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook with what nbgrader knows its cells by, where it is installed."""
    marked = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    if marked and find_spec("nbgrader"):
        from nbgrader.utils import compute_checksum

        for cell in marked:
            cell.metadata["nbgrader"]["checksum"] = compute_checksum(cell)
    return notebook


def with_outputs(
    new: nbformat.NotebookNode, stored: nbformat.NotebookNode | None
) -> nbformat.NotebookNode:
    """The notebook with the outputs of the edition's own run, if its code stayed."""
    if stored is None:
        return new
    before, now = code_cells(stored), code_cells(new)
    if [cell.source for cell in before] == [cell.source for cell in now]:
        new.metadata["gan_course"] |= stored.metadata.get("gan_course", {})
        for old, cell in zip(before, now, strict=True):
            cell.outputs, cell.execution_count = old.outputs, old.execution_count
    return new


def read(path: Path) -> nbformat.NotebookNode:
    """Reads a notebook, or a document as a notebook of one cell."""
    if path.suffix != ".md":
        return notebooks.read(path)
    cell = new_markdown_cell(path.read_text(encoding="utf-8"), id="page")
    return new_notebook(cells=[cell])


def save(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Writes the notebook or the document in the form of the others."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".md":
        write(path, notebook.cells[0].source)
    else:
        write(path, nbformat.writes(notebook) + "\n")
