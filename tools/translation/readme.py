"""README.pt-BR.md leads to the edition, and says what is still English."""

import re

PATH = "README.pt-BR.md"
ENGLISH = " (em inglês)"
LINK = re.compile(r"\]\(notebooks/(?:pt/)?(\d\d_\w+)\.ipynb\)(?: \(em inglês\))?")
DOCUMENT = re.compile(r"\bdocs/(?:pt/)?(\w+)\.md")
COLAB = re.compile(r"(/blob/main/notebooks/)(?:pt/)?(\d\d_\w+)\.ipynb")


def relinked(text: str, edition: frozenset[str]) -> str:
    """The page with each link to Portuguese where there is such a page.

    Args:
        text: of the page.
        edition: names of the pages that the edition has.
    """

    def folder(name: str) -> str:
        return "pt/" if name in edition else ""

    def link(match: re.Match) -> str:
        name = match[1]
        mark = "" if name in edition else ENGLISH
        return f"](notebooks/{folder(name)}{name}.ipynb){mark}"

    def colab(match: re.Match) -> str:
        return f"{match[1]}{folder(match[2])}{match[2]}.ipynb"

    def document(match: re.Match) -> str:
        return f"docs/{folder(match[1])}{match[1]}.md"

    return COLAB.sub(colab, DOCUMENT.sub(document, LINK.sub(link, text)))
