"""Answers to task 1 of homework 02; answers_01.py describes the form."""

import math

import numpy as np
import tensorflow as tf
from keras import layers


def chained(down, up):
    """An answer with these two formulas of (n, kernel, stride, padding)."""

    def answer(size, stack):
        results = []
        for kind, k, s, p in stack:
            size = down(size, k, s, p) if kind == "down" else up(size, k, s, p)
            results.append(size)
        return results

    answer.__name__ = f"{down.__name__} and {up.__name__}"
    return answer


def right_down(n, k, s, p):
    return math.floor((n + 2 * p - k) / s) + 1


def right_up(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def forgot_plus_one(n, k, s, p):
    return (n - k + 2 * p) // s


def true_division(n, k, s, p):
    return 1 + (n + 2 * p - k) / s


def rounded(n, k, s, p):
    return round((n + 2 * p - k) / s) + 1


def ceiling(n, k, s, p):
    return math.ceil((n + 2 * p - k) / s) + 1


def padding_once(n, k, s, p):
    return (n + p - k) // s + 1


def padding_ignored(n, k, s, p):
    return (n - k) // s + 1


def same_padding(n, k, s, p):
    return math.ceil(n / s)


def halved(n, k, s, p):
    return n // 2


def stride_ignored(n, k, s, p):
    return n + 2 * p - k + 1


def plus_one_inside(n, k, s, p):
    return (n + 2 * p - k + 1) // s


def stride_times_n(n, k, s, p):
    return n * s


def up_doubles(n, k, s, p):
    return 2 * n


def up_without_minus_one(n, k, s, p):
    return n * s + k - 2 * p


def up_without_kernel(n, k, s, p):
    return s * (n - 1) - 2 * p


def up_padding_added(n, k, s, p):
    return s * (n - 1) + 2 * p + k


def up_padding_once(n, k, s, p):
    return s * (n - 1) + k - p


def up_padding_ignored(n, k, s, p):
    return s * (n - 1) + k


def up_with_one_more(n, k, s, p):
    return s * (n - 1) + k - 2 * p + 1


def always_from_the_input(size, stack):
    return [
        right_down(size, *rest) if kind == "down" else right_up(size, *rest)
        for kind, *rest in stack
    ]


def input_included(size, stack):
    return [size] + chained(right_down, right_up)(size, stack)


def last_only(size, stack):
    return chained(right_down, right_up)(size, stack)[-1]


def settings_mixed_up(size, stack):
    stack = [(kind, s, k, p) for kind, k, s, p in stack]
    return chained(right_down, right_up)(size, stack)


def up_forgotten(size, stack):
    found = []
    for kind, k, s, p in stack:
        if kind == "down":
            size = right_down(size, k, s, p)
        found.append(size)
    return found


WRONG_MAP_SIZES = {
    chained(forgot_plus_one, right_up): r"\+ 1|place",
    chained(true_division, right_up): "[Rr]ound down",
    chained(rounded, right_up): "[Rr]ound down",
    chained(ceiling, right_up): "[Rr]ound down",
    chained(padding_once, right_up): "both ends",
    chained(padding_ignored, right_up): "[Pp]adding",
    chained(same_padding, right_up): "same|padding",
    chained(halved, right_up): "kernel|half|halves only",
    chained(stride_ignored, right_up): "stride",
    chained(plus_one_inside, right_up): r"\+ 1|1 after|add 1|round down before",
    chained(right_down, stride_times_n): "k − 2p|holds",
    chained(right_down, up_doubles): "doubles only|k − 2p|stride",
    chained(right_down, up_without_minus_one): "n − 1",
    chained(right_down, up_without_kernel): "k wide|kernel",
    chained(right_down, up_padding_added): "smaller|cut off",
    chained(right_down, up_padding_once): "both ends",
    chained(right_down, up_padding_ignored): "[Pp]adding|cut off",
    chained(right_down, up_with_one_more): r"\+ 1|no 1|too many",
    chained(padding_once, up_padding_once): "both ends",
    chained(right_down, right_down): "enlarge",
    always_from_the_input: "starts from the size",
    input_included: "without the size at the start",
    last_only: "not only the last",
    settings_mixed_up: "swap|order",
    up_forgotten: '"up"|the way up',
}


def sizes_by_counting(size, stack):
    found = []
    for kind, k, s, p in stack:
        if kind == "down":
            size = sum(1 for place in range(0, size + 2 * p - k + 1, s))
        else:
            size = max(i * s + k for i in range(size)) - 2 * p
        found.append(size)
    return found


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


def sizes_as_array(size, stack):
    found = np.zeros(len(stack))
    for index, (kind, k, s, p) in enumerate(stack):
        size = right_down(size, k, s, p) if kind == "down" else right_up(size, k, s, p)
        found[index] = size
    return found


def sizes_by_recursion(size, stack):
    if not stack:
        return ()
    (kind, k, s, p), *rest = stack
    here = right_up(size, k, s, p) if kind == "up" else right_down(size, k, s, p)
    return (here, *sizes_by_recursion(here, rest))


def sizes_as_tensor(size, stack):
    return tf.constant(sizes_by_recursion(size, stack))


RIGHT_MAP_SIZES = [
    chained(right_down, right_up),
    sizes_by_counting,
    sizes_by_keras,
    sizes_as_array,
    sizes_by_recursion,
    sizes_as_tensor,
]
