"""Answers to tasks 3 and 4 of homework 01; answers_01.py describes the form."""

import math

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses

# Task 3 ---------------------------------------------------------------------------

bce_logits = keras.losses.BinaryCrossentropy(from_logits=True)
bce_probabilities = keras.losses.BinaryCrossentropy()


def labels_swapped(real, fake):
    return bce_logits(ops.zeros_like(real), real) + bce_logits(
        ops.ones_like(fake), fake
    )


def maximised(real, fake):
    d_real, d_fake = ops.sigmoid(real), ops.sigmoid(fake)
    return ops.mean(ops.log(d_real)) + ops.mean(ops.log(1 - d_fake))


def means_added_first(real, fake):
    return ops.mean(ops.softplus(-real) + ops.softplus(fake))


def method_of_numpy(real, fake):
    return ops.softplus(-real).mean() + ops.softplus(fake).mean()


def only_one_sign(real, fake):
    return ops.mean(ops.softplus(-real)) - ops.mean(ops.softplus(fake))


def textbook(real, fake):
    d_real, d_fake = ops.sigmoid(real), ops.sigmoid(fake)
    return -ops.mean(ops.log(d_real)) - ops.mean(ops.log(1 - d_fake))


def textbook_clipped(real, fake):
    d_real = ops.clip(ops.sigmoid(real), 1e-6, 1 - 1e-6)
    d_fake = ops.clip(ops.sigmoid(fake), 1e-6, 1 - 1e-6)
    return -ops.mean(ops.log(d_real)) - ops.mean(ops.log(1 - d_fake))


def plus_epsilon(real, fake):
    d_real, d_fake = ops.sigmoid(real), ops.sigmoid(fake)
    real_term = -ops.mean(ops.log(d_real + 1e-8))
    return real_term - ops.mean(ops.log(1 - d_fake + 1e-8))


def forgot_from_logits(real, fake):
    real_loss = bce_probabilities(ops.ones_like(real), real)
    return real_loss + bce_probabilities(ops.zeros_like(fake), fake)


def sigmoid_before_from_logits(real, fake):
    # tf.sigmoid: Keras notices its own sigmoid before this loss, and takes it back.
    return labels_right(tf.sigmoid(real), tf.sigmoid(fake))


def labels_right(real, fake):
    return bce_logits(ops.ones_like(real), real) + bce_logits(
        ops.zeros_like(fake), fake
    )


def concatenated(real, fake):
    logits = ops.concatenate([real, fake])
    labels = ops.concatenate([ops.ones_like(real), ops.zeros_like(fake)])
    return bce_logits(labels, logits)


def all_real(real, fake):
    return bce_logits(ops.ones_like(real), real) + bce_logits(ops.ones_like(fake), fake)


def summed(real, fake):
    return -tf.reduce_sum(tf.math.log_sigmoid(real)) - tf.reduce_sum(
        tf.math.log_sigmoid(-fake)
    )


def for_each_example(real, fake):
    return -tf.math.log_sigmoid(real) - tf.math.log_sigmoid(-fake)


def fakes_forgotten(real, fake):
    return bce_logits(ops.ones_like(real), real)


def real_forgotten(real, fake):
    return -tf.reduce_mean(tf.math.log_sigmoid(-fake))


def in_numpy(real, fake):
    real, fake = np.asarray(real), np.asarray(fake)
    return np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()


def stopped(real, fake):
    return losses.cross_entropy_discriminator(real, ops.stop_gradient(fake))


def wasserstein(real, fake):
    return ops.mean(fake) - ops.mean(real)


def hinge(real, fake):
    return ops.mean(ops.maximum(0, 1 - real)) + ops.mean(ops.maximum(0, 1 + fake))


def mean_too_early(real, fake):
    return ops.softplus(-ops.mean(real)) + ops.softplus(ops.mean(fake))


WRONG_DISCRIMINATOR_LOSS = {
    labels_swapped: "swapped",
    maximised: "sign",
    means_added_first: "its own batch",
    method_of_numpy: "instead of a method",
    only_one_sign: "sign|minus|added",
    textbook: "rounds to 0 or 1",
    textbook_clipped: "lipping",
    plus_epsilon: "rounds to 0 or 1",
    forgot_from_logits: "from_logits|sigmoid",
    sigmoid_before_from_logits: "sigmoid twice",
    concatenated: "half",
    all_real: "treated as real",
    summed: "not the sum",
    for_each_example: "for each example",
    fakes_forgotten: "fakes is missing",
    real_forgotten: "real pictures is missing",
    in_numpy: "no gradient flows",
    stopped: "no gradient|stop",
    wasserstein: "Wasserstein",
    hinge: "hinge",
    mean_too_early: "mean comes last",
}


