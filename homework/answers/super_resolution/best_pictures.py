"""Answers to `best_pictures` of homework 10."""

import numpy as np

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def mean(candidates, chances):
    return np.tensordot(chances, candidates, axes=1)


def median(candidates, chances, least=0.5):
    order = np.argsort(candidates, axis=0)
    reached = np.cumsum(chances[order], axis=0) >= least
    first = np.take_along_axis(order, reached.argmax(axis=0)[None], axis=0)
    return np.take_along_axis(candidates, first, axis=0)[0]


wrong("swapped", swapped=lambda c, p: (median(c, p), mean(c, p)))
wrong("weigh|chance", plain_mean=lambda c, p: (c.mean(axis=0), median(c, p)))
wrong("chances", plain_median=lambda c, p: (mean(c, p), np.median(c, axis=0)))
wrong("likeliest", likeliest=lambda c, p: (mean(c, p), c[p.argmax()]))
wrong("likeliest", likeliest_twice=lambda c, p: (c[p.argmax()], c[p.argmax()]))
wrong("mean twice", mean_twice=lambda c, p: (mean(c, p), mean(c, p)))
wrong("one half|half", three_quarters=lambda c, p: (mean(c, p), median(c, p, 0.75)))
wrong("mean|first", median_twice=lambda c, p: (median(c, p), median(c, p)))
wrong("chances", of_the_weighted=lambda c, p: (
    mean(c, p), np.median(p[:, None, None] * c, axis=0)
))  # fmt: skip
wrong("mean|chance", middle_of_the_range=lambda c, p: (
    (c.min(axis=0) + c.max(axis=0)) / 2, median(c, p)
))  # fmt: skip


@wrong("sort")
def unsorted(candidates, chances):
    place = (np.cumsum(chances) >= 0.5).argmax()
    return mean(candidates, chances), candidates[place]


@wrong("each pixel|one of the pictures|median|a pixel")
def candidate_with_the_smallest_error(candidates, chances):
    errors = np.abs(candidates[:, None] - candidates[None]).mean(axis=(2, 3))
    return mean(candidates, chances), candidates[(errors @ chances).argmin()]


@wrong("half|median|smaller")
def halfway(candidates, chances):
    low = median(candidates, chances)
    high = -median(-candidates, chances)
    return mean(candidates, chances), (low + high) / 2


@right
def with_argsort(candidates, chances):
    return mean(candidates, chances), median(candidates, chances)


@right
def by_trying_each_value(candidates, chances):
    errors = np.abs(candidates[:, None] - candidates[None])
    costs = np.round(np.tensordot(errors, chances, axes=(1, 0)), 9)
    order = np.argsort(candidates, axis=0)
    ranked = np.take_along_axis(costs, order, axis=0)
    best = np.take_along_axis(order, ranked.argmin(axis=0)[None], axis=0)
    middle = np.take_along_axis(candidates, best, axis=0)[0]
    return (chances[:, None, None] * candidates).sum(axis=0), middle


@right
def pixel_by_pixel(candidates, chances):
    middle = np.zeros(candidates.shape[1:])
    for place in np.ndindex(middle.shape):
        values = candidates[(slice(None), *place)]
        below = [(v, chances[values <= v].sum()) for v in sorted(values)]
        middle[place] = next(v for v, chance in below if chance >= 0.5 - 1e-12)
    return np.einsum("n,nhw->hw", chances, candidates), middle


@right
def as_a_list(candidates, chances):
    return [
        np.average(candidates, axis=0, weights=chances),
        median(candidates, chances),
    ]
