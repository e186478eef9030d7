"""Right and wrong answers to homework 09, tasks 1 and 2."""

import numpy as np
from scipy.spatial.distance import cdist

from gan_utils import metrics
from homework.references.known import Known

# Task 1: precision and recall -------------------------------------------------------


def share(points, others, k, own=0, radius=lambda r: r, count=lambda x: x.any(axis=1)):
    """Share of the points in a ball of the others; each part may be changed."""
    reach = radius(np.sort(cdist(others, others), axis=1)[:, k - own])
    return np.mean(count(cdist(points, others) <= reach))


def both(**changes):
    """Precision and recall with something changed."""

    def answer(real, fake, k):
        return share(fake, real, k, **changes), share(real, fake, k, **changes)

    return answer


def balls_of_the_points(real, fake, k):
    """A mistake: the balls lie around the points that are counted."""

    def covered(points, others):
        reach = np.sort(cdist(points, points), axis=1)[:, k]
        return np.mean(cdist(points, others).min(axis=1) <= reach)

    return covered(fake, real), covered(real, fake)


PRECISION_RECALL = Known(
    reference=both(),
    mistakes={
        "swapped: precision is the share of fakes, the first number.": (
            lambda real, fake, k: both()(real, fake, k)[::-1]
        ),
        "a point is no neighbour of itself: its own distance 0 comes first.": both(
            own=1
        ),
        "one neighbour too far: place k of the sorted distances is the k-th.": both(
            own=-1
        ),
        "the balls lie around the others, and reach to their own fellows.": (
            balls_of_the_points
        ),
        "each ball has its own radius, not one mean radius for all.": both(
            radius=lambda r: r.mean()
        ),
        "one ball is enough (any), not the share of all pairs.": both(
            count=lambda x: x
        ),
        "one ball is enough (any), not all of them.": both(
            count=lambda x: x.all(axis=1)
        ),
    },
)

# Task 2: the kernel distance --------------------------------------------------------


def kernel_distance(
    x, y, power=3, divided=True, plus=1, diagonal=False, across=2, end=lambda v: v
):
    """The unbiased squared discrepancy; each part may be changed."""

    def kernel(a, b):
        return (a @ b.T / (a.shape[1] if divided else 1) + plus) ** power

    def within(a):
        k, n = kernel(a, a), len(a)
        return k.mean() if diagonal else (k.sum() - np.trace(k)) / (n * (n - 1))

    return end(within(x) + within(y) - across * kernel(x, y).mean())


def with_(**changes):
    """The distance with something changed."""
    return lambda x, y: kernel_distance(x, y, **changes)


def sum_without_diagonal(x, y):
    """A mistake: the diagonal is left out of the sum, but not of the number."""
    d = x.shape[1]

    def within(a):
        k = (a @ a.T / d + 1) ** 3
        return (k.sum() - np.trace(k)) / k.size

    return within(x) + within(y) - 2 * np.mean((x @ y.T / d + 1) ** 3)


KERNEL_DISTANCE = Known(
    reference=kernel_distance,
    mistakes={
        "unbiased: leave out the diagonal, the pairs of a point with itself.": with_(
            diagonal=True
        ),
        "pairs across count twice: minus 2 times their mean.": with_(across=1),
        "divide x·y by d, the number of features.": with_(divided=False),
        "the kernel adds 1 before the third power.": with_(plus=0),
        "the third power, not the second.": with_(power=2),
        "it is the squared distance: no root.": with_(end=lambda v: np.sqrt(max(v, 0))),
        "it may be below 0: do not cut it off, and take no absolute value.": with_(
            end=lambda v: max(v, 0)
        ),
        "it may be below 0: take no absolute value.": with_(end=abs),
        "each set has its own number of rows: n (n − 1) and m (m − 1) pairs.": (
            lambda x, y: metrics.squared_discrepancy(x, y)
        ),
        "n (n − 1) pairs, not n²: the diagonal is not in the sum.": (
            sum_without_diagonal
        ),
    },
)
