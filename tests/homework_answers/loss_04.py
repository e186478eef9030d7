"""Answers to task 5 of homework 04; answers_01.py describes the form."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

bce = keras.losses.BinaryCrossentropy(from_logits=True)
probabilities = keras.losses.BinaryCrossentropy()


def game(logits):
    return bce(tf.ones_like(logits), logits)


def l1(target, fake):
    return tf.reduce_mean(tf.abs(fake - target))


def weight_on_the_game(target, fake, logits, weight):
    return weight * game(logits) + l1(target, fake)


def weight_on_both(target, fake, logits, weight):
    return (game(logits) + l1(target, fake)) * weight


def no_weight(target, fake, logits, weight):
    return game(logits) + l1(target, fake)


def constant_weight(target, fake, logits, weight):
    return game(logits) + 100 * l1(target, fake)


def game_forgotten(target, fake, logits, weight):
    return weight * l1(target, fake)


def l1_forgotten(target, fake, logits, weight):
    return tf.reduce_mean(tf.nn.softplus(-logits))


def squares(target, fake, logits, weight):
    return game(logits) + weight * keras.losses.MeanSquaredError()(target, fake)


def root(target, fake, logits, weight):
    return game(logits) + weight * tf.sqrt(tf.reduce_mean((target - fake) ** 2))


def summed_pixels(target, fake, logits, weight):
    return game(logits) + weight * tf.norm(tf.reshape(target - fake, [-1]), ord=1)


def summed_patches(target, fake, logits, weight):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(tf.ones_like(logits), logits)
    return tf.reduce_sum(entropy) + weight * l1(target, fake)


def summed_patches_of_each(target, fake, logits, weight):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(tf.ones_like(logits), logits)
    per_picture = tf.reduce_sum(entropy, axis=(1, 2, 3))
    return tf.reduce_mean(per_picture) + weight * l1(target, fake)


def patches_averaged_first(target, fake, logits, weight):
    mean = ops.mean(logits, axis=(1, 2, 3))
    return ops.mean(ops.softplus(-mean)) + weight * l1(target, fake)


def label_fake(target, fake, logits, weight):
    return bce(tf.zeros_like(logits), logits) + weight * l1(target, fake)


def saturating(target, fake, logits, weight):
    return -bce(tf.zeros_like(logits), logits) + weight * l1(target, fake)


def textbook(target, fake, logits, weight):
    return -ops.mean(ops.log(ops.sigmoid(logits))) + weight * l1(target, fake)


def no_from_logits(target, fake, logits, weight):
    return probabilities(ops.ones_like(logits), logits) + weight * l1(target, fake)


def sigmoid_twice(target, fake, logits, weight):
    return game(tf.sigmoid(logits)) + weight * l1(target, fake)


def minus_l1(target, fake, logits, weight):
    return game(logits) - weight * l1(target, fake)


def no_absolute(target, fake, logits, weight):
    return game(logits) + weight * ops.mean(target - fake)


def in_numpy(target, fake, logits, weight):
    distance = np.abs(np.asarray(target) - np.asarray(fake)).mean()
    return game(logits) + weight * distance


def stopped(target, fake, logits, weight):
    return game(tf.stop_gradient(logits)) + weight * l1(target, fake)


def each_patch(target, fake, logits, weight):
    return ops.softplus(-logits) + weight * l1(target, fake)


def each_pixel(target, fake, logits, weight):
    return game(logits) + weight * keras.losses.mean_absolute_error(target, fake)


WRONG_GENERATOR_LOSS = {
    weight_on_the_game: "belongs to L1",
    weight_on_both: "before both",
    no_weight: "weight of L1 is missing",
    constant_weight: "l1_weight|weight",
    game_forgotten: "adversarial loss is missing",
    l1_forgotten: "L1 is missing",
    squares: "squared",
    root: "absolute|distance|squared",
    summed_pixels: "their sum",
    summed_patches: "mean over the patches",
    summed_patches_of_each: "mean over the patches|all patches",
    patches_averaged_first: "mean comes last",
    label_fake: "label fake",
    saturating: "minimax",
    textbook: "rounds to 0 or 1",
    no_from_logits: "from_logits|probabilities",
    sigmoid_twice: "sigmoid",
    minus_l1: "wrong sign",
    no_absolute: "absolute value",
    in_numpy: "no gradient reaches",
    stopped: "no gradient reaches",
    each_patch: "many losses",
    each_pixel: "mean or a sum|many losses|mean over",
}


def with_keras_losses(target, fake, logits, weight):
    return game(logits) + weight * keras.losses.MeanAbsoluteError()(target, fake)


def with_log_sigmoid(target, fake, logits, weight):
    adversarial = -tf.reduce_mean(tf.math.log_sigmoid(logits))
    if weight:
        adversarial += weight * tf.reduce_mean(tf.abs(target - fake))
    return adversarial


def in_loops(target, fake, logits, weight):
    total = 0.0
    for one in tf.reshape(logits, [-1]):
        total += ops.softplus(-one) / tf.cast(tf.size(logits), "float32")
    for a, b in zip(target, fake, strict=True):
        total += weight * ops.mean(ops.abs(a - b)) / len(target)
    return total


def in_float64(target, fake, logits, weight):
    target, fake, logits = (tf.cast(x, "float64") for x in (target, fake, logits))
    parts = ops.maximum(target - fake, 0), ops.maximum(fake - target, 0)
    return ops.mean(ops.softplus(-logits)) + weight * ops.mean(parts[0] + parts[1])


RIGHT_GENERATOR_LOSS = [with_keras_losses, with_log_sigmoid, in_loops, in_float64]
