"""The one contract for a user's own arrays, where they enter."""

import warnings

import numpy as np
import pytest

from gan_utils import data, health, models, plotting, training
from gan_utils.files import arrays


def images(dtype="float32", low=-1.0, high=1.0, shape=(4, 6, 6, 1)):
    """Images that span from low to high."""
    return np.linspace(low, high, np.prod(shape)).reshape(shape).astype(dtype)


@pytest.mark.parametrize("dtype", ["uint8", "int64", "uint16"])
def test_pixels_of_any_whole_type_become_the_same_floats_in_both_roles(dtype):
    pixels = images(dtype, 0, 255)
    for both in zip(*training.batches(pixels, pixels, 4).take(1), strict=True):
        for batch in both:
            assert batch.dtype == "float32"
            wanted = images("uint8", 0, 255) / np.float32(127.5) - 1
            np.testing.assert_array_equal(np.sort(batch, None), np.sort(wanted, None))


def test_labels_are_never_taken_for_pixels_and_one_hot_maps_stay(rng):
    classes = rng.integers(0, 2, (4, 6, 6))
    for labels in (np.arange(4, dtype="uint8"), np.eye(2, dtype="uint8")[classes]):
        _, got = next(iter(training.batches(images(), labels, 4)))
        assert got.dtype == "uint8" and np.array_equal(
            np.sort(got, None), np.sort(labels, None)
        )


def test_double_precision_becomes_single():
    batch = next(iter(training.batches(images("float64"), batch_size=4)))
    assert batch.dtype == "float32"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (images(low=0), "images span 0…1, expected −1…1; multiply by 2 and subtract 1"),
        (images(high=255, low=0), "images span 0…255, expected −1…1; divide by 127.5"),
        (images(low=-3, high=2), "images span −3…2, expected −1…1"),
        (images("uint16", 0, 4095), "images span 0…4095 in uint16, expected 0…255"),
        (images("int32", -5, 255), "images span −5…255 in int32"),
        (
            np.where(images() > 0.9, np.nan, images()),
            "NaN.* in 1 of 4 rows, first in r",
        ),
        (images().astype(str), "images are of type <U.*, not numbers"),
        (images()[:0], r"images of shape \(0, 6, 6, 1\) hold nothing"),
    ],
)
def test_images_that_are_neither_are_refused_in_a_sentence(wrong, message):
    with pytest.raises(ValueError, match=message):
        training.batches(wrong, batch_size=1)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (np.arange(-1, 3), "labels −1…2, expected whole numbers from 0"),
        (np.array(list("cats")), "labels are of type <U1, not numbers; number the"),
        (np.array([0, 1, np.nan, 1]), "labels hold values that are no numbers"),
        (np.arange(3), "4 images came with 3 labels"),
    ],
)
def test_labels_that_are_no_labels_are_refused_in_a_sentence(labels, message):
    with pytest.raises(ValueError, match=message):
        training.batches(images(), labels, 2)


def test_class_numbers_in_place_of_pixels_are_noticed():
    with pytest.warns(UserWarning, match="images hold values 0…7 of 255.*class num"):
        training.batches(images("uint8", 0, 7), batch_size=4)
    with warnings.catch_warnings(action="error"):
        training.batches(images("uint8", 0, 255), batch_size=4)


def test_health_looks_at_sources_as_the_networks_see_them():
    pixels = images("uint8", 0, 255)
    watching = health.TrainingWarnings(pixels, pixels)
    np.testing.assert_array_equal(watching.sources, watching.images)


def test_pixels_are_shown_as_floats_are_and_numbers_far_beyond_are_refused():
    shown = plotting.image_grid(images("uint8", 0, 255))
    assert np.abs(shown - plotting.image_grid(images()).astype(int)).max() <= 1
    for wrong, message in (
        (images(high=255), "span −1…255"),
        (np.full((1, 2, 2, 1), np.nan), "NaN"),
        (images()[0], "one image as image"),
    ):
        with pytest.raises(ValueError, match=message):
            plotting.image_grid(wrong)
    with pytest.warns(UserWarning, match="images span 0…1, expected −1…1"):
        plotting.image_grid(images(low=0))
    with pytest.raises(ValueError, match="NaN"):
        data.to_pixels(np.array([np.nan]))


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (np.arange(1, 13), "labels 1…12, expected whole numbers 0…2"),
        (np.linspace(0, 0.9, 12), "labels 0…0.9, expected whole numbers 0…2"),
        (np.eye(12), r"One label has shape \(12,\).*one-hot.*argmax"),
    ],
)
def test_a_conditional_gan_says_which_labels_it_knows(labels, message):
    gan = conditional()
    stream = training.batches(images(shape=(12, 28, 28, 1)), labels, 4)
    for data_of_fit in ((stream.skip(1),), (images(shape=(12, 28, 28, 1)), labels)):
        with pytest.raises(ValueError, match=message):
            gan.fit(*data_of_fit, steps_per_epoch=1, verbose=0)


def test_a_gan_says_which_images_it_takes():
    for shape, cure in (((4, 28, 28), "one channel"), ((4, 32, 32, 1), "resize")):
        with pytest.raises(ValueError, match=f"{cure}"):
            conditional().fit(images(shape=shape), np.zeros(4), verbose=0)


def conditional():
    gan = training.ConditionalGAN(
        models.conditional_generator(3, 28, 1, 4, base_filters=2),
        models.conditional_discriminator(3, 28, 1, base_filters=2),
    )
    gan.compile()
    return gan


def test_a_checksum_tells_arrays_apart_and_reads_little_of_a_file(tmp_path):
    array = images("uint8", 0, 255)
    other = array.copy()
    other[3, 5, 5, 0] ^= 1
    assert arrays.checksum(array) == arrays.checksum(array.copy())
    found = {arrays.checksum(a) for a in (array, other, array[:3], images())}
    assert len(found) == 4
    large = np.memmap(tmp_path / "large", "uint8", "w+", shape=(5000, 6, 6, 1))
    assert arrays.checksum(large).startswith("uint8 (5000, 6, 6, 1)")
