"""The recipes as records, and the command line that is made from their options."""

import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gan_utils import ageing, data, photo_ageing, pix2pix, training
from gan_utils.files import half_weights
from gan_utils.frozen_features import ages
from gan_utils.train.options import parse
from gan_utils.train.recipes import RECIPES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("stylegan --data mnist", "stylegan.*gan.*dcgan.*cgan"),
        ("gan --data mnits", "mnist, fashion_mnist, cifar10, not from --data mnits"),
        ("cgan --data utkface", "cgan learns from mnist.*not from --data utkface"),
        ("dcgan --data facades", "dcgan learns from mnist.*not from --data facades"),
        ("age_cgan --data mnist", "age_cgan learns from utkface, not"),
        ("pix2pix --data mnist", "facades or a folder of pairs, not from --data mnist"),
        ("dcgan --data mnist --loss l1", "--loss"),
        ("dcgan --data mnist --image-size 64", "--image-size"),
        ("ipcgan --data utkface --encoder-steps 3", "--encoder-steps"),
        ("ipcgan --data utkface --image-size 33", "33 is no multiple of 4"),
        ("age_cgan --data utkface --image-size 48", "one of 8, 16, 32, 64, 128"),
        ("pix2pix --data facades --image-size 100", "100 is no power of two"),
        ("pix2pix --data facades --layout two_folders", "leave it out for facades"),
        ("pix2pix --data . --target-folder a", "does not act with --layout side_by"),
        (
            "pix2pix --data . --layout two_folders --target-side right",
            "--target-side d",
        ),
        ("pix2pix --data facades --loss l1 --patch 70", "plays without D"),
        ("ipcgan --data utkface --without colour", "--without.*adversarial.*age"),
        ("paired_ageing --data drawn_people --image-size 40", "no multiple of 16"),
        ("photo_ageing --data utkface --image-size 100", "no multiple of 32"),
        ("photo_ageing --data utkface --batch-size 3", "half of the faces"),
        ("one_way --data horse2zebra --image-size 48", "48 is no multiple of 32"),
        ("one_way --data horse2zebra --crop 160", "160 is no multiple of 32 up to"),
        ("cyclegan --data horse2zebra", "cyclegan learns from emoji, not"),
        ("gan --data mnist --steps 0", "--steps must be above 0"),
        ("gan --data mnist --minutes x", "--minutes.*'x'"),
        ("gan --data mnist --steps 1 --minutes 1", "--steps or --minutes, not both"),
        ("gan --data mnist --xla --strategy mirrored", "leave --xla or --strategy out"),
        ("gan --data mnist --minutes 1 --strategy multi_worker", "give --steps"),
    ],
)
def test_a_wrong_command_line_names_the_choices(options, message, tmp_path, capsys):
    with pytest.raises(SystemExit):
        parse([*options.split(), "--out", str(tmp_path)])
    assert re.search(message, capsys.readouterr().err, re.DOTALL)


def test_the_documented_commands_are_understood():
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "\n".join(page.read_text() for page in pages).replace("\\\n", " ")
    commands = re.findall(r"python -m gan_utils\.train (\w+ --data [^`|…\n]+)", text)
    assert len(commands) > 5
    for command in commands:
        parse(shlex.split(command))


def test_what_is_not_chosen_is_that_of_the_recipe():
    options = parse(["ipcgan", "--data", "utkface", "--out", "x", "--without", "age"])[
        1
    ]
    assert options == RECIPES["ipcgan"].options(batch_size=16, without=("age",))
    assert parse(["dcgan", "--data", "mnist", "--out", "x"])[1].batch_size == 64


def test_a_gan_is_built_from_its_record_in_two_lines(tiny_images):
    digits = data.ImageSet(tiny_images, None, (), "", "", "")
    gan = RECIPES["gan"].build(digits, RECIPES["gan"].options(seed=2))
    assert training.sample(gan.generator, np.zeros((3, 64))).shape == (3, 6, 6, 1)


