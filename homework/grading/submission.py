"""Runs one submission in its own process, and reports what its answers do.

It runs foreign code, so it decides nothing: it reports observations, and the grader
compares them with the reference in another process.
"""

import builtins
import json
import os
import re
import signal
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from homework.checks.expected import as_lists
from homework.checks.session import nearest
from homework.checks.tasks import Task, observe

# A cell that only calls a check: the grader does that better.
ONLY_A_CHECK = re.compile(r"(check(\.\w+)?\([\w\"', ]*\)\s*)+")
# It finds the course, which the grader has already.
SETUP = ("# @title Setup", "# @title Preparação")
TIMED = ("time", "timeit", "capture", "prun")  # cell magics that run what is below them


class OutOfTime(BaseException):
    """A cell or an answer took too long; no `except Exception` keeps it."""


def within(seconds: float, run: Callable[[], Any]) -> Any:
    """What run returns.

    Raises:
        OutOfTime: after so many seconds, and each second from then on.
    """

    def ring(number: int, frame: object) -> None:
        raise OutOfTime

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        return run()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class Runner:
    """One notebook: its cells, the functions in them, and what is told of them.

    Args:
        tasks: {name: task without reference}, of the homework.
        job: cells, what to skip, the seed and the seconds for a task.
        channel: where the reports go, one line of JSON each.
    """

    def __init__(self, tasks: dict[str, Task], job: dict, channel: int):
        self.tasks, self.job, self.channel = tasks, job, channel
        self.shell = _make_shell()

    def run(self) -> None:
        """Runs the cells in order, looks at each answer, and again at the end."""
        for source in self.job["prelude"]:
            self.shell.run_cell(source, store_history=False)
        self.report(ready=True)
        for number, source in enumerate(self.job["cells"], 1):
            if number not in self.job["skip"]:
                self.report(cell=number)
                self.run_cell(number, source)
            for name in self.tasks:
                if re.search(rf"\bcheck\(\s*{name}\b", source):
                    self.look_at(name, name)
        for name in self.tasks:
            if meant := self.find(name):
                self.look_at(name, meant)
        self.report(end=True)

    def run_cell(self, number: int, source: str) -> None:
        """Runs one cell; whatever it raises ends only this cell."""
        if ONLY_A_CHECK.fullmatch(source.strip()) or source.startswith(SETUP):
            return
        seconds = self.job["seconds"]
        try:
            shell = self.shell
            result = within(seconds, lambda: shell.run_cell(source, False))
            error = result.error_before_exec or result.error_in_exec
        except BaseException as raised:  # SystemExit, too, ends nothing here
            error = raised
        if isinstance(error, OutOfTime):
            self.report(failed=number, why=f"took longer than {seconds:g} s")
        elif error is not None:
            self.report(failed=number, why=f"{type(error).__name__}: {error}"[:300])

    def find(self, name: str) -> str | None:
        """The name under which the answer to a task stands, if it is there at all."""
        names = self.shell.user_ns
        if callable(names.get(name)):
            return name
        own = [n for n, value in names.items() if callable(value) and n[0] != "_"]
        return nearest(name, [n for n in own if n not in self.tasks])

    def look_at(self, name: str, meant: str) -> None:
        """Reports what an answer does now."""
        answer = self.shell.user_ns.get(meant)
        if name in self.job["skip_tasks"] or not callable(answer):
            return
        self.report(asking=name)
        seconds = self.job["seconds"]
        try:
            task, seed = self.tasks[name], self.job["seed"]
            seen = within(seconds, lambda: observe(task, answer, seed))
        except OutOfTime:
            seen = {"all": {"raised": f"took longer than {seconds:g} s"}}
        except BaseException as error:
            seen = {"all": {"raised": type(error).__name__}}
        self.report(task=name, seen=seen, meant=meant)

    def report(self, **what: Any) -> None:
        """Writes one line on the channel."""
        line = json.dumps({"nonce": self.job["nonce"], **what}, default=as_lists)
        os.write(self.channel, line.encode() + b"\n")


def _make_shell():
    """IPython without terminal, history, windows, shell lines and magics."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    shell.enable_gui = lambda gui=None: None
    shell.system = shell.getoutput = lambda *_, **__: ""
    shell.run_line_magic = lambda *_, **__: None

    def run_cell_magic(name: str, line: str, cell: str) -> None:
        if name in TIMED:
            shell.run_cell(cell, False).raise_error()

    shell.run_cell_magic = run_cell_magic
    builtins.input = lambda prompt="": ""
    _imitate_colab()
    return shell


def _imitate_colab() -> None:
    """Modules of Colab whose functions do nothing."""

    def nothing(*_: Any, **__: Any) -> dict:
        return {}

    names = ("google.colab", "google.colab.drive", "google.colab.files")
    for name in (*names, "google.colab.output", "google.colab.userdata"):
        module = sys.modules[name] = ModuleType(name)
        module.__getattr__ = lambda _: nothing
        package, _, last = name.rpartition(".")
        if package in sys.modules:
            setattr(sys.modules[package], last, module)
