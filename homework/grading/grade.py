"""Grades a class: python -m homework.grading FOLDER.

Runs every notebook in a folder, each in its own confined process, and writes
FOLDER/grades.csv: a row for each task, with the points and the reason for each lost
point. The points are computed here, where no submitted code runs.
"""

import argparse
import csv
import importlib
import json
import os
import re
import secrets
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import nbformat
import numpy as np

from homework.checks.marking import mark
from homework.checks.session import Homework
from homework.grading import sandbox
from tools.execution import code_cells

ROOT = Path(__file__).resolve().parents[2]
MAX_FILE = 20_000_000
IMPORT = re.compile(r"from homework\.checks\.(\w+) import check\b")
NOT_SANDBOXED = (
    "Warning: this system has no Landlock (Linux 5.13 or later), so a submission can "
    "write wherever you can. Grade in a container or under an account of its own."
)


class Grade(NamedTuple):
    """One row of the result."""

    submission: str
    task: str
    points: int | str
    max_points: int
    reason: str


# Run ------------------------------------------------------------------------------


def grade(path: Path, name: str, limits: sandbox.Limits, package: str) -> list[Grade]:
    """Runs one submission and marks what its answers did."""
    try:
        cells = _read_cells(path)
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        return [Grade(name, "", 0, 0, f"no notebook: {_one_line(error)}")]
    found = IMPORT.search("\n".join(cells))
    check = _find_check(f"{package}.{found[1]}") if found else None
    if check is None:
        return [Grade(name, "", 0, 0, "no homework: it imports none of the checks.")]
    job = {
        "cells": cells,
        "checks": f"{package}.{found[1]}",
        "seed": secrets.randbelow(10**6),
        "nonce": secrets.token_hex(16),
        "limits": limits._asdict(),
    }
    reports: list[dict] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ended = sandbox.supervise(
            [sys.executable, "-m", "homework.grading.submission"],
            json.dumps(job).encode(),
            Path(folder),
            environment(Path(folder)),
            limits,
            lambda line: reports.append(parse(line, job["nonce"])),
        )
    return _mark_all(name, check, job["seed"], reports, ended)


def _find_check(module: str) -> Homework | None:
    """The check of a homework, None where there is no such homework."""
    try:
        return getattr(importlib.import_module(module), "check", None)
    except ModuleNotFoundError:
        return None


def _read_cells(path: Path) -> list[str]:
    """The code of a notebook.

    Raises:
        ValueError: the file is too large or holds no notebook.
    """
    if path.stat().st_size > MAX_FILE:
        raise ValueError(f"larger than {MAX_FILE // 10**6} MB")
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    return [str(cell.source) for cell in code_cells(notebook)]


def environment(folder: Path) -> dict[str, str]:
    """What a submission sees: a home that is its own folder, and no secret of yours."""
    _copy_font_list(folder)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, *map(Path, _extra_paths())))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "MPLCONFIGDIR": str(folder),
        "MPLBACKEND": "Agg",
        "GAN_PACE": "smoke",
        "CUDA_VISIBLE_DEVICES": "",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def _extra_paths() -> list[str]:
    """The rest of PYTHONPATH, for checks of your own that lie elsewhere."""
    return [p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]


def _copy_font_list(folder: Path) -> None:
    """Spares every submission the seconds in which Matplotlib looks for fonts."""
    import matplotlib

    for path in Path(matplotlib.get_cachedir()).glob("fontlist*.json"):
        shutil.copy(path, folder)


def parse(line: bytes, nonce: str) -> dict:
    """One line of the channel; anything that our own runner did not write is {}."""
    try:
        report = json.loads(line, object_hook=_as_array)
    except (ValueError, TypeError, RecursionError):
        return {}
    return report if isinstance(report, dict) and report.get("nonce") == nonce else {}


def _as_array(found: dict):
    """Turns what `as_lists` wrote back into an array."""
    if found.keys() == {"shape", "values"}:
        return np.array(found["values"], "float64").reshape(found["shape"])
    return found


