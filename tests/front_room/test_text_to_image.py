"""Captions, tiles in colours, the matching-aware game, and its scores."""

import keras
import numpy as np
import pytest
from keras import ops

from gan_utils import text_to_image, training
from gan_utils.data import tiles
from gan_utils.files import half_weights


@pytest.fixture(scope="module")
def parts():
    return tiles.tiles()


@pytest.fixture
def game():
    keras.utils.set_random_seed(0)
    players = text_to_image.text_generator(4), text_to_image.text_discriminator(4)
    game = text_to_image.TextToImage(*players, seed=0)
    game.compile(training.adam(1e-3, ema=0.9), training.adam(1e-3))
    return game


def test_no_withheld_pair_and_no_held_out_tile_is_trained_on(parts):
    train, test = parts
    assert not tiles.unseen_pairs()[train.things, train.colours].any()
    assert not set(train.names) & set(test.names)
    stems = [{n.rstrip("0123456789_") for n in part.names} for part in parts]
    assert not stems[0] & stems[1]  # sword1 is no stranger to sword2
    assert set(train.things) == set(range(len(tiles.THINGS)))


def test_every_tile_of_test_comes_in_every_colour(parts):
    test = parts[1]
    per_colour = np.bincount(test.colours)
    assert len(per_colour) == len(tiles.COLOURS) and len(set(per_colour)) == 1


def test_a_tile_turns_to_the_colour_that_is_asked_for():
    drawn = np.zeros((1, 4, 4, 4), "uint8")
    drawn[..., 1] = 200  # green and
    drawn[..., 3] = 255  # solid
    pixels = tiles.in_all_colours(drawn)[0].mean(axis=(1, 2))
    of = dict(zip(tiles.COLOURS, pixels, strict=True))
    assert of["red"].argmax() == 0 and of["green"].argmax() == 1
    assert of["blue"].argmax() == 2 and np.ptp(of["grey"]) < 1
    assert of["yellow"][2] < of["yellow"][:2].min() / 2
    assert min(of["purple"][[0, 2]]) > 2 * of["purple"][1]


def test_what_is_transparent_shows_the_same_paper_in_all_colours():
    nothing = np.zeros((1, 4, 4, 4), "uint8")
    assert len(np.unique(tiles.in_all_colours(nothing).reshape(-1, 3), axis=0)) == 1


def test_captions_name_thing_and_colour_in_two_languages():
    dragon, red = tiles.THINGS.index("dragon"), tiles.COLOURS.index("red")
    said = text_to_image.captions(dragon, red)
    assert said[0] == "a red dragon" and said[2] == "um dragão vermelho"
    spider, purple = tiles.THINGS.index("spider"), tiles.COLOURS.index("purple")
    assert text_to_image.captions(spider, purple)[2] == "uma aranha roxa"
    orange = tiles.COLOURS.index("orange")
    assert text_to_image.captions(dragon, orange)[0] == "an orange dragon"


def test_every_word_of_every_caption_is_known():
    for thing in range(len(tiles.THINGS)):
        for colour in range(len(tiles.COLOURS)):
            for caption in text_to_image.captions(thing, colour):
                assert not text_to_image.unknown_words(caption), caption


def test_articles_case_and_plural_do_not_count():
    plain = text_to_image.sentence_vector("red dragon")
    for said in ("A RED dragon!", "the red dragons"):
        np.testing.assert_array_equal(text_to_image.sentence_vector(said), plain)
    np.testing.assert_allclose((plain**2).sum(), text_to_image.TEXT_DIM, rtol=1e-5)


def test_unknown_words_are_named_and_nothing_known_is_an_error():
    assert text_to_image.unknown_words("a red qwxyz") == ["qwxyz"]
    with pytest.raises(ValueError, match="name a thing and a colour"):
        text_to_image.sentence_vector("qwxyz of the")


