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


DETACHED = (
    "the logits are right, but no gradient flows back to the features and the table: "
    "use keras.ops or TensorFlow throughout, no NumPy."
)
PROJECTION_LOGIT = Task(
    points=3,
    cases=projection_cases,
    probe=one_of_each,
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


BETWEEN = Task(
    points=2,
    cases=walk_cases,
    probe=inputs_by_part,
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
