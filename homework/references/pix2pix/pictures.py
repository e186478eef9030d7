"""Right and wrong answers to homework 04, tasks 1 and 2."""

from collections.abc import Callable

import numpy as np

from homework.references.dcgan.sizes import (
    field_backwards,
    field_stride_first,
    field_with,
    receptive_field,
)
from homework.references.known import Known

# Task 1: the best answers ---------------------------------------------------------


def best_answers(photos):
    """The pictures with the least mean distance and the least mean square."""
    return np.median(photos, axis=0), np.mean(photos, axis=0)


def most_central(photos):
    """The photo with the least distance to all the others: a mistake."""
    flat = photos.reshape(len(photos), -1)
    gaps = np.abs(flat[:, None] - flat[None]).sum(axis=(1, 2))
    return photos[gaps.argmin()], np.mean(photos, axis=0)


BEST_ANSWERS = Known(
    reference=best_answers,
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
)

# Task 2: the receptive field ------------------------------------------------------


def zipped(field: Callable) -> Callable:
    """The same for kernels and strides in two lists, from first to last layer."""
    return lambda kernels, strides: field(list(zip(kernels, strides, strict=True)))


def added_up(layers, last: int) -> int:
    """The sum of the strides up to a layer, in place of their product: a mistake."""
    return sum(stride for _, stride in layers[: last + 1])


RECEPTIVE_FIELD = Known(
    reference=zipped(receptive_field),
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
)
