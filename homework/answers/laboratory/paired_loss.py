"""Answers to `paired_loss` of homework 09."""

import tensorflow as tf
from keras import ops

from gan_utils import losses
from gan_utils.laboratory import games
from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def built(game, real=0.5, fake=0.5, norm=losses.squared_gradient_norm):
    """The game and both penalties."""

    def answer(D, x, z, weight):
        penalty = real * ops.mean(norm(D, x)) + fake * ops.mean(norm(D, z))
        return game(D(x), D(z)) + weight * penalty

    return answer


def pairs(x, z):
    return ops.mean(ops.softplus(z - x))


wrong("turned round|sign", of_g=built(lambda x, z: pairs(z, x)))
wrong("compare pairs", ordinary=built(losses.cross_entropy_discriminator))
wrong("softplus", wasserstein=built(losses.wasserstein_discriminator))
wrong("difference|compare", hinge=built(losses.hinge_discriminator))
wrong("mean of softplus", of_means=built(lambda x, z: ops.softplus(ops.mean(z - x))))
wrong("R2", no_r2=built(pairs, fake=0))
wrong("R1", no_r1=built(pairs, real=0))
wrong("half", no_half=built(pairs, 1, 1))
wrong("weight / 2", quarter=built(pairs, 0.25, 0.25))
wrong("penalty is missing", no_penalty=built(pairs, 0, 0))
wrong("turned round|penalty", minus=built(pairs, -0.5, -0.5))
wrong(
    "penalty|squared",
    towards_one=lambda D, x, z, w: (
        pairs(D(x), D(z)) + w * losses.gradient_penalty(D, x, z, seed=0)
    ),
)


@wrong("root|squared norm")
def rooted(D, x, z, weight):
    norms = [losses.squared_gradient_norm(D, i) ** 0.5 for i in (x, z)]
    return pairs(D(x), D(z)) + weight / 2 * ops.mean(norms[0] + norms[1])


@wrong("finite|rounds")
def log_of_sigmoid(D, x, z, weight):
    game = -ops.mean(ops.log(ops.sigmoid(D(x) - D(z))))
    return game + games.r1_r2(weight)(D, x, z)


@wrong("gradient")
def cut_off(D, x, z, weight):
    return float(pairs(D(x), D(z)) + games.r1_r2(weight)(D, x, z))


right(built=built(pairs))


@right
def from_the_course(D, x, z, weight):
    game = games.relativistic.discriminator(D(x), D(z))
    return game + games.r1_r2(weight)(D, x, z)


@right
def one_tape(D, x, z, weight):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([x, z])
        real, fake = D(x), D(z)
    squares = [tf.reduce_sum(tape.gradient(real, x) ** 2) / len(x)]
    squares += [tf.reduce_sum(tape.gradient(fake, z) ** 2) / len(z)]
    return tf.reduce_mean(tf.nn.softplus(fake - real)) + weight * sum(squares) / 2


@right
def with_gradients_of_sums(D, x, z, weight):
    total = 0.0
    for images in (x, z):
        with tf.GradientTape() as tape:
            tape.watch(images)
            score = tf.reduce_sum(D(images))
        slope = tf.reshape(tape.gradient(score, images), (len(images), -1))
        total += tf.reduce_mean(tf.norm(slope, axis=1) ** 2)
    return ops.mean(ops.softplus(D(z) - D(x))) + 0.5 * weight * total
