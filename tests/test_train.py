import json
import os
import subprocess
import sys

import keras
import numpy as np
import PIL.Image
import pytest

from gan_utils import data, plotting, runs, training
from gan_utils.train import callbacks, recipes
from gan_utils.train import run as command
from gan_utils.train.run import DEFAULT_STEPS, Progress, main, write_results

FILES = {"generator.keras", "history.csv", "samples.png", "film.gif", "run.json"}


@pytest.fixture(autouse=True)
def few_steps_an_epoch(monkeypatch):
    monkeypatch.setattr(command, "STEPS_PER_EPOCH", 2)


def run(recipe, out, *options, name="mnist"):
    return main(
        [recipe, "--data", name, "--source", "sample", "--out", str(out)]
        + ["--batch-size", "16", *options]
    )


@pytest.mark.parametrize(
    ("recipe", "name"),
    [("gan", "mnist"), ("dcgan", "cifar10"), ("cgan", "mnist")],
)
def test_a_recipe_writes_its_whole_folder(recipe, name, tmp_path):
    assert run(recipe, tmp_path / "run", "--steps", "3", name=name) == 0
    written = {path.name for path in (tmp_path / "run").iterdir()}
    assert written >= FILES
    assert not [name for name in written if "part" in name]
    result = json.loads((tmp_path / "run" / "run.json").read_text())
    assert result["finished"] and result["steps"] == 3
    assert result["arguments"]["recipe"] == recipe
    assert result["data"]["source"] == "sample" and len(result["data"]["sha256"]) == 64
    assert result["seconds"] > 0 and result["images_per_second"] > 0
    assert result["versions"]["keras"] == keras.__version__
    steps = [
        int(r["step"]) for r in callbacks.read_record(tmp_path / "run/history.csv")
    ]
    assert steps == [2, 3]
    generator = keras.models.load_model(tmp_path / "run" / "generator.keras")
    size = data.IMAGE_SHAPES[name][0]
    latents = np.zeros((4, generator.inputs[0].shape[-1]), "float32")
    labels = np.arange(4) if recipe == "cgan" else None
    images = training.sample(generator, latents, labels)
    assert images.shape[:3] == (4, size, size)
    with PIL.Image.open(tmp_path / "run" / "film.gif") as film:
        assert film.n_frames >= 3


