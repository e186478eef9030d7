"""Homework 08, task 1: there and back again, and whose gradient it is."""

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from homework.checks.probes import NO_GRADIENT
from homework.checks.tasks import Task, returned


def translators(scale: float) -> tuple[Callable, Callable, list[tf.Variable]]:
    """There and back, a weight a channel and a bit of curvature each."""
    starts = [
        np.array([[0.9, 1.2, -0.8]], "float32"),
        np.array([[1.1, -0.7, 1.3]], "float32"),
    ]
    weights = [tf.Variable(scale * start) for start in starts]

    def translator(weight: tf.Variable, shift: float) -> Callable:
        def translate(pictures):
            pictures = tf.cast(pictures, "float32")
            return tf.tanh(pictures * weight + shift)

        return translate

    return translator(weights[0], 0.1), translator(weights[1], -0.2), weights


def both_gradients(cycle_loss: Callable, scale: float, a, b) -> dict[str, Any]:
    """The probe: the loss, and its gradient by the weights of there and of back."""
    there, back, weights = translators(scale)
    with tf.GradientTape() as tape:
        loss = returned(cycle_loss, there, back, tf.constant(a), tf.constant(b))
        target = tf.cast(loss, "float32")
    seen = {"loss": loss}
    for name, gradient in zip(
        ("there", "back"), tape.gradient(target, weights), strict=True
    ):
        seen[f"gradient of {name}"] = NO_GRADIENT if gradient is None else gradient
    return seen


def cycle_cases(rng):
    """Pictures of the two sets, as many or not."""
    a, b = rng.uniform(-1, 1, (2, 5, 4, 4, 3)).astype("float32")
    return {
        "pictures of both sets": (1.0, a, b),
        "sets of different size": (1.0, a, b[:2]),
        "other translators": (0.5, a[:3], b),
    }


STOPPED = (
    "the value is right, the gradient is not: it has to run through *both* networks. "
    "Is there a stop_gradient, predict or NumPy between there and back?"
)
CYCLE_LOSS = Task(
    points=4,
    cases=cycle_cases,
    probe=both_gradients,
    seeds=2,
    hints=(
        "two ways round: from a there and back, and from b back and there.",
        "mean(|a − back(there(a))|) + mean(|b − there(back(b))|).",
        "each mean is over the pictures of its own set, all pixels and channels.",
    ),
    case_hints={
        "pictures of both sets": (
            "the mean absolute difference of a to back(there(a)), plus that of b to "
            "there(back(b))."
        ),
        "sets of different size": "take each mean over its own set.",
        "other translators": "call the networks that you are given, nothing else.",
        "gradient of there": STOPPED,
        "gradient of back": STOPPED,
    },
)
