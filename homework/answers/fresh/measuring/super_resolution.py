"""Fresh answers to homework `super_resolution`, the half that only measures."""

import numpy as np

from homework.answers import tasks

TASKS = tasks()
WEIGHTS = np.array([65.481, 128.553, 24.966])


def decibel(difference):
    """PSNR of a difference."""
    error = np.mean(difference**2)
    return np.inf if error == 0 else 10 * np.log10(255**2 / error)


def cut(picture, border):
    """Without its border."""
    height, width = picture.shape[:2]
    return picture[border : height - border, border : width - border]


wrong, right = TASKS["psnr"]


@wrong("border|edge")
def border_of_one_side(image, truth, border):
    difference = (image - truth)[border:, border:] / 2 @ WEIGHTS
    return decibel(difference)


@wrong("255|peak|236|219")
def peak_of_y(image, truth, border):
    error = np.mean((cut(image - truth, border) / 2 @ WEIGHTS) ** 2)
    return np.inf if error == 0 else 10 * np.log10(235**2 / error)


@wrong("log10|decibel|natural")
def natural_logarithm(image, truth, border):
    error = np.mean((cut(image - truth, border) / 2 @ WEIGHTS) ** 2)
    return np.inf if error == 0 else 10 * np.log(255**2 / error)


@wrong("luminance|Y|weights")
def mean_of_the_colours(image, truth, border):
    return decibel(cut(image - truth, border).mean(axis=-1) * 127.5)


@wrong("blue|red|order")
def blue_first(image, truth, border):
    return decibel(cut(image - truth, border) / 2 @ WEIGHTS[::-1])


@right
def by_luminance(image, truth, border):
    y = [16 + (cut(x, border) + 1) / 2 @ WEIGHTS for x in (image, truth)]
    return decibel(y[0] - y[1])


wrong, right = TASKS["pixel_shuffle"]


@wrong("channel|square|order")
def as_tensorflow_does(x):
    batch, height, width, channels = x.shape
    x = x.reshape(batch, height, width, 2, 2, channels // 4)
    x = x.transpose(0, 1, 3, 2, 4, 5)
    return x.reshape(batch, 2 * height, 2 * width, channels // 4)


@wrong("column|row|square")
def columns_before_rows(x):
    batch, height, width, channels = x.shape
    x = x.reshape(batch, height, width, channels // 4, 2, 2)
    x = x.transpose(0, 1, 5, 2, 4, 3)
    return x.reshape(batch, 2 * height, 2 * width, channels // 4)


@wrong("square|reshape|order")
def reshaped_only(x):
    batch, height, width, channels = x.shape
    return x.reshape(batch, 2 * height, 2 * width, channels // 4)


@right
def four_slices(x):
    batch, height, width, channels = x.shape
    large = np.zeros((batch, 2 * height, 2 * width, channels // 4), x.dtype)
    for place in range(4):
        large[:, place // 2 :: 2, place % 2 :: 2] = x[..., place::4]
    return large


wrong, right = TASKS["best_pictures"]


@wrong("chance|mean")
def mean_of_all(candidates, chances):
    order = np.argsort(candidates, axis=0)
    reached = np.cumsum(chances[order], axis=0) >= 0.5
    first = np.take_along_axis(order, reached.argmax(axis=0)[None], axis=0)
    return candidates.mean(axis=0), np.take_along_axis(candidates, first, axis=0)[0]


@wrong("median|chance|half")
def plain_median(candidates, chances):
    return np.tensordot(chances, candidates, 1), np.median(candidates, axis=0)


@wrong("pixel")
def the_likeliest_picture(candidates, chances):
    return np.tensordot(chances, candidates, 1), candidates[np.argmax(chances)]


@wrong("order|first|swap")
def the_other_way_round(candidates, chances):
    mean, median = sorted_by_hand(candidates, chances)
    return median, mean


@right
def sorted_by_hand(candidates, chances):
    mean = sum(c * picture for c, picture in zip(chances, candidates, strict=True))
    median = np.empty(candidates.shape[1:])
    for place in np.ndindex(median.shape):
        sum_of_chances = 0
        for value, chance in sorted(
            zip(candidates[:, *place], chances, strict=True), key=lambda pair: pair[0]
        ):
            sum_of_chances += chance
            if sum_of_chances >= 0.5:
                median[place] = value
                break
    return mean, median


wrong, right = TASKS["self_ensemble"]


@wrong("back|undo")
def not_turned_back(network, small):
    versions = small, small[:, ::-1], small[:, :, ::-1], small[:, ::-1, ::-1]
    return np.mean([network(x) for x in versions], axis=0)


@wrong("mirror|upside|four|version")
def twice_sideways(network, small):
    return (network(small) + network(small[:, :, ::-1])[:, :, ::-1]) / 2


@wrong("picture|batch|axis")
def axis_of_the_batch(network, small):
    flips = [(), (0,), (1,), (0, 1)]
    return np.mean([np.flip(network(np.flip(small, f)), f) for f in flips], axis=0)


@right
def with_flip(network, small):
    flips = [(), (1,), (2,), (1, 2)]
    return np.mean([np.flip(network(np.flip(small, f)), f) for f in flips], axis=0)
