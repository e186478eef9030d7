"""Right and wrong answers to homework 10, tasks 1 and 2."""

import numpy as np

from homework.references.known import Known

WEIGHTS = np.array([65.481, 128.553, 24.966])  # of red, green, blue in 0…1

# Task 1: PSNR ---------------------------------------------------------------------


def inner(image, border):
    """The picture without its border."""
    height, width = image.shape[:2]
    return image[border : height - border, border : width - border]


def psnr(
    image,
    truth,
    border,
    weights=WEIGHTS,
    cut=inner,
    scale=0.5,
    peak=255,
    log=np.log10,
    factor=10,
    error=lambda d: np.mean(d**2),
):
    """PSNR of the luminance in decibel, without the border."""
    difference = cut(scale * (image - truth), border) @ weights
    found = error(difference)
    return factor * log(peak**2 / found) if found else np.inf


def with_(**changes):
    """PSNR with something changed."""
    return lambda *all_: psnr(*all_, **changes)


def cut_with_minus(image, border):
    """A mistake: with a border of 0 nothing is left."""
    return image[border:-border, border:-border]


def cut_of_one_side(image, border):
    """A mistake: above and left only."""
    return image[border:, border:]


PSNR = Known(
    reference=psnr,
    mistakes={
        "the border is still there: cut it off at all four sides.": with_(
            cut=lambda image, border: image
        ),
        "cut the border off at all four sides, not only above and left.": with_(
            cut=cut_of_one_side
        ),
        "with a border of 0 nothing is left: [0:-0] is empty.": with_(
            cut=cut_with_minus
        ),
        "colours are in [−1, 1]; the weights belong to 0…1: (image + 1) / 2.": with_(
            scale=1.0
        ),
        "red and blue are swapped: red comes first.": with_(weights=WEIGHTS[::-1]),
        "that is the mean of the colours; the luminance weighs them.": with_(
            weights=np.full(3, 255 / 3)
        ),
        "the peak is 255 (here the standard takes that of a picture, not of Y).": with_(
            peak=235
        ),
        "the peak is 255, not 1; the weights take colours in 0…1, not 0…255.": with_(
            peak=1
        ),
        "the peak is 255, not 2.": with_(peak=2),
        "that is the natural logarithm; decibel take log10.": with_(log=np.log),
        "the peak is squared as the error is: 10 · log10, or 20 with roots.": with_(
            factor=20
        ),
        "the peak is squared too: 255² / error.": (
            lambda *all_: psnr(*all_) - 10 * np.log10(255)
        ),
        "10 times the logarithm: decibel.": with_(factor=1),
        "the sign is the other way round: 255² above, the error below.": (
            lambda *all_: -psnr(*all_)
        ),
        "squared error, not the absolute one.": with_(
            error=lambda d: np.mean(np.abs(d)) ** 2
        ),
    },
)

# Task 2: pixel shuffle ------------------------------------------------------------


def pixel_shuffle(x, order=(0, 1, 4, 2, 5, 3)):
    """(batch, h, w, 4 c) → (batch, 2 h, 2 w, c)."""
    batch, height, width, channels = x.shape
    x = x.reshape(batch, height, width, channels // 4, 2, 2).transpose(order)
    return x.reshape(batch, 2 * height, 2 * width, channels // 4)


def channels_last(x):
    """A mistake: the places come first in the channels, as in TensorFlow."""
    batch, height, width, channels = x.shape
    x = x.reshape(batch, height, width, 2, 2, channels // 4)
    x = x.transpose(0, 1, 3, 2, 4, 5)
    return x.reshape(batch, 2 * height, 2 * width, channels // 4)


PIXEL_SHUFFLE = Known(
    reference=pixel_shuffle,
    mistakes={
        "a reshape alone keeps the order in memory: transpose before it.": (
            lambda x: x.reshape(len(x), 2 * x.shape[1], 2 * x.shape[2], x.shape[3] // 4)
        ),
        "rows and columns of the square are swapped: channel 1 lies right of channel "
        "0, not below.": lambda x: pixel_shuffle(x, order=(0, 1, 5, 2, 4, 3)),
        "four channels beside each other make a square; yours are those c apart "
        "(TensorFlow's order).": channels_last,
        "each channel was repeated as a square: they are four different pixels.": (
            lambda x: x[..., ::4].repeat(2, axis=1).repeat(2, axis=2)
        ),
    },
)
