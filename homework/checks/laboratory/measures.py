"""Homework 09, tasks 1 and 2: what two sets of features have in common."""

import numpy as np

from homework.checks.tasks import Task, returned

# Task 1: precision and recall -------------------------------------------------------


def cloud_cases(rng):
    """Two clouds by chance, then one situation after the other."""
    real = rng.normal(size=(24, 2))
    return {
        "24 real, 18 fake, 3 neighbours": (real, 0.6 * rng.normal(size=(18, 2)), 3),
        "1 neighbour": (real, rng.normal(0.5, 1, (20, 2)), 1),
        "fakes in the middle": (real, 0.1 * rng.normal(size=(12, 2)), 3),
        "fakes everywhere": (real, 4 * rng.normal(size=(30, 2)), 2),
        "fakes far away": (real, rng.normal(size=(10, 2)) + 50, 2),
        "three features": (rng.normal(size=(15, 3)), rng.normal(size=(9, 3)), 2),
    }


def shares(answer, real, fake, neighbours):
    """Both shares by name."""
    precision, recall = returned(answer, real, fake, neighbours)
    return {"precision": precision, "recall": recall}


PRECISION_RECALL = Task(
    points=3,
    cases=cloud_cases,
    probe=shares,
    hints=(
        "write one function, the share of points in balls of others; call it twice.",
        "the radius of a ball is the distance of its centre to its k-th nearest fellow "
        "of the same set; the nearest of all is the centre itself, at distance 0.",
        "np.sort(distances of others to others, axis=1)[:, k] holds the radii.",
    ),
    case_hints={
        "1 neighbour": "the nearest fellow is not the point itself, at distance 0.",
        "fakes far away": "no point lies in a ball: both shares are 0.",
        "precision": (
            "precision is the share of fakes in a ball of a real point: each real "
            "point has its own radius, and one ball is enough."
        ),
        "recall": "recall is the share of real points in a ball of a fake.",
    },
    parts={"precision": ("precision",), "recall": ("recall",)},
)

# Task 2: the kernel distance --------------------------------------------------------


def feature_cases(rng):
    """Features by chance, then small ones whose answer can be counted."""
    draw = rng.normal
    return {
        "12 and 9 rows of 4 features": (draw(size=(12, 4)), draw(0.5, 1, (9, 4))),
        "two rows each": (draw(size=(2, 3)), draw(size=(2, 3))),
        "one feature": (draw(size=(8, 1)), draw(1, 1, (8, 1))),
        "equal sets": (np.eye(3), np.eye(3)),
        "far apart": (draw(size=(5, 2)), draw(size=(7, 2)) + 10),
    }


KERNEL_DISTANCE = Task(
    points=2,
    cases=feature_cases,
    hints=(
        "three means: pairs within x, pairs within y, pairs across.",
        "within a set of n rows there are n (n − 1) pairs of different rows.",
        "(K.sum() − np.trace(K)) / (n * (n − 1)) is the mean without the diagonal.",
    ),
    case_hints={
        "two rows each": "each set has its own n in n (n − 1).",
        "one feature": "the kernel is (x·y / d + 1)³ with d the number of features.",
        "equal sets": (
            "the unbiased estimate is below 0 here: the pairs of a point with itself "
            "count across, not within. Leave it negative; there is no root."
        ),
    },
)
