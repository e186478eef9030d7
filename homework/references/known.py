"""What is known of each task: a right answer and mistakes, as functions."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from homework.checks.expected import Expected
from homework.checks.session import Homework
from homework.checks.tasks import Seen, Task, first_difference, observe


class Known(NamedTuple):
    """A right answer, and {what to say: a function that makes this mistake}."""

    reference: Callable
    mistakes: dict[str, Callable] = {}


class Computed:
    """What is expected, computed where it is asked for, in any draw, and remembered."""

    def __init__(self, tasks: dict[str, Task], known: dict[str, Known]):
        self.tasks, self.known = tasks, known
        self._remembered: dict[tuple, dict[str, Seen]] = {}

    def __call__(self, name: str, seed: int) -> Expected:
        """What is expected of a task in one draw."""
        right = self.all_of(name, self.known[name].reference, seed)
        return Expected(right, lambda case: self._mistakes_in(case, name, seed))

    def all_of(self, name: str, function: Callable, seed: int) -> dict[str, Seen]:
        """What a right answer or a mistake does in each case."""
        if (function, seed) not in self._remembered:
            with np.errstate(all="ignore"):  # a mistake may divide by zero
                seen = observe(self.tasks[name], function, seed)
            self._remembered[function, seed] = seen
        return self._remembered[function, seed]

    def _mistakes_in(self, case: str, name: str, seed: int) -> dict[str, Seen]:
        """The mistakes that show in this case, and in none before."""
        right = self.all_of(name, self.known[name].reference, seed)
        found = {}
        for hint, mistaken in self.known[name].mistakes.items():
            made = self.all_of(name, mistaken, seed)
            shown = (c for c in right if first_difference(right[c], made[c]))
            key = first_difference(right[case], made[case])
            # Answers in words: each stands for itself.
            if key and (isinstance(right[case][key], str) or next(shown) == case):
                found[hint] = made[case]
        return found


def with_references(asked: Homework, known: dict[str, Known]) -> Homework:
    """The same homework for a lecturer: it can mark any draw of the cases."""
    return Homework(asked.tasks, Computed(asked.tasks, known), asked.written)