def with_log_sigmoid(real, fake):
    real_term = tf.reduce_mean(tf.math.log_sigmoid(real))
    return -real_term - tf.reduce_mean(tf.math.log_sigmoid(-fake))


def with_nn(real, fake):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits
    real_loss = entropy(labels=tf.ones_like(real), logits=real)
    fake_loss = entropy(labels=tf.zeros_like(fake), logits=fake)
    return tf.reduce_mean(real_loss) + tf.reduce_mean(fake_loss)


def with_loops(real, fake):
    total = 0.0
    for one in real:
        total += ops.softplus(-one[0]) / len(real)
    for one in fake:
        total += ops.softplus(one[0]) / len(fake)
    return total


def with_logaddexp(real, fake):
    zero = ops.zeros_like
    real_term = ops.mean(ops.logaddexp(zero(real), -real))
    return real_term + ops.mean(ops.logaddexp(zero(fake), fake))


def in_float64(real, fake):
    real, fake = tf.cast(real, "float64"), tf.cast(fake, "float64")
    return ops.mean(ops.softplus(-real), keepdims=True) + ops.mean(ops.softplus(fake))


RIGHT_DISCRIMINATOR_LOSS = [
    labels_right,
    with_log_sigmoid,
    with_nn,
    with_loops,
    with_logaddexp,
    in_float64,
]

# Task 4 ---------------------------------------------------------------------------


def saturating(fake):
    return tf.reduce_mean(tf.math.log_sigmoid(-fake))


def maximised_log_d(fake):
    return tf.reduce_mean(tf.math.log_sigmoid(fake))


def labelled_fake(fake):
    return bce_logits(ops.zeros_like(fake), fake)


def g_textbook(fake):
    return -ops.mean(ops.log(ops.sigmoid(fake)))


def g_clipped(fake):
    return -ops.mean(ops.log(ops.maximum(ops.sigmoid(fake), 1e-7)))


def g_from_probabilities(fake):
    return bce_probabilities(ops.ones_like(fake), fake)


def g_sigmoid_twice(fake):
    return bce_logits(ops.ones_like(fake), tf.sigmoid(fake))


def g_summed(fake):
    return -tf.reduce_sum(tf.math.log_sigmoid(fake))


def g_each(fake):
    return tf.nn.softplus(-fake)


def g_without_log(fake):
    return 1 - ops.mean(ops.sigmoid(fake))


def g_critic(fake):
    return -tf.reduce_mean(fake)


def g_numpy(fake):
    return np.log1p(np.exp(-fake.numpy().astype("float64"))).mean()


def g_new_tensor(fake):
    return ops.mean(ops.softplus(-tf.constant(fake.numpy())))


def g_log_of_mean(fake):
    return -ops.log(ops.mean(ops.sigmoid(fake)))


def g_squares(fake):
    return ops.mean((1 - ops.sigmoid(fake)) ** 2)


def g_bits(fake):
    return ops.mean(ops.softplus(-fake)) / math.log(2)


WRONG_GENERATOR_LOSS = {
    saturating: "saturates",
    maximised_log_d: "sign",
    labelled_fake: "label fake",
    g_textbook: "rounds to 0 or 1",
    g_clipped: "lipping",
    g_from_probabilities: "from_logits|sigmoid",
    g_sigmoid_twice: "sigmoid twice",
    g_summed: "not the sum",
    g_each: "for each example",
    g_without_log: "logarithm is missing",
    g_critic: "Wasserstein",
    g_numpy: "no gradient flows",
    g_new_tensor: "no gradient flows",
    g_log_of_mean: "mean comes last",
    g_squares: "squares",
    g_bits: "natural|base",
}


def g_right_labels(fake):
    return bce_logits(ops.ones_like(fake), fake)


def g_log_sigmoid(fake):
    return -tf.reduce_mean(tf.math.log_sigmoid(fake))


def g_sum_over_count(fake):
    return ops.sum(ops.softplus(-fake)) / ops.cast(ops.size(fake), "float32")


def g_loop(fake):
    return sum(ops.softplus(-one) for one in fake) / len(fake)


def g_by_hand(fake):
    # log(1 + exp(−l)) without a large exponent
    small = ops.log(1 + ops.exp(-ops.abs(fake)))
    return ops.mean(ops.maximum(-fake, 0) + small)


RIGHT_GENERATOR_LOSS = [
    g_right_labels,
    g_log_sigmoid,
    g_sum_over_count,
    g_loop,
    g_by_hand,
]
