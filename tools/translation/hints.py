"""The catalogue of what the homework's checks say: from a template, as gettext does it.

``make homework`` writes locale/homework.pot. From it this keeps homework.po, which
people translate, and homework.mo, which Python's gettext reads beside the checks.
"""

from pathlib import Path

import polib

from tools.translation import catalogue, places
from tools.translation.checks import lost, place

NAME = "homework"
TEMPLATE = f"locale/{NAME}.pot"
COMPILED = f"homework/checks/locale/pt_BR/LC_MESSAGES/{NAME}.mo"


def translate(root: Path) -> list[str]:
    """Updates the catalogue and compiles it; returns what is to be done."""
    if not (root / TEMPLATE).exists():
        return []
    path = places.catalogue(root, NAME)
    old = catalogue.read(path)
    wanted = list(polib.pofile(str(root / TEMPLATE)))
    entries = catalogue.merged(old, wanted, catalogue.translations(old))
    catalogue.write(entries, path)
    compiled = root / COMPILED
    compiled.parent.mkdir(parents=True, exist_ok=True)
    compiled.write_bytes(in_binary(entries))
    print(f"{NAME}: {len(entries)} messages, {entries.percent_translated()} %")
    return complaints(root, entries)


def in_binary(entries: polib.POFile) -> bytes:
    """The catalogue as Python's gettext reads it."""
    return entries.to_binary()


def complaints(root: Path, entries: polib.POFile) -> list[str]:
    """What is missing of the finished homework, doubtful, or lost in translation."""
    finished = finished_numbers(root)
    found = [
        f"{place(entry)} has no translation, or one of an earlier text"
        for entry in entries
        if not entry.translated() and is_needed(entry, finished)
    ]
    known = catalogue.translations(entries)
    found += [text for entry in entries for text in lost(entry, known)]
    return [f"{NAME}: {text}" for text in found]


def finished_numbers(root: Path) -> frozenset[str]:
    """The numbers of the homework whose statements are translated whole."""
    names = [n for n in places.translated(root) if n.startswith(places.HOMEWORK)]
    return frozenset(
        name.removeprefix(places.HOMEWORK)[:2]
        for name in names
        if catalogue.is_finished(catalogue.read(places.catalogue(root, name)))
    )


def is_needed(entry: polib.POEntry, finished: frozenset[str]) -> bool:
    """Whether one of the finished homework may print a message, or all may."""
    where = [name for name, _ in entry.occurrences]
    return any(name.endswith(".py") or name[:2] in finished for name in where)
