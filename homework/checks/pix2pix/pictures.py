"""Homework 04, tasks 1 and 2: best answers, and which pixels a logit sees."""

from collections.abc import Callable

import numpy as np

from homework.checks.tasks import Task, returned
from homework.checks.words import later

# Task 1: the best answers ---------------------------------------------------------


def two_pictures(answer: Callable, photos: np.ndarray) -> dict:
    """The probe: both pictures, each by its name."""
    given = returned(answer, photos)
    if len(given) != 2 or np.shape(given) == photos.shape[1:]:
        return {"pictures": later("not two of them")}
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

# Task 2: which pixels a logit sees -------------------------------------------------


def both_ends(answer: Callable, *arguments) -> dict:
    """The probe: the first and the last pixel, each by its name."""
    ends = np.ravel(np.asarray(returned(answer, *arguments), "float64"))
    if ends.size != 2:
        return {"numbers": str(ends.size)}
    return {"numbers": "two", "first pixel": ends[0], "last pixel": ends[1]}


def stack_cases(rng):
    """Stacks of convolutions, from the first layer to the last, and a logit."""
    kernels = [int(kernel) for kernel in rng.permutation([2, 3, 4, 5])]
    strides = [*(int(stride) for stride in rng.permutation([2, 2, 3])), 2]
    paddings = [int(zeros) for zeros in rng.permutation([1, 1, 2, 3])]
    patchgan = [4, 4, 4, 4, 4], [2, 2, 2, 1, 1], [1, 1, 1, 1, 1]
    return {
        "four random layers": (kernels, strides, paddings, int(rng.integers(2, 6))),
        "a single layer, logit 3": ([4], [2], [1], 3),
        "no padding": ([3, 2, 5], [2, 1, 3], [0, 0, 0], 2),
        "kernels of size 1": ([1, 1], [2, 3], [0, 0], 4),
        "PatchGAN, logit 0, which looks past the picture": (*patchgan, 0),
    }


PATCH = Task(
    points=3,
    cases=stack_cases,
    probe=both_ends,
    parts={name: (name,) for name in ("first pixel", "last pixel")},
    hints=(
        "begin with one layer: in the map that it gets, where does the kernel lie "
        "that makes number `place`? And where without the padding?",
        "go backwards: which numbers of the map before does the last layer look at? "
        "And which ones do *these* look at?",
        "one layer back, number n becomes the numbers n · stride − padding to "
        "n · stride − padding + kernel − 1.",
    ),
    case_hints={
        "numbers": (
            "return two numbers, the first and the last pixel: *where* the field lies, "
            "not how many pixels it has."
        ),
        "first pixel": (
            "try one layer by hand: with a kernel of 4, stride 2, padding 1, logit 0 "
            "begins at −1, logit 1 at 1. Then put a second layer on it, and go back "
            "from the logit: a padding counts in steps of the map that it lies around."
        ),
        "last pixel": (
            "the first pixel is right. The last one lies kernel − 1 places after it in "
            "one layer; with more layers each kernel − 1 counts in steps of its map."
        ),
        "PatchGAN, logit 0, which looks past the picture": (
            "this logit looks past the picture: count on outside, below 0, and cut "
            "nothing off at the border."
        ),
    },
)
