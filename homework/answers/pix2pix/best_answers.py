"""Answers to `best_answers` of homework 04."""

import statistics

import numpy as np
import scipy.optimize
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def median(photos):
    return np.median(photos, axis=0)


def mean(photos):
    return np.mean(photos, axis=0)


def pair(by_distance=median, by_square=mean):
    """Two pictures, one of them made in another way."""

    def answer(photos):
        return by_distance(photos), by_square(photos)

    answer.__name__ = by_distance.__name__
    return answer


wrong("swapped", swapped=pair(lambda p: tf.reduce_mean(p, axis=0), median))
wrong("not for the distance", twice_the_mean=pair(lambda p: sum(p) / len(p)))
wrong("not for the square", twice_the_median=pair(median, median))
wrong("pixel by pixel", over_everything=pair(np.median, np.mean))
wrong("largest", midrange=pair(lambda p: p.min(0) + np.ptp(p, axis=0) / 2))
wrong("mean square|derivative|divide", sum_forgot_to_divide=pair(median, sum))
wrong("two", only_one_returned=lambda photos: median(photos))


@wrong("as many photos above as below|no single photo")
@pair
def middle_of_the_list(photos):
    return photos[len(photos) // 2]


@wrong("mean distance smaller|as many")
@pair
def mean_of_absolute_values(photos):
    return median(np.abs(photos))


@wrong("as many photos above as below")
@pair
def lower_quartile(photos):
    return np.quantile(photos, 0.25, axis=0)


@wrong("as many photos above as below")
@pair
def off_by_one_in_the_order(photos):
    return np.sort(photos, axis=0)[(len(photos) - 1) // 2 - 1]


@wrong("mean square smaller|derivative")
def root_mean_square(photos):
    return median(photos), np.sqrt(mean(photos**2))


@wrong("mean square smaller|divide")
def wrong_divisor(photos):
    return median(photos), photos.sum(axis=0) / (len(photos) - 1)


@wrong("least losses themselves")
def losses_returned(photos):
    return mean(np.abs(photos - median(photos))), mean((photos - mean(photos)) ** 2)


@wrong("wrong axis|axis 0")
def along_the_last_axis(photos):
    return np.median(photos, axis=-1), np.mean(photos, axis=-1)


@wrong("return")
def returned_nothing(photos):
    median(photos), mean(photos)


@wrong("axis")
def axis_of_grey_pictures(photos):
    over = tuple(range(photos.ndim - 3)) if photos.ndim > 3 else 0
    square_over = (0, -1)[: photos.ndim - 2]
    return np.median(photos, axis=over), np.mean(photos, axis=square_over)


right(sorted_middle=pair(lambda p: np.sort(p, axis=0)[len(p) // 2]))
right(with_keras=lambda p: (ops.quantile(p, 0.5, axis=0), ops.mean(p, axis=0)))


@right
def in_loops(photos):
    flat = np.reshape(photos, (len(photos), -1))
    middle = [statistics.median(pixel) for pixel in flat.T]
    mean = [sum(pixel) / len(pixel) for pixel in flat.T]
    return [np.reshape(one, photos.shape[1:]) for one in (middle, mean)]


@right
def with_tensors(photos):
    ordered = tf.sort(photos, axis=0)
    return ordered[len(photos) // 2], tf.reduce_mean(photos, axis=0)


@right
def by_search(photos):
    def best(pixel, power):
        def loss(answer):
            return np.mean(np.abs(pixel - answer) ** power)

        if power == 1:  # the best answer lies at one of the values
            return min(pixel, key=loss)
        return scipy.optimize.minimize_scalar(loss).x

    return [np.apply_along_axis(best, 0, photos, power) for power in (1, 2)]
