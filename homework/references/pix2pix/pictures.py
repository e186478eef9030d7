"""Right and wrong answers to homework 04, tasks 1 and 2."""

from collections.abc import Callable

import numpy as np

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

# Task 2: which pixels a logit sees -------------------------------------------------


def patch(kernels, strides, paddings, place):
    """The first and the last pixel that a logit sees, which may lie outside."""
    return backwards()(kernels, strides, paddings, place)


def one_back(first, last, kernel, stride, padding):
    """The units of the map before that a layer's units first … last see."""
    return first * stride - padding, last * stride - padding + kernel - 1


def backwards(
    back: Callable = one_back,
    change: Callable = lambda first, last: (first, last),
    order: int = -1,
    skipped: slice = slice(None),
    offset: int = 0,
) -> Callable:
    """Layer by layer from the logit to the picture, with a mistake in one of them."""

    def ends(kernels, strides, paddings, place):
        first = last = place + offset
        layers = list(zip(kernels, strides, paddings, strict=True))[skipped]
        for layer in layers[::order]:
            first, last = back(first, last, *layer)
        return change(first, last)

    return ends


def by_steps(start: Callable) -> Callable:
    """The field of the formula, which begins somewhere else: a mistake."""

    def ends(kernels, strides, paddings, place):
        steps = np.cumprod([1, *strides])
        field = 1 + np.dot(np.array(kernels) - 1, steps[:-1])
        first = start(place, steps, np.array(paddings), field)
        return first, first + field - 1

    return ends


def own_stride_too(first, last, kernel, stride, padding):
    """Back through a layer whose padding counts in its own steps: a mistake."""
    return (first - padding) * stride, (last - padding) * stride + kernel - 1


PATCH = Known(
    reference=patch,
    mistakes={
        "the padding is missing: each layer's zeros move the field to the left, "
        "outside the picture.": backwards(
            lambda a, b, k, s, p: one_back(a, b, k, s, 0)
        ),
        "the padding has the wrong sign: zeros *before* the row move the field to the "
        "left, so it is taken off.": backwards(
            lambda a, b, k, s, p: one_back(a, b, k, s, -p)
        ),
        "paddings do not simply add up: a zero of a later layer is as long as a step "
        "there, the product of the strides before it.": by_steps(
            lambda place, steps, paddings, field: place * steps[-1] - paddings.sum()
        ),
        "wrong direction: go backwards, from the logit through the last layer first.": (
            backwards(order=1)
        ),
        "the last pixel is one too far: the first is one of them, so field − 1 places "
        "lie between.": backwards(change=lambda first, last: (first, last + 1)),
        "the last pixel is one too early: it is seen as well.": backwards(
            change=lambda first, last: (first, last - 1)
        ),
        "a kernel of size k reaches k − 1 places beyond the first, in every layer.": (
            backwards(lambda a, b, k, s, p: one_back(a, b, k + 1, s, p))
        ),
        "count on outside the picture: you cut the field off at pixel 0, and the "
        "border is to be ignored.": backwards(
            change=lambda first, last: (max(first, 0), last)
        ),
        "neighbouring logits lie the product of all strides apart, yours one pixel: "
        "multiply the place.": by_steps(
            lambda place, steps, paddings, field: place - paddings @ steps[:-1]
        ),
        "the fields of neighbouring logits overlap: they lie the product of all "
        "strides apart, not the size of a field.": by_steps(
            lambda place, steps, paddings, field: place * field
        ),
        "logits are numbered from 0, yours from 1.": backwards(offset=-1),
        "this is the field of logit 0, whatever `place` is.": by_steps(
            lambda place, steps, paddings, field: -(paddings @ steps[:-1])
        ),
        "the order within a layer: first times the stride, then take the padding off; "
        "a layer's padding counts in the steps of the map that it gets.": backwards(
            own_stride_too
        ),
        "the zeros after the row do not widen the field: the last pixel moves to the "
        "left with the first, by one padding.": backwards(
            lambda a, b, k, s, p: (a * s - p, b * s + p + k - 1)
        ),
        "`padding` zeros stand *before* the row (and as many after it); you take off "
        "both.": backwards(lambda a, b, k, s, p: one_back(a, b, k, s, 2 * p)),
        "the strides are missing on the way of the last pixel: it is multiplied like "
        "the first.": backwards(lambda a, b, k, s, p: (a * s - p, b - p + k - 1)),
        "the field does not lie around place · stride: follow the first pixel back, "
        "padding by padding.": by_steps(
            lambda place, steps, paddings, field: place * steps[-1] - field // 2
        ),
        "the second number is the size of the field; the last pixel was asked for.": (
            backwards(change=lambda first, last: (first, last - first + 1))
        ),
        "the two are swapped: the first pixel comes first.": backwards(
            change=lambda first, last: (last, first)
        ),
        "the last layer is missing.": backwards(skipped=slice(-1)),
        "the first layer is missing.": backwards(skipped=slice(1, None)),
    },
)
