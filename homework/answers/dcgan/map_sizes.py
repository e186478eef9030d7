"""Answers to `map_sizes` of homework 02."""

import math

import numpy as np
import tensorflow as tf
from keras import layers

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def right_down(n, k, s, p):
    return math.floor((n + 2 * p - k) / s) + 1


def right_up(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def sizes(down=right_down, up=right_up):
    """An answer with these two formulas of (n, kernel, stride, padding)."""

    def answer(size, stack):
        results = []
        for kind, k, s, p in stack:
            size = down(size, k, s, p) if kind == "down" else up(size, k, s, p)
            results.append(size)
        return results

    return answer


def padding_once(n, k, s, p):
    return (n + p - k) // s + 1


def up_padding_once(n, k, s, p):
    return s * (n - 1) + k - p


wrong(r"\+ 1|place", forgot_plus_one=sizes(lambda n, k, s, p: (n - k + 2 * p) // s))
wrong("[Rr]ound down", true_division=sizes(lambda n, k, s, p: 1 + (n + 2 * p - k) / s))
wrong("[Rr]ound down", rounded=sizes(lambda n, k, s, p: round((n + 2 * p - k) / s) + 1))
wrong("[Rr]ound down", ceiling=sizes(lambda n, k, s, p: -((k - n - 2 * p) // s) + 1))
wrong("both ends", padding_once=sizes(padding_once))
wrong("[Pp]adding", padding_ignored=sizes(lambda n, k, s, p: (n - k) // s + 1))
wrong("same|padding", same_padding=sizes(lambda n, k, s, p: math.ceil(n / s)))
wrong("kernel|half|halves only", halved=sizes(lambda n, k, s, p: n // 2))
wrong("stride", stride_ignored=sizes(lambda n, k, s, p: n + 2 * p - k + 1))
wrong(
    r"\+ 1|1 after|add 1|round down before",
    plus_one_inside=sizes(lambda n, k, s, p: (n + 2 * p - k + 1) // s),
)
wrong("k − 2p|holds", stride_times_n=sizes(up=lambda n, k, s, p: n * s))
wrong("doubles only|k − 2p|stride", up_doubles=sizes(up=lambda n, k, s, p: 2 * n))
wrong("n − 1", up_without_minus_one=sizes(up=lambda n, k, s, p: n * s + k - 2 * p))
wrong(
    "k wide|kernel", up_without_kernel=sizes(up=lambda n, k, s, p: s * (n - 1) - 2 * p)
)
wrong(
    "smaller|cut off",
    up_padding_added=sizes(up=lambda n, k, s, p: s * (n - 1) + 2 * p + k),
)
wrong("both ends", up_padding_once=sizes(up=up_padding_once))
wrong(
    "[Pp]adding|cut off",
    up_padding_ignored=sizes(up=lambda n, k, s, p: s * (n - 1) + k),
)
wrong(
    r"\+ 1|no 1|too many",
    up_with_one_more=sizes(up=lambda *layer: right_up(*layer) + 1),
)
wrong("both ends", padding_once_both_ways=sizes(padding_once, up_padding_once))
wrong("enlarge", up_like_down=sizes(right_down, right_down))
wrong(
    "without the size at the start",
    input_included=lambda n, stack: [n, *sizes()(n, stack)],
)
wrong("not only the last", last_only=lambda size, stack: sizes()(size, stack)[-1])
wrong('"up"|the way up', up_forgotten=sizes(up=lambda n, k, s, p: n))


@wrong("starts from the size")
def always_from_the_input(size, stack):
    return [sizes()(size, [layer])[0] for layer in stack]


@wrong("swap|order")
def settings_mixed_up(size, stack):
    return sizes()(size, [(kind, s, k, p) for kind, k, s, p in stack])


right(formulas=sizes())
right(sizes_as_array=lambda size, stack: np.array(sizes()(size, stack), "float64"))
right(sizes_as_tensor=lambda size, stack: tf.constant(sizes_by_recursion(size, stack)))


@right
def sizes_by_counting(size, stack):
    found = []
    for kind, k, s, p in stack:
        if kind == "down":
            size = sum(1 for place in range(0, size + 2 * p - k + 1, s))
        else:
            size = max(i * s + k for i in range(size)) - 2 * p
        found.append(size)
    return found


@right
def sizes_by_keras(size, stack):
    found = []
    for kind, k, s, p in stack:
        if kind == "down":
            x = np.zeros((1, size + 2 * p, 1))
            size = layers.Conv1D(1, k, s)(x).shape[1]
        else:
            x = np.zeros((1, size, 1))
            size = layers.Conv1DTranspose(1, k, s)(x).shape[1] - 2 * p
        found.append(size)
    return found


@right
def sizes_by_recursion(size, stack):
    if not stack:
        return ()
    (kind, k, s, p), *rest = stack
    here = right_up(size, k, s, p) if kind == "up" else right_down(size, k, s, p)
    return (here, *sizes_by_recursion(here, rest))
