"""Answers as students write them: a folder for each homework, a file for each task.

Each file collects them where they stand::

    wrong, right = Wrong(), Right()

    wrong("swapped|turned round", swapped=lambda p, q: q / (p + q))

    @wrong("half")
    def averaged(real, fake): ...

    @right
    def with_loops(real, fake): ...

``fresh`` holds a second collection, written from the students' notebooks alone before
its author had seen a check, in two halves: ``tuning`` may teach the checks, and
``measuring`` only measures them. A file there holds a whole homework.
"""

from collections import defaultdict
from collections.abc import Callable


class Wrong(dict[Callable, str]):
    """{wrong answer: the pattern that a hint matches if it names the mistake}."""

    def __call__(self, pattern: str, **answers: Callable) -> Callable:
        """Collects short answers by name, or the function below as a decorator."""

        def collect(answer: Callable) -> Callable:
            self[answer] = pattern
            return answer

        for answer in _named(answers):
            collect(answer)
        return collect


class Right(list[Callable]):
    """Right answers, in different styles."""

    def __call__(self, *functions: Callable, **answers: Callable) -> Callable | None:
        """Collects short answers by name, or the function below as a decorator."""
        self.extend([*functions, *_named(answers)])
        return functions[0] if functions else None


def tasks() -> dict[str, tuple[Wrong, Right]]:
    """An empty collection by the names of the tasks, for a file that holds several."""
    return defaultdict(lambda: (Wrong(), Right()))


def _named(answers: dict[str, Callable]) -> list[Callable]:
    """The answers, which know their names now."""
    for name, answer in answers.items():
        answer.__name__ = name
    return list(answers.values())
