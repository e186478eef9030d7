"""Homework 06, task 3: only G moves in G's step."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from gan_utils import losses
from homework.checks import probes
from homework.checks.tasks import Task

N_GROUPS = 3


def generator_step(G, D, classifier, features, optimizer, photos, targets):
    """One step of G; the three critics stay as they are."""
    with tf.GradientTape() as tape:
        loss = generator_loss(G, D, classifier, features, photos, targets)
    weights = G.trainable_variables
    optimizer.apply(tape.gradient(loss, weights), weights)


def parts(G, D, classifier, features, photos, targets) -> dict:
    """The three losses of G."""
    fakes = G([photos, targets])
    one_hot = ops.one_hot(targets, N_GROUPS)
    logits = classifier(fakes)
    kept, found = features(photos), features(fakes)
    return {
        "adversarial": losses.least_squares_generator(D([fakes, targets])),
        "features": ops.mean((kept - found) ** 2) / ops.mean(kept**2),
        "age": ops.mean(
            ops.categorical_crossentropy(one_hot, logits, from_logits=True)
        ),
    }


def generator_loss(*players_and_batch):
    """75 · adversarial + 60 · features + 15 · age."""
    found = parts(*players_and_batch)
    return 75 * found["adversarial"] + 60 * found["features"] + 15 * found["age"]


def players(critic: str) -> dict[str, keras.Model]:
    """G and three critics for photos of four numbers, always with the same weights.

    All critics but one see so little of a photo that this one decides where G moves.
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
    logit = dense(1, 2, faint=critic != "adversarial")(both)
    seen = dense(3, 3, faint=critic != "features")(photo)
    named = dense(N_GROUPS, 4, faint=critic != "age")(photo)
    return {
        "G": keras.Model([photo, group], layers.Add()([photo, change])),
        "D": keras.Model([photo, group], logit),
        "the age classifier": keras.Model(photo, named),
        "the feature network": keras.Model(photo, seen),
    }


def play(step: Callable, critic: str, photos, targets) -> dict[str, bool]:
    """The probe: two steps; who moved, and did this critic's loss fall?"""
    photos, targets = tf.constant(photos), tf.constant(targets)
    networks = players(critic)
    optimizer = keras.optimizers.SGD(1e-3)
    before = parts(*networks.values(), photos, targets)[critic]
    seen = {}
    for number in (1, 2):
        weights = {name: probes.weights_of(one) for name, one in networks.items()}
        step(*networks.values(), optimizer, photos, targets)
        moved = {n: probes.moved(one, weights[n]) for n, one in networks.items()}
        seen[f"G moves in step {number}"] = moved.pop("G")
        for name, has_moved in moved.items():
            seen[f"{name} stays in step {number}"] = not has_moved
    seen["G could move on"] = len(networks["G"].trainable_variables) == 2
    after = parts(*networks.values(), photos, targets)[critic]
    seen[f"the {critic} loss falls"] = bool(before - after > 1e-3)
    return seen


def step_cases(rng):
    """The same photos three times; each time another critic decides."""
    photos = rng.normal(0, 1, (12, 4)).astype("float32")
    targets = np.arange(12, dtype="int32") % N_GROUPS
    return {
        "the age classifier decides": ("age", photos, targets),
        "D decides": ("adversarial", photos, targets),
        "the features decide": ("features", photos, targets),
    }


HELPED = (
    " itself is trained in G's step: it would learn to be content. Give the optimizer "
    "the weights of G only."
)
GENERATOR_STEP = Task(
    points=4,
    reference=generator_step,
    cases=step_cases,
    probe=play,
    mistakes={},
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
        "G could move on": "afterwards G is frozen: set nothing to trainable = False.",
        "the age loss falls": (
            "the age loss does not fall: it is the cross-entropy at the *target* "
            "group, asked of the classifier about the aged photo, with a plus and from "
            "logits."
        ),
        "the adversarial loss falls": (
            "D is not convinced: G wants D([fake, target]) near 1: ½ mean((D − 1)²), "
            "with the target group and a plus."
        ),
        "the features loss falls": (
            "the features drift away: compare those of the photo with those of the "
            "fake, and add the loss with a plus."
        ),
    },
)
