"""Homework 05, task 3: the identity as a loss of the latent."""

import functools
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from homework.checks import probes
from homework.checks.tasks import Task, plain, returned
from homework.checks.words import later

LATENT_DIM, N_GROUPS = 3, 2


def networks(seed: int) -> tuple[keras.Model, keras.Model]:
    """A tiny generator ([latents, groups] → images) and face network, always alike."""
    generator, embedding, *weights = built(seed)
    generator.set_weights(weights[0])  # an answer may have trained them
    embedding.set_weights(weights[1])
    generator.trainable = embedding.trainable = True
    return generator, embedding


@functools.cache
def built(seed: int) -> tuple:
    """Both networks, built once, and their weights."""

    def dense(units, number, activation=None):
        start = keras.initializers.GlorotNormal(10 * seed + number)
        return layers.Dense(units, activation, kernel_initializer=start)

    latent = layers.Input((LATENT_DIM,))
    group = layers.Input((), dtype="int32")
    table = layers.Embedding(N_GROUPS, 2, keras.initializers.RandomNormal(0, 1, seed=4))
    x = dense(6, 1, "tanh")(layers.Concatenate()([latent, table(group)]))
    # Only in training mode these two behave differently from one call to the next.
    x = layers.BatchNormalization(beta_initializer="ones")(x)
    image = layers.Reshape((2, 2, 2))(dense(8, 2, "tanh")(x))
    generator = keras.Model([latent, group], image)
    photo = layers.Input((2, 2, 2))
    embedding = dense(4, 3, "tanh")(layers.Dropout(0.3)(layers.Flatten()(photo)))
    network = keras.Model(photo, embedding)
    return generator, network, generator.get_weights(), network.get_weights()


def tensors(*arrays) -> list:
    """Tensors of latents, groups and photos."""
    return [tf.constant(array) for array in arrays]


# Task 3: the identity-preserving objective ----------------------------------------


def objective(answer: Callable, seed: int, latents, groups, photos) -> dict:
    """The probe: the distances and the gradient."""
    generator, describe = networks(seed)
    batch = tensors(latents, groups, photos)
    before = probes.weights_of(generator)
    distances, gradient = returned(answer, generator, describe, *batch)
    if gradient is not None and getattr(plain(gradient), "shape", 0) != latents.shape:
        gradient = later("something of another shape")
    return {
        "G stays as it is": not probes.moved(generator, before),
        "distances": distances,
        "a gradient reaches the latents": gradient is not None,
        "gradient by the latents": gradient,
    }


def objective_cases(rng):
    """Latents, groups and photos for two small pairs of networks."""
    latents = rng.normal(size=(5, LATENT_DIM)).astype("float32")
    photos = rng.uniform(-1, 1, (5, 2, 2, 2)).astype("float32")
    groups = np.array([1, 0, 1, 1, 0], "int32")
    return {
        "five photos": (1, latents, groups, photos),
        "a single photo": (2, latents[:1], groups[:1], photos[:1]),
        "a latent far out": (1, 20 * latents[:2], groups[:2], photos[:2]),
    }


NO_SLOPE = (
    "the gradient by the latents is asked for, as the tape gives it. If none reaches "
    "them: watch them (tape.watch), and let the generator and the description run "
    "*inside* the tape; predict() and NumPy cut the connection."
)
TRAINING = (
    "the networks run in training mode, where batch norm looks at the batch and "
    "dropout deletes at random: neither is to be trained, so leave training=True away."
)
IDENTITY_OBJECTIVE = Task(
    points=3,
    cases=objective_cases,
    probe=objective,
    parts={
        "the distances": ("distances",),
        "the gradient": ("a gradient reaches the latents", "gradient by the latents"),
    },
    seeds=2,
    hints=(
        "fakes = generator([latents, groups]); then describe both; then the squared "
        "differences.",
        "inside the tape: watch the latents, draw, describe, subtract, square, sum "
        "over the last axis.",
        "tape.gradient(loss, latents) adds up the losses, and each depends on its "
        "own latent only: so the gradient of each photo comes out by itself.",
    ),
    case_hints={
        "G stays as it is": TRAINING,
        "distances": (
            "the distance of a photo: the sum of (describe(photo) − describe(fake))² "
            "over the numbers of the description, with the fake drawn from its own "
            "latent and group, as given."
        ),
        "five photos": "return two things: the distance of each photo, the gradient.",
        "a gradient reaches the latents": NO_SLOPE,
        "gradient by the latents": (
            "the gradient by the latents is not that of the distances: return it as "
            "tape.gradient(distances, latents) gives it, of the squared distances in "
            "the descriptions, neither normalised nor of a mean."
        ),
        "a single photo": "a batch of one is a batch: keep its axis.",
        "a latent far out": "this objective does not clip the latents.",
    },
)
