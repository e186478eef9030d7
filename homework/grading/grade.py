"""Grades a class: python -m homework.grading FOLDER-OR-ZIP.

Runs every notebook, each in its own confined process, and writes into the folder (or
beside the zip): grades.csv with the points and the reason for each lost point,
students.csv, lms.csv, similar.csv, a page of feedback for each student, and the written
answers. The points are computed here, where no submitted code runs.
"""

import argparse
import hashlib
import json
import os
import secrets
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gan_utils.language import speaking
from homework.checks.session import Homework
from homework.checks.words import later, told
from homework.grading import integrity, marks, sandbox, watch
from homework.grading.intake import Submission, collect
from homework.grading.marks import Grade
from homework.grading.notebook import (
    NotANotebook,
    homework_of,
    language_of,
    read_cells,
    read_text,
)
from homework.grading.report import NOT_GRADED, Results, total
from tools.execution import code_cells
from tools.notebooks import read

MAX_RUNS = 4  # of one submission: a cell that ends Python is left out the next time
NOT_SANDBOXED = (
    "Warning: this system has no Landlock (Linux 5.13 or later), so a submission can "
    "write wherever you can. Grade in a container or under an account of its own."
)


class Class:
    """A class that is being graded.

    Args:
        limits: what each submission may use.
        package: the checks, with their answers; a server loads them without.
    """

    def __init__(self, limits: sandbox.Limits, package: str = "homework.checks"):
        self.limits, self.package = limits, package
        self.lock = threading.Lock()  # TensorFlow is imported, and marks, in turn
        of_server = environment(Path.home())
        for name in ("MPLCONFIGDIR", "TMPDIR"):  # it runs no foreign code
            del of_server[name]
        self.server = watch.Server(package, of_server)

    def grade(self, submission: Submission) -> list[Grade]:
        """The rows of one submission, whatever is in its file."""
        student, path, name = submission
        if path is None:
            return [Grade(student, name, "", 0, 0, later("no file"))]
        try:
            cells = read_cells(path)
            found = homework_of(cells)
            module = f"{self.package}.{found}"
            with self.lock:
                check = marks.find_check(module) if found else None
            if check is None:
                why = later("no homework: it imports none of the checks.")
                why = told(why, language_of(cells))
                return [Grade(student, name, "", 0, 0, why)]
            rows = self._run(cells, module, check)
            flags = integrity.prying(cells, given_cells(found)[1])
        except NotANotebook as error:
            why = f"no notebook: {marks.one_line(error)}"
            return [Grade(student, name, "", 0, 0, why)]
        except Exception as error:  # one file costs only itself
            why = f"{NOT_GRADED}{type(error).__name__}: {error}"
            return [Grade(student, name, "", 0, 0, marks.one_line(why))]
        rows += [("flag", "", 0, f"look at the code: it {flag}.") for flag in flags]
        return [Grade(student, name, *row) for row in rows]

    def _run(self, cells: list[str], module: str, check: Homework) -> list[tuple]:
        """Rows of tasks, and one for the first cell that failed."""
        job = {
            "cells": cells,
            "prelude": given_cells(module.rpartition(".")[2])[0],
            "checks": module,
            "seed": secrets.randbelow(10**6),
            "seconds": self.limits.task_seconds,
            "skip": [],
            "skip_tasks": [],
        }
        language = language_of(cells)

        def _(text: str) -> str:
            return told(text, language)

        reports: list[dict] = []
        trouble, why = "", ""
        for _attempt in range(MAX_RUNS):
            new, ended = self._run_once(job)
            reports += new
            if any("end" in report for report in new):
                why = ""
                break
            last = next((r for r in reversed(new) if "cell" in r or "asking" in r), {})
            at = (
                f"in code cell {last['cell']}"
                if "cell" in last
                else later("at a check")
            )
            cause = _(ended.broken or f"ended Python ({ended.status})")
            how = _("the notebook {cause}, {where}.").format(cause=cause, where=_(at))
            why = _("not reached: {how}").format(how=how)
            trouble = trouble or how
            if not last:
                why += f" {marks.one_line(ended.last_words[-300:])}"
                break
            job["skip"] += [last["cell"]] if "cell" in last else []
            job["skip_tasks"] += [last["asking"]] if "asking" in last else []
        failed = next((report for report in reports if "failed" in report), None)
        if failed:
            number, reason = failed["failed"], _(str(failed.get("why")))
            cell = _("code cell {number}: {why}").format(number=number, why=reason)
            trouble = trouble or cell
        with self.lock, speaking(language):
            rows = marks.marks_of(check, job["seed"], reports, why or trouble)
        for name, points in check.written.items():
            rows.append((name, "", points, _("to be read by a person")))
        if trouble:
            first = _("the first cell that failed: {trouble}").format(trouble=trouble)
            rows.append(("cells", "", 0, marks.one_line(first)))
        return rows

    def _run_once(self, job: dict) -> tuple[list[dict], watch.Ended]:
        """What one run reported, and how it ended."""
        reports: list[dict] = []
        nonce = secrets.token_hex(16)
        text = json.dumps(job | {"nonce": nonce}).encode()
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            folder = Path(name)
            ended = watch.supervise(
                self.server,
                text,
                folder,
                environment(folder),
                self.limits,
                lambda line: reports.append(marks.parse(line, nonce)),
            )
        return reports, ended


