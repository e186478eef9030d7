"""Homework 02, task 6: the Fréchet distance of two sets of features."""

import numpy as np

from gan_utils import metrics
from homework.checks.tasks import Task


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


def feature_cases(rng):
    """Features of two sets of images, (n, d): one difference after another."""
    mixing = rng.normal(size=(2, 3, 3))
    spreads = np.array([2.0, 0.6, 0.2])
    real = rng.normal(size=(40, 3)) * spreads @ mixing[0]
    fake = rng.normal(size=(25, 3)) * spreads @ mixing[1] + rng.normal(size=3)
    return {
        "the same images twice": (real, real.copy()),
        "the same images, moved by 3 and 4 in two features": (real, real + [3, 4, 0.0]),
        "the same images, all differences doubled": (
            real,
            2 * real - real.mean(axis=0),
        ),
        "40 and 25 images, 3 features": (real, fake),
        "one feature": (real[:, :1], fake[:, :1]),
        "fakes that are all alike": (real, np.tile(fake[:1], (5, 1))),
    }


FRECHET_DISTANCE = Task(
    points=3,
    reference=metrics.frechet_distance,
    cases=feature_cases,
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
    hints=(
        "two means, two covariance matrices, one square root of a matrix.",
        "features are columns: mean(axis=0), and np.cov(x, rowvar=False).",
        "scipy.linalg.sqrtm takes the root of a matrix; or add up the square roots of "
        "the eigenvalues of Σ₁Σ₂, whose sum is the trace of the root.",
    ),
    case_hints={
        "the same images twice": (
            "two equal sets have the distance 0: Σ₁ + Σ₂ is 2Σ, minus 2 (ΣΣ)^½ = 2Σ. "
            "Product (@) and root are those of matrices; no constant is added."
        ),
        "the same images, moved by 3 and 4 in two features": (
            "only the means differ; squared 9 + 16 = 25. There is one mean for each "
            "feature: images are rows, features are columns, so axis=0."
        ),
        "the same images, all differences doubled": (
            "Σ₂ = 4Σ₁, so that the trace of Σ₁ remains: is the covariance that of the "
            "columns (rowvar=False), and is it the root of a matrix?"
        ),
        "40 and 25 images, 3 features": (
            "the two clouds lie along different axes, so Σ₁Σ₂ is not Σ₂Σ₁: take the "
            "root of the whole product, not a product of roots. Covariances are those "
            "of the columns (rowvar=False)."
        ),
        "one feature": "with one feature np.cov gives a number, no matrix: reshape it.",
        "fakes that are all alike": (
            "fakes that are all alike have the covariance 0: the root must bear that, "
            "without NaN, inverse or added constant."
        ),
    },
)
