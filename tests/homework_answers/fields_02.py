"""Answers to task 2 of homework 02; answers_01.py describes the form."""

import math

import keras
import numpy as np
import tensorflow as tf
from keras import layers


def sum_of_kernels(stack):
    return sum(k for k, s in stack)


def strides_forgotten(stack):
    return 1 + sum(k - 1 for k, s in stack)


def jump_too_early(stack):
    rf, step = 1, 1
    for k, s in stack:
        step = step * s
        rf = rf + (k - 1) * step
    return rf


def k_for_k_minus_one(stack):
    rf, step = 1, 1
    for k, s in stack:
        rf, step = rf + k * step, step * s
    return rf


def from_zero(stack):
    rf, step = 0, 1
    for k, s in stack:
        rf, step = rf + (k - 1) * step, step * s
    return rf


def from_zero_with_k(stack):
    rf, step = 0, 1
    for k, s in stack:
        rf += k * step
        step *= s
    return rf


def last_stride_only(stack):
    rf, before = 1, 1
    for k, s in stack:
        rf += (k - 1) * before
        before = s
    return rf


def strides_added(stack):
    rf, step = 1, 1
    for k, s in stack:
        rf += (k - 1) * step
        step += s
    return rf


def strides_added_from_zero(stack):
    rf = 1
    for i, (k, _) in enumerate(stack):
        rf += (k - 1) * max(1, sum(s for _, s in stack[:i]))
    return rf


def product_of_strides(stack):
    return math.prod(s for k, s in stack)


def wrong_end(stack):
    rf, step = 1, 1
    for k, s in reversed(stack):
        rf += (k - 1) * step
        step *= s
    return rf


def recursion_with_n_gaps(stack):
    rf = 1
    for k, s in stack[::-1]:
        rf = rf * s + k
    return rf


def recursion_minus_one_outside(stack):
    rf = 1
    for k, s in stack[::-1]:
        rf = s * rf + k - 1
    return rf


def doubled_for_every_stride(stack):
    rf, step = 1, 1
    for k, s in stack:
        rf += (k - 1) * step
        step *= 2 if s > 1 else 1
    return rf


def one_too_many(stack):
    return right_field(stack) + 1


def last_layer_left_out(stack):
    return right_field(stack[:-1])


def right_field(stack):
    rf, step = 1, 1
    for k, s in stack:
        rf += (k - 1) * step
        step *= s
    return rf


WRONG_RECEPTIVE_FIELD = {
    sum_of_kernels: "overlap",
    strides_forgotten: "strides are missing",
    jump_too_early: "behind it",
    k_for_k_minus_one: "k − 1",
    from_zero: "1, not 0",
    from_zero_with_k: "at 0|k − 1",
    last_stride_only: "multiply",
    strides_added: "multiply",
    strides_added_from_zero: "multiply",
    product_of_strides: "product of the strides",
    wrong_end: "wrong end",
    recursion_with_n_gaps: "n − 1 gaps",
    recursion_minus_one_outside: "bracket",
    doubled_for_every_stride: "stride",
    one_too_many: "one too many|sees itself|1 pixel",
    last_layer_left_out: "last layer|left out|missing",
}


def field_recursion(stack):
    if not stack:
        return 1
    (k, s), *rest = stack
    return (field_recursion(rest) - 1) * s + k


def field_with_numpy(stack):
    k, s = np.array(stack, "int64").reshape(-1, 2).T
    jumps = np.cumprod(np.concatenate([[1], s]))[: len(k)]
    return 1 + np.sum((k - 1) * jumps)


def field_by_indices(stack):
    reached = {0}
    for k, s in reversed(stack):
        reached = {place * s + offset for place in reached for offset in range(k)}
    return max(reached) - min(reached) + 1


def field_by_a_gradient(stack):
    if not stack:
        return 1
    # The whole input influences the first output of a long enough row of ones; a
    # weight of 0 inside a gap is why the last place counts.
    row = tf.ones((1, 400, 1))
    with tf.GradientTape() as tape:
        tape.watch(row)
        x = row
        for k, s in stack:
            x = layers.Conv1D(1, k, s, kernel_initializer="ones")(x)
        first = x[0, 0, 0]
    gradient = np.asarray(tape.gradient(first, row))[0, :, 0]
    return keras.ops.max(np.flatnonzero(gradient)) + 1


RIGHT_RECEPTIVE_FIELD = [
    right_field,
    field_recursion,
    field_with_numpy,
    field_by_indices,
    field_by_a_gradient,
]
