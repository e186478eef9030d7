import numpy as np
import pytest

from gan_utils.faces import realism

rng = np.random.default_rng(0)


def waves(cycles, count=2, size=128):
    """Pictures of stripes, so many in the width of the picture."""
    places = np.arange(size) / size
    rows = np.sin(2 * np.pi * cycles * places)
    return np.broadcast_to(rows[None, None, :, None], (count, size, size, 3))


@pytest.mark.parametrize(("cycles", "band"), [(3, 0), (12, 1), (40, 2)])
def test_stripes_stand_in_the_band_of_their_frequency(cycles, band):
    energy = realism.frequency_bands(waves(cycles))
    assert energy.argmax() == band
    assert energy[band] > 20 * np.delete(energy, band).max()


def test_twice_the_contrast_is_four_times_the_energy():
    images = rng.uniform(-0.5, 0.5, (3, 64, 64, 3))
    once, twice = (realism.frequency_bands(scale * images) for scale in (1, 2))
    np.testing.assert_allclose(twice, 4 * once)


@pytest.mark.slow
def test_a_fresh_classifier_finds_stripes_and_nothing_in_equal_faces():
    faces = rng.uniform(-0.5, 0.5, (40, 16, 16, 3)).astype("float32")
    striped = faces + 0.4 * waves(4, 40, 16)
    options = {"steps": 30, "folds": 2}
    found = realism.fresh_classifier_accuracy(faces, striped, **options)
    alike = realism.fresh_classifier_accuracy(faces[:20], faces[20:], **options)
    assert found > 0.8 and 0.2 < alike < 0.8


def test_too_few_faces_for_the_parts_are_refused():
    faces = np.zeros((3, 16, 16, 3), "float32")
    with pytest.raises(ValueError, match="3 faces cannot be parted in 5"):
        realism.fresh_classifier_accuracy(faces, faces)
