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
    reference=lambda p, q: p / (p + q),
    cases=density_cases,
    mistakes={
        "real and fake are swapped: this is the probability of being fake.": (
            lambda p, q: q / (p + q)
        ),
        "p/q are the odds, which can exceed 1; a probability divides by the sum.": (
            lambda p, q: p / q
        ),
        "you divide by the mean of p and q; divide by their sum.": (
            lambda p, q: 2 * p / (p + q)
        ),
        "this is the logit of D*; turn it into a probability.": (
            lambda p, q: np.log(p / q)
        ),
        "D* is no hard decision: where p is a little larger, it is a little above ½.": (
            lambda p, q: np.where(p > q, 1.0, 0.0)
        ),
        "the densities enter as they are; no exponential (softmax) is needed.": (
            lambda p, q: np.exp(p) / (np.exp(p) + np.exp(q))
        ),
        "brackets: without them / comes before +.": lambda p, q: p / p + q,
        "compare p with q at each place; you add up over all the places.": (
            lambda p, q: p / np.sum(p + q)
        ),
        "½ is right only where p = q; use both densities.": (
            lambda p, q: np.full_like(p, 0.5)
        ),
    },
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


def divergence_terms(p, q):
    """KL(p‖m) and KL(q‖m) with the mixture m, where 0 log 0 = 0."""
    m = (p + q) / 2
    terms = [np.where(r > 0, r * np.log(np.where(r > 0, r / m, 1)), 0) for r in (p, q)]
    return [term.sum() for term in terms]


def game_cases(rng):
    """Probabilities of a few outcomes; some outcomes never happen."""
    p, q = rng.dirichlet(np.ones(5), 2)
    return {
        "random probabilities": (p, q),
        "two equal distributions": (p, p.copy()),
        "partly overlapping": (np.array([0.5, 0.5, 0]), np.array([0, 0.25, 0.75])),
        "nothing in common": (np.array([0.5, 0.5, 0, 0]), np.array([0, 0, 0.1, 0.9])),
    }


def game_value_naive(p, q):
    """The formula as it stands, which meets 0 · log 0."""
    return np.sum(p * np.log(p / (p + q))) + np.sum(q * np.log(q / (p + q)))


GAME_VALUE = Task(
    points=3,
    reference=lambda p, q: -np.log(4) + sum(divergence_terms(p, q)),
    cases=game_cases,
    mistakes={
        "wrong sign: this is D's loss, −V, and the question was V.": (
            lambda p, q: np.log(4) - sum(divergence_terms(p, q))
        ),
        "0 · log 0 counts as 0; the computer makes NaN of it.": game_value_naive,
        "the fakes' half is missing, E log(1 − D).": (
            lambda p, q: divergence_terms(p, q)[0] - np.log(2)
        ),
        "the real data's half is missing, E log D.": (
            lambda p, q: divergence_terms(p, q)[1] - np.log(2)
        ),
        "use the natural logarithm; yours has base 2.": (
            lambda p, q: (-np.log(4) + sum(divergence_terms(p, q))) / np.log(2)
        ),
        "an expectation weighs each outcome with its probability and adds up; "
        "you take the mean over the outcomes.": (
            lambda p, q: game_value_naive(p, q) / len(p)
        ),
        "this is JSD(p, q) itself; V is −log 4 + 2 JSD.": (
            lambda p, q: sum(divergence_terms(p, q)) / 2
        ),
        "−log 4 is missing: this is 2 JSD alone.": (
            lambda p, q: sum(divergence_terms(p, q))
        ),
        "the divergence counts twice: −log 4 + 2 JSD.": (
            lambda p, q: -np.log(4) + sum(divergence_terms(p, q)) / 2
        ),
        "log 4 enters with the wrong sign: V is −log 4 + 2 JSD.": (
            lambda p, q: np.log(4) + sum(divergence_terms(p, q))
        ),
        "each of the two halves brings −log 2, together −log 4.": (
            lambda p, q: -np.log(2) + sum(divergence_terms(p, q))
        ),
        "JSD compares p and q with their mixture m, this is KL(p‖q).": (
            lambda p, q: -np.log(4) + 2 * np.sum(p * np.log(p / q))
        ),
        "D and 1 − D are swapped: D* is p / (p + q).": lambda p, q: np.sum(
            p * np.log(q / (p + q)) + q * np.log(p / (p + q))
        ),
        "the second expectation is over the fakes: weigh it with q, not with p.": (
            lambda p, q: np.sum(p * np.log(p / (p + q)) + p * np.log(q / (p + q)))
        ),
        "the expectations need their weights p and q: you only add up the logs.": (
            lambda p, q: np.sum(np.log(p / (p + q)) + np.log(q / (p + q)))
        ),
    },
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
