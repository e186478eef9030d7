"""Homework 02, task 3: a transposed convolution in one dimension."""

import numpy as np

from homework.checks import probes
from homework.checks.tasks import Task


def stamp_cases(rng):
    """Two stamps apart, a single one, two that overlap, padding; then many."""
    x, kernel = rng.normal(size=6), rng.normal(size=5)
    return {
        "two inputs, kernel 2, stride 3, padding 0": (x[:2], kernel[:2], 3, 0),
        "one input of 1, kernel 3, padding 0": (np.ones(1), kernel[:3], 2, 0),
        "two inputs, kernel 4, stride 2, padding 0": (x[:2], kernel[:4], 2, 0),
        "three inputs, kernel 4, stride 2, padding 1": (x[:3], kernel[:4], 2, 1),
        "6 inputs, kernel 4, stride 2, padding 1": (x, kernel[:4], 2, 1),
        "6 inputs, kernel 5, stride 1, padding 2": (x, kernel, 1, 2),
    }


TRANSPOSED_CONVOLUTION = Task(
    points=3,
    cases=stamp_cases,
    probe=probes.counted("length", "output"),
    hints=(
        "begin with zeros of the full length stride · (n − 1) + k, and press one "
        "stamp after another onto them.",
        "output[i·stride : i·stride + k] += x[i] · kernel, for each i.",
        "cut p numbers off at each end when all the stamps are there.",
    ),
    case_hints={
        "two inputs, kernel 2, stride 3, padding 0": (
            "one stamp for each input, the last one too; stamp i starts at i · stride. "
            "Between two stamps a 0 stays, and the full length is stride · (n − 1) + k."
        ),
        "one input of 1, kernel 3, padding 0": (
            "an input of 1 gives the kernel itself, in its order and from the start."
        ),
        "two inputs, kernel 4, stride 2, padding 0": (
            "where two stamps overlap their ink adds up, neither averaged nor replaced."
        ),
        "three inputs, kernel 4, stride 2, padding 1": (
            "padding p: cut p numbers off at each end of the full length, no more."
        ),
        "6 inputs, kernel 5, stride 1, padding 2": (
            "kernel 5, padding 2 and stride 1 keep the size; cut 2 off at each end."
        ),
    },
)