# Mark -----------------------------------------------------------------------------


def _mark_all(
    name: str, check: Homework, seed: int, reports: list[dict], ended: sandbox.Ended
) -> list[Grade]:
    """A grade for each task, from what was observed before the end."""
    seen = {report["task"]: report["seen"] for report in reports if "task" in report}
    cells = [report["cell"] for report in reports if "cell" in report]
    finished = any("end" in report for report in reports)
    grades = []
    for task_name, task in check.tasks.items():
        if task_name in seen:
            passed, reason = _mark_one(task, seen[task_name], seed)
        else:
            passed, reason = False, _missing(task_name, cells, finished, ended)
        points = task.points if passed else 0
        grades.append(Grade(name, task_name, points, task.points, reason))
    for task_name, points in check.written.items():
        grades.append(Grade(name, task_name, "", points, "to be read by a person"))
    return grades


def _mark_one(task, seen, seed: int) -> tuple[bool, str]:
    """Whether the observations are those of a right answer, and if not, why."""
    try:
        verdict = mark(task, seen, seed)
    except (AttributeError, KeyError, TypeError, ValueError):
        return False, "the report of this task was tampered with."
    if verdict.passed:
        return True, ""
    return False, _one_line(verdict.message if verdict.done else "not done")


def _missing(task: str, cells: list[int], finished: bool, ended: sandbox.Ended) -> str:
    """Why a task was never looked at."""
    if finished:
        return f"the notebook holds no function {task}."
    where = f"in code cell {cells[-1]}" if cells else "before its first cell"
    if ended.broken:
        return f"not reached: the notebook {ended.broken}, {where}."
    words = _one_line(ended.last_words[-300:]) if not cells else ""
    return f"not reached: the notebook ended Python {where} ({ended.status}). {words}"


def _one_line(text: object) -> str:
    """A text fit for one cell of a table."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


# The class ------------------------------------------------------------------------


def _submissions(folder: Path) -> list[Path]:
    """The notebooks of a class, in the folder or in one folder for each student."""
    found = sorted(folder.rglob("*.ipynb"))
    hidden = [p for p in found if any(x.startswith(".") for x in p.parts)]
    return [p for p in found if p not in hidden and not p.is_symlink()]


def _safe_name(path: Path, folder: Path) -> str:
    """The submission's name, which a spreadsheet shall not take for a formula."""
    name = _one_line(path.relative_to(folder))
    return f"'{name}" if name[0] in "=+-@" else name


def grade_class(
    folder: Path,
    limits: sandbox.Limits,
    jobs: int = 1,
    package: str = "homework.checks",
) -> list[Grade]:
    """Grades every notebook of a folder and writes grades.csv into it."""
    paths = _submissions(folder)
    if not paths:
        raise SystemExit(
            f"No notebooks in {folder}; say make grade SUBMISSIONS=folder."
        )
    if not sandbox.landlock_version():
        print(NOT_SANDBOXED, file=sys.stderr)
    sandbox.adopt_orphans()

    def one(path: Path) -> list[Grade]:
        name = _safe_name(path, folder)
        rows = grade(path, name, limits, package)
        earned = sum(row.points for row in rows if row.points != "")
        possible = sum(row.max_points for row in rows if row.points != "")
        print(f"{name}: {earned} of {possible} points", flush=True)
        return rows

    with ThreadPoolExecutor(jobs) as pool:
        rows = [row for graded in pool.map(one, paths) for row in graded]
    with (folder / "grades.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Grade._fields)
        writer.writerows(rows)
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Reads the command line and grades."""
    command = "python -m homework.grading"
    parser = argparse.ArgumentParser(prog=command, description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=1, help="submissions at a time")
    defaults = sandbox.Limits()
    for name, value in defaults._asdict().items():
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=type(value), default=value)
    given = parser.parse_args(arguments)
    chosen = {name: getattr(given, name) for name in defaults._fields}
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    grade_class(given.folder, sandbox.Limits(**chosen), given.jobs)
    print(f"Written: {given.folder / 'grades.csv'}")
    return 0
