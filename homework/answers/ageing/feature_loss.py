"""Answers to `feature_loss` of homework 06."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()

mse = keras.losses.MeanSquaredError()

wrong("root is too much", of_lengths=lambda k, f: tf.norm(k - f) / tf.norm(k))
wrong("mean|shape", no_mean_at_all=lambda k, f: (k - f) ** 2 / tf.reduce_mean(k**2))
wrong("single feature", each_feature=lambda k, f: tf.reduce_mean(((k - f) / k) ** 2))
wrong("no stop_gradient", photo_stopped=lambda k, f: share(tf.stop_gradient(k), f))
wrong("1 minus", kept_share=lambda kept, found: 1 - share(kept, found))


@wrong("denominator is missing")
def plain_square(kept, found):
    return tf.reduce_mean(tf.math.squared_difference(kept, found))


@wrong(r"not of the result")
def over_the_result(kept, found):
    return plain_square(kept, found) / tf.reduce_mean(found**2)


@wrong("not its square")
def over_the_length(kept, found):
    return plain_square(kept, found) / tf.sqrt(tf.reduce_mean(tf.square(kept)))


@wrong("fractions of each photo")
def each_photo(kept, found):
    axes = tuple(range(1, len(kept.shape)))
    above = tf.reduce_sum((kept - found) ** 2, axis=axes)
    return tf.reduce_mean(above / tf.reduce_sum(kept**2, axis=axes))


@wrong("sum above and a mean")
def sum_over_mean(kept, found):
    return tf.reduce_sum((kept - found) ** 2) / tf.reduce_mean(kept**2)


@wrong("not squares")
def absolute_share(kept, found):
    return tf.reduce_sum(tf.abs(kept - found)) / tf.reduce_sum(tf.abs(kept))


@wrong("nothing may be added|below the mean of kept")
def small_constant(kept, found):
    return plain_square(kept, found) / (tf.reduce_mean(kept**2) + 1.0)


@wrong("subtract first")
def squares_subtracted(kept, found):
    above = tf.reduce_mean(kept**2) - tf.reduce_mean(found**2)
    return above / tf.reduce_mean(kept**2)


@wrong("no gradient reaches")
def share_numpy(kept, found):
    kept, found = np.asarray(kept), np.asarray(found)
    return ((kept - found) ** 2).sum() / (kept**2).sum()


@wrong("stops at the result|no gradient reaches")
def result_stopped(kept, found):
    return share(kept, tf.stop_gradient(found))


@wrong("one fraction|mean of .kept")
def cosine(kept, found):
    flat = [tf.reshape(x, (len(x), -1)) for x in (kept, found)]
    return 1 + tf.reduce_mean(keras.losses.cosine_similarity(*flat))


@wrong("below the mean of kept²")
def variance_below(kept, found):
    return plain_square(kept, found) / tf.math.reduce_variance(kept)


@wrong("cancel")
def differences_cancel(kept, found):
    return tf.reduce_mean(kept - found) ** 2 / tf.reduce_mean(kept**2)


right(with_norms=lambda kept, found: (tf.norm(kept - found) / tf.norm(kept)) ** 2)
right(with_keras_mse=lambda k, f: mse(k, f) / mse(ops.zeros_like(k), k))


@right
def share(kept, found):
    return tf.reduce_sum((kept - found) ** 2) / tf.reduce_sum(kept**2)


@right
def photo_by_photo(kept, found):
    above = sum(ops.sum(ops.square(a - b)) for a, b in zip(kept, found, strict=True))
    return above / sum(ops.sum(ops.square(a)) for a in kept)
