"""The homework: released from one source, and with checks that recognise mistakes."""

import contextlib
import functools
import io
import re
import subprocess
import sys
import zipfile
from importlib.util import find_spec

import matplotlib
import nbformat
import notebook_checks as checks
import numpy as np
import pytest

from homework import release as tool
from homework.checks.marking import mark
from homework.checks.session import Homework
from homework.checks.tasks import Task, observe
from tools.execution import code_cells
from tools.notebooks import read
from tools.publish import address

SOURCES = tool.sources()
SLUG = address(tool.ROOT)
each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


@functools.cache
def measured(source) -> list[tool.Row]:
    """What the checks make of the collected answers."""
    return tool.measure(source)


def check_of(source) -> Homework:
    return tool.checks_of(source)[1]


def run(notebook, check, monkeypatch, folder) -> str:
    """Runs the code cells in this process and returns what they print."""
    monkeypatch.setattr(check, "passed", {})
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
    find_spec("nbgrader") is None,
    reason="needs nbgrader (requirements-homework.txt), which Colab's IPython excludes",
)
def test_released_version_is_up_to_date(source):
    stored = (tool.FOLDER / source.name).read_text(encoding="utf-8")
    assert stored == tool.text(tool.released(source)), "run `make homework`"


@each_source
def test_released_version_holds_no_solution(source):
    notebook = read(tool.FOLDER / source.name)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not re.search(r"BEGIN (SOLUTION|HIDDEN)|check\.require", cell.source)
        assert not cell.get("outputs")


@each_source
def test_untouched_version_runs_and_says_what_is_not_done(
    source, monkeypatch, tmp_path
):
    check = check_of(source)
    printed = run(read(tool.FOLDER / source.name), check, monkeypatch, tmp_path)
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


def test_setup_cell_is_the_same_in_every_homework():
    assert len({code_cells(read(source))[0].source for source in SOURCES}) == 1


@pytest.mark.parametrize("where", [".", "homework", "homework/instructor"])
def test_setup_finds_the_clone_that_a_notebook_lies_in(where, monkeypatch, tmp_path):
    for name in ("gan_utils", "homework/instructor"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / where)
    monkeypatch.setattr(sys, "path", list(sys.path))
    exec(code_cells(read(SOURCES[0]))[0].source, {})
    assert sys.path[0] == str(tmp_path)


@pytest.mark.slow
def test_the_wheel_holds_the_checks_and_no_solutions(tmp_path):
    pytest.importorskip("hatchling", reason="builds the wheel without a network")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path]
    subprocess.run(build, cwd=tool.ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if re.search("answers|instructor|ipynb", name)]
    code = "from homework.checks.intro_gan import check; print(check.__class__)"
    isolated = (
        f"import sys; sys.path.insert(0, {str(wheel)!r}); {code}; import homework"
    )
    where = f"{isolated}; print(homework.__file__)"
    command = [sys.executable, "-I", "-c", where]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert str(wheel) in ran.stdout, ran.stderr[-2000:]


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
    for task in check_of(source).tasks.values():
        assert mark(task, observe(task, task.reference, seed=7), seed=7).passed


@each_source
def test_every_known_mistake_gets_its_own_hint(source):
    for task in check_of(source).tasks.values():
        with np.errstate(all="ignore"):
            for hint, mistaken in task.mistakes.items():
                message = mark(task, observe(task, mistaken)).message
                assert message.endswith(f"Hint: {hint}"), message


def test_table_in_the_readme_is_up_to_date():
    rows = [row for source in SOURCES for row in measured(source)]
    readme = (tool.FOLDER / "README.md").read_text(encoding="utf-8")
    assert tool.table(rows) in readme, "run `make homework`"


# The machinery --------------------------------------------------------------------

DOUBLE = Task(
    points=2,
    reference=lambda x: 2 * x,
    cases=lambda rng: {"numbers": (rng.normal(size=3),), "zero": (np.zeros(3),)},
    mistakes={"you square": lambda x: x**2},
    hints=("first hint", "second hint"),
    case_hints={"zero": "twice nothing"},
)


