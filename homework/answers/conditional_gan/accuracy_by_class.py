"""Answers to `accuracy_by_class` of homework 03."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def share(called, asked, k):
    return np.mean(called[asked == k] == k)


def by_class(number=share, call=lambda logits: logits.argmax(axis=1)):
    """A number of (called, asked, k) for each class."""

    def answer(logits, asked):
        called = call(logits)
        return [number(called, asked, k) for k in range(logits.shape[1])]

    answer.__name__ = number.__name__
    return answer


def from_table(number):
    """A number of the confusion table: rows asked for, columns called."""

    def answer(logits, asked):
        table = np.zeros((logits.shape[1],) * 2)
        np.add.at(table, (asked, logits.argmax(axis=1)), 1)
        with np.errstate(all="ignore"):
            return number(table)

    return answer


def either(called, asked, k):
    both = (called == k) & (asked == k)
    return np.sum(both) / np.sum((called == k) | (asked == k))


by_masks = by_class()

wrong("called", precision=from_table(lambda t: np.diag(t) / t.sum(axis=0)))
wrong("not by all", share_of_all=from_table(lambda t: np.diag(t) / t.sum()))
wrong("divide", numbers=from_table(np.diag))
wrong("how often", share_called=by_class(lambda called, asked, k: np.mean(called == k)))
wrong("right ones|asked", share_asked=by_class(lambda c, asked, k: np.mean(asked == k)))
wrong(
    "neither called nor asked|no obedience",
    true_negatives_counted=by_class(lambda c, a, k: np.mean((c == k) == (a == k))),
)
wrong("not\\* obeyed|1 minus", disobeyed=by_class(lambda *all_: 1 - share(*all_)))
wrong("largest", smallest_logit=by_class(share, lambda x: x.argmin(axis=1)))
wrong(
    "for each class", all_together=lambda x, asked: np.mean(x.argmax(axis=1) == asked)
)
wrong("share|per cent|100", in_per_cent=by_class(lambda *all_: 100 * share(*all_)))
wrong("asked", next_label=lambda x, asked: by_masks(x, (asked + 1) % x.shape[1]))
wrong("among those asked for|called", union=by_class(either))


@wrong("axis 1")
def along_the_pictures(logits, asked):
    return by_class(share, lambda x: np.resize(x.argmax(axis=0), len(asked)))(
        logits, asked
    )


@wrong("largest|threshold")
def threshold(logits, asked):
    classes = range(logits.shape[1])
    return [np.mean(logits[asked == k, k] > 0) for k in classes]


@wrong("argmax|largest")
def probabilities(logits, asked):
    p = np.asarray(ops.softmax(logits, axis=1))
    return [np.mean(p[asked == k, k]) for k in range(logits.shape[1])]


@wrong("NaN, not 0")
@by_class
def zero_for_nobody(called, asked, k):
    return np.sum((called == k) & (asked == k)) / max(np.sum(asked == k), 1)


@wrong("its place")
def left_out_for_nobody(logits, asked):
    called = logits.argmax(axis=1)
    return [np.mean(called[asked == k] == k) for k in np.unique(asked)]


@wrong("its place|columns")
def up_to_the_largest_label(logits, asked):
    called = logits.argmax(axis=1)
    return [np.mean(called[asked == k] == k) for k in range(asked.max() + 1)]


right(by_masks=by_masks)
right(by_a_table=from_table(lambda t: np.diag(t) / t.sum(axis=1)))


@right
def by_loops(logits, asked):
    right, total = [0] * logits.shape[1], [0] * logits.shape[1]
    for row, label in zip(logits, asked, strict=True):
        total[label] += 1
        right[label] += list(row).index(max(row)) == label
    pairs = zip(right, total, strict=True)
    return [r / n if n else float("nan") for r, n in pairs]


@right
def by_one_hot(logits, asked):
    asked = np.eye(logits.shape[1])[asked]
    called = np.eye(logits.shape[1])[logits.argmax(axis=1)]
    with np.errstate(all="ignore"):
        return (asked * called).sum(axis=0) / asked.sum(axis=0)


@right
def by_tensorflow(logits, asked):
    called = tf.argmax(logits, axis=1)
    right = tf.cast(called == asked, "float32")
    sums = tf.math.unsorted_segment_sum(right, asked, logits.shape[1])
    counts = tf.math.bincount(tf.cast(asked, "int32"), minlength=logits.shape[1])
    return sums / tf.cast(counts, "float32")
