"""Right and wrong answers to homework 03, tasks 1 and 4."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from homework.references.known import Known

# Task 1: the projection -----------------------------------------------------------


def with_projection(fits: Callable) -> Callable:
    """projection_logit with another second term, (features, labels, table) → logits."""
    return lambda features, labels, weights, bias, table: (
        (features @ weights[:, None])[:, 0] + bias + fits(features, labels, table)
    )


def rows(table, labels):
    """e(y), one row a label."""
    return tf.gather(table, labels)


PROJECTION_LOGIT = Known(
    reference=with_projection(
        lambda x, y, table: tf.reduce_sum(x * rows(table, y), axis=1)
    ),
    mistakes={
        "e(y)·φ is missing: this D does not hear the label.": with_projection(
            lambda x, y, table: 0.0
        ),
        "w·φ + b is missing: this D only asks whether image and label fit.": (
            lambda x, y, weights, bias, table: tf.reduce_sum(x * rows(table, y), axis=1)
        ),
        "the bias is missing.": lambda x, y, weights, bias, table: tf.reduce_sum(
            x * (weights + rows(table, y)), axis=1
        ),
        "e(y) is added, not multiplied with φ: no term looks at both, as if "
        "concatenated.": with_projection(
            lambda x, y, table: tf.reduce_sum(rows(table, y), axis=1)
        ),
        "add up over the features (a scalar product), do not take their mean.": (
            with_projection(
                lambda x, y, table: tf.reduce_mean(x * rows(table, y), axis=1)
            )
        ),
        "each image meets its own label only: yours compares it with all the labels of "
        "the batch.": with_projection(
            lambda x, y, table: tf.reduce_sum(x @ tf.transpose(rows(table, y)), axis=1)
        ),
        "a label is a name, no quantity: look up its row, do not multiply by it.": (
            with_projection(
                lambda x, y, table: (
                    tf.cast(y, "float32") * tf.reduce_sum(x * table[0], axis=1)
                )
            )
        ),
    },
)

# Task 4: between two labels -------------------------------------------------------


def between(latent, table, start, end, count):
    """G's inputs [z, e] with one z and e on the way between two rows."""
    share = np.linspace(0, 1, count)[:, None]
    meaning = (1 - share) * table[start] + share * table[end]
    return np.concatenate([np.tile(latent, (count, 1)), meaning], axis=1)


def walk_with(shares=np.linspace, latents=None, meaning=None) -> Callable:
    """The walk with other shares, latents or embeddings."""

    def walk(latent, table, start, end, count):
        share = shares(0, 1, count)[:, None]
        rows = (1 - share) * table[start] + share * table[end]
        if meaning is not None:
            rows = meaning(table, start + share[:, 0] * (end - start))
        styles = np.tile(latent, (count, 1))
        if latents is not None:
            styles = latents(styles, share)
        return np.concatenate([styles, rows], axis=1)

    return walk


def start_kept(latent, table, start, end, count):
    """A mistake: the first row never fades."""
    share = np.linspace(0, 1, count)[:, None]
    rows = table[start] + share * table[end]
    return np.concatenate([np.tile(latent, (count, 1)), rows], axis=1)


def on_a_sphere(latent, table, start, end, count):
    """A mistake: the embeddings are turned, not mixed."""
    a, b = table[start], table[end]
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    angle = np.arccos(np.clip(a @ b / lengths, -1, 1))
    t = np.linspace(0, 1, count)[:, None]
    with np.errstate(all="ignore"):
        path = (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)
    return np.concatenate([np.tile(latent, (count, 1)), path], axis=1)


BETWEEN = Known(
    reference=between,
    mistakes={
        "a straight line in equal steps was asked for, no walk along a sphere.": (
            on_a_sphere
        ),
        "the steps are not equal: no easing in and out, t itself is the share.": (
            walk_with(lambda a, b, n: np.linspace(a, b, n) ** 2)
        ),
        "equal steps: no easing at both ends, t itself is the share.": walk_with(
            lambda a, b, n: np.linspace(a, b, n) ** 2 * (3 - 2 * np.linspace(a, b, n))
        ),
        "this starts right and goes the wrong way: (1 − t) · table[start], not all of "
        "it, plus t · table[end].": start_kept,
        "the walk stops before the second label: both ends belong to it.": walk_with(
            lambda a, b, n: np.linspace(a, b, n, endpoint=False)
        ),
        "the ends are missing: the first place is the first label itself.": walk_with(
            lambda a, b, n: np.linspace(a, b, n + 2)[1:-1]
        ),
        "you walk from the second label to the first.": walk_with(
            lambda a, b, n: np.linspace(b, a, n)
        ),
        "the latent is mixed as well: hold the style, change the label only.": (
            walk_with(latents=lambda styles, share: (1 - share) * styles)
        ),
        "you walk through the numbers of the labels, rounded to rows of the table: 2 "
        "does not lie between 1 and 3. Mix the two rows.": walk_with(
            meaning=lambda table, place: table[np.floor(place).astype(int)]
        ),
    },
)
