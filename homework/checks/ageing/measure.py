"""Homework 06, tasks 4 and 5: diversity, and for whom it works worse."""

from collections.abc import Callable

import numpy as np

from homework.checks.tasks import Task, returned

# Task 4: two people in, two people out --------------------------------------------


def embedding_cases(rng):
    """Embeddings of photos (people, d) and of aged faces (people, groups, d)."""
    photos = rng.normal(size=(5, 3))
    aged = photos[:, None] + rng.normal(0, 0.7, (5, 4, 3))
    one_face = np.broadcast_to(rng.normal(size=(1, 4, 3)), (5, 4, 3)).copy()
    return {
        "five people, four groups": (photos, aged * [[[0.4], [0.8], [1.1], [1.5]]]),
        "one face for all people": (photos, one_face),
        "everybody as before": (photos, np.repeat(photos[:, None], 4, axis=1)),
        "two people, one group": (photos[:2], aged[:2, :1]),
    }


DIVERSITY = Task(
    points=3,
    cases=embedding_cases,
    hints=(
        "for one group: the mean distance between all pairs of different people.",
        "average that over the groups, and divide by the same number of the photos.",
        "leave out the distance of a face to itself.",
    ),
    case_hints={
        "five people, four groups": (
            "for each group the mean distance between *different* people, then the "
            "mean over the groups, divided by the mean distance between their photos."
        ),
        "one face for all people": (
            "one face for all people of a group is the collapse: diversity 0, however "
            "much the groups differ."
        ),
        "everybody as before": "people as different as their photos: diversity 1.",
        "two people, one group": "with two people there is one pair.",
    },
)

# Task 5: for whom? ----------------------------------------------------------------


COLUMNS = ("faces", "share kept", "standard error", "the judge on photos")


def columns(answer: Callable, *arguments) -> dict:
    """The probe: each column by its name."""
    given = returned(answer, *[array.copy() for array in arguments])
    table = np.asarray(given, "float64")
    if table.ndim != 2 or table.shape[1] != 4:
        return {"table": f"shape {table.shape}"}
    return {"table": f"{len(table)} rows"} | dict(zip(COLUMNS, table.T, strict=True))


def people_cases(rng):
    """Parts of unequal size, which the ageing and the judge treat unequally."""
    part = rng.permutation(np.repeat([0, 1, 2], [40, 25, 10]))
    kept = rng.random(75) < np.array([0.9, 0.7, 0.6])[part]
    judged = rng.random(75) < np.array([0.95, 0.9, 0.7])[part]
    return {
        "three parts of unequal size": (part, kept, judged),
        "parts named 2, 5 and 9": (np.array([2, 5, 9])[part], kept, judged),
        "parts 9, 2 and 5, in this order": (
            np.array([9, 9, 2, 5, 2, 9]),
            np.array([True, False, True, True, True, True]),
            np.array([True, True, True, False, False, True]),
        ),
        "a part of one face": (
            np.array([0, 0, 0, 1]),
            np.array([True, False, True, True]),
            np.array([True, True, True, False]),
        ),
        "nobody kept": (part, np.zeros(75, bool), judged),
    }


TABLE_BY_PART = Task(
    points=3,
    cases=people_cases,
    probe=columns,
    hints=(
        "for each value of part: here = part == value; then look at kept[here].",
        "standard error of a share p of n faces: √(p (1 − p) / n).",
        "a row: [here.sum(), kept[here].mean(), that root, judge_right[here].mean()].",
    ),
    case_hints={
        "table": "one row for each part that occurs, four numbers in each row.",
        "faces": (
            "the first column counts the faces of each part that occurs, in the order "
            "of np.unique(part)."
        ),
        "share kept": (
            "of the faces of this part, the share that is kept: a mean of kept over "
            "the part, in the order of np.unique(part)."
        ),
        "standard error": "√(p (1 − p) / n), with this part's share p and number n.",
        "the judge on photos": (
            "of all faces of this part, the share on whose photos the judge is right."
        ),
    },
    parts={name: (name, "table") for name in COLUMNS},
)
