"""Clocks and tables of the benchmarks, what they print, and the page that keeps it."""

import functools
import importlib
import itertools
import json
import subprocess
import sys

import keras
import numpy as np
import pandas as pd
import pytest

import benchmarks.__main__ as runner
from benchmarks import (
    ROOT,
    TITLES,
    cases,
    footprint,
    private_parts,
    saving,
    step_time,
    sweep,
    tables,
    time_to_quality,
    timing,
)

COMMANDS = (*runner.QUESTIONS, "lessons", "score", "score_ageing", "score_photos")
COMMANDS += ("laboratory", "score_zebras", "super_resolution", "translators")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_benchmark_explains_itself(name, monkeypatch, capsys):
    module = importlib.import_module(f"benchmarks.{name}")
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    with pytest.raises(SystemExit) as end:
        module.main()
    assert end.value.code == 0
    out = capsys.readouterr().out
    assert module.__doc__.splitlines()[0] in " ".join(out.split())
    assert ("--quick" in out) == (name in runner.QUESTIONS)


def test_every_file_with_a_command_is_in_the_readme():
    readme = (ROOT / "benchmarks" / "README.md").read_text()
    for path in (ROOT / "benchmarks").glob("[!_]*.py"):
        assert ("def main" in path.read_text()) == (path.stem in COMMANDS), path
        assert path.stem not in COMMANDS or f"| `{path.stem}` |" in readme


def test_the_package_alone_loads_no_tensorflow():
    # The peak memory of a new process is at least what its parent held.
    code = "import sys, benchmarks.footprint, benchmarks.step_time; "
    code += "sys.exit('tensorflow' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


# Clocks -----------------------------------------------------------------------------


def test_works_take_turns_every_other_round_backwards():
    order = []
    works = {name: lambda n=name: order.append(n) for name in "abc"}
    found = timing.in_turns(works, 3)
    assert "".join(order) == "abccbaabc"
    assert [len(times) for times in found.values()] == [3, 3, 3]


def test_ratios_are_those_of_one_round():
    ours = [timing.Spent(1, 4), timing.Spent(4, 2), timing.Spent(9, 9)]
    theirs = [timing.Spent(2, 2), timing.Spent(2, 4), timing.Spent(3, 3)]
    found = timing.ratios(ours, theirs)
    assert found == [(0.5, 2), (2, 0.5), (3, 3)]
    assert timing.median(found) == (2, 2)  # of the medians it would be 2 and 4/3


def test_fits_are_measured_by_the_step(monkeypatch):
    # One takes 2 s a step, the other 0.5 s; both fill turns of 20 s.
    now, turns = [0.0], []
    monkeypatch.setattr(timing.time, "perf_counter", lambda: now[0])

    def fit(seconds, steps):
        turns.append(steps)
        now[0] += seconds * steps

    fits = {seconds: functools.partial(fit, seconds) for seconds in (2, 0.5)}
    found = timing.fits_in_turns(fits, 20, 2)
    assert turns == [3, 10, 3, 10, 10, 40, 40, 10]
    assert {name: timing.median(x).wall for name, x in found.items()} == {
        2: 2,
        0.5: 0.5,
    }


def test_steps_of_a_loop_leave_out_the_first_ones(monkeypatch):
    times = iter([50, 40, 30, 1, 2, 3, 4])  # seconds of each step
    monkeypatch.setattr(timing, "spent", lambda step: timing.Spent(step(), 0))
    monkeypatch.setattr(timing, "WARM_UP", 3)
    assert timing.steps_of(lambda: next(times), 6) == [1, 2, 3]


def test_steps_of_fit_are_those_after_the_first_ones(tiny_gan, tiny_images):
    from gan_utils import training

    gan = tiny_gan()
    found = timing.steps_of_fit(gan, training.batches(tiny_images, batch_size=8), 0)
    steps = int(gan.generator_optimizer.iterations.numpy())
    assert len(found) == steps - timing.WARM_UP >= timing.FEWEST
    assert all(0 < seconds < 60 for seconds in found)


# Tables -----------------------------------------------------------------------------


