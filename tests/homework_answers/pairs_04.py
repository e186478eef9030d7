"""Answers to task 3 of homework 04; answers_01.py describes the form."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops


def cut(picture, top, left, size, mirror):
    window = picture[top : top + size, left : left + size]
    return window[:, ::-1] if mirror else window


def moves(targets, size, rng):
    height, width = targets.shape[1:3]
    return (
        rng.integers(0, height - size + 1),
        rng.integers(0, width - size + 1),
        size,
        rng.random() < 0.5,
    )


def each_half_on_its_own(targets, sources, size):
    rng = np.random.default_rng()
    return (
        np.stack([cut(y, *moves(targets, size, rng)) for y in targets]),
        np.stack([cut(x, *moves(targets, size, rng)) for x in sources]),
    )


def photo_mirrored_alone(targets, sources, size):
    rng, ys, xs = np.random.default_rng(), [], []
    for y, x in zip(targets, sources, strict=True):
        top, left, size, mirror = moves(targets, size, rng)
        ys.append(cut(y, top, left, size, mirror))
        xs.append(cut(x, top, left, size, False))
    return np.stack(ys), np.stack(xs)


def photo_cut_alone(targets, sources, size):
    rng, ys, xs = np.random.default_rng(), [], []
    for y, x in zip(targets, sources, strict=True):
        top, left, size, mirror = moves(targets, size, rng)
        ys.append(cut(y, top, left, size, mirror))
        xs.append(cut(x, 0, 0, size, mirror))
    return np.stack(ys), np.stack(xs)


def tf_random_crop_of_the_batch(targets, sources, size):
    both = tf.concat([targets, sources], axis=-1)
    both = tf.image.random_crop(both, (len(targets), size, size, both.shape[-1]))
    both = tf.image.random_flip_left_right(both)
    return both[..., :3], both[..., 3:]


def one_crop_for_all(targets, sources, size):
    rng = np.random.default_rng()
    top, left, size, mirror = moves(targets, size, rng)
    ys = np.stack([cut(y, top, left, size, mirror) for y in targets])
    return ys, np.stack([cut(x, top, left, size, mirror) for x in sources])


def same_seed_for_two_layers(targets, sources, size):
    def layer():
        return keras.layers.RandomCrop(size, size, seed=1)

    return layer()(targets, training=True), layer()(sources, training=True)


def together(targets, sources, draw):
    ys, xs = [], []
    for y, x in zip(targets, sources, strict=True):
        change = draw()
        ys.append(change(y))
        xs.append(change(x))
    return np.stack(ys), np.stack(xs)


def last_window_missing(targets, sources, size):
    rng = np.random.default_rng()
    height, width = targets.shape[1:3]

    def draw():
        top = rng.integers(max(height - size, 1))
        left, mirror = rng.integers(max(width - size, 1)), rng.random() < 0.5
        return lambda picture: cut(picture, top, left, size, mirror)

    return together(targets, sources, draw)


def only_mirrored_windows_left(targets, sources, size):
    rng = np.random.default_rng()

    def draw():
        top, left, _, _ = moves(targets, size, rng)
        return lambda picture: cut(picture, top, left, size, True)

    return together(targets, sources, draw)


def never_mirrored(targets, sources, size):
    rng = np.random.default_rng()

    def draw():
        top, left, _, _ = moves(targets, size, rng)
        return lambda picture: cut(picture, top, left, size, False)

    return together(targets, sources, draw)


def middle_only(targets, sources, size):
    rng = np.random.default_rng()
    top, left = (targets.shape[1] - size) // 2, (targets.shape[2] - size) // 2

    def draw():
        mirror = rng.random() < 0.5
        return lambda picture: cut(picture, top, left, size, mirror)

    return together(targets, sources, draw)


def upside_down(targets, sources, size):
    rng = np.random.default_rng()

    def draw():
        top, left, _, mirror = moves(targets, size, rng)
        window = slice(top, top + size), slice(left, left + size)
        return lambda picture: picture[window][::-1] if mirror else picture[window]

    return together(targets, sources, draw)


def turned(targets, sources, size):
    rng = np.random.default_rng()

    def draw():
        top, left, _, mirror = moves(targets, size, rng)
        return lambda picture: np.rot90(cut(picture, top, left, size, mirror), mirror)

    return together(targets, sources, draw)


def rolled(targets, sources, size):
    rng = np.random.default_rng()

    def draw():
        by, mirror = rng.integers(0, targets.shape[2]), rng.random() < 0.5
        return lambda picture: cut(np.roll(picture, by, axis=1), 0, 0, size, mirror)

    return together(targets, sources, draw)


def resized(targets, sources, size):
    both = tf.concat([targets, sources], axis=-1)
    both = tf.image.random_flip_left_right(tf.image.resize(both, (size, size)))
    return both[..., :3], both[..., 3:]


def seeded_inside(targets, sources, size):
    rng = np.random.default_rng(0)

    def draw():
        move = moves(targets, size, rng)
        return lambda picture: cut(picture, *move)

    return together(targets, sources, draw)


def shuffled(targets, sources, size):
    order = np.random.default_rng().permutation(len(targets))
    return in_a_loop(targets[order], sources[order], size)


def channels_left_together(targets, sources, size):
    targets, sources = in_a_loop(targets, sources, size)
    both = np.concatenate([targets, sources], axis=-1)
    return both, both


def source_first(targets, sources, size):
    return in_a_loop(targets, sources, size)[::-1]


def size_ignored(targets, sources, size):
    coin = np.random.default_rng().random((len(targets), 1, 1, 1)) < 0.5
    return (
        np.where(coin, targets[:, :, ::-1], targets),
        np.where(coin, sources[:, :, ::-1], sources),
    )


def only_one_pair(targets, sources, size):
    top, left, size, mirror = moves(targets, size, np.random.default_rng())
    return cut(targets[0], top, left, size, mirror), cut(
        sources[0], top, left, size, mirror
    )


def source_forgotten(targets, sources, size):
    return in_a_loop(targets, sources, size)[0], sources[:, :size, :size]


def in_a_loop(targets, sources, size):
    rng = np.random.default_rng()

    def draw():
        move = moves(targets, size, rng)
        return lambda picture: cut(picture, *move)

    return together(targets, sources, draw)


WRONG_MOVE_PAIRS = {
    each_half_on_its_own: "same place",
    photo_mirrored_alone: "same place",
    photo_cut_alone: "same place",
    tf_random_crop_of_the_batch: "new numbers for each pair",
    one_crop_for_all: "new numbers for each pair",
    same_seed_for_two_layers: "new numbers for each pair|whole batch",
    last_window_missing: "some windows never occur",
    only_mirrored_windows_left: "one half",
    never_mirrored: "one half",
    middle_only: "some windows never occur",
    upside_down: "upside down",
    turned: "upside down|no turning",
    rolled: "no rolling",
    resized: "resizing",
    seeded_inside: "seed",
    shuffled: "changed places",
    channels_left_together: "their own channels",
    source_first: "targets first",
    size_ignored: "size × size",
    only_one_pair: "as many pairs",
    source_forgotten: "same place",
}


def glued(targets, sources, size):
    both = np.concatenate([targets, sources], axis=-1)
    moved, _ = in_a_loop(both, both, size)
    return moved[..., :3], moved[..., 3:]


def with_map_fn(targets, sources, size):
    both = tf.concat([targets, sources], axis=-1)

    def move(pair):
        pair = tf.image.random_crop(pair, (size, size, both.shape[-1]))
        return tf.image.random_flip_left_right(pair)

    both = tf.map_fn(move, both)
    return both[..., :3], both[..., 3:]


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


def in_keras(targets, sources, size):
    both = ops.concatenate([targets, sources], axis=-1)
    layer = keras.layers.RandomCrop(size, size)
    flip = keras.layers.RandomFlip("horizontal")
    moved = [flip(layer(pair, training=True), training=True) for pair in both]
    moved = ops.stack(moved)
    return moved[..., :3], moved[..., 3:]


RIGHT_MOVE_PAIRS = [in_a_loop, glued, with_map_fn, gathered, in_keras]