def given_cells(name: str) -> tuple[list[str], set[str]]:
    """The first cells of a homework, which import; and all its given cells.

    Those of the Portuguese edition are given, too.
    """
    from homework.recognition import CHECKS, FOLDER, sources

    for source in sources():
        path = FOLDER / source.name
        code = [cell.source for cell in code_cells(read(path))]
        if (found := CHECKS.search("\n".join(code))) and found[1] == name:
            first = ["from gan_utils import course", *code[1:2]]
            if (edition := FOLDER / "pt" / source.name).exists():
                code += [cell.source for cell in code_cells(read(edition))]
            return first, {cell.strip() for cell in code}
    return [], set()


def environment(folder: Path) -> dict[str, str]:
    """What a submission sees: a home that is its own folder, and no secret of yours."""
    extra = [p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": os.pathsep.join([str(sandbox.ROOT), *extra]),
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


def grade_class(
    source: Path,
    limits: sandbox.Limits,
    jobs: int = 1,
    package: str = "homework.checks",
    student: str = "",
    semicolon: bool = False,
) -> list[Grade]:
    """Grades the notebooks of a folder or zip and writes the results."""
    with tempfile.TemporaryDirectory() as unpacked:
        every = collect(source, Path(unpacked))
        chosen = [s for s in every if student.lower() in s.student.lower()]
        if not chosen:
            raise SystemExit(f"There is no student {student}; look at students.csv.")
        if not sandbox.landlock_version():
            print(NOT_SANDBOXED, file=sys.stderr)
        folder = source.resolve()
        if folder.is_file():
            folder = folder.with_name(f"{folder.stem}_graded")
        results = Results(folder, semicolon)
        waiting = [s for s in chosen if key_of(s) not in results.rows]
        if waiting:
            class_ = Class(limits, package)
            with ThreadPoolExecutor(jobs) as pool:
                graded = pool.map(class_.grade, waiting)
                for submission, rows in zip(waiting, graded, strict=True):
                    results.add(key_of(submission), rows)
                    name = submission.name or submission.student
                    possible = sum(row.max_points for row in rows if row.points != "")
                    print(f"{name}: {total(rows):g} of {possible} points", flush=True)
            class_.server.close()
        similar = integrity.alike(_shapes(every))
        results.write_all(similar, _texts(every, package), _languages(every))
    return results.current()


def key_of(submission: Submission) -> str:
    """A file by its name and content: graded once."""
    data = submission.path.read_bytes() if submission.path else b""
    return f"{submission.student}/{submission.name} {hashlib.sha256(data).hexdigest()}"


def _shapes(submissions: Iterable[Submission]) -> dict[tuple[str, str], list[str]]:
    """What students wrote themselves, as tokens."""
    shapes = {}
    for student, path, name in submissions:
        cells = _cells(path)
        given = given_cells(homework_of(cells) or "")[1]
        shapes[student, name] = integrity.shape_of(cells, given)
    return shapes


def _languages(submissions: Iterable[Submission]) -> dict[str, str]:
    """{student: language of the files}; whose file shows none, that of most others."""
    found = {
        s.student: language_of(cells) for s in submissions if (cells := _cells(s.path))
    }
    usual = statistics.mode(found.values()) if found else "en"
    return {s.student: found.get(s.student, usual) for s in submissions}


def _texts(submissions: Iterable[Submission], package: str) -> dict[tuple, str]:
    """{(written task, student): answer}."""
    texts = {}
    for student, path, _ in submissions:
        found = homework_of(_cells(path))
        check = marks.find_check(f"{package}.{found}") if found else None
        for name in check.written if check else ():
            texts[name, student] = read_text(path, name)
    return texts


def _cells(path: Path | None) -> list[str]:
    """The code of a file, nothing where it is no notebook."""
    try:
        return read_cells(path) if path else []
    except NotANotebook:
        return []


def main(arguments: list[str] | None = None) -> int:
    """Reads the command line and grades."""
    command = "python -m homework.grading"
    parser = argparse.ArgumentParser(prog=command, description=__doc__)
    parser.add_argument("source", type=Path, help="a folder or a zip of a class")
    parser.add_argument("--jobs", type=int, default=2, help="submissions at a time")
    parser.add_argument("--student", default="", help="grade only who is called so")
    parser.add_argument("--semicolon", action="store_true", help="; between columns")
    defaults = sandbox.Limits()
    for name, value in defaults._asdict().items():
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=type(value), default=value)
    given = parser.parse_args(arguments)
    chosen = {name: getattr(given, name) for name in defaults._fields}
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    limits = sandbox.Limits(**chosen)
    names = {"student": given.student, "semicolon": given.semicolon}
    grade_class(given.source, limits, given.jobs, **names)
    return 0
