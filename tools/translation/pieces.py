"""What a reader sees in a cell, piece by piece, and the cell with other pieces.

Markdown: headings, paragraphs, list items, cells of tables, what HTML shows. Code that
belongs to the notebook: comments, docstrings, and the strings that are shown.
"""

import ast
import inspect
import io
import re
import textwrap
import tokenize
from collections.abc import Callable, Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

WIDTH = 88
MARKDOWN = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)
SHOWN_IN_HTML = re.compile(r">([^<>]*\w[^<>]*)<")
TEXT_IN_LATEX = re.compile(r"\\text\{ *([^{}]*?[^\W\d_]{3,}[^{}]*?) *\}")
LITERAL = re.compile(r"(?s)([a-zA-Z]*)(\"\"\"|'''|\"|')(.*)\2$")
PARAMETER, FORM_TITLE = re.compile(r"# ?@param|# noqa|# type:"), "# @title "
LIBRARY = "# gan_utils."
LETTERS = re.compile(r"[^\W\d_]{2,}")
WORD = re.compile(r"[^\W\d_]{3,}")
DECIMAL = re.compile(r"\d?[.,]\d")
# Calls and keywords whose strings are shown, and keywords whose strings never are.
SHOWN_BY = {"print", "set_title", "set_xlabel", "set_ylabel", "title", "xlabel"}
SHOWN_BY |= {"ylabel", "suptitle", "text", "annotate", "check_answer", "film", "listen"}
SHOWN_AS = {"label", "title", "xlabel", "ylabel", "suptitle", "alt"}
TECHNICAL = {"loc", "cmap", "layout", "color", "fontfamily", "ha", "va", "cache"}


class Piece(NamedTuple):
    """A piece of a cell: where it stands, its text, and how another text is put in."""

    start: int
    end: int
    text: str
    kind: str  # "prose", "code", "f-string", or "number": nothing but numbers
    write: Callable[[str], str]


def pieces(cell: dict, words: frozenset[str] = frozenset()) -> list[Piece]:
    """What is to be translated in a cell, in its order.

    Args:
        cell: of a notebook.
        words: further strings that are shown, as names of curves and rows.
    """
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        found = _prose(source)
    elif source.startswith(LIBRARY):
        found = iter(())  # the library's own code
    else:
        found = _code(source, words)
    return sorted(found)


def replace(source: str, found: list[Piece], translate: Callable[[Piece], str]) -> str:
    """The source with every piece translated."""
    parts, end = [], 0
    for piece in found:
        parts += [source[end : piece.start], piece.write(translate(piece))]
        end = piece.end
    return "".join([*parts, source[end:]])


# Markdown -------------------------------------------------------------------------


def _prose(source: str) -> Iterator[Piece]:
    starts = _line_starts(source)
    tokens = MARKDOWN.parse(source)
    for index, token in enumerate(tokens):
        if token.type == "inline" and tokens[index - 1].type in ("th_open", "td_open"):
            continue
        if token.type == "tr_open":
            yield from _table_row(source, starts, tokens, index)
        elif token.type == "inline" and (kind := _kind(token)):
            yield _paragraph(source, starts, token, kind)
        elif token.type in ("html_block", "math_block"):
            start, end = starts[token.map[0]], starts[token.map[1]]
            wanted = SHOWN_IN_HTML if token.type == "html_block" else TEXT_IN_LATEX
            for match in wanted.finditer(source, start, end):
                yield Piece(*match.span(1), match[1], "prose", str)
        if token.type == "math_block" and not TEXT_IN_LATEX.search(source, start, end):
            yield Piece(start, end, source[start:end], "number", str)


def _paragraph(source: str, starts: list[int], token: Token, kind: str) -> Piece:
    """A heading, a paragraph or a list item, without what marks it as one."""
    first, *_ = lines = token.content.split("\n")
    line_end = source.find("\n", starts[token.map[0]])
    line_end = len(source) if line_end < 0 else line_end
    start = source.rindex(first.rstrip(), starts[token.map[0]], line_end)
    block = source[start : starts[token.map[1]]]
    text = " ".join(line.strip() for line in lines)
    return Piece(start, start + len(block.rstrip()), text, kind, str)


def _table_row(
    source: str, starts: list[int], tokens: list[Token], index: int
) -> Iterator[Piece]:
    position = starts[tokens[index].map[0]]
    for token in tokens[index:]:
        if token.type == "tr_close":
            return
        if token.type == "inline" and token.content:
            text = token.content.replace("|", r"\|")
            position = source.index(text, position)
            if kind := _kind(token):
                end = position + len(text)
                yield Piece(position, end, token.content, kind, _in_table)
            position += len(text)


def _in_table(text: str) -> str:
    return text.replace("|", r"\|")


