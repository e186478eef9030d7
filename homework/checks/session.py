"""One student's homework: check an answer, ask for a hint, count the points."""

from collections import Counter
from collections.abc import Callable

from gan_utils.homework import common, judge


class Homework:
    """What ``check`` is in a notebook: the tasks and how far the student has come.

    Args:
        tasks: {name of the function to write: task}.
        written: {name of a written answer: points}, which a person gives.
    """

    def __init__(self, tasks: dict[str, common.Task], written: dict[str, int]):
        self.tasks = tasks
        self.written = written
        self.passed: dict[str, bool] = {}
        self.hints_given: Counter[str] = Counter()

    def check(self, name: str, answer: Callable, seed: int = 0) -> None:
        """Prints ✓, or ✗ with what was expected, what came, and a hint."""
        task = self.tasks[name]
        self.passed[name] = False
        if not callable(answer):
            print(f"✗ Task {task.number}: give the function itself, {name}, no value.")
            return
        verdict = judge.judge(task, common.observe(task, answer, seed), seed)
        self.passed[name] = verdict.passed
        if verdict.passed:
            print(f"✓ Task {task.number} ({name}): right, {points(task.points)}.")
        elif not verdict.done:
            print(
                f"Task {task.number} is not done yet: write {name} in the cell above."
            )
        else:
            print(f"✗ Task {task.number} ({name}), {verdict.message}")
            print(f'  More: check.hint("{name}")')

    def hint(self, name: str) -> None:
        """Prints the next hint; after the last one it starts again."""
        if name not in self.tasks:
            print(f"There is no task {name}; choose from: {', '.join(self.tasks)}.")
            return
        hints = self.tasks[name].hints
        number = self.hints_given[name] % len(hints)
        self.hints_given[name] += 1
        print(f"Hint {number + 1} of {len(hints)}: {hints[number]}")

    def done(self, *names: str) -> bool:
        """True where these tasks are solved; else says what this cell waits for."""
        missing = [name for name in names if not self.passed.get(name)]
        for name in missing:
            number = self.tasks[name].number
            print(f"Task {number} is not done yet: this cell needs {name}.")
        return not missing

    def require(self, name: str) -> None:
        """For the hidden tests: an error where a task is not solved.

        Raises:
            AssertionError: the last check of this task did not say ✓.
        """
        if not self.passed.get(name):
            raise AssertionError(f"Task {self.tasks[name].number} is not solved.")

    def summary(self) -> None:
        """Prints a line for each task, and the points."""
        total = 0
        for name, task in self.tasks.items():
            earned = task.points if self.passed.get(name) else 0
            state = {True: "✓", False: "✗", None: "not checked"}[self.passed.get(name)]
            print(f"{task.number}  {name:24}{earned} of {task.points}  {state}")
            total += earned
        possible = sum(task.points for task in self.tasks.values())
        print(f"{total} of {points(possible)}", end="")
        by_hand = points(sum(self.written.values()))
        print(f"; up to {by_hand} more by hand." if self.written else ".")


def points(count: int) -> str:
    """The number with its noun."""
    return f"{count} point" if count == 1 else f"{count} points"
