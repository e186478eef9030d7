"""Answers to `r1_penalty` of homework 03."""

import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses
from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def slope(D, x, y, of=lambda logits: logits):
    """Gradient of D's logits by the pixels, (batch, pixels)."""
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = of(D([x, y]))
    return tf.reshape(tape.gradient(value, x), (x.shape[0], -1))


def penalty(end, of=lambda logits: logits):
    """A number of the slopes, (batch, pixels)."""

    def answer(D, x, y):
        return end(slope(D, x, y, of))

    answer.__name__ = end.__name__
    return answer


def half_square(g):
    return 0.5 * ops.mean(ops.sum(g**2, axis=1))


right_by_hand = penalty(half_square)

wrong("½", half_forgotten=penalty(lambda g: ops.mean(ops.sum(g**2, axis=1))))
wrong("mean", mean_over_pixels=penalty(lambda g: ops.mean(g**2) / 2))
wrong(
    "squared", norm_not_squared=penalty(lambda g: 0.5 * ops.mean(ops.norm(g, axis=1)))
)
wrong("WGAN", towards_one=penalty(lambda g: ops.mean((ops.norm(g, axis=1) - 1) ** 2)))
wrong(
    "WGAN|no root|to 0",
    ten_times=penalty(lambda g: 10 * ops.mean((ops.norm(g, axis=1) - 1) ** 2)),
)
wrong("not the sum", summed=penalty(tf.nn.l2_loss))
wrong("mean", of_the_mean_logit=penalty(half_square, tf.reduce_mean))
wrong("sigmoid", of_the_sigmoid=penalty(half_square, tf.sigmoid))
wrong("of the logit", of_the_loss=penalty(half_square, lambda x: tf.nn.softplus(-x)))
wrong("stop_gradient", stopped=penalty(lambda g: half_square(ops.stop_gradient(g))))
wrong(
    "NumPy|float",
    in_numpy=penalty(lambda g: 0.5 * np.mean(np.sum(g.numpy() ** 2, axis=1))),
)
wrong(
    "own label", first_label_for_all=lambda D, x, y: right_by_hand(D, x, 0 * y + y[0])
)
wrong("own label", labels_shifted=lambda D, x, y: right_by_hand(D, x, tf.roll(y, 1, 0)))
wrong("label", label_zero=lambda D, x, y: right_by_hand(D, x, tf.zeros_like(y)))
wrong("slope", logits_penalised=lambda D, x, y: 0.5 * ops.mean(D([x, y]) ** 2))


@wrong("[Ss]quare first")
@penalty
def added_then_squared(g):
    return 0.5 * ops.mean(ops.sum(g, axis=1) ** 2)


@wrong("squared slopes|square")
@penalty
def absolute(g):
    return 0.5 * ops.mean(ops.sum(ops.abs(g), axis=1))


@wrong("sum of|add up|left out")
@penalty
def largest(g):
    return 0.5 * ops.mean(ops.max(g**2, axis=1))


@wrong("channels")
def rows_and_columns_only(D, x, y):
    g = tf.reshape(slope(D, x, y), x.shape)
    return 0.5 * ops.mean(ops.sum(g**2, axis=(1, 2)))


@wrong("by each pixel|pixels")
def weights_penalised(D, x, y):
    with tf.GradientTape() as tape:
        value = tf.reduce_sum(D([x, y]))
    gradients = tape.gradient(value, tape.watched_variables())
    return 0.5 * sum(tf.nn.l2_loss(tf.convert_to_tensor(g)) for g in gradients)


@wrong("watch")
def not_watched(D, x, y):
    with tf.GradientTape() as tape:
        logits = D([x, y])
    return 0.5 * ops.mean(ops.sum(tape.gradient(logits, x) ** 2, axis=(1, 2, 3)))


right(right_by_hand=right_by_hand)


@right
@penalty
def root_then_square(g):
    return 0.5 * ops.mean(ops.sqrt(ops.sum(g**2, axis=1)) ** 2)


@right
def right_from_the_library(D, x, y):
    return losses.r1_penalty(lambda images: D([images, y]), x)


@right
def right_with_tf_gradients(D, x, y):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(D([x, y], training=True))
    (g,) = tape.gradient(total, [x])
    return tf.reduce_sum(tf.square(g)) / (2 * len(y))


@right
def right_one_by_one(D, x, y):
    ones = [slice(i, i + 1) for i in range(len(x))]
    return sum(tf.nn.l2_loss(slope(D, x[one], y[one])) for one in ones) / len(x)


@right
def right_with_a_jacobian(D, x, y):
    with tf.GradientTape() as tape:
        tape.watch(x)
        logits = D([x, y])
    g = tf.reshape(tape.batch_jacobian(logits, x), (len(x), -1))
    return ops.mean(ops.einsum("ij,ij->i", g, g)) / 2
