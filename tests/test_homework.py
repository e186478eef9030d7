"""The homework: released from one source, and with checks that recognise mistakes."""

import contextlib
import io
import re
from importlib import import_module
from importlib.util import find_spec

import matplotlib
import nbformat
import notebook_checks as checks
import numpy as np
import pytest

from gan_utils.homework import common, judge
from gan_utils.homework.session import Homework
from tools import homework as tool
from tools.execution import code_cells
from tools.notebooks import address, read

SOURCES = tool.sources()
NUMBERS = [source.name[:2] for source in SOURCES]
SLUG = address(tool.ROOT)
each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
each_number = pytest.mark.parametrize("number", NUMBERS)


@pytest.fixture(scope="module")
def measured() -> dict[str, list[tool.Row]]:
    """What the checks make of the collected answers, by homework."""
    return {number: tool.measure(number) for number in NUMBERS}


def run(notebook, monkeypatch, folder) -> str:
    """Runs the code cells in this process and returns what they print."""
    check = import_module("gan_utils.homework.check_" + notebook.metadata["number"])
    monkeypatch.setattr(check.homework, "passed", {})
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GAN_PACE", "smoke")
    matplotlib.use("Agg")
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        for index, cell in enumerate(code_cells(notebook)):
            exec(compile(cell.source, f"<cell {index}>", "exec"), names)
    matplotlib.pyplot.close("all")
    return printed.getvalue()


def tasks(number: str) -> dict[str, common.Task]:
    return import_module(f"gan_utils.homework.check_{number}").TASKS


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
    number = source.name[:2]
    notebook = read(tool.FOLDER / source.name)
    notebook.metadata["number"] = number
    printed = run(notebook, monkeypatch, tmp_path)
    for name, task in tasks(number).items():
        assert f"Task {task.number} is not done yet: write {name}" in printed
    possible = sum(task.points for task in tasks(number).values())
    assert f"\n0 of {possible} points" in printed


@each_source
def test_solutions_of_the_instructor_get_all_points(source, monkeypatch, tmp_path):
    number = source.name[:2]
    notebook = read(source)
    notebook.metadata["number"] = number
    printed = run(notebook, monkeypatch, tmp_path)
    possible = sum(task.points for task in tasks(number).values())
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
    check = import_module(f"gan_utils.homework.check_{source.name[:2]}")
    marks = [cell.metadata.get("nbgrader", {}) for cell in read(source).cells]
    graded = {mark["grade_id"]: mark["points"] for mark in marks if mark.get("grade")}
    automatic = {f"check_{name}": task.points for name, task in check.TASKS.items()}
    assert graded == automatic | check.WRITTEN


def test_setup_cell_is_the_same_in_every_homework():
    assert len({code_cells(read(source))[0].source for source in SOURCES}) == 1


# The checks, measured -------------------------------------------------------------


@each_number
def test_wrong_answers_are_rejected(number, measured):
    rows = measured[number]
    assert all(len(row.wrong) >= 8 for row in rows)
    accepted = [name for row in rows for name in row.accepted_wrong]
    assert len(accepted) <= 0.03 * sum(len(row.wrong) for row in rows), accepted


@each_number
def test_hints_name_the_mistake(number, measured):
    for row in measured[number]:
        assert len(row.unnamed) <= 0.3 * len(row.wrong), "\n".join(row.unnamed)


@each_number
def test_right_answers_are_accepted_in_every_style(number, measured):
    for row in measured[number]:
        assert len(row.right) >= 4
        assert row.rejected_right == []


@each_number
def test_checks_accept_right_answers_with_any_seed(number):
    for task in tasks(number).values():
        observations = common.observe(task, task.reference, seed=7)
        assert judge.judge(task, observations, seed=7).passed


@each_number
def test_every_known_mistake_gets_its_own_hint(number):
    for task in tasks(number).values():
        with np.errstate(all="ignore"):
            for hint, mistaken in task.mistakes.items():
                verdict = judge.judge(task, common.observe(task, mistaken))
                assert verdict.message.endswith(f"Hint: {hint}"), verdict.message


def test_table_in_the_readme_is_up_to_date(measured):
    rows = [row for number in NUMBERS for row in measured[number]]
    readme = (tool.FOLDER / "README.md").read_text(encoding="utf-8")
    assert tool.table(rows) in readme, "run `make homework`"


# The machinery --------------------------------------------------------------------

DOUBLE = common.Task(
    number=1,
    points=2,
    reference=lambda x: 2 * x,
    cases=lambda rng: {"numbers": (rng.normal(size=3),), "zero": (np.zeros(3),)},
    mistakes={"you square": lambda x: x**2},
    hints=("first hint", "second hint"),
    case_hints={"zero": "twice nothing"},
)


@pytest.fixture
def one_task() -> Homework:
    return Homework({"double": DOUBLE}, {})


def test_a_right_answer_earns_its_points(one_task, capsys):
    one_task.check("double", lambda x: x + x)
    one_task.summary()
    printed = capsys.readouterr().out
    assert "✓ Task 1 (double): right, 2 points." in printed
    assert "2 of 2 points" in printed
    one_task.require("double")


def test_an_error_is_told_with_its_line_and_no_traceback(one_task, capsys):
    source = "def double(x):\n    y = 2 * x\n    return y + 'text'\n"
    names = {}
    exec(compile(source, "<cell 3>", "exec"), names)
    one_task.check("double", names["double"])
    printed = capsys.readouterr().out
    assert "your function raised" in printed and "in line 3 of the cell" in printed
    assert "Traceback" not in printed


def test_an_answer_that_got_worse_loses_its_points_again(one_task):
    one_task.check("double", lambda x: 2 * x)
    one_task.check("double", lambda x: x**2)
    with pytest.raises(AssertionError, match="Task 1"):
        one_task.require("double")


def test_an_answer_cannot_change_what_it_is_compared_with(one_task):
    def in_place(x):
        x[:] = 0
        return x

    one_task.check("double", in_place)
    assert not one_task.passed["double"]


def test_what_was_expected_is_told_unless_it_is_the_whole_answer(capsys):
    tasks = {"open": DOUBLE, "closed": DOUBLE._replace(secret=True)}
    for name in tasks:
        Homework(tasks, {}).check(name, lambda x: x)
    opened, closed = capsys.readouterr().out.split("(closed)")
    assert "expected value: [" in opened and "got value: [" in opened
    assert "expected" not in closed and "got value: [" in closed


def test_a_value_in_place_of_the_function_is_told(one_task, capsys):
    one_task.check("double", 4.0)
    assert "give the function itself, double" in capsys.readouterr().out


def test_hints_come_one_after_another(one_task, capsys):
    for _ in range(3):
        one_task.hint("double")
    one_task.hint("dubble")
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
def test_hint_fits_the_mistake(answer, said, one_task, capsys):
    one_task.check("double", answer)
    assert said in capsys.readouterr().out.split("Hint: ")[-1]


def test_a_column_stands_for_a_vector_and_a_list_for_an_array(one_task):
    for answer in (lambda x: (2 * x)[:, None], lambda x: [2 * float(v) for v in x]):
        one_task.check("double", answer)
        assert one_task.passed["double"]
