"""Answers to `mean_iou` of homework 04."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def areas(score):
    """A score of (pixels that are right, asked for, found), each by class."""

    def answer(confusion):
        return score(np.diag(confusion), confusion.sum(axis=1), confusion.sum(axis=0))

    answer.__name__ = score.__name__
    return answer


def iou(right, asked, found):
    return right / (asked + found - right)


wrong("twice", union_twice=areas(lambda r, a, f: (r / (a + f))[a > 0].mean()))
wrong("precision", precision=areas(lambda r, a, f: np.mean(r[f > 0] / f[f > 0])))
wrong("pixel accuracy", pixel_accuracy=lambda table: np.trace(table) / np.sum(table))
wrong("their mean", ratio_of_sums=areas(lambda r, a, f: r.sum() / (a + f - r).sum()))
wrong("0/0", all_classes=areas(lambda *three: np.mean(iou(*three))))
wrong("row", nanmean=areas(lambda *three: np.nanmean(iou(*three))))
wrong(
    "does not occur", nan_becomes_zero=areas(lambda *x: np.nan_to_num(iou(*x)).mean())
)
wrong(
    "union|row sum",
    divides_by_all_pixels=areas(lambda r, a, f: np.mean(r[a > 0] / a.sum())),
)
wrong(
    "taken off twice|wrong pixels",
    wrong_pixels_only=areas(lambda r, a, f: np.mean(r / (a + f - 2 * r))),
)
wrong(
    "hundred|percent|from 0 to 1", in_percent=lambda table: 100 * right_in_loops(table)
)
wrong(
    "one number a class|average over the classes",
    a_number_a_class=areas(lambda r, a, f: list(iou(r, a, f)[a > 0])),
)


@wrong("leave it out|does not occur")
@areas
def nan_becomes_one(*three):
    return np.nan_to_num(iou(*three), nan=1.0).mean()


@wrong("leave it out|does not occur")
@areas
def small_constant(right, asked, found):
    return np.mean((right + 1e-7) / (asked + found - right + 1e-7))


@wrong("it counts, with 0")
@areas
def only_classes_that_are_right(right, asked, found):
    return np.mean(iou(right, asked, found)[right > 0])


@wrong("mean|each class")
@areas
def weighted(right, asked, found):
    union = np.maximum(asked + found - right, 1)
    return np.sum((right / union * asked)[asked > 0]) / asked.sum()


@wrong("Dice")
def dice(confusion):
    scores = []
    for k in range(len(confusion)):
        if confusion[k].sum():
            both = confusion[k].sum() + confusion[:, k].sum()
            scores.append(2 * confusion[k, k] / both)
    return np.mean(scores)


@wrong("recall")
def recall(confusion):
    rows = confusion[confusion.sum(axis=1) > 0]
    return np.mean(np.diag(confusion)[: len(rows)] / rows.sum(axis=1))


@right
def right_in_loops(confusion):
    total, count = 0.0, 0
    for k in range(len(confusion)):
        asked = sum(confusion[k])
        found = sum(row[k] for row in confusion)
        if asked:
            total += confusion[k][k] / (asked + found - confusion[k][k])
            count += 1
    return total / count


@right
@areas
def with_numpy(right, asked, found):
    return np.divide(right, asked + found - right)[asked > 0].mean()


@right
def with_tensors(confusion):
    counts = tf.cast(confusion, "float32")
    right, asked = tf.linalg.diag_part(counts), tf.reduce_sum(counts, 1)
    scores = right / (asked + tf.reduce_sum(counts, 0) - right)
    return tf.reduce_mean(tf.boolean_mask(scores, asked > 0))


@right
def with_keras(confusion):
    right = ops.cast(ops.diagonal(confusion), "float32")
    asked = ops.cast(ops.sum(confusion, axis=1), "float32")
    union = asked + ops.cast(ops.sum(confusion, axis=0), "float32") - right
    occurs = ops.cast(asked > 0, "float32")
    scores = ops.where(asked > 0, right / ops.maximum(union, 1.0), 0.0)
    return ops.sum(scores) / ops.sum(occurs)


@right
def in_sets(confusion):
    scores = []
    for k, row in enumerate(confusion):
        column = confusion[:, k]
        missed, invented = row.sum() - row[k], column.sum() - row[k]
        if row.sum() > 0:
            scores.append(row[k] / (row[k] + missed + invented))
    return [float(np.mean(scores))]
