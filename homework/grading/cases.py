"""The tasks of a homework without their answers, for the process of a submission.

What a submission can reach in its own process is what a cheat can hand in. So before
any submission is forked, the references and the known mistakes are taken out of the
loaded checks: only cases and probes stay, which say what is looked at, and in place of
the package's ``check`` a submission imports one that does nothing.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterable
from functools import partial
from types import CodeType, FunctionType, ModuleType
from typing import Any

from homework.checks.session import Homework
from homework.checks.tasks import Task

KEPT = ("homework.checks.tasks", "homework.checks.marking", "homework.checks.session")


class QuietCheck:
    """What a submission gets as ``check``: the grader itself asks, and elsewhere."""

    def __call__(self, answer: object = None) -> None:
        """Does nothing."""

    hint = require = summary = __call__

    def done(self, *names: str) -> bool:
        """No cell that waits for an answer needs to draw its picture."""
        return False


def load(package: str) -> dict[str, dict[str, Task]]:
    """{homework: {name: task without reference and mistakes}} of a package."""
    folder = importlib.import_module(package).__path__
    names = [f"{package}.{found.name}" for found in pkgutil.iter_modules(folder)]
    checks = {}
    for name in names:
        check = getattr(importlib.import_module(name), "check", None)
        if isinstance(check, Homework):
            checks[name] = {
                task_name: task._replace(reference=None, mistakes={})
                for task_name, task in check.tasks.items()
            }
            del check
    _forget_the_rest(package, checks)
    for name in checks:
        imported = f"homework.checks.{name.rpartition('.')[2]}"
        sys.modules[imported] = ModuleType(imported)
        sys.modules[imported].check = QuietCheck()
    return checks


def _forget_the_rest(package: str, checks: dict) -> None:
    """Deletes from the modules of the checks whatever no case and no probe needs."""
    needed: set[tuple[str, str]] = set()
    for tasks in checks.values():
        for task in tasks.values():
            needed |= reached(task, package)
    ours = [n for n in sys.modules if n.startswith(package + ".") and n not in KEPT]
    for module_name in ours:
        module = sys.modules.pop(module_name)
        for name, value in list(vars(module).items()):
            forgettable = not isinstance(value, ModuleType) and name[:2] != "__"
            if forgettable and (module_name, name) not in needed:
                delattr(module, name)


def reached(task: Task, package: str) -> set[tuple[str, str]]:
    """The (module, name) pairs that the cases and the probe of a task lead to."""
    needed: set[tuple[str, str]] = set()
    met: set[int] = set()
    _follow(task.cases, package, needed, met)
    _follow(task.probe, package, needed, met)
    return needed


def _follow(value: Any, package: str, needed: set, met: set[int]) -> None:
    """Adds what a function, a class or a container mentions by name, and so on."""
    for function in _functions(value):
        if id(function) in met:
            continue
        met.add(id(function))
        names = set(_names(function.__code__))
        places = [vars(sys.modules[function.__module__])]
        mentioned = (function.__globals__.get(name) for name in names)
        places += [vars(m) for m in mentioned if isinstance(m, ModuleType)]
        for place in places:
            module = place.get("__name__", "")
            if not module.startswith(package + ".") or module in KEPT:
                continue
            for name in names & place.keys():
                if (module, name) not in needed:
                    needed.add((module, name))
                    _follow(place[name], package, needed, met)
        for cell in function.__closure__ or ():
            _follow(cell.cell_contents, package, needed, met)


def _functions(value: Any) -> Iterable[FunctionType]:
    """The functions in a value: itself, what it wraps, its methods or its parts."""
    value = getattr(value, "__wrapped__", value)
    if isinstance(value, FunctionType):
        yield value
    elif isinstance(value, partial):
        yield from _functions(value.func)
    elif isinstance(value, type):
        for part in vars(value).values():
            yield from _functions(part) if callable(part) else ()
    elif isinstance(value, list | tuple | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _functions(part)


def _names(code: CodeType) -> Iterable[str]:
    """The names that a function mentions, with those of the functions inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
