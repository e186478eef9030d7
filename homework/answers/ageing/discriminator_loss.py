"""Answers to `discriminator_loss` of homework 06."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses
from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()

mse = keras.losses.MeanSquaredError()
mae = keras.losses.MeanAbsoluteError()
bce = keras.losses.BinaryCrossentropy(from_logits=True)


def weighted(weights=(1 / 2, 1 / 4, 1 / 4), goals=(1, 0, 0), distance=mse):
    """Three distances to these goals, with these weights; 0 forgets one."""

    def loss(*three):
        parts = [part for part in zip(weights, goals, three, strict=True) if part[0]]
        return sum(w * distance(goal * tf.ones_like(x), x) for w, goal, x in parts)

    return loss


by_formula = weighted()

wrong("wrong age is missing", no_wrong_ages_quarter=weighted((1 / 2, 0, 1 / 4)))
wrong("aged photos is missing", no_fakes=weighted((1 / 2, 1 / 4, 0)))
wrong("real photos is missing", no_real=weighted((0, 1 / 4, 1 / 4)))
wrong(r"wrong \*pairs", wrong_age_called_real=weighted(goals=(1, 1, 0)))
wrong("aged photos shall get 0", fakes_called_real=weighted(goals=(1, 0, 1)))
wrong("swapped", swapped=weighted(goals=(0, 1, 1)))
wrong("not 1 and −1", minus_one=weighted(goals=(1, -1, -1)))
wrong("share the weight", all_halves=weighted((1 / 2, 1 / 2, 1 / 2)))
wrong("do not weigh the same", equal_shares=weighted((1 / 3, 1 / 3, 1 / 3)))
wrong("twice", without_the_half=weighted((1, 1 / 2, 1 / 2)))
wrong("sign|weights", minus=weighted((1 / 2, -1 / 4, -1 / 4)))
wrong("cross-entropy", cross_entropy=weighted(distance=bce))
wrong("not absolute", absolute=weighted(distance=mae))
wrong("without a sigmoid", with_sigmoid=lambda *x: by_formula(*map(tf.sigmoid, x)))


@wrong("wrong age|three terms")
def no_wrong_ages(real, mismatched, fake):
    return losses.least_squares_discriminator(real, fake)


@wrong("not the sum")
def summed(real, mismatched, fake):
    others = tf.nn.l2_loss(mismatched) + tf.nn.l2_loss(fake)
    return tf.nn.l2_loss(real - 1) + others / 2


@wrong("mean comes last")
def mean_first(*three):
    r, w, f = (tf.reduce_mean(x) for x in three)
    return 0.5 * (r - 1) ** 2 + 0.25 * w**2 + 0.25 * f**2


@wrong("own batch")
def concatenated(real, mismatched, fake):
    both = tf.concat([mismatched, fake], axis=0)
    return 0.5 * tf.reduce_mean((real - 1) ** 2) + 0.5 * tf.reduce_mean(both**2)


@wrong("no gradient reaches")
def in_numpy(*three):
    r, w, f = (np.asarray(x) for x in three)
    return ((r - 1) ** 2).mean() / 2 + (w**2).mean() / 4 + (f**2).mean() / 4


@wrong("no gradient reaches")
def fakes_stopped(real, mismatched, fake):
    return by_formula(real, mismatched, tf.stop_gradient(fake))


@wrong("map|mean")
def first_patch_only(*three):
    return by_formula(*(tf.reshape(x, (len(x), -1))[:, 0] for x in three))


@wrong("squared")
def hinge(real, mismatched, fake):
    loss = 0.5 * tf.reduce_mean(tf.nn.relu(1 - real))
    loss += 0.25 * tf.reduce_mean(tf.nn.relu(1 + mismatched))
    return loss + 0.25 * tf.reduce_mean(tf.nn.relu(1 + fake))


right(with_keras_losses=by_formula)


@right
def with_tensors(real, mismatched, fake):
    real_term = tf.reduce_mean(tf.square(real - 1))
    others = tf.reduce_mean(tf.square(mismatched)) + tf.reduce_mean(tf.square(fake))
    return 0.5 * (real_term + 0.5 * others)


@right
def in_loops(*three):
    total = 0.0
    for weight, goal, logits in zip((0.5, 0.25, 0.25), (1, 0, 0), three, strict=True):
        for logit in tf.reshape(logits, [-1]):
            total += weight * (logit - goal) ** 2 / float(tf.size(logits))
    return total


@right
def of_two_games(real, mismatched, fake):
    game = losses.least_squares_discriminator
    return (game(real, mismatched) + game(real, fake)) / 2


@right
def in_float64(*three):
    r, w, f = (ops.cast(x, "float64") for x in three)
    return ops.mean(r**2 - 2 * r + 1) / 2 + ops.mean(w * w) / 4 + ops.mean(f * f) / 4
