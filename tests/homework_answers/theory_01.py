"""Answers to tasks 1 and 2 of homework 01; answers_01.py describes the form."""

import math

import numpy as np
import tensorflow as tf
from keras import ops
from scipy.special import xlogy

# Task 1 ---------------------------------------------------------------------------


def swapped(p, q):
    return q / (q + p)


def odds(p, q):
    return np.divide(p, q)


def one_minus_forgotten_bracket(p, q):
    return p / p + q


def small_constant(p, q):
    return p / (p + q + 1e-7)


def clipped(p, q):
    return np.clip(p / (p + q), 0.05, 0.95)


def hard(p, q):
    return (np.asarray(p) > np.asarray(q)).astype(float)


def softmax_of_densities(p, q):
    return tf.nn.softmax(tf.stack([p, q]), axis=0)[0]


def sigmoid_of_difference(p, q):
    return 1 / (1 + np.exp(-(p - q)))


def normalised_over_places(p, q):
    return p / (np.sum(p) + np.sum(q))


def logit(p, q):
    return np.log(p) - np.log(q)


def flattened(p, q):
    return np.ravel(p / (p + q))


def mean_over_places(p, q):
    return np.mean(p / (p + q))


def always_half(p, q):
    return 0 * p + 0.5


def printed_not_returned(p, q):
    _ = p / (p + q)


def squared(p, q):
    return p**2 / (p**2 + q**2)


WRONG_BEST_DISCRIMINATOR = {
    swapped: "swapped",
    odds: "odds",
    one_minus_forgotten_bracket: "bracket",
    small_constant: "constant",
    clipped: "for sure|threshold|clip",
    hard: "hard decision",
    softmax_of_densities: "exponential",
    sigmoid_of_difference: "exponential",
    normalised_over_places: "at each place",
    logit: "logit",
    flattened: "shape",
    mean_over_places: "mean",
    always_half: "½ is right only",
    printed_not_returned: "return",
    squared: "as they are|square",
}


def with_a_loop(p, q):
    rows = [a / (a + b) for a, b in zip(np.ravel(p), np.ravel(q), strict=True)]
    return np.reshape(rows, np.shape(p))


def from_odds(p, q):
    return 1 - q / (p + q)


def with_keras(p, q):
    p, q = ops.convert_to_tensor(p, "float32"), ops.convert_to_tensor(q, "float32")
    return ops.divide(p, ops.add(p, q))


def with_tensorflow(p, q):
    return tf.cast(p, tf.float64) / (p + q)


def nested_lists(p, q):
    return (np.asarray(p, "float32") / np.asarray(p + q, "float32")).tolist()


RIGHT_BEST_DISCRIMINATOR = [
    with_a_loop,
    from_odds,
    with_keras,
    with_tensorflow,
    nested_lists,
]

# Task 2 ---------------------------------------------------------------------------


def log_nan(p, q):
    d = p / (p + q)
    return (p * np.log(d) + q * np.log(1 - d)).sum()


def d_loss(p, q):
    return -xlogy(p, p / (p + q)).sum() - xlogy(q, q / (p + q)).sum()


def only_real(p, q):
    return sum(a * math.log(a / (a + b)) for a, b in zip(p, q, strict=True) if a)


def only_fake(p, q):
    return sum(b * math.log(b / (a + b)) for a, b in zip(p, q, strict=True) if b)


def in_bits(p, q):
    m = p + q
    real = sum(a * math.log2(a / s) for a, s in zip(p, m, strict=True) if a)
    return real + sum(b * math.log2(b / s) for b, s in zip(q, m, strict=True) if b)


def mean_over_outcomes(p, q):
    return np.mean(xlogy(p, p / (p + q)) + xlogy(q, q / (p + q)))


def kl(a, b):
    return float(np.sum(xlogy(a, a) - xlogy(a, b)))


def jensen_shannon(p, q):
    return 0.5 * kl(p, (p + q) / 2) + 0.5 * kl(q, (p + q) / 2)


def one_divergence(p, q):
    return jensen_shannon(p, q) - 2 * math.log(2)


def forgot_log_4(p, q):
    return 2 * jensen_shannon(p, q)


def log_2_for_log_4(p, q):
    return 2 * jensen_shannon(p, q) - math.log(2)


def plus_log_4(p, q):
    return 2 * jensen_shannon(p, q) + math.log(4)


def kl_for_js(p, q):
    return -math.log(4) + 2 * kl(p, q)


def wrong_d(p, q):
    d = q / (p + q)
    return xlogy(p, d).sum() + xlogy(q, 1 - d).sum()


def fakes_weighted_with_p(p, q):
    d = p / (p + q)
    return p @ (np.log(d) + np.log(1 - d))


def each_outcome(p, q):
    return xlogy(p, p / (p + q)) + xlogy(q, q / (p + q))


def small_constant_everywhere(p, q):
    d = (p + 0.01) / (p + q + 0.02)
    return np.sum(p * np.log(d) + q * np.log(1 - d))


WRONG_GAME_VALUE = {
    log_nan: r"0 · log 0",
    d_loss: "sign",
    only_real: "fakes' half",
    only_fake: "real data's half",
    in_bits: "natural logarithm",
    mean_over_outcomes: "mean over the outcomes|adds up",
    jensen_shannon: "JSD.* itself",
    one_divergence: "twice",
    forgot_log_4: "−log 4 is missing",
    log_2_for_log_4: "log 4",
    plus_log_4: "−log 4",
    kl_for_js: "mixture|KL",
    wrong_d: "swapped",
    fakes_weighted_with_p: "with q, not with p",
    each_outcome: "shape|adds up",
    small_constant_everywhere: "constant|exact",
}


def with_xlogy(p, q):
    return np.sum(xlogy(p, p / (p + q)) + xlogy(q, q / (p + q)))


def with_masks(p, q):
    real, fake = p > 0, q > 0
    first = np.sum(p[real] * np.log(p[real] / (p + q)[real]))
    return first + np.sum(q[fake] * np.log(q[fake] / (p + q)[fake]))


def with_python(p, q):
    value = 0.0
    for a, b in zip(p.tolist(), q.tolist(), strict=True):
        value += a * math.log(a / (a + b)) if a > 0 else 0.0
        value += b * math.log(b / (a + b)) if b > 0 else 0.0
    return value


def by_the_divergence(p, q):
    return [2 * jensen_shannon(p, q) - math.log(4)]


def with_tiny_constant(p, q):
    p, q = ops.cast(p, "float64"), ops.cast(q, "float64")
    terms = p * ops.log(p / (p + q) + 1e-12) + q * ops.log(q / (p + q) + 1e-12)
    return ops.sum(terms)


RIGHT_GAME_VALUE = [
    with_xlogy,
    with_masks,
    with_python,
    by_the_divergence,
    with_tiny_constant,
]