def test_a_table_formats_numbers_shows_what_is_missing_and_marks_one_row():
    frame = pd.DataFrame(
        {
            "run": ["a", "b"],
            "n": [1000, 2],
            "loss": [0.12345, np.nan],
            "note": ["", "x"],
        }
    )
    lines = tables.markdown(frame, {"n": "{:,}", "loss": "{:.2f}"}, bold="a").split(
        "\n"
    )
    assert lines == [
        "| run | n | loss | note |",
        "| --- | ---: | ---: | ---: |",
        "| **a** | **1,000** | **0.12** |  |",
        "| b | 2 | – | x |",
    ]


def test_several_values_are_told_by_median_and_range():
    assert tables.median_and_range([3, 1, 2.5], "{:.1f}") == "2.5 (1.0–3.0)"
    assert tables.median_and_range([None, 7], "{:.0f}") == "7"
    assert tables.median_and_range([None], "{:.0f}") == "–"


def test_a_row_is_added_or_brought_up_to_date(tmp_path):
    path = tmp_path / "new" / "rows.csv"
    tables.keep(path, {"name": "a", "pace": "x", "value": 1}, "name", "pace")
    tables.keep(path, {"name": "a", "pace": "y", "value": 2}, "name", "pace")
    tables.keep(path, {"name": "a", "pace": "x", "time": 0.5}, "name", "pace")
    assert path.read_text() == "name,pace,value,time\na,x,1,0.5\na,y,2,\n"
    assert tables.read(path)["value"].tolist() == [1, 2]
    assert tables.read(tmp_path / "nothing.csv").empty


# What they print --------------------------------------------------------------------


def test_step_times_are_medians_of_turns_and_ratios_of_the_same_turn():
    def turns(batch, *seconds):
        return [{"batch": batch, "seconds": x, "bytes": 2e9} for x in seconds]

    found = {name: turns(64, 0.1) * 3 for name in TITLES}
    found["dcgan"] = turns(64, 0.02, 0.04, 0.01)
    found["tutorial"] = turns(256, 0.5, 2.0, 0.5)
    lines = step_time.table(found).split("\n")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    # Ratios by turn: 6.25, 12.5, 12.5; those of the medians would give 6.25.
    faster = "12.5 × TensorFlow's tutorial"
    assert ["our dcgan", "64", "0.0200", "3,200", "2,000", faster] in rows
    assert ["TensorFlow's tutorial", "256", "0.5000", "512", "2,000", ""] in rows


def test_a_saving_takes_at_most_a_fiftieth_of_the_time(monkeypatch):
    monkeypatch.setattr(timing, "median", lambda found: timing.Spent(3.0, 1.0))
    row = saving.measure("gan", 1)
    assert row["share of the time"] == 1 / saving.MOST and row["MB"] > 1
    text = "\n".join(saving.section([row], 1))
    assert "| gan |" in text and "at most 2.0% of the time, with gan" in text


def test_adam_in_one_operation_is_compared_with_kerass_own(monkeypatch):
    compared = {}

    def fits_in_turns(fits, seconds, rounds):
        for name, fit in fits.items():
            compared[name] = cases.optimizers_of(fit.__self__.gan)
        return {name: [timing.Spent(1, 1)] for name in fits}

    monkeypatch.setattr(timing, "fits_in_turns", fits_in_turns)
    row = private_parts.adam_row("cgan", 1, 1)
    assert row["recipe"] == "cgan" and row["processor time"] == 1
    for ours, plain in zip(compared["with"], compared["without"], strict=True):
        assert type(plain) is keras.optimizers.Adam is not type(ours)
        kept = ("learning_rate", "beta_1", "use_ema", "ema_momentum")
        ours, plain = ours.get_config(), plain.get_config()
        assert [ours[name] for name in kept] == [plain[name] for name in kept]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory from /proc")
def test_graphs_that_are_not_forgotten_fill_the_memory():
    kept, forgotten = (
        timing.in_new_process("private_parts", "--only", 12, state)["MB"]
        for state in ("kept", "forgotten")
    )
    assert kept > forgotten + 1


