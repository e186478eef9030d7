"""Homework 01, tasks 1 and 2: the best discriminator and the value of the game."""

import numpy as np

from homework.checks.tasks import Task

# Task 1: the best discriminator ---------------------------------------------------


def density_cases(rng):
    """Pairs of positive densities, and places where one of the two is small or 0."""
    p, q = rng.uniform(0.1, 2, (2, 6))
    return {
        "random densities": (p, q),
        "places without real data": (np.zeros(3), q[:3]),
        "places without fakes": (p[:3], np.zeros(3)),
        "far out, where both are tiny": (1e-9 * p, 1e-9 * q),
        "densities on a grid": (rng.uniform(0.1, 2, (2, 3)), np.ones((2, 3))),
    }


BEST_DISCRIMINATOR = Task(
    points=2,
    cases=density_cases,
    hints=(
        "maximise a log d + b log(1 − d) over d, with a = p(x) and b = q(x).",
        "the derivative a/d − b/(1 − d) is zero at the best d; solve for d.",
        "the share of the real density in all the density at x: one fraction.",
    ),
    case_hints={
        "places without real data": "where no real data are, D should say 0 for sure.",
        "places without fakes": "where no fakes are, D should say 1 for sure.",
        "far out, where both are tiny": (
            "only the ratio of p and q counts, however small they are: a constant "
            "added to the sum, or a threshold, changes the result here."
        ),
        "densities on a grid": "the answer has the shape of p: work place by place.",
    },
)

# Task 2: the value of the game ----------------------------------------------------


def game_cases(rng):
    """Probabilities of a few outcomes; some outcomes never happen."""
    p, q = rng.dirichlet(np.ones(5), 2)
    return {
        "random probabilities": (p, q),
        "two equal distributions": (p, p.copy()),
        "partly overlapping": (np.array([0.5, 0.5, 0]), np.array([0, 0.25, 0.75])),
        "nothing in common": (np.array([0.5, 0.5, 0, 0]), np.array([0, 0, 0.1, 0.9])),
    }


GAME_VALUE = Task(
    points=3,
    cases=game_cases,
    hints=(
        "put D* into V: an expectation is a sum of probability times value.",
        "V = Σ p log(p / (p + q)) + Σ q log(q / (p + q)).",
        "a term whose probability is 0 counts as 0: leave it out of the sum, or "
        "look at scipy.special.xlogy.",
    ),
    case_hints={
        "two equal distributions": "if p = q, D says ½ everywhere and V is −log 4.",
        "partly overlapping": "0 · log 0 counts as 0: leave out what never happens.",
        "nothing in common": "D is always right here, so V is 0; mind 0 · log 0.",
    },
)
