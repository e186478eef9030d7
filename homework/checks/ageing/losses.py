"""Homework 06, tasks 1 and 2: the losses of IPCGAN."""

from homework.checks import probes
from homework.checks.tasks import Task

# Task 1: the discriminator's loss -------------------------------------------------


def logit_cases(rng):
    """Maps of logits: real with its age, real with a wrong one, aged photos."""
    real, wrong, fake = rng.normal(0.4, 1, (3, 5, 2, 2, 1)).astype("float32")
    return {
        "maps of logits": (real, wrong, fake),
        "batches of different size": (real, wrong[:2], fake[:3]),
        "one logit a photo": (real[:, 0, 0], wrong[:, 1, 1], fake[:, 0, 1]),
    }


NAMES = ("real_logits", "wrong_logits", "fake_logits")
DISCRIMINATOR_LOSS = Task(
    points=3,
    cases=logit_cases,
    probe=probes.loss_and_gradients(*NAMES),
    hints=(
        "three means of squared distances, to the goals 1, 0 and 0.",
        "the weights are ½, ¼ and ¼: the two kinds of wrong pair share one half.",
        "½ mean((real − 1)²) + ¼ mean(wrong²) + ¼ mean(fake²).",
    ),
    case_hints={f"d loss / d {name}": probes.DETACHED for name in NAMES}
    | {
        "maps of logits": (
            "three terms: mean squared distances to the goals 1 (real with its age), 0 "
            "(wrong age) and 0 (aged), with the weights ½, ¼ and ¼."
        ),
        "batches of different size": "take each mean over its own batch.",
        "one logit a photo": "D may return a map or a single logit: mean over all.",
    },
)

# Task 2: is it still the same face? -----------------------------------------------


def feature_cases(rng):
    """Features of photos and of their aged versions."""
    kept, found = rng.normal(0.5, 1, (2, 4, 3, 3, 2)).astype("float32")
    return {
        "maps of features": (kept, found),
        "features a hundred times as large": (100 * kept, 100 * found),
        "nothing has changed": (kept, kept.copy()),
        "vectors of features": (kept[:, 0, 0], found[:, 0, 0]),
    }


FEATURE_LOSS = Task(
    points=3,
    cases=feature_cases,
    probe=probes.loss_and_gradients("kept", "found"),
    hints=(
        "a share: how much has changed, compared with what was there?",
        "mean of (kept − found)² divided by the mean of kept².",
    ),
    case_hints={
        "maps of features": (
            "one fraction: above the mean of (kept − found)², below the mean of kept², "
            "each over the batch and all features."
        ),
        "features a hundred times as large": (
            "a share does not change when all features are a hundred times as large: "
            "nothing may be added above or below, and nothing clipped."
        ),
        "nothing has changed": "where nothing has changed, the loss is 0.",
        "vectors of features": "features may be maps or vectors: mean over all axes.",
        "d loss / d found": probes.DETACHED,
        "d loss / d kept": (
            "the value is right, but not the gradient by the photo's features: no "
            "stop_gradient is needed, nor NumPy."
        ),
    },
)
