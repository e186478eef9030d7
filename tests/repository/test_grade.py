"""Grading a class: a hostile submission loses its own points and nobody else's."""

import csv
import json
import os
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

pytest.importorskip("resource", reason="grading needs Linux or macOS")

from homework import recognition
from homework.grading import grade as tool
from homework.grading import sandbox

CHECKS = """
from homework.checks.session import Homework
from homework.checks.tasks import Task

def numbers(rng):
    return {"numbers": (rng.normal(size=3),)}

check = Homework(
    {
        "double": Task(2, lambda x: 2 * x, numbers, {}, ("twice",)),
        "square": Task(3, lambda x: x * x, numbers, {}, ("times itself",)),
    },
    {"essay": 4},
)
"""
IMPORT = "from homework.checks.doubles import check"
DOUBLE = ["def double(x):\n    return 2 * x", "check(double)"]
SQUARE = ["def square(x):\n    return x**2", "check(square)"]
FORGED = {"task": "square", "seen": {"numbers": {"value": [0, 0, 0]}}, "nonce": ""}

# Every class holds these; {victim} is a file outside, {other} another submission.
HOSTILE = {
    "loops": [*DOUBLE, "while True: pass", *SQUARE],
    "exits": ["import sys; sys.exit()", *DOUBLE, "raise SystemExit", *SQUARE],
    "dies": [*DOUBLE, "import os; os._exit(0)", *SQUARE],
    "prints": [*DOUBLE, "while True: print('x' * 10**6)", *SQUARE],
    "fills_memory": [
        *DOUBLE,
        "kept = []\nwhile True: kept.append(bytes([1]) * 10**7)",
        *SQUARE,
    ],
    "fills_disk": [
        *DOUBLE,
        "for i in range(10**6): open(f'{i}', 'wb').write(bytes(10**6))",
        *SQUARE,
    ],
    "deletes": [
        "import pathlib, shutil\n"
        "shutil.rmtree(pathlib.Path({victim!r}).parent, ignore_errors=True)\n"
        "pathlib.Path({victim!r}).write_text('spoilt')",
        *SQUARE,
    ],
    "copies": [
        "import json\n"
        "for cell in json.load(open({other!r}))['cells']:\n"
        "    exec(''.join(cell['source']))",
    ],
    "leaves_a_process": [
        *DOUBLE,
        "import subprocess\n"
        "subprocess.Popen(['sleep', '86399.25'], start_new_session=True)",
        *SQUARE,
    ],
    "cheats": [
        "from homework.checks import marking, session, tasks\n"
        "marking.mark = lambda *_: marking.Verdict(True, 'right.')\n"
        "tasks.same = marking.same = lambda *_: True\n"
        "session.Homework.__call__ = lambda *_: print('✓')",
        "import os\n"
        "for handle in range(3, 30):\n"
        "    try: os.write(handle, {forged!r}.encode() + b'\\n')\n"
        "    except OSError: pass",
        "check = print",
        "def double(x):\n    return 3 * x",
        "check(double)",
        "print('5 of 5 points')",
    ],
    "raises": [*DOUBLE, "1 / 0", "def square(x):\n    raise SystemExit", SQUARE[1]],
    "no_check_cells": [DOUBLE[0], SQUARE[0]],
    "one_wrong": [*DOUBLE, "def square(x):\n    return x", SQUARE[1]],
    "right": [*DOUBLE, *SQUARE],
}
if sandbox.landlock_version() >= 6:  # or it would end pytest
    HOSTILE["kills"] = ["import os; os.kill(os.getppid(), 9)", *DOUBLE]
needs_landlock = pytest.mark.skipif(
    not sandbox.landlock_version(), reason="needs Landlock (Linux 5.13 or later)"
)


