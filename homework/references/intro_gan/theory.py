"""Right and wrong answers to homework 01, tasks 1 and 2."""

import numpy as np

from homework.references.known import Known

# Task 1: the best discriminator ---------------------------------------------------


BEST_DISCRIMINATOR = Known(
    reference=lambda p, q: p / (p + q),
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
)

# Task 2: the value of the game ----------------------------------------------------


def divergence_terms(p, q):
    """KL(p‖m) and KL(q‖m) with the mixture m, where 0 log 0 = 0."""
    m = (p + q) / 2
    terms = [np.where(r > 0, r * np.log(np.where(r > 0, r / m, 1)), 0) for r in (p, q)]
    return [term.sum() for term in terms]


def game_value_naive(p, q):
    """The formula as it stands, which meets 0 · log 0."""
    return np.sum(p * np.log(p / (p + q))) + np.sum(q * np.log(q / (p + q)))


GAME_VALUE = Known(
    reference=lambda p, q: -np.log(4) + sum(divergence_terms(p, q)),
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
)
