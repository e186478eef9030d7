"""The tasks of a homework for the process of a submission.

The checks hold no right answer (``homework/references`` does, and is not loaded here):
they say what is looked at. In place of a package's ``check`` a submission imports one
that does nothing, because the grader itself asks.
"""

import importlib
import pkgutil
import sys
from types import ModuleType

from homework.checks.session import Homework
from homework.checks.tasks import Task


class QuietCheck:
    """What a submission gets as ``check``: the grader itself asks, and elsewhere."""

    def __call__(self, answer: object = None) -> None:
        """Does nothing."""

    hint = require = summary = __call__

    def done(self, *names: str) -> bool:
        """No cell that waits for an answer needs to draw its picture."""
        return False


def load(package: str) -> dict[str, dict[str, Task]]:
    """{homework: {name: task}} of a package; a submission can import none of them."""
    folder = importlib.import_module(package).__path__
    checks = {}
    for found in pkgutil.iter_modules(folder):
        name = f"{package}.{found.name}"
        check = getattr(importlib.import_module(name), "check", None)
        if isinstance(check, Homework):
            checks[name] = check.tasks
            imported = f"homework.checks.{found.name}"
            sys.modules[imported] = ModuleType(imported)
            sys.modules[imported].check = QuietCheck()
    return checks