def write_notebook(path: Path, cells: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells]), path)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The whole class, graded once: (folder, {submission: {task: row}})."""
    top = tmp_path_factory.mktemp("class")
    folder, victim = top / "submissions", top / "elsewhere" / "victim.txt"
    victim.parent.mkdir()
    victim.write_text("whole")
    (top / "checks" / "made_up_checks").mkdir(parents=True)
    (top / "checks" / "made_up_checks" / "doubles.py").write_text(CHECKS)
    other = str(folder / "right" / "hw.ipynb")
    names = {"victim": str(victim), "other": other, "forged": json.dumps(FORGED)}
    for name, cells in HOSTILE.items():
        filled = [IMPORT]
        for cell in cells:
            for key, value in names.items():
                cell = cell.replace(f"{{{key}!r}}", repr(value))
            filled.append(cell)
        write_notebook(folder / name / "hw.ipynb", filled)
    (folder / "broken").mkdir()
    (folder / "broken" / "hw.ipynb").write_text("{")
    write_notebook(folder / "=other" / "hw.ipynb", ["print('my diary')"])
    unknown = IMPORT.replace("doubles", "trebles")
    write_notebook(folder / "unknown" / "hw.ipynb", [unknown, *DOUBLE])
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(top / "checks")
        patch.setenv("PYTHONPATH", str(top / "checks"))
        patch.setenv("A_SECRET", "of the grader")
        limits = sandbox.Limits(seconds=8, memory=400, output=2, disk=20)
        rows = tool.grade_class(folder, limits, jobs=3, package="made_up_checks")
    by_submission: dict[str, dict] = {}
    for row in rows:
        by_submission.setdefault(row.submission.split("/")[0], {})[row.task] = row
    return top, by_submission


def points(graded, name: str) -> tuple:
    rows = graded[1][name]
    return rows["double"].points, rows["square"].points


@pytest.mark.slow
def test_a_right_submission_gets_all_points(graded):
    assert points(graded, "right") == (2, 3)
    assert points(graded, "no_check_cells") == (2, 3)


@pytest.mark.slow
def test_a_wrong_answer_is_explained(graded):
    assert points(graded, "one_wrong") == (2, 0)
    assert "Hint: times itself" in graded[1]["one_wrong"]["square"].reason


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("loops", "took longer than 8 s, in code cell 4"),
        ("dies", "ended Python in code cell 4"),
        ("prints", "printed more than 2 MB, in code cell 4"),
        ("fills_memory", "used more than 400 MB of memory, in code cell 4"),
        ("fills_disk", "wrote more than 20 MB"),
    ],
)
def test_what_was_right_before_a_limit_broke_keeps_its_points(graded, name, reason):
    assert points(graded, name) == (2, 0)
    assert reason in graded[1][name]["square"].reason


@pytest.mark.slow
def test_leaving_python_or_an_error_ends_one_cell_only(graded):
    assert points(graded, "exits") == (2, 3)
    assert points(graded, "raises") == (2, 0)


@pytest.mark.slow
def test_overwritten_checks_and_forged_reports_earn_nothing(graded):
    assert points(graded, "cheats") == (0, 0)


@pytest.mark.slow
@needs_landlock
def test_nothing_outside_is_changed_or_read(graded):
    assert (graded[0] / "elsewhere" / "victim.txt").read_text() == "whole"
    assert points(graded, "deletes") == (0, 3)
    assert points(graded, "copies") == (0, 0)


@pytest.mark.slow
@pytest.mark.skipif(
    sandbox.landlock_version() < 6, reason="needs Landlock 6 (Linux 6.12 or later)"
)
def test_the_grader_cannot_be_killed(graded):
    assert points(graded, "kills") == (2, 0)


@pytest.mark.slow
@needs_landlock
def test_no_process_is_left_behind(graded):
    assert points(graded, "leaves_a_process") == (2, 3)
    for _ in range(50):  # an ended process may take a moment to vanish
        found = [p for p in Path("/proc").glob("[0-9]*/cmdline") if is_left(p)]
        if not found:
            break
        time.sleep(0.1)
    assert not found


def is_left(path: Path) -> bool:
    try:
        return b"86399.25" in path.read_bytes()
    except OSError:  # ended meanwhile
        return False


@pytest.mark.slow
def test_what_is_no_homework_is_told(graded):
    assert "no notebook" in graded[1]["broken"][""].reason
    assert "no homework" in graded[1]["'=other"][""].reason
    assert "no homework" in graded[1]["unknown"][""].reason


@pytest.mark.slow
def test_the_table_holds_every_row(graded):
    with (graded[0] / "submissions" / "grades.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(len(tasks) for tasks in graded[1].values())
    assert {row["submission"] for row in rows} >= {"right/hw.ipynb", "'=other/hw.ipynb"}
    essay = [row for row in rows if row["task"] == "essay"]
    assert {row["points"] for row in essay} == {""}
    assert all(row["reason"] for row in rows if row["points"] != row["max_points"])


def test_a_submission_sees_nothing_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("A_SECRET", "of the grader")
    seen = tool.environment(tmp_path)
    assert "A_SECRET" not in seen
    assert seen["HOME"] == seen["TMPDIR"] == str(tmp_path)


def test_a_folder_without_notebooks_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="make grade SUBMISSIONS="):
        tool.grade_class(tmp_path, sandbox.Limits())


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[1]",
        b'{"task": "double"}',
        b'{"nonce": "n", "task": "x", "seen": {"shape": [2], "values": [1]}}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_a_report_that_is_not_ours_counts_as_none(line):
    assert tool.parse(line, "n") == {}


@pytest.mark.slow
def test_the_solutions_of_the_first_homework_get_all_points(tmp_path):
    source = recognition.sources()[0]
    os.symlink(source, tmp_path / "link.ipynb")  # a link is no submission
    (tmp_path / source.name).write_bytes(source.read_bytes())
    rows = tool.grade_class(tmp_path, sandbox.Limits())
    automatic = [row for row in rows if row.points != ""]
    assert [row.reason for row in automatic] == [""] * len(automatic)
    assert sum(row.points for row in automatic) == 17
