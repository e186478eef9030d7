"""Right and wrong answers to homework 01, tasks 3 and 4."""

import keras
from keras import ops

from gan_utils import losses
from homework.checks.intro_gan.losses import DETACHED
from homework.references.known import Known

PROBABILITIES = (
    "D returns logits and the loss expects probabilities: pass from_logits=True, or "
    "take the sigmoid first."
)
PROBABILITY_LOSS = keras.losses.BinaryCrossentropy()
LOGIT_LOSS = keras.losses.BinaryCrossentropy(from_logits=True)
SMOOTH = (
    "smooth labels: {} (label_smoothing?). It is a known trick, but the loss asked for "
    "has the labels 1 and 0."
)
SWAPPED = (
    "Keras's losses take the label first and the prediction second; the two arguments "
    "are swapped."
)


def softplus_mean(x):
    """The mean of log(1 + exp(x))."""
    return ops.mean(ops.softplus(x))


def smoothed(real_label: float, fake_label: float):
    """D's loss with labels that are not 1 and 0: a mistake here."""

    def cost(logits, label):
        return label * softplus_mean(-logits) + (1 - label) * softplus_mean(logits)

    return lambda real, fake: cost(real, real_label) + cost(fake, fake_label)


DISCRIMINATOR_LOSS = Known(
    reference=losses.cross_entropy_discriminator,
    mistakes={
        "real and fake are swapped: this D learns to call real pictures fake.": (
            lambda real, fake: softplus_mean(real) + softplus_mean(-fake)
        ),
        "wrong sign: this is V, which D maximises; a loss is minimised.": (
            lambda real, fake: -softplus_mean(-real) - softplus_mean(fake)
        ),
        "the term of the fakes is missing.": lambda real, fake: softplus_mean(-real),
        "the term of the real pictures is missing.": (
            lambda real, fake: softplus_mean(fake)
        ),
        "the fakes are treated as real: they need −log(1 − D).": (
            lambda real, fake: softplus_mean(-real) + softplus_mean(-fake)
        ),
        "take the mean over the batch, not the sum.": lambda real, fake: (
            ops.sum(ops.softplus(-real)) + ops.sum(ops.softplus(fake))
        ),
        "take the mean over the batch: you return a loss for each example.": (
            lambda real, fake: ops.softplus(-real) + ops.softplus(fake)
        ),
        "the two terms are added, not averaged: yours is half of the sum. (One mean "
        "over a joined batch does the same: take the mean of each batch by itself.)": (
            lambda real, fake: (softplus_mean(-real) + softplus_mean(fake)) / 2
        ),
        "sigmoid twice: something takes probabilities for logits, check from_logits.": (
            lambda real, fake: (
                softplus_mean(-ops.sigmoid(real)) + softplus_mean(ops.sigmoid(fake))
            )
        ),
        PROBABILITIES: lambda real, fake: (
            PROBABILITY_LOSS(ops.ones_like(real), real)
            + PROBABILITY_LOSS(ops.zeros_like(fake), fake)
        ),
        "the second term has the wrong sign: two costs are added.": (
            lambda real, fake: softplus_mean(-real) - softplus_mean(fake)
        ),
        "the mean comes last: first the loss of each logit, then their mean.": (
            lambda real, fake: (
                ops.softplus(-ops.mean(real)) + ops.softplus(ops.mean(fake))
            )
        ),
        "this is the Wasserstein loss; the cross-entropy has a logarithm.": (
            losses.wasserstein_discriminator
        ),
        "this is the hinge loss; the cross-entropy was asked for.": (
            losses.hinge_discriminator
        ),
        "the logarithm is missing: this is the mean of 1 − D and D.": (
            lambda real, fake: (
                ops.mean(ops.sigmoid(-real)) + ops.mean(ops.sigmoid(fake))
            )
        ),
        SMOOTH.format("0.9 stands for 1"): smoothed(0.9, 0.0),
        SMOOTH.format("0.9 stands for 1, 0.1 for 0"): smoothed(0.9, 0.1),
        SMOOTH.format("0.95 stands for 1, 0.05 for 0"): smoothed(0.95, 0.05),
        SWAPPED: lambda real, fake: (
            LOGIT_LOSS(real, ops.ones_like(real))
            + LOGIT_LOSS(fake, ops.zeros_like(fake))
        ),
        "each fake is compared with a real picture: D looks at one picture at a time, "
        "so take the loss of each logit by itself.": lambda real, fake: ops.mean(
            ops.softplus(ops.mean(fake) - real)
        ),
        DETACHED: lambda real, fake: float(losses.minimax.discriminator(real, fake)),
    },
)

GENERATOR_LOSS = Known(
    reference=losses.non_saturating_generator,
    mistakes={
        "this is the minimax loss; it saturates: its slope is flat where D is sure.": (
            losses.minimax_generator
        ),
        "wrong sign: this G learns to be caught; a loss is minimised.": (
            lambda fake: -softplus_mean(-fake)
        ),
        "this is D's term, with the label fake; G wants its fakes to be called real.": (
            softplus_mean
        ),
        "take the mean over the batch, not the sum.": (
            lambda fake: ops.sum(ops.softplus(-fake))
        ),
        "take the mean over the batch: you return a loss for each example.": (
            lambda fake: ops.softplus(-fake)
        ),
        "sigmoid twice: something takes probabilities for logits, check from_logits.": (
            lambda fake: softplus_mean(-ops.sigmoid(fake))
        ),
        "this is the Wasserstein loss, −mean of the logits; a logarithm is missing.": (
            losses.wasserstein_generator
        ),
        "the logarithm is missing: this is the mean of 1 − D.": (
            lambda fake: ops.mean(ops.sigmoid(-fake))
        ),
        "this is the least-squares loss; the cross-entropy was asked for.": (
            losses.least_squares_generator
        ),
        "the mean comes last: first the loss of each logit, then their mean.": (
            lambda fake: ops.softplus(-ops.mean(fake))
        ),
        "the mean comes last: first the log of each D, then their mean.": (
            lambda fake: -ops.log(ops.mean(ops.sigmoid(fake)))
        ),
        PROBABILITIES: lambda fake: PROBABILITY_LOSS(ops.ones_like(fake), fake),
        SMOOTH.format("0.9 stands for 1"): lambda fake: smoothed(0.9, 0)(fake, -99.0),
        SMOOTH.format("0.95 stands for 1"): lambda fake: smoothed(0.95, 0)(fake, -99.0),
        SWAPPED: lambda fake: LOGIT_LOSS(fake, ops.ones_like(fake)),
        "the hinge loss belongs to another game; the cross-entropy was asked for.": (
            lambda fake: ops.mean(ops.relu(1 - fake))
        ),
        DETACHED: lambda fake: float(losses.non_saturating_generator(fake)),
    },
)
