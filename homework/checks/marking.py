"""Marks what was observed of an answer: right, or which mistake explains it?"""

import re
from typing import NamedTuple

import numpy as np

from homework.checks.expected import Expected
from homework.checks.tasks import NOTHING, Seen, Task, first_difference, same

ERRORS = {
    "NameError|UnboundLocalError": "this name is not defined: misspelt, or in a cell "
    "that has not run?",
    "positional argument|unexpected keyword": "the function is called with the "
    "arguments of the given first line; leave that line as it is.",
    "No gradients provided": "no gradient reaches these weights: stop_gradient, NumPy "
    "or a computation outside the tape cuts the connection.",
    "EagerTensor.*has no attribute": "the argument is a tensor: call keras.ops or "
    "TensorFlow, such as ops.mean(x), instead of a method.",
}


RETURNED = (
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
        return Verdict(0, "is not done yet.", done=False)
    for name, wanted in expected.right.items():
        seen = observations.get(name, {})
        if first_difference(wanted, seen) is not None:
            message = f"{name}: {_what_is_wrong(task, name, expected, seen)}"
            right = _right_parts(task, observations, expected)
            if task.parts and len(right) >= len(task.parts) / 2:
                return Verdict(
                    0.5, f"{message}\n  Half of the points for: {', '.join(right)}."
                )
            return Verdict(0, message)
    return Verdict(1, "right.")


def _what_is_wrong(task: Task, name: str, expected: Expected, seen: Seen) -> str:
    """What came in a case, what was expected, and a hint."""
    right = expected.right[name]
    if "raised" in seen:
        hint = _error_hint(seen["raised"]) or _fallback_hint(task, name)
        return f"your function raised {seen['raised']}\n  Hint: {hint}"
    if "returned" in seen:
        wanted = ", ".join(f"{key}: {_show(value)}" for key, value in right.items())
        told = "" if task.secret else f"\n  expected {wanted}"
        hint = task.case_hints.get("returned", RETURNED)
        return f"your function returned {seen['returned']}{told}\n  Hint: {hint}"
    key = first_difference(right, seen)
    want, got = right[key], seen.get(key, NOTHING)
    told = "" if task.secret else f"  expected {key}: {_show(want)}\n"
    told += f"  got {key}: {_show(got, want)}"
    return f"\n{told}\n  Hint: {_find_hint(task, name, expected, seen)}"


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
        return value
    text = np.array2string(np.squeeze(value), precision=4, threshold=8, edgeitems=3)
    if not isinstance(beside, str) and np.squeeze(beside).shape != value.shape:
        text += f", shape {value.shape}"
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
                return hint
    return _common_mistake(right[key], got) or _fallback_hint(task, name, key)


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
        return "did you forget `return`?"
    if isinstance(want, str) or isinstance(got, str):
        return None
    if np.squeeze(got).shape != np.squeeze(want).shape:
        return (
            f"the shape should be {want.shape}, yours is {got.shape}: a mean or a sum "
            "too many or too few, or along the wrong axis."
        )
    if not want.any():
        return None  # every multiple of 0 is 0
    changed = {
        "has the wrong sign": -want,
        "is twice as large as it should be": 2 * want,
        "is half of what it should be": want / 2,
        "is 1 minus what it should be": 1 - want,
        "has base 2; use the natural logarithm": want / np.log(2),
    }
    for words, value in changed.items():
        if same(value, got):
            return f"your result {words}."
    for digits in (0, 1, 2, 3):
        if np.array_equal(np.squeeze(got), np.round(np.squeeze(want), digits)):
            return "your result is rounded: return the numbers as they come out."
    if np.allclose(np.squeeze(got), np.squeeze(want), rtol=0.03):
        return "almost: a constant added, clipping, or too few digits?"
    return None
