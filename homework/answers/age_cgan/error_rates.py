"""Answers to `error_rates` of homework 05."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()

wrong("swapped", swapped=lambda s, d, t: ((s >= t).mean(), (d < t).mean()))
wrong("below", larger_is_the_same=lambda s, d, t: ((d >= t).mean(), (s < t).mean()))
wrong("counts", counts=lambda same, different, t: (sum(different < t), sum(same >= t)))
wrong("different. people", truth_swapped=lambda s, d, t: error_in_loops(d, s, t))
wrong(
    "percent", percent=lambda s, d, t: [100 * rate for rate in error_in_loops(s, d, t)]
)
wrong("share", mean_distances=lambda s, d, t: (d[d < t].mean(), s[s >= t].mean()))
wrong(
    "below the|threshold", squared_distances=lambda s, d, t: error_in_loops(s, d, t**2)
)
wrong(
    "at or above|1 minus", only_accepts=lambda s, d, t: ((d < t).mean(), (s < t).mean())
)


@wrong("own kind")
def of_all_pairs(same, different, t):
    pairs = len(same) + len(different)
    return sum(different < t) / pairs, sum(same >= t) / pairs


@wrong("other. kind")
def other_divisor(same, different, t):
    return sum(different < t) / len(same), sum(same >= t) / len(different)


@wrong("given the truth")
def given_the_answer(same, different, t):
    accepted = (same < t).sum() + (different < t).sum()
    rejected = len(same) + len(different) - accepted
    return (different < t).sum() / accepted, (same >= t).sum() / rejected


@wrong("right answers|1 minus")
def right_ones(same, different, t):
    return 1 - (different < t).mean(), 1 - (same >= t).mean()


@wrong("at the threshold")
def accepted_at_the_threshold(same, different, t):
    return (different <= t).mean(), (same > t).mean()


@wrong("at the threshold|at or above")
def both_strict(same, different, t):
    return (different < t).mean(), (same > t).mean()


@wrong("at the threshold|below the")
def both_loose(same, different, t):
    return (different <= t).mean(), (same >= t).mean()


@wrong("two numbers")
def one_rate(same, different, t):
    wrong = (different < t).sum() + (same >= t).sum()
    return wrong / (len(same) + len(different))


@wrong("different. people")
def as_lists(same, different, t):
    accepted = np.concatenate([same, different]) < t
    truth = np.repeat([True, False], [len(same), len(different)])
    return accepted[truth].mean(), (~accepted[~truth]).mean()


@wrong("digits|round")
def rounded(same, different, t):
    return [round(rate, 1) for rate in error_in_loops(same, different, t)]


@wrong("two numbers")
def three_numbers(same, different, t):
    accepts, rejects = error_in_loops(same, different, t)
    return accepts, rejects, t


right(by_comparison=lambda s, d, t: (np.mean(d < t), 1 - np.mean(s < t)))


@right
def error_in_loops(same, different, t):
    accepts = sum(1 for distance in different if distance < t)
    rejects = sum(1 for distance in same if not distance < t)
    return accepts / len(different), rejects / len(same)


@right
def with_tensors(same, different, t):
    accepts = tf.reduce_mean(tf.cast(different < t, "float64"))
    return tf.stack([accepts, tf.reduce_mean(tf.cast(same >= t, "float64"))])


@right
def with_keras(same, different, t):
    return [
        ops.mean(ops.cast(ops.less(different, t), "float32")),
        ops.mean(ops.cast(ops.greater_equal(same, t), "float32")),
    ]


@right
def by_sorting(same, different, t):
    accepts = np.searchsorted(np.sort(different), t) / different.size
    return accepts, 1 - np.searchsorted(np.sort(same), t) / same.size
