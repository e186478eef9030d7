"""The catalogue of what gan_utils says to students: collected, checked, compiled."""

import ast
from collections.abc import Iterator
from pathlib import Path

import polib

from tools.translation import catalogue, places
from tools.translation.pieces import LETTERS

NAME = "gan_utils"
COMPILED = "gan_utils/language/locale/pt_BR/LC_MESSAGES/gan_utils.mo"
MARKS = {"say", "later", "Box"}  # calls whose first argument is shown


def wanted(root: Path) -> list[polib.POEntry]:
    """Empty entries for all texts that the package may say, file by file."""
    entries: dict[str, polib.POEntry] = {}
    for path in sorted((root / NAME).rglob("*.py")):
        for text in said(path.read_text(encoding="utf-8")):
            entry = entries.setdefault(text, polib.POEntry(msgid=text))
            place = (path.relative_to(root).as_posix(), "")
            if place not in entry.occurrences:
                entry.occurrences.append(place)
            entry.comment = "f-string" if "{" in text else "code"
    return list(entries.values())


def said(code: str) -> Iterator[str]:
    """The texts with words that the code gives to one of MARKS.

    Raises:
        ValueError: one is an f-string, which no catalogue can hold.
    """
    for node in ast.walk(ast.parse(code)):
        name = getattr(getattr(node, "func", None), "id", "")
        if isinstance(node, ast.Call) and name in MARKS and node.args:
            if isinstance(node.args[0], ast.JoinedStr):
                raise ValueError(f"Give {ast.unparse(node)} its values by name.")
            text = getattr(node.args[0], "value", None)
            if isinstance(text, str) and LETTERS.search(text):
                yield text


def update(root: Path, memory: dict[str, str]) -> polib.POFile:
    """Brings the catalogue up to date and compiles it; returns it."""
    path = places.catalogue(root, NAME)
    old = catalogue.read(path)
    new = catalogue.merged(old, wanted(root), memory)
    catalogue.write(new, path)
    (root / COMPILED).parent.mkdir(parents=True, exist_ok=True)
    (root / COMPILED).write_bytes(compiled(new))
    return new


def compiled(entries: polib.POFile) -> bytes:
    """What gettext reads; without what nobody has translated."""
    return entries.to_binary()
