"""What a figure is called where it cannot be seen; an extension of Sphinx.

The text of a figure is, in this order: what was stored with the output (the `alt` of
`IPython.display.Image`), the cell's metadata `alt`, the titles and labels that the cell
draws, the heading of the section.
"""

import ast
import base64
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

PICTURES = ("image/gif", "image/svg+xml", "image/png", "image/jpeg")
# The kinds of output that a page prefers to a picture, and how they are told.
PREFERRED = ("application/vnd.jupyter.widget-view+json", "text/html")
TITLES = ("title", "suptitle", "set_title")
LABELS = ("xlabel", "ylabel", "set_xlabel", "set_ylabel", "label")
LONGEST = 300


class Figure(NamedTuple):
    """A picture among the outputs of a cell."""

    cell: int
    alt: str
    found_in: str  # "output", "cell", "titles", "section"
    is_film: bool


def figures(notebook: dict[str, Any]) -> list[Figure]:
    """Every picture that a page of the notebook shows, in order."""
    found, heading = [], ""
    for index, cell in enumerate(notebook["cells"]):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            headings = re.findall(r"^#{1,6} +(.+)$", source, re.MULTILINE)
            heading = plain(headings[-1]) if headings else heading
        for output in cell.get("outputs", []):
            kind = picture_kind(output)
            if kind:
                alt, found_in = describe(output, kind, cell, source, heading)
                film = is_film("".join(output["data"][kind]))
                found.append(Figure(index, alt[:LONGEST], found_in, film))
    return found


def picture_kind(output: dict[str, Any]) -> str | None:
    """The kind of picture that a page shows of an output, if any."""
    data = output.get("data", {})
    if any(kind in data for kind in PREFERRED):
        return None
    return next((kind for kind in PICTURES if kind in data), None)


def describe(
    output: dict[str, Any], kind: str, cell: dict[str, Any], source: str, heading: str
) -> tuple[str, str]:
    """The text of a figure, and where it was found."""
    metadata = output.get("metadata", {})
    stored = metadata.get(kind, {}).get("alt") or metadata.get("alt")
    if stored:
        return stored, "output"
    if cell["metadata"].get("alt"):
        return cell["metadata"]["alt"], "cell"
    words = drawn_words(source)
    if words:
        return f"{heading}: {', '.join(words)}", "titles"
    return f"Figure in the section “{heading}”", "section"


def drawn_words(source: str) -> list[str]:
    """The titles that a cell draws as plain text, or else its labels."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a magic command
        return []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for names in (TITLES, LABELS):
        words = [word for call in calls for word in words_of(call, names)]
        if words:
            return list(dict.fromkeys(words))
    return []


def words_of(call: ast.Call, names: tuple[str, ...]) -> list[str]:
    """The texts that a call gets as an argument of one of these names."""
    given = [keyword.value for keyword in call.keywords if keyword.arg in names]
    if getattr(call.func, "attr", getattr(call.func, "id", "")) in names:
        given += call.args[:1]
    texts = [node.value for node in given if isinstance(node, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and len(text) > 1]


def plain(markdown: str) -> str:
    """A heading without its marks."""
    return re.sub(r"[*`$]", "", markdown).strip()


def is_film(encoded: str) -> bool:
    """Says whether a picture moves: an animated PNG, or a GIF of several frames."""
    if not re.match(r"iVBORw0KGgo|R0lGOD", encoded):
        return False
    content = base64.b64decode(encoded)
    return b"acTL" in content[:200] or b"NETSCAPE2.0" in content[:2000]


# Sphinx ---------------------------------------------------------------------------


def setup(app) -> dict[str, bool]:
    """Gives every figure of a notebook's page its text."""
    from docutils import nodes
    from sphinx.transforms.post_transforms import SphinxPostTransform

    class Texts(SphinxPostTransform):
        """Runs when myst-nb has chosen one kind of each output."""

        default_priority = 50

        def run(self, **_: Any) -> None:
            path = Path(str(self.env.doc2path(self.env.docname)))
            if path.suffix != ".ipynb":
                return
            shown = [
                image
                for output in self.document.findall(nodes.container)
                if "cell_output" in output.get("classes", [])
                for image in output.findall(nodes.image)
            ]
            notebook = json.loads(path.read_text(encoding="utf-8"))
            for image, figure in zip(shown, figures(notebook), strict=True):
                image["alt"] = figure.alt
                if figure.is_film:
                    image["classes"].append("film")

    app.add_post_transform(Texts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
