"""Names that the site's theme leaves out, for readers who hear a page."""

import re
from pathlib import Path

REPAIRS = (
    # The button's own text, "Search Ctrl + K", names it.
    (r'(<button[^>]*search-button__button[^>]*?) aria-label="Search"', r"\1"),
    (r'<summary aria-label="Toggle hidden content">', "<summary>"),
    # An arrow that opens a chapter of the contents.
    (r"<summary><span", '<summary aria-label="Show the pages below"><span'),
    (
        r'<div class="sidebar-primary-item"(?=>\s*<a class="navbar-brand)',
        '<div class="sidebar-primary-item" role="region" aria-label="Home"',
    ),
    # The parameters of a long signature are no list of definitions.
    (r'<dd>(<em class="sig-param">.*)</dd>', r'<div class="parameter">\1</div>'),
    (r'<dl>\s*((?:<div class="parameter">.*\s*)+)</dl>', r"\1"),
    # The corner of a table has nothing to say.
    (r'<th class="head"><p></p></th>', "<td></td>"),
)
PORTUGUESE = ("README.pt-BR.html", "notebooks/pt/*.html", "docs/glossario.html")


def mend(folder: Path) -> None:
    """Mends the pages in a folder, and says which are Portuguese."""
    portuguese = {path for pattern in PORTUGUESE for path in folder.glob(pattern)}
    for path in folder.rglob("*.html"):
        text = before = path.read_text(encoding="utf-8")
        if path in portuguese:
            text = text.replace("<article", '<article lang="pt-BR"')
        for pattern, better in REPAIRS:
            text = re.sub(pattern, better, text)
        if text != before:
            path.write_text(text, encoding="utf-8")
