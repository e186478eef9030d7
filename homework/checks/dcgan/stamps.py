"""Homework 02, task 3: a transposed convolution in one dimension."""

import numpy as np

from homework.checks import probes
from homework.checks.tasks import Task


def stamp(x, kernel, stride, padding, add=True, cut=(True, True)):
    """One stamp for each input, then the padding is cut off."""
    output = np.zeros(stride * (len(x) - 1) + len(kernel))
    for i, value in enumerate(x):
        place = slice(i * stride, i * stride + len(kernel))
        output[place] = value * kernel + (output[place] if add else 0)
    left, right = (padding if side else 0 for side in cut)
    return output[left : len(output) - right]


def convolution(x, kernel, stride, padding):
    """The ordinary convolution, which goes the other way."""
    x = np.pad(x, padding)
    starts = range(0, len(x) - len(kernel) + 1, stride)
    return np.array([x[i : i + len(kernel)] @ kernel for i in starts])


def cut_with_a_minus(x, kernel, stride, padding):
    """A mistake: [p:-p], which is empty for p = 0."""
    return stamp(x, kernel, stride, 0)[padding:-padding]


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
    reference=stamp,
    cases=stamp_cases,
    probe=probes.counted("length", "output"),
    mistakes={
        "where two stamps overlap their ink adds up; yours overwrites: += for =.": (
            lambda x, kernel, stride, padding: stamp(x, kernel, stride, padding, False)
        ),
        "the kernel is turned round: weight 0 belongs to the first pixel of a stamp.": (
            lambda x, kernel, *rest: stamp(x, kernel[::-1], *rest)
        ),
        "the padding has to be cut off, at both ends.": (
            lambda x, kernel, stride, padding: stamp(x, kernel, stride, 0)
        ),
        "cut the padding off at the end as well, not only at the start.": (
            lambda *all_: stamp(*all_, cut=(True, False))
        ),
        "cut the padding off at the start as well, not only at the end.": (
            lambda *all_: stamp(*all_, cut=(False, True))
        ),
        "you cut 2p off at one end; cut p off at each.": (
            lambda x, k, s, p: stamp(x, k, s, 0)[2 * p :]
        ),
        "the stamps go down side by side: stamp i starts at i · stride.": (
            lambda x, kernel, stride, padding: stamp(x, kernel, 1, padding)
        ),
        "this is the ordinary convolution, which shrinks.": convolution,
        "the padding is cut off here, not added as zeros.": (
            lambda x, k, s, p: np.pad(stamp(x, k, s, 0), p)
        ),
        "the input is not padded: padding means what is cut off the output.": (
            lambda x, k, s, p: stamp(np.pad(x, p), k, s, 0)
        ),
        "in Python [p:-p] is empty for p = 0; write [p : len(…) − p].": (
            cut_with_a_minus
        ),
    },
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
