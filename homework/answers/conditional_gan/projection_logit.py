"""Answers to `projection_logit` of homework 03."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def psi(x, w, b):
    """The vote on the image alone."""
    return ops.sum(x * w, axis=-1) + b


def dot(x, rows):
    """The vote on how well image and label fit."""
    return ops.sum(x * rows, axis=1)


def plus(second):
    """The vote on the image, and another second one of (x, y, E)."""

    def answer(x, y, w, b, E):
        return psi(x, w, b) + second(x, y, E)

    answer.__name__ = second.__name__
    return answer


@plus
def right_with_take(x, y, E):
    return dot(x, ops.take(E, y, axis=0))


wrong("sign", minus=plus(lambda x, y, E: -dot(x, ops.take(E, y, axis=0))))
wrong("mean", averaged=plus(lambda x, y, E: ops.mean(x * ops.take(E, y, axis=0), 1)))
wrong(
    "own row", next_row=plus(lambda x, y, E: dot(x, ops.take(E, (y + 1) % 4, axis=0)))
)
wrong(
    "own row|order",
    sorted_labels=plus(lambda x, y, E: dot(x, ops.take(E, ops.sort(y), axis=0))),
)
wrong("sigmoid|logit", with_a_sigmoid=lambda *all_: ops.sigmoid(right_with_take(*all_)))
wrong("shape", one_number_for_the_batch=lambda *all_: ops.mean(right_with_take(*all_)))


@wrong("does not hear the label|e\\(y\\)·φ is missing")
def deaf(x, y, w, b, E):
    return ops.matmul(x, w[:, None])[:, 0] + b


@wrong(r"w·φ \+ b is missing")
def only_the_projection(x, y, w, b, E):
    return ops.einsum("nd,nd->n", x, ops.take(E, y, axis=0))


@wrong("bias")
def no_bias(x, y, w, b, E):
    return ops.sum(x * w, axis=1) + dot(x, ops.take(E, y, axis=0))


@wrong("both|concatenated")
def concatenated(x, y, w, b, E):
    both = ops.concatenate([x, ops.take(E, y, axis=0)], axis=1)
    return ops.sum(both * ops.concatenate([w, ops.ones_like(w)]), axis=1) + b


@wrong("shape|own label")
def whole_batch(x, y, w, b, E):
    return psi(x, w, b)[:, None] + ops.matmul(x, ops.transpose(ops.take(E, y, axis=0)))


@wrong("shape|own label")
def every_label(x, y, w, b, E):
    return psi(x, w, b)[:, None] + ops.matmul(x, ops.transpose(E))


@wrong("own row|own label")
@plus
def summed_over_all_labels(x, y, E):
    return ops.sum(ops.matmul(x, ops.transpose(E)), axis=1)


@wrong("no quantity")
@plus
def label_as_a_number(x, y, E):
    return ops.cast(y, "float32") * ops.sum(x * E[0], axis=1)


@wrong("own row|own label")
@plus
def first_rows(x, y, E):
    return dot(x, ops.take(E, ops.arange(len(y)) % len(E), axis=0))


@wrong("normalised")
@plus
def cosine(x, y, E):
    rows = ops.take(E, y, axis=0)
    return dot(x, rows) / (ops.norm(x, axis=1) * ops.norm(rows, axis=1) + 1e-9)


@wrong("plus|multipl|two votes|alone")
def multiplied(x, y, w, b, E):
    return psi(x, w, b) * dot(x, ops.take(E, y, axis=0))


@wrong("keras.ops|gradient")
def in_numpy(x, y, w, b, E):
    x, w, b, E = (np.asarray(array) for array in (x, w, b, E))
    return x @ w + b + np.sum(x * E[np.asarray(y)], axis=1)


right(right_with_take)


@right
def with_one_hot(x, y, w, b, E):
    rows = tf.one_hot(y, E.shape[0]) @ E
    return tf.linalg.matvec(x, w) + tf.einsum("ij,ij->i", x, rows) + b


@right
def weights_added_first(x, y, w, b, E):
    return tf.reduce_sum(x * (w + tf.gather(E, y)), axis=-1) + b


@right
def as_a_column(x, y, w, b, E):
    fits = tf.reduce_sum(x * tf.gather(E, y), axis=1, keepdims=True)
    return x @ w[:, None] + b + fits


@right
def with_a_loop(x, y, w, b, E):
    pairs = zip(x, y, strict=True)
    return ops.stack([ops.sum(one * (w + E[int(label)])) + b for one, label in pairs])
