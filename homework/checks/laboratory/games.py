"""Homework 09, tasks 3 and 4: the loss of R3GAN's D, and a fair choice."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.checks import probes
from homework.checks.tasks import Task, returned

# Task 3: the loss of D --------------------------------------------------------------


def game_cases(rng):
    """The weights of a small D, pictures, and the weight of the penalty."""

    def case(count, weight, scale=1.0):
        numbers = rng.normal(0, scale, (2, 4)), rng.normal(size=(2, count, 2, 2, 1))
        return (*(np.float32(x) for x in numbers), weight)

    return {
        "5 pairs, weight 1": case(5, 1.0),
        "no penalty": case(4, 0.0),
        "one pair, weight 10": case(1, 10.0),
        "large logits": case(3, 0.01, scale=300.0),
    }


def loss_of_d(answer, weights, pictures, weight):
    """The loss of a D with a curved score, and its gradient by D's weights."""
    weights, pictures = tf.Variable(weights), tf.constant(pictures)

    def D(images):
        flat = ops.reshape(images, (-1, 4))
        score = flat @ weights[0][:, None] + (flat**2) @ weights[1][:, None] / 2
        return score

    with tf.GradientTape() as tape:
        loss = returned(answer, D, *tf.unstack(pictures), weight)
        target = tf.cast(loss, "float32")
    gradient = tape.gradient(target, weights)
    gradient = (
        probes.NO_GRADIENT if gradient is None else tf.convert_to_tensor(gradient)
    )
    return {"loss": loss, "d loss / d weights": gradient}


PAIRED_LOSS = Task(
    points=3,
    cases=game_cases,
    probe=loss_of_d,
    hints=(
        "the game alone is softplus(D(fake) − D(real)), averaged over the pairs.",
        "for a penalty: a GradientTape that watches the images, D's logits inside it, "
        "then the gradient by the images, squared and summed an image each.",
        "losses.squared_gradient_norm(D, images) gives ‖∇D‖² for each image; use it "
        "on real and on fake images, with weight / 2.",
    ),
    case_hints={
        "no penalty": (
            "the game compares pairs: softplus of the difference D(fake) − D(real), "
            "with this sign, and the mean over the pairs."
        ),
        "one pair, weight 10": (
            "weight / 2 times the mean squared norm, on real and on fake images both."
        ),
        "large logits": probes.UNSTABLE,
        "d loss / d weights": probes.DETACHED,
    },
)

# Task 4: which would you take? ------------------------------------------------------


SECONDS = np.array([5.0, 10.0, 20.0, 40.0])
# Scores at these seconds, a row a seed. With 20 seconds "right" is the one to choose,
# and each of the others for one who makes the mistake that stands behind it.
CONTEST = {
    "plain": ((60, 60, 30, 60), (60, 60, 32, 60), (60, 60, 31, 60)),  # none
    "right": ((60, 60, 40, 60), (60, 60, 20, 60), (60, 60, 19, 60)),
    "lucky": ((60, 60, 2, 60), (60, 60, 65, 60), (60, 60, 50, 60)),  # the best seed
    "even": ((60, 60, 24, 60), (60, 60, 26, 60), (60, 60, 25, 60)),  # the worst seed
    "skewed": ((60, 60, 34, 60), (60, 60, 23, 60), (60, 60, 8, 60)),  # the mean
    "late": ((60, 60, 50, 3), (60, 60, 51, 3), (60, 60, 52, 3)),  # what comes later
    "early": ((60, 5, 55, 60), (60, 5, 56, 60), (60, 5, 57, 60)),  # strictly before
    "swings": ((4, 50, 47, 60), (4, 50, 48, 60), (4, 50, 49, 60)),  # the best moment
    "worst": ((90, 90, 80, 90), (90, 90, 81, 90), (90, 90, 82, 90)),  # the largest
    "after": ((60, 53, 1, 60), (60, 53, 1, 60), (60, 53, 1, 60)),  # the first after
}


def contest(rng):
    """CONTEST under names that say nothing, in an order by chance but for the first."""
    first, *roles = CONTEST
    scale, curves = rng.uniform(0.5, 2), {}
    for letter, role in zip(
        "ABCDEFGHIJ", [first, *rng.permutation(roles)], strict=True
    ):
        seconds = SECONDS + 2 if role == "after" else SECONDS
        curves[f"method {letter}"] = [
            (seconds, scale * np.array(row, float)) for row in CONTEST[role]
        ]
    return curves


def curve_cases(rng):
    """Curves of a few methods: seconds and scores, a pair for each seed."""

    def same(*row):
        return [(SECONDS, np.array(row, float))] * 3

    def chance():
        rows = [np.sort(rng.uniform(5, 90, 4))[::-1] for _ in range(3)]
        return [(SECONDS, row) for row in rows]

    better, worse = same(30, 30, 30, 30), same(40, 40, 40, 40)
    quick, slow = same(50, 30, 28, 27), same(90, 60, 20, 8)
    late = [(SECONDS + 60, np.array([3.0, 2, 1, 1]))] * 3
    return {
        "ten methods, 20 seconds": (contest(rng), 20.0),
        "one that is always better": ({"worse": worse, "better": better}, 20.0),
        "40 seconds": ({"quick": quick, "slow": slow}, 40.0),
        "15 seconds": ({"slow": slow, "quick": quick}, 15.0),
        "one that comes too late": ({"late": late, "quick": quick}, 30.0),
        "four methods by chance": ({f"method {c}": chance() for c in "ABCD"}, 20.0),
    }


def named(answer, curves, budget):
    """The name that was chosen."""
    return {"chosen name": returned(answer, curves, budget)}


CHOICE = (
    "for each seed the last score in time, for each method the median of the seeds, "
    "and of these the smallest."
)
CHOOSE = Task(
    points=2,
    cases=curve_cases,
    probe=named,
    hints=(
        "for each seed: the last score at or before the budget.",
        "for each method: the median of its seeds. The smallest median is chosen.",
        "a seed without a score in time counts as infinitely bad: np.inf.",
    ),
    case_hints={
        "15 seconds": "only what was measured within the budget of seconds counts.",
        "40 seconds": "a score exactly at the budget counts; small is better.",
        "one that comes too late": (
            "a method without any score within the budget cannot be chosen."
        ),
        "one that is always better": "the smallest median; give back its name.",
        "ten methods, 20 seconds": CHOICE,
        "four methods by chance": CHOICE,
    },
)
