"""The homework: released from one source, and with checks that recognise mistakes."""

import contextlib
import functools
import importlib.util
import io
import re
import shutil
import subprocess
import sys
import tomllib

import matplotlib
import nbformat
import notebook_checks as checks
import numpy as np
import pytest

from homework import recognition, release
from homework.checks.marking import mark
from homework.checks.session import Homework
from homework.checks.tasks import first_difference, observe
from tools.execution import code_cells
from tools.notebooks import ROOT, read
from tools.publish import address

SOURCES = recognition.sources()
SLUG = address(ROOT)
SECRET = ("answers", "instructor")
each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


@functools.cache
def measured(source) -> list[recognition.Row]:
    """What the checks make of the collected answers."""
    return recognition.measure(source)


def check_of(source) -> Homework:
    return recognition.asked_of(source)


def run(notebook, check, monkeypatch, folder) -> str:
    """Runs the code cells in this process and returns what they print."""
    monkeypatch.setattr(check, "verdicts", {})
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GAN_PACE", "smoke")
    matplotlib.use("Agg")
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        for index, cell in enumerate(code_cells(notebook)):
            exec(compile(cell.source, f"<cell {index}>", "exec"), names)
    matplotlib.pyplot.close("all")
    return printed.getvalue()


# The notebooks --------------------------------------------------------------------


@each_source
@pytest.mark.skipif(
    importlib.util.find_spec("nbgrader") is None,
    reason="needs nbgrader (requirements-homework.txt), which Colab's IPython excludes",
)
def test_released_version_is_up_to_date(source):
    stored = (recognition.FOLDER / source.name).read_text(encoding="utf-8")
    assert stored == release.text(release.released(source)), "run `make homework`"


@each_source
def test_released_version_holds_no_solution(source):
    notebook = read(recognition.FOLDER / source.name)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not re.search(r"BEGIN (SOLUTION|HIDDEN)|check\.require", cell.source)
        assert not cell.get("outputs")


@each_source
def test_untouched_version_runs_and_says_what_is_not_done(
    source, monkeypatch, tmp_path
):
    check = check_of(source)
    printed = run(read(recognition.FOLDER / source.name), check, monkeypatch, tmp_path)
    for number, name in enumerate(check.tasks, 1):
        assert f"Task {number} is not done yet: write {name}" in printed
    possible = sum(task.points for task in check.tasks.values())
    assert f"\n0 of {possible} points" in printed


@each_source
def test_solutions_of_the_instructor_get_all_points(source, monkeypatch, tmp_path):
    check = check_of(source)
    printed = run(read(source), check, monkeypatch, tmp_path)
    possible = sum(task.points for task in check.tasks.values())
    assert f"\n{possible} of {possible} points" in printed
    assert "not done" not in printed


@each_source
def test_notebook_is_well_made(source):
    notebook = read(source)
    assert checks.unreadable_equations(notebook) == []
    assert checks.bad_address(notebook, f"homework/{source.name}", SLUG) == []
    found = checks.bad_cells(notebook)
    assert [text for text in found if "median" not in text] == []


@each_source
def test_points_are_the_same_in_the_notebook_and_in_the_checks(source):
    check = check_of(source)
    marks = [cell.metadata.get("nbgrader", {}) for cell in read(source).cells]
    graded = {mark["grade_id"]: mark["points"] for mark in marks if mark.get("grade")}
    automatic = {f"check_{name}": task.points for name, task in check.tasks.items()}
    assert graded == automatic | check.written


@pytest.mark.slow
def test_what_the_wheel_holds_is_enough_for_a_notebook_and_no_solution(tmp_path):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    for name in wheel["only-include"]:
        source = ROOT / name
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    code = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
from homework.checks.intro_gan import check
assert not [n for n in sys.modules if n.startswith("homework.references")]
ours = [m for n, m in sys.modules.items() if n.split(".")[0] in ("homework", "tools")]
assert all(m.__file__.startswith({str(tmp_path)!r}) for m in ours), ours
"""
    subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, check=True)
    assert not [path for path in tmp_path.rglob("*") if path.name in SECRET]


# The checks, measured -------------------------------------------------------------


@each_source
def test_wrong_answers_are_rejected(source):
    rows = measured(source)
    assert all(len(row.wrong) >= 8 for row in rows)
    accepted = [name for row in rows for name in row.accepted_wrong]
    assert len(accepted) <= 0.03 * sum(len(row.wrong) for row in rows), accepted


@each_source
def test_hints_name_the_mistake(source):
    for row in measured(source):
        assert len(row.unnamed) <= 0.3 * len(row.wrong), "\n".join(row.unnamed)


@each_source
def test_right_answers_are_accepted_in_every_style(source):
    for row in measured(source):
        assert len(row.right) >= 4
        assert row.rejected_right == []


@each_source
def test_checks_accept_right_answers_with_any_seed(source):
    check = recognition.checks_of(source)[1]
    for name, task in check.tasks.items():
        seen = observe(task, check.expected.known[name].reference, seed=7)
        assert mark(task, seen, check.expected(name, 7)).passed


@each_source
def test_what_the_notebook_expects_is_what_the_references_do(source):
    stored, check = check_of(source).expected, recognition.checks_of(source)[1]
    for name, task in check.tasks.items():
        for seed in range(task.seeds):
            right = check.expected(name, seed).right
            found = stored(name, seed).right
            assert list(found) == list(right), "run `python -m homework.references`"
            for case, values in right.items():
                assert first_difference(found[case], values) is None, (name, case)


@each_source
def test_every_known_mistake_gets_its_own_hint(source):
    check, known = check_of(source), recognition.checks_of(source)[1].expected.known
    for name, task in check.tasks.items():
        with np.errstate(all="ignore"):
            for hint, mistaken in known[name].mistakes.items():
                seen = observe(task, mistaken)
                message = mark(task, seen, check.expected(name, 0)).message
                told = message.split("\n  Half of")[0]
                assert told.endswith(f"Hint: {hint}"), message


@pytest.mark.slow
def test_fresh_answers_that_only_measure_are_recognised():
    rows = [r for source in SOURCES for r in recognition.measure(source, "measuring")]
    assert all(len(row.wrong) >= 3 for row in rows)
    shares = recognition.shares(rows)
    readme = (recognition.FOLDER / "README.md").read_text(encoding="utf-8")
    assert shares in " ".join(readme.split()), shares


def test_table_in_the_readme_is_up_to_date():
    rows = [row for source in SOURCES for row in measured(source)]
    readme = (recognition.FOLDER / "README.md").read_text(encoding="utf-8")
    assert recognition.table(rows) in readme, "run `make homework`"
