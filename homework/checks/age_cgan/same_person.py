"""Homework 05, tasks 5 and 6: when are two faces the same person?"""

from collections.abc import Callable

import numpy as np

from homework.checks.tasks import Task, returned

# Task 5: two kinds of error -------------------------------------------------------


def error_rates(same, different, threshold):
    """(share of different people accepted, share of the same person rejected)."""
    return np.mean(different < threshold), np.mean(same >= threshold)


def two_rates(answer: Callable, *arguments) -> dict:
    """The probe: both rates by name."""
    given = returned(answer, *arguments)
    if np.size(given) != 2:
        return {"number of rates": f"not two: {np.shape(given)}"}
    return {
        "number of rates": "two",
        "false accepts": given[0],
        "false rejects": given[1],
    }


def distance_cases(rng):
    """Distances of pairs that show the same person, and of pairs that do not."""
    same = np.round(rng.gamma(8, 0.07, 40), 2)
    different = np.round(rng.normal(1.2, 0.3, 70), 2)
    on_it = np.array([0.5, 0.6, 0.7, 0.7])
    return {
        "40 and 70 pairs": (same, different, 0.75),
        "distances that equal the threshold": (on_it, on_it + 0.1, 0.7),
        "a threshold of 0": (same, different, 0.0),
        "a very large threshold": (same, different, 9.0),
    }


def counted(accepted: Callable, rejected: Callable) -> Callable:
    """A mistake: other numbers of errors."""
    return lambda s, d, t: (accepted(s, d, t), rejected(s, d, t))


ERROR_RATES = Task(
    points=3,
    reference=error_rates,
    cases=distance_cases,
    probe=two_rates,
    parts={name: (name,) for name in ("false accepts", "false rejects")},
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
    hints=(
        "accepted: distance < threshold. Which pairs should not be accepted?",
        "false accepts: the share of `different` below the threshold; false rejects: "
        "the share of `same` at or above it.",
        "np.mean(different < threshold), and the other one alike.",
    ),
    case_hints={
        "number of rates": "return two numbers: false accepts, false rejects.",
        "distances that equal the threshold": (
            "at the threshold itself a pair is rejected: accepted means distance < "
            "threshold."
        ),
        "a threshold of 0": "nobody is accepted: 0 false accepts, all rejected.",
        "a very large threshold": "everybody is accepted, and nobody rejected.",
        "false accepts": (
            "false accepts: of the pairs of *different* people, the share below the "
            "threshold."
        ),
        "false rejects": (
            "false rejects: of the pairs of the *same* person, the share at or above "
            "the threshold."
        ),
    },
)

# Task 6: where both are equal -----------------------------------------------------


def equal_error_threshold(same, different):
    """The threshold at which the two rates are nearest to each other."""
    candidates = np.unique(np.concatenate([same, different]))
    gaps = [np.ptp(error_rates(same, different, t)) for t in candidates]
    return candidates[np.argmin(gaps)]


def least_gap(same, different) -> float:
    """How near to each other the two rates can be."""
    distances = np.unique(np.concatenate([same, different]))
    below = [np.searchsorted(np.sort(kind), distances) for kind in (same, different)]
    return np.abs(below[1] / len(different) + below[0] / len(same) - 1).min()


def rates_there(answer: Callable, same, different) -> dict:
    """The probe: are the two rates as near to each other as they can be?"""
    given = returned(answer, same.copy(), different.copy())
    if np.size(given) != 1:
        return {"threshold": "not one number"}
    threshold = float(np.squeeze(given))
    accepts, rejects = np.mean(different < threshold), np.mean(same >= threshold)
    # One more pair on one side is near enough.
    tolerance = least_gap(same, different) + 1.01 / min(len(same), len(different))
    seen = {"threshold": "a number"}
    seen["errors"] = "equal, as nearly as can be"
    if not abs(accepts - rejects) <= tolerance:
        seen["errors"] = f"{accepts:.2%} wrongly accepted, {rejects:.2%} rejected"
    return seen


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


def threshold_cases(rng):
    """Hills that overlap more or less, of unequal height and width."""
    return {
        "two hills": (rng.normal(0.7, 0.15, 150), rng.normal(1.1, 0.15, 400)),
        "one hill much wider": (rng.normal(0.6, 0.05, 150), rng.normal(1, 0.3, 200)),
        "many more pairs of different people": (
            rng.normal(0.7, 0.2, 80),
            rng.normal(1.2, 0.2, 800),
        ),
        "a long tail": (rng.gamma(2, 0.3, 200), rng.normal(2, 0.4, 200)),
        "other units": (rng.normal(70, 15, 150), rng.normal(110, 20, 150)),
        "hills that do not overlap": (rng.uniform(0, 1, 50), rng.uniform(2, 3, 50)),
    }


EQUAL_ERROR = Task(
    points=3,
    reference=equal_error_threshold,
    cases=threshold_cases,
    probe=rates_there,
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
    hints=(
        "the false accepts grow with the threshold, the false rejects fall: somewhere "
        "they cross.",
        "try every distance that occurs as a threshold, and keep the one where the "
        "two rates of task 5 differ least.",
        "gaps = [abs(accepts − rejects) for each candidate], then np.argmin.",
    ),
    case_hints={
        "threshold": "return one number, a distance.",
        "two hills": (
            "at your threshold the two rates differ. What is returned is a distance, "
            "not the rates themselves: where the two rates cross, found among the "
            "distances that occur."
        ),
        "one hill much wider": (
            "the middle between two means is right only for hills of equal width: "
            "compare the rates themselves."
        ),
        "many more pairs of different people": (
            "compare *rates*, not counts, and not the share of all errors: there are "
            "far more pairs of different people."
        ),
        "a long tail": (
            "the hills are no Gaussians: no formula with means and spreads; compare "
            "the rates themselves, at every distance that occurs."
        ),
        "other units": (
            "distances may be of any size: take the candidates from the distances "
            "themselves, not from a fixed range."
        ),
        "hills that do not overlap": "both rates are 0 between the hills.",
    },
)
