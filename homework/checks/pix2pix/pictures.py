"""Homework 04, tasks 1 and 2: best answers, receptive fields."""

from collections.abc import Callable

import numpy as np

from homework.checks.dcgan.sizes import (
    field_backwards,
    field_stride_first,
    field_with,
    receptive_field,
)
from homework.checks.tasks import Task, returned

# Task 1: the best answers ---------------------------------------------------------


def best_answers(photos):
    """The pictures with the least mean distance and the least mean square."""
    return np.median(photos, axis=0), np.mean(photos, axis=0)


def two_pictures(answer: Callable, photos: np.ndarray) -> dict:
    """The probe: both pictures, each by its name."""
    given = returned(answer, photos)
    if len(given) != 2 or np.shape(given) == photos.shape[1:]:
        return {"pictures": "not two of them"}
    by_distance, by_square = given
    return {
        "pictures": "two",
        "best by mean distance": by_distance,
        "best by mean square": by_square,
    }


def photo_cases(rng):
    """Odd numbers of photos, so that there is only one median."""
    skewed = 2 * rng.uniform(size=(7, 2, 3)) ** 3 - 1
    alike = np.full((5, 2, 2), 0.75)
    alike[3:] = [[[-0.5]], [[-0.9]]]
    return {
        "seven photos, mostly dark": (skewed,),
        "three of five photos alike": (alike,),
        "colour photos": (rng.uniform(-1, 1, (3, 2, 2, 3)),),
        "a single photo": (skewed[:1],),
    }


def most_central(photos):
    """The photo with the least distance to all the others: a mistake."""
    flat = photos.reshape(len(photos), -1)
    gaps = np.abs(flat[:, None] - flat[None]).sum(axis=(1, 2))
    return photos[gaps.argmin()], np.mean(photos, axis=0)


BEST_ANSWERS = Task(
    points=2,
    reference=best_answers,
    cases=photo_cases,
    probe=two_pictures,
    parts={name: (name,) for name in ("best by mean distance", "best by mean square")},
    mistakes={
        "the two are swapped: the square punishes what is far off, and so lies in "
        "between; the distance counts how many are on either side.": lambda photos: (
            np.mean(photos, axis=0),
            np.median(photos, axis=0),
        ),
        "the mean is best for the square, and not for the distance: far photos "
        "pull at it too much.": lambda photos: (np.mean(photos, axis=0),) * 2,
        "the median is best for the distance, not for the square.": lambda photos: (
            (np.median(photos, axis=0),) * 2
        ),
        "one number for the whole picture: G answers pixel by pixel, so average over "
        "the photos only.": lambda photos: (np.median(photos), np.mean(photos)),
        "one number a photo: average over the photos (axis 0), not over the pixels.": (
            lambda photos: (
                np.median(photos.reshape(len(photos), -1), axis=1),
                np.mean(photos.reshape(len(photos), -1), axis=1),
            )
        ),
        "the middle between darkest and lightest is best for the *largest* distance; "
        "the mean distance counts every photo.": lambda photos: (
            (photos.min(axis=0) + photos.max(axis=0)) / 2,
            np.mean(photos, axis=0),
        ),
        "no single photo is the best answer: choose for each pixel by itself, in the "
        "middle of its sorted values.": (most_central),
        "these are the least losses themselves; the answers that reach them were "
        "asked for.": lambda photos: (
            np.mean(np.abs(photos - np.median(photos, axis=0)), axis=0),
            np.var(photos, axis=0),
        ),
    },
    hints=(
        "for one pixel: which number has the least mean distance to 1, 2 and 9?",
        "move the answer a little to the right: the distance to all values on the "
        "left grows, to all on the right it falls. When are the two in balance?",
        "distance: the median over axis 0; square: the derivative is 0 at the mean.",
    ),
    case_hints={
        "pictures": "return two pictures: best by mean distance, best by mean square.",
        "best by mean distance": (
            "try your number for one pixel: a step to the left or right makes the "
            "mean distance smaller. Where are as many photos above as below?"
        ),
        "best by mean square": (
            "try your number for one pixel: a step to the left or right makes the "
            "mean square smaller. Set its derivative to 0."
        ),
        "colour photos": "a photo may have channels: work along axis 0 only.",
        "a single photo": "of one photo, the photo itself is the best answer.",
    },
)

