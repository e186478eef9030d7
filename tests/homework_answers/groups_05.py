"""Answers to task 1 of homework 05; answers_01.py describes the form."""

import numpy as np
import tensorflow as tf
from keras import ops


def right_closed(ages):
    return np.digitize(ages, [19, 30, 40, 50, 60], right=True)


def last_years(ages):
    return np.searchsorted([18, 29, 39, 49, 59], ages, side="right")


def from_one(ages):
    return np.digitize(ages, [0, 19, 30, 40, 50, 60])


def tens(ages):
    return ages // 10


def tens_less_one(ages):
    return np.clip(ages // 10 - 1, 0, 5)


def bins_by_cut(ages):
    return sum((ages >= border).astype(int) for border in (20, 30, 40, 50, 60))


def of_ipcgan(ages):
    return sum((ages > border).astype(int) for border in (20, 30, 40, 50))


def last_group_missing(ages):
    return np.searchsorted([19, 30, 40, 50], ages, side="right")


def oldest_first(ages):
    return sum((ages < border).astype(int) for border in (19, 30, 40, 50, 60))


def first_two_together(ages):
    return np.maximum(np.digitize(ages, [19, 30, 40, 50, 60]) - 1, 0)


def one_border_wrong(ages):
    return np.digitize(ages, [19, 30, 41, 50, 60])


def flattened(ages):
    return np.array([in_a_chain(age) for age in np.ravel(ages)])


def one_after_another(ages):
    groups = np.zeros_like(ages)
    for group, border in enumerate([60, 50, 40, 30, 19]):
        groups[ages >= border] = 5 - group
    return groups


def only_one_age(ages):
    if ages < 19:
        return 0
    return 1 + min((ages - 20) // 10, 4)


def names_in_place_of_numbers(ages):
    names = np.array(["0–18", "19–29", "30–39", "40–49", "50–59", "60+"])
    return names[right_digitize(ages)]


def one_hot(ages):
    return np.eye(6)[right_digitize(ages)]


def newborn_unknown(ages):
    return np.where((ages < 1) | (ages > 110), -1, right_digitize(ages))


def right_digitize(ages):
    return np.digitize(ages, (19, 30, 40, 50, 60))


def in_a_chain(age):
    for group, border in enumerate([19, 30, 40, 50, 60]):
        if age < border:
            return group
    return 5


WRONG_AGE_GROUP = {
    right_closed: "borders are off by one|new group",
    last_years: r"\*last\* year|off by one",
    from_one: "numbered from 0",
    tens: "no tens",
    tens_less_one: "border|first goes up to 18",
    bins_by_cut: "not at 20",
    of_ipcgan: "IPCGAN",
    last_group_missing: "last group",
    oldest_first: "turned round",
    first_two_together: "two groups",
    one_border_wrong: "borders",
    flattened: "shape",
    only_one_age: "array|many ages|all ages|truth value",
    names_in_place_of_numbers: "number",
    one_hot: "shape",
    one_after_another: "last of them|overwritten|border",
    newborn_unknown: "first group starts at 0|no end",
}


def with_loops(ages):
    groups = [in_a_chain(age) for age in np.ravel(ages)]
    return np.reshape(groups, ages.shape)


def with_tensors(ages):
    borders = tf.constant([19, 30, 40, 50, 60])
    return tf.searchsorted(borders, tf.reshape(ages, [-1]), side="right")


def with_comparisons(ages):
    return (np.asarray(ages)[..., None] >= [19, 30, 40, 50, 60]).sum(axis=-1)


def with_keras(ages):
    groups = ops.zeros(ages.shape, "int32")
    for border in (19, 30, 40, 50, 60):
        groups += ops.cast(ops.convert_to_tensor(ages) >= border, "int32")
    return groups


def with_tensors_in_shape(ages):
    return tf.reshape(with_tensors(tf.cast(ages, "int32")), ages.shape)


RIGHT_AGE_GROUP = [
    right_digitize,
    with_loops,
    with_comparisons,
    with_keras,
    with_tensors_in_shape,
]
