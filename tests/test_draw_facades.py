import numpy as np
import PIL.Image
import pytest

from data.drawing import draw_facades
from gan_utils import data
from gan_utils.files import facades, find


@pytest.fixture(scope="module")
def drawn():
    rngs = np.random.default_rng(2026).spawn(4)
    return [draw_facades.draw_facade(rng) for rng in rngs]


def stored(name):
    return PIL.Image.open(find.embedded_folder("samples") / name)


def test_the_stored_sample_is_what_is_drawn_today(drawn):
    photos = facades._tiles(stored("facades_photos.jpg"))
    labels = facades._tiles(stored("facades_labels.png"))
    for index, (photo, classes) in enumerate(drawn):
        np.testing.assert_array_equal(labels[index], classes)
        difference = np.abs(photos[index].astype(int) - photo)
        assert difference.mean() < 6  # what JPEG takes away


def test_the_same_generator_draws_the_same_pair(drawn):
    rng = np.random.default_rng(2026).spawn(1)[0]
    for first, second in zip(drawn[0], draw_facades.draw_facade(rng), strict=True):
        np.testing.assert_array_equal(first, second)
    assert np.abs(drawn[0][0].astype(int) - drawn[1][0]).mean() > 5


def test_sheets_and_tiles_are_inverse(rng):
    pictures = rng.integers(0, 256, (40, 128, 128), "uint8")
    sheet = PIL.Image.fromarray(draw_facades.sheet(pictures))
    np.testing.assert_array_equal(facades._tiles(sheet), pictures)


def test_the_sample_is_small_and_holds_every_class_in_many_pictures():
    names = ("facades_photos.jpg", "facades_labels.png")
    folder = find.embedded_folder("samples")
    assert sum((folder / name).stat().st_size for name in names) < 5e6
    labels = facades._tiles(stored("facades_labels.png"))
    for label in range(12):
        assert (labels == label).any((1, 2)).sum() >= 40


def test_photos_and_maps_are_aligned_to_the_pixel():
    """Brightness changes most just where the map says that a window begins."""
    train, _ = data.facades("sample", 128)
    labels = data.labels_of(train.sources[:40])
    light = train.targets[:40].mean(-1)
    window = labels == data.FACADE_CLASSES.index("window")

    def edges(values, shift, axis):
        change = np.abs(np.diff(values, axis=axis))
        border = np.diff(window.astype(int), axis=axis) != 0
        return change[np.roll(border, shift, axis)].mean()

    for axis in (1, 2):
        steps = {shift: edges(light, shift, axis) for shift in (-2, -1, 0, 1, 2)}
        assert max(steps, key=steps.get) == 0, steps