@pytest.fixture
def check() -> Homework:
    return Homework({"double": DOUBLE}, {})


def named(answer, name="double"):
    answer.__name__ = name
    return answer


def test_a_right_answer_earns_its_points(check, capsys):
    check(named(lambda x: x + x))
    check.summary()
    printed = capsys.readouterr().out
    assert "✓ Task 1 (double): right, 2 points." in printed
    assert "2 of 2 points" in printed
    check.require("double")


def test_an_error_is_told_with_its_line_and_no_traceback(check, capsys):
    source = "def double(x):\n    y = 2 * x\n    return y + 'text'\n"
    names = {}
    exec(compile(source, "<cell 3>", "exec"), names)
    check(names["double"])
    printed = capsys.readouterr().out
    assert "your function raised" in printed and "in line 3 of the cell" in printed
    assert "Traceback" not in printed


def test_an_answer_that_got_worse_loses_its_points_again(check):
    check(named(lambda x: 2 * x))
    check(named(lambda x: x**2))
    with pytest.raises(AssertionError, match="Task 1"):
        check.require("double")


def test_an_answer_cannot_change_what_it_is_compared_with(check):
    def double(x):
        x[:] = 0
        return x

    check(double)
    assert not check.passed["double"]


def test_what_was_expected_is_told_unless_it_is_the_whole_answer(capsys):
    check = Homework({"open": DOUBLE, "closed": DOUBLE._replace(secret=True)}, {})
    for name in check.tasks:
        check(named(lambda x: x, name))
    opened, closed = capsys.readouterr().out.split("(closed)")
    assert "expected value: [" in opened and "got value: [" in opened
    assert "expected" not in closed and "got value: [" in closed


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (4.0, "A value (float)"),
        (lambda x: 2 * x, "A lambda"),
        (named(lambda x: 2 * x, "twice"), "A function called twice"),
        (functools.partial(np.multiply, 2), "A function without a name"),
    ],
)
def test_what_is_none_of_the_tasks_is_told_with_their_names(
    answer, said, check, capsys
):
    check(answer)
    printed = capsys.readouterr().out
    assert printed.startswith(f"✗ {said} is none of the tasks")
    assert "one of double" in printed and "check(double)" in printed
    assert printed.count("\n") == 1 and not check.passed


def test_a_compiled_function_keeps_its_name(check):
    import tensorflow as tf

    check(tf.function(named(lambda x: 2 * x)))
    check.require("double")


def test_hints_come_one_after_another(check, capsys):
    for _ in range(3):
        check.hint("double")
    check.hint("dubble")
    printed = capsys.readouterr().out
    assert re.findall("Hint .*", printed) == [
        "Hint 1 of 2: first hint",
        "Hint 2 of 2: second hint",
        "Hint 1 of 2: first hint",
    ]
    assert "choose from: double" in printed


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda x: x**2, "you square"),
        (lambda x: -2 * x, "wrong sign"),
        (lambda x: x, "half"),
        (lambda x: 2 * x.sum(), "shape"),
        (lambda x: None, "return"),
        (lambda x: 2.01 * x, "almost"),
        (lambda x: 2 * x + 5 * (not x.any()), "twice nothing"),
        (lambda x: undefined, "not defined"),  # noqa: F821
        (lambda: 1, "first line"),
        (lambda x: "text", "first hint"),
    ],
)
def test_hint_fits_the_mistake(answer, said, check, capsys):
    check(named(answer))
    assert said in capsys.readouterr().out.split("Hint: ")[-1]


def test_a_column_stands_for_a_vector_and_a_list_for_an_array(check):
    for answer in (lambda x: (2 * x)[:, None], lambda x: [2 * float(v) for v in x]):
        check(named(answer))
        assert check.passed["double"]
