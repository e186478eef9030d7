"""The adversarial games and penalties, as functions of D's logits.

A discriminator here returns logits: D = sigmoid(logit) is the probability that an
image is real. Every loss is a mean over the batch and is minimised.
"""

from collections.abc import Callable
from typing import NamedTuple

import keras
import tensorflow as tf
from keras import ops


class Game(NamedTuple):
    """The two losses of one adversarial game.

    ``discriminator(real_logits, fake_logits)`` and ``generator(fake_logits)`` each
    return a scalar to minimise.
    """

    discriminator: Callable
    generator: Callable


def cross_entropy_discriminator(real_logits, fake_logits):
    """−E log D(x) − E log(1 − D(G(z))), Goodfellow et al. 2014, equation 1."""
    real_term = ops.mean(ops.softplus(-real_logits))  # −log sigmoid(logit)
    fake_term = ops.mean(ops.softplus(fake_logits))  # −log(1 − sigmoid(logit))
    return real_term + fake_term


def minimax_generator(fake_logits):
    """E log(1 − D(G(z))): flat where D is sure that a picture is fake."""
    return -ops.mean(ops.softplus(fake_logits))


def non_saturating_generator(fake_logits):
    """−E log D(G(z)): steep where D is sure that a picture is fake."""
    return ops.mean(ops.softplus(-fake_logits))


def least_squares_discriminator(real_logits, fake_logits):
    """½ E (D(x) − 1)² + ½ E D(G(z))², Mao et al. 2017; D is the raw logit."""
    return 0.5 * (ops.mean((real_logits - 1) ** 2) + ops.mean(fake_logits**2))


def least_squares_generator(fake_logits):
    """½ E (D(G(z)) − 1)², Mao et al. 2017."""
    return 0.5 * ops.mean((fake_logits - 1) ** 2)


def hinge_discriminator(real_logits, fake_logits):
    """E max(0, 1 − D(x)) + E max(0, 1 + D(G(z))), Lim and Ye 2017."""
    return ops.mean(ops.relu(1 - real_logits)) + ops.mean(ops.relu(1 + fake_logits))


def wasserstein_discriminator(real_logits, fake_logits):
    """E D(G(z)) − E D(x), Arjovsky et al. 2017; D must be kept Lipschitz."""
    return ops.mean(fake_logits) - ops.mean(real_logits)


def wasserstein_generator(fake_logits):
    """−E D(G(z)): the generator's loss of the Wasserstein and the hinge game."""
    return -ops.mean(fake_logits)


minimax = Game(cross_entropy_discriminator, minimax_generator)
non_saturating = Game(cross_entropy_discriminator, non_saturating_generator)
least_squares = Game(least_squares_discriminator, least_squares_generator)
hinge = Game(hinge_discriminator, wasserstein_generator)
wasserstein = Game(wasserstein_discriminator, wasserstein_generator)


def squared_gradient_norm(discriminator: Callable, images):
    """‖∇ₓD(x)‖² for each example: (batch, …) → (batch,)."""
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = discriminator(images)
    gradient = tape.gradient(logits, images)
    return ops.sum(ops.reshape(gradient, (ops.shape(images)[0], -1)) ** 2, axis=1)


def gradient_penalty(discriminator: Callable, real, fake, seed=None):
    """E (‖∇D(x̂)‖ − 1)² between real and fake, Gulrajani et al. 2017 (WGAN-GP).

    Each x̂ lies at its own uniform place on the line from a fake to a real example.
    The critic must not use batch normalisation, which mixes the examples.

    Args:
        discriminator: images → logits.
        real: batch of real images.
        fake: batch of fake images, same shape.
        seed: seed or keras.random.SeedGenerator of the mixing weights.
    """
    shape = (ops.shape(real)[0],) + (1,) * (len(real.shape) - 1)
    alpha = keras.random.uniform(shape, seed=seed)
    mixed = alpha * real + (1 - alpha) * fake
    # The square root has no finite gradient at 0, hence the small constant.
    norm = ops.sqrt(squared_gradient_norm(discriminator, mixed) + 1e-12)
    return ops.mean((norm - 1) ** 2)


def r1_penalty(discriminator: Callable, real):
    """½ E ‖∇D(x)‖² on real images only, Mescheder et al. 2018."""
    return 0.5 * ops.mean(squared_gradient_norm(discriminator, real))
