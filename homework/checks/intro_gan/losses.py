"""Homework 01, tasks 3 and 4: the losses of the two players."""

import numpy as np

from homework.checks import probes
from homework.checks.tasks import Task


def pair_cases(rng):
    """Logits of a batch of real images and of one of fakes."""
    real, fake = rng.normal(0, 2, (2, 6, 1)).astype("float32")
    large = np.array([[200.0], [-150.0], [3.0]], "float32")
    return {
        "a small batch": (real, fake),
        "batches of different size": (real[:5], fake[:2]),
        "logits as large as 200": (large, -large),
    }


def fake_cases(rng):
    """Logits of a batch of fakes."""
    fake = rng.normal(0, 2, (6, 1)).astype("float32")
    return {
        "a small batch": (fake,),
        "logits as large as 200": (np.array([[200.0], [-150.0]], "float32"),),
    }


DETACHED = (
    "the value is right, but no gradient flows back: with NumPy, .numpy() or float() "
    "the tape loses sight of the logits. Use keras.ops or TensorFlow throughout."
)
LOSS_HINTS = {
    "d loss / d real_logits": DETACHED,
    "d loss / d fake_logits": DETACHED,
    "batches of different size": "take each mean over its own batch, then add them.",
    "logits as large as 200": probes.UNSTABLE,
}


DISCRIMINATOR_LOSS = Task(
    points=3,
    cases=pair_cases,
    probe=probes.loss_and_gradients("real_logits", "fake_logits"),
    hints=(
        "for each real picture −log D, for each fake −log(1 − D), with D = σ(logit).",
        "−log σ(l) = softplus(−l) and −log(1 − σ(l)) = softplus(l).",
        "one ops.mean for the real batch, one for the fakes, and a plus between.",
    ),
    case_hints=LOSS_HINTS,
)

GENERATOR_LOSS = Task(
    points=2,
    cases=fake_cases,
    probe=probes.loss_and_gradients("fake_logits"),
    hints=(
        "G minimises −log D(G(z)): small where D calls the fake real.",
        "−log σ(l) = softplus(−l); then the mean over the batch.",
    ),
    case_hints=LOSS_HINTS,
)
