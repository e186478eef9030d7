"""Answers to `psnr` of homework 10."""

import math

import numpy as np
import tensorflow as tf

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()
WEIGHTS = np.array([65.481, 128.553, 24.966])


def inner(x, border):
    return x[border : x.shape[0] - border, border : x.shape[1] - border]


def luminance(image):
    return 16 + (image + 1) / 2 @ WEIGHTS


def decibel(difference, peak=255):
    error = np.mean(difference**2)
    return 10 * np.log10(peak**2 / error) if error else np.inf


def gap(image, truth, border):
    return inner(luminance(image) - luminance(truth), border)


wrong("border", border_kept=lambda i, t, b: decibel(gap(i, t, 0)))
wrong("nothing is left|empty", minus_border=lambda i, t, b: decibel(
    (luminance(i) - luminance(t))[b:-b, b:-b]
))  # fmt: skip
wrong("0…1", colours_beyond=lambda i, t, b: decibel(2 * gap(i, t, b)))
wrong("swapped|order", blue_first=lambda i, t, b: decibel(
    inner(i - t, b) / 2 @ WEIGHTS[::-1]
))  # fmt: skip
wrong("mean of the colours", plain_mean=lambda i, t, b: decibel(
    inner(i - t, b).mean(axis=-1) * 127.5
))  # fmt: skip
wrong("log10", natural=lambda i, t, b: decibel(gap(i, t, b)) * math.log(10))
wrong("other way round", upside_down=lambda i, t, b: -decibel(gap(i, t, b)))


@wrong("luminance|weight")
def all_three_colours(image, truth, border):
    return decibel(inner(image - truth, border) * 127.5)


@wrong("weight|red")
def weights_of_television(image, truth, border):
    return decibel(inner(image - truth, border) / 2 @ np.array([76.2, 149.7, 29.1]))


@wrong("border|side")
def border_of_rows_only(image, truth, border):
    difference = luminance(image) - luminance(truth)
    return decibel(difference[border : len(difference) - border])


@wrong("border|infinity|inf|equal")
def equal_pictures_have_a_hundred(image, truth, border):
    error = np.mean(gap(image, truth, border) ** 2)
    return 10 * np.log10(255**2 / error) if error else 100.0


@wrong("border|just")
def twice_the_border(image, truth, border):
    return decibel(gap(image, truth, 2 * border))


@wrong("mean|error|three steps|colours")
def sum_of_the_errors(image, truth, border):
    error = np.sum(gap(image, truth, border) ** 2)
    return 10 * np.log10(255**2 / error) if error else np.inf


@right
def with_both_luminances(image, truth, border):
    return decibel(gap(image, truth, border))


@right
def twenty_times_the_root(image, truth, border):
    root = np.sqrt(np.mean(gap(image, truth, border) ** 2))
    return 20 * math.log10(255 / root) if root > 0 else math.inf


@right
def by_tensorflow(image, truth, border):
    y = [tf.convert_to_tensor(inner(luminance(x), border)) for x in (image, truth)]
    return float(tf.image.psnr(y[0][..., None], y[1][..., None], 255))


@right
def with_loops(image, truth, border):
    total, count = 0.0, 0
    for row in range(border, image.shape[0] - border):
        for column in range(border, image.shape[1] - border):
            d = sum(WEIGHTS * (image[row, column] - truth[row, column])) / 2
            total, count = total + d * d, count + 1
    return np.inf if total == 0 else 10 * np.log10(255**2 * count / total)
