"""What check says to a student: right, or which mistake, and what it counts."""

import functools
import re

import numpy as np
import pytest

from homework.checks.session import Homework
from homework.checks.tasks import Task
from homework.references.known import Computed, Known

KNOWN = Known(lambda x: 2 * x, {"you square": lambda x: x**2})
DOUBLE = Task(
    points=2,
    cases=lambda rng: {"numbers": (rng.normal(size=3),), "zero": (np.zeros(3),)},
    hints=("first hint", "second hint"),
    case_hints={"zero": "twice nothing"},
)


def homework(known=KNOWN, **tasks) -> Homework:
    return Homework(tasks, Computed(tasks, dict.fromkeys(tasks, known)), {})


@pytest.fixture
def check() -> Homework:
    return homework(double=DOUBLE)


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
    assert not check.passed("double")


def test_what_was_expected_is_told_unless_it_is_the_whole_answer(capsys):
    check = homework(open=DOUBLE, closed=DOUBLE._replace(secret=True))
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
        (named(lambda x: 2 * x, "Duoble"), "A function called Duoble"),
    ],
)
def test_what_is_none_of_the_tasks_is_told_with_their_names(
    answer, said, check, capsys
):
    check(answer)
    printed = capsys.readouterr().out
    assert printed.startswith(f"✗ {said} is none of the tasks")
    assert "double; such as check(double)" in printed
    assert printed.count("\n") == 1 and not check.verdicts


def test_a_compiled_function_keeps_its_name(check):
    import tensorflow as tf

    check(tf.function(named(lambda x: 2 * x)))
    check.require("double")


def test_the_name_in_the_notebook_counts_whatever_the_function_is_called(check):
    notebook = {"check": check}
    exec("double = lambda x: 2 * x\ncheck(double)", notebook)
    assert check.passed("double")


def test_a_name_that_differs_is_told_in_the_summary(check, capsys):
    exec("def Double(x): return 2 * x\ncheck.summary()", {"check": check})
    assert "is Double meant to be it? Call it double." in capsys.readouterr().out


def test_a_value_that_no_probe_can_read_is_no_error_of_the_function(capsys):
    def two_sums(answer, x):
        first, second = answer(x)
        return {"sum": first + second}

    task = DOUBLE._replace(probe=two_sums)
    homework(Known(lambda x: (x, x)), double=task)(named(lambda x: [x, x, x]))
    printed = capsys.readouterr().out
    assert "raised" not in printed
    assert "your function returned a list of 3 (an array of shape (3,)" in printed


def test_a_mistake_that_only_another_draw_shows_is_found(check):
    first = DOUBLE.cases(np.random.default_rng(0))["numbers"][0]
    check(named(lambda x: 2 * x if np.array_equal(x, first) or not x.any() else x))
    assert not check.passed("double")


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
        (lambda x: np.round(2 * x, 1), "rounded"),
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
        assert check.passed("double")
