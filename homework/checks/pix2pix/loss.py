"""Homework 04, task 5: the generator's loss."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from homework.checks import probes
from homework.checks.tasks import Task


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
    cases=loss_cases,
    probe=slopes,
    parts={
        "the adversarial loss": ("loss with l1_weight=0", "d loss / d fake_logits"),
        "L1": ("what l1_weight=10 adds", "what l1_weight=3 adds", "d loss / d fake"),
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
