"""Code that a person should look at: it pries into the checks, or resembles another's.

Neither changes a point. Similarity compares what students wrote themselves, with all
names and texts replaced: renaming and comments do not hide a copy. Two notebooks are
listed from LIKE on; short answers are alike by nature, so at least LONG tokens count.
"""

import io
import itertools
import keyword
import re
import tokenize
from difflib import SequenceMatcher
from typing import NamedTuple

LIKE, LONG = 0.9, 150
PRYING = {
    "touches the check's tasks": r"\bTASKS\b|\.tasks\b|\.reference\b|\.mistakes\b",
    "looks through Python's objects": (
        r"\bgc\.|\bimport gc\b|get_objects|__subclasses__"
    ),
    "looks into frames": r"_getframe|\bf_(globals|locals|back)\b|\binspect\.",
    "imports the grader or the checks": (
        r"homework\.(grading|recognition|references|answers)"
        r"|homework\.checks\.(?!\w+ import check\b)"
    ),
    "changes loaded modules": r"sys\.modules|importlib\.(reload|util)|__builtins__",
    "calls the system": r"\bctypes\b|os\.(_exit|kill|fork|system)|\bsubprocess\b",
}


class Alike(NamedTuple):
    """Two submissions of different students, and how alike they are, up to 1."""

    first: str
    second: str
    likeness: float


def prying(cells: list[str], given: set[str]) -> list[str]:
    """What the code of a notebook does that no task needs; given cells do not count."""
    own = "\n".join(cell for cell in cells if cell.strip() not in given)
    return [what for what, pattern in PRYING.items() if re.search(pattern, own)]


def shape_of(cells: list[str], given: set[str]) -> list[str]:
    """The tokens of a notebook's own cells, with names, numbers and texts alike."""
    own = "\n".join(cell for cell in cells if cell.strip() not in given)
    tokens = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(own).readline):
            if token.type == tokenize.NAME:
                known = keyword.iskeyword(token.string)
                tokens.append(token.string if known else "name")
            elif token.type == tokenize.STRING:
                tokens.append("text")
            elif token.type in (tokenize.OP, tokenize.NUMBER):
                tokens.append(token.string)
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass  # what could be read until there is compared
    return tokens


def alike(shapes: dict[tuple[str, str], list[str]]) -> list[Alike]:
    """Pairs of {(student, submission): tokens} that are alike, the most alike first."""
    long_ones = {key: tokens for key, tokens in shapes.items() if len(tokens) >= LONG}
    found = []
    for (one, tokens), (other, others) in itertools.combinations(long_ones.items(), 2):
        if one[0] == other[0]:
            continue
        matcher = SequenceMatcher(None, tokens, others, autojunk=False)
        if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE:
            likeness = matcher.ratio()
            if likeness >= LIKE:
                found.append(Alike(one[1], other[1], round(likeness, 3)))
    return sorted(found, key=lambda pair: -pair.likeness)
