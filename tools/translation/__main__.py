"""Keeps the Brazilian edition in step with the English notebooks and documents.

python -m tools.translation [NB ...]      `make translate`

Updates the catalogues in locale/pt_BR/LC_MESSAGES/, one a page, and builds
notebooks/pt/, homework/pt/ and docs/pt/ from them; README.pt-BR.md, written by hand,
links to them. A page that has no catalogue gets one when it is named: 04 for the
course's notebook, homework_04 for its homework, playground for a document.
The catalogue gan_utils.po holds what the library says, homework.po what the checks of
the homework say; they are compiled beside the code.
Prints what is still to be translated, what a translation has lost, and words that
neither the dictionary nor docs/glossario.md knows.

What has no translation, or one of an earlier English text, stays English. The outputs
of the edition's own run stay as long as its code does; those of the English run are
left out, because their figures and sentences are English.
"""

import sys
from pathlib import Path

from tools.publish import write
from tools.translation import (
    catalogue,
    checks,
    edition,
    hints,
    messages,
    places,
    readme,
    spelling,
)

ROOT = Path(__file__).resolve().parents[2]


def translate(root: Path, chosen: list[str]) -> list[str]:
    """Updates catalogues and builds pages; returns what is to be done."""
    new = places.chosen(root, chosen) if chosen else []
    having = frozenset({*places.translated(root), *new})
    unknown = sorted(having - {*places.every(root)})
    if unknown:
        raise SystemExit(f"No notebook for the catalogue {unknown[0]}.po; remove it.")
    paths = {name: places.catalogue(root, name) for name in sorted(having)}
    old = {name: catalogue.read(path) for name, path in paths.items()}
    memory: dict[str, str] = {}
    for each in old.values():
        memory |= catalogue.translations(each)
    todo = []
    for name, path in paths.items():
        english = edition.read(places.english(root, name))
        entries = catalogue.updated(old[name], english, memory)
        catalogue.write(entries, path)
        built = make(root, name, having)
        todo += checks.unfinished(entries) if not checks.is_finished(entries) else []
        todo += checks.complaints(name, entries, english, built, having)
        print(f"{name}: {len(entries)} entries, {entries.percent_translated()} %")
    if places.catalogue(root, messages.NAME).exists():
        todo += checks.unfinished(messages.update(root, memory))
    todo += hints.translate(root)
    page = root / readme.PATH
    if page.exists():
        write(page, readme.relinked(page.read_text(encoding="utf-8"), having))
    return todo


def make(root: Path, name: str, having: frozenset[str]):
    """Builds one page of the edition from its catalogue and writes it."""
    built = built_from(root, name, having)
    edition.save(built, places.portuguese(root, name))
    return built


def built_from(root: Path, name: str, having: frozenset[str]):
    """What a page of the edition should hold, by English and catalogue."""
    english = edition.read(places.english(root, name))
    entries = catalogue.read(places.catalogue(root, name))
    path = places.portuguese(root, name)
    stored = edition.read(path) if path.exists() else None
    words = catalogue.shown_words(entries)
    new = edition.build(name, english, catalogue.translations(entries), words, having)
    return edition.with_outputs(new, stored)


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; the exit status says whether a finished catalogue is whole."""
    chosen = sys.argv[1:] if arguments is None else arguments
    for text in translate(ROOT, chosen):
        print(text)
    if spelling.is_there():
        glossary = spelling.glossary(ROOT)
        for name in [*places.translated(ROOT), messages.NAME, hints.NAME]:
            entries = catalogue.read(places.catalogue(ROOT, name))
            for word in spelling.unknown(entries, glossary):
                print(f"{name}, unknown word in {word}")
    else:
        print("No hunspell with a pt_BR dictionary: the spelling was not looked at.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
