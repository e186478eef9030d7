"""Names that the site's theme leaves out, for readers who hear a page."""

import re
from pathlib import Path

REPAIRS = (
    # The button's own text, "Search Ctrl + K", names it.
    (r'(<button[^>]*search-button__button[^>]*?) aria-label="[^"]*"', r"\1"),
    (r'<summary aria-label="Toggle hidden content">', "<summary>"),
    # An arrow that opens a chapter of the contents.
    (r"<summary><span", '<summary aria-label="{below}"><span'),
    (
        r'<div class="sidebar-primary-item"(?=>\s*<a class="navbar-brand)',
        '<div class="sidebar-primary-item" role="region" aria-label="{home}"',
    ),
    # The parameters of a long signature are no list of definitions.
    (r'<dd>(<em class="sig-param">.*)</dd>', r'<div class="parameter">\1</div>'),
    (r'<dl>\s*((?:<div class="parameter">.*\s*)+)</dl>', r"\1"),
    # The corner of a table has nothing to say.
    (r'<th class="head"><p></p></th>', "<td></td>"),
)


WORDS = {
    "en": {"below": "Show the pages below", "home": "Home"},
    "pt": {"below": "Mostrar as páginas abaixo", "home": "Início"},
}
# What the theme says in English in every language.
PORTUGUESE = {
    'aria-label="Main"': 'aria-label="Principal"',
    'aria-label="Page"': 'aria-label="Página"',
    'title="Toggle primary sidebar"': 'title="Mostrar ou esconder o menu"',
    'title="Toggle secondary sidebar"': 'title="Mostrar ou esconder o conteúdo"',
}


def mend(folder: Path) -> None:
    """Mends the pages in a folder."""
    for path in folder.rglob("*.html"):
        text = before = path.read_text(encoding="utf-8")
        is_portuguese = '<html lang="pt' in text
        words = WORDS["pt" if is_portuguese else "en"]
        for english, portuguese in PORTUGUESE.items() if is_portuguese else ():
            text = text.replace(english, portuguese)
        for pattern, better in REPAIRS:
            for name, word in words.items():
                better = better.replace(f"{{{name}}}", word)
            text = re.sub(pattern, better, text)
        if text != before:
            path.write_text(text, encoding="utf-8")
