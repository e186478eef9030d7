"""What a committed notebook must be: each check returns a list of complaints."""

import re
import statistics
from pathlib import Path

import nbformat

from tools.execution import WIDGET, code_cells
from tools.figures import figures
from tools.mathml import equations, mathml
from tools.notebooks import code_hash, wanted_source
from tools.publish import address

ROOT = Path(__file__).parent.parent
SLUG = address(ROOT)
MAX_BYTES = 1_500_000
WIDGETS = WIDGET.split("-view")[0]
MAX_CODE_CELLS, MAX_WORDS = 60, 3500  # before the appendix: what 90 minutes hold
MAX_LINE, MAX_CELL, MAX_MEDIAN_CELL, MAX_STREAM = 88, 25, 6, 40
BASE64 = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]+")
ABSOLUTE_PATH = re.compile(
    r"(?<![\w.:/<-])/(?:home|root|tmp|content|Users|usr|opt|mnt|var)/\S*|\b[A-Z]:\\\S*"
)
MEMORY_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
PARTS = {
    "what you will learn": r"what you will learn",
    "setup": r"set[- ]?up",
    "data": r"data|digits|images|ring",
    "train": r"train",
    "measure": r"measure|how good|numbers|score",
    "break it": r"break",
    "exercises": r"exercises?",
    "recap": r"recap",
    "further reading": r"further reading",
    "next notebook": r"next",
}


def texts(output: nbformat.NotebookNode) -> list[str]:
    """What a reader can read in an output."""
    found = [output.get("text", ""), *output.get("traceback", [])]
    for kind, value in output.get("data", {}).items():
        if isinstance(value, str) and kind.startswith("text/"):
            found.append(value)
    return [BASE64.sub("", text) for text in found]


def stale(notebook: nbformat.NotebookNode, slug: str = SLUG) -> list[str]:
    """The stored outputs belong to other code."""
    made = notebook.metadata.get("gan_course", {})
    if made.get("code_sha256") != code_hash(notebook, slug):
        return ["the outputs are of other code; run `make notebooks`"]
    good = made.get("pace") in ("lecture", "full")
    return [] if good else [f"the outputs are of pace {made.get('pace')}"]


def other_code(notebook: nbformat.NotebookNode) -> list[str]:
    """Cells that claim to show the library's code, or the setup, and show another."""
    return [
        f"{cell.source.splitlines()[0]}: is another now; run `make sync`"
        for cell in code_cells(notebook)
        if cell.source and cell.source != wanted_source(cell.source, ROOT)
    ]


def not_folded(notebook: nbformat.NotebookNode) -> list[str]:
    """Setup and settings that Colab shows as code, the setup also JupyterLab."""
    setup, settings = code_cells(notebook)[:2]
    found = [] if setup.metadata.get("jupyter") else ["the setup is not folded away"]
    for cell in (setup, settings):
        if cell.source.startswith("# @title") != (
            cell.metadata.get("cellView") == "form"
        ):
            found.append(f"no form: {cell.source.splitlines()[0]}")
    return found


def mute_figures(notebook: nbformat.NotebookNode) -> list[str]:
    """Figures and films that say nothing to those who cannot see them."""
    found = [f"cell {figure.cell}" for figure in figures(notebook) if not figure.alt]
    html = [
        o.get("data", {}).get("text/html", "")
        for c in notebook.cells
        for o in c.get("outputs", [])
    ]
    return found + [
        text[:60] for text in html if "<video" in text and "aria-label=" not in text
    ]


def out_of_order(notebook: nbformat.NotebookNode) -> list[str]:
    """The cells were not run once each from top to bottom."""
    counts = [cell.execution_count for cell in code_cells(notebook) if cell.source]
    if counts != list(range(1, len(counts) + 1)):
        return [f"execution counts are {counts}"]
    return []


def bad_outputs(notebook: nbformat.NotebookNode) -> list[str]:
    """Outputs that nobody should see."""
    found = ["widget state"] if "widgets" in notebook.metadata else []
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            found += [f"cell {index}: {what}" for what in bad_output(output)]
    return found


