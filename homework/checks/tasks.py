"""A task of a homework as plain data, and what can be observed of an answer to it.

An answer is a function. ``observe`` runs it on the task's cases and writes down what it
does; ``marking.mark`` compares that with what a right answer does, which stands in
``homework/references`` and not here. Only ``observe`` runs a student's code, so a class
can be graded by a process that never does.
"""

import copy
import traceback
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from homework.checks.words import _, later

MAX_SIZE = 10_000  # numbers in one observed array
NOTHING = later("nothing (None)")
STUB = "your code comes here"  # what an answer says that nobody has written yet
STUBS = (STUB, "o seu código vem aqui")  # and what it says in Portuguese
Seen = dict[str, np.ndarray | str]  # what was observed in one case, by name


class ReturnedNothing(Exception):
    """The answer ended without a value."""


def returned(answer: Callable, *arguments: Any) -> Any:
    """The value that an answer returns, for a probe that looks into it.

    Raises:
        ReturnedNothing: it returned None; `observe` writes that down.
    """
    value = answer(*arguments)
    if value is None:
        raise ReturnedNothing
    return value


def call(answer: Callable, *arguments: Any) -> dict[str, Any]:
    """The simplest probe: the value that the answer returns."""
    return {"value": answer(*arguments)}


class Task(NamedTuple):
    """One task, as data.

    Attributes:
        points: for a right answer.
        cases: generator of random numbers → {name of a case: arguments}. The first
            case should be random and rich enough to tell all mistakes apart.
        hints: what ``hint`` says, one after another.
        case_hints: {name of a case or of a value: what to say where an unknown
            mistake shows there}.
        probe: (answer, *arguments) → {name: value}, what is looked at in a case.
        secret: do not print what was expected, where that is the whole answer.
        parts: {a part of the answer: the cases, or the values, in which it shows}.
            Whoever has half of the parts right gets half of the points.
        seeds: how many draws of the cases a student's notebook looks at.
    """

    points: int
    cases: Callable[[np.random.Generator], dict[str, tuple]]
    hints: tuple[str, ...]
    case_hints: dict[str, str] = {}
    probe: Callable[..., dict[str, Any]] = call
    secret: bool = False
    parts: dict[str, tuple[str, ...]] = {}
    seeds: int = 5


# Observe: the only part that runs a student's code --------------------------------


class _Watched:
    """An answer that remembers what it returned or raised."""

    def __init__(self, answer: Callable):
        self.answer = answer
        self.returned: list[Any] = []
        self.error: Exception | None = None

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        try:
            value = self.answer(*arguments, **named)
        except Exception as error:
            self.error = error
            raise
        self.returned.append(value)
        return value


def observe(task: Task, answer: Callable, seed: int = 0, only: str = "") -> dict:
    """Runs an answer on every case (or `only` one) and writes down what it does.

    Returns:
        {name of a case: {name: array, or text where it is none}}. A case in which the
        answer raised holds the text under "raised"; one whose value the probe could
        not read holds a description under "returned"; one that returned nothing is
        empty, and an untouched stub holds nothing but "not done".
    """
    seen = {}
    for name, arguments in task.cases(np.random.default_rng(seed)).items():
        if only and name != only:
            continue
        watched = _Watched(answer)
        try:  # a copy: cases share arrays, and an answer may work in place
            values = task.probe(watched, *copy.deepcopy(arguments))
            seen[name] = {key: plain(value) for key, value in values.items()}
        except ReturnedNothing:
            seen[name] = {}
        except Exception as error:  # whatever a student's code may raise
            if isinstance(error, NotImplementedError) and str(error) in STUBS:
                return {name: {"not done": ""}}  # nothing was written there yet
            seen[name] = _trouble(error, watched)
    return seen


def _trouble(error: Exception, watched: _Watched) -> Seen:
    """Who is to blame: the answer raised, or returned what the probe cannot read."""
    if error is watched.error or not watched.returned:
        return {"raised": _explain(error, watched.answer)}
    if watched.returned[-1] is None:
        return {}
    return {"returned": describe(watched.returned[-1])}


def describe(value: Any) -> str:
    """What kind of thing a value is, with its shape or length."""
    if isinstance(value, list | tuple | dict):
        kind = type(value).__name__
        parts = value.values() if isinstance(value, dict) else value
        inside = ", ".join(_kind(part) for part in list(parts)[:3])
        inside += ", …" * (len(value) > 3)
        text = _("a {kind} of {count} ({parts})")
        return text.format(kind=kind, count=len(value), parts=inside)
    return _kind(value)


def _kind(value: Any) -> str:
    """A value in a few words."""
    shape = getattr(value, "shape", None)
    if shape is not None and len(shape):
        return _(f"an array of shape {tuple(shape)}")
    if isinstance(value, bool | int | float | str | None):
        return repr(value)[:40]
    return _("a number" if shape is not None else f"a value of type {_type(value)}")


def _type(value: Any) -> str:
    return type(value).__name__


def plain(value: Any) -> np.ndarray | str:
    """A float array made of a number, list, array or tensor; else a description."""
    if value is None:
        return NOTHING
    if isinstance(value, bool | np.bool_):
        return later("yes" if value else "no")
    if isinstance(value, str):
        return value[:200]
    try:
        array = np.asarray(value, dtype="float64")
    except (TypeError, ValueError):
        return f"a value of type {_type(value)}"
    if array.size > MAX_SIZE:
        return f"an array of shape {array.shape}"
    return array


def _explain(error: Exception, answer: Callable) -> str:
    """The error in one line, with the line of the cell that the answer stands in."""
    text = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    cell = getattr(getattr(answer, "__code__", None), "co_filename", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename == cell]
    if not own:
        return text
    where = _("in line {number} of the cell, `{line}`")
    return f"{text}, {where.format(number=own[-1].lineno, line=own[-1].line)}"


# Compare ---------------------------------------------------------------------------


def first_difference(expected: Seen, seen: Seen) -> str | None:
    """The name of the first value that differs."""
    for key, value in expected.items():
        if not same(value, seen.get(key, NOTHING)):
            return key
    return None


def same(a: np.ndarray | str, b: np.ndarray | str) -> bool:
    """Equal to single precision; (n, 1) may stand for (n,), and (1,) for a number."""
    if isinstance(a, str) or isinstance(b, str):
        return isinstance(a, str) and isinstance(b, str) and a == b
    if np.squeeze(a).shape != np.squeeze(b).shape:
        return False
    return np.allclose(np.squeeze(b), np.squeeze(a), 1e-3, 1e-5, equal_nan=True)