def test_the_losses_and_the_patch_of_pix2pix_can_be_chosen():
    recipe = RECIPES["pix2pix"]
    options = recipe.options(image_size=32, loss="l1", patch=34, skips=False)
    gan = recipe.build(recipe.load("facades", "sample", options)[0], options)
    assert (gan.l1_weight, gan.adversarial_weight) == (100, 0)
    assert pix2pix.receptive_field(gan.discriminator) == 34
    assert not [x for x in gan.generator.layers if "concatenate" in x.name]


def test_ipcgan_leaves_small_children_and_the_losses_named_out():
    recipe = RECIPES["ipcgan"]
    options = recipe.options(image_size=32, base_filters=4, without=("features",))
    train, held_out = recipe.load("utkface", "sample", options)
    assert min(train.ages.min(), held_out.ages.min()) >= 11
    pixels, groups = recipe.arrays(train)
    assert len(pixels) == len(groups) and set(groups) == set(range(5))
    classifier = ageing.age_classifier(5, 32, 4)
    gan = recipe.build(train, options, age_classifier=classifier)
    assert gan.feature_weight == 0 and gan.adversarial_weight > 0 < gan.age_weight


def test_of_a_data_set_and_a_folder_of_one_name_the_taken_one_is_named(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    parse(["pix2pix", "--data", "facades", "--out", "x"])
    assert not capsys.readouterr().out
    (tmp_path / "facades").mkdir()
    parse(["pix2pix", "--data", "facades", "--out", "x"])
    assert "not the folder here; that would be --data ./facades" in (
        capsys.readouterr().out
    )


def test_side_and_layout_of_a_folder_and_no_mirroring_can_be_chosen(tmp_path):
    for role, grey in (("b", 0), ("a", 255)):
        (tmp_path / role).mkdir()
        picture = Image.fromarray(np.full((8, 8), grey, "uint8"))
        picture.save(tmp_path / role / "1.png")
    recipe = RECIPES["pix2pix"]
    options = recipe.options(
        image_size=32,
        layout="two_folders",
        target_folder="a",
        source_folder="b",
        augment=False,
    )
    train, _ = recipe.load(tmp_path, "auto", options)
    assert train.targets.min() == 1 and train.sources.max() == -1
    assert not recipe.build(train, options).augment


def test_a_step_learns_from_parts_that_a_later_start_cuts_at_the_same_places(rng):
    recipe = RECIPES["one_way"]
    options = recipe.options(image_size=64, crop=32, batch_size=2)
    pixels = rng.integers(0, 256, (2, 5, 64, 64, 3), dtype=np.uint8)
    masks = np.zeros((2, 0, 64, 64), bool)  # nobody knows where the animal stands
    pictures = data.UnpairedSet(*pixels, *masks, "", "", "")
    seen = [*recipe.stream(pictures, options, 0).take(5).as_numpy_iterator()]
    later = [*recipe.stream(pictures, options, 3).take(2).as_numpy_iterator()]
    np.testing.assert_array_equal(seen[3:], later)
    wholes = pictures.sources(), pictures.targets()
    for whole, part in zip(wholes, seen[0], strict=True):
        windows = np.lib.stride_tricks.sliding_window_view(whole, (32, 32), (1, 2))
        same = np.isclose(windows, np.moveaxis(part[0], -1, 0), atol=1e-4)
        assert same.all(axis=(3, 4, 5)).sum() == 1


def test_photo_ageing_goes_on_from_the_weights_that_start_names(tmp_path):
    recipe, path = RECIPES["photo_ageing"], tmp_path / "generator.npz"
    half_weights.save(photo_ageing.difference_generator(32, 4), path)
    options = recipe.options(image_size=32, base_filters=4, start=str(path))
    train, _ = recipe.load("utkface", "sample", options)
    critic = ages.age_critic()
    game = recipe.build(train, options, age_critic=critic)
    kept = half_weights.load(photo_ageing.difference_generator(32, 4), path)
    for ours, theirs in zip(
        game.generator.get_weights(), kept.get_weights(), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)
    # The game teaches a copy, or a run could not tell what the critic first knew.
    assert game.critic is not critic
    for ours, theirs in zip(
        game.critic.get_weights(), critic.get_weights(), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)
