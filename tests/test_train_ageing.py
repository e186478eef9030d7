"""The recipes of the ageing notebooks from the shell, on a few drawn faces."""

import json

import keras
import numpy as np
import pytest

from gan_utils import data
from gan_utils.train import callbacks, recipes
from gan_utils.train import run as command
from gan_utils.train.options import parse
from gan_utils.train.run import main


@pytest.fixture(autouse=True)
def few_faces(monkeypatch):
    sample = data.sample_faces

    def few(source, image_size):
        parts = sample(image_size)
        return tuple(part.select(np.arange(0, len(part.ages), 7)) for part in parts)

    monkeypatch.setattr(command, "STEPS_PER_EPOCH", 2)
    monkeypatch.setattr(recipes.data, "utkface", few)


def run(recipe, out, *options):
    return main(
        [recipe, "--data", "utkface", "--out", str(out), "--image-size", "32"]
        + ["--base-filters", "4", "--batch-size", "10", "--steps", "3"]
        + ["--encoder-steps", "2", "--classifier-steps", "2", *options]
    )


def load(folder, name):
    return keras.models.load_model(folder / name)


def random_faces(count):
    rng = np.random.default_rng(0)
    return rng.uniform(-1, 1, (count, 32, 32, 3)).astype("float32")


def test_age_cgan_writes_generator_and_encoder(tmp_path):
    assert run("age_cgan", tmp_path / "run") == 0
    result = json.loads((tmp_path / "run" / "run.json").read_text())
    assert result["finished"] and result["steps"] == 3
    assert result["groups"] == list(data.AGE_CGAN_GROUPS)
    assert result["data"]["name"] == "drawn faces" and result["encoder_loss"] > 0
    latents = np.asarray(load(tmp_path / "run", "encoder.keras")(random_faces(6)))
    assert latents.shape == (6, 100)
    generator = load(tmp_path / "run", "generator.keras")
    images = np.asarray(generator([latents, np.arange(6)]))
    assert images.shape == (6, 32, 32, 3) and np.abs(images).max() <= 1


def test_ipcgan_writes_generator_and_classifier(tmp_path):
    assert run("ipcgan", tmp_path / "run") == 0
    result = json.loads((tmp_path / "run" / "run.json").read_text())
    assert result["finished"] and result["groups"] == list(data.IPCGAN_GROUPS)
    generator = load(tmp_path / "run", "generator.keras")
    images = np.asarray(generator([random_faces(5), np.arange(5)]))
    assert images.shape == (5, 32, 32, 3) and np.abs(images).max() <= 1
    logits = load(tmp_path / "run", "age_classifier.keras")(images)
    assert logits.shape == (5, 5)


@pytest.mark.parametrize("recipe", ["age_cgan", "ipcgan"])
def test_an_ageing_run_goes_on_where_it_was_cut_off(recipe, tmp_path):
    assert run(recipe, tmp_path, "--steps", "2") == 0
    assert run(recipe, tmp_path, "--steps", "4", "--resume") == 0
    record = callbacks.read_record(tmp_path / "history.csv")
    assert [int(row["step"]) for row in record] == [2, 4]


def test_the_classifier_of_a_resumed_run_is_the_one_that_it_began_with(tmp_path):
    run("ipcgan", tmp_path, "--steps", "2")
    before = load(tmp_path, "age_classifier.keras").get_weights()
    run("ipcgan", tmp_path, "--steps", "4", "--resume", "--seed", "5")
    after = load(tmp_path, "age_classifier.keras").get_weights()
    for old, new in zip(before, after, strict=True):
        assert (old == new).all()


def test_ipcgan_leaves_small_children_out(tmp_path):
    arguments = parse(["ipcgan", "--data", "utkface", "--out", str(tmp_path)])
    for part in recipes.load(arguments):
        assert part.ages.min() >= 11
        pixels, groups = recipes.training_arrays(None, part, "ipcgan")
        assert len(pixels) == len(groups) and groups.min() == 0 and groups.max() == 4


def test_a_loss_of_ipcgan_can_be_left_out(tmp_path):
    arguments = parse(
        ["ipcgan", "--data", "utkface", "--out", str(tmp_path), "--image-size", "32"]
        + ["--base-filters", "4", "--classifier-steps", "1", "--without", "features"]
    )
    faces = recipes.load(arguments)[0]
    gan = recipes.ipcgan_recipe(faces, arguments, **recipes.judges(faces, arguments))
    assert gan.feature_weight == 0 and gan.adversarial_weight > 0 < gan.age_weight


@pytest.mark.parametrize(
    ("recipe", "name", "message"),
    [("age_cgan", "mnist", "needs faces with ages"), ("cgan", "utkface", "ages")],
)
def test_data_that_do_not_fit_the_recipe_are_refused(
    recipe, name, message, tmp_path, capsys
):
    command = [recipe, "--data", name, "--out", str(tmp_path / "run"), "--steps", "2"]
    assert main(command) == 1
    assert message in capsys.readouterr().err
