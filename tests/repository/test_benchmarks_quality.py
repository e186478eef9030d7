"""Curves, judges and the variants of a sweep are what they claim to be."""

import itertools
import json
from types import SimpleNamespace

import keras
import numpy as np
import pytest

from benchmarks import (
    cases,
    curves,
    score,
    score_photos,
    sweep,
    tables,
    timing,
    translators,
)
from benchmarks import time_to_quality as quality
from gan_utils import data, losses, models, training
from gan_utils.train import options

KNOWN = {"steps", "batch_size", "rates", "anneal", "beta_1", "ema", "game", "augment"}


# Curves ----------------------------------------------------------------------------


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    """Three seeds of ours at 0.1 s a step, the tutorial at 0.5 s a step."""
    for name, steps, distances in (
        ("dcgan-0", (100, 200, 400), (90, 40, 9)),
        ("dcgan-1", (100, 200, 400), (80, 55, 8)),
        ("dcgan-2", (100, 200, 400), (70, 70, 7)),
        ("tutorial-0", (100, 2000), (300, 50)),
    ):
        rows = [
            {"step": step, "seconds": 999, "frechet": distance}
            for step, distance in zip(steps, distances, strict=True)
        ]
        tables.write(tmp_path / f"{name}.csv", rows)
    step_seconds = tmp_path / "step_seconds.json"
    step_seconds.write_text(json.dumps({"dcgan": 0.1, "tutorial": 0.5}))
    monkeypatch.setattr(quality, "CURVES", tmp_path)
    monkeypatch.setattr(quality, "STEP_SECONDS", step_seconds)
    return quality.recorded()


def test_looks_grow_and_end_at_the_last_step():
    looks = curves.looks(1000)
    assert looks[0] == curves.FIRST_LOOK and looks[-1] == 1000
    assert np.all(np.diff(looks) > 0)
    assert curves.looks(10) == [10]


def test_goal_is_the_median_time_to_the_tutorials_last_distance(recorded):
    # 50 is reached after 20, 40 and 40 seconds, the tutorial took 1,000.
    assert "| our dcgan | 40 (20–40) | 1/25 |" in "\n".join(quality.goal(recorded))


def test_goal_says_that_a_seed_or_all_seeds_did_not_arrive(recorded):
    recorded["dcgan"][0].loc[1:, "frechet"] = 60
    assert "2 of 3 seeds" in "\n".join(quality.goal(recorded))
    for curve in recorded["dcgan"]:
        curve["frechet"] += 60
    assert "not reached, nearest 67" in "\n".join(quality.goal(recorded))


def test_no_value_is_given_beyond_a_curve_or_before_its_first_look(recorded):
    curve = recorded["dcgan"][0]
    assert quality.value_at(curve, 5, "frechet") is None
    assert quality.value_at(curve, 39, "frechet") == 40
    assert quality.value_at(curve, 60, "frechet") is None


class CountingPeer:
    """A peer whose only weight counts its steps, and which is cut off at one."""

    batch_size, latent_dim, cut_off_at = 1, 1, -1

    def __init__(self):
        self.count = keras.Variable(0.0, dtype="float32")
        self.players = (self,)
        self.state, self.optimizers = self.count, []  # a part, for runs.Run

    def batches(self, images, labels):
        return itertools.repeat((images, labels))

    def step(self, images, labels):
        if self.count == self.cut_off_at:
            raise KeyboardInterrupt
        self.count.assign_add(1)
        return self.count.value, None


def test_a_peer_that_was_cut_off_makes_every_step_once(tmp_path, monkeypatch):
    peer, path = CountingPeer(), tmp_path / "counting-0.csv"
    monkeypatch.setattr(curves, "FIRST_LOOK", 4)
    monkeypatch.setitem(cases.PEERS, "counting", lambda seed: peer)
    judge = {"counting": lambda source: lambda draw: {"steps": float(peer.count)}}
    monkeypatch.setattr(quality, "JUDGES", judge)

    def train():
        quality.train_peer("counting", 6, 0, path, "sample")

    def rows():
        return tables.read(path)[["step", "steps"]].to_numpy().tolist()

    peer.cut_off_at = 5
    with pytest.raises(KeyboardInterrupt):
        train()
    *first, last = rows()
    assert last == [5, 5]
    peer.cut_off_at = -1
    peer.count.assign(99)  # a new process starts with other weights
    train()
    assert rows() == [*first, last, [6, 6]]
    assert not path.with_suffix(".npz").exists()
    peer.count.assign(0)
    train()  # nothing was cut off: from the beginning, in a new file
    assert rows() == [*first, last, [6, 6]]


