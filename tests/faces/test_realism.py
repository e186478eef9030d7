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


def test_a_pure_grid_is_all_of_the_detail_and_noise_has_what_chance_gives():
    square = rng.normal(size=(1, 4, 4, 1))
    noise = rng.normal(size=(8, 64, 64, 1))
    grid = np.tile(square - square.mean(), (1, 16, 16, 1))
    assert realism.grid_share(grid) == pytest.approx(1, abs=0.05)
    assert realism.grid_share(noise) == pytest.approx(15 / 64**2, rel=0.5)
    half = noise + grid * np.std(noise) / np.std(grid)
    assert realism.grid_share(half) == pytest.approx(0.5, abs=0.06)


def test_a_grid_of_another_period_and_an_edge_are_no_grid():
    assert realism.grid_share(waves(128 / 5), 4) < 0.01
    edge = np.zeros((1, 64, 64, 1))
    edge[:, :, 29:] = 1
    assert realism.grid_share(edge) < 0.1


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
