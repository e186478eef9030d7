"""Homework 01, tasks 5 and 6: repair a training step, read curves of losses."""

from collections.abc import Callable

import keras
import tensorflow as tf
from keras import layers, ops

from homework.checks import probes
from homework.checks.tasks import Task

# Task 5: the training step --------------------------------------------------------


def small_networks() -> tuple[keras.Model, keras.Model]:
    """D and G for points in the plane, always with the same weights."""

    def dense(units, seed, activation=None):
        start = keras.initializers.GlorotUniform(seed)
        return layers.Dense(units, activation, kernel_initializer=start)

    D = keras.Sequential([layers.Input((2,)), dense(8, 1, "tanh"), dense(1, 2)])
    G = keras.Sequential([layers.Input((2,)), dense(2, 3)])
    return D, G


class _Noted(keras.optimizers.SGD):
    """Plain descent that notes when it is used."""

    def __init__(self, rate: float, name: str, order: list[str]):
        super().__init__(rate)
        self.note = lambda: order.append(name)

    def apply(self, gradients, weights=None):
        self.note()
        return super().apply(gradients, weights)


def play(step: Callable, real, latents, rate_D: float, rate_G: float) -> dict:
    """The probe: two steps of a small game; which network moved, and where to?"""
    real, latents = tf.constant(real), tf.constant(latents)
    D, G = small_networks()
    order: list[str] = []
    optimizer_D = _Noted(rate_D, "D", order)
    optimizer_G = _Noted(rate_G, "G", order)
    seen = {}
    before = logits(D, G, real, latents)
    for number in (1, 2):
        old = probes.weights_of(D), probes.weights_of(G)
        step(D, G, optimizer_D, optimizer_G, real, latents)
        for name, network, rate, weights in (
            ("D", D, rate_D, old[0]),
            ("G", G, rate_G, old[1]),
        ):
            moved = probes.moved(network, weights)
            verb = "moves" if rate else "stays"
            seen[f"{name} {verb} in step {number}"] = moved == bool(rate)
    after = logits(D, G, real, latents)
    if rate_G == 0:  # nothing but D has changed, so both can be told
        gaps = [real_logit - fake_logit for real_logit, fake_logit in (before, after)]
        seen["D tells them apart better"] = gaps[1] > gaps[0]
        seen["D's logits of real points rise"] = after[0] > before[0]
        seen["D's logits of fakes fall"] = after[1] < before[1]
    if rate_D == 0:
        seen["D's logits of fakes rise"] = after[1] > before[1]
    seen["D moves first, then G"] = order[:1] != ["G"]
    return seen


def logits(D, G, real, latents) -> tuple[float, float]:
    """D's mean logit of real points and of fakes."""
    return float(ops.mean(D(real))), float(ops.mean(D(G(latents))))


def game_cases(rng):
    """Two games on the same points; in each one player's rate is 0, so it rests."""
    real = rng.normal((2, 0), 0.3, (32, 2)).astype("float32")
    latents = rng.normal(size=(32, 2)).astype("float32")
    return {
        "the rate of G is 0": (real, latents, 0.1, 0.0),
        "the rate of D is 0": (real, latents, 0.0, 0.1),
    }


TRAINED_ONCE = (
    "D learns once and never again: who sets D.trainable = False, and who sets it back?"
)


TRAIN_STEP = Task(
    points=4,
    cases=game_cases,
    probe=play,
    seeds=1,
    hints=(
        "print len(D.trainable_variables) before each step. What changes?",
        "to keep D still while G learns, nothing needs to be frozen: optimizer_G "
        "moves only the weights that it is given.",
    ),
    case_hints={
        "D moves in step 1": (
            "D never moves: it is frozen (D.trainable = False), it has no step, or "
            "optimizer_D is given other weights."
        ),
        "D moves in step 2": TRAINED_ONCE,
        "G moves in step 1": "G never moves: it is frozen, or has no step of its own.",
        "G moves in step 2": "G moves once and never again: was it frozen meanwhile?",
        "G stays in step 1": (
            "D's step also moves G: give optimizer_D the gradients of D's weights only."
        ),
        "D stays in step 1": (
            "G's step also moves D: give optimizer_G the gradients of G's weights only."
        ),
        "D tells them apart better": (
            "D learns the wrong way round: real up, fakes down."
        ),
        "D's logits of real points rise": "D does not learn from real points.",
        "D's logits of fakes fall": "D does not learn from fakes.",
        "D moves first, then G": (
            "G moves before D: first D's step, once, then G's, which asks the new D."
        ),
        "D's logits of fakes rise": (
            "G learns the wrong way round: its fakes should look real to D."
        ),
    },
)

# Task 6: the curves ---------------------------------------------------------------


DIAGNOSES = Task(
    points=3,
    cases=lambda rng: {f"run {number}": (number,) for number in (1, 2, 3, 4)},
    probe=probes.letters(4),
    secret=True,
    seeds=1,
    parts={f"run {number}": (f"run {number}",) for number in (1, 2, 3, 4)},
    case_hints={
        "number of letters": 'return one letter a run, four in all, such as "AAAA".',
    },
    hints=(
        "draw two lines by eye: log 4 ≈ 1.386 for D's loss, log 2 ≈ 0.693 for G's.",
        "which player's loss is near 0? That one wins, against what opponent?",
        "a D that always says ½ has the loss log 4. A larger loss means that D is "
        "fooled again and again, and does nothing about it.",
    ),
)
