"""Homework 02, tasks 4 and 5: the moving average, and a step with batch norm."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from gan_utils import losses
from homework.checks import probes
from homework.checks.tasks import Task

# Task 4: the moving average -------------------------------------------------------


def moving_average(path, beta, start=None, new=None):
    """β · average + (1 − β) · weights, from the weights at the start."""
    average = path[0] if start is None else np.full_like(path[0], start)
    new = 1 - beta if new is None else new
    found = [average]
    for weights in path[1:]:
        average = beta * average + new * weights
        found.append(average)
    return np.stack(found)


def updated_from_zero(path, beta):
    """A mistake: the average is 0 before the first row, which is then averaged in."""
    return moving_average(np.concatenate([0 * path[:1], path]), beta)[1:]


def one_step_late(path, beta):
    """A mistake: the weights before each step are averaged in."""
    return np.concatenate([path[:1], moving_average(path, beta)[:-1]])


def of_one_step(path, beta):
    """A mistake: the average forgets all but the last step."""
    late = beta * path[:-1] + (1 - beta) * path[1:]
    return np.concatenate([path[:1], late])


def corrected_for_zero(path, beta):
    """A mistake here: Adam's correction, for an average that starts at 0."""
    steps = np.arange(1, len(path) + 1)[:, None]
    return updated_from_zero(path, beta) / np.maximum(1 - beta**steps, 1e-12)


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
    reference=moving_average,
    cases=path_cases,
    mistakes={
        "the average starts at the first weights, row 0; yours starts at 0.": (
            lambda path, beta: moving_average(path, beta, start=0)
        ),
        "the average starts with row 0 itself; yours mixes row 0 with zeros.": (
            updated_from_zero
        ),
        "β and 1 − β are swapped: β belongs to the old average.": (
            lambda path, beta: moving_average(path, 1 - beta)
        ),
        "the new weights count 1 − β; without this factor the average grows.": (
            lambda path, beta: moving_average(path, beta, new=1.0)
        ),
        "the old average counts β; yours keeps all of it.": (
            lambda path, beta: np.cumsum(
                np.concatenate([path[:1], (1 - beta) * path[1:]]), axis=0
            )
        ),
        "this is the plain mean of all the steps so far; it forgets nothing.": (
            lambda path, beta: (
                np.cumsum(path, axis=0) / np.arange(1, len(path) + 1)[:, None]
            )
        ),
        "the average mixes the old average with the new weights; you mix the old "
        "weights with the new ones.": of_one_step,
        "one step late: after step t the weights of step t are in the average.": (
            one_step_late
        ),
        "Adam's division by 1 − βᵗ repairs a start at 0; this one starts at row 0.": (
            corrected_for_zero
        ),
        "return the average after every step, not only the last one.": (
            lambda path, beta: moving_average(path, beta)[-1]
        ),
        "row 0, the average before the first step, is missing.": (
            lambda path, beta: moving_average(path, beta)[1:]
        ),
        "time runs along the first axis: a row is one step, not one weight.": (
            lambda path, beta: moving_average(path.T, beta).T
        ),
    },
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


def together(D, real, fake):
    """Logits of both kinds from one mixed batch, as in the broken step."""
    both = D(ops.concatenate([real, fake]), training=True)
    return ops.split(both, [len(real)])


def apart(D, real, fake):
    """Logits of both kinds, each from a batch of its own."""
    return D(real, training=True), D(fake, training=True)


def by_running_averages(D, real, fake):
    """Logits without batch norm's own statistics of the batch."""
    return D(real, training=False), D(fake, training=False)


def alone(D, real, fake):
    """The logits for G's step."""
    return D(fake, training=True)


def game_step(ask=apart, ask_for_G=alone, G_trains=True, swap=False):
    """A step of each player, with these ways to ask D."""

    def step(D, G, optimizer_D, optimizer_G, real, latents):
        weights = D.trainable_variables
        fake = G(latents, training=G_trains)
        with tf.GradientTape() as tape:
            logits = ask(D, real, fake)
            value = losses.cross_entropy_discriminator(*logits[:: -1 if swap else 1])
        optimizer_D.apply(tape.gradient(value, weights), weights)
        weights = G.trainable_variables
        with tf.GradientTape() as tape:
            logits = ask_for_G(D, real, G(latents, training=G_trains))
            value = losses.non_saturating_generator(logits)
        optimizer_G.apply(tape.gradient(value, weights), weights)

    return step


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
    reference=game_step(),
    cases=game_cases,
    probe=play,
    mistakes={
        "D still sees real points and fakes in one batch, whose mean and spread batch "
        "norm shares among all.": game_step(together),
        "D's step without training=True, or with frozen layers: batch norm then uses "
        "its running averages instead of the batch. Ask D twice, in training mode.": (
            game_step(by_running_averages)
        ),
        "D's step is asked about G's fakes in G's inference mode: give G training=True "
        "as well.": game_step(G_trains=False),
        "D's two losses are swapped: real up, fakes down.": game_step(swap=True),
        "G's step without training=True for D: batch norm then uses its running "
        "averages, in G's step too.": game_step(
            ask_for_G=lambda D, real, fake: D(fake, training=False)
        ),
        "G's step needs no real points; in a mixed batch they shift the fakes' "
        "logits.": game_step(ask_for_G=lambda *all_: together(*all_)[1]),
        "a real batch in training mode and fakes without: both need training=True.": (
            game_step(
                lambda D, real, fake: (D(real, training=True), D(fake, training=False))
            )
        ),
        "fakes in training mode and real points without: both need training=True.": (
            game_step(
                lambda D, real, fake: (D(real, training=False), D(fake, training=True))
            )
        ),
        "all the real points belong in D's step, also where there are fewer fakes: two "
        "batches need not be equally large.": game_step(
            lambda D, real, fake: apart(D, real[: len(fake)], fake)
        ),
    },
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