def test_the_saved_generator_has_the_averaged_weights(tmp_path, monkeypatch):
    seen = []
    write = write_results
    monkeypatch.setattr(
        command, "write_results", lambda gan, *rest: (seen.append(gan), write(gan, *rest))
    )
    run("gan", tmp_path, "--steps", "3")
    saved = keras.models.load_model(tmp_path / "generator.keras").get_weights()
    averaged = seen[0].averaged_generator().get_weights()
    raw = seen[0].generator.get_weights()
    for ours, theirs in zip(saved, averaged, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert any(np.any(a != b) for a, b in zip(saved, raw, strict=True))


def test_a_resumed_run_ends_as_one_that_was_never_interrupted(tmp_path, monkeypatch):
    def pull_the_plug(self, epoch, logs=None):
        if self.model.steps_done == 4:  # after the record, before saving
            raise KeyboardInterrupt

    run("gan", tmp_path / "whole", "--steps", "6")
    with monkeypatch.context() as patch:
        patch.setattr(runs.Clock, "due", lambda clock: True)
        patch.setattr(Progress, "on_epoch_end", pull_the_plug)
        with pytest.raises(KeyboardInterrupt):
            run("gan", tmp_path / "halves", "--steps", "6")
    assert not (tmp_path / "halves" / "generator.keras").exists()
    assert run("gan", tmp_path / "halves", "--steps", "6", "--resume") == 0
    whole, halves = (
        keras.models.load_model(tmp_path / name / "generator.keras").get_weights()
        for name in ("whole", "halves")
    )
    for ours, theirs in zip(whole, halves, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)
    record = callbacks.read_record(tmp_path / "halves" / "history.csv")
    assert [int(row["step"]) for row in record] == [2, 4, 6]


@pytest.mark.parametrize(
    ("file", "damage", "message"),
    [
        ("history.csv", b"step,seconds,d_loss\r\n2,0.5\r\n", "damaged; delete it"),
        ("history.csv", b"epoch,d_loss\r\n1,0.5\r\n", "damaged; delete it"),
        ("history.csv", b"step,seconds\r\n\xff\xfe,x\r\n", "damaged; delete it"),
        ("frames/00000000.png", b"\x89PNG half a frame", "damaged; delete it"),
        ("checkpoint.weights.h5", b"not weights", "damaged or of other networks"),
    ],
)
def test_a_damaged_file_of_a_run_is_named_in_one_line(
    file, damage, message, tmp_path, capsys
):
    run("gan", tmp_path, "--steps", "2")
    (tmp_path / file).write_bytes(damage)
    assert run("gan", tmp_path, "--steps", "4", "--resume") == 1
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith("error: ") and message in error
    assert file.split("/")[-1] in error


def test_a_line_torn_by_a_power_cut_is_written_again(tmp_path):
    run("gan", tmp_path, "--steps", "4")
    record = tmp_path / "history.csv"
    record.write_bytes(record.read_bytes() + b"6,0.")
    assert run("gan", tmp_path, "--steps", "6", "--resume") == 0
    assert [row["step"] for row in callbacks.read_record(record)] == ["2", "4", "6"]


def test_the_learning_rates_fall_to_zero_along_half_a_cosine(tiny_gan):
    gan = tiny_gan()
    anneal = callbacks.Anneal((4.0, 2.0), steps=100)
    anneal.set_model(gan)
    for step, factor in ((0, 1.0), (50, 0.5), (100, 0.0)):
        gan.generator_optimizer.iterations.assign(step)
        anneal.on_epoch_end(0)
        rates = gan.generator_optimizer, gan.discriminator_optimizer
        assert [float(player.learning_rate) for player in rates] == pytest.approx(
            [4 * factor, 2 * factor], abs=1e-6
        )


@pytest.mark.parametrize(("recipe", "last"), [("dcgan", 1.0), ("gan", 0.0)])
def test_rates_fall_to_zero_but_for_the_recipes_that_keep_them(
    recipe, last, tmp_path, monkeypatch
):
    seen = []
    monkeypatch.setattr(command, "write_results", lambda gan, *rest: seen.append(gan))
    assert run(recipe, tmp_path, "--steps", "2") == 0
    first = {"dcgan": (3e-3, 1e-3), "gan": (1e-3, 1e-3)}[recipe]
    players = seen[0].generator_optimizer, seen[0].discriminator_optimizer
    rates = [float(player.learning_rate) for player in players]
    assert rates == pytest.approx([last * rate for rate in first], abs=1e-9)


def test_resume_on_an_empty_folder_starts_from_the_beginning(tmp_path):
    assert run("gan", tmp_path / "run", "--steps", "2", "--resume") == 0


def test_a_finished_run_is_not_overwritten(tmp_path, capsys):
    run("gan", tmp_path, "--steps", "2")
    before = (tmp_path / "generator.keras").read_bytes()
    assert run("gan", tmp_path, "--steps", "2") == 1
    assert "add --resume" in capsys.readouterr().err
    assert (tmp_path / "generator.keras").read_bytes() == before


def test_a_diverging_run_stops_says_why_and_keeps_the_last_good_weights(
    tmp_path, monkeypatch, capsys
):
    def diverging(images, arguments):
        gan = recipes.gan_recipe(images, arguments)
        return recipes.compiled(gan, arguments, rates=(1e30, 1e30))

    monkeypatch.setitem(recipes.RECIPES, "dcgan", diverging)
    assert run("dcgan", tmp_path, "--steps", "50") == 1
    message = capsys.readouterr().err
    assert "lower learning rate" in message and "step 0" in message
    result = json.loads((tmp_path / "run.json").read_text())
    assert not result["finished"] and "diverged" in result["error"]
    weights = keras.models.load_model(tmp_path / "generator.keras").get_weights()
    assert all(np.isfinite(weight).all() for weight in weights)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["stylegan", "--data", "mnist"], "stylegan.*gan.*dcgan.*cgan"),
        (["gan", "--data", "mnits"], "mnits.*mnist.*cifar10"),
        (["gan", "--data", "mnist", "--steps", "0"], "0 must be a number above 0"),
        (["gan", "--data", "mnist", "--minutes", "x"], "x must be a number above 0"),
    ],
)
def test_a_wrong_command_line_names_the_choices(options, message, tmp_path, capsys):
    import re

    with pytest.raises(SystemExit):
        main([*options, "--out", str(tmp_path)])
    assert re.search(message, capsys.readouterr().err, re.DOTALL)


def test_a_batch_larger_than_the_data_is_one_line_of_error(tmp_path, capsys):
    assert run("gan", tmp_path / "run", "--steps", "1", "--batch-size", "9999") == 1
    assert "batch_size=9999 does not fit 1500" in capsys.readouterr().err
    assert not (tmp_path / "run" / "generator.keras").exists()