def test_the_stream_is_the_same_at_every_start_and_shows_rare_things(parts):
    train = parts[0]
    streams = [text_to_image.captioned_batches(train, 8, 3, first) for first in (0, 2)]
    whole = [b for b, _ in zip(streams[0].as_numpy_iterator(), range(3), strict=False)]
    later = next(streams[1].as_numpy_iterator())
    for one, other in zip(whole[2], later, strict=True):
        np.testing.assert_array_equal(one, other)
    assert whole[0][0].min() >= -1 and whole[0][0].max() <= 1


def test_pictures_of_the_stream_belong_to_their_texts(parts):
    train = parts[0]
    pictures, text = next(
        text_to_image.captioned_batches(train, 16, 0).as_numpy_iterator()
    )
    flat = train.images().reshape(len(train.things), -1)
    vectors = text_to_image.caption_vectors()
    for picture, vector in zip(pictures.reshape(16, -1), text, strict=True):
        row = np.abs(flat - picture).sum(axis=1).argmin()
        of_row = vectors[train.things[row], train.colours[row]]
        assert np.isclose(of_row, vector).all(axis=1).any()


def test_d_pays_for_a_wrong_text_by_the_formula(game):
    """Reed et al. 2016, algorithm 1: log s_r + (log(1 − s_w) + log(1 − s_f)) / 2."""
    logits = iter(
        [np.float32([1.0, 2.0]), np.float32([-1.0, 0.5]), np.float32([0.3, 0])]
    )
    given = [ops.convert_to_tensor(v) for v in logits]
    weight = game.discriminator.trainable_variables[0]
    # A zero times a weight keeps the gradient alive; the numbers are the given ones.
    answers = iter([v + 0 * ops.sum(weight) for v in given])
    game.discriminate = lambda images, text: next(answers)
    game.descend = lambda *_: None
    real = ops.zeros((2, 32, 32, 3))
    text = ops.zeros((2, text_to_image.TEXT_DIM))
    loss = game.update_discriminator(real, text)["d_loss"]
    right, made, wrong = (1 / (1 + np.exp(-np.asarray(v))) for v in given)
    wanted = -np.log(right).mean()
    wanted -= 0.5 * (np.log(1 - wrong).mean() + np.log(1 - made).mean())
    assert float(loss) == pytest.approx(wanted, rel=1e-5)


def test_a_step_moves_both_players_and_counts_how_alike_a_text_is(game, parts):
    before = [
        model.get_weights()[0].copy() for model in (game.generator, game.discriminator)
    ]
    stream = text_to_image.captioned_batches(parts[0], 8)
    history = game.fit(stream, steps_per_epoch=2, epochs=1, verbose=0).history
    after = [model.get_weights()[0] for model in (game.generator, game.discriminator)]
    assert all((a != b).any() for a, b in zip(before, after, strict=True))
    assert history["alike"][0] > 0


def test_a_generator_that_ignores_its_latent_pays(game):
    """The term is |z₁ − z₂| / |x₁ − x₂|: equal pictures cost a thousand times."""
    same = game.generator
    text = text_to_image.sentence_vectors(["a red book"] * 4)
    varied = float(game.update_generator(4, text)["alike"])
    ignoring = keras.Model(same.inputs, 0 * same.outputs[0])
    game.generator, game.descend = ignoring, lambda *_: None
    assert float(game.update_generator(4, text)["alike"]) > 10 * varied


def test_true_pictures_find_their_caption_and_noise_does_not(parts, rng):
    judge = half_weights.load(text_to_image.reader(), "tile_reader/reader.npz")
    test = parts[1]
    rows = rng.choice(len(test.things), 200, replace=False)
    asked = test.things[rows], test.colours[rows]
    assert text_to_image.retrieval(judge, test.images(rows), *asked) > 0.6
    noise = rng.uniform(-1, 1, (200, 32, 32, 3)).astype("float32")
    assert text_to_image.retrieval(judge, noise, *asked) < 0.15


def test_the_nearest_tile_of_a_mirrored_tile_is_itself(parts):
    train = parts[0]
    rows = np.array([3, 500, 1200])
    found = text_to_image.nearest_tiles(train.images(rows)[:, :, ::-1], train)
    same = np.abs(train.images(found) - train.images(rows)).sum(axis=(1, 2, 3))
    np.testing.assert_allclose(same, 0, atol=1e-4)
