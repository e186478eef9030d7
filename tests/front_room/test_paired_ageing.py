"""The pairs of notebook 06, and the U-Net that predicts a difference."""

import numpy as np
import pytest

from gan_utils import paired_ageing


@pytest.fixture(scope="module")
def people():
    return paired_ageing.people_over_years(16)


def test_a_person_is_seen_again_in_the_same_scene(people):
    train, held_out = people
    assert not set(train.identities) & set(held_out.identities)
    rows = train.images().reshape(300, 8, 16, 16, 3)
    assert (np.diff(train.ages.reshape(300, 8)) > 0).all()
    corners = rows[:, :, 0, 0]  # the wall behind the head
    of_one = np.abs(corners - corners[:, :1]).mean()
    of_others = np.abs(corners - np.roll(corners[:, :1], 1, axis=0)).mean()
    assert of_one < 0.1 * of_others


def test_a_pair_is_one_person_at_the_ages_on_its_maps(people):
    _, few = people
    target, source = next(iter(paired_ageing.pairs_of_years(few, 64, seed=3)))
    drawn = {image.tobytes(): i for i, image in enumerate(few.images())}
    before = [drawn[image.tobytes()] for image in source[..., :3].numpy()]
    after = [drawn[image.tobytes()] for image in target.numpy()]
    assert (few.identities[before] == few.identities[after]).all()
    years = (source[:, 5, 7, 3:].numpy() + 1) * paired_ageing.OLDEST_DRAWN / 2
    np.testing.assert_allclose(years[:, 0], few.ages[before], atol=1e-4)
    np.testing.assert_allclose(years[:, 1], few.ages[after], atol=1e-4)
    assert len({few.identities[i] for i in before}) > 20


def test_a_run_that_goes_on_sees_what_it_would_have_seen(people):
    whole = paired_ageing.pairs_of_years(people[1], 3, seed=1).skip(1400).take(2)
    later = paired_ageing.pairs_of_years(people[1], 3, 1, first_step=1400).take(2)
    for (first, _), (second, _) in zip(whole, later, strict=True):
        np.testing.assert_array_equal(first, second)


def test_where_nothing_is_to_change_the_photo_is_kept():
    generator = paired_ageing.difference_unet(16, 4)
    last = generator.get_layer("difference")
    last.set_weights([np.zeros_like(weight) for weight in last.get_weights()])
    photos = np.random.default_rng(1).uniform(-1, 1, (3, 16, 16, 3)).astype("float32")
    aged = paired_ageing.age_photos(generator, photos, np.full(3, 20), [8, 40, 70])
    assert aged.shape == (3, 3, 16, 16, 3)
    np.testing.assert_array_equal(aged, np.repeat(photos[:, None], 3, axis=1))
