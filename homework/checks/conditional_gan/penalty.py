"""Homework 03, task 5: a penalty on the slope of a conditional discriminator."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from homework.checks import probes
from homework.checks.tasks import Task, returned


def small_discriminator(size: int, sees_image: bool):
    """A conditional D of six-odd weights, and these weights."""
    rng = np.random.default_rng(0)
    shapes = {"hidden": (size, 3), "last": (3, 1), "table": (3, 3)}
    weights = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    weights["hidden"] *= sees_image
    weights = {
        name: tf.Variable(value, dtype="float32") for name, value in weights.items()
    }

    def D(inputs, training=None):
        images, labels = inputs
        flat = tf.cast(tf.reshape(images, (-1, size)), "float32")
        features = tf.tanh(flat @ weights["hidden"])
        fits = features * tf.gather(weights["table"], labels)
        return features @ weights["last"] + tf.reduce_sum(fits, axis=1, keepdims=True)

    return D, list(weights.values())


def penalty_and_gradient(answer: Callable, images, labels, sees_image=True) -> dict:
    """The probe: the penalty, and its gradient by D's weights."""
    D, weights = small_discriminator(images[0].size, sees_image)
    with tf.GradientTape() as tape:
        value = returned(answer, D, tf.constant(images), tf.constant(labels))
        target = tf.cast(value, "float32")
    gradients = tape.gradient(target, weights)
    if all(gradient is None for gradient in gradients):
        return {"penalty": value, "gradient by D's weights": probes.NO_GRADIENT}
    gradients = as_one_vector(gradients, weights)
    return {"penalty": value, "gradient by D's weights": gradients}


def as_one_vector(gradients: list, weights: list) -> np.ndarray:
    """All gradients as one vector, 0 where a weight takes no part."""
    arrays = []
    for gradient, weight in zip(gradients, weights, strict=True):
        # A looked-up table's gradient lists its rows: fill in the zeros.
        full = tf.zeros_like(weight) if gradient is None else gradient
        arrays.append(np.ravel(tf.convert_to_tensor(full)))
    return np.concatenate(arrays)


def penalty_cases(rng):
    """One image and several, a D that is flat, images that are not square."""
    images = rng.normal(size=(4, 2, 2, 1)).astype("float32")
    wide = rng.normal(size=(3, 2, 4, 3)).astype("float32")
    labels = np.array([2, 0, 1, 2])
    return {
        "one image": (images[:1], labels[:1]),
        "4 images": (images, labels),
        "3 images, 2×4 pixels, 3 channels": (wide, labels[:3]),
        "a D that ignores the image": (images, labels, False),
    }


R1_PENALTY = Task(
    points=4,
    cases=penalty_cases,
    probe=penalty_and_gradient,
    hints=(
        "how steep is D's logit when a pixel of a real image changes? A tape that "
        "watches the images knows.",
        "tape.watch(images), logits = D([images, labels]), then tape.gradient.",
        "square, add up over all axes but the first, mean over the batch, times ½.",
    ),
    case_hints={
        "one image": (
            "½ times the sum of the squared slopes of the logit D([images, labels]) by "
            "each pixel, with the image's own label: watch the images, leave no pixel "
            "out, and take no root."
        ),
        "4 images": (
            "each image has its own ‖∇‖², with its own label; then the mean over the "
            "images."
        ),
        "3 images, 2×4 pixels, 3 channels": (
            "add up over rows, columns and channels, whatever their number."
        ),
        "a D that ignores the image": (
            "a flat D has the penalty 0, without NaN or None."
        ),
        "gradient by D's weights": (
            "the value is right, but not its gradient by D's weights: no NumPy and no "
            "stop_gradient; all of it has to stay inside TensorFlow."
        ),
    },
)