def test_a_row_without_its_weights_is_not_kept(tmp_path):
    path = tmp_path / "a-0.csv"
    curve = curves.Curve(path, lambda: {"frechet": 1.0})
    for step in (10, 20):
        curve.clock.start()
        curve.look(step)
    assert curves.Curve(path, dict, known_rows=1).steps == 10
    assert curves.Curve(path, dict).steps == 0


# Cases and judges ------------------------------------------------------------------


def test_contestants_are_asked_for_the_same_pictures(monkeypatch):
    monkeypatch.setattr(cases, "N_DIGITS", 20)
    latents, labels = cases.digits_to_draw(100)
    np.testing.assert_array_equal(cases.digits_to_draw(100)[0], latents)
    assert np.bincount(labels).tolist() == [2] * 10
    case = cases.new_case("cgan", "sample")
    expected = training.sample(case.gan.averaged_generator(), latents, labels)
    np.testing.assert_array_equal(case.draw(), expected)


def test_the_judge_of_digits_tells_digits_from_noise(rng):
    judge = score.judge_of_digits("sample")
    digits, _ = data.mnist("sample")
    real, noise = digits.images[:500], rng.uniform(-1, 1, (500, 28, 28, 1))
    found, of_noise = judge(lambda: real), judge(lambda: noise.astype("float32"))
    assert found["frechet"] < 0.1 * of_noise["frechet"]
    assert found["precision"] > 0.5 > of_noise["precision"]
    assert found["classes"] == 10 and found["label_accuracy"] < 0.3
    assert set(found) == set(of_noise) <= set(score.MEASURES)


def test_the_judge_of_facades_reads_plans_from_photos():
    judge, (_, test) = score.judge_of_facades("sample", 32), data.facades("sample", 32)
    found, negative = judge(lambda: test.targets), judge(lambda: -test.targets)
    assert found["l1"] == 0 and found["ssim"] == pytest.approx(1, abs=1e-5)
    assert found["pixel_accuracy"] > negative["pixel_accuracy"]
    larger = judge(lambda: test.targets.repeat(2, axis=1).repeat(2, axis=2))
    assert larger["mean_iou"] == pytest.approx(found["mean_iou"])


def test_a_measure_that_a_run_has_not_is_a_dash():
    rows = {"real": {"frechet": 0.51, "label_accuracy": 0.9921}}
    rows |= {"a": {"frechet": 3.14, "label_accuracy": np.nan}}
    assert score.table(rows).endswith("| real | 0.992 | 0.5 |\n| a | – | 3.1 |")


# Variants --------------------------------------------------------------------------


def config_of(gan):
    """Rates of both players, and β₁ and average of G."""
    g, d = (optimizer.get_config() for optimizer in cases.optimizers_of(gan))
    ema = g["ema_momentum"] if g["use_ema"] else None
    return (g["learning_rate"], d["learning_rate"]), g["beta_1"], ema


def test_the_sweep_of_the_dcgan_starts_from_its_networks():
    for ours, recipes in (
        (sweep.new_generator, models.dcgan_generator),
        (sweep.new_discriminator, models.dcgan_discriminator),
    ):
        weights = []
        for new in (ours, recipes):
            keras.utils.set_random_seed(3)
            weights.append(new().get_weights())
        for a, b in zip(*weights, strict=True):
            np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("recipe", sweep.VARIANTS)
def test_without_a_change_a_variant_is_the_recipe(recipe):
    plain = cases.new_case(recipe, "sample", seed=1)
    changes = sweep.VARIANTS[recipe]["the recipe"]
    case, steps = sweep.new_variant(recipe, changes, "sample", seed=1)
    assert config_of(case.gan) == config_of(plain.gan)
    assert (case.batch_size, steps) == (plain.batch_size, sweep.STEPS)
    assert case.gan.game == plain.gan.game
    assert type(case.gan.generator_optimizer) is type(plain.gan.generator_optimizer)


def test_a_variant_has_its_change():
    def variant(recipe="cgan", **changes):
        return sweep.new_variant(recipe, changes, "sample")

    rates, beta_1, ema = config_of(variant()[0].gan)
    assert config_of(variant(ema=None, beta_1=0.0)[0].gan) == (rates, 0.0, None)
    assert config_of(variant(rates=(0.5, 0.25))[0].gan) == ((0.5, 0.25), beta_1, ema)
    falling = variant(anneal=True, steps=100)[0].gan.discriminator_optimizer
    falling.iterations.assign(50)
    assert float(falling.learning_rate) == pytest.approx(rates[1] / 2)
    case, steps = variant(batch_size=7, steps=9, game=losses.hinge)
    assert case.gan.game == losses.hinge
    assert (next(iter(case.stream))[0].shape[0], steps) == (7, 9)
    gan = variant("dcgan", filters=8, refine=False, normalise="spectral", r1=1)[0].gan
    names = {type(layer).__name__ for layer in gan.discriminator.layers}
    assert "SpectralNormalization" in names and "BatchNormalization" not in names
    assert len(gan.generator.layers) == len(models.dcgan_generator().layers) - 3
    assert gan.penalty is not None


