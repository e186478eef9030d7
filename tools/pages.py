"""HTML pages of executed notebooks that need no network.

nbconvert writes the page; equations become MathML, which browsers draw by themselves,
and the scripts that nbconvert would load from elsewhere are left out.
"""

import copy
import html
import re
from pathlib import Path
from typing import NamedTuple

import nbformat
from jinja2 import pass_context
from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

RESULT_TAG = "result-picture"

# Ways to write an equation that latex2mathml does not know, and what to write instead.
LATEX_REPAIRS = (
    (r"\{aligned\}", "{align*}"),
    (r"\{(align|equation|gather)\}", r"{\1*}"),  # no numbers
    (r"\\operatorname\*", r"\\operatorname"),
    (r"\\arg(?![a-zA-Z])", r"\\operatorname{arg}"),
    (r"\\(math(?:bb|cal|bf|rm|sf))\s+([A-Za-z0-9])", r"\\\1{\2}"),
)
# The relation needs its spaces, and log x a gap.
MATHML_REPAIRS = (
    (r"<mi>&#x0007E;</mi>", "<mo>&#x0223C;</mo>"),
    (
        r"(<mi>(?:log|ln|exp|sin|cos|tanh|det)</mi>)(?!\s*(?:<mo|</))",
        r'\1<mspace width="0.17em" />',
    ),
)

STYLE = """
<style>
body { max-width: 62rem; margin: 0 auto; padding: 1rem; font-family: sans-serif; }
math { font-size: 1.1em; font-family: "Latin Modern Math", "STIX Two Math",
  "Cambria Math", "STIX Math", "XITS Math", math, serif; }
math[display="block"] { margin: 1em 0; }
mtd[columnalign="left"] { text-align: left; }
mtd[columnalign="right"] { text-align: right; }
mtable[columnspacing^="0em"] > mtr > mtd { padding-left: 0; padding-right: 0; }
mi[mathvariant="bold"], mn[mathvariant="bold"] { font-weight: bold; }
.banner { padding: .7em 1em; margin: 1em 0; border-left: 5px solid #b58900;
  background: #fff6d8; color: #333; font-family: sans-serif; }
.banner.failed { border-color: #c0392b; background: #fde8e6; }
.cards { display: grid; gap: 1.2rem;
  grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
.card { border: 1px solid #ccc; border-radius: 8px; padding: 1rem; }
.card img { width: 100%; height: 12rem; object-fit: contain; }
.card h2 { font-size: 1.15rem; margin: .5rem 0; }
.small { color: #555; font-size: .9rem; }
</style>
"""

# Blocks that would load scripts from the network stay empty.
TEMPLATE = (
    """{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block html_head_css -%}"""
    + STYLE
    + """{%- endblock -%}
{%- block body_header -%}{{ super() }}{{ resources.banner }}{%- endblock -%}
"""
)


class Card(NamedTuple):
    """What the index says about one notebook."""

    name: str
    title: str
    sentence: str
    seconds: float
    pace: str
    picture: str | None
    notices: list[str]
    error: str | None


# Equations ------------------------------------------------------------------------


def mathml(latex: str, display: str = "inline") -> str:
    """Turns an equation into MathML; one that cannot be turned is shown as written."""
    for pattern, better in LATEX_REPAIRS:
        latex = re.sub(pattern, better, latex)
    try:
        result = convert(latex.strip(), display=display)
    except Exception:
        result = "\\"
    if "\\" in result or "<mi>&</mi>" in result:  # a command that it does not know
        return f'<code class="latex">{html.escape(latex)}</code>'
    for pattern, better in MATHML_REPAIRS:
        result = re.sub(pattern, better, result)
    return result


class MathRenderer(IPythonRenderer):
    """nbconvert's Markdown renderer, with MathML for every equation."""

    def block_math(self, body: str) -> str:
        """An equation on a line of its own."""
        return mathml(body, "block")

    def inline_math(self, body: str) -> str:
        """An equation within a sentence."""
        return mathml(body)

    def latex_environment(self, name: str, body: str) -> str:
        """An equation that starts with its environment."""
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A picture; one that lies on the network (a badge) becomes its text."""
        if url.startswith("http"):
            return html.escape(text)
        return super().image(text, url, title)


class PageExporter(HTMLExporter):
    """nbconvert's HTML page, without anything from the network."""

    raw_template = TEMPLATE

    @pass_context
    def markdown2html(self, context, source: str) -> str:
        """Markdown to HTML, pictures embedded."""
        cell, metadata = context.get("cell", {}), context["resources"]["metadata"]
        renderer = MathRenderer(
            escape=False,
            attachments=cell.get("attachments", {}),
            embed_images=True,
            path=metadata.get("path", ""),
        )
        return MarkdownWithMath(renderer=renderer).render(source)


