"""Marks what was observed of an answer: right, or which mistake explains it?"""

import re
from typing import NamedTuple

import numpy as np

from homework.checks.expected import Expected
from homework.checks.tasks import NOTHING, Seen, Task, first_difference, same
from homework.checks.words import _, later

ERRORS = {
    "NameError|UnboundLocalError": later(
        "this name is not defined: misspelt, or in a cell that has not run?"
    ),
    "positional argument|unexpected keyword": later(
        "the function is called with the arguments of the given first line; leave that "
        "line as it is."
    ),
    "No gradients provided": later(
        "no gradient reaches these weights: stop_gradient, NumPy or a computation "
        "outside the tape cuts the connection."
    ),
    "EagerTensor.*has no attribute": later(
        "the argument is a tensor: call keras.ops or TensorFlow, such as ops.mean(x), "
        "instead of a method."
    ),
}


RETURNED = later(
    "give back what the first lines of the function promise: as many things, in this "
    "order and of this shape."
)


class Verdict(NamedTuple):
    """The share of the points (0, ½ or 1), what to tell, and is there an answer?"""

    share: float
    message: str
    done: bool = True

    @property
    def passed(self) -> bool:
        """Whether the answer is right in every part."""
        return self.share == 1


def mark(task: Task, observations: dict, expected: Expected) -> Verdict:
    """Compares what was observed with what a right answer does."""
    if any("not done" in seen for seen in observations.values()):
        return Verdict(0, _("is not done yet."), done=False)
    for name, wanted in expected.right.items():
        seen = observations.get(name, {})
        if first_difference(wanted, seen) is not None:
            message = f"{_(name)}: {_what_is_wrong(task, name, expected, seen)}"
            right = _right_parts(task, observations, expected)
            if task.parts and len(right) >= len(task.parts) / 2:
                half = _("Half of the points for: {parts}.")
                half = half.format(parts=", ".join(map(_, right)))
                return Verdict(0.5, f"{message}\n  {half}")
            return Verdict(0, message)
    return Verdict(1, _("right."))


def _what_is_wrong(task: Task, name: str, expected: Expected, seen: Seen) -> str:
    """What came in a case, what was expected, and a hint."""
    right = expected.right[name]
    if "raised" in seen:
        hint = _error_hint(seen["raised"]) or _fallback_hint(task, name)
        told = _("your function raised {error}").format(error=seen["raised"])
        return f"{told}\n  {_as_hint(_(hint))}"
    if "returned" in seen:
        told = _("your function returned {value}").format(value=seen["returned"])
        if not task.secret:
            wanted = ", ".join(f"{_(key)}: {_show(x)}" for key, x in right.items())
            told += "\n  " + _("expected {value}").format(value=wanted)
        hint = task.case_hints.get("returned", RETURNED)
        return f"{told}\n  {_as_hint(_(hint))}"
    key = first_difference(right, seen)
    want, got = right[key], seen.get(key, NOTHING)
    told = "" if task.secret else _expected(key, _show(want))
    told += "\n  " + _("got {name}: {value}").format(
        name=_(key), value=_show(got, want)
    )
    return f"{told}\n  {_as_hint(_find_hint(task, name, expected, seen))}"


def _expected(key: str, value: str) -> str:
    """The line that says what a right answer gives."""
    return "\n  " + _("expected {name}: {value}").format(name=_(key), value=value)


def _as_hint(hint: str) -> str:
    """The line of a hint."""
    return _("Hint: {hint}").format(hint=hint)


def _right_parts(task: Task, observations: dict, expected: Expected) -> list[str]:
    """The parts of an answer that are right in every case in which they show."""
    right = []
    for part, shown_in in task.parts.items():
        differs = False
        for name, wanted in expected.right.items():
            seen = observations.get(name, {})
            differs |= any(
                not same(value, seen.get(key, NOTHING))
                for key, value in wanted.items()
                if name in shown_in or key in shown_in
            )
        if not differs:
            right.append(part)
    return right


def _show(value: np.ndarray | str, beside: np.ndarray | str = "") -> str:
    """A value as short text, with its shape where that is not the one beside it."""
    if isinstance(value, str):
        return _(value)
    text = np.array2string(np.squeeze(value), precision=4, threshold=8, edgeitems=3)
    if not isinstance(beside, str) and np.squeeze(beside).shape != value.shape:
        text += _(", shape {shape}").format(shape=value.shape)
    return text


def _find_hint(task: Task, name: str, expected: Expected, seen: Seen) -> str:
    """What to say about a failed case: a mistake of the task, or a common one."""
    right = expected.right[name]
    key = first_difference(right, seen)
    got = seen.get(key, NOTHING)
    made = {
        hint: values
        for hint, values in expected.mistakes(name).items()
        if first_difference(right, values) == key
    }
    # First a mistake that explains everything seen, then one that explains the first
    # number. A single yes or no explains nothing.
    for keys in [list(right)] if isinstance(got, str) else [list(right), [key]]:
        for hint, values in made.items():
            if all(same(values.get(k, ""), seen.get(k, "")) for k in keys):
                return _(hint)
    return _common_mistake(right[key], got) or _(_fallback_hint(task, name, key))


def _fallback_hint(task: Task, name: str, key: str = "") -> str:
    """What to say about an unknown mistake: by the value, the case, or the task."""
    by_case = task.case_hints.get(name, task.hints[0])
    return task.case_hints.get(key, by_case)


def _error_hint(raised: str) -> str | None:
    """What a common error of Python or TensorFlow means."""
    for pattern, hint in ERRORS.items():
        if re.search(pattern, raised):
            return hint
    return None


def _common_mistake(want: np.ndarray | str, got: np.ndarray | str) -> str | None:
    """What the numbers alone say about a mistake."""
    if isinstance(got, str) and got == NOTHING:
        return _("did you forget `return`?")
    if isinstance(want, str) or isinstance(got, str):
        return None
    if np.squeeze(got).shape != np.squeeze(want).shape:
        text = _(
            "the shape should be {wanted}, yours is {shape}: a mean or a sum too many "
            "or too few, or along the wrong axis."
        )
        return text.format(wanted=want.shape, shape=got.shape)
    if not want.any():
        return None  # every multiple of 0 is 0
    changed = {
        later("your result has the wrong sign."): -want,
        later("your result is twice as large as it should be."): 2 * want,
        later("your result is half of what it should be."): want / 2,
        later("your result is 1 minus what it should be."): 1 - want,
        later("your result has base 2; use the natural logarithm."): want / np.log(2),
    }
    for hint, value in changed.items():
        if same(value, got):
            return _(hint)
    for digits in (0, 1, 2, 3):
        if np.array_equal(np.squeeze(got), np.round(np.squeeze(want), digits)):
            return _("your result is rounded: return the numbers as they come out.")
    if np.allclose(np.squeeze(got), np.squeeze(want), rtol=0.03):
        return _("almost: a constant added, clipping, or too few digits?")
    return None
