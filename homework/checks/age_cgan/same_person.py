"""Homework 05, tasks 5 and 6: when are two faces the same person?"""

from collections.abc import Callable

import numpy as np

from homework.checks.tasks import Task, returned
from homework.checks.words import later

# Task 5: two kinds of error -------------------------------------------------------


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


ERROR_RATES = Task(
    points=3,
    cases=distance_cases,
    probe=two_rates,
    parts={name: (name,) for name in ("false accepts", "false rejects")},
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


def least_gap(same, different) -> float:
    """How near to each other the two rates can be."""
    distances = np.unique(np.concatenate([same, different]))
    below = [np.searchsorted(np.sort(kind), distances) for kind in (same, different)]
    return np.abs(below[1] / len(different) + below[0] / len(same) - 1).min()


def rates_there(answer: Callable, same, different) -> dict:
    """The probe: are the two rates as near to each other as they can be?"""
    given = returned(answer, same.copy(), different.copy())
    if np.size(given) != 1:
        return {"threshold": later("not one number")}
    threshold = float(np.squeeze(given))
    accepts, rejects = np.mean(different < threshold), np.mean(same >= threshold)
    # One more pair on one side is near enough.
    tolerance = least_gap(same, different) + 1.01 / min(len(same), len(different))
    seen = {"threshold": "a number"}
    seen["errors"] = "equal, as nearly as can be"
    if not abs(accepts - rejects) <= tolerance:
        seen["errors"] = f"{accepts:.2%} wrongly accepted, {rejects:.2%} rejected"
    return seen


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
    cases=threshold_cases,
    probe=rates_there,
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
