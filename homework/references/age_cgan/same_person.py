"""Right and wrong answers to homework 05, tasks 5 and 6."""

from collections.abc import Callable

import numpy as np

from homework.references.known import Known

# Task 5: two kinds of error -------------------------------------------------------


def error_rates(same, different, threshold):
    """(share of different people accepted, share of the same person rejected)."""
    return np.mean(different < threshold), np.mean(same >= threshold)


def counted(accepted: Callable, rejected: Callable) -> Callable:
    """A mistake: other numbers of errors."""
    return lambda s, d, t: (accepted(s, d, t), rejected(s, d, t))


ERROR_RATES = Known(
    reference=error_rates,
    mistakes={
        "the two rates are swapped: false accepts come first.": counted(
            lambda s, d, t: np.mean(s >= t), lambda s, d, t: np.mean(d < t)
        ),
        "turned round: accepted means *below* the threshold, and these are the shares "
        "of right answers.": counted(
            lambda s, d, t: np.mean(d >= t), lambda s, d, t: np.mean(s < t)
        ),
        "these are counts; a rate divides by the number of pairs of its kind.": counted(
            lambda s, d, t: np.sum(d < t), lambda s, d, t: np.sum(s >= t)
        ),
        "each rate divides by the pairs of its own kind: false accepts by the pairs "
        "of different people, false rejects by those of the same person.": counted(
            lambda s, d, t: np.sum(d < t) / (len(s) + len(d)),
            lambda s, d, t: np.sum(s >= t) / (len(s) + len(d)),
        ),
        "the wrong divisor: you divide by the number of pairs of the *other* kind.": (
            counted(
                lambda s, d, t: np.sum(d < t) / len(s),
                lambda s, d, t: np.sum(s >= t) / len(d),
            )
        ),
        "a false accept is a pair of *different* people that is accepted; you look at "
        "pairs of the same person.": counted(
            lambda s, d, t: np.mean(s < t), lambda s, d, t: np.mean(d >= t)
        ),
        "this divides by the number of accepted (or rejected) pairs: that is how often "
        "the answer is wrong, given the answer. A rate here is given the truth.": (
            counted(
                lambda s, d, t: np.sum(d < t) / (np.sum(d < t) + np.sum(s < t)),
                lambda s, d, t: np.sum(s >= t) / (np.sum(s >= t) + np.sum(d >= t)),
            )
        ),
        "at the threshold itself a pair is rejected: accepted means distance < "
        "threshold.": counted(
            lambda s, d, t: np.mean(d <= t), lambda s, d, t: np.mean(s > t)
        ),
        "rates from 0 to 1, no percent.": counted(
            lambda s, d, t: 100 * np.mean(d < t), lambda s, d, t: 100 * np.mean(s >= t)
        ),
    },
)

# Task 6: where both are equal -----------------------------------------------------


def equal_error_threshold(same, different):
    """The threshold at which the two rates are nearest to each other."""
    candidates = np.unique(np.concatenate([same, different]))
    gaps = [np.ptp(error_rates(same, different, t)) for t in candidates]
    return candidates[np.argmin(gaps)]


def best(worth: Callable) -> Callable:
    """A mistake: the candidate with the least of something else."""

    def threshold(same, different):
        candidates = np.unique(np.concatenate([same, different]))
        return min(candidates, key=lambda t: worth(same, different, t))

    return threshold


def middle(same, different):
    """Half way between the two means: a mistake."""
    return (np.mean(same) + np.mean(different)) / 2


def two_gaussians(same, different):
    """A mistake: the means, weighted by the other hill's spread."""
    spread, other = np.std(same), np.std(different)
    mean = other * np.mean(same) + spread * np.mean(different)
    return mean / (spread + other)


def from_0_to_1(same, different):
    """A mistake: candidates of a fixed range."""
    candidates = np.linspace(0, 1, 1001)
    gaps = [np.ptp(error_rates(same, different, t)) for t in candidates]
    return candidates[np.argmin(gaps)]


EQUAL_ERROR = Known(
    reference=equal_error_threshold,
    mistakes={
        "the middle of the two means is right only for two hills of equal width and "
        "without luck: compare the rates themselves.": middle,
        "this weighs the two means by the spreads, as for two Gaussians; no form of "
        "the hills was to be assumed: compare the rates themselves.": two_gaussians,
        "you search from 0 to 1 only; distances may be of any size and in any unit: "
        "take the candidates from the distances that occur.": from_0_to_1,
        "the place where the *sum* of the two rates is least is another one: they "
        "should be equal.": best(lambda s, d, t: sum(error_rates(s, d, t))),
        "compare *rates*, not counts: there may be far more pairs of one kind.": best(
            lambda s, d, t: abs(np.sum(d < t) - np.sum(s >= t))
        ),
        "the least share of *all* errors is somewhere else: it depends on how many "
        "pairs there are of each kind.": best(
            lambda s, d, t: np.sum(d < t) + np.sum(s >= t)
        ),
    },
)
