"""Right and wrong answers to homework 02, tasks 1 and 2."""

import numpy as np

from homework.references.known import Known

# Task 1: the sizes ----------------------------------------------------------------


def down(n, kernel, stride, padding):
    """Size after a convolution."""
    return (n + 2 * padding - kernel) // stride + 1


def up(n, kernel, stride, padding):
    """Size after a transposed convolution."""
    return stride * (n - 1) + kernel - 2 * padding


def sizes(shrink=down, enlarge=up):
    """A solution of task 1 with these two formulas."""

    def answer(size, layers):
        found = []
        for kind, *settings in layers:
            size = (shrink if kind == "down" else enlarge)(size, *settings)
            found.append(size)
        return found

    return answer


def from_the_start(size, layers):
    """A mistake: no layer hears of the one before it."""
    return [sizes()(size, [layer])[0] for layer in layers]


MAP_SIZES = Known(
    reference=sizes(),
    mistakes={
        "one place is missing on the way down: + 1 for the place at the very start.": (
            sizes(lambda n, k, s, p: (n + 2 * p - k) // s)
        ),
        "a kernel cannot stand at half a place: round down before you add 1.": (
            sizes(lambda n, k, s, p: (n + 2 * p - k) / s + 1)
        ),
        "padding is added at both ends on the way down: 2p, not p.": (
            sizes(lambda n, k, s, p: (n + p - k) // s + 1)
        ),
        "on the way up the padding is cut off at both ends: 2p, not p.": (
            sizes(enlarge=lambda n, k, s, p: s * (n - 1) + k - p)
        ),
        "on the way up the padding makes the output smaller; yours makes it larger.": (
            sizes(enlarge=lambda n, k, s, p: s * (n - 1) + k + 2 * p)
        ),
        "n stamps have n − 1 gaps between them; you count a stride too many.": (
            sizes(enlarge=lambda n, k, s, p: s * n + k - 2 * p)
        ),
        'you treat "up" like "down"; a transposed convolution enlarges.': sizes(
            enlarge=down
        ),
        "each layer starts from the size that the layer before it left.": (
            from_the_start
        ),
        "a layer is (kind, kernel, stride, padding), in this order: you swap the "
        "kernel and the stride.": sizes(
            lambda n, s, k, p: down(n, k, s, p), lambda n, s, k, p: up(n, k, s, p)
        ),
    },
)

# Task 2: the receptive field ------------------------------------------------------


def receptive_field(layers):
    """From the input on: each layer adds k − 1 steps of the grid that it reads."""
    field, jump = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
    return field


def field_with(layers, start=1, less=1, strides=None):
    """receptive_field with another start, k − less, or other strides."""
    field, jump = start, 1
    for index, (kernel, stride) in enumerate(layers):
        field += (kernel - less) * jump
        jump = jump * stride if strides is None else strides(layers, index)
    return field


def field_stride_first(layers):
    """A mistake: a layer's own stride counts for its own reading."""
    field, jump = 1, 1
    for kernel, stride in layers:
        jump *= stride
        field += (kernel - 1) * jump
    return field


def field_backwards(layers, less):
    """From the output back: field → field · stride + kernel − less; less is stride."""
    field = 1
    for kernel, stride in reversed(layers):
        field = field * stride + kernel - less
    return field


def pixels_reached(layers):
    """A mistake: the holes that a wide stride leaves are not counted."""
    pixels = {0}
    for kernel, stride in reversed(layers):
        pixels = {place * stride + i for place in pixels for i in range(kernel)}
    return len(pixels)


RECEPTIVE_FIELD = Known(
    reference=receptive_field,
    mistakes={
        "the strides are missing: after a layer of stride 2, neighbours lie two input "
        "pixels apart.": lambda layers: field_with(layers, strides=lambda _, i: 1),
        "a layer's stride counts for the layers behind it, not for its own reading.": (
            field_stride_first
        ),
        "each layer adds k − 1 steps, because the first weight stands on what is "
        "already seen; you add k.": lambda layers: field_with(layers, less=0),
        "start with the one pixel itself: 1, not 0.": (
            lambda layers: field_with(layers, start=0)
        ),
        "the fields of two layers do not multiply: each layer adds k − 1 steps.": (
            lambda layers: int(np.prod([kernel for kernel, _ in layers]))
        ),
        "the order counts: a stride acts on the layers behind it. You go through the "
        "layers from the wrong end.": lambda layers: receptive_field(layers[::-1]),
        "backwards it is (field − 1) · stride + kernel: n neighbours have n − 1 gaps. "
        "You count n.": lambda layers: field_backwards(layers, 0),
        "backwards it is (field − 1) · stride + kernel: the minus 1 belongs inside the "
        "bracket.": lambda layers: field_backwards(layers, 1),
        "this is the product of the strides, the distance of two neighbouring "
        "outputs; how many pixels does one of them see?": (
            lambda layers: int(np.prod([stride for _, stride in layers]))
        ),
        "pixels are counted along one row: no square.": (
            lambda layers: receptive_field(layers) ** 2
        ),
        "the field goes from the first pixel to the last: where a stride is wider than "
        "a kernel, the holes between count as well.": pixels_reached,
    },
)
