"""Homework 05, task 4: a latent that moves, and nothing else."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from homework.checks import probes
from homework.checks.age_cgan import latent
from homework.checks.tasks import Task, returned


def improve(generator, describe, latents, groups, photos, steps, rate, bound):
    """Gradient descent on the latents, which stay within ±bound."""
    return descend()(generator, describe, latents, groups, photos, steps, rate, bound)


def descend(change: Callable = lambda slope: slope, **other) -> Callable:
    """Descent with another slope, start, number of steps or way to clip: mistakes."""

    def walk(generator, describe, latents, groups, photos, steps, rate, bound):
        def slope(z):
            return latent.identity_objective(generator, describe, z, groups, photos)[1]

        z, speed = other.get("start", lambda z: z)(latents), 0.0
        clip = other.get("clip", lambda z, bound: tf.clip_by_value(z, -bound, bound))
        more = other.get("more", 0) if steps > 1 else 0
        for number in range(steps + more):
            found = slope(latents if other.get("once") else z)
            speed = other.get("memory", 0.0) * speed + change(found)
            z = clip(z - rate * speed, bound if number < steps else np.inf)
        return tf.clip_by_value(z, -bound, bound) if "clip" in other else z

    return walk


def with_adam(generator, describe, latents, groups, photos, steps, rate, bound):
    """A mistake: Adam's steps, which are about as long as the rate."""
    optimizer, z = keras.optimizers.Adam(rate), keras.Variable(latents)
    for _ in range(steps):
        batch = z.value, groups, photos
        slope = latent.identity_objective(generator, describe, *batch)[1]
        optimizer.apply([slope], [z])
        z.assign(ops.clip(z, -bound, bound))
    return z


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
    reference=improve,
    cases=descent_cases,
    probe=descent,
    seeds=2,
    mistakes={
        "the latents go uphill: the gradient is taken *off* them.": descend(
            lambda slope: -slope
        ),
        "each photo has its own distance: your gradient is that of their *mean*, five "
        "times too small. Take that of the distances, or of their sum.": descend(
            lambda slope: slope / len(slope)
        ),
        "the distance is a sum over the numbers of a description, yours is their mean: "
        "the steps are too small.": descend(lambda slope: slope / 4),
        "plain gradient descent is asked for, no Adam and no sign: the rate times the "
        "gradient itself.": with_adam,
        "plain gradient descent is asked for, without momentum: no memory of earlier "
        "steps.": descend(memory=0.9),
        "the gradient goes in as it is: you clip the *gradient*, and only the latents "
        "are to be clipped.": descend(lambda slope: tf.clip_by_value(slope, -1, 1)),
        "the gradient goes in as it is, not cut to the length 1.": descend(
            lambda slope: tf.clip_by_norm(slope, 1.0, axes=[1])
        ),
        "rate times the gradient, whatever its length: do not normalise it.": descend(
            lambda slope: tf.math.l2_normalize(slope, axis=-1)
        ),
        "clip after *each* step; you clip once, at the end.": descend(
            clip=lambda z, bound: z
        ),
        "a new gradient in each step, where the latents are now; yours is always that "
        "of the start.": descend(once=True),
        "one step too few: `steps` is their number.": descend(more=-1),
        "one step too many: `steps` is their number.": descend(more=1),
        "start at the given latents, not at 0.": descend(start=tf.zeros_like),
        "the lower bound is −bound, not 0.": descend(
            clip=lambda z, bound: tf.clip_by_value(z, 0, bound)
        ),
    },
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
