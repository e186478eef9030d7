import numpy as np
import pytest

from gan_utils.faces.scores import (
    age_scores,
    distances_by_group,
    diversity,
    group_ages,
    identity_accuracy,
    identity_distances,
    judged_ages,
)

rng = np.random.default_rng(0)


def flat(images):
    return images.reshape(len(images), -1)


def brightness(images):
    """A judge that reads the age from the brightness, −1 → 0 years, 1 → 100."""
    return 50 * (flat(images).mean(axis=1) + 1)


def faces_of_brightness(ages):
    """Faces (…, 2, 2, 3) that the judge above finds to have these ages."""
    return np.asarray(ages)[..., None, None, None] / 50 - np.ones((2, 2, 3))


def test_group_ages_are_the_means_of_the_groups():
    ages, groups = np.array([10, 20, 60, 80]), np.array([0, 0, 1, 1])
    assert group_ages(ages, groups, 2).tolist() == [15, 70]


def test_a_perfect_ageing_has_no_error_and_full_correlation():
    targets = np.array([10.0, 30.0, 70.0])
    aged = faces_of_brightness(np.tile(targets, (4, 1)))
    scores = age_scores(judged_ages(brightness, aged), targets)
    assert scores["age_error"] == pytest.approx(0, abs=1e-9)
    assert scores["rank_correlation"] == pytest.approx(1)
    assert scores["rank_correlation_of_means"] == pytest.approx(1)
    assert scores["change"] == pytest.approx(60)


def test_a_generator_deaf_for_age_has_no_correlation():
    judged = np.tile(np.array([[20.0], [40.0], [70.0]]), (1, 3))
    scores = age_scores(judged, np.array([10.0, 30.0, 70.0]))
    assert scores["rank_correlation"] == pytest.approx(0, abs=1e-12)
    assert scores["rank_correlation_of_means"] == 0
    assert scores["change"] == 0
    assert scores["age_error"] == pytest.approx(np.abs(judged - [10, 30, 70]).mean())


def test_ageing_backwards_has_negative_correlation():
    targets = np.array([10.0, 30.0, 70.0])
    scores = age_scores(np.tile(targets[::-1], (5, 1)), targets)
    assert scores["rank_correlation"] == pytest.approx(-1)


def test_each_aged_face_is_compared_with_its_own_photo():
    photos = rng.normal(size=(3, 2, 2, 3))
    aged = np.repeat(photos[:, None], 4, axis=1)
    aged[1, 2] += 1  # one picture moved by a length of √12
    gaps = identity_distances(flat, photos, aged)
    expected = np.zeros((3, 4))
    expected[1, 2] = np.sqrt(12)
    assert gaps == pytest.approx(expected)


def test_the_nearest_photo_names_the_person():
    photos = rng.normal(size=(4, 2, 2, 3))
    identities = np.array([7, 7, 8, 9])
    aged = photos[[0, 2, 3], None] + 0.01
    name = identity_accuracy
    assert name(flat, photos, identities, aged, [7, 8, 9]) == 1
    assert name(flat, photos, identities, aged, [7, 9, 8]) == pytest.approx(1 / 3)


def test_one_face_for_all_has_no_diversity():
    photos = rng.normal(size=(5, 2, 2, 3))
    kept = np.repeat(photos[:, None], 3, axis=1)
    collapsed = np.repeat(kept[:1], 5, axis=0)
    assert diversity(flat, photos, kept) == pytest.approx(1)
    assert diversity(flat, photos, collapsed) == pytest.approx(0)
    assert diversity(flat, photos, kept / 2) == pytest.approx(0.5)


def test_the_same_age_for_all_is_no_diversity():
    """Five ages of one face differ from each other, but not from person to person."""
    photos = rng.normal(size=(5, 2, 2, 3))
    collapsed = np.tile(rng.normal(size=(1, 3, 2, 2, 3)), (5, 1, 1, 1, 1))
    assert diversity(flat, photos, collapsed) == pytest.approx(0)


def test_each_group_is_compared_with_its_own_real_faces():
    real = np.concatenate([rng.normal(size=(300, 2, 2, 3)) + 4 * g for g in (0, 1)])
    groups = np.repeat([0, 1], 300)
    aged = rng.normal(size=(300, 2, 2, 2, 3)) + np.array([0, 4])[:, None, None, None]
    near = distances_by_group(flat, real, groups, aged)
    far = distances_by_group(flat, real, groups, aged[:, ::-1])
    assert (20 * np.abs(near) < far).all()
