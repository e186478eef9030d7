"""Answers to `best_discriminator` of homework 01."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()

wrong("swapped", swapped=lambda p, q: q / (q + p))
wrong("odds", odds=lambda p, q: np.divide(p, q))
wrong("bracket", one_minus_forgotten_bracket=lambda p, q: p / p + q)
wrong("constant", small_constant=lambda p, q: p / (p + q + 1e-7))
wrong("for sure|threshold|clip", clipped=lambda p, q: np.clip(p / (p + q), 0.05, 0.95))
wrong("hard decision", hard=lambda p, q: (np.asarray(p) > np.asarray(q)).astype(float))
wrong("exponential", sigmoid_of_difference=lambda p, q: 1 / (1 + np.exp(-(p - q))))
wrong("at each place", normalised_over_places=lambda p, q: p / (np.sum(p) + np.sum(q)))
wrong("logit", logit=lambda p, q: np.log(p) - np.log(q))
wrong("shape", flattened=lambda p, q: np.ravel(p / (p + q)))
wrong("mean", mean_over_places=lambda p, q: np.mean(p / (p + q)))
wrong("½ is right only", always_half=lambda p, q: 0 * p + 0.5)
wrong("as they are|square", squared=lambda p, q: p**2 / (p**2 + q**2))


@wrong("exponential")
def softmax_of_densities(p, q):
    return tf.nn.softmax(tf.stack([p, q]), axis=0)[0]


@wrong("return")
def printed_not_returned(p, q):
    _ = p / (p + q)


right(from_odds=lambda p, q: 1 - q / (p + q))
right(with_tensorflow=lambda p, q: tf.cast(p, tf.float64) / (p + q))


@right
def with_a_loop(p, q):
    rows = [a / (a + b) for a, b in zip(np.ravel(p), np.ravel(q), strict=True)]
    return np.reshape(rows, np.shape(p))


@right
def with_keras(p, q):
    p, q = ops.convert_to_tensor(p, "float32"), ops.convert_to_tensor(q, "float32")
    return ops.divide(p, ops.add(p, q))


@right
def nested_lists(p, q):
    return (np.asarray(p, "float32") / np.asarray(p + q, "float32")).tolist()
