"""Right and wrong answers to homework 05, task 4."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.references.age_cgan import latent
from homework.references.known import Known


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


IMPROVE = Known(
    reference=improve,
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
)
