"""Answers to tasks 1 and 4 of homework 03; answers_01.py describes the form."""

import numpy as np
import tensorflow as tf
from keras import ops

# Task 1 ---------------------------------------------------------------------------


def psi(x, w, b):
    """The vote on the image alone."""
    return ops.sum(x * w, axis=-1) + b


def deaf(x, y, w, b, E):
    return ops.matmul(x, w[:, None])[:, 0] + b


def only_the_projection(x, y, w, b, E):
    return ops.einsum("nd,nd->n", x, ops.take(E, y, axis=0))


def no_bias(x, y, w, b, E):
    return ops.sum(x * w, axis=1) + ops.sum(x * ops.take(E, y, axis=0), axis=1)


def concatenated(x, y, w, b, E):
    both = ops.concatenate([x, ops.take(E, y, axis=0)], axis=1)
    return ops.sum(both * ops.concatenate([w, ops.ones_like(w)]), axis=1) + b


def averaged(x, y, w, b, E):
    return psi(x, w, b) + ops.mean(x * ops.take(E, y, axis=0), axis=1)


def whole_batch(x, y, w, b, E):
    return psi(x, w, b)[:, None] + ops.matmul(x, ops.transpose(ops.take(E, y, axis=0)))


def every_label(x, y, w, b, E):
    return psi(x, w, b)[:, None] + ops.matmul(x, ops.transpose(E))


def summed_over_all_labels(x, y, w, b, E):
    return psi(x, w, b) + ops.sum(ops.matmul(x, ops.transpose(E)), axis=1)


def label_as_a_number(x, y, w, b, E):
    return psi(x, w, b) + ops.cast(y, "float32") * ops.sum(x * E[0], axis=1)


def next_row(x, y, w, b, E):
    rows = ops.take(E, (y + 1) % len(E), axis=0)
    return psi(x, w, b) + ops.sum(x * rows, axis=1)


def first_rows(x, y, w, b, E):
    rows = ops.take(E, ops.arange(len(y)) % len(E), axis=0)
    return psi(x, w, b) + ops.sum(x * rows, axis=1)


def sorted_labels(x, y, w, b, E):
    rows = ops.take(E, ops.sort(y), axis=0)
    return psi(x, w, b) + ops.sum(x * rows, axis=1)


def cosine(x, y, w, b, E):
    rows = ops.take(E, y, axis=0)
    lengths = ops.norm(x, axis=1) * ops.norm(rows, axis=1) + 1e-9
    return psi(x, w, b) + ops.sum(x * rows, axis=1) / lengths


def with_a_sigmoid(x, y, w, b, E):
    return ops.sigmoid(right_with_take(x, y, w, b, E))


def multiplied(x, y, w, b, E):
    return psi(x, w, b) * ops.sum(x * ops.take(E, y, axis=0), axis=1)


def minus(x, y, w, b, E):
    return psi(x, w, b) - ops.sum(x * ops.take(E, y, axis=0), axis=1)


def in_numpy(x, y, w, b, E):
    x, w, b, E = (np.asarray(array) for array in (x, w, b, E))
    return x @ w + b + np.sum(x * E[np.asarray(y)], axis=1)


def one_number_for_the_batch(x, y, w, b, E):
    return ops.mean(right_with_take(x, y, w, b, E))


def right_with_take(x, y, w, b, E):
    return psi(x, w, b) + ops.sum(x * ops.take(E, y, axis=0), axis=1)


WRONG_PROJECTION_LOGIT = {
    deaf: "does not hear the label|e\\(y\\)·φ is missing",
    only_the_projection: r"w·φ \+ b is missing",
    no_bias: "bias",
    concatenated: "both|concatenated",
    averaged: "mean",
    whole_batch: "shape|own label",
    every_label: "shape|own label",
    summed_over_all_labels: "own row|own label",
    label_as_a_number: "no quantity",
    next_row: "own row",
    first_rows: "own row|own label",
    sorted_labels: "own row|order",
    cosine: "normalised",
    with_a_sigmoid: "sigmoid|logit",
    multiplied: "plus|multipl|two votes|alone",
    minus: "sign",
    in_numpy: "keras.ops|gradient",
    one_number_for_the_batch: "shape",
}


def with_one_hot(x, y, w, b, E):
    rows = tf.one_hot(y, E.shape[0]) @ E
    return tf.linalg.matvec(x, w) + tf.einsum("ij,ij->i", x, rows) + b


def weights_added_first(x, y, w, b, E):
    return tf.reduce_sum(x * (w + tf.gather(E, y)), axis=-1) + b


def as_a_column(x, y, w, b, E):
    fits = tf.reduce_sum(x * tf.gather(E, y), axis=1, keepdims=True)
    return x @ w[:, None] + b + fits


def with_a_loop(x, y, w, b, E):
    logits = []
    for features, label in zip(x, y, strict=True):
        logits.append(ops.sum(features * (w + E[int(label)])) + b)
    return ops.stack(logits)


RIGHT_PROJECTION_LOGIT = [
    right_with_take,
    with_one_hot,
    weights_added_first,
    as_a_column,
    with_a_loop,
]

