"""Homework 02, tasks 1 and 2: sizes of maps, receptive fields."""

from homework.checks import probes
from homework.checks.tasks import Task

# Task 1: the sizes ----------------------------------------------------------------


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
    cases=field_cases,
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
