"""Answers to `discriminator_loss` of homework 01."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses
from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()

bce_logits = keras.losses.BinaryCrossentropy(from_logits=True)
bce_probabilities = keras.losses.BinaryCrossentropy()


def labelled(label, logits, entropy=bce_logits):
    return entropy(label * ops.ones_like(logits), logits)


def probabilities(end, change=lambda d: d):
    """−mean log D − mean log (1 − D), from probabilities that were changed."""

    def loss(real, fake):
        d_real, d_fake = (change(ops.sigmoid(logits)) for logits in (real, fake))
        return end(ops.mean(ops.log(d_real)) + ops.mean(ops.log(1 - d_fake)))

    return loss


wrong("swapped", labels_swapped=lambda r, f: labelled(0, r) + labelled(1, f))
wrong("treated as real", all_real=lambda r, f: labelled(1, r) + labelled(1, f))
wrong("fakes is missing", fakes_forgotten=lambda real, fake: labelled(1, real))
wrong("real pictures is missing", real_forgotten=lambda real, fake: labelled(0, fake))
wrong("sign", maximised=probabilities(lambda v: v))
wrong("rounds to 0 or 1", textbook=probabilities(lambda v: -v))
wrong(
    "lipping",
    textbook_clipped=probabilities(lambda v: -v, lambda d: ops.clip(d, 1e-6, 1 - 1e-6)),
)
wrong("Wasserstein", wasserstein=lambda real, fake: ops.mean(fake) - ops.mean(real))
# tf.sigmoid: Keras notices its own sigmoid before this loss, and takes it back.
wrong(
    "sigmoid twice",
    sigmoid_before_from_logits=lambda r, f: by_labels(tf.sigmoid(r), tf.sigmoid(f)),
)


@wrong("its own batch")
def means_added_first(real, fake):
    return ops.mean(ops.softplus(-real) + ops.softplus(fake))


@wrong("instead of a method")
def method_of_numpy(real, fake):
    return ops.softplus(-real).mean() + ops.softplus(fake).mean()


@wrong("sign|minus|added")
def only_one_sign(real, fake):
    return ops.mean(ops.softplus(-real)) - ops.mean(ops.softplus(fake))


@wrong("rounds to 0 or 1")
def plus_epsilon(real, fake):
    d_real, d_fake = ops.sigmoid(real), ops.sigmoid(fake)
    real_term = -ops.mean(ops.log(d_real + 1e-8))
    return real_term - ops.mean(ops.log(1 - d_fake + 1e-8))


@wrong("from_logits|sigmoid")
def forgot_from_logits(real, fake):
    real_loss = labelled(1, real, bce_probabilities)
    return real_loss + labelled(0, fake, bce_probabilities)


@wrong("half")
def concatenated(real, fake):
    logits = ops.concatenate([real, fake])
    labels = ops.concatenate([ops.ones_like(real), ops.zeros_like(fake)])
    return bce_logits(labels, logits)


@wrong("not the sum")
def summed(real, fake):
    return -tf.reduce_sum(tf.math.log_sigmoid(real)) - tf.reduce_sum(
        tf.math.log_sigmoid(-fake)
    )


@wrong("for each example")
def for_each_example(real, fake):
    return -tf.math.log_sigmoid(real) - tf.math.log_sigmoid(-fake)


@wrong("no gradient flows")
def in_numpy(real, fake):
    real, fake = np.asarray(real), np.asarray(fake)
    return np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()


@wrong("no gradient|stop")
def stopped(real, fake):
    return losses.cross_entropy_discriminator(real, ops.stop_gradient(fake))


@wrong("hinge")
def hinge(real, fake):
    return ops.mean(ops.maximum(0, 1 - real)) + ops.mean(ops.maximum(0, 1 + fake))


@wrong("mean comes last")
def mean_too_early(real, fake):
    return ops.softplus(-ops.mean(real)) + ops.softplus(ops.mean(fake))


@right
def by_labels(real, fake):
    return labelled(1, real) + labelled(0, fake)


@right
def with_log_sigmoid(real, fake):
    real_term = tf.reduce_mean(tf.math.log_sigmoid(real))
    return -real_term - tf.reduce_mean(tf.math.log_sigmoid(-fake))


@right
def with_nn(real, fake):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits
    real_loss = entropy(labels=tf.ones_like(real), logits=real)
    fake_loss = entropy(labels=tf.zeros_like(fake), logits=fake)
    return tf.reduce_mean(real_loss) + tf.reduce_mean(fake_loss)


@right
def with_loops(real, fake):
    total = 0.0
    for one in real:
        total += ops.softplus(-one[0]) / len(real)
    for one in fake:
        total += ops.softplus(one[0]) / len(fake)
    return total


@right
def with_logaddexp(real, fake):
    zero = ops.zeros_like
    real_term = ops.mean(ops.logaddexp(zero(real), -real))
    return real_term + ops.mean(ops.logaddexp(zero(fake), fake))


@right
def in_float64(real, fake):
    real, fake = tf.cast(real, "float64"), tf.cast(fake, "float64")
    return ops.mean(ops.softplus(-real), keepdims=True) + ops.mean(ops.softplus(fake))
