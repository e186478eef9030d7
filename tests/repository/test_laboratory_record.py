"""Records of notebooks: 09 by the clock and kept once, 02 with other seeds."""

from types import SimpleNamespace

import numpy as np
import pytest
from nbformat import v4

from benchmarks import laboratory, lessons, tables
from gan_utils.laboratory import clock, grid


class SteadyModel:
    """A model whose steps take half a second each, but the first takes 60."""

    def __init__(self, monkeypatch):
        self.now, self.stop_training = 0.0, False
        monkeypatch.setattr(clock.time, "process_time", lambda: self.now)

    def fit(self, batches, callbacks, **_):
        """Steps until a callback ends it."""
        self.now += 60
        while not self.stop_training:
            callbacks[0].on_train_batch_end(0)
            self.now += 0.5


def test_a_step_is_timed_without_the_first(monkeypatch):
    model = SteadyModel(monkeypatch)
    made = SimpleNamespace(model=model, batch_size=2)
    monkeypatch.setattr(clock.EqualTime, "model", model, raising=False)
    assert laboratory.seconds_a_step(made, np.zeros((4, 2)), 3.0) == 0.5


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Both files of a record of 0.006 s on the grid; a step takes 1 ms."""
    games = tmp_path / "games.csv"
    monkeypatch.setattr(laboratory, "GAMES", games)
    monkeypatch.setattr(laboratory, "STEPS", tmp_path / "steps.csv")
    monkeypatch.setitem(laboratory.SECONDS, "grid", 0.006)
    row = {"data": "grid", "contestant": "non-saturating", "step_ms": 1.0}
    tables.write(tmp_path / "steps.csv", [row])
    return games


def test_everyone_gets_the_steps_that_fit_the_time(kept):
    assert laboratory.steps_in_time("grid", "non-saturating") == 6
    for kind, name in (("grid", "VAE"), ("digits", "non-saturating")):
        with pytest.raises(ValueError, match="run `clock`"):
            laboratory.steps_in_time(kind, name)


def test_a_training_is_looked_at_twice_and_kept_once(kept, monkeypatch):
    monkeypatch.setattr(laboratory, "values_of", lambda kind: grid.grid_points(512))
    laboratory.train(["grid"], ["non-saturating"], (3,))
    rows = tables.read(kept)
    assert list(rows.steps) == [3, 6]
    assert list(rows.seconds) == [0.003, 0.006]
    assert set(rows.seed) == {3}
    monkeypatch.setattr(laboratory, "train_one", None)  # a call of it would fail
    laboratory.train(["grid"], ["non-saturating"], (3,))
    assert tables.read(kept).equals(rows)


def test_notebook_02_runs_with_another_seed_and_without_photographs(tmp_path):
    path = tmp_path / "notebook.ipynb"
    cells = [
        v4.new_code_cell("SEED = 1  # @param\nrun = [SEED]"),
        v4.new_markdown_cell("### Colour: CIFAR-10\nphotographs"),
        v4.new_code_cell("run.append('photographs')"),
        v4.new_markdown_cell("No new part."),
        v4.new_code_cell("run.append('more photographs')"),
        v4.new_markdown_cell("### Walking"),
        v4.new_code_cell("run.append('walk')"),
    ]
    path.write_text(v4.writes(v4.new_notebook(cells=cells)))
    assert lessons.notebook_values(path, seed=7)["run"] == [7, "walk"]


def test_a_notebook_whose_seed_is_not_found_is_refused(tmp_path):
    path = tmp_path / "notebook.ipynb"
    cells = [v4.new_code_cell("SEED = 0")]
    path.write_text(v4.writes(v4.new_notebook(cells=cells)))
    with pytest.raises(ValueError, match="SEED = 1"):
        lessons.notebook_values(path, seed=7)
