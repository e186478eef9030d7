"""Answers to tasks 1 and 2 of homework 06; answers_01.py describes the form."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses

# Task 1 ---------------------------------------------------------------------------

mse = keras.losses.MeanSquaredError()
bce = keras.losses.BinaryCrossentropy(from_logits=True)


def to(goal, logits):
    return mse(goal * tf.ones_like(logits), logits)


def no_wrong_ages(real, wrong, fake):
    return losses.least_squares_discriminator(real, fake)


def no_wrong_ages_quarter(real, wrong, fake):
    return 0.5 * to(1, real) + 0.25 * to(0, fake)


def no_fakes(real, wrong, fake):
    return 0.5 * to(1, real) + 0.25 * to(0, wrong)


def no_real(real, wrong, fake):
    return (to(0, wrong) + to(0, fake)) / 4


def wrong_age_called_real(real, wrong, fake):
    return (2 * to(1, real) + to(1, wrong) + to(0, fake)) / 4


def fakes_called_real(real, wrong, fake):
    return to(1, real) / 2 + to(0, wrong) / 4 + to(1, fake) / 4


def swapped(real, wrong, fake):
    return to(0, real) / 2 + to(1, wrong) / 4 + to(1, fake) / 4


def minus_one(real, wrong, fake):
    return to(1, real) / 2 + to(-1, wrong) / 4 + to(-1, fake) / 4


def all_halves(real, wrong, fake):
    return (to(1, real) + to(0, wrong) + to(0, fake)) / 2


def equal_shares(real, wrong, fake):
    return (to(1, real) + to(0, wrong) + to(0, fake)) / 3


def without_the_half(real, wrong, fake):
    return to(1, real) + 0.5 * to(0, wrong) + 0.5 * to(0, fake)


def summed(real, wrong, fake):
    return tf.nn.l2_loss(real - 1) + tf.nn.l2_loss(wrong) / 2 + tf.nn.l2_loss(fake) / 2


def mean_first(real, wrong, fake):
    r, w, f = (tf.reduce_mean(x) for x in (real, wrong, fake))
    return 0.5 * (r - 1) ** 2 + 0.25 * w**2 + 0.25 * f**2


def cross_entropy(real, wrong, fake):
    loss = 0.5 * bce(tf.ones_like(real), real)
    loss += 0.25 * bce(tf.zeros_like(wrong), wrong)
    return loss + 0.25 * bce(tf.zeros_like(fake), fake)


def absolute(real, wrong, fake):
    mae = keras.losses.MeanAbsoluteError()
    loss = 0.5 * mae(tf.ones_like(real), real)
    return loss + 0.25 * (mae(0 * wrong, wrong) + mae(0 * fake, fake))


def with_sigmoid(real, wrong, fake):
    real, wrong, fake = (tf.sigmoid(x) for x in (real, wrong, fake))
    return right(real, wrong, fake)


def concatenated(real, wrong, fake):
    both = tf.concat([wrong, fake], axis=0)
    return 0.5 * tf.reduce_mean((real - 1) ** 2) + 0.5 * tf.reduce_mean(both**2)


def minus(real, wrong, fake):
    return 0.5 * to(1, real) - 0.25 * to(0, wrong) - 0.25 * to(0, fake)


def in_numpy(real, wrong, fake):
    real, wrong, fake = (np.asarray(x) for x in (real, wrong, fake))
    return ((real - 1) ** 2).mean() / 2 + (wrong**2).mean() / 4 + (fake**2).mean() / 4


def fakes_stopped(real, wrong, fake):
    return right(real, wrong, tf.stop_gradient(fake))


def first_patch_only(real, wrong, fake):
    return right(*(tf.reshape(x, (len(x), -1))[:, 0] for x in (real, wrong, fake)))


def hinge(real, wrong, fake):
    loss = 0.5 * tf.reduce_mean(tf.nn.relu(1 - real))
    loss += 0.25 * tf.reduce_mean(tf.nn.relu(1 + wrong))
    return loss + 0.25 * tf.reduce_mean(tf.nn.relu(1 + fake))


WRONG_DISCRIMINATOR_LOSS = {
    no_wrong_ages: "wrong age|three terms",
    no_wrong_ages_quarter: "wrong age is missing",
    no_fakes: "aged photos is missing",
    no_real: "real photos is missing",
    wrong_age_called_real: r"wrong \*pairs",
    fakes_called_real: "aged photos shall get 0",
    swapped: "swapped",
    minus_one: "not 1 and −1",
    all_halves: "share the weight",
    equal_shares: "do not weigh the same",
    without_the_half: "twice",
    summed: "not the sum",
    mean_first: "mean comes last",
    cross_entropy: "cross-entropy",
    absolute: "not absolute",
    with_sigmoid: "without a sigmoid",
    concatenated: "own batch",
    minus: "sign|weights",
    in_numpy: "no gradient reaches",
    fakes_stopped: "no gradient reaches",
    first_patch_only: "map|mean",
    hinge: "squared",
}


def right(real, wrong, fake):
    real_term = tf.reduce_mean(tf.square(real - 1))
    others = tf.reduce_mean(tf.square(wrong)) + tf.reduce_mean(tf.square(fake))
    return 0.5 * (real_term + 0.5 * others)


def with_keras_losses(real, wrong, fake):
    return to(1.0, real) / 2 + to(0.0, wrong) / 4 + to(0.0, fake) / 4


def in_loops(real, wrong, fake):
    total = 0.0
    for weight, goal, logits in ((0.5, 1, real), (0.25, 0, wrong), (0.25, 0, fake)):
        for logit in tf.reshape(logits, [-1]):
            total += weight * (logit - goal) ** 2 / float(tf.size(logits))
    return total


def of_two_games(real, wrong, fake):
    game = losses.least_squares_discriminator
    return (game(real, wrong) + game(real, fake)) / 2


def in_float64(real, wrong, fake):
    real, wrong, fake = (ops.cast(x, "float64") for x in (real, wrong, fake))
    loss = ops.mean(real**2 - 2 * real + 1) / 2
    return loss + ops.mean(wrong * wrong) / 4 + ops.mean(fake * fake) / 4


RIGHT_DISCRIMINATOR_LOSS = [
    right,
    with_keras_losses,
    in_loops,
    of_two_games,
    in_float64,
]

# Task 2 ---------------------------------------------------------------------------


def plain_square(kept, found):
    return tf.reduce_mean(tf.math.squared_difference(kept, found))


def over_the_result(kept, found):
    return plain_square(kept, found) / tf.reduce_mean(found**2)


def over_the_length(kept, found):
    return plain_square(kept, found) / tf.sqrt(tf.reduce_mean(tf.square(kept)))


def of_lengths(kept, found):
    return tf.norm(kept - found) / tf.norm(kept)


def each_photo(kept, found):
    axes = tuple(range(1, len(kept.shape)))
    above = tf.reduce_sum((kept - found) ** 2, axis=axes)
    return tf.reduce_mean(above / tf.reduce_sum(kept**2, axis=axes))


def no_mean_at_all(kept, found):
    return (kept - found) ** 2 / tf.reduce_mean(kept**2)


def each_feature(kept, found):
    return tf.reduce_mean(((kept - found) / kept) ** 2)


def sum_over_mean(kept, found):
    return tf.reduce_sum((kept - found) ** 2) / tf.reduce_mean(kept**2)


def absolute_share(kept, found):
    return tf.reduce_sum(tf.abs(kept - found)) / tf.reduce_sum(tf.abs(kept))


def small_constant(kept, found):
    return plain_square(kept, found) / (tf.reduce_mean(kept**2) + 1.0)


def squares_subtracted(kept, found):
    above = tf.reduce_mean(kept**2) - tf.reduce_mean(found**2)
    return above / tf.reduce_mean(kept**2)


def share_numpy(kept, found):
    kept, found = np.asarray(kept), np.asarray(found)
    return ((kept - found) ** 2).sum() / (kept**2).sum()


def result_stopped(kept, found):
    return share(kept, tf.stop_gradient(found))


def photo_stopped(kept, found):
    return share(tf.stop_gradient(kept), found)


def cosine(kept, found):
    flat = [tf.reshape(x, (len(x), -1)) for x in (kept, found)]
    return 1 + tf.reduce_mean(keras.losses.cosine_similarity(*flat))


def kept_share(kept, found):
    return 1 - share(kept, found)


def variance_below(kept, found):
    return plain_square(kept, found) / tf.math.reduce_variance(kept)


def differences_cancel(kept, found):
    return tf.reduce_mean(kept - found) ** 2 / tf.reduce_mean(kept**2)


WRONG_FEATURE_LOSS = {
    plain_square: "denominator is missing",
    over_the_result: r"not of the result",
    over_the_length: "not its square",
    of_lengths: "root is too much",
    each_photo: "fractions of each photo",
    no_mean_at_all: "mean|shape",
    each_feature: "single feature",
    sum_over_mean: "sum above and a mean",
    absolute_share: "not squares",
    small_constant: "nothing may be added|below the mean of kept",
    squares_subtracted: "subtract first",
    share_numpy: "no gradient reaches",
    result_stopped: "stops at the result|no gradient reaches",
    photo_stopped: "no stop_gradient",
    cosine: "one fraction|mean of .kept",
    kept_share: "1 minus",
    variance_below: "below the mean of kept²",
    differences_cancel: "cancel",
}


def share(kept, found):
    return tf.reduce_sum((kept - found) ** 2) / tf.reduce_sum(kept**2)


def with_norms(kept, found):
    return (tf.norm(kept - found) / tf.norm(kept)) ** 2


def with_keras_mse(kept, found):
    return mse(kept, found) / mse(ops.zeros_like(kept), kept)


def photo_by_photo(kept, found):
    above = sum(ops.sum(ops.square(a - b)) for a, b in zip(kept, found, strict=True))
    return above / sum(ops.sum(ops.square(a)) for a in kept)


RIGHT_FEATURE_LOSS = [share, with_norms, with_keras_mse, photo_by_photo]