def test_an_output_folder_that_cannot_be_written_is_one_line_of_error(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert run("gan", tmp_path / "file" / "run", "--steps", "1") == 1
    assert "Cannot write to the folder" in capsys.readouterr().err


def test_minutes_bound_the_training_time(tmp_path):
    assert run("gan", tmp_path, "--minutes", "0.02") == 0
    result = json.loads((tmp_path / "run.json").read_text())
    assert result["finished"] and result["seconds"] >= 1.2
    assert 0 < result["steps"] < DEFAULT_STEPS


def test_the_clock_is_asked_after_every_step(monkeypatch):
    clock = iter([100.0, 105.0, 109.9, 110.0])
    monkeypatch.setattr(callbacks.time, "perf_counter", lambda: next(clock))

    class Model:
        stop_training = False

        class generator_optimizer:
            iterations = 0

    stop = callbacks.StopAt(seconds=15, seconds_before=5)
    stop.set_model(Model)
    stop.on_train_begin()
    stopped = []
    for batch in range(3):
        stop.on_train_batch_end(batch)
        stopped.append(Model.stop_training)
    assert stopped == [False, False, True]


def test_the_module_runs_from_a_shell(tmp_path):
    command = [sys.executable, "-m", "gan_utils.train", "gan", "--data", "mnist"]
    command += ["--source", "sample", "--out", str(tmp_path / "run"), "--steps", "2"]
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    assert "2 steps" in done.stdout


def test_a_film_takes_frames_ever_more_rarely():
    film = plotting.Film(np.zeros((1, 4)), growth=2)
    film.keep(np.zeros((2, 2, 1), "uint8"), 0)
    taken = []
    film.take = lambda step: (taken.append(step), film.steps.append(step))

    class Model:
        class generator_optimizer:
            iterations = 0

    film.set_model(Model)
    for step in range(100, 2001, 100):
        Model.generator_optimizer.iterations = step
        film.on_epoch_end(0)
    assert taken == [100, 200, 400, 800, 1600]


@pytest.fixture
def few_pairs(monkeypatch):
    """Twelve drawn pairs of 32 pixels, so that nothing is downloaded or enlarged."""
    real = recipes.paired_data.facades

    def few(source, image_size):
        return tuple(
            pairs._replace(targets=pairs.targets[:12], sources=pairs.sources[:12])
            for pairs in real("sample", 32)
        )

    monkeypatch.setattr(recipes.paired_data, "facades", few)


def pix2pix(out, *options):
    return main(
        ["pix2pix", "--data", "facades", "--out", str(out), "--base-filters", "4"]
        + ["--steps", "3", *options]
    )


def test_pix2pix_writes_its_whole_folder(tmp_path, few_pairs):
    assert pix2pix(tmp_path / "run") == 0
    assert {path.name for path in (tmp_path / "run").iterdir()} >= FILES
    result = json.loads((tmp_path / "run" / "run.json").read_text())
    assert result["finished"] and result["data"]["source"] == "sample"
    generator = keras.models.load_model(tmp_path / "run" / "generator.keras")
    sources = np.random.default_rng(0).uniform(-1, 1, (2, 32, 32, 3)).astype("float32")
    images = np.asarray(generator(sources))
    assert images.shape == (2, 32, 32, 3) and np.abs(images).max() <= 1
    with PIL.Image.open(tmp_path / "run" / "samples.png") as picture:
        assert picture.size == (2 * (10 * 33 + 1), 2 * (3 * 33 + 1))


def test_pix2pix_resumes_where_it_was_cut_off(tmp_path, few_pairs):
    assert pix2pix(tmp_path / "whole") == 0
    assert pix2pix(tmp_path / "halves", "--steps", "2") == 0
    assert pix2pix(tmp_path / "halves", "--steps", "3", "--resume") == 0
    record = callbacks.read_record(tmp_path / "halves" / "history.csv")
    assert [int(row["step"]) for row in record] == [2, 3]


def test_the_losses_and_the_patch_of_pix2pix_can_be_chosen(tmp_path, few_pairs):
    seen = {}
    make = recipes.pix2pix_recipe

    def spy(pairs, arguments):
        seen["gan"] = make(pairs, arguments)
        return seen["gan"]

    recipes.RECIPES["pix2pix"], before = spy, recipes.RECIPES["pix2pix"]
    try:
        options = ["--loss", "l1", "--patch", "16", "--no-skips"]
        assert pix2pix(tmp_path, *options) == 0
    finally:
        recipes.RECIPES["pix2pix"] = before
    gan = seen["gan"]
    assert (gan.l1_weight, gan.adversarial_weight) == (100, 0)
    assert recipes.models.receptive_field(gan.discriminator) == 16
    assert not [x for x in gan.generator.layers if "concatenate" in x.name]


def test_pix2pix_learns_from_a_folder_of_ones_own(tmp_path):
    (tmp_path / "pairs").mkdir()
    rng = np.random.default_rng(0)
    for i in range(5):
        picture = PIL.Image.fromarray(rng.integers(0, 255, (32, 64, 3), "uint8"))
        picture.save(tmp_path / "pairs" / f"{i}.png")
    command = ["pix2pix", "--data", str(tmp_path / "pairs"), "--image-size", "32"]
    command += ["--out", str(tmp_path / "run"), "--base-filters", "4", "--steps", "2"]
    assert main(command) == 0
    assert (tmp_path / "run" / "generator.keras").exists()


def test_pix2pix_refuses_data_without_pairs(tmp_path, capsys):
    command = ["pix2pix", "--data", "mnist", "--out", str(tmp_path / "run")]
    assert main([*command, "--steps", "2"]) == 1
    assert "needs pairs" in capsys.readouterr().err
    command = ["dcgan", "--data", "facades", "--out", str(tmp_path / "run")]
    assert main([*command, "--steps", "2"]) == 1
    assert "no data set 'facades'" in capsys.readouterr().err
