"""Answers to `identity_objective` of homework 05."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def objective(loss):
    """A loss of (G, describe, z, y, x) and its gradient by z."""

    def answer(G, describe, z, y, x):
        with tf.GradientTape() as tape:
            tape.watch(z)
            value = loss(G, describe, z, y, x)
        return value, tape.gradient(value, z)

    answer.__name__ = loss.__name__
    return answer


def distance(compare):
    """The objective with another comparison of two descriptions."""

    def loss(G, describe, z, y, x):
        return compare(describe(x), describe(G([z, y])))

    loss.__name__ = compare.__name__
    return objective(loss)


def of_descriptions(a, b):
    return tf.reduce_sum((a - b) ** 2, axis=-1)


wrong("yours is their mean", mean_square=distance(keras.losses.mean_squared_error))
wrong("without the root", norm=distance(lambda a, b: tf.norm(a - b, axis=-1)))
wrong("its own distance|shape|half", total=distance(lambda a, b: tf.nn.l2_loss(a - b)))


@wrong("compares pixels")
@objective
def pixels(G, describe, z, y, x):
    return tf.reduce_sum((G([z, y]) - x) ** 2, axis=(1, 2, 3))


@wrong("sum of|square")
@distance
def cosine(a, b):
    a, b = (tf.math.l2_normalize(one, axis=-1) for one in (a, b))
    return 1 - tf.reduce_sum(a * b, axis=-1)


@wrong("its own distance")
@distance
def summed_over_the_photos(a, b):
    return tf.reduce_sum((a - b) ** 2)


@wrong("its own distance")
@distance
def mean_over_the_photos(a, b):
    return tf.reduce_mean(tf.reduce_sum((a - b) ** 2, axis=1))


@wrong(r"squared|\*\*2|²|square")
@distance
def no_square(a, b):
    return tf.reduce_sum(a - b, axis=-1)


@wrong("keep its axis")
@distance
def without_last_axis(a, b):
    return tf.reduce_sum(tf.squeeze(a - b) ** 2, axis=1)


@wrong("NumPy")
@distance
def described_with_numpy(a, b):
    return tf.convert_to_tensor(((a.numpy() - b.numpy()) ** 2).sum(axis=-1))


@wrong("predict")
@objective
def predicted(G, describe, z, y, x):
    fakes = G.predict([z.numpy(), y.numpy()], verbose=0)
    return of_descriptions(describe(x), describe(fakes))


@wrong("group")
@objective
def one_age_for_all(G, describe, z, y, x):
    fakes = G([z, tf.fill(tf.shape(y), y[0])])
    return of_descriptions(describe(x), describe(fakes))


@wrong("watch")
def not_watched(G, describe, z, y, x):
    with tf.GradientTape() as tape:
        loss = only_the_loss(G, describe, z, y, x)
    return loss, tape.gradient(loss, z)


@wrong("inside")
def drawn_outside(G, describe, z, y, x):
    fakes = G([z, y])
    with tf.GradientTape() as tape:
        tape.watch(z)
        loss = of_descriptions(describe(x), describe(fakes))
    return loss, tape.gradient(loss, z)


@wrong("latents")
def by_the_photo(G, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = only_the_loss(G, describe, z, y, x)
    return loss, tape.gradient(loss, x)


@wrong("latents")
def by_the_weights(G, describe, z, y, x):
    with tf.GradientTape() as tape:
        loss = only_the_loss(G, describe, z, y, x)
    return loss, tape.gradient(loss, G.trainable_variables)


@wrong("two|gradient|pair")
def only_the_loss(G, describe, z, y, x):
    return of_descriptions(describe(x), describe(G([z, y])))


@wrong("wrong sign")
def uphill(G, describe, z, y, x):
    loss, slope = in_one_batch(G, describe, z, y, x)
    return loss, -slope


@wrong("length|as it is|gradient of")
def normal_slopes(G, describe, z, y, x):
    loss, slope = in_one_batch(G, describe, z, y, x)
    return loss, slope / tf.norm(slope, axis=-1, keepdims=True)


@wrong("does not clip")
def clipped_first(G, describe, z, y, x):
    return in_one_batch(G, describe, tf.clip_by_value(z, -2, 2), y, x)


@right
def in_one_batch(G, describe, z, y, x):
    target = describe(x)
    with tf.GradientTape() as tape:
        tape.watch(z)
        squares = tf.math.squared_difference(target, describe(G([z, y])))
        loss = tf.reduce_sum(squares, 1)
    return loss, tape.gradient(loss, z)


@right
def one_by_one(G, describe, z, y, x):
    losses, slopes = [], []
    for i in range(len(z)):
        one = tf.Variable(z[i : i + 1])
        with tf.GradientTape() as tape:
            gap = describe(x[i : i + 1]) - describe(G([one, y[i : i + 1]]))
            loss = ops.sum(ops.square(gap))
        losses.append(loss)
        slopes.append(tape.gradient(loss, one)[0])
    return tf.stack(losses), tf.stack(slopes)


@right
def with_norms(G, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        loss = ops.norm(describe(G([z, y])) - describe(x), axis=-1) ** 2
        together = ops.sum(loss)
    return np.array(loss), np.array(tape.gradient(together, z))


@right
def with_products(G, describe, z, y, x):
    with tf.GradientTape() as tape:
        tape.watch(z)
        a, b = describe(x), describe(G([z, y]))
        loss = ops.sum(a * a, -1) + ops.sum(b * b, -1) - 2 * ops.sum(a * b, -1)
    return loss[:, None], tape.gradient(loss, z)
