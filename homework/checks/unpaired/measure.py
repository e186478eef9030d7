"""Homework 08, task 3: does it change the animal and leave the meadow?"""

from collections.abc import Callable
from typing import Any

import numpy as np

from homework.checks.tasks import Task, returned


def two_means(answer: Callable, *photos: np.ndarray) -> dict[str, Any]:
    """The probe: the two numbers by name."""
    inside, outside = returned(answer, *photos)
    return {"on the animal": inside, "on the background": outside}


def photo_cases(rng):
    """Photos, their translations and masks of very different size."""
    sources, translated = rng.uniform(-1, 1, (2, 3, 6, 6, 3)).astype("float32")
    masks = np.zeros((3, 6, 6), bool)
    masks[0, :2, :2] = masks[1, 1:, :] = masks[2, 3, 3] = True
    painted = np.where(masks[..., None], -sources, sources)
    return {
        "masks of different size": (sources, translated, masks),
        "only the animal was changed": (sources, painted, masks),
        "everything became darker": (sources, sources - 0.25, masks),
    }


CHANGE_IN_AND_OUT = Task(
    points=3,
    cases=photo_cases,
    probe=two_means,
    hints=(
        "first the absolute change of each pixel, then two means.",
        "np.abs(translated - sources)[masks].mean() is the first number.",
        "the second is the same with ~masks.",
    ),
    case_hints={
        "masks of different size": (
            "the mean absolute change over all pixels in the masks of all photos, and "
            "over all others."
        ),
        "only the animal was changed": "the background did not change: 0.",
        "everything became darker": "a change of −0.25 is a change by 0.25.",
        "returned": "give back two numbers: animal, background.",
    },
)
