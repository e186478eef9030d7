"""One student's homework: check an answer, ask for a hint, count the points."""

from collections import Counter
from collections.abc import Callable

from homework.checks.marking import mark
from homework.checks.tasks import Task, observe


class Homework:
    """What ``check`` is in a notebook: the tasks and how far the student has come.

    ``check(answer)`` finds the task by the name of the function.

    Args:
        tasks: {name of the function to write: task}, in the order of the notebook.
        written: {name of a written answer: points}, which a person gives.
    """

    def __init__(self, tasks: dict[str, Task], written: dict[str, int]):
        self.tasks = tasks
        self.written = written
        self.passed: dict[str, bool] = {}
        self._hints_given: Counter[str] = Counter()

    def __call__(self, answer: Callable, seed: int = 0) -> None:
        """Prints ✓, or ✗ with what was expected, what came, and a hint."""
        name = getattr(answer, "__name__", None)
        if name not in self.tasks or not callable(answer):
            print(
                f"✗ {_kind(answer)} is none of the tasks: give check the function "
                "itself, under the name that it has in the notebook, one of "
                f"{', '.join(self.tasks)}; such as check({next(iter(self.tasks))})."
            )
            return
        number, task = self._number(name), self.tasks[name]
        verdict = mark(task, observe(task, answer, seed), seed)
        self.passed[name] = verdict.passed
        if verdict.passed:
            print(f"✓ Task {number} ({name}): right, {_points(task.points)}.")
        elif not verdict.done:
            print(f"Task {number} is not done yet: write {name} in the cell above.")
        else:
            print(f"✗ Task {number} ({name}), {verdict.message}")
            print(f'  More: check.hint("{name}")')

    def hint(self, name: str) -> None:
        """Prints the next hint; after the last one it starts again."""
        if name not in self.tasks:
            print(f"There is no task {name}; choose from: {', '.join(self.tasks)}.")
            return
        hints = self.tasks[name].hints
        number = self._hints_given[name] % len(hints)
        self._hints_given[name] += 1
        print(f"Hint {number + 1} of {len(hints)}: {hints[number]}")

    def done(self, *names: str) -> bool:
        """True where these tasks are solved; else says what this cell waits for."""
        missing = [name for name in names if not self.passed.get(name)]
        for name in missing:
            print(f"Task {self._number(name)} is not done yet: this cell needs {name}.")
        return not missing

    def require(self, name: str) -> None:
        """For the hidden tests: an error where a task is not solved.

        Raises:
            AssertionError: the last check of this task did not say ✓.
        """
        if not self.passed.get(name):
            raise AssertionError(f"Task {self._number(name)} is not solved.")

    def summary(self) -> None:
        """Prints a line for each task, and the points."""
        total = 0
        for name, task in self.tasks.items():
            earned = task.points if self.passed.get(name) else 0
            state = {True: "✓", False: "✗", None: "not checked"}[self.passed.get(name)]
            line = f"{name:24}{earned} of {task.points}  {state}"
            print(f"{self._number(name)}  {line}")
            total += earned
        possible = sum(task.points for task in self.tasks.values())
        print(f"{total} of {_points(possible)}", end="")
        by_hand = _points(sum(self.written.values()))
        print(f"; up to {by_hand} more by hand." if self.written else ".")

    def _number(self, name: str) -> int:
        return list(self.tasks).index(name) + 1


def _kind(answer: object) -> str:
    """What was given in place of an answer."""
    if not callable(answer):
        return f"A value ({type(answer).__name__})"
    name = getattr(answer, "__name__", "")
    if name == "<lambda>":
        return "A lambda"
    return f"A function called {name}" if name else "A function without a name"


def _points(count: int) -> str:
    """The number with its noun."""
    return f"{count} point" if count == 1 else f"{count} points"
