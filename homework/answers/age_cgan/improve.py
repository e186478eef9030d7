"""Answers to `improve` of homework 05."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong
from homework.answers.age_cgan.identity_objective import drawn_outside, in_one_batch
from homework.answers.shared import step

wrong, right = Wrong(), Right()


def slope_of(G, describe, z, y, x):
    return in_one_batch(G, describe, z, y, x)[1]


def total(G, describe, z, y, x):
    return tf.reduce_sum((describe(x) - describe(G([z, y]))) ** 2)


@wrong("nothing has moved")
def step_not_kept(G, describe, z, y, x, steps, rate, bound):
    for _ in range(steps):
        tf.clip_by_value(z - rate * slope_of(G, describe, z, y, x), -bound, bound)
    return z


@wrong("G itself changes")
def trains_the_generator(G, describe, z, y, x, steps, rate, bound):
    optimizer = keras.optimizers.SGD(rate)
    for _ in range(steps):
        step(lambda: total(G, describe, z, y, x), optimizer, G)
    return z


@wrong("face network itself is trained")
def trains_the_face_network(G, describe, z, y, x, steps, rate, bound):
    optimizer = keras.optimizers.SGD(rate)
    for _ in range(steps):
        step(lambda: total(G, describe, z, y, x), optimizer, describe)
    return z


@wrong("G itself changes")
def trains_everything(G, describe, z, y, x, steps, rate, bound):
    z, optimizer = keras.Variable(z), keras.optimizers.SGD(rate)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = total(G, describe, z, y, x)
        weights = [z, *G.trainable_variables]
        slopes = tape.gradient(loss, [w.value if w is z else w for w in weights])
        optimizer.apply(slopes, weights)
    return tf.clip_by_value(z.value, -bound, bound)


@wrong("start at the given latents")
def random_start(G, describe, z, *others):
    return plain(G, describe, tf.random.normal(z.shape), *others)


@wrong("start at the given latents")
def from_zero(G, describe, z, *others):
    return plain(G, describe, 0 * z, *others)


@wrong("go uphill")
def climbing(G, describe, z, y, x, steps, rate, bound):
    return plain(G, describe, z, y, x, steps, -rate, bound)


@wrong("leave the bound")
def no_bound(G, describe, z, y, x, steps, rate, bound):
    return plain(G, describe, z, y, x, steps, rate, np.inf)


@wrong("after \\*each")
def bound_at_the_end(G, describe, z, y, x, steps, rate, bound):
    z = no_bound(G, describe, z, y, x, steps, rate, bound)
    return tf.clip_by_value(z, -bound, bound)


@wrong("leave the bound")
def one_sided_bound(G, describe, z, y, x, steps, rate, bound):
    for _ in range(steps):
        z = tf.minimum(z - rate * slope_of(G, describe, z, y, x), bound)
    return z


@wrong("new gradient in each step")
def slope_of_the_start(G, describe, z, y, x, steps, rate, bound):
    slope = slope_of(G, describe, z, y, x)
    for _ in range(steps):
        z = tf.clip_by_value(z - rate * slope, -bound, bound)
    return z


@wrong("too few|nothing has moved")
def one_step_too_few(G, describe, z, y, x, steps, rate, bound):
    return plain(G, describe, z, y, x, max(steps - 1, 0), rate, bound)


@wrong("`steps` times")
def one_step_too_many(G, describe, z, y, x, steps, rate, bound):
    return plain(G, describe, z, y, x, steps + 1, rate, bound)


@wrong("`steps` times")
def returned_in_the_loop(G, describe, z, y, x, steps, rate, bound):
    for _ in range(steps):
        z = z - rate * slope_of(G, describe, z, y, x)
        return tf.clip_by_value(z, -bound, bound)
    return z


@wrong("of their \\*mean")
def mean_of_the_photos(G, describe, z, y, x, steps, rate, bound):
    return plain(G, describe, z, y, x, steps, rate / len(z), bound)


@wrong("not to the right place|distances grow|pixels")
def follows_the_pixels(G, describe, *others):
    return plain(G, lambda image: tf.reshape(image, (len(image), -1)), *others)


@wrong("no Adam")
def with_adam(G, describe, z, y, x, steps, rate, bound):
    z, optimizer = tf.Variable(z), keras.optimizers.Adam(rate)
    for _ in range(steps):
        optimizer.apply([slope_of(G, describe, z, y, x)], [z])
        z.assign(tf.clip_by_value(z, -bound, bound))
    return z


@wrong("not to the right place|distances grow|group")
def ages_swapped(G, describe, z, y, *others):
    return plain(G, describe, z, 1 - y, *others)


@wrong("give back the latents|shape")
def returned_the_distance(G, describe, z, y, x, *others):
    z = plain(G, describe, z, y, x, *others)
    return in_one_batch(G, describe, z, y, x)[0]


@wrong("gradient must reach|nothing has moved")
def gradient_lost(G, describe, z, y, x, steps, rate, bound):
    for _ in range(steps):
        loss, slope = drawn_outside(G, describe, z, y, x)
        z = z if slope is None else z - rate * slope
    return z


@right
def plain(G, describe, z, y, x, steps, rate, bound):
    for _ in range(steps):
        z = z - rate * slope_of(G, describe, z, y, x)
        z = tf.clip_by_value(z, -bound, bound)
    return z


@right
def with_a_variable(G, describe, z, y, x, steps, rate, bound):
    z = tf.Variable(z)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = ops.sum((describe(x) - describe(G([z, y]))) ** 2)
        z.assign_sub(rate * tape.gradient(loss, z))
        z.assign(ops.clip(z, -bound, bound))
    return z


@right
def with_keras_sgd(G, describe, z, y, x, steps, rate, bound):
    z, optimizer = keras.Variable(z), keras.optimizers.SGD(rate)
    for _ in range(steps):
        slope = slope_of(G, describe, tf.convert_to_tensor(z), y, x)
        optimizer.apply([slope], [z])
        z.assign(ops.clip(z, -bound, bound))
    return z


@right
def photo_by_photo(G, describe, z, y, x, steps, rate, bound):
    rows = []
    for i in range(len(z)):
        here = slice(i, i + 1)
        one = z[here].numpy()
        for _ in range(steps):
            slope = slope_of(G, describe, tf.constant(one), y[here], x[here])
            one = np.clip(one - rate * slope.numpy(), -bound, bound)
        rows.append(one[0])
    return np.stack(rows)
