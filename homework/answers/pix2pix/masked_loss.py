"""Answers to `masked_loss` of homework 04."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()

mse = keras.losses.MeanSquaredError()
mae = keras.losses.MeanAbsoluteError()
bce = keras.losses.BinaryCrossentropy(from_logits=True)


def game(logits):
    return mse(tf.ones_like(logits), logits)


def l1(target, fake, visible):
    shown = tf.broadcast_to(visible, tf.shape(target))
    gaps = tf.reduce_sum(shown * tf.abs(fake - target))
    return tf.math.divide_no_nan(gaps, tf.reduce_sum(shown))


def total(of_logits=game, of_pictures=l1):
    """The weighted sum, with one of its parts exchanged."""

    def loss(target, fake, logits, visible, weight):
        return of_logits(logits) + weight * of_pictures(target, fake, visible)

    return loss


wrong(
    "belongs to L1", weight_on_the_game=lambda t, f, d, v, w: w * game(d) + l1(t, f, v)
)
wrong("before both", weight_on_both=lambda t, f, d, v, w: w * (game(d) + l1(t, f, v)))
wrong(
    "l1_weight|weight|L1 part",
    constant_weight=lambda t, f, d, v, w: game(d) + 100 * l1(t, f, v),
)
wrong("L1 is missing", l1_forgotten=lambda t, f, d, v, w: game(d))
wrong("cross-entropy", as_in_task_before=total(lambda d: bce(tf.ones_like(d), d)))
wrong("goal of G is 1", label_fake=total(lambda d: mse(tf.zeros_like(d), d)))
wrong("½", halved=total(lambda d: 0.5 * game(d)))
wrong("sigmoid", with_sigmoid=total(lambda d: game(tf.sigmoid(d))))
wrong("square is missing", absolute_game=total(lambda d: mae(tf.ones_like(d), d)))
wrong(
    "mean comes last",
    patches_averaged_first=total(lambda d: game(ops.mean(d, keepdims=True))),
)
wrong("sum", summed_patches=total(lambda d: tf.reduce_sum((d - 1) ** 2)))
wrong("many losses|mean", each_patch=total(lambda d: (d - 1) ** 2))
wrong("no gradient reaches", stopped=total(lambda d: game(tf.stop_gradient(d))))
wrong("mask is missing", no_mask=total(game, lambda t, f, v: mae(t, f)))
wrong("turned round", hidden_ones=total(game, lambda t, f, v: l1(t, f, 1 - v)))
wrong("hidden", masked_then_mean=total(game, lambda t, f, v: mae(t * v, f * v)))
wrong("channels", pixels_counted=total(game, lambda t, f, v: 3 * l1(t, f, v)))
wrong("squared", squares=total(game, lambda t, f, v: l1((t - f) ** 2, 0 * f, v)))
wrong("sum", summed_pixels=total(game, lambda t, f, v: ops.sum(v * ops.abs(t - f))))
wrong(
    "target and fake",
    only_the_fake=total(
        game, lambda t, f, v: tf.reduce_sum(tf.abs(t - v * f)) / (3 * tf.reduce_sum(v))
    ),
)


@wrong("0/0|divide by 0|at least 1")
def mean_of_a_boolean_mask(target, fake, logits, visible, weight):
    shown = tf.boolean_mask(tf.abs(target - fake), visible[..., 0] == 1)
    return game(logits) + weight * tf.reduce_mean(shown)


@wrong(r"\*batch\*")
def a_mean_of_each_photo(target, fake, logits, visible, weight):
    gaps = tf.reduce_sum(visible * tf.abs(target - fake), axis=[1, 2, 3])
    counts = target.shape[-1] * tf.reduce_sum(visible, axis=[1, 2, 3])
    each = tf.math.divide_no_nan(gaps, counts)
    return game(logits) + weight * tf.reduce_mean(each)


@wrong("no gradient reaches")
def in_numpy(target, fake, logits, visible, weight):
    shown = np.asarray(visible)[..., 0] > 0
    gaps = np.abs(np.asarray(target) - np.asarray(fake))[shown]
    return game(logits) + weight * (gaps.mean() if gaps.size else 0.0)


@wrong("number of channels|channel")
def three_channels(target, fake, logits, visible, weight):
    gaps = tf.reduce_sum(visible * tf.abs(target - fake))
    return game(logits) + weight * gaps / (3 * tf.reduce_sum(visible) + 1e-8)


right(with_keras_losses=total())


@right
def with_sample_weights(target, fake, logits, visible, weight):
    each = keras.losses.MeanAbsoluteError(reduction=None)(target, fake)
    shown = visible[..., 0]
    part = tf.reduce_sum(shown * each) / tf.maximum(tf.reduce_sum(shown), 1)
    return tf.reduce_mean(tf.square(logits - 1)) + weight * part


@right
def in_loops(target, fake, logits, visible, weight):
    gaps, count = 0.0, 0.0
    for one, other, mask in zip(target, fake, visible, strict=True):
        for channel in range(one.shape[-1]):
            gap = ops.abs(one[..., channel] - other[..., channel])
            gaps += ops.sum(mask[..., 0] * gap)
            count += float(ops.sum(mask))
    squares = sum((one - 1) ** 2 for one in tf.reshape(logits, [-1]))
    loss = squares / len(tf.reshape(logits, [-1]))
    return loss + weight * gaps / count if count else loss


@right
def with_a_small_number(target, fake, logits, visible, weight):
    shown = ops.cast(visible > 0.5, "float64") * ops.ones_like(target, "float64")
    gaps = ops.abs(ops.cast(target, "float64") - ops.cast(fake, "float64"))
    part = ops.sum(shown * gaps) / (ops.sum(shown) + 1e-12)
    return ops.mean((1 - ops.cast(logits, "float64")) ** 2) + weight * part


@right
def gathered(target, fake, logits, visible, weight):
    where = tf.where(visible[..., 0])
    gaps = tf.abs(tf.gather_nd(target, where) - tf.gather_nd(fake, where))
    part = tf.reduce_mean(gaps) if len(where) else tf.constant(0.0)
    return tf.reduce_mean((logits - 1.0) ** 2) + weight * part
