"""Answers to `kernel_distance` of homework 09."""

import numpy as np
import tensorflow as tf

from gan_utils import metrics
from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def built(kernel, across=2, correct=True):
    """The estimate with another kernel."""

    def within(a):
        k, n = kernel(a, a), len(a)
        return (k.sum() - np.trace(k)) / (n * (n - 1)) if correct else k.mean()

    return lambda x, y: within(x) + within(y) - across * kernel(x, y).mean()


def cubic(a, b):
    return (a @ b.T / a.shape[1] + 1) ** 3


wrong("diagonal", with_diagonal=built(cubic, correct=False))
wrong("twice|2 times", once=built(cubic, across=1))
wrong("number of features|divide", not_divided=built(lambda a, b: (a @ b.T + 1) ** 3))
wrong("adds 1", no_one=built(lambda a, b: (a @ b.T / a.shape[1]) ** 3))
wrong("third power", square=built(lambda a, b: (a @ b.T / a.shape[1] + 1) ** 2))
wrong("features|kernel|divide", by_rows=built(lambda a, b: (a @ b.T / len(a) + 1) ** 3))
wrong("root", rooted=lambda x, y: np.sqrt(max(built(cubic)(x, y), 0)))
wrong("below 0|negative", cut=lambda x, y: max(0.0, built(cubic)(x, y)))
wrong("below 0|negative", absolute=lambda x, y: abs(built(cubic)(x, y)))
wrong("kernel|pairs", linear=built(lambda a, b: a @ b.T / a.shape[1] + 1))
wrong("means|within|pairs", plus=built(cubic, across=-2))


@wrong("own n")
def n_of_x_twice(x, y):
    n = len(x)
    a, b = cubic(x, x), cubic(y, y)
    within = (a.sum() - np.trace(a) + b.sum() - np.trace(b)) / (n * (n - 1))
    return within - 2 * cubic(x, y).mean()


@wrong("n \\(n|diagonal")
def divided_by_all(x, y):
    a, b = cubic(x, x), cubic(y, y)
    return (
        (a.sum() - np.trace(a)) / a.size
        + (b.sum() - np.trace(b)) / b.size
        - 2 * cubic(x, y).mean()
    )


wrong("own n", library_for_equal_sets=metrics.squared_discrepancy)
right(built=built(cubic))


@right
def by_indices(x, y):
    def within(a):
        i, j = np.triu_indices(len(a), 1)
        return np.mean(((a[i] * a[j]).mean(axis=1) + 1) ** 3)

    return within(x) + within(y) - 2 * cubic(x, y).mean()


@right
def masked(x, y):
    def within(a):
        return cubic(a, a)[~np.eye(len(a), dtype=bool)].mean()

    return within(x) + within(y) - 2 * cubic(x, y).mean()


@right
def in_tensorflow(x, y):
    def k(a, b):
        return (tf.matmul(a, b, transpose_b=True) / a.shape[1] + 1.0) ** 3

    def within(a):
        n = len(a)
        rest = tf.linalg.set_diag(k(a, a), tf.zeros(n, a.dtype))
        return tf.reduce_sum(rest) / (n * (n - 1))

    return within(x) + within(y) - 2 * tf.reduce_mean(k(x, y))
