"""Homework 02, tasks 4 and 5: the moving average, and a step with batch norm."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from homework.checks import probes
from homework.checks.tasks import Task

# Task 4: the moving average -------------------------------------------------------


def path_cases(rng):
    """Weights over time, (steps + 1, n_weights); special β first."""
    path = np.cumsum(rng.normal(size=(6, 3)), axis=0)
    return {
        "weights that never move": (np.full((4, 2), 5.0), 0.9),
        "β = 0: no memory": (path, 0.0),
        "β = 1: the average never moves": (path, 1.0),
        "one step, β = 0.7": (path[:2], 0.7),
        "6 rows, 3 weights, β = 0.7": (path, 0.7),
        "200 steps, β = 0.99": (np.cumsum(rng.normal(0, 0.1, (201, 2)), axis=0), 0.99),
    }


MOVING_AVERAGE = Task(
    points=2,
    cases=path_cases,
    hints=(
        "start with the first row and take in one row after another.",
        "average = β · average + (1 − β) · weights, once for each step.",
        "keep each average in a list (a new array each time), and stack them.",
    ),
    case_hints={
        "weights that never move": (
            "the average of weights that never move is them: the factors of the old "
            "average and of the new weights add up to 1, with a plus between."
        ),
        "β = 0: no memory": (
            "with β = 0 row t is the weights of step t: is β used, and has each row a "
            "new array of its own, which no later step changes?"
        ),
        "β = 1: the average never moves": (
            "with β = 1 it stays at row 0 for ever: start there and go forward."
        ),
        "one step, β = 0.7": "after one step: 0.7 · row 0 + 0.3 · row 1.",
        "6 rows, 3 weights, β = 0.7": (
            "β multiplies the old average, which itself remembers all the steps before."
        ),
        "200 steps, β = 0.99": "a long path is no different: no window, no limit.",
    },
)

# Task 5: the mixed batch ----------------------------------------------------------


def small_networks() -> tuple[keras.Model, keras.Model]:
    """D and G with batch norm, always with the same weights."""

    def dense(units, seed):
        start = keras.initializers.RandomNormal(0, 0.5, seed)
        return layers.Dense(units, kernel_initializer=start)

    def norm():
        return layers.BatchNormalization(momentum=0.9)

    # Not odd functions such as tanh alone: with them real and fake can be swapped.
    D = [layers.Input((2,)), dense(8, 1), norm(), layers.LeakyReLU(0.2), dense(1, 2)]
    G = [layers.Input((2,)), dense(4, 3), norm(), layers.ReLU(), dense(2, 4)]
    return keras.Sequential(D), keras.Sequential(G)


def play(step, real, latents, rate_D: float, rate_G: float) -> dict:
    """The probe: one step of a small game; who moved, and where to?"""
    D, G = small_networks()
    seen = {}
    before = {"D": probes.weights_of(D), "G": probes.weights_of(G)}
    optimizers = keras.optimizers.SGD(rate_D), keras.optimizers.SGD(rate_G)
    step(D, G, *optimizers, tf.constant(real), tf.constant(latents))
    for name, network, rate in (("D", D, rate_D), ("G", G, rate_G)):
        move = direction(network, before[name])
        if rate:
            seen[f"{name}'s step"] = move / rate
        else:
            seen[f"{name} stays"] = not move.any()
        follows = averages_moved(network, before[name])
        seen[f"{name}'s batch norm follows its batches"] = follows
    return seen


def direction(network, before) -> np.ndarray:
    """How far each learned weight has moved, as one vector."""
    learned = ["moving" not in weight.path for weight in network.weights]
    pairs = zip(network.get_weights(), before, learned, strict=True)
    return np.concatenate([(now - then).ravel() for now, then, own in pairs if own])


def averages_moved(network, before) -> bool:
    """Whether batch norm's running averages have moved."""
    learned = ["moving" not in weight.path for weight in network.weights]
    pairs = zip(network.get_weights(), before, learned, strict=True)
    return any((now != then).any() for now, then, own in pairs if not own)


def game_cases(rng):
    """More real points than latents; in turn one player's rate is 0, so it rests."""
    real = rng.normal((2, 0), 0.5, (16, 2)).astype("float32")
    latents = rng.normal(size=(10, 2)).astype("float32")
    return {
        "the rate of G is 0": (real, latents, 0.1, 0.0),
        "the rate of D is 0": (real, latents, 0.0, 0.1),
    }


TRAIN_STEP = Task(
    points=4,
    cases=game_cases,
    probe=play,
    hints=(
        "batch norm in training mode subtracts the mean of the batch. Of which batch, "
        "in the broken step?",
        "what would batch norm do if all real points were 5 and all fakes −5?",
        "call D twice in D's step, each time with training=True.",
    ),
    case_hints={
        "D's step": (
            "D moves elsewhere than it should: two separate calls with training=True, "
            "the given loss, and the gradients of D's weights only."
        ),
        "G's step": (
            "G moves elsewhere than it should: G and D with training=True, fakes "
            "alone, the given loss, inside the tape."
        ),
        "G stays": "D's step also moves G: give optimizer_D the weights of D only.",
        "D stays": "G's step also moves D: give optimizer_G the weights of G only.",
        "D's batch norm follows its batches": (
            "D's running averages stand still: it never saw a batch with training=True."
        ),
        "G's batch norm follows its batches": (
            "G's running averages stand still: it never saw a batch with training=True."
        ),
    },
)
