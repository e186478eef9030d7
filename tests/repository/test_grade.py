"""Grading a class: a hostile submission loses its own points and nobody else's."""

import csv
import json
import os
import time
from pathlib import Path

import nbformat
import pytest
from hostile_class import CHECKS, CLASS, DOUBLE, FORGED, HOLES, IMPORT, REFERENCES
from nbformat.v4 import new_code_cell, new_notebook

pytest.importorskip("resource", reason="grading needs Linux or macOS")

from homework import recognition
from homework.grading import grade as tool
from homework.grading import sandbox

needs_all = pytest.mark.skipif(
    sandbox.landlock_version() < 4, reason="needs Landlock (Linux 6.7 or later)"
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
    for name, text in (("checks", CHECKS), ("references", REFERENCES)):
        module = top / "checks" / f"made_up_{name}" / "doubles.py"
        module.parent.mkdir(parents=True)
        module.write_text(text)
    names = {
        "victim": str(victim),
        "other": str(folder / "right" / "hw.ipynb"),
        "forged": json.dumps(FORGED),
        "checks": str(tool.sandbox.ROOT / "homework/checks/tasks.py"),
    }
    cells_of = {name: cells for name, (cells, _) in CLASS.items()}
    for name, hole in HOLES.items():
        tried = hole.replace("\n", "\n    ")
        cells_of[f"hole_{name}"] = [
            f"try:\n    {tried}\nexcept OSError:\n    def square(x): return x**2"
        ]
    for name, cells in cells_of.items():
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
        limits = sandbox.Limits(
            seconds=40, memory=1200, output=2, disk=20, task_seconds=4
        )
        rows = tool.grade_class(folder, limits, jobs=3, package="made_up_checks")
    by_student: dict[str, dict] = {}
    for row in rows:
        by_student.setdefault(row.student, {})[row.task] = row
    return top, by_student


def points(graded, name: str) -> tuple:
    rows = graded[1][name]
    return rows["double"].points, rows["square"].points


@pytest.mark.slow
@pytest.mark.parametrize("name", CLASS)
def test_each_submission_of_a_hostile_class_gets_its_own_points(graded, name):
    assert points(graded, name) == CLASS[name][1]


@pytest.mark.slow
@needs_all
@pytest.mark.parametrize("name", HOLES)
def test_a_submission_has_no_way_out(graded, name):
    assert points(graded, f"hole_{name}") == (0, 3)
    assert not Path("/dev/shm/left_behind").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("loops", "code cell 4: took longer than 4 s"),
        ("dies", "ended Python (0), in code cell 4"),
        ("fills_disk", "No space left"),
        ("exits", "code cell 2: SystemExit"),
    ],
)
def test_the_first_cell_that_failed_has_a_row(graded, name, reason):
    assert reason in graded[1][name]["cells"].reason


@pytest.mark.slow
def test_a_wrong_answer_is_explained(graded):
    assert "Hint: times itself" in graded[1]["one_wrong"]["square"].reason
    assert "took longer" in graded[1]["loops_in_an_answer"]["double"].reason
    assert "under the name Double" in graded[1]["renamed"]["double"].reason


@pytest.mark.slow
def test_code_that_pries_is_flagged(graded):
    assert "flag" in graded[1]["takes_the_references"]
    assert "flag" not in graded[1]["right"]


@pytest.mark.slow
@needs_all
def test_nothing_outside_is_changed(graded):
    assert (graded[0] / "elsewhere" / "victim.txt").read_text() == "whole"


@pytest.mark.slow
@needs_all
def test_no_process_is_left_behind(graded):
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
    assert "no homework" in graded[1]["=other"][""].reason
    assert "no homework" in graded[1]["unknown"][""].reason


@pytest.mark.slow
def test_the_tables_hold_every_row_and_student(graded):
    with (graded[0] / "submissions" / "grades.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    told = {(row["student"].lstrip("'"), row["task"]) for row in rows}
    assert told == {(s, task) for s, tasks in graded[1].items() for task in tasks}
    assert {row["student"] for row in rows} >= {"right", "'=other"}
    essay = [row for row in rows if row["task"] == "essay"]
    assert {row["points"] for row in essay} == {""}
    lost = [row for row in rows if row["points"] not in ("", row["max_points"])]
    assert lost and all(row["reason"] for row in lost)
    with (graded[0] / "submissions" / "lms.csv").open(encoding="utf-8-sig") as file:
        grades = {row["Full name"]: row["Grade"] for row in csv.DictReader(file)}
    assert grades["right"] == "5" and grades["one_wrong"] == "2"
    page = graded[0] / "submissions" / "feedback" / "one_wrong.html"
    assert "Hint: times itself" in page.read_text(encoding="utf-8")


def test_a_submission_sees_nothing_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("A_SECRET", "of the grader")
    seen = tool.environment(tmp_path)
    assert "A_SECRET" not in seen
    assert seen["HOME"] == seen["TMPDIR"] == str(tmp_path)


@pytest.mark.slow
def test_the_solutions_of_the_first_homework_get_all_points(tmp_path):
    source = recognition.sources()[0]
    os.symlink(source, tmp_path / "link.ipynb")  # a link is no submission
    (tmp_path / source.name).write_bytes(source.read_bytes())
    rows = tool.grade_class(tmp_path, sandbox.Limits())
    automatic = [row for row in rows if row.points != ""]
    assert [row.reason for row in automatic] == [""] * len(automatic)
    assert sum(row.points for row in automatic) == 17
