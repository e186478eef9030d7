"""Answers to `receptive_field` of homework 02."""

import math

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def forwards(start=1, less=1, jump=lambda step, s: step * s):
    """Each layer adds (k − less) steps, and makes the steps longer."""

    def answer(stack):
        rf, step = start, 1
        for k, s in stack:
            rf += (k - less) * step
            step = jump(step, s)
        return rf

    return answer


def backwards(formula):
    """From the output back, by a formula of (field, k, s)."""

    def answer(stack):
        rf = 1
        for k, s in stack[::-1]:
            rf = formula(rf, k, s)
        return rf

    return answer


right_field = forwards()

wrong("overlap", sum_of_kernels=lambda stack: sum(k for k, s in stack))
wrong("strides are missing", strides_forgotten=forwards(jump=lambda step, s: 1))
wrong("k − 1", k_for_k_minus_one=forwards(less=0))
wrong("1, not 0", from_zero=forwards(start=0))
wrong("at 0|k − 1", from_zero_with_k=forwards(start=0, less=0))
wrong("multiply", last_stride_only=forwards(jump=lambda step, s: s))
wrong("multiply", strides_added=forwards(jump=lambda step, s: step + s))
wrong("stride", doubled_for_every_stride=forwards(jump=lambda j, s: j * min(s, 2)))
wrong("product of the strides", product_of_strides=lambda x: math.prod(s for k, s in x))
wrong("wrong end", wrong_end=lambda stack: right_field(stack[::-1]))
wrong("n − 1 gaps", recursion_with_n_gaps=backwards(lambda rf, k, s: rf * s + k))
wrong("bracket", recursion_minus_one_outside=backwards(lambda rf, k, s: s * rf + k - 1))
wrong("one too many|sees itself|1 pixel", one_too_many=forwards(start=2))
wrong("last layer|left out|missing", last_layer_left_out=lambda x: right_field(x[:-1]))


@wrong("behind it")
def jump_too_early(stack):
    rf, step = 1, 1
    for k, s in stack:
        step = step * s
        rf = rf + (k - 1) * step
    return rf


@wrong("multiply")
def strides_added_from_zero(stack):
    rf = 1
    for i, (k, _) in enumerate(stack):
        rf += (k - 1) * max(1, sum(s for _, s in stack[:i]))
    return rf


right(right_field=right_field)
right(field_recursion=backwards(lambda field, k, s: (field - 1) * s + k))


@right
def field_with_numpy(stack):
    k, s = np.array(stack, "int64").reshape(-1, 2).T
    jumps = np.cumprod(np.concatenate([[1], s]))[: len(k)]
    return 1 + np.sum((k - 1) * jumps)


@right
def field_by_indices(stack):
    reached = {0}
    for k, s in reversed(stack):
        reached = {place * s + offset for place in reached for offset in range(k)}
    return max(reached) - min(reached) + 1


@right
def field_by_a_gradient(stack):
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
