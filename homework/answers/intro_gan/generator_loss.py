"""Answers to `generator_loss` of homework 01."""

import math

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()

bce_logits = keras.losses.BinaryCrossentropy(from_logits=True)

bce_probabilities = keras.losses.BinaryCrossentropy()

wrong("saturates", saturating=lambda fake: tf.reduce_mean(tf.math.log_sigmoid(-fake)))
wrong("sign", maximised_log_d=lambda fake: tf.reduce_mean(tf.math.log_sigmoid(fake)))
wrong("label fake", labelled_fake=lambda fake: bce_logits(ops.zeros_like(fake), fake))
wrong("rounds to 0 or 1", textbook=lambda fake: -ops.mean(ops.log(ops.sigmoid(fake))))
wrong(
    "lipping", clipped=lambda f: -ops.mean(ops.log(ops.maximum(ops.sigmoid(f), 1e-7)))
)
wrong("not the sum", summed=lambda fake: -tf.reduce_sum(tf.math.log_sigmoid(fake)))
wrong("for each example", each=lambda fake: tf.nn.softplus(-fake))
wrong("logarithm is missing", without_log=lambda fake: 1 - ops.mean(ops.sigmoid(fake)))
wrong("Wasserstein", critic=lambda fake: -tf.reduce_mean(fake))
wrong("mean comes last", log_of_mean=lambda fake: -ops.log(ops.mean(ops.sigmoid(fake))))
wrong("squares", squares=lambda fake: ops.mean((1 - ops.sigmoid(fake)) ** 2))
wrong("natural|base", bits=lambda fake: ops.mean(ops.softplus(-fake)) / math.log(2))


@wrong("from_logits|sigmoid")
def from_probabilities(fake):
    return bce_probabilities(ops.ones_like(fake), fake)


@wrong("sigmoid twice")
def sigmoid_twice(fake):
    return bce_logits(ops.ones_like(fake), tf.sigmoid(fake))


@wrong("no gradient flows")
def numpy(fake):
    return np.log1p(np.exp(-fake.numpy().astype("float64"))).mean()


@wrong("no gradient flows")
def new_tensor(fake):
    return ops.mean(ops.softplus(-tf.constant(fake.numpy())))


right(right_labels=lambda fake: bce_logits(ops.ones_like(fake), fake))
right(log_sigmoid=lambda fake: -tf.reduce_mean(tf.math.log_sigmoid(fake)))
right(loop=lambda fake: sum(ops.softplus(-one) for one in fake) / len(fake))


@right
def sum_over_count(fake):
    return ops.sum(ops.softplus(-fake)) / ops.cast(ops.size(fake), "float32")


@right
def by_hand(fake):
    # log(1 + exp(−l)) without a large exponent
    small = ops.log(1 + ops.exp(-ops.abs(fake)))
    return ops.mean(ops.maximum(-fake, 0) + small)
