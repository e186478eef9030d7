"""Answers to task 6 of homework 04; answers_01.py describes the form."""

import numpy as np
import tensorflow as tf
from keras import ops


def union_twice(confusion):
    total = confusion.sum(0) + confusion.sum(1)
    return (np.diag(confusion) / total)[confusion.sum(1) > 0].mean()


def dice(confusion):
    scores = []
    for k in range(len(confusion)):
        if confusion[k].sum():
            both = confusion[k].sum() + confusion[:, k].sum()
            scores.append(2 * confusion[k, k] / both)
    return np.mean(scores)


def recall(confusion):
    rows = confusion[confusion.sum(axis=1) > 0]
    return np.mean(np.diag(confusion)[: len(rows)] / rows.sum(axis=1))


def precision(confusion):
    found = confusion.sum(axis=0)
    return np.mean(np.diag(confusion)[found > 0] / found[found > 0])


def pixel_accuracy(confusion):
    return np.diag(confusion).sum() / np.sum(confusion)


def ratio_of_sums(confusion):
    right = np.trace(confusion)
    union = confusion.sum(0) + confusion.sum(1) - np.diag(confusion)
    return right / union.sum()


def a_number_a_class(confusion):
    right = np.diag(confusion)
    return [
        right[k] / (confusion[k].sum() + confusion[:, k].sum() - right[k])
        for k in range(len(confusion))
        if confusion[k].any()
    ]


def all_classes(confusion):
    right = np.diag(confusion)
    return np.mean(right / (confusion.sum(0) + confusion.sum(1) - right))


def nan_becomes_zero(confusion):
    right = np.diag(confusion)
    iou = right / (confusion.sum(0) + confusion.sum(1) - right)
    return np.nan_to_num(iou).mean()


def nan_becomes_one(confusion):
    right = np.diag(confusion)
    iou = right / (confusion.sum(0) + confusion.sum(1) - right)
    return np.nan_to_num(iou, nan=1.0).mean()


def nanmean(confusion):
    right = np.diag(confusion)
    return np.nanmean(right / (confusion.sum(0) + confusion.sum(1) - right))


def small_constant(confusion):
    right = np.diag(confusion)
    union = confusion.sum(0) + confusion.sum(1) - right
    return np.mean((right + 1e-7) / (union + 1e-7))


def only_classes_that_are_right(confusion):
    right = np.diag(confusion)
    union = confusion.sum(0) + confusion.sum(1) - right
    return np.mean(right[right > 0] / union[right > 0])


def divides_by_all_pixels(confusion):
    occurs = confusion.sum(1) > 0
    return np.mean(np.diag(confusion)[occurs] / confusion.sum())


def wrong_pixels_only(confusion):
    right = np.diag(confusion)
    wrong = confusion.sum(0) + confusion.sum(1) - 2 * right
    return np.mean(right / wrong)


def weighted(confusion):
    right, asked = np.diag(confusion), confusion.sum(1)
    union = confusion.sum(0) + asked - right
    occurs = asked > 0
    return np.sum((right / np.maximum(union, 1) * asked)[occurs]) / asked.sum()


def in_percent(confusion):
    return 100 * right_in_loops(confusion)


def right_in_loops(confusion):
    total, count = 0.0, 0
    for k in range(len(confusion)):
        asked = sum(confusion[k])
        found = sum(row[k] for row in confusion)
        if asked:
            total += confusion[k][k] / (asked + found - confusion[k][k])
            count += 1
    return total / count


WRONG_MEAN_IOU = {
    union_twice: "twice",
    dice: "Dice",
    recall: "recall",
    precision: "precision",
    pixel_accuracy: "pixel accuracy",
    ratio_of_sums: "their mean",
    a_number_a_class: "one number a class|average over the classes",
    all_classes: "0/0",
    nan_becomes_zero: "does not occur",
    nan_becomes_one: "leave it out|does not occur",
    nanmean: "row",
    small_constant: "leave it out|does not occur",
    only_classes_that_are_right: "it counts, with 0",
    divides_by_all_pixels: "union|row sum",
    wrong_pixels_only: "taken off twice|wrong pixels",
    weighted: "mean|each class",
    in_percent: "hundred|percent|from 0 to 1",
}


def with_numpy(confusion):
    right, asked = np.diag(confusion), confusion.sum(1)
    union = confusion.sum(0) + asked - right
    return np.divide(right, union)[asked > 0].mean()


def with_tensors(confusion):
    counts = tf.cast(confusion, "float32")
    right, asked = tf.linalg.diag_part(counts), tf.reduce_sum(counts, 1)
    iou = right / (asked + tf.reduce_sum(counts, 0) - right)
    return tf.reduce_mean(tf.boolean_mask(iou, asked > 0))


def with_keras(confusion):
    right = ops.cast(ops.diagonal(confusion), "float32")
    asked = ops.cast(ops.sum(confusion, axis=1), "float32")
    union = asked + ops.cast(ops.sum(confusion, axis=0), "float32") - right
    occurs = ops.cast(asked > 0, "float32")
    iou = ops.where(asked > 0, right / ops.maximum(union, 1.0), 0.0)
    return ops.sum(iou) / ops.sum(occurs)


def in_sets(confusion):
    scores = []
    for k, row in enumerate(confusion):
        column = confusion[:, k]
        missed, invented = row.sum() - row[k], column.sum() - row[k]
        if row.sum() > 0:
            scores.append(row[k] / (row[k] + missed + invented))
    return [float(np.mean(scores))]


RIGHT_MEAN_IOU = [right_in_loops, with_numpy, with_tensors, with_keras, in_sets]
