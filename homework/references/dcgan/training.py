"""Right and wrong answers to homework 02, tasks 4 and 5."""

import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses
from homework.references.known import Known

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


MOVING_AVERAGE = Known(
    reference=moving_average,
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
)

# Task 5: the mixed batch ----------------------------------------------------------


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


TRAIN_STEP = Known(
    reference=game_step(),
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
)
