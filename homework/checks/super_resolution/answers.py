"""Homework 10, tasks 3 and 4: which answer a loss pays for, and the mean of answers."""

import numpy as np

from homework.checks.tasks import Task, returned

# Task 3: what a loss asks for -----------------------------------------------------


def candidate_cases(rng):
    """Large pictures that fit one small picture, with their chances."""
    one = np.array([[[0.0]], [[1.0]], [[10.0]]])
    return {
        "5 pictures by chance": (rng.normal(size=(5, 3, 4)), rng.dirichlet(np.ones(5))),
        "0, 1 and 10, equal chances": (one, np.array([0.25, 0.5, 0.25])),
        "10 is likelier than 0 and 1 together": (one, np.array([0.2, 0.2, 0.6])),
        "out of order": (one[[1, 2, 0]], np.array([0.3, 0.3, 0.4])),
        "exactly half": (one[:2], np.array([0.5, 0.5])),
        "two pixels, two pictures": (
            np.array([[[0.0, 1.0]], [[1.0, 0.0]], [[1.0, 1.0]]]),
            np.array([0.4, 0.3, 0.3]),
        ),
        "one candidate": (np.full((1, 2, 2), 0.7), np.ones(1)),
    }


def both_pictures(answer, candidates, chances):
    """The probe: the two pictures by name."""
    squared, absolute = returned(answer, candidates, chances)
    return {"squared": squared, "absolute": absolute}


BEST_PICTURES = Task(
    points=3,
    cases=candidate_cases,
    probe=both_pictures,
    hints=(
        "the squared error is smallest at the mean, the absolute one at the median; "
        "both with the chances, each pixel by itself.",
        "median with chances: sort the values of a pixel, add the chances in that "
        "order, stop where the sum has reached one half.",
        "order = np.argsort(candidates, axis=0); sums = np.cumsum(chances[order], "
        "axis=0); the first place with sums ≥ 0.5.",
    ),
    case_hints={
        "5 pictures by chance": (
            "first the mean, in which each picture has its chance as weight; then the "
            "median, where the chances of the values up to it reach one half."
        ),
        "0, 1 and 10, equal chances": (
            "mean 3, median 1: chances of ¼, ½ and ¼, and 0 and 1 have ¾ together."
        ),
        "10 is likelier than 0 and 1 together": (
            "the chances decide: 0 and 1 have .4 together, so the median is 10."
        ),
        "out of order": (
            "sort the values of a pixel, and let the chances go along with them."
        ),
        "exactly half": (
            "one half is reached at the smaller value already: 0, and not the middle "
            "of the two."
        ),
        "two pixels, two pictures": (
            "each pixel has a median of its own: the answer need not be one of the "
            "pictures. Here (1, 1), though the likeliest picture is (0, 1)."
        ),
        "one candidate": "one candidate is both answers.",
        "squared": "the first of the two is the mean, weighted by the chances.",
        "absolute": (
            "the second of the two is the median, weighted by the chances: the first "
            "value at which they reach one half."
        ),
    },
    parts={"the mean": ("squared",), "the median": ("absolute",)},
)

# Task 4: the mean of four answers -------------------------------------------------


def uneven(small):
    """A network to ask: twice the size; what is mirrored is never the same to it."""
    large = small.repeat(2, axis=1).repeat(2, axis=2)
    _, row, column, colour = np.indices(large.shape)
    return large * (1 + row + row * column**2 + 3 * colour**2)


def even(small):
    """A network to which mirroring makes no difference."""
    return small.repeat(2, axis=1).repeat(2, axis=2)


def doubled(small):
    """A network that looks at one column alone."""
    large = even(small)
    return large * (np.arange(large.shape[2]) == 0)[None, None, :, None]


def topmost(small):
    """A network that looks at one row alone."""
    large = even(small)
    return large * (np.arange(large.shape[1]) == 0)[None, :, None, None]


def small_cases(rng):
    """Small pictures for four networks."""
    return {
        "2 pictures by chance": (uneven, rng.normal(size=(2, 3, 4, 3))),
        "a network that keeps what is mirrored": (even, rng.normal(size=(2, 2, 2, 1))),
        "a network that draws the first column": (doubled, np.ones((1, 2, 3, 1))),
        "a network that draws the first row": (topmost, np.ones((1, 2, 3, 1))),
    }


SELF_ENSEMBLE = Task(
    points=2,
    cases=small_cases,
    hints=(
        "four times: mirror the small pictures, ask the network, mirror its answer "
        "back.",
        "axis 1 is the height and axis 2 the width; axis 0 counts the pictures.",
        "np.flip(network(np.flip(small, axes)), axes) for axes (), (1,), (2,), (1, 2)",
    ),
    case_hints={
        "2 pictures by chance": (
            "four versions: as it is, mirrored sideways, upside down, both; each "
            "answer is mirrored back before the mean is taken."
        ),
        "a network that keeps what is mirrored": (
            "this network gives the mirrored answer to a mirrored picture; mirrored "
            "back, all four are the same."
        ),
        "a network that draws the first column": (
            "each of the four answers belongs to its own version: half of the mean "
            "lies in the first column and half in the last. Mirror sideways, axis 2, "
            "and back."
        ),
        "a network that draws the first row": (
            "half of the mean lies in the first row, half in the last: upside down "
            "belongs to the four versions, axis 1."
        ),
    },
)
