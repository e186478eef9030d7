"""Right and wrong answers to homework 05, task 3."""

from collections.abc import Callable

import tensorflow as tf
from keras import ops

from homework.checks.age_cgan.latent import NO_SLOPE, TRAINING
from homework.references.known import Known

# Task 3: the identity-preserving objective ----------------------------------------


def identity_objective(generator, describe, latents, groups, photos):
    """‖describe(photo) − describe(G(z, y))‖² of each photo, and its gradient by z."""
    with tf.GradientTape() as tape:
        tape.watch(latents)
        found = describe(generator([latents, groups], training=False))
        loss = ops.sum((describe(photos) - found) ** 2, axis=-1)
    return loss, tape.gradient(loss, latents)


def descriptions(image):
    """Pixels as a description: what the baseline of the paper uses."""
    return ops.reshape(image, (ops.shape(image)[0], -1))


def other_objective(
    distance: Callable = lambda gap: ops.sum(gap**2, axis=-1),
    factor: float = 1.0,
    look: Callable = lambda describe: describe,
    ages: Callable = lambda groups: groups,
) -> Callable:
    """A mistake: another distance, slope, description or age."""

    def answer(generator, describe, latents, groups, photos):
        with tf.GradientTape() as tape:
            tape.watch(latents)
            fakes = generator([latents, ages(groups)], training=False)
            loss = distance(look(describe)(photos) - look(describe)(fakes))
        return loss, factor * tape.gradient(loss, latents)

    return answer


def in_training_mode(generator, describe, latents, groups, photos):
    """A mistake: batch norm and dropout behave as in training."""
    return identity_objective(
        lambda inputs, training: generator(inputs, training=True),
        lambda images: describe(images, training=True),
        latents,
        groups,
        photos,
    )


def of_the_mean(generator, describe, latents, groups, photos):
    """A mistake: the gradient of the mean distance."""
    loss, slope = identity_objective(generator, describe, latents, groups, photos)
    return loss, slope / len(latents)


def detached(generator, describe, latents, groups, photos):
    """The distances without any gradient: a mistake."""
    loss, _ = identity_objective(generator, describe, latents, groups, photos)
    return loss, None


IDENTITY_OBJECTIVE = Known(
    reference=identity_objective,
    mistakes={
        "this compares pixels: put photo and fake through describe first.": (
            other_objective(look=lambda describe: descriptions)
        ),
        "‖·‖² is a sum over the numbers of a description, yours is their mean.": (
            other_objective(lambda gap: ops.mean(gap**2, axis=-1))
        ),
        "the square is asked for, ‖·‖², without the root.": other_objective(
            lambda gap: ops.sqrt(ops.sum(gap**2, axis=-1))
        ),
        "squared differences, not absolute ones.": other_objective(
            lambda gap: ops.sum(ops.abs(gap), axis=-1)
        ),
        "each photo has its own distance: add up over the last axis only.": (
            other_objective(lambda gap: ops.sum(gap**2))
        ),
        "each photo has its own distance: no mean over the photos.": other_objective(
            lambda gap: ops.mean(ops.sum(gap**2, axis=-1))
        ),
        "this is the gradient of a *mean* over the photos, too small by their number: "
        "take that of the distances, or of their sum.": of_the_mean,
        "the gradient has the wrong sign; descent will subtract it later.": (
            other_objective(factor=-1.0)
        ),
        "use the group of each photo; you draw all faces in group 0.": other_objective(
            ages=lambda groups: 0 * groups
        ),
        "add up along the numbers of a description (last axis), not over the photos.": (
            other_objective(lambda gap: ops.sum(gap**2, axis=0))
        ),
        NO_SLOPE: detached,
        TRAINING: in_training_mode,
    },
)
