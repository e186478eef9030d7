"""What the checks look at besides a returned value: gradients and moving weights."""

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from homework.checks.tasks import returned
from homework.checks.words import later

NO_GRADIENT = later("none: nothing flows back")
# Hints for what such a look may show.
DETACHED = (
    "no gradient reaches this input: NumPy, float() or stop_gradient cuts the "
    "connection. Use keras.ops or TensorFlow throughout."
)
UNSTABLE = (
    "a sigmoid rounds to 0 or 1 where the logit is large, and its log to −∞; "
    "−log σ(l) is softplus(−l), which stays finite. Clipping loses the gradient."
)


def loss_and_gradients(*names: str) -> Callable[..., dict[str, Any]]:
    """A probe: the value of a loss and its gradient by the inputs called `names`."""

    def probe(loss: Callable, *arrays: np.ndarray) -> dict[str, Any]:
        inputs = [tf.constant(array) for array in arrays]
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            value = returned(loss, *inputs)
            # A NumPy value is no tensor: it takes part, and has no gradient.
            target = tf.cast(value, "float32")
        gradients = tape.gradient(target, inputs)
        seen = {"loss": value}
        for name, gradient in zip(names, gradients, strict=True):
            seen[f"d loss / d {name}"] = NO_GRADIENT if gradient is None else gradient
        return seen

    return probe


def counted(what: str, values: str) -> Callable[..., dict[str, Any]]:
    """A probe: how many numbers an answer gives, and which."""

    def probe(answer: Callable, *arguments: Any) -> dict[str, Any]:
        found = returned(answer, *arguments)
        return {what: int(np.size(found)), values: found}

    return probe


def letters(count: int) -> Callable[..., dict[str, str]]:
    """A probe: one of `count` letters, from a text, a list or a dictionary."""

    def probe(answer: Callable, number: int) -> dict[str, str]:
        given = returned(answer)
        parts = given.values() if isinstance(given, dict) else given
        found = [c for part in parts for c in str(part).upper() if c.isalpha()]
        seen = {"number of letters": str(len(found))}
        if len(found) == count:
            seen["letter"] = found[number - 1]
        return seen

    return probe


def weights_of(network) -> list[np.ndarray]:
    """A copy of a network's weights, to see later whether they moved."""
    return [np.array(weight) for weight in network.get_weights()]


def way(network, before: list[np.ndarray]) -> np.ndarray:
    """How far each weight has moved from the copy, as one vector."""
    pairs = zip(network.get_weights(), before, strict=True)
    return np.concatenate([np.ravel(now - then) for now, then in pairs])


def moved(network, before: list[np.ndarray]) -> bool:
    """Whether any weight differs from the copy."""
    pairs = zip(network.get_weights(), before, strict=True)
    return any(not np.array_equal(now, then) for now, then in pairs)
