"""The slopes that benchmarks/growth.py states, and what it measures."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import growth  # noqa: E402
import growth_points as points  # noqa: E402


def test_the_slope_of_a_power_law_is_its_exponent():
    values = (32, 64, 128, 256)
    for exponent in (0, 0.5, 1, 2):
        measured = [3e-4 * value**exponent for value in values]
        assert growth.slope(values, measured) == pytest.approx(exponent, abs=1e-9)


@pytest.mark.parametrize(
    ("exponent", "words"),
    [
        (-0.5, "falls"),
        (0.03, "does not grow"),
        (0.5, "more slowly than in proportion"),
        (1.04, "in proportion"),
        (1.5, "faster than in proportion, more slowly than the square"),
        (1.95, "like the square"),
        (2.5, "faster than the square"),
    ],
)
def test_the_words_follow_from_what_was_measured(exponent, words):
    values = (10, 20, 40)
    measured = [value**exponent for value in values]
    text = growth.growth("Time", "rows", values, measured)
    assert text.startswith("Time") and words in text
    assert f"{exponent:.2f}, between the last two points ^{exponent:.2f}." in text


def test_a_difference_of_nothing_is_not_given_a_slope():
    text = growth.growth("Memory", "rows", (10, 20), [0.0, 3.0])
    assert text == "Memory: too little to be measured."


def test_a_table_shows_every_point_once_in_its_unit():
    table = growth.TABLES["rows"]
    found = {
        "seconds": {name: [0.001, 0.002, 0.004] for name in table.columns},
        "memory": {"batch from disk": [10.0, 100.0, 1234.0]},
    }
    lines = list(growth.show(table, table.values, found))
    assert "| 1,000,000 | 4 | 4 | 4 | 1,234 |" in lines
    assert sum(line.startswith("|") for line in lines) == 2 + len(table.values)
    assert sum(line.startswith("- ") for line in lines) == 4


@pytest.fixture
def quick(monkeypatch, tmp_path):
    """Tiny sizes, and a file of rows in the current folder."""
    monkeypatch.setattr(points, "SIZES", points.QUICK_SIZES)
    monkeypatch.chdir(tmp_path)
    growth.write_rows(tmp_path / points.ROWS, 2_000)


CHEAP = [
    (name, column)
    for name in ("rows", "faces", "frechet")
    for column in growth.TABLES[name].columns
]


@pytest.mark.parametrize(("name", "column"), CHEAP)
def test_every_turn_takes_time(name, column, quick):
    table = growth.TABLES[name]
    turn = table.columns[column](table.quick_values[0])
    assert 0 < turn() < 300


def test_the_file_holds_as_many_rows_as_asked_for(quick):
    assert Path(points.ROWS).stat().st_size == 2_000 * 28 * 28
    rows = points.rows_on_disk(2_000)
    assert rows.shape == (2_000, 28, 28, 1)
    assert len(np.unique(rows)) == 256


def test_made_up_features_are_as_many_as_asked_for(quick):
    chunks = list(points.made_up_features(1_250, 0))
    assert [len(chunk) for chunk in chunks] == [1000, 250]


@pytest.mark.slow
def test_the_quick_version_prints_one_section():
    command = [sys.executable, BENCHMARKS / "growth.py", "--quick"]
    done = subprocess.run(
        [*command, "--tables", "frechet"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.startswith("## Growth\n")
    assert "| 1,000 |" in done.stdout and "Time (streamed)" in done.stdout
