"""Answers to `diversity` of homework 06."""

import itertools

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def norms(x):
    """The distance of each row to each."""
    return np.linalg.norm(x[:, None] - x[None], axis=-1)


def spread(x):
    """Mean distance of different rows."""
    return norms(x)[~np.eye(len(x), dtype=bool)].mean()


def ratio(above=spread, below=None):
    """A number of each group, averaged, over the same (or another) of the photos."""

    def answer(photos, aged):
        between = [above(group) for group in aged.swapaxes(0, 1)]
        return np.mean(between) / (below or above)(photos)

    answer.__name__ = above.__name__
    return answer


wrong("not divided", not_divided=ratio(spread, lambda photos: 1))
wrong("upside down", upside_down=lambda photos, aged: 1 / ratio()(photos, aged))
wrong("leave it out", self_above=ratio(lambda x: norms(x).mean(), spread))
wrong(
    "leave it out|different. people",
    self_below=ratio(spread, lambda x: norms(x).mean()),
)
wrong("not their squares", squared=ratio(lambda x: (norms(x) ** 2).mean()))
wrong("mean distance", largest_distance=ratio(lambda x: norms(x).max()))
wrong("only the first group", first_group=lambda p, a: spread(a[:, 0]) / spread(p))
wrong(
    "over the groups|all of them", last_group=lambda p, a: spread(a[:, -1]) / spread(p)
)
wrong(
    "first the distances",
    mean_face_first=lambda p, a: spread(a.mean(axis=1)) / spread(p),
)


@wrong("mean distance")
@ratio
def cosines(x):
    x = x / np.linalg.norm(x, axis=-1, keepdims=True)
    return (1 - x @ x.T)[~np.eye(len(x), dtype=bool)].mean()


@wrong("different. people|all pairs")
@ratio
def neighbours_only(x):
    return np.linalg.norm(np.diff(x, axis=0), axis=-1).mean()


@wrong("distance between")
def standard_deviation(photos, aged):
    return aged.std(axis=0).mean() / photos.std(axis=0).mean()


@wrong(r"different \*people\*")
def groups_compared(photos, aged):
    return np.mean([spread(person) for person in aged]) / spread(photos)


@wrong("own photo")
def to_the_photo(photos, aged):
    gaps = np.sqrt(((aged - photos[:, None]) ** 2).sum(-1))
    return gaps.mean() / spread(photos)


@wrong("within each group")
def all_together(photos, aged):
    return spread(aged.reshape(-1, aged.shape[2])) / spread(photos)


@wrong("mean|shape")
def one_number_a_group(photos, aged):
    return [spread(group) / spread(photos) for group in aged.swapaxes(0, 1)]


right(with_both_zeros=ratio(lambda x: norms(x).mean()))


@right
def in_loops(photos, aged):
    pairs = list(itertools.combinations(range(len(photos)), 2))
    above = below = 0.0
    for i, j in pairs:
        below += np.sqrt(sum((photos[i] - photos[j]) ** 2))
        for group in range(aged.shape[1]):
            gap = np.sqrt(sum((aged[i, group] - aged[j, group]) ** 2))
            above += gap / aged.shape[1]
    return above / below


@right
def in_one_go(photos, aged):
    return norms(aged).sum() / aged.shape[1] / norms(photos).sum()


@right
def with_tensors(photos, aged):
    above, below = (tf.norm(x[:, None] - x[None], axis=-1) for x in (aged, photos))
    return tf.reduce_mean(above) / tf.reduce_mean(below)


@right
def with_keras(photos, aged):
    gap = ops.convert_to_tensor(aged[:, None] - aged[None])
    below = ops.convert_to_tensor(photos[:, None] - photos[None])
    return ops.mean(ops.norm(gap, axis=-1)) / ops.mean(ops.norm(below, axis=-1))
