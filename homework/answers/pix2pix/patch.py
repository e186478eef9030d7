"""Answers to `patch` of homework 04."""

import numpy as np
import tensorflow as tf

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def layers(kernels, strides, paddings):
    return list(zip(kernels, strides, paddings, strict=True))


def field_of(kernels, strides):
    field, step = 1, 1
    for k, s in zip(kernels, strides, strict=True):
        field += (k - 1) * step
        step *= s
    return field, step


def back(first, last=None):
    """From the logit to the picture, with a way of its own for each of the ends."""

    def ends(kernels, strides, paddings, place):
        a = b = place
        for layer in reversed(layers(kernels, strides, paddings)):
            a, b = first(a, *layer), (last or right_end)(b, *layer)
        return a, b

    return ends


def left_end(a, k, s, p):
    return a * s - p


def right_end(b, k, s, p):
    return b * s - p + k - 1


in_a_loop = back(left_end)

wrong(
    "padding is missing",
    no_padding=back(lambda a, k, s, p: a * s, lambda b, k, s, p: b * s + k - 1),
)
wrong(
    "wrong sign",
    padding_to_the_right=back(
        lambda a, k, s, p: a * s + p, lambda b, k, s, p: b * s + p + k - 1
    ),
)
wrong(
    "do not widen",
    padding_on_both_ends=back(left_end, lambda b, k, s, p: b * s + p + k - 1),
)
wrong(
    "k − 1",
    whole_kernels=back(left_end, lambda b, k, s, p: b * s - p + k),
)
wrong(
    "order within a layer|takes? the padding off|steps of the map",
    padding_before_stride=back(
        lambda a, k, s, p: (a - p) * s, lambda b, k, s, p: (b - p) * s + k - 1
    ),
)
wrong(
    "padding",
    padding_of_same=back(
        lambda a, k, s, p: a * s - (k - s) // 2,
        lambda b, k, s, p: b * s - (k - s) // 2 + k - 1,
    ),
)
wrong("kernel − 1", kernels_forgotten=back(left_end, left_end))
wrong(
    "outside",
    cut_at_the_end=lambda k, s, p, n: (
        max(in_a_loop(k, s, p, n)[0], 0),
        in_a_loop(k, s, p, n)[1],
    ),
)
wrong("numbered from 0", counts_from_one=lambda k, s, p, n: in_a_loop(k, s, p, n - 1))
wrong(
    "direction|backwards",
    lists_turned_round=lambda k, s, p, n: in_a_loop(k[::-1], s[::-1], p[::-1], n),
)
wrong(
    "as well|one too early|kernel − 1",
    end_excluded_twice=back(left_end, lambda b, k, s, p: b * s - p + k - 2),
)


@wrong("steps?|padding")
def all_paddings_times_all_strides(kernels, strides, paddings, place):
    field, step = field_of(kernels, strides)
    first = (place - sum(paddings)) * step
    return first, first + field - 1


@wrong("do not simply add up")
def paddings_added_up(kernels, strides, paddings, place):
    field, step = field_of(kernels, strides)
    return place * step - sum(paddings), place * step - sum(paddings) + field - 1


@wrong("padding is missing")
def place_times_stride(kernels, strides, paddings, place):
    field, step = field_of(kernels, strides)
    return place * step, place * step + field - 1


@wrong("not lie around|padding by padding")
def around_the_centre(kernels, strides, paddings, place):
    field, step = field_of(kernels, strides)
    return place * step - field // 2, place * step - field // 2 + field - 1


@wrong("lie the product of all strides|multiply the place|whatever")
def neighbours_side_by_side(kernels, strides, paddings, place):
    field, step = field_of(kernels, strides)
    return place * field, (place + 1) * field - 1


@wrong("two numbers")
def all_pixels(kernels, strides, paddings, place):
    first, last = in_a_loop(kernels, strides, paddings, place)
    return np.arange(first, last + 1)


@wrong("size of the field")
def start_and_length(kernels, strides, paddings, place):
    first, last = in_a_loop(kernels, strides, paddings, place)
    return first, last - first + 1


right(in_a_loop=in_a_loop)


@right
def recursive(kernels, strides, paddings, place):
    if not kernels:
        return place, place
    *k, kernel = kernels
    begin = place * strides[-1] - paddings[-1]
    first, _ = recursive(k, strides[:-1], paddings[:-1], begin)
    _, last = recursive(k, strides[:-1], paddings[:-1], begin + kernel - 1)
    return first, last


@right
def as_a_sum(kernels, strides, paddings, place):
    steps = [int(np.prod(strides[:i])) for i in range(len(strides) + 1)]
    first = place * steps[-1]
    first -= sum(p * step for p, step in zip(paddings, steps, strict=False))
    return [first, first + field_of(kernels, strides)[0] - 1]


@right
def with_dictionary_of_tensors(kernels, strides, paddings, place):
    ends = tf.constant([place, place])
    for k, s, p in reversed(layers(kernels, strides, paddings)):
        ends = ends * s - p + tf.constant([0, k - 1])
    return ends


@right
def with_index_arrays(kernels, strides, paddings, place):
    units = np.array([place])
    for k, s, p in layers(kernels, strides, paddings)[::-1]:
        units = np.unique(units[:, None] * s - p + np.arange(k))
    return units[[0, -1]]
