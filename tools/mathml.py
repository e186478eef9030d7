"""Equations as MathML, which browsers draw by themselves; a renderer for Sphinx."""

import html
import re

from latex2mathml.converter import convert

from tools.links import CODE

# Ways to write an equation that latex2mathml does not know, and what to write instead.
LATEX_REPAIRS = (
    (r"\{aligned\}", "{align*}"),
    (r"\{(align|equation|gather)\}", r"{\1*}"),  # no numbers
    (r"\\operatorname\*", r"\\operatorname"),
    (r"\\arg(?![a-zA-Z])", r"\\operatorname{arg}"),
    (r"\\(math(?:bb|cal|bf|rm|sf))\s+([A-Za-z0-9])", r"\\\1{\2}"),
)
# The relation needs its spaces, a log x a gap on both sides, and the sign of −1 none.
MATHML_REPAIRS = (
    (r"<mi>&#x0007E;</mi>", "<mo>&#x0223C;</mo>"),
    (
        r"(</m(?:i|n|row|frac|sub|sup|subsup)>|&#x00029;</mo>)"
        r"(?=<mi>(?:log|ln|exp|sin|cos|tanh|det)</mi>)",
        r'\1<mspace width="0.17em" />',
    ),
    (
        r"(<mo[^>]*>(?:&#x0002[8C];|&#x0003[CDE];|&#x0226[45];|\[)</mo>)"
        r"<mo>(?=&#x02212;)",
        r'\1<mo form="prefix">',
    ),
    (
        r"(<mi>(?:log|ln|exp|sin|cos|tanh|det)</mi>)(?!\s*(?:<mo|</))",
        r'\1<mspace width="0.17em" />',
    ),
)
EQUATION = re.compile(
    r"\$\$(.+?)\$\$|(?<![\\$])\$(?![\s$])([^$]+?)(?<![\s\\])\$(?![\d$])"
    r"|(\\begin\{(\w+\*?)\}.+?\\end\{\4\})",
    re.DOTALL,
)


def mathml(latex: str, display: str = "inline") -> str:
    """Turns an equation into MathML; one that cannot be turned is shown as written."""
    for pattern, better in LATEX_REPAIRS:
        latex = re.sub(pattern, better, latex)
    try:
        result = convert(latex.strip(), display=display)
    except Exception:  # latex2mathml raises whatever its parser stumbles over
        result = "\\"
    if "\\" in result or "<mi>&</mi>" in result:  # a command that it does not know
        return f'<code class="latex">{html.escape(latex)}</code>'
    for pattern, better in MATHML_REPAIRS:
        result = re.sub(pattern, better, result)
    return result


def equations(markdown: str) -> list[str]:
    """The equations in a text, without their dollar signs."""
    found = EQUATION.finditer(CODE.sub("", markdown))
    return [next(part for part in match.groups() if part) for match in found]


def setup(app) -> dict[str, bool]:
    """Makes `html_math_renderer = "mathml"` known to Sphinx."""
    from docutils.nodes import SkipNode

    def inline(writer, node) -> None:
        writer.body.append(mathml(node.astext()))
        raise SkipNode

    def block(writer, node) -> None:
        shown = mathml(node.astext(), "block")  # it scrolls on a narrow screen
        writer.body.append(f'<div class="equation" tabindex="0">{shown}</div>\n')
        raise SkipNode

    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
