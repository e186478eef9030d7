"""Answers to `to_roll` of homework 12."""

import keras
import numpy as np
import tensorflow as tf

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def painted(on=1.0, off=-1.0, place=lambda note, lowest, n: note - lowest, guard=True):
    """Note by note into an empty roll."""

    def answer(phrase, lowest, n_pitches):
        steps, voices = phrase.shape
        roll = np.full((steps, n_pitches, voices), off)
        for t in range(steps):
            for v in range(voices):
                i = place(phrase[t, v], lowest, n_pitches)
                if not guard or phrase[t, v] >= 0:
                    roll[t, i, v] = on
        return roll

    return answer


right_roll = painted()

wrong("−1, as in every|−1 everywhere", zeros=painted(off=0.0))
wrong("−1", half_range=painted(off=-0.5))
wrong("pixel is 1|−1 everywhere", as_pixels=painted(on=255.0, off=0.0))
wrong("sign|pixel is 1|−1 everywhere", inverted=painted(on=-1.0, off=1.0))
wrong("order is", voices_second=lambda *a: right_roll(*a).transpose(0, 2, 1))
wrong("order is", pitches_first=lambda *a: right_roll(*a).transpose(1, 0, 2))
wrong("low pitches come first", high_first=lambda *a: right_roll(*a)[:, ::-1])
wrong("channel of its own", one_channel=lambda *a: right_roll(*a).max(2, keepdims=True))
wrong(
    "silent|silence",
    from_the_end=painted(place=lambda x, low, n: (x - low) % n, guard=0),
)
wrong(
    "silent|silence",
    clipped=painted(place=lambda x, low, n: np.clip(x - low, 0, n - 1), guard=False),
)
wrong("index|shape|place", lowest_forgotten=painted(place=lambda x, low, n: x % n))
wrong(
    "place 0|place too far", from_one=painted(place=lambda x, low, n: (x - low + 1) % n)
)
wrong(
    "shape|steps, pitches|all into one", no_voices=lambda *a: right_roll(*a).max(axis=2)
)
wrong("shape|steps, pitches", flat=lambda *a: right_roll(*a).reshape(len(a[0]), -1))


@wrong("channel of its own|pixel is 1|−1 everywhere")
def summed(phrase, lowest, n_pitches):
    roll = (right_roll(phrase, lowest, n_pitches) + 1).sum(axis=2, keepdims=True)
    return roll + np.zeros(phrase.shape[1]) - 1


right(right_roll=right_roll)


@right
def compared(phrase, lowest, n_pitches):
    on = phrase[:, None] == np.arange(lowest, lowest + n_pitches)[:, None]
    return 2.0 * on - 1


@right
def with_one_hot(phrase, lowest, n_pitches):
    # Keras's one-hot of an index below 0 is all zeros.
    notes = tf.one_hot(np.where(phrase < 0, -1, phrase - lowest), n_pitches)
    return 2 * tf.transpose(notes, [0, 2, 1]) - 1


@right
def with_keras(phrase, lowest, n_pitches):
    pitches = keras.ops.arange(lowest, lowest + n_pitches, dtype="int64")
    on = keras.ops.equal(phrase[:, None, :], pitches[None, :, None])
    return keras.ops.where(on, 1.0, -1.0)


@right
def a_voice_at_a_time(phrase, lowest, n_pitches):
    table = np.concatenate([np.eye(n_pitches), np.zeros((1, n_pitches))])
    rows = np.where(phrase < 0, n_pitches, phrase - lowest)
    return 2 * np.stack([table[voice] for voice in rows.T], axis=-1) - 1
