"""Answers to `receptive_field` of homework 04: homework 02's, from two lists."""

import math

import numpy as np
import tensorflow as tf

from homework.answers import Right, Wrong
from homework.answers.dcgan.receptive_field import backwards, forwards, jump_too_early
from homework.answers.dcgan.receptive_field import strides_added_from_zero as added

wrong, right = Wrong(), Right()


def zipped(answer):
    """The answer for a list of layers, given the kernels and the strides."""
    return lambda kernels, strides: answer(list(zip(kernels, strides, strict=True)))


own_field = zipped(backwards(lambda field, k, s: (field - 1) * s + k))

wrong("own stride", own_stride_too=zipped(jump_too_early))
wrong("1 is missing", from_zero=zipped(forwards(start=0)))
wrong("k − 1", whole_kernels=zipped(forwards(less=0)))
wrong("k − 1", whole_kernels_from_zero=zipped(forwards(start=0, less=0)))
wrong("strides are missing", no_strides=lambda k, s: sum(k) - len(k) + 1)
wrong("multiply", strides_added=zipped(added))
wrong("direction", started_at_the_end=lambda k, s: own_field(k[::-1], s[::-1]))
wrong(
    "field − 1",
    backward_without_brackets=zipped(backwards(lambda f, k, s: f * s + k - 1)),
)
wrong(
    "k − 1|kernel − 1",
    backward_plus_kernel=zipped(backwards(lambda f, k, s: f * s + k)),
)
wrong(
    r"\(kernel − 1\)|as its kernel has|steps",
    product_of_kernels=lambda k, s: math.prod(k),
)
wrong("not every stride is 2", powers_of_two=lambda k, s: own_field(k, [2] * len(k)))
wrong("last layer is missing", stops_too_early=lambda k, s: own_field(k[:-1], s[:-1]))
wrong("first layer is missing", starts_too_late=lambda k, s: own_field(k[1:], s[1:]))
wrong("just before", stride_once=zipped(forwards(jump=lambda step, s: s)))
wrong("start with a field|lists", always_seventy=lambda kernels, strides: 70)
wrong("area", in_area=lambda kernels, strides: own_field(kernels, strides) ** 2)


@wrong("before it|strides of the layers before|along the layers")
def all_strides_everywhere(kernels, strides):
    return 1 + sum(k - 1 for k in kernels) * math.prod(strides)


right(own_field=own_field)


@right
def as_a_sum(kernels, strides):
    return 1 + sum((k - 1) * math.prod(strides[:i]) for i, k in enumerate(kernels))


@right
def with_numpy(kernels, strides):
    steps = np.concatenate([[1], np.cumprod(strides)[:-1]])[: len(kernels)]
    return 1 + (np.array(kernels) - 1) @ steps if len(kernels) else np.array(1)


@right
def recursive(kernels, strides):
    if not kernels:
        return 1
    rest = recursive(kernels[1:], strides[1:])
    return (rest - 1) * strides[0] + kernels[0]


@right
def with_tensor(kernels, strides):
    steps = tf.math.cumprod(tf.constant(strides, "int32"), exclusive=True)
    return 1 + tf.reduce_sum((tf.constant(kernels, "int32") - 1) * steps)
