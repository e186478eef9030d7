"""Endless streams of drawn faces: the same at every start, and balanced by age."""

import itertools
from collections.abc import Callable
from functools import partial

import numpy as np
import tensorflow as tf

OLDEST = 80.0  # years; what older people look like, too few photographs show
ROWS_A_DRAW = 4096  # of one draw of a stream


def stream_of_draws(
    draw: Callable, batch_size: int, seed: int, first_step: int = 0
) -> tf.data.Dataset:
    """An endless stream of drawn numbers (batch_size, 2), the same at every start.

    Args:
        draw: a NumPy random generator → (ROWS_A_DRAW, 2).
        batch_size: rows a step.
        seed: together with its number it makes each draw.
        first_step: the stream begins where that step of a run would be.
    """
    done_draws, done_rows = divmod(first_step * batch_size, ROWS_A_DRAW)

    def rows():
        for number in itertools.count(done_draws):
            drawn = draw(np.random.default_rng([seed, number]))
            yield drawn[done_rows:] if number == done_draws else drawn

    signature = tf.TensorSpec((None, 2), "int64")
    stream = tf.data.Dataset.from_generator(rows, output_signature=signature)
    return stream.rebatch(batch_size, drop_remainder=True)


def balanced_weights(
    ages: np.ndarray, *traits: np.ndarray, most: float = 20.0
) -> np.ndarray:
    """How often to show each face, so that age says nothing about who it is: (n,).

    In UTKFace 31 % of the people are in their twenties; 27 % of the children under 4
    are white, but 71 % of the people over 80: a generator would learn that to grow old
    is to get light skin. With these weights all decades are equally frequent, and in
    each of them the traits are as frequent as in the whole set.

    Args:
        ages: (n,), in years.
        traits: labels (n,) of what age shall not go with, such as gender.
        most: no face is shown more than so many times as often as the mean one.
    """
    # The first years change a face most: they are a decade of their own.
    decades = np.digitize(ages, [4, 10, 20, 30, 40, 50, 60, 70])
    who = np.stack([np.zeros_like(decades), *traits])
    count = partial(np.unique, axis=1, return_inverse=True, return_counts=True)
    _, cell, counts = count(np.vstack([decades, who]))
    _, kind, frequent = count(who)
    weights = frequent[kind.ravel()] / counts[cell.ravel()]
    weights = np.minimum(weights / weights.mean(), most)
    return weights / weights.sum()


def photo_batches(
    pixels: np.ndarray,
    ages: np.ndarray,
    weights: np.ndarray,
    batch_size: int = 16,
    seed: int = 0,
    first_step: int = 0,
) -> tf.data.Dataset:
    """An endless stream of (photos, ages), half of them mirrored.

    People older than OLDEST count as that old. The stream is the same at every start;
    from ``first_step`` on, it is what a run that goes on there would have seen.
    ``weights`` say how often each of the n photos is shown.
    """
    pixels = tf.constant(pixels)
    years = tf.constant(np.minimum(ages, OLDEST).astype("float32"))

    def draw(rng):
        drawn = rng.choice(len(weights), ROWS_A_DRAW, p=weights)
        return np.stack([drawn, rng.integers(0, 2, ROWS_A_DRAW)], axis=1)

    def pick(drawn):
        photos = tf.cast(tf.gather(pixels, drawn[:, 0]), "float32") / 127.5 - 1
        mirrored = (drawn[:, 1] == 1)[:, None, None, None]
        photos = tf.where(mirrored, photos[:, :, ::-1], photos)
        return photos, tf.gather(years, drawn[:, 0])

    return stream_of_draws(draw, batch_size, seed, first_step).map(pick).prefetch(2)
