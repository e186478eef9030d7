"""Answers to task 3 of homework 05; answers_01.py describes the form."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops


def pixels(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        loss = tf.reduce_sum((generator([z, y]) - x) ** 2, axis=(1, 2, 3))
    return loss, tape.gradient(loss, z)


def mean_square(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        loss = keras.losses.mean_squared_error(describe(x), describe(generator([z, y])))
    return loss, tape.gradient(loss, z)


def norm(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        loss = tf.norm(describe(x) - describe(generator([z, y])), axis=-1)
    return loss, tape.gradient(loss, z)


def cosine(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        a = tf.math.l2_normalize(describe(x), axis=-1)
        b = tf.math.l2_normalize(describe(generator([z, y])), axis=-1)
        loss = 1 - tf.reduce_sum(a * b, axis=-1)
    return loss, tape.gradient(loss, z)


def total(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        loss = tf.nn.l2_loss(describe(x) - describe(generator([z, y])))
    return loss, tape.gradient(loss, z)


def summed_over_the_photos(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        loss = tf.reduce_sum((describe(x) - describe(generator([z, y]))) ** 2)
    return loss, tape.gradient(loss, z)


def mean_over_the_photos(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        squares = (describe(x) - describe(generator([z, y]))) ** 2
        loss = tf.reduce_mean(tf.reduce_sum(squares, axis=1))
    return loss, tape.gradient(loss, z)


def not_watched(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum((describe(x) - describe(generator([z, y]))) ** 2, axis=-1)
    return loss, tape.gradient(loss, z)


def predicted(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        fakes = generator.predict([z.numpy(), y.numpy()], verbose=0)
        loss = tf.reduce_sum((describe(x) - describe(fakes)) ** 2, axis=-1)
    return loss, tape.gradient(loss, z)


def drawn_outside(generator, describe, z, y, x):
    fakes = generator([z, y])
    with tf.GradientTape() as tape:
        tape.watch(z)
        loss = tf.reduce_sum((describe(x) - describe(fakes)) ** 2, axis=-1)
    return loss, tape.gradient(loss, z)


def described_with_numpy(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        gap = describe(x).numpy() - describe(generator([z, y])).numpy()
        loss = tf.convert_to_tensor((gap**2).sum(axis=-1))
    return loss, tape.gradient(loss, z)


def by_the_photo(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = tf.reduce_sum((describe(x) - describe(generator([z, y]))) ** 2, axis=-1)
    return loss, tape.gradient(loss, x)


def by_the_weights(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum((describe(x) - describe(generator([z, y]))) ** 2, axis=-1)
    return loss, tape.gradient(loss, generator.trainable_variables)


def only_the_loss(generator, describe, z, y, x):
    return tf.reduce_sum((describe(x) - describe(generator([z, y]))) ** 2, axis=-1)


def one_age_for_all(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        fakes = generator([z, tf.fill(tf.shape(y), y[0])])
        loss = tf.reduce_sum((describe(x) - describe(fakes)) ** 2, axis=-1)
    return loss, tape.gradient(loss, z)


def uphill(generator, describe, z, y, x):
    loss, slope = in_one_batch(generator, describe, z, y, x)
    return loss, -slope


def no_square(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        loss = tf.reduce_sum(describe(x) - describe(generator([z, y])), axis=-1)
    return loss, tape.gradient(loss, z)


def normal_slopes(generator, describe, z, y, x):
    loss, slope = in_one_batch(generator, describe, z, y, x)
    return loss, slope / tf.norm(slope, axis=-1, keepdims=True)


def without_last_axis(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        gap = tf.squeeze(describe(x) - describe(generator([z, y])))
        loss = tf.reduce_sum(gap**2, axis=1)
    return loss, tape.gradient(loss, z)


def clipped_first(generator, describe, z, y, x):
    return in_one_batch(generator, describe, tf.clip_by_value(z, -2, 2), y, x)


WRONG_IDENTITY_OBJECTIVE = {
    pixels: "compares pixels",
    mean_square: "yours is their mean",
    norm: "without the root",
    cosine: "sum of|square",
    total: "its own distance|shape|half",
    summed_over_the_photos: "its own distance",
    mean_over_the_photos: "its own distance",
    not_watched: "watch",
    predicted: "predict",
    drawn_outside: "inside",
    described_with_numpy: "NumPy",
    by_the_photo: "latents",
    by_the_weights: "latents",
    only_the_loss: "two|gradient|pair",
    one_age_for_all: "group",
    uphill: "wrong sign",
    no_square: r"squared|\*\*2|²|square",
    normal_slopes: "length|as it is|gradient of",
    without_last_axis: "keep its axis",
    clipped_first: "does not clip",
}


def in_one_batch(generator, describe, z, y, x):
    target = describe(x)
    with tf.GradientTape() as tape:
        tape.watch(z)
        loss = tf.reduce_sum(
            tf.math.squared_difference(target, describe(generator([z, y]))), 1
        )
    return loss, tape.gradient(loss, z)


def one_by_one(generator, describe, z, y, x):
    losses, slopes = [], []
    for i in range(len(z)):
        one = tf.Variable(z[i : i + 1])
        with tf.GradientTape() as tape:
            gap = describe(x[i : i + 1]) - describe(generator([one, y[i : i + 1]]))
            loss = ops.sum(ops.square(gap))
        losses.append(loss)
        slopes.append(tape.gradient(loss, one)[0])
    return tf.stack(losses), tf.stack(slopes)


def with_norms(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        loss = ops.norm(describe(generator([z, y])) - describe(x), axis=-1) ** 2
        together = ops.sum(loss)
    return np.array(loss), np.array(tape.gradient(together, z))


def with_products(generator, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        a, b = describe(x), describe(generator([z, y]))
        loss = ops.sum(a * a, -1) + ops.sum(b * b, -1) - 2 * ops.sum(a * b, -1)
    return loss[:, None], tape.gradient(loss, z)


RIGHT_IDENTITY_OBJECTIVE = [in_one_batch, one_by_one, with_norms, with_products]
