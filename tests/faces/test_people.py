"""The people of nobody: whole, framed, and as old as the card says."""

import numpy as np
import pytest

from gan_utils.faces import alignment, identity, judges, people


def test_the_people_stand_in_the_order_of_their_judged_ages():
    everybody = people.people_of_nobody()
    assert 200 <= len(everybody.ages) <= 400
    assert everybody.pixels.shape == (len(everybody.ages), 128, 128, 3)
    assert (np.diff(everybody.ages) >= 0).all()
    assert len(set(everybody.names)) == len(everybody.names)
    assert everybody.images(slice(0, 2)).min() >= -1


def test_a_smaller_face_is_the_same_face():
    whole, half = people.people_of_nobody().pixels, people.people_of_nobody(64).pixels
    assert half.shape[1:] == (64, 64, 3)
    averaged = whole[::9].reshape(-1, 64, 2, 64, 2, 3).mean(axis=(2, 4))
    assert np.abs(averaged - half[::9]).mean() < 4  # Lanczos is sharper than a mean


def test_the_ages_are_those_of_the_judge():
    everybody = people.people_of_nobody()
    some = slice(None, None, 20)
    judged = judges.photo_judges().age(everybody.images(some))
    # What was judged had not yet been through JPEG.
    assert np.abs(judged - everybody.ages[some]).mean() < 1


def test_nobody_is_there_twice():
    everybody = people.people_of_nobody()
    embeddings = identity.identity_network().predict(everybody.images(), verbose=0)
    apart = np.linalg.norm(embeddings[:, None] - embeddings, axis=-1)
    np.fill_diagonal(apart, 2)
    assert apart.min() > 0.2


@pytest.mark.parametrize("name", sorted(people.portraits()))
def test_a_portrait_holds_one_face(name):
    portrait = people.portraits()[name]
    assert portrait.shape == (224, 224, 3) and portrait.dtype == np.uint8
    assert len(alignment.find_faces(portrait)) == 1
