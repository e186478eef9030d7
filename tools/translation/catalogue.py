"""Catalogues of gettext: one for each notebook that is being translated."""

import difflib
from pathlib import Path

import nbformat
import polib

from tools.translation.pieces import Piece, pieces

HEADER = {
    "Language": "pt_BR",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "X-Finished": "no",  # "yes": a test fails where an entry is empty or fuzzy
    "X-Shown-Words": "",  # strings of one word that are shown, "real; generated"
}
SAME_CELL, ANYWHERE = 0.5, 0.8  # how alike two texts are, one of which became the other


def read(path: Path) -> polib.POFile:
    """A catalogue, or a new one for a file that is not there."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=88)
    catalogue = polib.POFile(wrapwidth=88)
    catalogue.metadata = dict(HEADER)
    return catalogue


def is_finished(catalogue: polib.POFile) -> bool:
    """Whether everything has to be translated in it."""
    return catalogue.metadata.get("X-Finished") == "yes"


def shown_words(catalogue: polib.POFile) -> frozenset[str]:
    """Strings of one word that this notebook shows."""
    words = catalogue.metadata.get("X-Shown-Words", "").split(";")
    return frozenset(word.strip() for word in words if word.strip())


def translations(catalogue: polib.POFile) -> dict[str, str]:
    """English → Portuguese, where it is translated and nobody doubts it."""
    return {entry.msgid: entry.msgstr for entry in catalogue if entry.translated()}


def wanted(
    notebook: nbformat.NotebookNode, words: frozenset[str]
) -> list[polib.POEntry]:
    """Empty entries for what a reader sees, each text once, in the notebook's order."""
    entries: dict[str, polib.POEntry] = {}
    for cell in notebook.cells:
        for piece in pieces(cell, words):
            if piece.kind == "number":
                continue
            entry = entries.setdefault(piece.text, polib.POEntry(msgid=piece.text))
            place = (cell.id, "")
            if place not in entry.occurrences:
                entry.occurrences.append(place)
            entry.comment = _with_kind(entry.comment, piece)
    return list(entries.values())


def _with_kind(comment: str, piece: Piece) -> str:
    return " ".join(sorted({*comment.split(), piece.kind}))


def updated(
    old: polib.POFile, notebook: nbformat.NotebookNode, memory: dict[str, str]
) -> polib.POFile:
    """The catalogue for what the notebook says now; see ``merged``."""
    return merged(old, wanted(notebook, shown_words(old)), memory)


def merged(
    old: polib.POFile, entries: list[polib.POEntry], memory: dict[str, str]
) -> polib.POFile:
    """The catalogue for what is said now.

    A text that stayed keeps its translation. One that was changed keeps the translation
    of the text that it was, as fuzzy, with that text beside it. What has none takes its
    translation from another notebook that says the same, or stays empty. What is no
    longer said is dropped.

    Args:
        old: the catalogue as it was.
        entries: what is said now, without translations.
        memory: the translations of all catalogues.
    """
    before = {entry.msgid: entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=88)
    new.metadata = {**HEADER, **old.metadata}
    texts = {entry.msgid for entry in entries}
    gone = [entry for entry in before.values() if entry.msgid not in texts]
    for entry in entries:
        if entry.msgid in before:
            _keep(entry, before[entry.msgid])
        elif ancestor := _ancestor(entry, gone):
            gone.remove(ancestor)
            _keep(entry, ancestor)
            entry.previous_msgid = ancestor.previous_msgid or ancestor.msgid
            if entry.msgstr and not entry.fuzzy:
                entry.flags.append("fuzzy")
        entry.msgstr = entry.msgstr or memory.get(entry.msgid, "")
        new.append(entry)
    return new


def _keep(entry: polib.POEntry, source: polib.POEntry) -> None:
    entry.msgstr, entry.flags = source.msgstr, list(source.flags)
    entry.tcomment, entry.previous_msgid = source.tcomment, source.previous_msgid


def _ancestor(entry: polib.POEntry, gone: list[polib.POEntry]) -> polib.POEntry | None:
    """The vanished entry that this one was, if any is like it."""
    likeness = {}
    for index, candidate in enumerate(gone):
        same_cell = bool({*candidate.occurrences} & {*entry.occurrences})
        ratio = difflib.SequenceMatcher(None, candidate.msgid, entry.msgid).ratio()
        if candidate.msgstr and ratio >= (SAME_CELL if same_cell else ANYWHERE):
            likeness[index] = ratio
    return gone[max(likeness, key=likeness.get)] if likeness else None


def write(catalogue: polib.POFile, path: Path) -> None:
    """Writes a catalogue whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    catalogue.save(str(part))
    part.replace(path)
