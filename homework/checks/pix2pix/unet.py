"""Homework 04, task 4: the wiring of a U-Net."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf
from keras import ops

from homework.checks.tasks import Task
from homework.checks.words import later


def blocks(depth: int, halve: bool, log: dict) -> tuple[list, list]:
    """Blocks without weights that note the size of what they get.

    Each mixes its channels in a way that does not depend on their order.
    """

    def block(name: str, number: int, channels: int, resize: Callable) -> Callable:
        gains = 3 * np.sin(number + np.arange(1.0, channels + 1)).astype("float32")

        def run(x):
            log[name] = later("called twice") if name in log else size_of(x)
            middle = ops.mean(resize(x) if halve else x, axis=-1, keepdims=True)
            return ops.tanh(middle * gains + 0.1 * number)

        return run

    down = [block(f"down[{i}]", i, i + 2, halved) for i in range(depth)]
    up = [block(f"up[{i}]", depth + i, depth - i, doubled) for i in range(depth - 1)]
    return down, up


def halved(x):
    """Half the height and width."""
    return tf.nn.avg_pool2d(x, 2, 2, "VALID")


def doubled(x):
    """Twice the height and width."""
    return ops.repeat(ops.repeat(x, 2, axis=1), 2, axis=2)


def size_of(x) -> str:
    """Height, width and channels as text."""
    return "×".join(str(length) for length in x.shape[1:])


def right_sizes(image, depth: int, halve: bool) -> dict[str, str]:
    """The sizes of what the blocks should get."""
    height, width, channels = image.shape[1:]

    def size(level: int, count: int) -> str:
        shrink = 2**level if halve else 1
        return f"{height // shrink}×{width // shrink}×{count}"

    sizes = {"down[0]": size(0, channels)}
    sizes |= {f"down[{i}]": size(i, i + 1) for i in range(1, depth)}
    sizes["up[0]"] = size(depth, depth + 1)
    for i in range(1, depth - 1):  # up's own map, and the encoder's beside it
        sizes[f"up[{i}]"] = size(depth - i, 2 * (depth - i + 1))
    return sizes


def flow(wiring: Callable, image, depth: int, halve: bool) -> dict:
    """The probe: which maps the blocks got, and what came out."""
    log, right_log = {}, right_sizes(image, depth, halve)
    result = None
    try:
        result = wiring(tf.constant(image), *blocks(depth, halve, log))
    except (ValueError, tf.errors.InvalidArgumentError):
        # What a block was given before tells more than where the sizes clashed.
        if all(right_log.get(name) == size for name, size in log.items()):
            raise
    seen = {
        f"what {name} gets": log.get(name, later("nothing: it is never called"))
        for name in right_log
    }
    if result is None:
        return seen | {"size of the result": None}
    seen["size of the result"] = size_of(result)
    # The order of channels may differ: first the new map or first the shortcut.
    seen["content of the result"] = np.sort(ops.mean(result, axis=(0, 1, 2)))
    return seen


WRONG_MAP = (
    "a map is joined with one of another size. The bottleneck is where up[0] starts, "
    "so its result meets the map before the bottleneck, up[1]'s the one before that, …"
)
WIRE = Task(
    points=4,
    cases=lambda rng: {
        "three blocks down, two up": (
            rng.uniform(-1, 1, (2, 16, 16, 2)).astype("float32"),
            3,
            True,
        ),
        "blocks that keep the size": (
            rng.uniform(-1, 1, (2, 4, 4, 2)).astype("float32"),
            4,
            False,
        ),
        "five blocks down, four up": (
            rng.uniform(-1, 1, (1, 32, 32, 1)).astype("float32"),
            5,
            True,
        ),
    },
    probe=flow,
    hints=(
        "keep what every down block gives, in a list. Which of these has the size of "
        "up[0]'s result?",
        "the last map is the bottleneck, where up[0] starts. up[0](x) meets the one "
        "before it, up[1] the one before that.",
        "for block, beside in zip(up, maps[-2::-1]): concatenate [block(x), beside].",
    ),
    case_hints={
        "three blocks down, two up": WRONG_MAP,
        "blocks that keep the size": WRONG_MAP,
        "what down[0] gets": "the first block gets the picture itself, x.",
        "what down[1] gets": "the blocks of the encoder follow each other.",
        "what down[2] gets": "the blocks of the encoder follow each other.",
        "what up[0] gets": (
            "up[0] gets the bottleneck, the last map of the encoder, and nothing else: "
            "the joint comes after each block."
        ),
        "what up[1] gets": (
            "a wrong map, or joined in a wrong way: up[1] gets up[0]'s result and, "
            "glued on along the channels (the last axis), the map before the "
            "bottleneck, which has the same size by itself."
        ),
        "size of the result": (
            "the last block up has a joint as well: the result is its map together "
            "with the encoder's first one, glued together along the channels."
        ),
        "content of the result": (
            "the sizes are right, but a wrong map is in it: each joint glues the new "
            "map, block(x), to the encoder's map of that size."
        ),
    },
)
