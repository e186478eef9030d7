"""Right and wrong answers to homework 06, tasks 1 and 2."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf
from keras import ops

from homework.checks import probes
from homework.references.known import Known

# Task 1: the discriminator's loss -------------------------------------------------


def discriminator_loss(real, wrong, fake):
    """½ E (real − 1)² + ¼ E wrong² + ¼ E fake²."""
    return three(0.5, 0.25, 0.25)(real, wrong, fake)


def three(a: float, b: float, c: float, goals=(1.0, 0.0, 0.0)) -> Callable:
    """A sum of three squared distances with these weights and goals."""

    def loss(*logits):
        parts = [
            weight * ops.mean((x - goal) ** 2)
            for weight, x, goal in zip((a, b, c), logits, goals, strict=True)
        ]
        return sum(parts)

    return loss


DISCRIMINATOR_LOSS = Known(
    reference=discriminator_loss,
    mistakes={
        "the term of the photos with a wrong age is missing: without it D need not "
        "look at the age.": three(0.5, 0, 0.25),
        "the term of the aged photos is missing.": three(0.5, 0.25, 0),
        "the term of the real photos is missing.": three(0, 0.25, 0.25),
        "real photos of a wrong age shall get 0, not 1: they are wrong *pairs*.": three(
            0.5, 0.25, 0.25, (1, 1, 0)
        ),
        "aged photos shall get 0 from D, not 1; 1 is what G wants.": three(
            0.5, 0.25, 0.25, (1, 0, 1)
        ),
        "the goals are swapped: real pairs 1, the others 0.": three(
            0.5, 0.25, 0.25, (0, 1, 1)
        ),
        "the least-squares game has the goals 1 and 0 here, not 1 and −1.": three(
            0.5, 0.25, 0.25, (1, -1, -1)
        ),
        "wrong age and aged share the weight of the fakes: half as much as real, "
        "each.": three(0.5, 0.5, 0.5),
        "the three do not weigh the same: wrong age and aged share the half of the "
        "fakes.": three(1 / 3, 1 / 3, 1 / 3),
        "take the mean over the logits, not the sum.": lambda r, w, f: (
            ops.sum((r - 1) ** 2) / 2 + ops.sum(w**2) / 4 + ops.sum(f**2) / 4
        ),
        "the mean comes last: first the square of each logit.": lambda r, w, f: (
            (ops.mean(r) - 1) ** 2 / 2 + ops.mean(w) ** 2 / 4 + ops.mean(f) ** 2 / 4
        ),
        "this is the cross-entropy; IPCGAN plays the least-squares game.": (
            lambda r, w, f: (
                ops.mean(ops.softplus(-r)) / 2
                + ops.mean(ops.softplus(w)) / 4
                + ops.mean(ops.softplus(f)) / 4
            )
        ),
        "squares, not absolute values.": lambda r, w, f: (
            ops.mean(ops.abs(r - 1)) / 2
            + ops.mean(ops.abs(w)) / 4
            + ops.mean(ops.abs(f)) / 4
        ),
        "the least-squares game takes the logits as they are, without a sigmoid.": (
            lambda r, w, f: discriminator_loss(*map(ops.sigmoid, (r, w, f)))
        ),
    },
)

# Task 2: is it still the same face? -----------------------------------------------


def feature_loss(kept, found):
    """E ‖kept − found‖² / E ‖kept‖²."""
    return ops.mean((kept - found) ** 2) / ops.mean(kept**2)


FEATURE_LOSS = Known(
    reference=feature_loss,
    mistakes={
        "the denominator is missing: divide by the squared length of the photo's "
        "features.": lambda k, f: ops.mean((k - f) ** 2),
        "divide by the features of the *photo*, not of the result: or G could win by "
        "making them large.": lambda k, f: ops.mean((k - f) ** 2) / ops.mean(f**2),
        "squares above and below: this divides by a length, not its square.": (
            lambda k, f: ops.mean((k - f) ** 2) / ops.sqrt(ops.mean(k**2))
        ),
        "the root is too much: squared distance over squared length.": (
            lambda k, f: ops.sqrt(feature_loss(k, f))
        ),
        "one mean above and one below, over the whole batch; yours is a mean of "
        "fractions of each photo.": lambda k, f: ops.mean(
            per_photo((k - f) ** 2) / per_photo(k**2)
        ),
        "one mean above and one below; yours divides each single feature, and some "
        "are nearly 0.": lambda k, f: ops.mean((k - f) ** 2 / k**2),
        "a sum above and a mean below do not fit together.": lambda k, f: (
            ops.sum((k - f) ** 2) / ops.mean(k**2)
        ),
        "absolute values are not squares.": lambda k, f: (
            ops.mean(ops.abs(k - f)) / ops.mean(ops.abs(k))
        ),
        "subtract first, then square: (kept − found)², not kept² − found².": (
            lambda k, f: ops.mean(k**2 - f**2) / ops.mean(k**2)
        ),
        "the brackets: only the mean of the photo's features stands below.": (
            lambda k, f: ops.mean((k - f) ** 2) / ops.mean(k**2 + f**2)
        ),
        "the mean comes last: differences of both signs cancel.": lambda k, f: (
            ops.mean(k - f) ** 2 / ops.mean(k**2)
        ),
        probes.DETACHED: lambda k, f: float(feature_loss(k, f)),
        "the gradient stops at the result: G would learn nothing. The networks are "
        "frozen, not the flow through them.": lambda k, f: feature_loss(
            k, tf.stop_gradient(f)
        ),
    },
)


def per_photo(x):
    """The mean over everything but the batch."""
    return ops.mean(x, axis=tuple(range(1, np.ndim(x))))
