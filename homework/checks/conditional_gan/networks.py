"""Homework 03, tasks 1 and 4: a projection, a walk between two labels."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from homework.checks import probes
from homework.checks.tasks import Task, returned

# Task 1: the projection -----------------------------------------------------------

projection_probe = probes.loss_and_gradients("features", "weights", "bias", "table")


def one_of_each(answer: Callable, features, labels, weights, bias, table) -> dict:
    """The probe: the logits, and whether a gradient flows back."""

    def with_labels(features, weights, bias, table):
        return answer(features, tf.constant(labels), weights, bias, table)

    seen = projection_probe(with_labels, features, weights, bias, table)
    told = {"logits": seen.pop("loss")}
    if np.any(table) and np.any(weights):  # only where all parts take part
        for name, gradient in seen.items():
            told[f"a gradient, {name}"] = not isinstance(gradient, str)
    return told


def projection_cases(rng):
    """One part of the logit after another, then both, with repeated labels."""
    features, table = rng.normal(size=(5, 3)), rng.normal(size=(4, 3))
    weights, bias = rng.normal(size=3), rng.normal(size=())
    nothing, labels = np.zeros(3), np.array([2, 0, 3, 2, 1])
    cases = {
        "a table of zeros: the image alone": (
            features,
            labels,
            weights,
            bias,
            0 * table,
        ),
        "w = 0 and b = 0: the label alone": (
            features,
            labels,
            nothing,
            0 * bias,
            table,
        ),
        "5 images, 3 features, 4 labels": (features, labels, weights, bias, table),
        "as many images as labels": (features[:4], labels[:4], weights, bias, table),
        "a single image": (features[:1], labels[:1], weights, bias, table),
    }
    return {
        name: tuple(
            array if array.dtype == "int64" else array.astype("float32")
            for array in arguments
        )
        for name, arguments in cases.items()
    }


def with_projection(fits: Callable) -> Callable:
    """projection_logit with another second term, (features, labels, table) → logits."""
    return lambda features, labels, weights, bias, table: (
        (features @ weights[:, None])[:, 0] + bias + fits(features, labels, table)
    )


def rows(table, labels):
    """e(y), one row a label."""
    return tf.gather(table, labels)


DETACHED = (
    "the logits are right, but no gradient flows back to the features and the table: "
    "use keras.ops or TensorFlow throughout, no NumPy."
)
PROJECTION_LOGIT = Task(
    points=3,
    reference=with_projection(
        lambda x, y, table: tf.reduce_sum(x * rows(table, y), axis=1)
    ),
    cases=projection_cases,
    probe=one_of_each,
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
    hints=(
        "two votes: one on the image alone, one on how well its features and the "
        "label's row agree.",
        "look up the rows with ops.take(table, labels, axis=0), one for each image.",
        "w·φ + b, plus the sum over the features of φ times the row.",
    ),
    case_hints={
        "a table of zeros: the image alone": (
            "with a table of zeros w·φ + b is left, one logit an image."
        ),
        "w = 0 and b = 0: the label alone": (
            "with w = 0 and b = 0 the product of φ and the label's own row of the "
            "table is left: not normalised, no other row, and no column."
        ),
        "as many images as labels": (
            "an image belongs to its own label, in the order of the batch, also where "
            "the shapes would allow something else."
        ),
        "a single image": "a batch may hold one image; keep the batch axis.",
        "a gradient, d loss / d features": DETACHED,
        "a gradient, d loss / d table": DETACHED,
    },
)

# Task 4: between two labels -------------------------------------------------------


def between(latent, table, start, end, count):
    """G's inputs [z, e] with one z and e on the way between two rows."""
    share = np.linspace(0, 1, count)[:, None]
    meaning = (1 - share) * table[start] + share * table[end]
    return np.concatenate([np.tile(latent, (count, 1)), meaning], axis=1)


def walk_cases(rng):
    """The ends, the middle, and longer walks."""
    latent, table = rng.normal(size=3), rng.normal(size=(5, 2))
    return {
        "2 places: only the ends": (latent, table, 1, 3, 2),
        "3 places: the ends and the middle": (latent, table, 1, 3, 3),
        "from 4 back to 0": (latent, table, 4, 0, 6),
        "from a label to itself": (latent, table, 2, 2, 3),
    }


def inputs_by_part(answer: Callable, latent, table, start, end, count) -> dict:
    """The probe: shape, latents and embeddings of the inputs."""
    given = returned(answer, latent.copy(), table.copy(), start, end, count)
    inputs = np.asarray(given, "float64")
    seen = {"shape": str(inputs.shape)}
    if inputs.ndim == 2:
        seen["latents"] = inputs[:, : len(latent)]
        seen["embeddings"] = inputs[:, len(latent) :]
    return seen


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


BETWEEN = Task(
    points=2,
    reference=between,
    cases=walk_cases,
    probe=inputs_by_part,
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
    hints=(
        "one latent for all, and embeddings on the straight line between two rows.",
        "(1 − t) · table[start] + t · table[end], with t from 0 to 1, ends included.",
        "np.linspace(0, 1, count), np.tile(latent, (count, 1)), np.concatenate.",
    ),
    case_hints={
        "shape": (
            "one row a place, with the latent's numbers first and the embedding's "
            "after them: (count, latent_dim + embedding_dim)."
        ),
        "latents": (
            "the latent comes first and is the same in each row: the style is held, "
            "neither drawn anew nor mixed."
        ),
        "2 places: only the ends": "the two ends are the rows of the two labels.",
        "3 places: the ends and the middle": (
            "the middle is the mean of the two rows: no third label, no other length."
        ),
        "from 4 back to 0": (
            "equal steps, also from a larger label to a smaller one, with the first "
            "label first."
        ),
        "from a label to itself": "from a label to itself nothing changes.",
    },
)
