"""Homework 04, tasks 1 and 2: best answers, receptive fields."""

from collections.abc import Callable

import numpy as np

from homework.checks.tasks import Task, returned

# Task 1: the best answers ---------------------------------------------------------


def two_pictures(answer: Callable, photos: np.ndarray) -> dict:
    """The probe: both pictures, each by its name."""
    given = returned(answer, photos)
    if len(given) != 2 or np.shape(given) == photos.shape[1:]:
        return {"pictures": "not two of them"}
    by_distance, by_square = given
    return {
        "pictures": "two",
        "best by mean distance": by_distance,
        "best by mean square": by_square,
    }


def photo_cases(rng):
    """Odd numbers of photos, so that there is only one median."""
    skewed = 2 * rng.uniform(size=(7, 2, 3)) ** 3 - 1
    alike = np.full((5, 2, 2), 0.75)
    alike[3:] = [[[-0.5]], [[-0.9]]]
    return {
        "seven photos, mostly dark": (skewed,),
        "three of five photos alike": (alike,),
        "colour photos": (rng.uniform(-1, 1, (3, 2, 2, 3)),),
        "a single photo": (skewed[:1],),
    }


BEST_ANSWERS = Task(
    points=2,
    cases=photo_cases,
    probe=two_pictures,
    parts={name: (name,) for name in ("best by mean distance", "best by mean square")},
    hints=(
        "for one pixel: which number has the least mean distance to 1, 2 and 9?",
        "move the answer a little to the right: the distance to all values on the "
        "left grows, to all on the right it falls. When are the two in balance?",
        "distance: the median over axis 0; square: the derivative is 0 at the mean.",
    ),
    case_hints={
        "pictures": "return two pictures: best by mean distance, best by mean square.",
        "best by mean distance": (
            "try your number for one pixel: a step to the left or right makes the "
            "mean distance smaller. Where are as many photos above as below?"
        ),
        "best by mean square": (
            "try your number for one pixel: a step to the left or right makes the "
            "mean square smaller. Set its derivative to 0."
        ),
        "colour photos": "a photo may have channels: work along axis 0 only.",
        "a single photo": "of one photo, the photo itself is the best answer.",
    },
)

# Task 2: the receptive field ------------------------------------------------------


def stack_cases(rng):
    """Stacks of convolutions, from the first layer to the last."""
    kernels = [int(kernel) for kernel in rng.permutation([2, 3, 4, 6, 9])]
    middle = [int(stride) for stride in rng.permutation([1, 2, 4])]
    return {
        "five random layers": (kernels, [3, *middle, 2]),
        "a single layer": ([4], [2]),
        "kernels of size 1": ([1, 1], [1, 1]),
        "stride 1 everywhere": ([3, 3, 5], [1, 1, 1]),
    }


RECEPTIVE_FIELD = Task(
    points=2,
    cases=stack_cases,
    hints=(
        "start with a field of 1 pixel and steps of 1 pixel, and go along the layers.",
        "a layer adds (kernel − 1) steps to the field; then its stride makes the "
        "steps longer.",
        "field += (kernel - 1) * step, then step *= stride.",
    ),
    case_hints={
        "five random layers": (
            "compare with small stacks by hand: kernels [4] see 4 pixels, [3, 3] with "
            "strides [1, 1] see 5, with strides [2, 1] they see 7. Each kernel adds "
            "(kernel − 1) steps."
        ),
        "a single layer": "one layer sees as many pixels as its kernel has.",
        "kernels of size 1": "a kernel of size 1 adds nothing.",
    },
)