def test_every_change_of_a_sweep_is_one_that_is_known():
    for recipe, variants in sweep.VARIANTS.items():
        changes = set().union(*variants.values())
        networks = {"r1"} | sweep.OF_G | sweep.OF_D if recipe == "dcgan" else set()
        assert changes <= KNOWN | networks
        assert "the recipe" in tables.read(sweep.path_of(recipe))["variant"].tolist()


def test_a_variant_takes_the_median_of_its_rounds_times_its_steps(
    tmp_path, monkeypatch
):
    found = {
        "it": [timing.Spent(seconds, 1) for seconds in (3, 5, 2)],
        "ours": [timing.Spent(seconds, 1) for seconds in (1, 1, 1)],
    }
    monkeypatch.setattr(sweep, "RESULTS", tmp_path)
    monkeypatch.setattr(sweep, "fits_in_turns", lambda *_: found)
    sweep.clock("cgan", ["batch 128, half the steps"], seconds=1, rounds=3)
    assert tables.read(sweep.path_of("cgan"))["time"].tolist() == [1.5]


def test_the_best_variant_comes_first_and_the_recipe_stands_out(tmp_path, monkeypatch):
    monkeypatch.setattr(sweep, "RESULTS", tmp_path)
    for name, value in {"the recipe": 0.5, "worse": 0.4, "better": 0.6}.items():
        sweep.keep("pix2pix", name, pixel_accuracy=value, mean_iou=0.25)
        sweep.keep("cgan", name, frechet=value, label_accuracy=0.25)
    _, _, best, recipe, _ = sweep.table("pix2pix").splitlines()
    assert best.startswith("| better |")
    assert recipe == "| **the recipe** | **0.500** | **0.250** |"
    assert sweep.table("cgan").splitlines()[2].startswith("| worse | 0.4 |")


# Aged photographs -------------------------------------------------------------------


def test_each_group_is_told_how_much_younger_and_older_it_became():
    faces = SimpleNamespace(
        ages=np.array([10, 50, 50]),
        genders=np.array([0, 1, 1]),
        ethnicities=np.array([0, 0, 1]),
        ethnicity_names=("one", "other", "nobody"),
    )
    # Judged: the photo itself, then three targets.
    years = np.array([[10, 9, 20, 40], [50, 30, 40, 60], [48, 40, 45, 50]])
    table = score_photos.table_by_group(faces, years).set_index("group")
    assert table.loc["all", "people"] == 3 and "nobody" not in table.index
    assert list(table.loc["gender 1", ["change", "younger", "older"]]) == [20, -14, 6]
    assert list(table.loc["0 to 17 years", ["change", "older"]]) == [31, 30]


def test_the_table_of_light_tells_contrast_and_dark_edges_of_each_age():
    dark_edges = np.ones((1, 8, 8, 3))
    dark_edges[:, :, [0, -1]] = -1  # two of eight columns: contrast √(1 − ½²)
    grey = np.zeros((1, 8, 8, 3))
    pictures = np.concatenate([dark_edges, grey])
    faces = SimpleNamespace(ages=np.array([20, 70]), images=lambda rows: pictures[rows])
    table = score_photos.table_of_light(faces, edge=2).set_index("years")
    assert list(table.index) == ["18 to 24", "65 to 79"]
    assert table.loc["18 to 24", "contrast"] == pytest.approx(0.75**0.5)
    assert list(table["dark edge %"]) == [50, 0]


# Long runs of Pix2Pix's variants ---------------------------------------------------


def test_all_variants_of_pix2pix_train_equally_long_and_differ(monkeypatch, tmp_path):
    commands = []
    monkeypatch.setattr(
        translators.subprocess, "run", lambda command, check: commands.append(command)
    )
    translators.train(tmp_path, 7)
    runs = [options.parse(command[3:]) for command in commands]
    assert len({chosen for _, chosen, _ in runs}) == len(translators.VARIANTS)
    assert {run.steps for *_, run in runs} == {7}
    assert all(run.resume and run.source == "real" for *_, run in runs)
