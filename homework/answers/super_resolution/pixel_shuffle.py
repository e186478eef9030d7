"""Answers to `pixel_shuffle` of homework 10."""

import numpy as np
import tensorflow as tf

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def shuffled(x, order=(0, 1, 4, 2, 5, 3)):
    b, h, w, c = x.shape
    return (
        x.reshape(b, h, w, c // 4, 2, 2).transpose(order).reshape(b, 2 * h, 2 * w, -1)
    )


wrong("reshape alone", reshaped=lambda x: x.reshape(
    len(x), 2 * x.shape[1], 2 * x.shape[2], -1
))  # fmt: skip
wrong("rows and columns", turned=lambda x: shuffled(x, (0, 1, 5, 2, 4, 3)))
wrong("TensorFlow's order|beside each other", depth_to_space=lambda x: (
    tf.nn.depth_to_space(x, 2).numpy()
))  # fmt: skip
wrong("four different pixels", repeated=lambda x: (
    x[..., ::4].repeat(2, axis=1).repeat(2, axis=2)
))  # fmt: skip
wrong("square|shape|pixel", squares_apart=lambda x: np.concatenate(
    [
        np.concatenate([x[..., 0::4], x[..., 1::4]], axis=2),
        np.concatenate([x[..., 2::4], x[..., 3::4]], axis=2),
    ],
    axis=1,
))  # fmt: skip
wrong("channel|above|below", last_first=lambda x: shuffled(x[..., ::-1])[..., ::-1])
wrong("channel", channels_reversed=lambda x: shuffled(x)[..., ::-1])
wrong("channels 4 i|shape|square", averaged=lambda x: (
    x.reshape(*x.shape[:3], -1, 4).mean(axis=-1).repeat(2, axis=1).repeat(2, axis=2)
))  # fmt: skip
wrong("shape|axes|square|channels", one_axis_only=lambda x: x.reshape(
    len(x), x.shape[1], 4 * x.shape[2], -1
))  # fmt: skip


@wrong("square|row|column|left|above")
def columns_forgotten(x):
    b, h, w, c = x.shape
    large = np.zeros((b, 2 * h, 2 * w, c // 4), x.dtype)
    large[:, ::2, ::2], large[:, ::2, 1::2] = x[..., 0::4], x[..., 1::4]
    return large


@right
def with_transpose(x):
    return shuffled(x)


@right
def by_slices(x):
    b, h, w, c = x.shape
    large = np.empty((b, 2 * h, 2 * w, c // 4), x.dtype)
    for i in (0, 1):
        for j in (0, 1):
            large[:, i::2, j::2] = x[..., 2 * i + j :: 4]
    return large


@right
def by_stacking(x):
    rows = [np.stack([x[..., k::4], x[..., k + 1 :: 4]], axis=3) for k in (0, 2)]
    whole = np.stack(rows, axis=2)
    b, h, _, w, _, c = whole.shape
    return whole.reshape(b, 2 * h, 2 * w, c)


@right
def with_the_library(x):
    order = np.arange(x.shape[-1]).reshape(-1, 4).T.ravel()
    return tf.nn.depth_to_space(x[..., order], 2).numpy()
