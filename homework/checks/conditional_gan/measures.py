"""Homework 03, tasks 3 and 6: does it obey, and was it measured honestly?."""

import numpy as np

from homework.checks import probes
from homework.checks.tasks import Task

# Task 3: does it obey? ------------------------------------------------------------


def obedience_cases(rng):
    """Logits (n, n_classes) and the labels asked for."""
    logits = rng.normal(-2, 1, (40, 4))
    asked = np.array([0] * 15 + [1] * 12 + [2] * 9 + [3] * 4)
    obeyed = rng.random(40) < 0.6
    logits[obeyed, asked[obeyed]] += 5
    order = rng.permutation(40)
    stamps = np.tile([[0.0, 3.0, 1.0]], (6, 1))
    return {
        "every picture is a 1, whatever was asked": (stamps, np.array([0, 1, 2] * 2)),
        "all logits below 0": (stamps - 10, np.array([1, 1, 1, 0, 2, 2])),
        "40 pictures, 4 classes": (logits[order], asked[order]),
        "a class that nobody asked for": (stamps[:4], np.array([0, 1, 1, 0])),
        "as many pictures as classes": (
            np.array([[1.0, 2, 0], [3, 0, 0], [0, 0, 1]]),
            np.array([1, 1, 2]),
        ),
    }


ACCURACY_BY_CLASS = Task(
    points=2,
    cases=obedience_cases,
    hints=(
        "what does the classifier call each picture? The largest logit of its row.",
        "for class k look at the pictures with asked == k; how many are called k?",
        "np.argmax(logits, axis=1), a loop over range(logits.shape[1]), and a mean.",
    ),
    case_hints={
        "40 pictures, 4 classes": (
            "rows are pictures, columns classes: argmax along axis 1, and for each "
            "class the share of right ones among those asked for."
        ),
        "every picture is a 1, whatever was asked": (
            "the largest logit of a row (axis 1) says what a picture is called. Who "
            "only draws a 1 obeys for class 1 and no other: the shares are [0, 1, 0]."
        ),
        "a class that nobody asked for": (
            "a class that nobody asked for is unknown (NaN) and still has its place "
            "in the result: count the classes by the columns of logits."
        ),
        "all logits below 0": (
            "the largest logit counts, however small it is: no threshold, no sign."
        ),
        "as many pictures as classes": (
            "with as many pictures as classes the shape does not tell a wrong axis: "
            "the classes are the columns, axis 1."
        ),
    },
)

# Task 6: which comparison is honest? ----------------------------------------------


VERDICTS = Task(
    points=3,
    cases=lambda rng: {f"experiment {n}": (n,) for n in (1, 2, 3, 4, 5)},
    probe=probes.letters(5),
    secret=True,
    seeds=1,
    parts={f"experiment {n}": (f"experiment {n}",) for n in (1, 2, 3, 4, 5)},
    case_hints={
        "number of letters": 'return one letter each, five in all, such as "AAAAA".',
        "experiment 1": (
            "experiment 1: how was the number of steps chosen, and on which digits is "
            "it reported?"
        ),
        "experiment 2": (
            "experiment 2: go through B to E one by one. Is there really a label too "
            "many, a choice by test digits, a relative of a test digit, or an "
            "unequal race?"
        ),
        "experiment 3": (
            "experiment 3: data and choice are clean. Do both classifiers get the same "
            "training, so that only the generated digits differ?"
        ),
        "experiment 4": (
            "experiment 4: who has read more than 200 labels here, and passes on what "
            "it learned?"
        ),
        "experiment 5": (
            "experiment 5: take a test digit. What lies in the training set that was "
            "made from the very same digit?"
        ),
    },
    hints=(
        "follow every label: who has read it, in the whole chain?",
        "what has seen the test digits before the last number was measured?",
        "what differs between the two classifiers besides the generated digits?",
    ),
)
