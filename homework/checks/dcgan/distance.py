"""Homework 02, task 6: the Fréchet distance of two sets of features."""

import numpy as np

from homework.checks.tasks import Task


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
    cases=feature_cases,
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
