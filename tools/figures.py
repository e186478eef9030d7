"""What a figure is called where it cannot be seen; an extension of Sphinx.

The text is stored with the output when the figure is made: ``gan_utils.plotting`` takes
it from what is written in a figure of Matplotlib, other pictures bring an ``alt``.
"""

import base64
import json
from pathlib import Path
from typing import Any, NamedTuple

PICTURES = ("image/gif", "image/svg+xml", "image/png", "image/jpeg")
# The kinds of output that a page prefers to a picture, and how they are told.
PREFERRED = ("application/vnd.jupyter.widget-view+json", "text/html")
LONGEST = 300


class Figure(NamedTuple):
    """A picture among the outputs of a cell."""

    cell: int
    alt: str
    is_film: bool


def figures(notebook: dict[str, Any]) -> list[Figure]:
    """Every picture that a page of the notebook shows, in order."""
    found = []
    for index, cell in enumerate(notebook["cells"]):
        for output in cell.get("outputs", []):
            kind = picture_kind(output)
            if kind:
                metadata = output.get("metadata", {})
                alt = metadata.get(kind, {}).get("alt") or metadata.get("alt", "")
                film = is_film("".join(output["data"][kind]))
                found.append(Figure(index, alt[:LONGEST], film))
    return found


def picture_kind(output: dict[str, Any]) -> str | None:
    """The kind of picture that a page shows of an output, if any."""
    data = output.get("data", {})
    if any(kind in data for kind in PREFERRED):
        return None
    return next((kind for kind in PICTURES if kind in data), None)


def is_film(encoded: str) -> bool:
    """Says whether a picture moves: a GIF of several frames."""
    return encoded.startswith("R0lGOD") and b"NETSCAPE2.0" in base64.b64decode(
        encoded[:4000]
    )


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
