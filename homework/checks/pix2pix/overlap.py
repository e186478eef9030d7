"""Homework 04, task 6: intersection over union."""

import numpy as np

from homework.checks.tasks import Task


def confusion_cases(rng):
    """Counts of pixels: row = true class, column = class that was found."""
    ordinary = rng.integers(1, 40, (4, 4)) + np.diag([90, 40, 20, 5])
    never = np.array([[8, 2, 0], [1, 9, 0], [0, 0, 0]])
    invented = np.array([[6, 2, 2], [1, 9, 0], [0, 0, 0]])
    return {
        "four classes": (ordinary,),
        "a class that nobody sees, and that is not there": (never,),
        "a class that is found but not there": (invented,),
        "a class that is never found": (np.array([[7, 0, 0], [3, 0, 1], [0, 0, 4]]),),
        "everything right": (np.diag([5, 1, 3]),),
    }


MEAN_IOU = Task(
    points=3,
    cases=confusion_cases,
    hints=(
        "for class k: which pixels are k in the plan, which were found as k?",
        "intersection: the diagonal. Union: row sum + column sum − diagonal.",
        "np.mean over the classes whose row has any pixel.",
    ),
    case_hints={
        "four classes": (
            "for each class: pixels that are this class in the plan *and* were found, "
            "divided by the union, pixels that are one *or* the other; then the mean "
            "over the classes."
        ),
        "a class that nobody sees, and that is not there": (
            "a class without a pixel in its row does not occur: leave it out of the "
            "mean, or it makes 0/0 or counts as 0."
        ),
        "a class that is found but not there": (
            "a class occurs if its *row* has pixels. Found by mistake, it still makes "
            "the unions of others larger."
        ),
        "a class that is never found": (
            "this class occurs and was never found: it counts, with 0."
        ),
        "everything right": "where everything is right, every IoU is 1.",
    },
)
