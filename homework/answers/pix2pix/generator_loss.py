"""Answers to `generator_loss` of homework 04."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()

bce = keras.losses.BinaryCrossentropy(from_logits=True)
probabilities = keras.losses.BinaryCrossentropy()
entropies = tf.nn.sigmoid_cross_entropy_with_logits


def game(logits):
    return bce(tf.ones_like(logits), logits)


def l1(target, fake):
    return tf.reduce_mean(tf.abs(fake - target))


def total(of_logits=game, of_pictures=l1):
    """The weighted sum, with one of its parts exchanged."""

    def loss(target, fake, logits, weight):
        return of_logits(logits) + weight * of_pictures(target, fake)

    return loss


wrong("belongs to L1", weight_on_the_game=lambda t, f, d, w: w * game(d) + l1(t, f))
wrong("before both", weight_on_both=lambda t, f, d, w: (game(d) + l1(t, f)) * w)
wrong("weight of L1 is missing", no_weight=lambda t, f, d, w: game(d) + l1(t, f))
wrong("l1_weight|weight", constant_weight=lambda t, f, d, w: game(d) + 100 * l1(t, f))
wrong("adversarial loss is missing", game_forgotten=lambda t, f, d, w: w * l1(t, f))
wrong("L1 is missing", l1_forgotten=lambda t, f, d, w: ops.mean(ops.softplus(-d)))
wrong("wrong sign", minus_l1=lambda t, f, d, w: game(d) - w * l1(t, f))
wrong("label fake", label_fake=total(lambda d: bce(tf.zeros_like(d), d)))
wrong("minimax", saturating=total(lambda d: -bce(tf.zeros_like(d), d)))
wrong("rounds to 0 or 1", textbook=total(lambda d: -ops.mean(ops.log(ops.sigmoid(d)))))
wrong("sigmoid", sigmoid_twice=total(lambda d: game(tf.sigmoid(d))))
wrong("many losses", each_patch=total(lambda d: ops.softplus(-d)))
wrong("no gradient reaches", stopped=total(lambda d: game(tf.stop_gradient(d))))
wrong("absolute value", no_absolute=total(game, lambda t, f: ops.mean(t - f)))
wrong("squared", squares=total(game, keras.losses.MeanSquaredError()))
wrong(
    "mean or a sum|many losses|mean over",
    each_pixel=total(game, keras.losses.mean_absolute_error),
)


@wrong("absolute|distance|squared")
def root(target, fake, logits, weight):
    return game(logits) + weight * tf.sqrt(tf.reduce_mean((target - fake) ** 2))


@wrong("their sum")
def summed_pixels(target, fake, logits, weight):
    return game(logits) + weight * tf.norm(tf.reshape(target - fake, [-1]), ord=1)


@wrong("mean over the patches")
def summed_patches(target, fake, logits, weight):
    patches = entropies(tf.ones_like(logits), logits)
    return tf.reduce_sum(patches) + weight * l1(target, fake)


@wrong("mean over the patches|all patches")
def summed_patches_of_each(target, fake, logits, weight):
    patches = entropies(tf.ones_like(logits), logits)
    per_picture = tf.reduce_sum(patches, axis=(1, 2, 3))
    return tf.reduce_mean(per_picture) + weight * l1(target, fake)


@wrong("mean comes last")
def patches_averaged_first(target, fake, logits, weight):
    mean = ops.mean(logits, axis=(1, 2, 3))
    return ops.mean(ops.softplus(-mean)) + weight * l1(target, fake)


@wrong("from_logits|probabilities")
def no_from_logits(target, fake, logits, weight):
    return probabilities(ops.ones_like(logits), logits) + weight * l1(target, fake)


@wrong("no gradient reaches")
def in_numpy(target, fake, logits, weight):
    distance = np.abs(np.asarray(target) - np.asarray(fake)).mean()
    return game(logits) + weight * distance


right(with_keras_losses=total(game, keras.losses.MeanAbsoluteError()))


@right
def with_log_sigmoid(target, fake, logits, weight):
    adversarial = -tf.reduce_mean(tf.math.log_sigmoid(logits))
    if weight:
        adversarial += weight * tf.reduce_mean(tf.abs(target - fake))
    return adversarial


@right
def in_loops(target, fake, logits, weight):
    total = 0.0
    for one in tf.reshape(logits, [-1]):
        total += ops.softplus(-one) / tf.cast(tf.size(logits), "float32")
    for a, b in zip(target, fake, strict=True):
        total += weight * ops.mean(ops.abs(a - b)) / len(target)
    return total


@right
def in_float64(target, fake, logits, weight):
    target, fake, logits = (tf.cast(x, "float64") for x in (target, fake, logits))
    parts = ops.maximum(target - fake, 0), ops.maximum(fake - target, 0)
    return ops.mean(ops.softplus(-logits)) + weight * ops.mean(parts[0] + parts[1])
