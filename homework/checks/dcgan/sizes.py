"""Homework 02, tasks 1 and 2: sizes of maps, receptive fields."""

import numpy as np

from homework.checks import probes
from homework.checks.tasks import Task

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


def size_cases(rng):
    """One setting after another, then all of them at random."""
    layers = []
    for kind in ("down", "up", "down", "up"):
        kernel, stride = int(rng.integers(4, 7)), int(rng.integers(2, 4))
        layers.append((kind, kernel, stride, int(rng.integers(1, 3))))
    size = int(rng.integers(30, 50))
    return {
        "17 pixels down, three times kernel 5": (17, [("down", 5, 1, 0)] * 3),
        "17 pixels down, kernel 5, padding 1": (17, [("down", 5, 1, 1)]),
        "14 pixels down, kernels 3 and 2, stride 2": (
            14,
            [("down", 3, 2, 0), ("down", 2, 2, 0)],
        ),
        "7 pixels up, kernel 5": (7, [("up", 5, 1, 0)]),
        "7 pixels up, kernel 5, padding 1": (7, [("up", 5, 1, 1)]),
        "7 pixels up, kernel 4, stride 3": (7, [("up", 4, 3, 0)]),
        f"size {size}, layers {layers}": (size, layers),
    }


MAP_SIZES = Task(
    points=2,
    reference=sizes(),
    cases=size_cases,
    probe=probes.counted("number of sizes", "sizes"),
    parts={
        "the way down": (
            "17 pixels down, three times kernel 5",
            "17 pixels down, kernel 5, padding 1",
            "14 pixels down, kernels 3 and 2, stride 2",
        ),
        "the way up": (
            "7 pixels up, kernel 5",
            "7 pixels up, kernel 5, padding 1",
            "7 pixels up, kernel 4, stride 3",
        ),
    },
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
    hints=(
        "count the places where the kernel fits; on the way up, count how far the "
        "last stamp reaches.",
        "down: ⌊(n + 2p − k) / s⌋ + 1, up: s (n − 1) + k − 2p.",
        "carry the size along: what one layer gives is what the next one gets.",
    ),
    case_hints={
        "number of sizes": (
            "one number for each layer, after that layer: neither the size at the "
            "start nor only the last one."
        ),
        "17 pixels down, three times kernel 5": (
            "a kernel of 5 starts at pixels 0 to 12 of 17: 13 places. Size and stride "
            "alone are not enough; the kernel takes k − 1 off, in each layer."
        ),
        "17 pixels down, kernel 5, padding 1": (
            "padding lengthens the row by p at both ends before the kernel is laid on."
        ),
        "14 pixels down, kernels 3 and 2, stride 2": (
            "the stride: the kernel starts at 0, 2, 4, … Divide the way by the "
            "stride, round down, and only then add 1 for the start."
        ),
        "7 pixels up, kernel 5": (
            "on the way up the last stamp starts at n − 1 and is k wide: 7 + 4 pixels. "
            "Neither 2n nor s · n holds in general, and no 1 comes on top."
        ),
        "7 pixels up, kernel 5, padding 1": (
            "on the way up padding is cut off, p at both ends."
        ),
        "7 pixels up, kernel 4, stride 3": (
            "on the way up the stride is the distance of two stamps: the last one "
            "starts at s (n − 1) and is k wide."
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


def field_cases(rng):
    """Stacks of (kernel, stride), from one layer to five at random."""
    kernels, strides = rng.integers(2, 6, 5).tolist(), rng.integers(2, 4, 5).tolist()
    random = list(zip(kernels, strides, strict=True))
    return {
        "one layer, (5, 3)": ([(5, 3)],),
        "three layers, each (3, 1)": ([(3, 1)] * 3,),
        "(3, 2), then (4, 3)": ([(3, 2), (4, 3)],),
        "four layers, each (4, 2)": ([(4, 2)] * 4,),
        "(4, 3), (4, 2), then (3, 1)": ([(4, 3), (4, 2), (3, 1)],),
        "(3, 4), then (2, 1): a stride wider than a kernel": ([(3, 4), (2, 1)],),
        f"layers {random}": (random,),
    }


RECEPTIVE_FIELD = Task(
    points=3,
    reference=receptive_field,
    cases=field_cases,
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
    hints=(
        "how far apart, in input pixels, are two neighbouring numbers of this map?",
        "carry two numbers along: the field, from 1, and the jump, from 1.",
        "field += (kernel − 1) · jump, and then jump *= stride.",
    ),
    case_hints={
        "one layer, (5, 3)": (
            "one output of one layer reads one kernel: 5 pixels, whatever the stride, "
            "none left out and none too many."
        ),
        "three layers, each (3, 1)": (
            "3, then 5, then 7: neighbouring kernels overlap, so each adds k − 1 = 2. "
            "With stride 1 neighbours stay 1 pixel apart, since strides multiply."
        ),
        "(3, 2), then (4, 3)": (
            "the second layer reads 4 neighbours that lie 2 pixels apart, the stride "
            "of the layer before it: 3 + 3 · 2."
        ),
        "four layers, each (4, 2)": (
            "neighbours are 1, 2, 4, 8 pixels apart, because the strides of all the "
            "earlier layers multiply: 1 + 3 · (1 + 2 + 4 + 8)."
        ),
        "(4, 3), (4, 2), then (3, 1)": (
            "every stride counts as it is: the third layer's neighbours lie 3 · 2 "
            "pixels apart."
        ),
        "(3, 4), then (2, 1): a stride wider than a kernel": (
            "pixels 0 to 2 and 4 to 6: the field goes from the first to the last, with "
            "the holes between, which are counted as well: 7."
        ),
    },
)
