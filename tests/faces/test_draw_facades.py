"""The drawn house fronts: what is stored is what is drawn, and map and photo agree."""

import numpy as np
import pytest

from data.drawing import draw_facades
from gan_utils import data
from gan_utils.files import find

INDICES = (0, 1, 19, 21)  # two rows of the stored sheets


def draw(index):
    return draw_facades.draw_facade(np.random.default_rng(2026).spawn(index + 1)[-1])


@pytest.fixture(scope="module")
def sample():
    return data.facades("sample", 128)


def test_the_stored_sample_is_what_is_drawn_today(sample):
    train, _ = sample
    for index in INDICES:
        photo, classes = draw(index)
        stored = data.labels_of(train.sources[index : index + 1])[0]
        np.testing.assert_array_equal(stored, classes)
        difference = data.to_pixels(train.targets[index]).astype(int) - photo
        assert np.abs(difference).mean() < 6  # what JPEG takes away


def test_the_same_generator_draws_the_same_pair_and_another_another():
    first, again, other = draw(0), draw(0), draw(1)
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, two)
    assert np.abs(first[0].astype(int) - other[0]).mean() > 5


def test_the_sample_is_small_and_holds_every_class_in_many_pictures(sample):
    names = ("facades_photos.jpg", "facades_labels.png")
    folder = find.embedded_folder("samples")
    assert sum((folder / name).stat().st_size for name in names) < 5e6
    labels = data.labels_of(sample[0].sources)
    for label in range(12):
        assert (labels == label).any((1, 2)).sum() >= 35


def test_photos_and_maps_are_aligned_to_the_pixel(sample):
    """Brightness changes most just where the map says that a window begins."""
    train, _ = sample
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
