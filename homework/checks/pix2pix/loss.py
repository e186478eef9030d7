"""Homework 04, task 5: the generator's loss."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses
from homework.checks import probes
from homework.checks.tasks import Task


def generator_loss(target, fake, fake_logits, l1_weight):
    """Adversarial loss plus l1_weight times the mean absolute difference."""
    return adversarial(fake_logits) + l1_weight * distance(target, fake)


def adversarial(fake_logits):
    """The non-saturating loss, a mean over all patches."""
    return losses.non_saturating_generator(fake_logits)


def distance(target, fake):
    """The mean absolute difference of all numbers."""
    return ops.mean(ops.abs(target - fake))


def loss_cases(rng):
    """Targets, fakes, maps of logits and the weight of L1."""
    target, fake = rng.uniform(-1, 1, (2, 3, 4, 4, 2)).astype("float32")
    logits = rng.normal(0, 2, (3, 2, 2, 1)).astype("float32")
    large = np.array([200, -150, 3, 0.5], "float32").reshape(1, 2, 2, 1)
    return {
        "three pairs": (target, fake, logits, 10.0),
        "one pair, one logit": (target[:1], fake[:1], logits[:1, :1, :1], 3.0),
        "logits as large as 200": (target[:1], fake[:1], large, 10.0),
    }


def slopes(loss: Callable, target, fake, fake_logits, l1_weight: float) -> dict:
    """The probe: the loss in its two parts, and its gradient by fake and logits."""
    probe = probes.loss_and_gradients("fake", "fake_logits")
    target = tf.constant(target)
    seen = probe(lambda f, d: loss(target, f, d, l1_weight), fake, fake_logits)
    game = loss(target, tf.constant(fake), tf.constant(fake_logits), 0.0)
    parts = {
        "loss with l1_weight=0": game,
        f"what l1_weight={l1_weight:.0f} adds": seen.pop("loss") - game,
    }
    for name, array in (("fake", fake), ("fake_logits", fake_logits)):
        key = f"d loss / d {name}"
        if not isinstance(seen[key], str):
            seen[key] = seen[key] * array.size  # numbers around 1
    return parts | seen


GENERATOR_LOSS = Task(
    points=3,
    reference=generator_loss,
    cases=loss_cases,
    probe=slopes,
    parts={
        "the adversarial loss": ("loss with l1_weight=0", "d loss / d fake_logits"),
        "L1": ("what l1_weight=10 adds", "what l1_weight=3 adds", "d loss / d fake"),
    },
    mistakes={
        "the weight belongs to L1, not to the adversarial loss.": lambda t, f, d, w: (
            w * adversarial(d) + distance(t, f)
        ),
        "the weight stands before both losses; only L1 has one.": lambda t, f, d, w: (
            w * (adversarial(d) + distance(t, f))
        ),
        "the weight of L1 is missing.": lambda t, f, d, w: (
            adversarial(d) + distance(t, f)
        ),
        "the adversarial loss is missing.": lambda t, f, d, w: w * distance(t, f),
        "L1 is missing.": lambda t, f, d, w: adversarial(d),
        "this is the squared distance; L1 is the absolute one.": lambda t, f, d, w: (
            adversarial(d) + w * ops.mean((t - f) ** 2)
        ),
        "L1 is a mean over all pixels, yours is their sum: with the weight 100 it "
        "would drown the game.": lambda t, f, d, w: (
            adversarial(d) + w * ops.sum(ops.abs(t - f))
        ),
        "L1 is a mean over all pixels, yours is a sum for each picture.": (
            lambda t, f, d, w: (
                adversarial(d) + w * ops.mean(ops.sum(ops.abs(t - f), axis=(1, 2, 3)))
            )
        ),
        "the adversarial loss is a mean over the patches, yours is their sum.": (
            lambda t, f, d, w: ops.sum(ops.softplus(-d)) + w * distance(t, f)
        ),
        "the mean comes last: first the loss of each patch, then their mean.": (
            lambda t, f, d, w: ops.softplus(-ops.mean(d)) + w * distance(t, f)
        ),
        "this is D's term, with the label fake; G wants every patch called real.": (
            lambda t, f, d, w: ops.mean(ops.softplus(d)) + w * distance(t, f)
        ),
        "this is the minimax loss, flat where D is sure; take the non-saturating "
        "one, −log D.": lambda t, f, d, w: (
            losses.minimax_generator(d) + w * distance(t, f)
        ),
        "the adversarial loss has the wrong sign: G lets itself be caught.": (
            lambda t, f, d, w: -adversarial(d) + w * distance(t, f)
        ),
        "L1 has the wrong sign: G flees from the target.": lambda t, f, d, w: (
            adversarial(d) - w * distance(t, f)
        ),
        "the absolute value is missing: too light and too dark cancel out.": (
            lambda t, f, d, w: adversarial(d) + w * ops.mean(f - t)
        ),
        "only D's loss is halved; G's adversarial loss is not.": lambda t, f, d, w: (
            adversarial(d) / 2 + w * distance(t, f)
        ),
        "this is the least-squares game; the cross-entropy, −log D, was asked for.": (
            lambda t, f, d, w: losses.least_squares_generator(d) + w * distance(t, f)
        ),
        "take the mean over the batch and all patches: you return many losses.": (
            lambda t, f, d, w: ops.softplus(-d) + w * distance(t, f)
        ),
    },
    hints=(
        "two numbers: a mean over all patches of −log D, a mean over all pixels of "
        "|target − fake|.",
        "−log σ(l) = softplus(−l), which stays finite for large logits.",
        "ops.mean(ops.softplus(-fake_logits)) + l1_weight * the mean distance.",
    ),
    case_hints={
        "d loss / d fake": probes.DETACHED,
        "d loss / d fake_logits": probes.DETACHED,
        "three pairs": (
            "the adversarial part (with l1_weight=0 nothing of L1 may be left): one "
            "softplus for each logit, no sigmoid before it; the mean comes last, over "
            "the batch and all patches."
        ),
        "what l1_weight=10 adds": (
            "the L1 part: l1_weight, as it is given, times the mean over all pixels "
            "of the absolute value of target − fake."
        ),
        "one pair, one logit": "the map may have any size, even a single logit.",
        "logits as large as 200": probes.UNSTABLE,
    },
)
