"""Homework 05, task 4: a latent that moves, and nothing else."""

from collections.abc import Callable

import keras
import numpy as np
from keras import layers

from homework.checks import probes
from homework.checks.age_cgan import latent
from homework.checks.tasks import Task, returned


def descent(answer: Callable, steep: float, latents, groups, photos, *walk) -> dict:
    """The probe: do the right things move, in the right direction, and how far?"""
    steps, rate, bound = walk
    generator, network = latent.networks(1)
    describe = keras.Sequential([network, layers.Rescaling(steep)])
    latents, groups, photos = latent.tensors(latents, groups, photos)
    before = probes.weights_of(generator), probes.weights_of(describe)
    batch = latents, groups, photos
    given = returned(answer, generator, describe, *batch, steps, rate, bound)
    found = np.asarray(given, "float32")
    seen = {"shape": str(found.shape)}
    if found.shape != tuple(latents.shape):
        return seen
    seen["G stays as it is"] = not probes.moved(generator, before[0])
    seen["the face network stays as it is"] = not probes.moved(describe, before[1])
    seen["the latents are numbers"] = np.isfinite(found).all()
    far = np.abs(found - latents).max()
    if steps == 0:
        seen["it starts at the given latents"] = far < 1e-5
        return seen
    seen["the latents move"] = far > 1e-5
    seen["they stay within the bound"] = np.abs(found).max() <= bound + 1e-5
    seen["latents"] = found
    return seen


def descent_cases(rng):
    """Latents that shall fit photos of which G can draw a near relative."""
    latents, _, photos = latent.objective_cases(rng)["five photos"][1:]
    groups = np.array([1, 0, 1, 1, 0], "int32")
    latents = np.clip(latents, -1.5, 1.5)
    near = np.clip(latents, -0.5, 0.5)
    return {
        "no step": (1.0, latents, groups, photos, 0, 0.05, 2.0),
        "one small step": (1.0, latents, groups, photos, 1, 0.05, 2.0),
        "three steps": (1.0, latents, groups, photos, 3, 0.1, 2.0),
        "a narrow bound": (1.0, near, groups, photos, 4, 0.7, 0.55),
        "steep slopes, of 10 and more": (10.0, latents, groups, photos, 2, 0.002, 2.0),
    }


IMPROVE = Task(
    points=4,
    cases=descent_cases,
    probe=descent,
    seeds=2,
    hints=(
        "what moves? Print one latent before and after. What should move, and what "
        "should not?",
        "call identity_objective in every step, and take rate · gradient off the "
        "latents.",
        "latents = clip(latents - rate * gradient, −bound, bound), steps times.",
    ),
    case_hints={
        "no step": "with no step the given latents come back.",
        "shape": "give back the latents, in the shape in which they came.",
        "G stays as it is": (
            "G itself changes here: its weights are trained, or batch norm's averages "
            "move in training mode. Only the latents may move."
        ),
        "the face network stays as it is": (
            "the face network itself is trained here: its weights move, until "
            "everybody looks alike to it. Only the latents may move."
        ),
        "the latents are numbers": "there are NaNs: is the step much too large?",
        "it starts at the given latents": (
            "it does not start at the given latents (the encoder's guess is thrown "
            "away), or it walks more than `steps` times."
        ),
        "the latents move": (
            "nothing has moved: the result of a step must be kept, and a gradient must "
            "reach the latents."
        ),
        "they stay within the bound": (
            "the latents leave the bound: clip them after *every* step, to ±bound."
        ),
        "latents": (
            "the latents move, but not as far or not to the right place: `steps` times "
            "rate · gradient, with a new gradient each time, and clipped after each. "
            "Each photo's own gradient counts, as it is."
        ),
    },
)
