"""Homework 10, tasks 1 and 2: PSNR, and pixel shuffle."""

import numpy as np

from homework.checks.tasks import Task

# Task 1: PSNR ---------------------------------------------------------------------


def picture_cases(rng):
    """Two pictures by chance, then one thing after another."""
    image, truth = rng.uniform(-1, 1, (2, 9, 12, 3))
    grey = np.full((6, 6, 3), 0.2)
    framed = grey.copy()
    framed[[0, -1]] = framed[:, [0, -1]] = 1.0
    colours = {"red": 0, "green": 1, "blue": 2}
    one = {
        f"only {name} differs": (grey + 0.3 * np.eye(3)[place], grey, 0)
        for name, place in colours.items()
    }
    return {
        "pictures by chance, a border of 2": (image, truth, 2),
        "no border": (image, truth, 0),
        **one,
        "they differ in the border alone": (framed, grey, 1),
        "the border has 1 pixel, they differ in 2": (
            np.pad(grey[2:-2, 2:-2], ((2, 2), (2, 2), (0, 0)), constant_values=1.0),
            grey,
            1,
        ),
    }


PSNR = Task(
    points=3,
    cases=picture_cases,
    hints=(
        "three steps: the luminance of both, the border cut off, the mean squared "
        "error in decibel.",
        "colours in 0…1 first: (image + 1) / 2. Then the weighted sum of red, green, "
        "blue.",
        "10 · log10(255² / error). Two equal pictures: infinity.",
    ),
    case_hints={
        "pictures by chance, a border of 2": (
            "colours in 0…1, the weights of red, green and blue, the border cut off at "
            "all four sides, then 10 · log10(255² / mean squared error)."
        ),
        "no border": "a border of 0: [0:-0] is empty, cut with height − border.",
        "only red differs": "red has the weight 65.481.",
        "only green differs": "green has the weight 128.553.",
        "only blue differs": "blue has the weight 24.966.",
        "they differ in the border alone": (
            "without the border the two are equal: the error is 0, the answer np.inf."
        ),
        "the border has 1 pixel, they differ in 2": (
            "cut just `border` pixels off at each of the four sides."
        ),
    },
)

# Task 2: pixel shuffle ------------------------------------------------------------


def channel_cases(rng):
    """Channels by chance, then one pixel and more."""
    return {
        "2 pictures of 3×5 with 12 channels, by chance": (
            rng.normal(size=(2, 3, 5, 12)),
        ),
        "one pixel, four channels": (np.arange(4.0).reshape(1, 1, 1, 4),),
        "one pixel, eight channels": (np.arange(8.0).reshape(1, 1, 1, 8),),
        "two pixels side by side": (np.arange(8.0).reshape(1, 1, 2, 4),),
        "two pixels, one above the other": (np.arange(8.0).reshape(1, 2, 1, 4),),
    }


PIXEL_SHUFFLE = Task(
    points=2,
    cases=channel_cases,
    hints=(
        "six axes: batch, height, width, channels / 4, 2, 2. Then they change places.",
        "in the end each axis of 2 stands behind the axis that it makes longer.",
        "reshape to (b, h, w, c, 2, 2), transpose to (b, h, 2, w, 2, c), reshape.",
    ),
    case_hints={
        "2 pictures of 3×5 with 12 channels, by chance": (
            "channels 4 i to 4 i + 3 of a pixel become a square of 2×2 pixels of "
            "channel i; the shape is (batch, 2 h, 2 w, c)."
        ),
        "one pixel, four channels": (
            "0 1 above, 2 3 below: rows first, then columns of the square."
        ),
        "one pixel, eight channels": (
            "the first four channels are the square of channel 0, the next four that "
            "of channel 1: the order of the channels matters."
        ),
        "two pixels side by side": (
            "the squares lie side by side as their pixels did; a reshape alone does "
            "not do it."
        ),
        "two pixels, one above the other": "the squares lie as their pixels did.",
    },
)