def inline(markdown: str) -> str:
    """One paragraph of Markdown as HTML, without the paragraph's tags."""
    text = MarkdownWithMath(renderer=MathRenderer(escape=False)).render(markdown)
    return re.sub(r"^<p>|</p>$", "", text.strip())


# What a notebook says about itself ------------------------------------------------


def title_and_sentence(notebook: nbformat.NotebookNode) -> tuple[str, str]:
    """The title in the first cell, and the first paragraph of prose below it."""
    first = notebook.cells[0].source
    title = re.search(r"^# +(.+)$", first, re.MULTILINE)
    blocks = [block.strip() for block in re.split(r"^# .*$|\n\s*\n", first, flags=re.M)]
    prose = [b for b in blocks if b and not b.startswith(("#", "[!", "!", "<", "|"))]
    return title[1].strip() if title else "Untitled", prose[0] if prose else ""


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """Every output, in order."""
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def result_picture(notebook: nbformat.NotebookNode) -> str | None:
    """The picture of the result as a data address: the tagged cell's, or the last."""

    def pictures(found: list) -> list[str]:
        return [
            f"data:{kind};base64,{output.data[kind]}"
            for output in found
            for kind in ("image/png", "image/jpeg")
            if kind in output.get("data", {})
        ]

    tagged = [
        output
        for cell in notebook.cells
        if RESULT_TAG in cell.metadata.get("tags", [])
        for output in cell.get("outputs", [])
    ]
    found = pictures(tagged) or pictures(outputs(notebook))
    return found[-1].replace("\n", "") if found else None


def notices(notebook: nbformat.NotebookNode) -> list[str]:
    """The lines in which gan_utils.data says that it fell back to a sample."""
    lines = [line for o in outputs(notebook) for line in o.get("text", "").split("\n")]
    found = [
        line.removeprefix("Notice: ")
        for line in lines
        if line.startswith("Notice: ") and "embedded sample" in line
    ]
    return [text[:1].upper() + text[1:] for text in dict.fromkeys(found)]


def card(
    notebook: nbformat.NotebookNode,
    name: str,
    seconds: float,
    pace: str,
    error: str | None = None,
) -> Card:
    """Gathers what the index needs."""
    return Card(
        name,
        *title_and_sentence(notebook),
        seconds,
        pace,
        result_picture(notebook),
        notices(notebook),
        error,
    )


# Pages ----------------------------------------------------------------------------


def without_colours(text: str) -> str:
    """Drops a terminal's colour codes."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def banners(made: Card) -> str:
    """What a reader must know before the rest: sample data, a failure."""
    parts = [
        f'<p class="banner"><strong>Sample data.</strong> {html.escape(notice)}</p>'
        for notice in made.notices
    ]
    if made.error:
        failed = "A cell raised an error; what follows it did not run."
        parts.append(f'<p class="banner failed"><strong>Failed.</strong> {failed}</p>')
    return "\n".join(parts)


def took(made: Card) -> str:
    """How long it took, for people."""
    minutes = made.seconds / 60
    long = f"{minutes:.1f} minutes" if minutes >= 1 else f"{made.seconds:.0f} seconds"
    return f"{long} at pace {html.escape(made.pace)}"


def notebook_page(
    notebook: nbformat.NotebookNode, made: Card, folder: Path = Path()
) -> str:
    """The page of one executed notebook, complete in one file."""
    link = f'<p class="small"><a href="index.html">All notebooks</a> · {took(made)}</p>'
    resources = {
        "metadata": {"name": made.title, "path": str(folder)},
        "banner": link + banners(made),
    }
    shown = copy.deepcopy(notebook)
    for output in outputs(shown):
        film = output.get("data", {}).get("image/gif")
        if film:  # nbconvert would show its text
            output.data["text/html"] = f'<img src="data:image/gif;base64,{film}" />'
    return PageExporter(embed_images=True).from_notebook_node(shown, resources)[0]


def index_page(cards: list[Card]) -> str:
    """The page that leads to the others, a card each."""
    shown = "\n".join(card_html(made) for made in cards)
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1.0" />
<title>GAN course</title>{STYLE}</head>
<body><h1>GAN course</h1>
<div class="cards">
{shown}
</div></body></html>
"""


def card_html(made: Card) -> str:
    """One notebook on the index."""
    picture = ""
    if made.picture:
        alt = f"A result of {html.escape(made.title)}"
        picture = f'<img src="{made.picture}" alt="{alt}" />'
    return f"""<div class="card"><a href="{made.name}.html">{picture}</a>
<h2><a href="{made.name}.html">{inline(made.title)}</a></h2>
<p>{inline(made.sentence)}</p>
{banners(made)}
<p class="small">{took(made)}</p></div>"""