def test_footprint_shows_every_pace_with_its_day_and_its_sum():
    costs = {"seconds": 12.3, "peak_mb": 900, "date": "2026-01-02"}
    names = itertools.product(("01_a", "02_b"), ("smoke", "lecture"))
    rows = [{"what": name, "pace": pace} | costs for name, pace in names]
    tests = {"what": "make test", "pace": "smoke", "seconds": 840, "date": "2026-02-03"}
    imports = dict.fromkeys(footprint.IMPORTS, 2.0)
    text = "\n".join(footprint.section(imports, pd.DataFrame([*rows, tests])))
    for pace in ("smoke", "lecture"):
        assert f"| 01_a | {pace} | 12 | 900 | 2026-01-02 |" in text
        assert f"| all notebooks | {pace} | 25 | – |  |" in text
    assert "| make test | smoke | 840 | – | 2026-02-03 |" in text


@pytest.mark.slow
def test_peak_memory_of_a_notebook_is_that_of_its_kernel(tmp_path):
    def notebook(code):
        cell = {"cell_type": "code", "execution_count": None, "id": "a"}
        cell |= {"metadata": {}, "outputs": [], "source": code}
        path = tmp_path / f"{len(code)}.ipynb"
        content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(content))
        return path

    paths = [notebook("1"), notebook("len(bytearray(b'1') * 300_000_000)")]
    small, large = (footprint.notebook_row(path, "smoke") for path in paths)
    assert 200 < large["peak_mb"] - small["peak_mb"] < 400
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        footprint.notebook_row(notebook("1 / 0"), "smoke")


# The page ---------------------------------------------------------------------------

PAGE = "# Results\n\n<!-- one -->\nold\n<!-- end of one -->\n\nby hand\n"


@pytest.fixture
def page(tmp_path, monkeypatch):
    """A page for two questions, and what their commands print and return."""
    path = tmp_path / "results.md"
    path.write_text(PAGE + PAGE.replace("one", "two"))
    printed = {"one": "## One\n\nvalue", "two": "## Two\n\nvalue"}
    codes = dict.fromkeys(printed, 0)

    def run(command, **_):
        name = next(word for word in command if "benchmarks." in word)[11:]
        text = printed[name] + (" quick" if "--quick" in command else "")
        return subprocess.CompletedProcess(command, codes[name], text)

    monkeypatch.setattr(runner, "PAGE", path)
    monkeypatch.setattr(runner, "QUESTIONS", {"one": False, "two": True})
    monkeypatch.setattr(runner.subprocess, "run", run)
    return path, printed, codes


def test_a_measurement_replaces_its_section_and_says_how_it_came_about(page):
    path, *_ = page
    assert runner.main([]) == 0
    first, second, rest = path.read_text().split("<!-- end of ")
    assert "old" not in first + second and "## One\n\nvalue" in first
    last = [line for line in first.splitlines() if line][-1]
    assert last.startswith("`python -m benchmarks.one`, 2")
    assert runner.versions() in last and runner.machine() in last
    assert second.count("by hand") == rest.count("by hand") == 1
    assert "from recorded trainings.\n" in second and runner.machine() not in second


def test_quick_is_passed_on_and_leaves_the_page_alone(page, capsys):
    path, *_ = page
    assert runner.main(["--quick"]) == 0
    assert path.read_text() == PAGE + PAGE.replace("one", "two")
    assert capsys.readouterr().out.count("value quick") == 2


@pytest.mark.parametrize("fault", ["exit code 3", "it printed seconds: 3"])
def test_a_failing_benchmark_is_named_and_the_others_still_run(page, fault, capsys):
    path, printed, codes = page
    if "exit" in fault:
        codes["one"] = 3
    else:
        printed["one"] = "seconds: 3"
    assert runner.main([]) == 1
    assert "FAILED: one" in (err := capsys.readouterr().err) and fault in err
    assert "old\n<!-- end of one -->" in (text := path.read_text())
    assert "## Two" in text


def test_the_real_page_has_a_place_for_every_question():
    text = runner.PAGE.read_text()
    assert all(runner.replace(text, name, "") != text for name in runner.QUESTIONS)


@pytest.mark.parametrize("report", [time_to_quality, sweep])
def test_the_page_tells_what_is_recorded(report):
    section = "\n".join(report.section())
    assert section.strip() in runner.PAGE.read_text()
