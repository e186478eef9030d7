"""What a translation must keep: each check returns a list of complaints."""

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator

import nbformat
import polib

from tools.execution import code_cells
from tools.translation import numbers
from tools.translation.catalogue import (
    is_finished,
    shown_words,
    translations,
    wanted,
)
from tools.translation.edition import in_its_language, relinked
from tools.translation.pieces import LITERAL, MARKDOWN, TEXT_IN_LATEX, WIDTH

VALUE = re.compile(r"\{\w+\}")  # that a script puts into a sentence
SHOWN = 60  # letters of a text in a message


def complaints(
    name: str,
    catalogue: polib.POFile,
    notebook: nbformat.NotebookNode,
    portuguese: nbformat.NotebookNode,
    edition: frozenset[str],
) -> list[str]:
    """All that is wrong with the translation of a notebook.

    Args:
        name: of the notebook.
        catalogue: its translations.
        notebook: the English one.
        portuguese: the one in the other language.
        edition: names of the notebooks that the edition has.
    """
    found = out_of_step(catalogue, notebook)
    if is_finished(catalogue):
        found += unfinished(catalogue)
    known = translations(catalogue)
    found += [text for entry in catalogue for text in lost(entry, known)]
    found += other_code(notebook, portuguese, known)
    found += other_links(name, notebook, portuguese, edition)
    return [f"{name}: {text}" for text in found]


def out_of_step(catalogue: polib.POFile, notebook: nbformat.NotebookNode) -> list[str]:
    """What the notebook says and the catalogue does not know, and the other way."""
    now = {entry.msgid: entry for entry in wanted(notebook, shown_words(catalogue))}
    known = {entry.msgid: entry for entry in catalogue}
    new = [entry for text, entry in now.items() if text not in known]
    gone = [entry for text, entry in known.items() if text not in now]
    return [f"{place(entry)} is new; run `make translate`" for entry in new] + [
        f"{place(entry)} is no longer there; run `make translate`" for entry in gone
    ]


def unfinished(catalogue: polib.POFile) -> list[str]:
    """Entries without a translation, or with one of an earlier text."""
    why = {True: "was changed: mend its translation", False: "has no translation"}
    return [
        f"{place(entry)} {why[entry.fuzzy]}"
        for entry in catalogue
        if not entry.translated()
    ]


def place(entry: polib.POEntry) -> str:
    """Where an entry stands and how it begins."""
    cells = ", ".join(cell for cell, _ in entry.occurrences)
    text = entry.msgid.replace("\n", " ")
    return f"{cells}: “{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”"


# One entry ------------------------------------------------------------------------


def lost(entry: polib.POEntry, translated: dict[str, str] | None = None) -> list[str]:
    """Equations, code, links, numbers and values that the translation has not kept.

    A text may quote a string of the notebook in its translation.
    """
    if not entry.translated():
        return []
    is_f, in_prose = "f-string" in entry.comment, "prose" in entry.comment
    kept = marks_of_prose if in_prose else marks_of_code
    before = kept(entry.msgid, is_f, False)
    after = kept(entry.msgstr, is_f, True)
    if in_prose:
        known = translated or {}
        quoted = sorted(known.get(code, code) for code in before["code"])
        before["code"] = quoted if quoted == after["code"] else before["code"]
    elif before == kept(entry.msgstr, is_f, False):
        return []  # code may keep the decimal point, beside what Python prints
    return [
        f"{place(entry)}: {what} {_difference(before[what], after[what])}"
        for what in before
        if before[what] != after[what]
    ]


def _difference(before: list[str], after: list[str]) -> str:
    missing, added = Counter(before), Counter(after)
    missing, added = missing - added, added - missing
    return f"lost {list(missing)}, new {list(added)}"


def marks_of_prose(text: str, _: bool, brazilian: bool) -> dict[str, list[str]]:
    """Equations, code, links, numbers and emphasis of Markdown."""
    marks = {"equations": [], "code": [], "links": [], "emphasis": []}
    words = ""
    for token in MARKDOWN.parseInline(text)[0].children:
        if token.type == "math_inline":
            marks["equations"].append(TEXT_IN_LATEX.sub("", token.content))
        elif token.type == "code_inline":
            marks["code"].append(token.content)
        elif token.type in ("link_open", "image"):
            marks["links"].append(token.attrs.get("href") or token.attrs["src"])
        elif token.type in ("strong_open", "em_open"):
            marks["emphasis"].append(token.tag)
        words += token.content if token.type == "text" else " "
    marks["numbers"] = numbers.values(words, brazilian)
    marks["values"] = VALUE.findall(words)
    return {what: sorted(found) for what, found in marks.items()}


