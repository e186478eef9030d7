"""Answers to `balanced_weights` of homework 05."""

from collections import Counter

import numpy as np
import tensorflow as tf

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def counts_of(ages, borders):
    groups = np.digitize(ages, borders)
    return np.bincount(groups)[groups].astype(float)


def even(weights):
    return weights / np.sum(weights)


def mixture(balanced):
    """The right mixture of wrong balanced probabilities and 1/n."""

    def weights(ages, borders, share):
        n = len(ages)
        return share * balanced(ages, borders) + (1 - share) * np.full(n, 1 / n)

    return weights


wrong("divide it by its sum", sum_forgotten=mixture(lambda a, b: 1 / counts_of(a, b)))
wrong("turned round", frequent_more_often=mixture(lambda a, b: even(counts_of(a, b))))
wrong("root", with_a_root=mixture(lambda a, b: even(1 / np.sqrt(counts_of(a, b)))))
wrong(
    "largest",
    by_the_largest=mixture(lambda a, b: counts_of(a, b).min() / counts_of(a, b)),
)
wrong(
    "taken from 1", one_minus=mixture(lambda a, b: even(1 - counts_of(a, b) / len(a)))
)
wrong(
    "count among your groups",
    all_groups=mixture(lambda a, b: 1 / (len(b) + 1) / counts_of(a, b)),
)
wrong(
    "first age of a new group",
    closed_on_the_right=mixture(
        lambda a, b: even(1 / np.bincount(np.searchsorted(b, a))[np.searchsorted(b, a)])
    ),
)
wrong(
    "use the borders|Age-cGAN",
    six_groups=mixture(lambda a, b: even(1 / counts_of(a, [19, 30, 40, 50, 60]))),
)
wrong(
    "single years|between the borders",
    by_years=mixture(lambda a, b: even(1 / np.bincount(a)[a])),
)
wrong("borders", by_tens=mixture(lambda a, b: even(1 / np.bincount(a // 10)[a // 10])))
wrong("no influence", no_share=lambda a, b, share: even(1 / counts_of(a, b)))
wrong(
    "turned round",
    share_of_the_rest=lambda a, b, share: mixture(
        lambda a, b: even(1 / counts_of(a, b))
    )(a, b, 1 - share),
)
wrong("power", power=lambda a, b, share: even(counts_of(a, b) ** -share))
wrong(
    r"1/n|mixture",
    ones_for_the_rest=lambda a, b, share: share * even(1 / counts_of(a, b)) + 1 - share,
)
wrong(
    "other part is missing",
    rest_forgotten=lambda a, b, share: share * even(1 / counts_of(a, b)),
)


@wrong("before")
def normalised_at_the_end(ages, borders, share):
    return even(share / counts_of(ages, borders) + (1 - share) / len(ages))


@wrong("each face|for each group")
def a_number_for_each_group(ages, borders, share):
    counts = np.bincount(np.digitize(ages, borders))
    groups = even(1 / counts[counts > 0])
    return share * groups + (1 - share) / len(groups)


@wrong(r"normalise what the \*faces\* get")
def edges_of_a_histogram(ages, borders, share):
    counts, _ = np.histogram(ages, [0, *borders, 200])
    each = 1 / (len(counts) * counts)
    return share * even(each)[np.digitize(ages, borders)] + (1 - share) / len(ages)


@wrong("together|faces share that")
def part_of_the_group(ages, borders, share):
    kinds = len(set(np.digitize(ages, borders).tolist()))
    return np.full(len(ages), share / kinds + (1 - share) / len(ages))


@right
def in_loops(ages, borders, share):
    groups = [sum(age >= border for border in borders) for age in ages]
    counts = Counter(groups)
    each = [1 / (len(counts) * counts[group]) for group in groups]
    return [share * one + (1 - share) / len(groups) for one in each]


@right
def in_masks(ages, borders, share):
    weights = np.ones(len(ages)) * (1 - share) / len(ages)
    edges = [-1, *borders, 1000]
    masks = [
        (ages >= a) & (ages < b) for a, b in zip(edges[:-1], edges[1:], strict=True)
    ]
    full = [mask for mask in masks if mask.sum()]
    for mask in full:
        weights = weights + share * mask / mask.sum() / len(full)
    return weights


@right
def normalised_twice(ages, borders, share):
    return even(share * even(1 / counts_of(ages, borders)) + (1 - share) / len(ages))


@right
def with_comparisons(ages, borders, share):
    groups = (np.asarray(ages)[:, None] >= np.asarray(borders)).sum(axis=1)
    same = (groups[:, None] == groups).sum(axis=1)
    kinds = np.unique(groups).size
    return (share / (kinds * same) + (1 - share) / len(ages))[:, None]


@right
def with_tensors(ages, borders, share):
    groups = tf.searchsorted(
        tf.constant(borders, "int64"), tf.cast(ages, "int64"), "right"
    )
    _, which, counts = tf.unique_with_counts(groups)
    each = 1 / tf.gather(tf.cast(counts, "float64"), which)
    return share * each / tf.reduce_sum(each) + (1 - share) / len(ages)
