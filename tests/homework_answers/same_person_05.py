"""Answers to tasks 5 and 6 of homework 05; answers_01.py describes the form."""

import numpy as np
import scipy.optimize
import tensorflow as tf
from keras import ops

# Task 5 ---------------------------------------------------------------------------


def swapped(same, different, t):
    return (same >= t).mean(), (different < t).mean()


def larger_is_the_same(same, different, t):
    return (different >= t).mean(), (same < t).mean()


def counts(same, different, t):
    return sum(different < t), sum(same >= t)


def of_all_pairs(same, different, t):
    pairs = len(same) + len(different)
    return sum(different < t) / pairs, sum(same >= t) / pairs


def other_divisor(same, different, t):
    return sum(different < t) / len(same), sum(same >= t) / len(different)


def truth_swapped(same, different, t):
    return error_in_loops(different, same, t)


def given_the_answer(same, different, t):
    accepted = (same < t).sum() + (different < t).sum()
    rejected = len(same) + len(different) - accepted
    return (different < t).sum() / accepted, (same >= t).sum() / rejected


def right_ones(same, different, t):
    return 1 - (different < t).mean(), 1 - (same >= t).mean()


def accepted_at_the_threshold(same, different, t):
    return (different <= t).mean(), (same > t).mean()


def both_strict(same, different, t):
    return (different < t).mean(), (same > t).mean()


def both_loose(same, different, t):
    return (different <= t).mean(), (same >= t).mean()


def percent(same, different, t):
    return [100 * rate for rate in error_in_loops(same, different, t)]


def one_rate(same, different, t):
    wrong = (different < t).sum() + (same >= t).sum()
    return wrong / (len(same) + len(different))


def mean_distances(same, different, t):
    return different[different < t].mean(), same[same >= t].mean()


def as_lists(same, different, t):
    accepted = np.concatenate([same, different]) < t
    truth = np.repeat([True, False], [len(same), len(different)])
    return accepted[truth].mean(), (~accepted[~truth]).mean()


def squared_distances(same, different, t):
    return error_in_loops(same, different, t**2)


def rounded(same, different, t):
    return [round(rate, 1) for rate in error_in_loops(same, different, t)]


def only_accepts(same, different, t):
    return (different < t).mean(), (same < t).mean()


def three_numbers(same, different, t):
    accepts, rejects = error_in_loops(same, different, t)
    return accepts, rejects, t


WRONG_ERROR_RATES = {
    swapped: "swapped",
    larger_is_the_same: "below",
    counts: "counts",
    of_all_pairs: "own kind",
    other_divisor: "other. kind",
    truth_swapped: "different. people",
    given_the_answer: "given the truth",
    right_ones: "right answers|1 minus",
    accepted_at_the_threshold: "at the threshold",
    both_strict: "at the threshold|at or above",
    both_loose: "at the threshold|below the",
    percent: "percent",
    one_rate: "two numbers",
    mean_distances: "share",
    as_lists: "different. people",
    squared_distances: "below the|threshold",
    rounded: "digits|round",
    only_accepts: "at or above|1 minus",
    three_numbers: "two numbers",
}


def error_in_loops(same, different, t):
    accepts = sum(1 for distance in different if distance < t)
    rejects = sum(1 for distance in same if not distance < t)
    return accepts / len(different), rejects / len(same)


def by_comparison(same, different, t):
    return np.mean(different < t), 1 - np.mean(same < t)


def with_tensors(same, different, t):
    accepts = tf.reduce_mean(tf.cast(different < t, "float64"))
    return tf.stack([accepts, tf.reduce_mean(tf.cast(same >= t, "float64"))])


def with_keras(same, different, t):
    return [
        ops.mean(ops.cast(ops.less(different, t), "float32")),
        ops.mean(ops.cast(ops.greater_equal(same, t), "float32")),
    ]


def by_sorting(same, different, t):
    accepts = np.searchsorted(np.sort(different), t) / different.size
    return accepts, 1 - np.searchsorted(np.sort(same), t) / same.size


RIGHT_ERROR_RATES = [
    error_in_loops,
    by_comparison,
    with_tensors,
    with_keras,
    by_sorting,
]

# Task 6 ---------------------------------------------------------------------------


def gap(same, different, t):
    accepts, rejects = error_in_loops(same, different, t)
    return abs(accepts - rejects)


