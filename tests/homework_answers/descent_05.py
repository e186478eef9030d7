"""Answers to task 4 of homework 05; answers_01.py describes the form."""

import keras
import numpy as np
import tensorflow as tf
from homework_answers.latent_05 import drawn_outside, in_one_batch
from keras import ops


def slope_of(generator, describe, z, y, x):
    return in_one_batch(generator, describe, z, y, x)[1]


def step_not_kept(generator, describe, z, y, x, steps, rate, bound):
    for _ in range(steps):
        tf.clip_by_value(
            z - rate * slope_of(generator, describe, z, y, x), -bound, bound
        )
    return z


def trains_the_generator(generator, describe, z, y, x, steps, rate, bound):
    optimizer = keras.optimizers.SGD(rate)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((describe(x) - describe(generator([z, y]))) ** 2)
        weights = generator.trainable_variables
        optimizer.apply(tape.gradient(loss, weights), weights)
    return z


def trains_the_judge(generator, describe, z, y, x, steps, rate, bound):
    optimizer = keras.optimizers.SGD(rate)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((describe(x) - describe(generator([z, y]))) ** 2)
        weights = describe.trainable_variables
        optimizer.apply(tape.gradient(loss, weights), weights)
    return z


def trains_everything(generator, describe, z, y, x, steps, rate, bound):
    z, optimizer = keras.Variable(z), keras.optimizers.SGD(rate)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((describe(x) - describe(generator([z, y]))) ** 2)
        weights = [z, *generator.trainable_variables]
        slopes = tape.gradient(loss, [w.value if w is z else w for w in weights])
        optimizer.apply(slopes, weights)
    return tf.clip_by_value(z.value, -bound, bound)


def random_start(generator, describe, z, y, x, steps, rate, bound):
    z = tf.random.normal(z.shape)
    return plain(generator, describe, z, y, x, steps, rate, bound)


def from_zero(generator, describe, z, y, x, steps, rate, bound):
    return plain(generator, describe, 0 * z, y, x, steps, rate, bound)


def climbing(generator, describe, z, y, x, steps, rate, bound):
    return plain(generator, describe, z, y, x, steps, -rate, bound)


def no_bound(generator, describe, z, y, x, steps, rate, bound):
    for _ in range(steps):
        z = z - rate * slope_of(generator, describe, z, y, x)
    return z


def bound_at_the_end(generator, describe, z, y, x, steps, rate, bound):
    z = no_bound(generator, describe, z, y, x, steps, rate, bound)
    return tf.clip_by_value(z, -bound, bound)


def one_sided_bound(generator, describe, z, y, x, steps, rate, bound):
    for _ in range(steps):
        z = tf.minimum(z - rate * slope_of(generator, describe, z, y, x), bound)
    return z


def slope_of_the_start(generator, describe, z, y, x, steps, rate, bound):
    slope = slope_of(generator, describe, z, y, x)
    for _ in range(steps):
        z = tf.clip_by_value(z - rate * slope, -bound, bound)
    return z


def one_step_too_few(generator, describe, z, y, x, steps, rate, bound):
    return plain(generator, describe, z, y, x, max(steps - 1, 0), rate, bound)


def one_step_too_many(generator, describe, z, y, x, steps, rate, bound):
    return plain(generator, describe, z, y, x, steps + 1, rate, bound)


def returned_in_the_loop(generator, describe, z, y, x, steps, rate, bound):
    for _ in range(steps):
        z = z - rate * slope_of(generator, describe, z, y, x)
        return tf.clip_by_value(z, -bound, bound)
    return z


def mean_of_the_photos(generator, describe, z, y, x, steps, rate, bound):
    return plain(generator, describe, z, y, x, steps, rate / len(z), bound)


def follows_the_pixels(generator, describe, z, y, x, steps, rate, bound):
    def flat(image):
        return tf.reshape(image, (len(image), -1))

    return plain(generator, flat, z, y, x, steps, rate, bound)


def with_adam(generator, describe, z, y, x, steps, rate, bound):
    z, optimizer = tf.Variable(z), keras.optimizers.Adam(rate)
    for _ in range(steps):
        optimizer.apply([slope_of(generator, describe, z, y, x)], [z])
        z.assign(tf.clip_by_value(z, -bound, bound))
    return z


def ages_swapped(generator, describe, z, y, x, steps, rate, bound):
    return plain(generator, describe, z, 1 - y, x, steps, rate, bound)


def returned_the_distance(generator, describe, z, y, x, steps, rate, bound):
    z = plain(generator, describe, z, y, x, steps, rate, bound)
    return in_one_batch(generator, describe, z, y, x)[0]


def gradient_lost(generator, describe, z, y, x, steps, rate, bound):
    for _ in range(steps):
        loss, slope = drawn_outside(generator, describe, z, y, x)
        z = z if slope is None else z - rate * slope
    return z


WRONG_IMPROVE = {
    step_not_kept: "nothing has moved",
    trains_the_generator: "G itself is trained",
    trains_the_judge: "face network itself is trained",
    trains_everything: "G itself is trained",
    random_start: "start at the given latents",
    from_zero: "start at the given latents",
    climbing: "wrong sign",
    no_bound: "leave the bound",
    bound_at_the_end: "after each|every. step",
    one_sided_bound: "leave the bound",
    slope_of_the_start: "new gradient each time",
    one_step_too_few: "`steps` times|nothing has moved",
    one_step_too_many: "`steps` times",
    returned_in_the_loop: "`steps` times",
    mean_of_the_photos: "rate · gradient",
    follows_the_pixels: "not to the right place|distances grow|pixels",
    with_adam: "rate · gradient",
    ages_swapped: "not to the right place|distances grow|group",
    returned_the_distance: "give back the latents|shape",
    gradient_lost: "gradient must reach|nothing has moved",
}


def plain(generator, describe, z, y, x, steps, rate, bound):
    for _ in range(steps):
        z = z - rate * slope_of(generator, describe, z, y, x)
        z = tf.clip_by_value(z, -bound, bound)
    return z


def with_a_variable(generator, describe, z, y, x, steps, rate, bound):
    z = tf.Variable(z)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = ops.sum((describe(x) - describe(generator([z, y]))) ** 2)
        z.assign_sub(rate * tape.gradient(loss, z))
        z.assign(ops.clip(z, -bound, bound))
    return z


def with_keras_sgd(generator, describe, z, y, x, steps, rate, bound):
    z = keras.Variable(z)
    optimizer = keras.optimizers.SGD(rate)
    for _ in range(steps):
        slope = slope_of(generator, describe, tf.convert_to_tensor(z), y, x)
        optimizer.apply([slope], [z])
        z.assign(ops.clip(z, -bound, bound))
    return z


def photo_by_photo(generator, describe, z, y, x, steps, rate, bound):
    rows = []
    for i in range(len(z)):
        here = slice(i, i + 1)
        one = z[here].numpy()
        for _ in range(steps):
            slope = slope_of(generator, describe, tf.constant(one), y[here], x[here])
            one = np.clip(one - rate * slope.numpy(), -bound, bound)
        rows.append(one[0])
    return np.stack(rows)


RIGHT_IMPROVE = [plain, with_a_variable, with_keras_sgd, photo_by_photo]
