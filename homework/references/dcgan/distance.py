"""Right and wrong answers to homework 02, task 6."""

import numpy as np

from gan_utils import metrics
from homework.references.known import Known


def root_of(matrix):
    """The square root of a symmetric matrix."""
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T


def parts(real, fake):
    """Squared distance of the means, both covariances, tr (Σ₁Σ₂)^½."""
    shift = real.mean(axis=0) - fake.mean(axis=0)
    first, second = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    root = root_of(first)
    return shift @ shift, first, second, np.trace(root_of(root @ second @ root))


def with_overlap(overlap):
    """The distance with another last term: (Σ₁, Σ₂) → what is subtracted."""

    def distance(real, fake):
        shift, first, second, _ = parts(real, fake)
        return shift + np.trace(first + second) - overlap(first, second)

    return distance


def with_factors(of_shift, of_overlap, of_spread=1):
    """The distance with other factors of its terms."""

    def distance(real, fake):
        shift, first, second, overlap = parts(real, fake)
        spread = of_spread * np.trace(first + second) - of_overlap * overlap
        return of_shift * shift + spread

    return distance


def with_the_length(real, fake):
    """A mistake: the distance of the means is not squared."""
    shift, first, second, overlap = parts(real, fake)
    return np.sqrt(shift) + np.trace(first + second) - 2 * overlap


def without_correlations(real, fake):
    """A mistake: only the spread of each feature for itself."""
    spread = (real.std(axis=0, ddof=1) - fake.std(axis=0, ddof=1)) ** 2
    return np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2) + spread.sum()


def divided_by_n(real, fake):
    """A mistake here: covariances divided by n."""
    shift, first, second, _ = parts(real, fake)
    first = first * (len(real) - 1) / len(real)
    second = second * (len(fake) - 1) / len(fake)
    root = root_of(first)
    overlap = np.trace(root_of(root @ second @ root))
    return shift + np.trace(first + second) - 2 * overlap


def mean_squared_shift(real, fake):
    """A mistake: the mean, not the sum, of the squared differences of the means."""
    shift, *_ = parts(real, fake)
    return metrics.frechet_distance(real, fake) - shift * (1 - 1 / real.shape[1])


def matrix_sum_for_trace(real, fake):
    """A mistake: all the entries are added up, not only the diagonal."""
    shift, first, second, _ = parts(real, fake)
    root = root_of(first)
    overlap = np.linalg.inv(root) @ root_of(root @ second @ root) @ root
    return shift + np.sum(first + second - 2 * overlap)


FRECHET_DISTANCE = Known(
    reference=metrics.frechet_distance,
    mistakes={
        "a square root too many: d² was asked for, and in it the squared distance of "
        "the means.": with_the_length,
        "only the means are compared; the term with the covariances is missing.": (
            lambda real, fake: parts(real, fake)[0]
        ),
        "only the covariances are compared; the distance of the means is missing.": (
            with_factors(0, 2)
        ),
        "add up the squared differences of the means; you take their mean.": (
            mean_squared_shift
        ),
        "the root of the matrices counts twice: minus 2 (Σ₁Σ₂)^½.": with_factors(1, 1),
        "nothing of the covariances is subtracted: minus 2 (Σ₁Σ₂)^½.": (
            with_factors(1, 0)
        ),
        "(Σ₁Σ₂)^½ is the root of a matrix, R with RR = Σ₁Σ₂; you take the root of each "
        "number in it.": with_overlap(
            lambda first, second: (
                2 * np.trace(np.sqrt(np.clip(first @ second, 0, None)))
            )
        ),
        "correlations are lost: Σ₁Σ₂ is a product of whole matrices (@), not number by "
        "number, and more than the spread of each feature.": without_correlations,
        "a product of two roots is not the root of the product Σ₁Σ₂, unless the clouds "
        "lie along the same axes.": with_overlap(
            lambda first, second: 2 * np.trace(root_of(first) @ root_of(second))
        ),
        "the root is missing: (Σ₁Σ₂)^½, not Σ₁Σ₂.": with_overlap(
            lambda first, second: 2 * np.trace(first @ second)
        ),
        "the root of the trace is not the trace of the root: root first.": (
            with_overlap(lambda first, second: 2 * np.sqrt(np.trace(first @ second)))
        ),
        "covariances divide by n − 1 here, as np.cov does; yours divide by n.": (
            divided_by_n
        ),
        "the trace adds up the diagonal; you add up all the numbers in the matrix.": (
            matrix_sum_for_trace
        ),
    },
)