def middle_of_the_means(same, different):
    return (same.mean() + different.mean()) / 2


def middle_of_the_medians(same, different):
    return (np.median(same) + np.median(different)) / 2


def weighted_by_spread(same, different):
    a, b = same.std(), different.std()
    return (same.mean() * b + different.mean() * a) / (a + b)


def least_sum(same, different):
    tried = np.concatenate([same, different])
    return min(tried, key=lambda t: sum(error_in_loops(same, different, t)))


def least_errors(same, different):
    def errors(t):
        return (different < t).sum() + (same >= t).sum()

    return min(np.concatenate([same, different]), key=errors)


def equal_counts(same, different):
    def difference(t):
        return abs((different < t).sum() - (same >= t).sum())

    return min(np.concatenate([same, different]), key=difference)


def the_rate_itself(same, different):
    t = tried_out(same, different)
    return error_in_loops(same, different, t)[0]


def fixed(same, different):
    return 0.6


def fixed_range(same, different):
    return min(np.linspace(0, 2, 201), key=lambda t: gap(same, different, t))


def coarse(same, different):
    tried = np.linspace(same.min(), different.max(), 5)
    return min(tried, key=lambda t: gap(same, different, t))


def largest_same(same, different):
    return same.max()


def smallest_different(same, different):
    return different.min()


def largest_gap(same, different):
    return max(np.concatenate([same, different]), key=lambda t: gap(same, different, t))


def index_of_the_best(same, different):
    tried = np.sort(np.concatenate([same, different]))
    return int(np.argmin([gap(same, different, t) for t in tried]))


def median_of_all(same, different):
    return np.median(np.concatenate([same, different]))


def tail_of_same(same, different):
    return np.quantile(same, 0.95)


def signed(same, different):
    def difference(t):
        accepts, rejects = error_in_loops(same, different, t)
        return accepts - rejects

    return min(np.concatenate([same, different]), key=difference)


def threshold_and_rate(same, different):
    t = tried_out(same, different)
    return t, error_in_loops(same, different, t)[0]


WRONG_EQUAL_ERROR = {
    middle_of_the_means: "equal width",
    middle_of_the_medians: "equal width",
    weighted_by_spread: "no Gaussians",
    least_sum: "sum",
    least_errors: "rates.*, not counts|share of all errors|sum",
    equal_counts: "rates.*, not counts|rates differ",
    the_rate_itself: "not the rates themselves",
    fixed: "rates differ",
    fixed_range: "fixed range",
    coarse: "every distance|rates differ",
    largest_same: "rates differ",
    smallest_different: "rates differ",
    largest_gap: "rates differ",
    index_of_the_best: "is a distance",
    median_of_all: "rates differ",
    tail_of_same: "rates differ",
    signed: "rates differ",
    threshold_and_rate: "one number",
}


def tried_out(same, different):
    return min(np.concatenate([same, different]), key=lambda t: gap(same, different, t))


def by_halving(same, different):
    low = min(same.min(), different.min())
    high = max(same.max(), different.max())
    for _ in range(60):
        middle = (low + high) / 2
        accepts, rejects = error_in_loops(same, different, middle)
        low, high = (middle, high) if accepts < rejects else (low, middle)
    return (low + high) / 2


def by_root(same, different):
    def difference(t):
        return np.subtract(*error_in_loops(same, different, t))

    tried = np.concatenate([same, different])
    return scipy.optimize.bisect(difference, tried.min() - 1, tried.max() + 1)


def with_broadcasting(same, different):
    tried = np.unique(np.concatenate([same, different]))
    accepts = np.searchsorted(np.sort(different), tried) / len(different)
    rejects = 1 - np.searchsorted(np.sort(same), tried) / len(same)
    return tried[np.abs(accepts - rejects).argmin()]


def with_tensors_tried(same, different):
    tried = tf.sort(tf.concat([same, different], axis=0))
    accepts = tf.searchsorted(tf.sort(different), tried) / len(different)
    rejects = 1 - tf.searchsorted(tf.sort(same), tried) / len(same)
    return tried[tf.argmin(tf.abs(accepts - rejects))]


RIGHT_EQUAL_ERROR = [
    tried_out,
    by_halving,
    by_root,
    with_broadcasting,
    with_tensors_tried,
]
