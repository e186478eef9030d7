"""Answers to `equal_error_threshold` of homework 05."""

import numpy as np
import scipy.optimize
import tensorflow as tf

from homework.answers import Right, Wrong
from homework.answers.age_cgan.error_rates import error_in_loops

wrong, right = Wrong(), Right()


def gap(same, different, t):
    return abs(np.subtract(*error_in_loops(same, different, t)))


def least(worth):
    """The distance that occurs with the least of (same, different, t)."""

    def threshold(same, different):
        tried = np.concatenate([same, different])
        return min(tried, key=lambda t: worth(same, different, t))

    return threshold


tried_out = least(gap)

wrong("sum", least_sum=least(lambda *all_: sum(error_in_loops(*all_))))
wrong(
    "rates.*, not counts|share of all errors|sum",
    least_errors=least(lambda s, d, t: (d < t).sum() + (s >= t).sum()),
)
wrong(
    "rates.*, not counts|rates differ",
    equal_counts=least(lambda s, d, t: abs((d < t).sum() - (s >= t).sum())),
)
wrong("rates differ", largest_gap=least(lambda *all_: -gap(*all_)))
wrong("rates differ", signed=least(lambda *all_: np.subtract(*error_in_loops(*all_))))
wrong("equal width", middle_of_the_means=lambda s, d: (s.mean() + d.mean()) / 2)
wrong(
    "equal width", middle_of_the_medians=lambda s, d: (np.median(s) + np.median(d)) / 2
)
wrong("rates differ", fixed=lambda same, different: 0.6)
wrong("rates differ", largest_same=lambda same, different: same.max())
wrong("rates differ", smallest_different=lambda same, different: different.min())
wrong("rates differ", median_of_all=lambda s, d: np.median(np.concatenate([s, d])))
wrong("rates differ", tail_of_same=lambda same, different: np.quantile(same, 0.95))


@wrong("no Gaussians")
def weighted_by_spread(same, different):
    a, b = same.std(), different.std()
    return (same.mean() * b + different.mean() * a) / (a + b)


@wrong("not the rates themselves")
def the_rate_itself(same, different):
    t = tried_out(same, different)
    return error_in_loops(same, different, t)[0]


@wrong("fixed range")
def fixed_range(same, different):
    return min(np.linspace(0, 2, 201), key=lambda t: gap(same, different, t))


@wrong("every distance|rates differ")
def coarse(same, different):
    tried = np.linspace(same.min(), different.max(), 5)
    return min(tried, key=lambda t: gap(same, different, t))


@wrong("is a distance")
def index_of_the_best(same, different):
    tried = np.sort(np.concatenate([same, different]))
    return int(np.argmin([gap(same, different, t) for t in tried]))


@wrong("one number")
def threshold_and_rate(same, different):
    t = tried_out(same, different)
    return t, error_in_loops(same, different, t)[0]


right(tried_out=tried_out)


@right
def by_halving(same, different):
    low = min(same.min(), different.min())
    high = max(same.max(), different.max())
    for _ in range(60):
        middle = (low + high) / 2
        accepts, rejects = error_in_loops(same, different, middle)
        low, high = (middle, high) if accepts < rejects else (low, middle)
    return (low + high) / 2


@right
def by_root(same, different):
    def difference(t):
        return np.subtract(*error_in_loops(same, different, t))

    tried = np.concatenate([same, different])
    return scipy.optimize.bisect(difference, tried.min() - 1, tried.max() + 1)


@right
def with_broadcasting(same, different):
    tried = np.unique(np.concatenate([same, different]))
    accepts = np.searchsorted(np.sort(different), tried) / len(different)
    rejects = 1 - np.searchsorted(np.sort(same), tried) / len(same)
    return tried[np.abs(accepts - rejects).argmin()]


@right
def with_tensors_tried(same, different):
    tried = tf.sort(tf.concat([same, different], axis=0))
    accepts = tf.searchsorted(tf.sort(different), tried) / len(different)
    rejects = 1 - tf.searchsorted(tf.sort(same), tried) / len(same)
    return tried[tf.argmin(tf.abs(accepts - rejects))]
