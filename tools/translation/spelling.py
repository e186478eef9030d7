"""Words that neither the Brazilian dictionary nor the course's glossary knows."""

import functools
import re
import shutil
import subprocess
from pathlib import Path

import polib

from tools.translation.checks import VALUE
from tools.translation.pieces import MARKDOWN

DICTIONARY = "pt_BR"
GLOSSARY = "docs/glossario.md"
WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*")
CODE = re.compile(
    r"\{[^{}]*\}|\w+(?:[._]\w+)*\([^()]*\)|\w+(?:[._]\w+)+|\((?:\w+, )+\w+\)"
)
FILE = re.compile(r"\w+(?:/\w+)+\.\w+|\w+(?:/\w+){2,}|\w+\.(?:md|cff)\b|\w*\d\w*")


@functools.cache
def is_there() -> bool:
    """Whether hunspell and its Brazilian dictionary are installed."""
    if shutil.which("hunspell") is None:
        return False
    return _hunspell("casa").returncode == 0


def words(catalogue: polib.POFile) -> dict[str, str]:
    """Word → the place where it stands first, of all translations.

    Names are left out: words with a capital that the English text has, too.
    """
    found: dict[str, str] = {}
    for entry in catalogue:
        place = ", ".join(cell for cell, _ in entry.occurrences)
        english = set(WORD.findall(FILE.sub(" ", entry.msgid)))
        for word in WORD.findall(_bare(entry)):
            if word.islower() or word not in english:
                found.setdefault(word, place)
    return found


def _bare(entry: polib.POEntry) -> str:
    """A translation without equations, code, links, and titles of papers."""
    if "prose" not in entry.comment:
        return FILE.sub(" ", CODE.sub(" ", entry.msgstr))
    parts, slanted = [], None
    for token in MARKDOWN.parseInline(entry.msgstr)[0].children:
        if token.type == "em_open":
            slanted = len(parts)
        elif token.type == "em_close":
            title = "".join(parts[slanted:]).strip()
            if " " in title and title in entry.msgid:
                del parts[slanted:]
        parts.append(token.content if token.type == "text" else " ")
    return FILE.sub(" ", VALUE.sub(" ", "".join(parts)))


def known(glossary: str) -> set[str]:
    """The words that the glossary allows, in small letters.

    They are those of its terms, in the first two columns of the tables, and of its
    lists of names.
    """
    lines = glossary.splitlines()
    allowed = [" ".join(x.split("|")[1:3]) for x in lines if x.startswith("|")]
    allowed += [x for x in lines if x.startswith("- ")]
    return {word.lower() for word in WORD.findall("\n".join(allowed))}


def unknown(catalogue: polib.POFile, glossary: str) -> list[str]:
    """The words of a catalogue that nobody knows, each with a place."""
    found, allowed = words(catalogue), known(glossary)
    asked = {
        word: place for word, place in found.items() if word.lower() not in allowed
    }
    if not asked:
        return []
    doubted = set(_hunspell("\n".join(asked)).stdout.split())
    return [
        f"{asked[word]}: {word}"
        for word in asked
        if word in doubted or not doubted.isdisjoint(word.split("-"))
    ]


def _hunspell(text: str) -> subprocess.CompletedProcess:
    command = ["hunspell", "-d", DICTIONARY, "-i", "utf-8", "-l"]
    return subprocess.run(command, input=text, capture_output=True, encoding="utf-8")


def glossary(root: Path) -> str:
    """The text of the course's glossary."""
    return (root / GLOSSARY).read_text(encoding="utf-8")
