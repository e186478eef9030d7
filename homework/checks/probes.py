"""What the checks look at besides a returned value: gradients and moving weights."""

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

NO_GRADIENT = "none: nothing flows back"


def loss_and_gradients(*names: str) -> Callable[..., dict[str, Any]]:
    """A probe: the value of a loss and its gradient by the inputs called `names`."""

    def probe(loss: Callable, *arrays: np.ndarray) -> dict[str, Any]:
        inputs = [tf.constant(array) for array in arrays]
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            value = loss(*inputs)
            # A NumPy value is no tensor: it takes part, and has no gradient.
            target = None if value is None else tf.cast(value, "float32")
        if target is None:
            return {"loss": None}
        gradients = tape.gradient(target, inputs)
        seen = {"loss": value}
        for name, gradient in zip(names, gradients, strict=True):
            seen[f"d loss / d {name}"] = NO_GRADIENT if gradient is None else gradient
        return seen

    return probe


def weights_of(network) -> list[np.ndarray]:
    """A copy of a network's weights, to see later whether they moved."""
    return [np.array(weight) for weight in network.get_weights()]


def moved(network, before: list[np.ndarray]) -> bool:
    """Whether any weight differs from the copy."""
    pairs = zip(network.get_weights(), before, strict=True)
    return any(not np.array_equal(now, then) for now, then in pairs)
