"""Runs one submission, confined, and reports what its answers do.

The grader starts it as `python -m homework.grading.submission FD`, with a job on
standard input. It runs foreign code, so it decides nothing: it reports observations,
and the grader compares them with the reference in another process.
"""

import json
import os
import re
import sys
from pathlib import Path

from homework.grading import sandbox

ROOT = Path(__file__).resolve().parents[2]
OURS = ("gan_utils", "data", "homework/__init__.py", "homework/checks")
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc", "/proc", "/sys", "/dev")
# A cell that only calls a check: the grader does that better.
ONLY_A_CHECK = re.compile(r"check(\.\w+)?\([\w\"', ]*\)")


def _readable() -> list[Path]:
    """What Python and its packages need; no other submission, no solution."""
    python = [sys.prefix, sys.base_prefix, *sys.path]
    packages = [Path(p).resolve() for p in python if p and Path(p).resolve() != ROOT]
    return [*map(Path, SYSTEM), *packages, *(ROOT / own for own in OURS)]


def main() -> None:
    """Reads the job, gives up its rights, runs the cells, reports."""
    channel, folder = int(sys.argv[1]), Path.cwd()
    job = json.load(sys.stdin)
    limits = sandbox.Limits(**job["limits"])
    sandbox.limit_resources(limits)
    sandbox.confine(folder, _readable(), ROOT)

    import importlib

    from homework.checks.tasks import observe

    tasks = importlib.import_module(job["checks"]).check.tasks
    shell = _make_shell()

    def report(**what) -> None:
        line = json.dumps({"nonce": job["nonce"], **what}, default=_as_lists)
        os.write(channel, line.encode() + b"\n")

    def look_at(name: str) -> None:
        try:
            seen = observe(tasks[name], shell.user_ns.get(name), job["seed"])
        except BaseException as error:  # SystemExit, too, ends nothing here
            seen = {"all": {"raised": type(error).__name__}}
        report(task=name, seen=seen)

    report(ready=True)
    checked = set()
    for number, source in enumerate(job["cells"], 1):
        report(cell=number)
        if not ONLY_A_CHECK.fullmatch(source.strip()):
            shell.run_cell(source, store_history=False)
        for name in tasks:
            if re.search(rf"\bcheck\(\s*{name}\b", source):
                checked.add(name)
                look_at(name)
    for name in tasks:  # whose check was removed
        if name not in checked and callable(shell.user_ns.get(name)):
            look_at(name)
    report(end=True)


def _make_shell():
    """IPython without a terminal, a history or a window: it knows %magic and !shell."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    shell.enable_gui = lambda gui=None: None
    return shell


def _as_lists(array) -> dict:
    """An array as JSON holds it."""
    return {"shape": list(array.shape), "values": array.ravel().tolist()}


if __name__ == "__main__":
    main()
