"""Answers to tasks 1 and 2 of homework 04; answers_01.py describes the form."""

import math
import statistics

import numpy as np
import scipy.optimize
import tensorflow as tf
from keras import ops

# Task 1 ---------------------------------------------------------------------------


def swapped(photos):
    return tf.reduce_mean(photos, axis=0), np.median(photos, axis=0)


def twice_the_mean(photos):
    picture = sum(photos) / len(photos)
    return picture, picture


def twice_the_median(photos):
    return np.quantile(photos, 0.5, axis=0), np.quantile(photos, 0.5, axis=0)


def over_everything(photos):
    return np.median(photos), photos.mean()


def along_the_last_axis(photos):
    return np.median(photos, axis=-1), np.mean(photos, axis=-1)


def sum_forgot_to_divide(photos):
    return np.median(photos, axis=0), photos.sum(axis=0)


def middle_of_the_list(photos):
    return photos[len(photos) // 2], photos.mean(axis=0)


def root_mean_square(photos):
    return np.median(photos, axis=0), np.sqrt(np.mean(photos**2, axis=0))


def midrange(photos):
    low, high = photos.min(0), photos.max(0)
    return low + (high - low) / 2, photos.mean(0)


def mean_of_absolute_values(photos):
    return np.median(np.abs(photos), axis=0), np.mean(photos, axis=0)


def only_one_returned(photos):
    return np.median(photos, axis=0)


def returned_nothing(photos):
    np.median(photos, axis=0), np.mean(photos, axis=0)


def losses_returned(photos):
    by_distance = np.abs(photos - np.median(photos, axis=0)).mean(axis=0)
    return by_distance, ((photos - photos.mean(axis=0)) ** 2).mean(axis=0)


def wrong_divisor(photos):
    return np.median(photos, axis=0), photos.sum(axis=0) / (len(photos) - 1)


def lower_quartile(photos):
    return np.quantile(photos, 0.25, axis=0), photos.mean(axis=0)


def axis_of_grey_pictures(photos):
    over = tuple(range(photos.ndim - 3)) if photos.ndim > 3 else 0
    return np.median(photos, axis=over), np.mean(
        photos, axis=(0, -1)[: photos.ndim - 2]
    )


def off_by_one_in_the_order(photos):
    return np.sort(photos, axis=0)[(len(photos) - 1) // 2 - 1], photos.mean(axis=0)


WRONG_BEST_ANSWERS = {
    swapped: "swapped",
    twice_the_mean: "not for the distance",
    twice_the_median: "not for the square",
    over_everything: "pixel by pixel",
    along_the_last_axis: "wrong axis|axis 0",
    sum_forgot_to_divide: "mean square|derivative|divide",
    middle_of_the_list: "as many photos above as below|no single photo",
    root_mean_square: "mean square smaller|derivative",
    midrange: "largest",
    mean_of_absolute_values: "mean distance smaller|as many",
    only_one_returned: "two",
    returned_nothing: "return",
    losses_returned: "least losses themselves",
    wrong_divisor: "mean square smaller|divide",
    lower_quartile: "as many photos above as below",
    axis_of_grey_pictures: "axis",
    off_by_one_in_the_order: "as many photos above as below",
}


def sorted_middle(photos):
    return np.sort(photos, axis=0)[len(photos) // 2], photos.mean(0)


def in_loops(photos):
    flat = np.reshape(photos, (len(photos), -1))
    middle = [statistics.median(pixel) for pixel in flat.T]
    mean = [sum(pixel) / len(pixel) for pixel in flat.T]
    return [np.reshape(one, photos.shape[1:]) for one in (middle, mean)]


def with_tensors(photos):
    ordered = tf.sort(photos, axis=0)
    return ordered[len(photos) // 2], tf.reduce_mean(photos, axis=0)


def with_keras(photos):
    return ops.quantile(photos, 0.5, axis=0), ops.mean(photos, axis=0)


def by_search(photos):
    def best(pixel, power):
        def loss(answer):
            return np.mean(np.abs(pixel - answer) ** power)

        if power == 1:  # the best answer lies at one of the values
            return min(pixel, key=loss)
        return scipy.optimize.minimize_scalar(loss).x

    return [np.apply_along_axis(best, 0, photos, power) for power in (1, 2)]


RIGHT_BEST_ANSWERS = [sorted_middle, in_loops, with_tensors, with_keras, by_search]

# Task 2 ---------------------------------------------------------------------------


def own_stride_too(kernels, strides):
    field, step = 1, 1
    for kernel, stride in zip(kernels, strides, strict=True):
        step *= stride
        field += (kernel - 1) * step
    return field


def from_zero(kernels, strides):
    field, step = 0, 1
    for i in range(len(kernels)):
        field += (kernels[i] - 1) * step
        step *= strides[i]
    return field


def whole_kernels(kernels, strides):
    field, step = 1, 1
    for kernel, stride in zip(kernels, strides, strict=True):
        field += kernel * step
        step *= stride
    return field


def whole_kernels_from_zero(kernels, strides):
    return sum(k * math.prod(strides[:i]) for i, k in enumerate(kernels))


def no_strides(kernels, strides):
    return sum(kernels) - len(kernels) + 1


def strides_added(kernels, strides):
    field, step = 1, 0
    for kernel, stride in zip(kernels, strides, strict=True):
        field += (kernel - 1) * max(step, 1)
        step += stride
    return field


def started_at_the_end(kernels, strides):
    field, step = 1, 1
    for kernel, stride in zip(reversed(kernels), reversed(strides), strict=True):
        field += (kernel - 1) * step
        step *= stride
    return field


def backward_without_brackets(kernels, strides):
    field = 1
    for kernel, stride in zip(kernels[::-1], strides[::-1], strict=True):
        field = field * stride + kernel - 1
    return field


def backward_plus_kernel(kernels, strides):
    field = 1
    for kernel, stride in zip(kernels[::-1], strides[::-1], strict=True):
        field = field * stride + kernel
    return field


def product_of_kernels(kernels, strides):
    return math.prod(kernels)


def all_strides_everywhere(kernels, strides):
    return 1 + sum(k - 1 for k in kernels) * math.prod(strides)


def powers_of_two(kernels, strides):
    return 1 + sum((k - 1) * 2**i for i, k in enumerate(kernels))


def stops_too_early(kernels, strides):
    field, step = 1, 1
    for i in range(len(kernels) - 1):
        field += (kernels[i] - 1) * step
        step *= strides[i]
    return field


def starts_too_late(kernels, strides):
    field, step = 1, 1
    for i in range(1, len(kernels)):
        field += (kernels[i] - 1) * step
        step *= strides[i]
    return field


def stride_once(kernels, strides):
    field, step = 1, 1
    for kernel, stride in zip(kernels, strides, strict=True):
        field += (kernel - 1) * step
        step = stride
    return field


def always_seventy(kernels, strides):
    return 70


def in_area(kernels, strides):
    return own_field(kernels, strides) ** 2


def own_field(kernels, strides):
    field = 1
    for kernel, stride in zip(kernels[::-1], strides[::-1], strict=True):
        field = (field - 1) * stride + kernel
    return field


WRONG_RECEPTIVE_FIELD = {
    own_stride_too: "own stride",
    from_zero: "1 is missing",
    whole_kernels: "k − 1",
    whole_kernels_from_zero: "k − 1",
    no_strides: "strides are missing",
    strides_added: "multiply",
    started_at_the_end: "direction",
    backward_without_brackets: "field − 1",
    backward_plus_kernel: "k − 1|kernel − 1",
    product_of_kernels: r"\(kernel − 1\)|as its kernel has|steps",
    all_strides_everywhere: "before it|strides of the layers before|along the layers",
    powers_of_two: "not every stride is 2",
    stops_too_early: "last layer is missing",
    starts_too_late: "first layer is missing",
    stride_once: "just before",
    always_seventy: "start with a field|lists",
    in_area: "area",
}


def as_a_sum(kernels, strides):
    return 1 + sum((k - 1) * math.prod(strides[:i]) for i, k in enumerate(kernels))


def with_numpy(kernels, strides):
    steps = np.concatenate([[1], np.cumprod(strides)[:-1]])[: len(kernels)]
    return 1 + (np.array(kernels) - 1) @ steps if len(kernels) else np.array(1)


def recursive(kernels, strides):
    if not kernels:
        return 1
    rest = recursive(kernels[1:], strides[1:])
    return (rest - 1) * strides[0] + kernels[0]


def with_tensor(kernels, strides):
    steps = tf.math.cumprod(tf.constant(strides, "int32"), exclusive=True)
    return 1 + tf.reduce_sum((tf.constant(kernels, "int32") - 1) * steps)


RIGHT_RECEPTIVE_FIELD = [own_field, as_a_sum, with_numpy, recursive, with_tensor]
