"""Rolls, notes from logits, networks, sounds."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

from gan_utils import data, music, training

SCALE_C = np.array([60, 62, 64, 65, 67, 69, 71, 72])


@pytest.fixture
def phrases(rng):
    low, high = np.transpose(music.RANGES)
    return rng.integers(low, high + 1, (6, music.N_STEPS, 4))


@pytest.mark.parametrize("shift", range(12))
def test_the_scale_of_a_scale_is_its_key(shift):
    assert music.scale_of(SCALE_C + shift) == shift % 12
    silent = np.append(SCALE_C + shift, [-1, -1])
    assert music.scale_of(silent) == shift % 12


@pytest.mark.parametrize("shift", [-6, -1, 0, 3, 6])
def test_a_piece_in_any_key_comes_to_the_white_keys_within_the_ranges(shift):
    piece = np.stack([SCALE_C + shift + low for low in (5, 0, -7, -14)], axis=1)
    piece[0, 2] = -1
    moved = music.on_white_keys(piece)
    assert moved[0, 2] == -1  # silence is no pitch
    assert music.scale_of(moved) == 0
    steps = (moved - piece)[piece >= 0]
    assert len(set(steps)) == 1 and abs(steps[0]) <= 12


def test_of_two_ways_to_the_white_keys_the_one_within_the_ranges_is_taken():
    low, high = np.transpose(music.RANGES)
    in_d = np.tile(high - 9, (8, 1)) + (SCALE_C - 60 + 2)[:, None] % 12
    moved = music.on_white_keys(in_d)
    outside = ((moved < low) | (moved > high)).sum()
    for octave in (-12, 12):
        other = moved + octave
        assert outside <= ((other < low) | (other > high)).sum()


def test_phrases_start_at_every_beat_and_hold_eighth_notes():
    steps = np.arange(80)  # sixteenths: 20 beats
    piece = np.stack(
        [60 + 0 * steps, 64 + 0 * steps, 55 + 0 * steps, 48 + steps % 2], 1
    )
    found = music.cut_phrases([piece], n_steps=32)
    assert found.shape == (5, 32, 4)  # from beats 0 to 4
    assert len(np.unique(found[..., 3])) == 1  # odd sixteenths are left out


def test_phrases_with_silence_or_beyond_the_roll_are_left_out():
    piece = np.tile([72, 67, 60, 48], (64, 1))
    assert len(music.cut_phrases([piece])) == 1
    piece[10, 1] = -1
    assert len(music.cut_phrases([piece])) == 0


def test_rolls_and_phrases_are_inverse(phrases):
    rolls = music.to_rolls(phrases)
    assert rolls.shape == (6, 32, 48, 4) and rolls.dtype == np.uint8
    assert (rolls.sum(axis=2) == 255).all()  # each voice sings one note
    np.testing.assert_array_equal(music.to_phrases(rolls), phrases)


def test_straight_through_plays_the_loudest_and_has_the_gradient_of_softmax():
    logits = tf.constant([[0.1, 2.0, -1.0], [3.0, 0.0, 2.9]])
    weights = tf.constant([[1.0, -2.0, 0.5], [0.3, 4.0, -1.0]])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(logits)
        notes = music.straight_through(logits)
        hard = ops.sum(weights * notes)
        soft = ops.sum(weights * ops.softmax(logits))
    np.testing.assert_allclose(notes, [[0, 1, 0], [1, 0, 0]], atol=1e-6)
    np.testing.assert_allclose(tape.gradient(hard, logits), tape.gradient(soft, logits))
    p = np.asarray(ops.softmax(logits))
    by_hand = p * (weights - np.sum(p * weights, axis=1, keepdims=True))
    np.testing.assert_allclose(tape.gradient(hard, logits), by_hand, rtol=1e-5)


@pytest.mark.parametrize("kind", ["conv", "lstm"])
def test_generators_make_rolls_that_their_critics_read(kind):
    generator = getattr(music, f"{kind}_generator")(width=8)
    critic = getattr(music, f"{kind}_discriminator")(width=8)
    latents = np.random.default_rng(0).normal(size=(3, generator.inputs[0].shape[-1]))
    rolls = np.asarray(generator(latents))
    assert rolls.shape == (3, music.N_STEPS, music.N_PITCHES, 4)
    assert set(np.unique(np.round(rolls, 4))) == {-1, 1}
    assert ((rolls > 0).sum(axis=2) == 1).all()
    assert critic(rolls).shape == (3, {"conv": 8, "lstm": 32}[kind], 1)


def test_a_generator_may_stay_soft():
    rolls = np.asarray(music.conv_generator(4, 8, ops.softmax)(np.ones((2, 4))))
    assert np.abs(rolls).max() < 0.999
    np.testing.assert_allclose((rolls + 1).sum(axis=2), 2, rtol=1e-5)


def test_the_lstm_hears_only_what_was_before():
    generator = music.lstm_generator(2, 8)
    before = keras.Model(generator.inputs, generator.layers[-5].output)  # the LSTM
    latents = np.random.default_rng(0).normal(size=(1, 64))
    changed = latents.copy()
    changed[0, 2 * 20 :] += 1  # the noise from step 20 on
    first, second = np.asarray(before(latents)), np.asarray(before(changed))
    assert first.shape == (1, 32, 8)
    np.testing.assert_allclose(first[:, :20], second[:, :20], atol=1e-6)
    assert np.abs(first - second)[:, 20].max() > 1e-4


def test_both_players_of_both_games_learn(phrases):
    rolls = music.to_rolls(phrases)
    for kind in ("conv", "lstm"):
        players = (
            getattr(music, f"{kind}_{x}") for x in ("generator", "discriminator")
        )
        gan = training.GAN(*(player(width=8) for player in players), seed=1)
        gan.compile()
        before = [w.copy() for w in gan.generator.get_weights()]
        gan.fit(training.batches(rolls, batch_size=3), steps_per_epoch=2, verbose=0)
        moved = zip(before, gan.generator.get_weights(), strict=True)
        assert all(not np.array_equal(a, b) for a, b in moved)


def test_a_saved_generator_opens_without_the_course(tmp_path):
    music.conv_generator(4, 8).save(tmp_path / "g.keras")
    loaded = keras.models.load_model(tmp_path / "g.keras")
    assert loaded(np.ones((2, 4))).shape == (2, 32, 48, 4)


def test_pictures_show_each_voice_in_its_colour_at_its_pitch(phrases):
    found = music.pictures(phrases)
    assert found.shape == (6, 48, 32, 3)
    red, green, blue = (np.array([214, 39, 40]) / 127.5 - 1).round(3)
    place = music.LOWEST + music.N_PITCHES - 1 - phrases[2, 5, 0]
    np.testing.assert_allclose(found[2, place, 5], [red, green, blue], atol=1e-3)
    assert ((found < 1).any(axis=-1).sum(axis=1) <= 4).all()


def test_a_single_note_sounds_at_its_frequency():
    phrase = np.full((8, 4), -1)
    phrase[:, 0] = 69  # the concert pitch
    wave = music.sound(phrase, bpm=60)
    assert np.abs(wave).max() == 1
    spectrum = np.abs(np.fft.rfft(wave[:8000]))
    assert abs(np.argmax(spectrum) - 440) <= 1  # a second: the index is in hertz
    assert len(wave) == 8000 * 5  # eight eighths of half a second, and the echo


def test_a_player_names_what_it_plays(phrases):
    shown = music.listen(phrases[0], "<Bach>").data
    assert 'aria-label="&lt;Bach&gt;"' in shown and "audio/wav;base64,UklGR" in shown
    assert len(shown) < 150_000


@pytest.mark.parametrize(
    "source", ["sample", pytest.param("real", marks=pytest.mark.real_data)]
)
def test_phrases_of_both_sets_are_in_key_and_within_the_roll(source):
    for part in data.chorales(source):
        phrases = music.cut_phrases(part.pieces[:20])
        assert len(phrases) > 300 and phrases.shape[1:] == (32, 4)
        assert np.isin(phrases % 12, music.WHITE).mean() > 0.9
