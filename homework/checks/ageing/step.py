"""Homework 06, task 3: only G moves in G's step."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from homework.checks import probes
from homework.checks.tasks import Task

N_GROUPS, RATE = 3, 1e-2
STEP = {  # what is compared, by the critic that decides
    "age": "G's step for the age",
    "adversarial": "G's step for D",
    "features": "G's step for the features",
    "all": "G's step",
}


def players(critic: str) -> dict[str, keras.Model]:
    """G and three critics for photos of four numbers, always with the same weights.

    All critics but one (or none) see so little of a photo that this one decides where
    G moves.
    """

    def dense(units, seed, activation=None, faint=False):
        start = keras.initializers.GlorotNormal(seed)
        bias = "ones" if faint else "zeros"
        layer = layers.Dense(
            units, activation, kernel_initializer=start, bias_initializer=bias
        )
        return keras.Sequential([layers.Rescaling(1e-4), layer]) if faint else layer

    photo, group = layers.Input((4,)), layers.Input((), dtype="int32")
    asked = layers.CategoryEncoding(N_GROUPS, output_mode="one_hot")(group[:, None])
    both = layers.Concatenate()([photo, asked])
    change = dense(4, 1, "tanh")(both)
    logit = dense(1, 2, faint=critic not in ("all", "adversarial"))(both)
    seen = dense(3, 3, faint=critic not in ("all", "features"))(photo)
    named = dense(N_GROUPS, 4, faint=critic not in ("all", "age"))(photo)
    return {
        "G": keras.Model([photo, group], layers.Add()([photo, change])),
        "D": keras.Model([photo, group], logit),
        "the age classifier": keras.Model(photo, named),
        "the feature network": keras.Model(photo, seen),
    }


def play(step: Callable, critic: str, photos, targets) -> dict:
    """The probe: two steps; who moved, who is frozen, and how far did G go?"""
    photos, targets = tf.constant(photos), tf.constant(targets)
    networks = players(critic)
    optimizer = keras.optimizers.SGD(RATE)
    seen, first = {}, None
    for number in (1, 2):
        weights = {name: probes.weights_of(one) for name, one in networks.items()}
        step(*networks.values(), optimizer, photos, targets)
        moved = {n: probes.moved(one, weights[n]) for n, one in networks.items()}
        seen[f"G moves in step {number}"] = moved.pop("G")
        for name, has_moved in moved.items():
            seen[f"{name} stays in step {number}"] = not has_moved
        if first is None:
            first = probes.way(networks["G"], weights["G"]) / RATE
    for name, network in networks.items():
        free = len(network.trainable_variables) == len(network.variables)
        seen[f"{name} could be trained afterwards"] = free
    seen[STEP[critic]] = first
    return seen


def step_cases(rng):
    """The same photos four times: one critic decides alone, then all."""
    photos = rng.normal(0, 1, (12, 4)).astype("float32")
    targets = np.arange(12, dtype="int32") % N_GROUPS
    return {
        "the age classifier decides": ("age", photos, targets),
        "D decides": ("adversarial", photos, targets),
        "the features decide": ("features", photos, targets),
        "all three decide": ("all", photos, targets),
    }


HELPED = (
    " itself is trained in G's step: it would learn to be content. Give the optimizer "
    "the weights of G only."
)
FROZEN = (
    " is frozen afterwards, and its own step will find nothing to train: set nothing "
    "to trainable = False, or set it back. The optimizer moves only what it is given."
)
GENERATOR_STEP = Task(
    points=4,
    cases=step_cases,
    probe=play,
    seeds=1,
    hints=(
        "who moves? Compare the weights of all four networks before and after a step.",
        "the optimizer moves what it is given: G.trainable_variables, and no other.",
        "inside the tape: fakes, three losses, their weighted sum. Outside: gradient "
        "by G's weights, apply.",
    ),
    case_hints={
        "the age classifier decides": (
            "fakes = G([photos, targets]) are made inside the tape and go to D, the "
            "classifier and the features as they are: no predict, no NumPy."
        ),
        "G moves in step 1": (
            "G does not move: is it frozen, does its gradient get lost (predict, "
            "NumPy, stop_gradient), or has the optimizer other weights?"
        ),
        "G moves in step 2": "G moves once and never again: was it frozen meanwhile?",
        "D stays in step 1": "D" + HELPED,
        "the age classifier stays in step 1": "the age classifier" + HELPED,
        "the feature network stays in step 1": "the feature network" + HELPED,
        "G could be trained afterwards": "G" + FROZEN,
        "D could be trained afterwards": "D" + FROZEN,
        "the age classifier could be trained afterwards": "the age classifier" + FROZEN,
        "the feature network could be trained afterwards": "the feature network"
        + FROZEN,
        "G's step for the age": (
            "the age loss does not fall as it should: it is 15 times the cross-entropy "
            "at the *target* group, asked of the classifier about the aged photo, with "
            "a plus and from logits."
        ),
        "G's step for D": (
            "D is not convinced as it should be: G wants D([fake, target]) near 1: "
            "75 · ½ mean((D − 1)²), with the target group and a plus."
        ),
        "G's step for the features": (
            "the features drift away: compare those of the photo with those of the "
            "fake, squared, over the photo's, 60 times, with a plus."
        ),
        "G's step": (
            "G moves, but elsewhere than it should: the three losses, their signs and "
            "weights (75 · ½, 60, 15), the target group and the photos are those of "
            "the broken step; only who is trained was wrong."
        ),
    },
)
