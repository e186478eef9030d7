"""Answers to `age_group` of homework 05."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def in_a_chain(age):
    for group, border in enumerate([19, 30, 40, 50, 60]):
        if age < border:
            return group
    return 5


def with_tensors(ages):
    borders = tf.constant([19, 30, 40, 50, 60])
    return tf.searchsorted(borders, tf.reshape(ages, [-1]), side="right")


wrong(
    "numbered from 0", from_one=lambda ages: np.digitize(ages, [0, 19, 30, 40, 50, 60])
)
wrong("no tens", tens=lambda ages: ages // 10)
wrong("borders", one_border_wrong=lambda ages: np.digitize(ages, [19, 30, 41, 50, 60]))
wrong("shape", one_hot=lambda ages: np.eye(6)[right_digitize(ages)])


@wrong("borders are off by one|new group")
def right_closed(ages):
    return np.digitize(ages, [19, 30, 40, 50, 60], right=True)


@wrong(r"\*last\* year|off by one")
def last_years(ages):
    return np.searchsorted([18, 29, 39, 49, 59], ages, side="right")


@wrong("border|first goes up to 18")
def tens_less_one(ages):
    return np.clip(ages // 10 - 1, 0, 5)


@wrong("not at 20")
def bins_by_cut(ages):
    return sum((ages >= border).astype(int) for border in (20, 30, 40, 50, 60))


@wrong("IPCGAN")
def of_ipcgan(ages):
    return sum((ages > border).astype(int) for border in (20, 30, 40, 50))


@wrong("last group")
def last_group_missing(ages):
    return np.searchsorted([19, 30, 40, 50], ages, side="right")


@wrong("turned round")
def oldest_first(ages):
    return sum((ages < border).astype(int) for border in (19, 30, 40, 50, 60))


@wrong("two groups")
def first_two_together(ages):
    return np.maximum(np.digitize(ages, [19, 30, 40, 50, 60]) - 1, 0)


@wrong("shape")
def flattened(ages):
    return np.array([in_a_chain(age) for age in np.ravel(ages)])


@wrong("last of them|overwritten|border")
def one_after_another(ages):
    groups = np.zeros_like(ages)
    for group, border in enumerate([60, 50, 40, 30, 19]):
        groups[ages >= border] = 5 - group
    return groups


@wrong("array|many ages|all ages|truth value")
def only_one_age(ages):
    if ages < 19:
        return 0
    return 1 + min((ages - 20) // 10, 4)


@wrong("number")
def names_in_place_of_numbers(ages):
    names = np.array(["0–18", "19–29", "30–39", "40–49", "50–59", "60+"])
    return names[right_digitize(ages)]


@wrong("first group starts at 0|no end")
def newborn_unknown(ages):
    return np.where((ages < 1) | (ages > 110), -1, right_digitize(ages))


@right
def right_digitize(ages):
    return np.digitize(ages, (19, 30, 40, 50, 60))


@right
def with_loops(ages):
    groups = [in_a_chain(age) for age in np.ravel(ages)]
    return np.reshape(groups, ages.shape)


@right
def with_comparisons(ages):
    return (np.asarray(ages)[..., None] >= [19, 30, 40, 50, 60]).sum(axis=-1)


@right
def with_keras(ages):
    groups = ops.zeros(ages.shape, "int32")
    for border in (19, 30, 40, 50, 60):
        groups += ops.cast(ops.convert_to_tensor(ages) >= border, "int32")
    return groups


@right
def with_tensors_in_shape(ages):
    return tf.reshape(with_tensors(tf.cast(ages, "int32")), ages.shape)