def bad_output(output: nbformat.NotebookNode) -> list[str]:
    """What is wrong with one output."""
    found = []
    if output.output_type == "error":
        found.append(f"error {output.ename}")
    if any(kind.startswith(WIDGETS) for kind in output.get("data", {})):
        found.append("a widget, which shows nothing without a kernel")
    for text in texts(output):
        if "Traceback (most recent call last)" in text:
            found.append("a traceback")
        if "\r" in text or "\b" in text or "<progress" in text:
            found.append("a progress bar")
        for pattern in (ABSOLUTE_PATH, MEMORY_ADDRESS):
            found += [f"{match[0]!r}" for match in pattern.finditer(text)]
    data = output.get("data", {})
    shown = data.get("text/plain", "") if len(data) == 1 else ""
    if max(output.get("text", "").count("\n"), shown.count("\n")) > MAX_STREAM:
        found.append(f"more than {MAX_STREAM} lines of text")
    return found


def too_large(notebook: nbformat.NotebookNode) -> list[str]:
    """The file is too large for GitHub to show."""
    size = len(nbformat.writes(notebook).encode())
    return [f"{size:,} bytes, at most {MAX_BYTES:,}"] if size > MAX_BYTES else []


def bad_cells(notebook: nbformat.NotebookNode) -> list[str]:
    """Cells that are too long to read."""
    lengths, found = [], []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        lines = cell.source.split("\n")
        lengths.append(len(lines))
        if len(lines) > MAX_CELL:
            found.append(f"cell {index}: {len(lines)} lines, at most {MAX_CELL}")
        wide = [line for line in lines if len(line) > MAX_LINE]
        found += [f"cell {index}: wider than {MAX_LINE}: {line}" for line in wide]
    if lengths and statistics.median(lengths) > MAX_MEDIAN_CELL:
        median = statistics.median(lengths)
        found.append(f"median code cell {median} lines, at most {MAX_MEDIAN_CELL}")
    return found


def too_long_for_a_lecture(notebook: nbformat.NotebookNode) -> list[str]:
    """More than 90 minutes before the appendix; an equation counts as one word."""
    n_cells = n_words = 0
    for cell in notebook.cells:
        if cell.source.startswith("## Appendix"):
            break
        if cell.cell_type == "code":
            n_cells += 1
            continue
        prose = re.sub(r"\$\$.*?\$\$|```.*?```", " ", cell.source, flags=re.DOTALL)
        prose = re.sub(r"\]\([^)]*\)", "]", re.sub(r"\$[^$]*\$", " x ", prose))
        n_words += sum(re.search(r"\w", word) is not None for word in prose.split())
    found = [f"{n_cells} code cells"] if n_cells > MAX_CODE_CELLS else []
    return found + ([f"{n_words} words"] if n_words > MAX_WORDS else [])


def missing_parts(notebook: nbformat.NotebookNode) -> list[str]:
    """Parts of a lesson that no heading (or bold lead) announces."""
    prose = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    leads = re.findall(r"^#{1,6} .+$|^\*\*[^*\n]+\*\*", prose, re.MULTILINE)
    return [
        f"no heading for: {part}"
        for part, pattern in PARTS.items()
        if not any(re.search(rf"\b(?:{pattern})", x, re.IGNORECASE) for x in leads)
    ]


def unreadable_equations(notebook: nbformat.NotebookNode) -> list[str]:
    """Equations that the site can only show as LaTeX."""
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return [
        latex
        for text in prose
        for latex in equations(text)
        if "<math" not in mathml(latex)
    ]


def bad_address(notebook: nbformat.NotebookNode, name: str, slug: str) -> list[str]:
    """The badge and the setup cell do not lead to the repository."""
    place = f"{slug}/blob/main/{name}"
    badges = [f"https://colab.research.google.com/github/{place}"]
    badges.append(f"https://kaggle.com/kernels/welcome?src=https://github.com/{place}")
    first = notebook.cells[0].source
    found = [] if first.startswith("# ") else ["the first cell has no title"]
    for badge in badges:
        if f"({badge})" not in first:
            found.append(f"no badge that leads to {badge}")
    if f'"https://github.com/{slug}"' not in code_cells(notebook)[0].source:
        found.append(f"the setup cell does not name https://github.com/{slug}")
    return found


def invalid(notebook: nbformat.NotebookNode) -> list[str]:
    """The file is no notebook of format 4."""
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        return [str(error)]
    return []


CHECKS = (invalid, other_code, stale, out_of_order, bad_outputs, too_large, bad_cells)
CHECKS += (missing_parts, unreadable_equations, mute_figures)
