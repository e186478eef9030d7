"""One student's homework: check an answer, ask for a hint, count the points."""

import difflib
import sys
from collections import Counter
from collections.abc import Callable, Iterable

import tensorflow as tf

from homework.checks.expected import Expected
from homework.checks.marking import Verdict, mark
from homework.checks.tasks import Task, observe
from homework.checks.words import _


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name that another one is probably meant to be, None where none is near."""
    found = difflib.get_close_matches(name.lower(), list(names), 1, 0.75)
    return found[0] if found else None


class Homework:
    """What ``check`` is in a notebook: the tasks and how far the student has come.

    ``check(answer)`` finds the task by the name that the function has in the notebook.

    Args:
        tasks: {name of the function to write: task}, in the order of the notebook.
        expected: (name of a task, number of a draw) → what is expected there.
        written: {name of a written answer: points}, which a person gives.
    """

    def __init__(
        self,
        tasks: dict[str, Task],
        expected: Callable[[str, int], Expected],
        written: dict[str, int],
    ):
        self.tasks = tasks
        self.expected = expected
        self.written = written
        self.verdicts: dict[str, Verdict] = {}
        self._hints_given: Counter[str] = Counter()

    def __call__(self, answer: Callable) -> None:
        """Prints ✓, or ✗ with what was expected, what came, and a hint."""
        name = self._name_of(answer, sys._getframe(1).f_globals)
        if name is None:
            meant = nearest(getattr(answer, "__name__", ""), self.tasks)
            text = _(
                "✗ {what} is none of the tasks: give check the function itself, under "
                "the name that the task gives it, {wanted}; such as check({name})."
            )
            one_of = _("one of {names}").format(names=", ".join(self.tasks))
            name = meant or next(iter(self.tasks))
            print(text.format(what=_kind(answer), wanted=meant or one_of, name=name))
            return
        number, task = self._number(name), self.tasks[name]
        verdict = self.verdicts[name] = self.verdict_of(name, answer)
        if verdict.passed:
            text = _("✓ Task {number} ({name}): right, {points}.")
        elif not verdict.done:
            text = _("Task {number} is not done yet: write {name} in the cell above.")
        else:
            text = _(
                '✗ Task {number} ({name}), {message}\n  More: check.hint("{name}")'
            )
        points, message = _points(task.points), verdict.message
        print(text.format(number=number, name=name, points=points, message=message))

    def verdict_of(self, name: str, answer: Callable) -> Verdict:
        """Looks at an answer in several draws of the cases; the first mistake is told.

        On the CPU: a GPU that rounds to TF32 would not give the stored numbers.
        """
        task, told = self.tasks[name], None
        for seed in range(task.seeds):
            with tf.device("CPU"):
                seen = observe(task, answer, seed)
            verdict = mark(task, seen, self.expected(name, seed))
            told = told or (None if verdict.passed else verdict)
            if verdict.share == 0:
                return told._replace(share=0)
        return told or verdict

    def _name_of(self, answer: object, names: dict) -> str | None:
        """The task of an answer: by its name in the notebook, or by its own."""
        if not callable(answer):
            return None
        bound = [name for name in self.tasks if names.get(name) is answer]
        own = getattr(answer, "__name__", None)
        return next(iter(bound), own if own in self.tasks else None)

    def hint(self, name: str) -> None:
        """Prints the next hint; after the last one it starts again."""
        if name not in self.tasks:
            text = _("There is no task {name}; choose from: {names}.")
            print(text.format(name=name, names=", ".join(self.tasks)))
            return
        hints = self.tasks[name].hints
        number = self._hints_given[name] % len(hints)
        self._hints_given[name] += 1
        text = _("Hint {number} of {count}: {hint}")
        hint = _(hints[number])
        print(text.format(number=number + 1, count=len(hints), hint=hint))

    def done(self, *names: str) -> bool:
        """True where these tasks are solved; else says what this cell waits for."""
        missing = [name for name in names if not self.passed(name)]
        for name in missing:
            text = _("Task {number} is not done yet: this cell needs {name}.")
            print(text.format(number=self._number(name), name=name))
        return not missing

    def passed(self, name: str) -> bool:
        """Whether the last check of a task said ✓."""
        return name in self.verdicts and self.verdicts[name].passed

    def require(self, name: str) -> None:
        """For the hidden tests: an error where a task is not solved.

        Raises:
            AssertionError: the last check of this task did not say ✓.
        """
        if not self.passed(name):
            raise AssertionError(f"Task {self._number(name)} is not solved.")

    def summary(self) -> None:
        """Prints a line for each task, and the points."""
        total, names = 0, sys._getframe(1).f_globals
        for name, task in self.tasks.items():
            verdict = self.verdicts.get(name)
            earned = task.points * verdict.share if verdict else 0
            earned_of = _("{earned:g} of {possible}")
            line = earned_of.format(earned=earned, possible=task.points)
            state = self._state(name, names)
            print(f"{self._number(name)}  {name:24}{line}  {state}")
            total += earned
        possible = sum(task.points for task in self.tasks.values())
        text = _("{earned:g} of {possible}")
        print(text.format(earned=total, possible=_points(possible)), end="")
        by_hand = _("; up to {points} more by hand.")
        points = _points(sum(self.written.values()))
        print(by_hand.format(points=points) if self.written else ".")

    def _state(self, name: str, names: dict) -> str:
        """How far a task has come; names are those of the notebook."""
        if name in self.verdicts:
            return "✓" if self.passed(name) else "✗"
        if name in names:
            return _("not checked")
        own = [n for n, value in names.items() if callable(value) and n[0] != "_"]
        meant = nearest(name, own)
        missing = _("not checked: there is no function {name}").format(name=name)
        renamed = _("; is {meant} meant to be it? Call it {name}.")
        return missing + (renamed.format(meant=meant, name=name) if meant else "")

    def _number(self, name: str) -> int:
        return list(self.tasks).index(name) + 1


def _kind(answer: object) -> str:
    """What was given in place of an answer."""
    if not callable(answer):
        return _("A value ({kind})").format(kind=type(answer).__name__)
    name = getattr(answer, "__name__", "")
    if name == "<lambda>":
        return _("A lambda")
    called = _("A function called {name}").format(name=name)
    return called if name else _("A function without a name")


def _points(count: int) -> str:
    """The number with its noun."""
    return _("{count} point" if count == 1 else "{count} points").format(count=count)
