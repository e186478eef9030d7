"""Curves of quality and sweeps: what they say follows from what was recorded."""

import csv
import itertools
import json
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import facade_quality  # noqa: E402
import quality_curves  # noqa: E402
import recipe_sweep  # noqa: E402
import sweep  # noqa: E402
import time_to_quality as quality  # noqa: E402

from gan_utils import command_line, data, models, paired_data, recipes  # noqa: E402


def write_curve(folder, name, rows):
    """Writes a recorded curve of (step, frechet) pairs."""
    with (folder / f"{name}.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["step", "seconds", "frechet", "sure", "label_accuracy"])
        writer.writerows([step, 999, frechet, 0.5, 0.1] for step, frechet in rows)


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    """Three seeds of ours at 0.1 s a step, the tutorial at 0.5 s a step."""
    curves = tmp_path / "curves"
    curves.mkdir()
    write_curve(curves, "dcgan-0", [(100, 90), (200, 40), (400, 9)])
    write_curve(curves, "dcgan-1", [(100, 80), (200, 55), (400, 8)])
    write_curve(curves, "dcgan-2", [(100, 70), (200, 70), (400, 7)])
    write_curve(curves, "tutorial-0", [(100, 300), (2000, 50)])
    step_seconds = tmp_path / "step_seconds.json"
    step_seconds.write_text(json.dumps({"dcgan": 0.1, "tutorial": 0.5}))
    monkeypatch.setattr(quality, "CURVES", curves)
    monkeypatch.setattr(quality, "STEP_SECONDS", step_seconds)
    return quality.recorded()


def test_looks_grow_and_end_at_the_last_step():
    looks = quality_curves.looks(1000)
    assert looks[0] == quality_curves.FIRST_LOOK and looks[-1] == 1000
    assert np.all(np.diff(looks) > 0)
    assert quality_curves.looks(10) == [10]


def test_seconds_are_steps_times_the_quiet_step(recorded):
    assert [row["quiet"] for row in recorded["dcgan"][0]] == [10, 20, 40]
    assert recorded["tutorial"][0][-1]["quiet"] == 1000


def test_goal_is_the_median_time_to_the_tutorials_last_distance(recorded):
    # 50 is reached after 20, 40 and 40 seconds, the tutorial took 1,000.
    row = next(row for row in quality.goal(recorded) if "our dcgan" in row)
    assert row == "| our dcgan | 40 (20–40) | 1/25 |"


def test_goal_says_that_a_seed_or_all_seeds_did_not_arrive(recorded):
    recorded["dcgan"][0].pop()
    recorded["dcgan"][0][-1]["frechet"] = 60
    assert "2 of 3 seeds" in "\n".join(quality.goal(recorded))
    for rows in recorded["dcgan"]:
        for row in rows:
            row["frechet"] += 60
    assert "not reached, nearest 67" in "\n".join(quality.goal(recorded))


def test_no_value_is_given_beyond_a_curve_or_before_its_first_look(recorded):
    rows = recorded["dcgan"][0]
    assert quality.value_at(rows, 5, "frechet") is None
    assert quality.value_at(rows, 39, "frechet") == 40
    assert quality.value_at(rows, 60, "frechet") is None


class CountingPeer:
    """A peer whose only weight counts its steps, and which is cut off at one."""

    batch_size, latent_dim, cut_off_at = 1, 1, -1

    def __init__(self, seed):
        self.count = keras.Variable(0.0, dtype="float32")
        self.players = (self,)
        self.state, self.optimizers = self.count, []  # a part, for runs.Run

    def batches(self, images, labels):
        return itertools.repeat((images, labels))

    def draw(self, latents, labels):
        return np.zeros((1, 28, 28, 1))

    def step(self, images, labels):
        if self.count == self.cut_off_at:
            raise KeyboardInterrupt
        self.count.assign_add(1)
        return self.count.value, None


def test_a_peer_that_was_cut_off_makes_every_step_once(tmp_path, monkeypatch):
    peer = CountingPeer(0)
    monkeypatch.setattr(quality.peers, "PEERS", {"counting": lambda seed: peer})
    monkeypatch.setattr(quality_curves, "FIRST_LOOK", 4)
    monkeypatch.setattr(
        quality,
        "judge_of_digits",
        lambda: lambda draw, latent_dim: {"steps": float(peer.count)},
    )
    path, (digits, _) = tmp_path / "counting-0.csv", data.mnist("sample")

    def train():
        quality.train_peer("counting", 6, 0, path, digits)

    def rows():
        return [
            (int(r["step"]), float(r["steps"])) for r in csv.DictReader(path.open())
        ]

    peer.cut_off_at = 5
    with pytest.raises(KeyboardInterrupt):
        train()
    *first, last = rows()
    assert last == (5, 5)
    peer.cut_off_at = -1
    peer.count.assign(99)  # a new process starts with other weights
    train()
    assert rows() == [*first, last, (6, 6)]
    assert not path.with_suffix(".npz").exists()
    peer.count.assign(0)
    train()  # nothing was cut off: from the beginning, in a new file
    assert rows() == [*first, last, (6, 6)]


def test_a_row_without_its_weights_is_not_kept(tmp_path):
    path = tmp_path / "a-0.csv"
    curve = quality_curves.Curve(path, lambda: {"frechet": 1.0})
    for step in (10, 20):
        curve.start()
        curve.look(step)
    assert quality_curves.Curve(path, dict, known_rows=1).steps == 10
    assert quality_curves.Curve(path, dict).steps == 0


# Sweeps ----------------------------------------------------------------------------


def shapes(model):
    """Shapes of the weights, in order."""
    return [tuple(weight.shape) for weight in model.weights]


def optimizers_of(gan):
    """Rates of both players, β₁, and how slowly the average follows."""
    g, d = gan.generator_optimizer, gan.discriminator_optimizer
    rates = (float(g.learning_rate), float(d.learning_rate))
    return rates, g.beta_1, g.ema_momentum if g.use_ema else None


def test_the_sweep_of_the_dcgan_starts_from_its_recipe():
    generator = sweep.new_generator(sweep.RECIPE)
    discriminator = sweep.new_discriminator(sweep.RECIPE)
    assert shapes(generator) == shapes(models.dcgan_generator())
    assert shapes(discriminator) == shapes(models.dcgan_discriminator())
    arguments = command_line.parse(["dcgan", "--data", "mnist", "--out", "x"])
    gan = recipes.dcgan_recipe(data.mnist("sample")[0], arguments)
    rates, beta_1, ema = optimizers_of(gan)
    assert rates == pytest.approx(sweep.RECIPE["rates"])
    assert (beta_1, ema) == (sweep.RECIPE["beta_1"], sweep.RECIPE["ema"])
    assert arguments.batch_size == sweep.RECIPE["batch_size"]
    assert gan.game == sweep.RECIPE["game"]


@pytest.mark.parametrize("recipe", recipe_sweep.OPTIONS)
def test_the_other_sweeps_start_from_their_recipes(recipe):
    arguments = command_line.parse(recipe_sweep.OPTIONS[recipe])
    images = {
        "cgan": lambda: data.mnist("sample")[0],
        "pix2pix": lambda: paired_data.facades("sample", arguments.image_size)[0],
    }[recipe]()
    rates, _, ema = optimizers_of(recipes.RECIPES[recipe](images, arguments))
    assert rates == pytest.approx(recipe_sweep.RATES[recipe])
    assert ema == recipe_sweep.EMA[recipe]


def test_every_change_of_a_sweep_is_one_that_training_knows():
    for changes in sweep.VARIANTS.values():
        assert set(changes) <= set(sweep.RECIPE) | {"steps"}
    known = {"seed", "anneal", "game", "rates", "ema", "batch_size", "steps", "augment"}
    for variants in recipe_sweep.VARIANTS.values():
        assert set().union(*variants.values()) <= known


def test_a_variant_takes_the_median_of_its_turns_over_those_of_the_recipe(
    tmp_path, monkeypatch
):
    recipe, variant = iter([10, 10, 20]), iter([30, 50, 40])

    def new_turn(changes, images):
        return lambda seconds: next(variant if changes else recipe)

    monkeypatch.setattr(sweep, "new_turn", new_turn)
    monkeypatch.setattr(sweep, "TIMES", tmp_path / "times.json")
    sweep.measure_times(["another seed"], seconds=1, rounds=3)
    assert json.loads(sweep.TIMES.read_text()) == {"another seed": 3}  # 3, 5, 2


@pytest.mark.slow
def test_a_turn_of_a_variant_trains_it():
    images = data.mnist("sample")[0].images
    for changes in ({"r1": 1.0}, {"kind": sweep.OnePassGAN}):
        assert sweep.new_turn(changes, images)(0.01) > 0


@pytest.mark.slow
def test_the_clock_of_facades_measures_a_step_of_both(tmp_path, monkeypatch):
    monkeypatch.setattr(facade_quality, "STEP_SECONDS", tmp_path / "seconds.json")
    facade_quality.measure_steps(seconds=0.01, rounds=1)
    found = json.loads(facade_quality.STEP_SECONDS.read_text())
    assert found.keys() == facade_quality.NAMES.keys()
    assert all(seconds > 0 for seconds in found.values())