def marks_of_code(text: str, is_f: bool, brazilian: bool) -> dict[str, list[str]]:
    """Values and numbers of a string or a comment."""
    marks = {"values": []}
    if is_f:
        try:
            parts = ast.parse(f"f'''{text}'''", mode="eval").body.values
        except SyntaxError:
            return {"values": ["no string of Python"], "numbers": []}
        values = [part for part in parts if isinstance(part, ast.FormattedValue)]
        marks["values"] = sorted(ast.dump(_without_words(value)) for value in values)
        text = " ".join(part.value for part in parts if part not in values)
    marks["numbers"] = numbers.values(text.replace("−", "-"), brazilian)
    return marks


def _without_words(node: ast.FormattedValue) -> ast.FormattedValue:
    """A value of an f-string; one that is a word may be translated."""
    if isinstance(node.value, ast.Constant):
        node.value = ast.Constant("")
    return node


# The whole notebook ---------------------------------------------------------------


def other_code(
    english: nbformat.NotebookNode,
    portuguese: nbformat.NotebookNode,
    translated: dict[str, str],
) -> list[str]:
    """Cells whose code differs in more than the strings that were translated."""
    ids = [cell.id for cell in english.cells]
    if ids != [cell.id for cell in portuguese.cells]:
        return ["other cells than in English; run `make translate`"]
    found = []
    for one, other in zip(code_cells(english), code_cells(portuguese), strict=True):
        wanted_code = in_its_language(one.source)
        if _is_library(one) and one.source != other.source:
            found.append(f"{one.id}: the library's code stays as it is")
        elif _skeleton(wanted_code) != _skeleton(other.source):
            found.append(f"{one.id}: the code is another than in English")
        else:
            strings = other_strings(wanted_code, other.source, translated)
            found += [f"{one.id}: {text}" for text in strings]
        wide = [line for line in other.source.split("\n") if len(line) > WIDTH]
        found += [f"{one.id}: wider than {WIDTH}: {line.strip()}" for line in wide]
    return found


def _is_library(cell: nbformat.NotebookNode) -> bool:
    return cell.source.startswith("# gan_utils.")


def other_strings(one: str, other: str, translated: dict[str, str]) -> list[str]:
    """Strings that are neither those of the English cell nor their translations."""
    clean = inspect.cleandoc
    translated = {clean(old): clean(new) for old, new in translated.items()}
    pairs = zip(_strings(one), _strings(other), strict=True)
    return [
        f"“{new}” is no translation of “{old}”"
        for old, new in pairs
        if new not in (old, translated.get(old))
    ]


def _strings(source: str) -> list[str]:
    """What stands between the quotes, string by string."""
    found, waiting = [], [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if isinstance(node, ast.JoinedStr) or is_text:
            literal = LITERAL.match(ast.get_source_segment(source, node))
            place = (node.lineno, node.col_offset)
            found.append((place, inspect.cleandoc(literal[3])))
        else:
            waiting += ast.iter_child_nodes(node)
    return [text for _, text in sorted(found)]


def _skeleton(source: str) -> str:
    """The code without comments and without the words in its strings."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return f"no Python: {error}"
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            values = [
                part for part in node.values if not isinstance(part, ast.Constant)
            ]
            node.values = sorted(values, key=ast.dump)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def other_links(
    name: str,
    english: nbformat.NotebookNode,
    portuguese: nbformat.NotebookNode,
    edition: frozenset[str],
) -> list[str]:
    """Cells whose links lead elsewhere than in English."""
    pairs = zip(english.cells, portuguese.cells, strict=False)
    return [
        f"{one.id}: links lead elsewhere than in English"
        for one, other in pairs
        if one.cell_type == "markdown"
        and _links(relinked(one.source, name, edition)) != _links(other.source)
    ]


def _links(text: str) -> list[str]:
    return sorted(_targets(text))


def _targets(text: str) -> Iterator[str]:
    for token in MARKDOWN.parse(text):
        for child in token.children or []:
            if child.type in ("link_open", "image"):
                yield child.attrs.get("href") or child.attrs["src"]