def _kind(token: Token) -> str | None:
    """Whether a word or a number stands outside of code and pictures."""
    parts = {"text": "", "math_inline": ""}
    for child in token.children:
        parts[child.type] = parts.get(child.type, "") + child.content
    if LETTERS.search(parts["text"]):
        return "prose"
    return "number" if DECIMAL.search(parts["text"] + parts["math_inline"]) else None


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return [*starts, len(source)]


# Code -----------------------------------------------------------------------------


def _code(source: str, words: frozenset[str]) -> Iterator[Piece]:
    starts = _line_starts(source)
    yield from _comments(source, starts)
    yield from _strings(ast.parse(source), source, starts, words)


def _comments(source: str, starts: list[int]) -> Iterator[Piece]:
    """Comments; those of successive lines are one piece."""
    block: list[tuple[int, int, str]] = []  # start, end and text of its lines
    last_place = (0, 0)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT or PARAMETER.match(token.string):
            continue
        (row, column), alone = token.start, not token.line[: token.start[1]].strip()
        text = token.string.removeprefix(FORM_TITLE)
        is_title = text != token.string
        text = text if is_title else text.lstrip("# ")
        end = starts[row - 1] + token.end[1]
        line = (end - len(text), end, text)
        if block and alone and not is_title and last_place == (row - 1, column):
            block.append(line)
        else:
            yield from _comment(block, last_place[1])
            block = [line]
        last_place = (row, column) if alone and not is_title else (0, 0)
    yield from _comment(block, last_place[1])


def _comment(block: list[tuple[int, int, str]], column: int) -> Iterator[Piece]:
    if not block:
        return
    text = " ".join(line[2] for line in block)

    def write(new: str) -> str:
        if len(block) == 1 and "\n" not in new:
            return new
        lines = textwrap.wrap(new, WIDTH - column - 2)
        return ("\n" + " " * column + "# ").join(lines)

    if WORD.search(text):
        yield Piece(block[0][0], block[-1][1], text, "code", write)


def _strings(
    tree: ast.AST, source: str, starts: list[int], words: frozenset[str]
) -> Iterator[Piece]:
    for node, shown, docstring in _literals(tree):
        start = _offset(source, starts, node.lineno, node.col_offset)
        end = _offset(source, starts, node.end_lineno, node.end_col_offset)
        literal = LITERAL.match(source[start:end])
        text = literal[3]
        is_f = isinstance(node, ast.JoinedStr)
        bare = _without_values(node) if is_f else text
        speaks = shown or " " in text.strip() or text in words
        if not speaks or " --" in text:
            continue
        if not WORD.search(bare) and text not in words:
            continue
        start, end = start + literal.start(3), start + literal.end(3)
        kind = "f-string" if is_f else "code"
        if docstring:
            yield Piece(start, end, inspect.cleandoc(text), kind, _indented(node))
        else:
            yield Piece(start, end, text, kind, str)


def _indented(node: ast.expr) -> Callable[[str], str]:
    def write(text: str) -> str:
        first, *others = text.split("\n")
        space = "\n" + " " * node.col_offset
        lines = [space + line if line else "\n" for line in others]
        return first + "".join(lines) + (space if others else "")

    return write


def _literals(tree: ast.AST) -> Iterator[tuple[ast.expr, bool, bool]]:
    """Strings, whether they are shown for certain, whether they are docstrings."""
    waiting = [(tree, False)]
    while waiting:
        node, shown = waiting.pop()
        if isinstance(node, ast.JoinedStr) or _is_string(node):
            yield node, shown, False
            continue
        docstring = _docstring(node)
        if docstring is not None:
            yield docstring, True, True
        for child in ast.iter_child_nodes(node):
            if getattr(child, "value", None) is docstring is not None:
                continue
            if isinstance(child, ast.keyword) and child.arg in TECHNICAL:
                continue
            waiting.append((child, _shows(node, child)))


def _shows(node: ast.AST, child: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in SHOWN_AS
    name = getattr(node, "func", None)
    name = getattr(name, "attr", getattr(name, "id", None))
    return isinstance(node, ast.Call) and child in node.args and name in SHOWN_BY


def _docstring(node: ast.AST) -> ast.expr | None:
    kinds = (ast.FunctionDef, ast.ClassDef)
    if isinstance(node, kinds) and isinstance(node.body[0], ast.Expr):
        value = node.body[0].value
        return value if _is_string(value) else None
    return None


def _is_string(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _without_values(node: ast.JoinedStr) -> str:
    """The words of an f-string, and those that are values as they stand."""
    values = [getattr(part, "value", None) for part in node.values]
    parts = [*node.values, *values]
    return " ".join(part.value for part in parts if part and _is_string(part))


def _offset(source: str, starts: list[int], row: int, column: int) -> int:
    """Python counts the columns in bytes."""
    line = source[starts[row - 1] : starts[row]]
    return starts[row - 1] + len(line.encode()[:column].decode())
