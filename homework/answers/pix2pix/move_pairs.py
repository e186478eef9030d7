"""Answers to `move_pairs` of homework 04."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def cut(picture, top, left, size, mirror):
    window = picture[top : top + size, left : left + size]
    return window[:, ::-1] if mirror else window


def draw(shape, size, rng):
    """Where the window of a pair is, how large, and whether mirrored."""
    height, width = shape[:2]
    top, left = rng.integers(height - size + 1), rng.integers(width - size + 1)
    return top, left, size, rng.random() < 0.5


def moved(change_target=cut, change_source=None, draw=draw, seed=None):
    """The same numbers for both of a pair, with other changes or other numbers."""

    def answer(targets, sources, size):
        rng, ys, xs = np.random.default_rng(seed), [], []
        for y, x in zip(targets, sources, strict=True):
            numbers = draw(y.shape, size, rng)
            ys.append(change_target(y, *numbers))
            xs.append((change_source or change_target)(x, *numbers))
        return np.stack(ys), np.stack(xs)

    answer.__name__ = change_target.__name__
    return answer


in_a_loop = moved()


def last_left_out(shape, size, rng):
    height, width = shape[:2]
    top = rng.integers(max(height - size, 1))
    return top, rng.integers(max(width - size, 1)), size, rng.random() < 0.5


def middle(shape, size, rng):
    height, width = shape[:2]
    return (height - size) // 2, (width - size) // 2, size, rng.random() < 0.5


def not_mirrored(picture, top, left, size, mirror):
    return cut(picture, top, left, size, False)


def from_the_corner(picture, top, left, size, mirror):
    return cut(picture, 0, 0, size, mirror)


def glued(targets, sources):
    return tf.concat([targets, sources], axis=-1)


def apart(both):
    return both[..., :3], both[..., 3:]


wrong("same place", photo_mirrored_alone=moved(cut, not_mirrored))
wrong("same place", photo_cut_alone=moved(cut, from_the_corner))
wrong("some windows never occur", last_window_missing=moved(draw=last_left_out))
wrong("some windows never occur", middle_only=moved(draw=middle))
wrong(
    "one half",
    only_mirrored_windows_left=moved(lambda x, *where: cut(x, *where[:3], True)),
)
wrong("one half", never_mirrored=moved(not_mirrored))
wrong(
    "upside down|no turning",
    turned=moved(lambda x, *where: np.rot90(cut(x, *where), where[3])),
)
wrong("seed", seeded_inside=moved(seed=0))
wrong("targets first", source_first=lambda *batch: in_a_loop(*batch)[::-1])


@wrong("upside down")
@moved
def upside_down(picture, top, left, size, mirror):
    window = cut(picture, top, left, size, False)
    return window[::-1] if mirror else window


@wrong("no rolling")
def rolled(targets, sources, size):
    def roll(shape, size, rng):
        return rng.integers(0, shape[1]), 0, size, rng.random() < 0.5

    def change(picture, by, left, size, mirror):
        return cut(np.roll(picture, by, axis=1), 0, left, size, mirror)

    return moved(change, draw=roll)(targets, sources, size)


@wrong("same place")
def each_half_on_its_own(targets, sources, size):
    return in_a_loop(targets, targets, size)[0], in_a_loop(sources, sources, size)[0]


@wrong("new numbers for each pair")
def tf_random_crop_of_the_batch(targets, sources, size):
    shape = len(targets), size, size, 4
    both = tf.image.random_crop(glued(targets, sources), shape)
    return apart(tf.image.random_flip_left_right(both))


@wrong("new numbers for each pair")
def one_crop_for_all(targets, sources, size):
    numbers = draw(targets[0].shape, size, np.random.default_rng())
    return [np.stack([cut(x, *numbers) for x in half]) for half in (targets, sources)]


@wrong("new numbers for each pair|whole batch")
def same_seed_for_two_layers(targets, sources, size):
    def layer():
        return keras.layers.RandomCrop(size, size, seed=1)

    return layer()(targets, training=True), layer()(sources, training=True)


@wrong("resizing")
def resized(targets, sources, size):
    both = tf.image.resize(glued(targets, sources), (size, size))
    return apart(tf.image.random_flip_left_right(both))


@wrong("changed places")
def shuffled(targets, sources, size):
    order = np.random.default_rng().permutation(len(targets))
    return in_a_loop(targets[order], sources[order], size)


@wrong("their own channels")
def channels_left_together(*batch):
    both = np.concatenate(in_a_loop(*batch), axis=-1)
    return both, both


@wrong("size × size")
def size_ignored(targets, sources, size):
    coin = np.random.default_rng().random((len(targets), 1, 1, 1)) < 0.5
    return [np.where(coin, half[:, :, ::-1], half) for half in (targets, sources)]


@wrong("as many pairs")
def only_one_pair(targets, sources, size):
    return [half[0] for half in in_a_loop(targets, sources, size)]


@wrong("same place")
def source_forgotten(targets, sources, size):
    return in_a_loop(targets, sources, size)[0], sources[:, :size, :size]


right(in_a_loop=in_a_loop)


@right
def glued_in_numpy(targets, sources, size):
    both = np.concatenate([targets, sources], axis=-1)
    return apart(in_a_loop(both, both, size)[0])


@right
def with_map_fn(targets, sources, size):
    def move(pair):
        pair = tf.image.random_crop(pair, (size, size, 4))
        return tf.image.random_flip_left_right(pair)

    return apart(tf.map_fn(move, glued(targets, sources)))


@right
def gathered(targets, sources, size):
    rng, count = np.random.default_rng(), len(targets)
    height, width = targets.shape[1:3]
    rows = rng.integers(0, height - size + 1, (count, 1)) + np.arange(size)
    columns = rng.integers(0, width - size + 1, (count, 1)) + np.arange(size)
    mirror = rng.random((count, 1)) < 0.5
    columns = np.where(mirror, columns[:, ::-1], columns)
    each = np.arange(count)[:, None, None]
    place = each, rows[:, :, None], columns[:, None, :]
    return targets[place], sources[place]


@right
def in_keras(targets, sources, size):
    layer = keras.layers.RandomCrop(size, size)
    flip = keras.layers.RandomFlip("horizontal")
    both = ops.concatenate([targets, sources], axis=-1)
    moved = [flip(layer(pair, training=True), training=True) for pair in both]
    return apart(ops.stack(moved))
