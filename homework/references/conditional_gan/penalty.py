"""Right and wrong answers to homework 03, task 5."""

from collections.abc import Callable

import tensorflow as tf

from gan_utils import losses
from homework.references.known import Known


def gradient_by_images(D, images, labels, of=lambda logits: logits):
    """The gradient of D's logits (or of something made of them) by the pixels."""
    with tf.GradientTape() as tape:
        tape.watch(images)
        value = of(D([images, labels]))
    return tape.gradient(value, images)


def penalty_with(end: Callable, of: Callable = lambda logits: logits) -> Callable:
    """A penalty made of the flattened gradient (batch, pixels)."""

    def penalty(D, images, labels):
        gradient = gradient_by_images(D, images, labels, of)
        return end(tf.reshape(gradient, (len(images), -1)))

    return penalty


def squares(gradient):
    """‖∇‖² for each image."""
    return tf.reduce_sum(gradient**2, axis=1)


def over_one_axis(D, images, labels):
    """A mistake: the squares are added up along the rows only."""
    gradient = gradient_by_images(D, images, labels)
    return 0.5 * tf.reduce_mean(tf.reduce_sum(gradient**2, axis=1))


R1_PENALTY = Known(
    reference=lambda D, images, labels: losses.r1_penalty(
        lambda x: D([x, labels]), images
    ),
    mistakes={
        "the factor ½ is missing.": penalty_with(lambda g: tf.reduce_mean(squares(g))),
        "‖∇‖² adds up the squares of all the pixels; you take their mean.": (
            penalty_with(lambda g: 0.5 * tf.reduce_mean(g**2))
        ),
        "the sum goes over every pixel: rows, columns and channels (axis=(1, 2, 3)); "
        "yours goes along one axis, and the mean takes the rest.": over_one_axis,
        "the norm is squared: ‖∇‖², not ‖∇‖.": penalty_with(
            lambda g: 0.5 * tf.reduce_mean(tf.sqrt(squares(g)))
        ),
        "this is WGAN-GP's (‖∇‖ − 1)²; R1 pulls the slope to 0, not to 1.": (
            penalty_with(lambda g: tf.reduce_mean((tf.sqrt(squares(g)) - 1) ** 2))
        ),
        "take the mean over the images, not the sum.": penalty_with(
            lambda g: 0.5 * tf.reduce_sum(g**2)
        ),
        "square first, then add up: slopes of different signs must not cancel.": (
            penalty_with(lambda g: 0.5 * tf.reduce_mean(tf.reduce_sum(g, axis=1) ** 2))
        ),
        "the slope of the *mean* logit is n times too small: take the gradient of the "
        "logits themselves (or of their sum).": penalty_with(
            lambda g: 0.5 * tf.reduce_mean(squares(g)), tf.reduce_mean
        ),
        "the slope is that of the logit, not that of its sigmoid.": penalty_with(
            lambda g: 0.5 * tf.reduce_mean(squares(g)), tf.sigmoid
        ),
        "the value is right, but D cannot learn from it: NumPy, float() or "
        "stop_gradient cuts the penalty off from D's weights.": penalty_with(
            lambda g: float(0.5 * tf.reduce_mean(squares(g)))
        ),
    },
)
