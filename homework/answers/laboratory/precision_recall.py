"""Answers to `precision_recall` of homework 09."""

import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist
from sklearn.neighbors import NearestNeighbors

from gan_utils import metrics
from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def built(share):
    """Both numbers from one function."""
    return lambda real, fake, k: (share(fake, real, k), share(real, fake, k))


def reach(points, k):
    return np.sort(cdist(points, points), axis=1)[:, k]


wrong(
    "share of fakes|swapped",
    swapped=lambda r, f, k: built(metrics.share_inside)(f, r, k),
)
wrong("share", precision_twice=lambda r, f, k: (metrics.share_inside(f, r, k),) * 2)
wrong(
    "itself",
    own=built(lambda p, o, k: np.mean((cdist(p, o) <= reach(o, k - 1)).any(1))),
)
wrong(
    "k-th|too far",
    next_one=built(lambda p, o, k: np.mean((cdist(p, o) <= reach(o, k + 1)).any(1))),
)
wrong(
    "around|reach",
    own_balls=built(lambda p, o, k: np.mean(cdist(p, o).min(1) <= reach(p, k))),
)
wrong(
    "own radius",
    largest=built(lambda p, o, k: np.mean((cdist(p, o) <= reach(o, k).max()).any(1))),
)
wrong(
    "own radius",
    median=built(
        lambda p, o, k: np.mean((cdist(p, o) <= np.median(reach(o, k))).any(1))
    ),
)
wrong(
    "one ball is enough",
    pairs=built(lambda p, o, k: np.mean(cdist(p, o) <= reach(o, k))),
)
wrong(
    "one ball is enough",
    all_balls=built(lambda p, o, k: np.mean((cdist(p, o) <= reach(o, k)).all(1))),
)
wrong(
    "share", counts=built(lambda p, o, k: np.sum((cdist(p, o) <= reach(o, k)).any(1)))
)
wrong(
    "radius|share",
    squared=built(lambda p, o, k: np.mean((cdist(p, o) ** 2 <= reach(o, k)).any(1))),
)


@wrong("radius|share of fakes")
def radius_to_the_other_set(real, fake, k):
    def share(points, others):
        radii = np.sort(cdist(others, points), axis=1)[:, k]
        return np.mean((cdist(points, others) <= radii).any(axis=1))

    return share(fake, real), share(real, fake)


right(library=metrics.precision_recall)
right(by_distances=built(lambda p, o, k: np.mean((cdist(p, o) <= reach(o, k)).any(1))))


@right
def with_a_tree(real, fake, k):
    def share(points, others):
        radii = cKDTree(others).query(others, k + 1)[0][:, -1]
        return np.mean(
            [(np.linalg.norm(others - p, axis=1) <= radii).any() for p in points]
        )

    return share(fake, real), share(real, fake)


@right
def with_sklearn(real, fake, k):
    def share(points, others):
        radii = NearestNeighbors(n_neighbors=k).fit(others).kneighbors()[0][:, -1]
        near = NearestNeighbors(n_neighbors=len(others)).fit(others)
        distance, index = near.kneighbors(points)
        return float(np.any(distance <= radii[index], axis=1).mean())

    return [share(fake, real), share(real, fake)]
