"""The composite: words, sketches, the game, the reader and the search."""

import keras
import numpy as np
import pytest

from data.drawing.draw_faces import SEED
from data.drawing.face_attributes import attributes
from data.drawing.face_people import identity
from gan_utils import composite_sketch as composite
from gan_utils import pix2pix, training

GROUPS = list(composite.GROUPS)


@pytest.fixture(scope="module")
def people():
    return composite.described_faces()


# Words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        (
            "about 40, beard, grey hair, glasses",
            {
                "age": 40,
                "beard": "full beard",
                "hair colour": "grey hair",
                "glasses": "glasses",
            },
        ),
        (
            "homem de uns 40 anos, barba, cabelo grisalho, óculos",
            {
                "sex": "man",
                "age": 40,
                "beard": "full beard",
                "hair colour": "grey hair",
                "glasses": "glasses",
            },
        ),
        (
            "Woman in her forties with long black hair and no glasses",
            {
                "sex": "woman",
                "age": 45,
                "hair": "long hair",
                "hair colour": "black hair",
                "glasses": "no glasses",
            },
        ),
        (
            "menina de pele escura e cabelo crespo, sem óculos",
            {
                "age": 8,
                "sex": "woman",
                "skin": "dark skin",
                "hair": "curly hair",
                "glasses": "no glasses",
            },
        ),
        (
            "clean-shaven man, no hair",
            {"sex": "man", "beard": "no beard", "hair": "bald"},
        ),
        ("", {}),
    ],
)
def test_a_description_is_understood(text, understood):
    found = composite.read(text)
    assert found.understood == understood
    assert found.unknown == []
    said = dict(zip(GROUPS, found.row, strict=True))
    assert {name for name in said if said[name] != composite.UNKNOWN} == set(understood)


def test_a_colour_belongs_to_the_noun_beside_it():
    dark = composite.read("dark hair, light skin").understood
    assert dark == {"hair colour": "black hair", "skin": "light skin"}


def test_what_is_not_known_is_listed_and_not_guessed():
    found = composite.read("man, brown eyes, a scar on the left cheek")
    assert found.understood == {"sex": "man"}
    assert found.unknown == ["brown", "eyes", "scar", "on", "left", "cheek"]


def test_an_age_is_shared_between_its_two_marks():
    numbers = composite.encode(composite.read("40").row)
    marks = dict(zip(composite.GROUPS["age"], numbers, strict=False))
    assert marks[30] == pytest.approx(1 / 3)
    assert marks[45] == pytest.approx(2 / 3)
    assert numbers.sum() == pytest.approx(1)


def test_every_word_is_one_number_and_silence_none(people):
    rows = people[0].rows
    numbers = composite.encode(rows)
    assert numbers.shape == (len(rows), composite.N_NUMBERS)
    np.testing.assert_allclose(
        numbers.sum(axis=1), (rows != composite.UNKNOWN).sum(axis=1), rtol=1e-5
    )


def test_a_description_is_told_in_the_words_that_are_read(people):
    for row in people[1].rows[::40]:
        again = composite.read(composite.tell(row)).row
        assert composite.tell(again) == composite.tell(row)


# Data -----------------------------------------------------------------------------


def test_descriptions_are_those_that_the_faces_were_drawn_by(people):
    for part in people:
        for i in range(0, len(part.rows), 97):
            number = int(part.faces.identities[i])
            person = identity(np.random.default_rng([SEED, number]))
            wanted = attributes(person, int(part.faces.ages[i]))
            assert part.rows[i].tolist() == wanted


def test_nobody_is_in_both_parts(people):
    train, test = (set(part.faces.identities) for part in people)
    assert not train & test
    assert len(test) == 50


# The game -------------------------------------------------------------------------


def test_groups_are_forgotten_whole():
    full = np.tile(composite.encode(composite.read("30, man, bald").row), (500, 1))
    kept = np.asarray(composite.forget(full, seed=1))
    age = kept[:, : len(composite.GROUPS["age"])].sum(axis=1)
    assert set(np.unique(age)) == {0, 1}
    assert 0.35 < age.mean() < 0.65


def small_game():
    keras.utils.set_random_seed(0)
    game = composite.DescribedGAN(
        composite.described_generator(8, 2),
        composite.described_discriminator(2),
        composite.latent_encoder(8, 2),
        seed=0,
    )
    game.compile(training.adam(1e-3, ema=0.9), training.adam(1e-3))
    return game


def test_a_step_moves_all_three_networks(people):
    game, train = small_game(), people[0]
    players = game.generator, game.discriminator, game.encoder
    before = [player.get_weights() for player in players]
    stream = training.batches(
        train.faces.pixels[:16], composite.encode(train.rows[:16]), 8
    )
    logs = game.fit(stream, steps_per_epoch=2, verbose=0).history
    assert np.isfinite([logs[name] for name in ("d_loss", "g_loss", "l1", "kl")]).all()
    for player, old in zip(players, before, strict=True):
        moved = [
            not np.array_equal(a, b)
            for a, b in zip(player.get_weights(), old, strict=True)
        ]
        assert any(moved)


def test_faces_are_drawn_again_better_with_every_step(people):
    game, train = small_game(), people[0]
    faces, said = train.faces.pixels[:8], composite.encode(train.rows[:8])
    stream = training.batches(faces, said, 8)
    first = game.fit(stream, steps_per_epoch=1, verbose=0).history["l1"][-1]
    for _ in range(2):
        last = game.fit(stream, steps_per_epoch=10, verbose=0).history["l1"][-1]
    assert last < 0.9 * first


