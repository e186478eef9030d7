"""Answers to task 5 of homework 03; answers_01.py describes the form."""

import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses


def slope(D, x, y, of=lambda logits: logits):
    """Gradient of D's logits by the pixels, (batch, pixels)."""
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = of(D([x, y]))
    return tf.reshape(tape.gradient(value, x), (x.shape[0], -1))


def half_forgotten(D, x, y):
    return ops.mean(ops.sum(slope(D, x, y) ** 2, axis=1))


def mean_over_pixels(D, x, y):
    return ops.mean(slope(D, x, y) ** 2) / 2


def norm_not_squared(D, x, y):
    return 0.5 * ops.mean(ops.norm(slope(D, x, y), axis=1))


def towards_one(D, x, y):
    return ops.mean((ops.norm(slope(D, x, y), axis=1) - 1) ** 2)


def ten_times(D, x, y):
    return 10 * ops.mean((ops.norm(slope(D, x, y), axis=1) - 1) ** 2)


def summed(D, x, y):
    return tf.nn.l2_loss(slope(D, x, y))


def added_then_squared(D, x, y):
    return 0.5 * ops.mean(ops.sum(slope(D, x, y), axis=1) ** 2)


def absolute(D, x, y):
    return 0.5 * ops.mean(ops.sum(ops.abs(slope(D, x, y)), axis=1))


def largest(D, x, y):
    return 0.5 * ops.mean(ops.max(slope(D, x, y) ** 2, axis=1))


def of_the_mean_logit(D, x, y):
    g = slope(D, x, y, tf.reduce_mean)
    return 0.5 * ops.mean(ops.sum(g**2, axis=1))


def of_the_sigmoid(D, x, y):
    g = slope(D, x, y, tf.sigmoid)
    return 0.5 * ops.mean(ops.sum(g**2, axis=1))


def of_the_loss(D, x, y):
    g = slope(D, x, y, lambda logits: tf.nn.softplus(-logits))
    return 0.5 * ops.mean(ops.sum(g**2, axis=1))


def stopped(D, x, y):
    return 0.5 * ops.mean(ops.sum(ops.stop_gradient(slope(D, x, y)) ** 2, axis=1))


def in_numpy(D, x, y):
    return 0.5 * np.mean(np.sum(slope(D, x, y).numpy() ** 2, axis=1))


def root_then_square(D, x, y):
    return 0.5 * ops.mean(ops.sqrt(ops.sum(slope(D, x, y) ** 2, axis=1)) ** 2)


def first_label_for_all(D, x, y):
    return right_by_hand(D, x, ops.zeros_like(y) + y[0])


def labels_shifted(D, x, y):
    return right_by_hand(D, x, tf.roll(y, 1, axis=0))


def label_zero(D, x, y):
    return right_by_hand(D, x, tf.zeros_like(y))


def rows_and_columns_only(D, x, y):
    g = tf.reshape(slope(D, x, y), x.shape)
    return 0.5 * ops.mean(ops.sum(g**2, axis=(1, 2)))


def logits_penalised(D, x, y):
    return 0.5 * ops.mean(D([x, y]) ** 2)


def weights_penalised(D, x, y):
    with tf.GradientTape() as tape:
        value = tf.reduce_sum(D([x, y]))
    gradients = tape.gradient(value, tape.watched_variables())
    return 0.5 * sum(tf.nn.l2_loss(tf.convert_to_tensor(g)) for g in gradients)


def not_watched(D, x, y):
    with tf.GradientTape() as tape:
        logits = D([x, y])
    return 0.5 * ops.mean(ops.sum(tape.gradient(logits, x) ** 2, axis=(1, 2, 3)))


WRONG_R1_PENALTY = {
    half_forgotten: "½",
    mean_over_pixels: "mean",
    norm_not_squared: "squared",
    towards_one: "WGAN",
    ten_times: "WGAN|no root|to 0",
    summed: "not the sum",
    added_then_squared: "[Ss]quare first",
    absolute: "squared slopes|square",
    largest: "sum of|add up|left out",
    of_the_mean_logit: "mean",
    of_the_sigmoid: "sigmoid",
    of_the_loss: "of the logit",
    stopped: "stop_gradient",
    in_numpy: "NumPy|float",
    first_label_for_all: "own label",
    labels_shifted: "own label",
    label_zero: "label",
    rows_and_columns_only: "channels",
    logits_penalised: "slope",
    weights_penalised: "by each pixel|pixels",
    not_watched: "watch",
}


def right_by_hand(D, x, y):
    return 0.5 * ops.mean(ops.sum(slope(D, x, y) ** 2, axis=1))


def right_from_the_library(D, x, y):
    return losses.r1_penalty(lambda images: D([images, y]), x)


def right_with_tf_gradients(D, x, y):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(D([x, y], training=True))
    (g,) = tape.gradient(total, [x])
    return tf.reduce_sum(tf.square(g)) / (2 * len(y))


def right_one_by_one(D, x, y):
    parts = []
    for i in range(len(x)):
        parts.append(tf.nn.l2_loss(slope(D, x[i : i + 1], y[i : i + 1])))
    return tf.add_n(parts) / len(parts)


def right_with_a_jacobian(D, x, y):
    with tf.GradientTape() as tape:
        tape.watch(x)
        logits = D([x, y])
    g = tf.reshape(tape.batch_jacobian(logits, x), (len(x), -1))
    return ops.mean(ops.einsum("ij,ij->i", g, g)) / 2


RIGHT_R1_PENALTY = [
    right_by_hand,
    root_then_square,
    right_from_the_library,
    right_with_tf_gradients,
    right_one_by_one,
    right_with_a_jacobian,
]
