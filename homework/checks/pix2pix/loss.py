"""Homework 04, task 5: least squares, and L1 where the house is to be seen."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from homework.checks import probes
from homework.checks.tasks import Task

NOTHING_LEFT = "what L1 adds where nothing is visible"
OUTSIDE = 7.0  # what stands in a target where a tree hides the house


def photo_cases(rng):
    """Targets, fakes, maps of logits, what is visible, and the weight of L1."""
    target, fake = rng.uniform(-1, 1, (2, 3, 4, 4, 3)).astype("float32")
    shares = np.array([0.9, 0.5, 0.2]).reshape(3, 1, 1, 1)  # different in each photo
    visible = (rng.random((3, 4, 4, 1)) < shares).astype("float32")
    visible[:, 0, 0], visible[:, 3, 3] = 1, 0
    logits = rng.normal(0, 2, (3, 2, 2, 1)).astype("float32")
    hidden = np.where(visible == 0, np.float32(OUTSIDE), target)
    ones, one = np.ones_like(visible), slice(0, 1)
    return {
        "three photos, partly hidden": (hidden, fake, logits, visible, 10.0),
        "everything is visible": (target, fake, logits, ones, 10.0),
        "grey photos, one logit each": (
            *(hidden[..., :1], fake[..., :1], logits[:, :1, :1]),
            *(visible, 3.0),
        ),
        "nothing is visible": (hidden[one], fake[one], logits[one], 0 * ones[one], 4.0),
    }


def slopes(loss: Callable, target, fake, fake_logits, visible, l1_weight) -> dict:
    """The probe: the loss in its two parts, and its gradient by fake and logits."""
    probe = probes.loss_and_gradients("fake", "fake_logits")
    target, mask = tf.constant(target), tf.constant(visible)
    seen = probe(lambda f, d: loss(target, f, d, mask, l1_weight), fake, fake_logits)
    game = loss(target, tf.constant(fake), tf.constant(fake_logits), mask, 0.0)
    added = seen.pop("loss") - game
    if visible.any():
        adds = f"what l1_weight={l1_weight:.0f} adds"
        parts = {"loss with l1_weight=0": game, adds: added}
    else:  # the game alone may be NaN, too: it has been looked at before
        parts = {NOTHING_LEFT: added}
        if isinstance(seen["d loss / d fake"], str):  # no L1, so no connection
            seen["d loss / d fake"] = np.zeros_like(fake)
    for name, array in (("fake", fake), ("fake_logits", fake_logits)):
        key = f"d loss / d {name}"
        if not isinstance(seen[key], str):
            seen[key] = seen[key] * array.size  # numbers around 1
    return parts | seen


ADDS = "what l1_weight=10 adds", "what l1_weight=3 adds", NOTHING_LEFT
MASKED_LOSS = Task(
    points=3,
    cases=photo_cases,
    probe=slopes,
    parts={
        "the adversarial loss": ("loss with l1_weight=0", "d loss / d fake_logits"),
        "L1 where visible": (*ADDS, "d loss / d fake"),
    },
    hints=(
        "two numbers: a mean over all logits, and a mean over what is visible.",
        "multiply the distances by the mask: what is hidden becomes 0. By how many "
        "numbers do you divide then?",
        "the sum of visible · |target − fake|, divided by the sum of visible times the "
        "number of channels; at least by 1.",
    ),
    case_hints={
        "d loss / d fake": probes.DETACHED,
        "d loss / d fake_logits": probes.DETACHED,
        "three photos, partly hidden": (
            "the adversarial loss (with l1_weight=0 nothing of L1 may be left): the "
            "mean of (logit − 1)² over the batch and the whole map; no sigmoid, no "
            "mask."
        ),
        "what l1_weight=10 adds": (
            "the L1 part: the distances of all visible numbers of the batch added up, "
            "divided by how many these are: visible pixels times channels. What is "
            "hidden counts neither above nor below."
        ),
        "grey photos, one logit each": (
            "photos may have one channel, and maps a single logit: take the number of "
            "channels from the shape."
        ),
        "nothing is visible": (
            "nothing is visible: the second loss is 0. A sum of nothing divided by 0 "
            "is NaN: divide by at least 1."
        ),
    },
)