def test_the_discriminator_judges_each_description_by_itself(people):
    critic = composite.described_discriminator(2)
    faces = people[1].faces.images(slice(0, 3))
    said = composite.encode(people[1].rows[[0, 200, 400]])
    both = np.stack([said, said[::-1]], axis=1)
    logits = np.asarray(critic([faces, both]))
    assert logits.shape == (3, 2)
    alone = np.asarray(critic([faces, both[:, 1:]]))
    np.testing.assert_allclose(logits[:, 1:], alone, atol=1e-5)


# Sketches -------------------------------------------------------------------------


def test_a_pencil_draws_edges_and_leaves_plain_paper():
    picture = np.full((1, 64, 64, 3), 0.8, "float32")
    picture[:, :, 32:] = -0.5
    lines = composite.pencil(picture)
    assert lines.shape == (1, 64, 64, 1)
    assert lines.max() == 1
    assert (lines[:, :, 32:34] < 0).all()
    assert (lines[:, :, :24] == 1).all()
    assert (lines[:, :, 42:] == 1).all()


def test_a_pencil_knows_no_colours(people):
    faces = people[1].faces.images(slice(0, 4))
    np.testing.assert_allclose(
        composite.pencil(faces),
        composite.pencil(pix2pix.split_colours(faces)[0].repeat(3, axis=-1)),
        atol=1e-4,
    )


@pytest.mark.parametrize("pixels", [1.0, 3.0])
def test_an_unsure_hand_moves_lines_by_so_many_pixels(pixels):
    places = np.indices((64, 64))[1][None, ..., None] / 64.0
    moved = composite.wobble(places.astype("float32"), pixels, seed=2)
    inner = (slice(None), slice(8, -8), slice(8, -8))
    shift = 64 * (moved - places)[inner]
    assert 0.3 * pixels < np.sqrt((shift**2).mean()) < 1.2 * pixels


def test_pairs_are_a_face_and_its_own_sketch(people):
    train = people[0]
    pixels, said = train.faces.pixels[:20], composite.encode(train.rows[:20])
    faces, sources = next(iter(composite.sketch_pairs(pixels, said, 8, seed=3)))
    assert sources.shape == (8, 64, 64, 1 + composite.N_NUMBERS)
    lines = composite.pencil(np.asarray(faces))
    np.testing.assert_allclose(sources[..., :1], lines, atol=2 / 255)
    words = np.asarray(sources[..., 1:])
    assert (words == words[:, :1, :1]).all()


def test_pairs_go_on_where_a_run_was_cut_off(people):
    train = people[0]
    pixels, said = train.faces.pixels[:20], composite.encode(train.rows[:20])
    whole = composite.sketch_pairs(pixels, said, 4, seed=1)
    third = list(whole.take(3))[2]
    later = next(iter(composite.sketch_pairs(pixels, said, 4, seed=1, first_step=2)))
    np.testing.assert_array_equal(third[1], later[1])


# Scores ---------------------------------------------------------------------------


def test_agreement_counts_only_what_was_asked():
    asked = np.array([[40, 0, -1, 0, 0, 0, 1], [20, 1, -1, 2, 3, 0, 0]])
    seen = np.array([[49, 0, 1, 0, 4, 0, 1], [31, 1, 2, 2, 3, 0, 1]])
    found = composite.agreement(asked, seen)
    assert np.isnan(found.pop("skin"))
    assert list(found.values()) == [0.5, 1, 1, 0.5, 1, 0.5]


def test_a_search_says_at_which_place_the_right_one_is():
    gallery = np.array([[0.0, 0], [1, 0], [5, 0]])
    probes = np.array([[0.9, 0], [0.9, 0], [4, 0]])
    places = composite.place_among(probes, gallery, np.array([1, 2, 2]))
    assert places.tolist() == [1, 3, 1]


def test_the_reader_reads_true_drawings(people):
    test = people[1]
    rows = slice(0, None, 6)
    seen = composite.read_faces(composite.trained("reader"), test.faces.images(rows))
    found = composite.agreement(test.rows[rows], seen)
    assert min(found.values()) > 0.7
    swapped = composite.agreement(test.rows[rows], np.roll(seen, 37, axis=0))
    assert np.mean(list(found.values())) > np.mean(list(swapped.values())) + 0.25


def test_shipped_faces_show_what_was_asked(people):
    test = people[1]
    rows = slice(0, None, 6)
    asked = test.rows[rows]
    latents = np.random.default_rng(0).normal(size=(len(asked), composite.LATENT_DIM))
    faces = training.sample(
        composite.trained("described"),
        latents.astype("float32"),
        composite.encode(asked),
    )
    seen = composite.read_faces(composite.trained("reader"), faces)
    found = composite.agreement(asked, seen)
    assert found["sex"] > 0.75
    assert np.mean(list(found.values())) > 0.75


def test_shipped_sketches_become_faces_near_the_truth(people):
    test = people[1]
    truth = test.faces.images(slice(0, None, 12))
    sources = composite.with_description(
        composite.pencil(truth), composite.encode(test.rows[::12])
    )
    made = training.sample(composite.trained("sketch"), np.asarray(sources))
    own = np.abs(made - truth).mean()
    assert own < 0.6 * np.abs(np.roll(truth, 1, axis=0) - truth).mean()