# Task 2: the receptive field ------------------------------------------------------


def zipped(field: Callable) -> Callable:
    """The same for kernels and strides in two lists, from first to last layer."""
    return lambda kernels, strides: field(list(zip(kernels, strides, strict=True)))


def stack_cases(rng):
    """Stacks of convolutions, from the first layer to the last."""
    kernels = [int(kernel) for kernel in rng.permutation([2, 3, 4, 6, 9])]
    middle = [int(stride) for stride in rng.permutation([1, 2, 4])]
    return {
        "five random layers": (kernels, [3, *middle, 2]),
        "a single layer": ([4], [2]),
        "kernels of size 1": ([1, 1], [1, 1]),
        "stride 1 everywhere": ([3, 3, 5], [1, 1, 1]),
    }


def added_up(layers, last: int) -> int:
    """The sum of the strides up to a layer, in place of their product: a mistake."""
    return sum(stride for _, stride in layers[: last + 1])


RECEPTIVE_FIELD = Task(
    points=2,
    reference=zipped(receptive_field),
    cases=stack_cases,
    mistakes={
        "a layer's own stride does not widen what it sees itself: multiply by the "
        "strides of the layers before it only.": zipped(field_stride_first),
        "the 1 is missing: without any layer a unit sees one pixel.": zipped(
            lambda layers: field_with(layers, start=0)
        ),
        "a kernel of size k adds k − 1 steps: the first place is there already.": (
            zipped(lambda layers: field_with(layers, less=0))
        ),
        "the strides are missing: after a stride of 2 every step is two pixels long.": (
            zipped(lambda layers: field_with(layers, strides=lambda *_: 1))
        ),
        "strides multiply: two strides of 2 make steps of 4 pixels, and yours add.": (
            zipped(lambda layers: field_with(layers, strides=added_up))
        ),
        "wrong direction: the lists go from the picture to the logits, and a step "
        "grows with the layers *before* it.": zipped(
            lambda layers: receptive_field(layers[::-1])
        ),
        "only the stride of the layer just before enters: the product over all "
        "before it is needed.": zipped(
            lambda layers: field_with(layers, strides=lambda _, i: layers[i][1])
        ),
        "with fields counted from the back, between `field` units lie field − 1 steps: "
        "(field − 1) · stride + kernel.": zipped(
            lambda layers: field_backwards(layers, 1)
        ),
        "a kernel of size k adds k − 1 steps; the 1 stands in front only once.": (
            zipped(lambda layers: field_with(layers, start=0, less=0))
        ),
        "not every stride is 2: use the list.": zipped(
            lambda layers: receptive_field([(kernel, 2) for kernel, _ in layers])
        ),
        "the last layer is missing.": zipped(
            lambda layers: receptive_field(layers[:-1])
        ),
        "the first layer is missing.": zipped(
            lambda layers: receptive_field(layers[1:])
        ),
        "this is the area; one side of the square was asked for.": zipped(
            lambda layers: receptive_field(layers) ** 2
        ),
    },
    hints=(
        "start with a field of 1 pixel and steps of 1 pixel, and go along the layers.",
        "a layer adds (kernel − 1) steps to the field; then its stride makes the "
        "steps longer.",
        "field += (kernel - 1) * step, then step *= stride.",
    ),
    case_hints={
        "five random layers": (
            "compare with small stacks by hand: kernels [4] see 4 pixels, [3, 3] with "
            "strides [1, 1] see 5, with strides [2, 1] they see 7. Each kernel adds "
            "(kernel − 1) steps."
        ),
        "a single layer": "one layer sees as many pixels as its kernel has.",
        "kernels of size 1": "a kernel of size 1 adds nothing.",
    },
)
