"""The recipes from a shell: what each writes, resumes, refuses and leaves behind."""

import csv
import json
import subprocess
import sys
from dataclasses import replace

import keras
import numpy as np
import PIL.Image
import pytest
from tensorflow.python.framework import config

from gan_utils import data, frozen_features, runs
from gan_utils.faces import identity
from gan_utils.train import recipes, trainer
from gan_utils.train.recipe import Recipe
from gan_utils.train.trainer import main

FILES = {"generator.keras", "history.csv", "samples.png", "film.gif", "run.json"}
# Small enough for tests; the shape of what the generator takes and gives.
SMALL = {
    "gan": ["--data", "mnist"],
    "dcgan": ["--data", "cifar10"],
    "cgan": ["--data", "mnist"],
    "pix2pix": ["--data", "facades", "--base-filters", "4", "--image-size", "32"],
    "age_cgan": ["--data", "utkface", "--base-filters", "4", "--image-size", "32"]
    + ["--encoder-steps", "2"],
    "ipcgan": ["--data", "utkface", "--base-filters", "4", "--image-size", "32"]
    + ["--classifier-steps", "2"],
    "paired_ageing": ["--data", "drawn_people", "--base-filters", "4"]
    + ["--image-size", "32"],
    "photo_ageing": ["--data", "utkface", "--base-filters", "4"]
    + ["--image-size", "32", "--critic-steps", "2"],
    "super_resolution": ["--data", "people_of_nobody", "--base-filters", "4"]
    + ["--image-size", "32", "--pixel-steps", "2"],
    "cyclegan": ["--data", "emoji", "--base-filters", "4"],
    "one_way": ["--data", "horse2zebra", "--base-filters", "4"]
    + ["--image-size", "64", "--crop", "32"],
    "music": ["--data", "chorales", "--width", "8"],
    "text_to_image": ["--data", "tiles", "--base-filters", "4"],
}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Two steps an epoch, few pictures, small networks for those of others."""
    facades, faces = data.facades, data.utkface

    def few_pairs(source, image_size):
        return tuple(
            pairs._replace(targets=pairs.targets[:12], sources=pairs.sources[:12])
            for pairs in facades("sample", image_size)
        )

    def few_faces(source, image_size):
        parts = faces("sample", image_size)
        return tuple(part.select(np.arange(0, len(part.ages), 7)) for part in parts)

    def features(n_maps):
        images = keras.Input((None, None, 3))
        maps = [keras.layers.AveragePooling2D(4)(images)]
        for _ in range(n_maps - 1):
            maps.append(keras.layers.AveragePooling2D(2)(maps[-1]))
        return keras.Model(images, maps)

    def embedding():
        whole = keras.layers.GlobalAveragePooling2D()
        return keras.Sequential([keras.Input((None, None, 3)), whole])

    monkeypatch.setattr(frozen_features, "feature_network", lambda: features(4))
    monkeypatch.setattr(identity, "identity_network", embedding)
    monkeypatch.setattr(trainer, "STEPS_PER_EPOCH", 2)
    monkeypatch.setattr(data, "facades", few_pairs)
    monkeypatch.setattr(data, "utkface", few_faces)


@pytest.fixture
def built(monkeypatch):
    """The GANs that were built."""
    gans, build = [], Recipe.build

    def remember(*arguments, **options):
        gans.append(build(*arguments, **options))
        return gans[-1]

    monkeypatch.setattr(Recipe, "build", remember)
    return gans


def run(recipe, out, *options):
    command = [recipe, *SMALL[recipe], "--source", "sample", "--out", str(out)]
    return main([*command, "--batch-size", "8", *options])


def steps_of(folder):
    with open(folder / "history.csv", newline="") as file:
        return [int(row["step"]) for row in csv.DictReader(file)]


def result_of(folder):
    return json.loads((folder / "run.json").read_text())


def load(folder, name="generator"):
    return keras.models.load_model(folder / f"{name}.keras")


def kept_in(folder):
    """All that a run keeps but the time that it took."""
    with np.load(folder / "run.npz") as file:
        return {name: file[name] for name in file if name != "history_seconds"}


def inputs_of(generator):
    """Two of each input of a generator: numbers, and labels 0 and 1."""
    rng = np.random.default_rng(0)
    inputs = [
        rng.uniform(-1, 1, (2, *(side or 8 for side in tensor.shape[1:]))).astype(
            "float32"
        )
        if tensor.shape[1:]
        else np.arange(2)
        for tensor in generator.inputs
    ]
    return inputs if len(inputs) > 1 else inputs[0]


@pytest.mark.parametrize("recipe", recipes.RECIPES)
def test_a_recipe_writes_its_whole_folder_and_goes_on_with_it(recipe, tmp_path):
    assert run(recipe, tmp_path, "--steps", "3") == 0
    helper = [path.read_bytes() for path in tmp_path.glob("encoder.npz")]
    assert run(recipe, tmp_path, "--steps", "5", "--resume") == 0
    written = {path.name for path in tmp_path.iterdir()}
    assert written >= FILES and not [name for name in written if "part" in name]
    assert steps_of(tmp_path) == [2, 3, 5]
    result = result_of(tmp_path)
    assert result["finished"] and result["steps"] == 5
    assert result["arguments"]["recipe"] == recipe
    assert (
        result["data"]["found_in"] == "sample" and len(result["data"]["sha256"]) == 64
    )
    assert result["seconds"] > 0 and result["images_per_second"] > 0
    assert result["versions"]["keras"] == keras.__version__
    generator = load(tmp_path)
    images = generator(inputs_of(generator))
    images = np.asarray(images[0] if recipe == "cyclegan" else images)  # of there, back
    shapes = {"gan": (2, 28, 28), "cgan": (2, 28, 28), "music": (2, 32, 48)}
    shapes["one_way"] = (2, 8, 8)  # it draws pictures of any size
    assert images.shape[:3] == shapes.get(recipe, (2, 32, 32))
    assert np.abs(images).max() <= 1
    with PIL.Image.open(tmp_path / "film.gif") as film:
        assert film.n_frames >= 3
    if recipe == "pix2pix":
        with PIL.Image.open(tmp_path / "samples.png") as picture:
            assert picture.size == (2 * (10 * 33 + 1), 2 * (3 * 33 + 1))
    if recipe == "age_cgan":
        assert result["ages"] == [8, 20, 35, 50, 70]
        assert load(tmp_path, "encoder")(images).shape == (2, 100)
        assert result["encoder_loss"] > 0
        assert helper != [(tmp_path / "encoder.npz").read_bytes()]  # of the new G
    if recipe == "photo_ageing":
        assert result["ages"] == [8, 20, 35, 50, 70]
        critic = load(tmp_path, "age_critic")
        assert critic(np.zeros((2, 32, 32, 3), "float32")).shape == (2, 81)
    if recipe == "ipcgan":
        assert result["groups"] == list(data.IPCGAN_GROUPS)
        assert load(tmp_path, "age_classifier")(images).shape == (2, 5)


def test_the_saved_generator_has_the_averaged_weights(tmp_path, built):
    run("gan", tmp_path, "--steps", "3")
    saved, raw = load(tmp_path).get_weights(), built[0].generator.get_weights()
    averaged = built[0].averaged_generator().get_weights()
    for ours, theirs in zip(saved, averaged, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert any(np.any(a != b) for a, b in zip(saved, raw, strict=True))


@pytest.fixture
def afterwards_not_deterministic():
    """While operations are deterministic, Keras compiles nothing with XLA."""
    yield
    config.disable_op_determinism()  # TensorFlow exports only the way there


@pytest.mark.parametrize("recipe", ["gan", "dcgan"])
def test_a_resumed_run_ends_as_one_that_was_never_interrupted(
    recipe, tmp_path, monkeypatch, afterwards_not_deterministic
):
    def pull_the_plug(run):
        if run.epoch == 2:  # after the history, before saving
            raise KeyboardInterrupt
        return True

    options = ("--steps", "6", "--deterministic")
    run(recipe, tmp_path / "whole", *options)
    with monkeypatch.context() as patch:
        patch.setattr(runs.Run, "due", pull_the_plug)
        with pytest.raises(KeyboardInterrupt):
            run(recipe, tmp_path / "halves", *options)
    assert not (tmp_path / "halves" / "generator.keras").exists()
    assert steps_of(tmp_path / "halves") == [2]
    assert run(recipe, tmp_path / "halves", *options, "--resume") == 0
    whole, halves = kept_in(tmp_path / "whole"), kept_in(tmp_path / "halves")
    assert whole.keys() == halves.keys() and len(whole["history_frame"]) == 4
    for name, value in whole.items():
        np.testing.assert_array_equal(halves[name], value, err_msg=name)
    assert steps_of(tmp_path / "halves") == [2, 4, 6]


def test_a_finished_run_is_not_trained_again_and_not_overwritten(tmp_path, capsys):
    run("gan", tmp_path, "--steps", "2")
    before = (tmp_path / "run.npz").read_bytes()
    assert run("gan", tmp_path, "--steps", "2") == 1
    assert "add --resume" in capsys.readouterr().err
    (tmp_path / "generator.keras").unlink()
    assert run("gan", tmp_path, "--steps", "2", "--resume") == 0
    assert (tmp_path / "run.npz").read_bytes() == before
    assert (tmp_path / "generator.keras").exists()


@pytest.mark.parametrize(
    ("recipe", "file"), [("gan", "run.npz"), ("ipcgan", "age_classifier.npz")]
)
def test_a_damaged_file_of_a_run_is_named_in_one_line(recipe, file, tmp_path, capsys):
    run(recipe, tmp_path, "--steps", "2")
    (tmp_path / file).write_bytes(b"PK\x03\x04 half a file")
    assert run(recipe, tmp_path, "--steps", "4", "--resume") == 1
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith("error: ") and f"{file} is not a whole file" in error


@pytest.mark.parametrize(
    ("option", "value", "changed"),
    [("--seed", "5", "seed"), ("--data", "fashion_mnist", "data")],
)
def test_a_run_with_other_options_or_data_is_not_gone_on_with(
    option, value, changed, tmp_path, capsys
):
    run("gan", tmp_path, "--steps", "2")
    assert run("gan", tmp_path, "--steps", "4", "--resume", option, value) == 1
    assert f"of a training with another {changed}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("recipe", "first", "factors"), [("dcgan", 3e-3, (1, 1)), ("gan", 1e-3, (0.5, 0))]
)
def test_rates_fall_to_zero_but_for_the_recipes_that_keep_them(
    recipe, first, factors, tmp_path, monkeypatch
):
    rates = []
    monkeypatch.setattr(
        runs.Run,
        "due",
        lambda run: rates.append(float(run.model.generator_optimizer.learning_rate)),
    )
    assert run(recipe, tmp_path, "--steps", "4") == 0
    assert rates == pytest.approx([first * factor for factor in factors], abs=1e-9)


def test_a_diverging_run_stops_says_why_and_keeps_the_last_good_weights(
    tmp_path, monkeypatch, capsys
):
    diverging = replace(recipes.RECIPES["gan"], rates=(1e30, 1e30))
    monkeypatch.setitem(recipes.RECIPES, "gan", diverging)
    assert run("gan", tmp_path, "--steps", "50") == 1
    message = capsys.readouterr().err
    assert "lower learning rate" in message and "step 0" in message
    assert not result_of(tmp_path)["finished"]
    assert "diverged" in result_of(tmp_path)["error"]
    assert all(np.isfinite(weight).all() for weight in load(tmp_path).get_weights())


def test_a_batch_larger_than_the_data_is_one_line_of_error(tmp_path, capsys):
    assert run("gan", tmp_path / "run", "--steps", "1", "--batch-size", "9999") == 1
    assert "batch_size=9999 does not fit 1500" in capsys.readouterr().err
    assert not (tmp_path / "run" / "generator.keras").exists()


def test_an_output_folder_that_cannot_be_written_is_one_line_of_error(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert run("gan", tmp_path / "file" / "run", "--steps", "1") == 1
    assert "Cannot write to the folder" in capsys.readouterr().err


def test_minutes_bound_the_training_time_of_all_parts_together(tmp_path, monkeypatch):
    monkeypatch.setattr(trainer, "STEPS_PER_EPOCH", 10**6)
    assert run("gan", tmp_path, "--minutes", "0.02") == 0
    first = result_of(tmp_path)
    assert first["finished"] and first["seconds"] >= 1.2
    assert 0 < first["steps"] < trainer.DEFAULT_STEPS
    assert run("gan", tmp_path, "--minutes", "0.02", "--resume") == 0
    assert result_of(tmp_path)["steps"] == first["steps"]
    longer = str(first["seconds"] / 60 + 0.05)
    assert run("gan", tmp_path, "--minutes", longer, "--resume") == 0
    assert result_of(tmp_path)["steps"] > first["steps"]


def test_the_module_runs_from_a_shell(tmp_path):
    command = [sys.executable, "-m", "gan_utils.train", "gan", "--data", "mnist"]
    command += ["--source", "sample", "--out", str(tmp_path / "run"), "--steps", "2"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "2 steps" in done.stdout


def test_pix2pix_learns_from_a_folder_of_ones_own(tmp_path, rng):
    (tmp_path / "pairs").mkdir()
    for i in range(5):
        picture = PIL.Image.fromarray(rng.integers(0, 255, (32, 64, 3), "uint8"))
        picture.save(tmp_path / "pairs" / f"{i}.png")
    options = ("--data", str(tmp_path / "pairs"), "--batch-size", "4", "--steps", "2")
    assert run("pix2pix", tmp_path / "run", *options) == 0
    assert (tmp_path / "run" / "generator.keras").exists()
