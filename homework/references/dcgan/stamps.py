"""Right and wrong answers to homework 02, task 3."""

import numpy as np

from homework.references.known import Known


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


TRANSPOSED_CONVOLUTION = Known(
    reference=stamp,
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
)