# Task 4 ---------------------------------------------------------------------------


def glue(z, rows):
    """One latent beside each row."""
    return np.stack([np.concatenate([z, row]) for row in rows])


def without_the_end(z, E, a, b, n):
    return glue(z, [E[a] + i / n * (E[b] - E[a]) for i in range(n)])


def inner_places_only(z, E, a, b, n):
    return glue(z, [E[a] + i / (n + 1) * (E[b] - E[a]) for i in range(1, n + 1)])


def backwards(z, E, a, b, n):
    return glue(z, [t * E[a] + (1 - t) * E[b] for t in np.linspace(0, 1, n)])


def rows_of_the_table(z, E, a, b, n):
    return glue(z, E[np.linspace(a, b, n).astype(int)])


def nearest_rows(z, E, a, b, n):
    return glue(z, [E[int(round(place))] for place in np.linspace(a, b, n)])


def hard_switch(z, E, a, b, n):
    return glue(z, [E[a] if t < 0.5 else E[b] for t in np.linspace(0, 1, n)])


def label_numbers(z, E, a, b, n):
    return glue(z, np.linspace(a, b, n)[:, None])


def new_latents(z, E, a, b, n):
    rng = np.random.default_rng(1)
    rows = [(1 - t) * E[a] + t * E[b] for t in np.linspace(0, 1, n)]
    return np.concatenate([rng.normal(size=(n, len(z))), rows], axis=1)


def latent_fades(z, E, a, b, n):
    t = np.linspace(0, 1, n)[:, None]
    return np.concatenate([(1 - t) * z, (1 - t) * E[a] + t * E[b]], axis=1)


def embedding_first(z, E, a, b, n):
    t = np.linspace(0, 1, n)[:, None]
    return np.concatenate([(1 - t) * E[a] + t * E[b], np.tile(z, (n, 1))], axis=1)


def no_latent(z, E, a, b, n):
    t = np.linspace(0, 1, n)[:, None]
    return (1 - t) * E[a] + t * E[b]


def one_row(z, E, a, b, n):
    return np.concatenate([z, (E[a] + E[b]) / 2])


def spherical(z, E, a, b, n):
    cosine = E[a] @ E[b] / np.linalg.norm(E[a]) / np.linalg.norm(E[b])
    angle = max(np.arccos(np.clip(cosine, -1, 1)), 1e-6)
    weights = [
        (np.sin((1 - t) * angle), np.sin(t * angle)) for t in np.linspace(0, 1, n)
    ]
    return glue(z, [(p * E[a] + q * E[b]) / np.sin(angle) for p, q in weights])


def added_to_the_start(z, E, a, b, n):
    return glue(z, [E[a] + t * E[b] for t in np.linspace(0, 1, n)])


def transposed(z, E, a, b, n):
    return between_right(z, E, a, b, n).T


def smooth_step(z, E, a, b, n):
    t = np.linspace(0, 1, n)
    return glue(z, [(1 - s) * E[a] + s * E[b] for s in 3 * t**2 - 2 * t**3])


def smaller_label_first(z, E, a, b, n):
    return between_right(z, E, min(a, b), max(a, b), n)


def between_right(z, E, a, b, n):
    return glue(z, [(1 - t) * E[a] + t * E[b] for t in np.linspace(0, 1, n)])


WRONG_BETWEEN = {
    without_the_end: "before the second label",
    inner_places_only: "ends are missing",
    backwards: "from the second",
    rows_of_the_table: "numbers of the labels|third label",
    nearest_rows: "round|third label",
    hard_switch: "middle|mean",
    label_numbers: "embedding|shape",
    new_latents: "drawn anew|latent",
    latent_fades: "latent is mixed",
    embedding_first: "latent comes first",
    no_latent: "latent",
    one_row: "one row",
    spherical: "mean of the two|no other length",
    added_to_the_start: "ends|rows of the two labels",
    transposed: "row a place",
    smooth_step: "equal steps",
    smaller_label_first: "first label first|from a larger",
}


def by_numpy(z, E, a, b, n):
    t = np.linspace(0, 1, n).reshape(-1, 1)
    return np.hstack([np.repeat(z[None], n, axis=0), E[a] + t * (E[b] - E[a])])


def by_linspace_of_rows(z, E, a, b, n):
    return np.c_[np.tile(z, (n, 1)), np.linspace(E[a], E[b], n)]


def by_tensorflow(z, E, a, b, n):
    t = tf.reshape(tf.linspace(0.0, 1.0, n), (-1, 1))
    z, E = tf.cast(z, "float32"), tf.cast(E, "float32")
    return tf.concat([tf.tile(z[None], (n, 1)), (1 - t) * E[a] + t * E[b]], axis=1)


def in_lists(z, E, a, b, n):
    found = []
    for i in range(n):
        t = i / (n - 1)
        row = [(1 - t) * p + t * q for p, q in zip(E[a], E[b], strict=True)]
        found.append([*z, *row])
    return found


RIGHT_BETWEEN = [between_right, by_numpy, by_linspace_of_rows, by_tensorflow, in_lists]
