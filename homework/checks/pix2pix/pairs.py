"""Homework 04, task 3: whatever moves a target moves its source as well."""

from collections.abc import Callable

import numpy as np

from homework.checks.tasks import Task, returned

ROW, COLUMN, PAIR = 0, 1, 2  # channels of a target that says where each pixel is from


def numbered_pairs(count: int, height: int, width: int):
    """Targets whose channels are row, column and pair; sources with the same in one."""
    pair, row, column = np.meshgrid(
        np.arange(count), np.arange(height), np.arange(width), indexing="ij"
    )
    targets = np.stack([row, column, pair], axis=-1) / [height, width, count] * 2 - 1
    sources = (row * width + column)[..., None] / (height * width) * 2 - 1
    return targets.astype("float32"), sources.astype("float32")


def follow(move: Callable, targets, sources, size: int) -> dict:
    """The probe: where does each pixel of the moved pairs come from?"""
    given = returned(move, targets.copy(), sources.copy(), size)
    found = [np.asarray(half, "float64") for half in given]
    seen = {"shapes": " and ".join(str(half.shape) for half in found)}
    if [half.shape[1:] for half in found] != [(size, size, 3), (size, size, 1)]:
        return seen
    target, source = found
    height, width = targets.shape[1:3]
    exact = (target + 1) / 2 * [height, width, len(targets)]
    places = np.rint(exact).astype(int)
    seen["pixels keep their values"] = np.abs(exact - places).max() < 0.01
    rows, columns = places[..., ROW], places[..., COLUMN]
    code = np.rint((source[..., 0] + 1) / 2 * height * width)
    same = code == rows * width + columns
    seen["source and target show the same place"] = same.all()
    top, left = rows.min(axis=(1, 2)), columns.min(axis=(1, 2))
    down = np.arange(size)[None, :, None]
    seen["upright"] = (rows == top[:, None, None] + down).all()
    steps = columns - left[:, None, None]
    straight = (steps == down.swapaxes(1, 2)).all(axis=(1, 2))
    mirrored = (steps == down.swapaxes(1, 2)[..., ::-1]).all(axis=(1, 2))
    seen["a window, perhaps mirrored"] = (straight | mirrored).all()
    pairs = places[:, 0, 0, PAIR]
    seen["the pairs keep their order"] = (pairs == np.arange(len(targets))).all()
    windows = len(set(zip(top, left, strict=True)))
    possible = (height - size + 1) * (width - size + 1)
    seen["each pair moves on its own"] = windows > 1 or possible == 1
    seen["about half are mirrored"] = 0.25 < mirrored.mean() < 0.75
    seen["every window occurs"] = windows == possible
    again = np.asarray(move(targets.copy(), sources.copy(), size)[0], "float64")
    seen["another time, other windows"] = not np.array_equal(again, target)
    columns = again[:, 0, :, COLUMN]
    turned = columns[:, 0] > columns[:, -1]
    seen["who is mirrored is drawn anew"] = not np.array_equal(turned, mirrored)
    return seen


MOVE_PAIRS = Task(
    points=4,
    cases=lambda rng: {
        "200 pairs of 6×7 pixels, windows of 4×4": (*numbered_pairs(200, 6, 7), 4),
        "windows as large as the picture": (*numbered_pairs(200, 5, 5), 5),
    },
    probe=follow,
    seeds=1,
    hints=(
        "draw the numbers (where, mirrored or not) once a pair, and use them twice.",
        "glue target and source into one picture with four channels, move that, and "
        "cut it apart again.",
        "draw new numbers for each pair in the batch. The top row may be 0 up to and "
        "including height − size.",
    ),
    case_hints={
        "shapes": (
            "give back two arrays, targets first, with as many pairs as came in, each "
            "size × size, and with their own channels."
        ),
        "pixels keep their values": (
            "pixels are cut out and mirrored; resizing, padding or rounding makes new "
            "values."
        ),
        "source and target show the same place": (
            "source and target do not show the same place: draw the random numbers "
            "once for a pair, and use the same ones for both halves."
        ),
        "upright": "house fronts are never upside down: mirror left and right only.",
        "a window, perhaps mirrored": (
            "rows and columns of the result must be neighbours in the picture: cut out "
            "one window; no rolling, no turning."
        ),
        "the pairs keep their order": (
            "the pairs have changed places: here every pair stays where it was."
        ),
        "each pair moves on its own": (
            "the whole batch moves alike: draw new numbers for each pair."
        ),
        "about half are mirrored": (
            "mirror each pair with probability one half: yours are mirrored (nearly) "
            "always, never, or all together."
        ),
        "every window occurs": (
            "some windows never occur: the top row may be 0 up to and including "
            "height − size, the left column up to width − size."
        ),
        "another time, other windows": (
            "a second call gives the same windows: a seed that is set inside the "
            "function makes every epoch the same."
        ),
        "who is mirrored is drawn anew": (
            "the same pairs are mirrored each time (every second one?): throw a coin "
            "for each pair in every call."
        ),
        "windows as large as the picture": (
            "here only mirroring is possible: the only top row is 0."
        ),
    },
)
