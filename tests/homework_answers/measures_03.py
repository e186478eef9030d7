"""Answers to tasks 3 and 6 of homework 03; answers_01.py describes the form."""

import numpy as np
import tensorflow as tf
from homework_answers.training_01 import given
from keras import ops

# Task 3 ---------------------------------------------------------------------------


def table_of(called, asked, count):
    """Confusion table: rows asked for, columns called."""
    table = np.zeros((count, count))
    np.add.at(table, (asked, called), 1)
    return table


def precision(logits, asked):
    table = table_of(logits.argmax(1), asked, logits.shape[1])
    return np.diag(table) / table.sum(axis=0)


def share_of_all(logits, asked):
    table = table_of(logits.argmax(1), asked, logits.shape[1])
    return np.diag(table) / len(asked)


def numbers(logits, asked):
    return np.diag(table_of(logits.argmax(1), asked, logits.shape[1]))


def share_called(logits, asked):
    return np.bincount(logits.argmax(1), minlength=logits.shape[1]) / len(logits)


def share_asked(logits, asked):
    return np.bincount(asked, minlength=logits.shape[1]) / len(logits)


def true_negatives_counted(logits, asked):
    called = logits.argmax(axis=1)
    return [np.mean((called == k) == (asked == k)) for k in range(logits.shape[1])]


def all_together(logits, asked):
    return np.mean(logits.argmax(axis=1) == asked)


def disobeyed(logits, asked):
    called = logits.argmax(axis=1)
    return [np.mean(called[asked == k] != k) for k in range(logits.shape[1])]


def along_the_pictures(logits, asked):
    called = logits.argmax(axis=0)
    called = np.resize(called, len(asked))
    return [np.mean(called[asked == k] == k) for k in range(logits.shape[1])]


def smallest_logit(logits, asked):
    called = logits.argmin(axis=1)
    return [np.mean(called[asked == k] == k) for k in range(logits.shape[1])]


def threshold(logits, asked):
    classes = range(logits.shape[1])
    return [np.mean(logits[asked == k, k] > 0) for k in classes]


def probabilities(logits, asked):
    p = np.asarray(ops.softmax(logits, axis=1))
    return [np.mean(p[asked == k, k]) for k in range(logits.shape[1])]


def zero_for_nobody(logits, asked):
    called, found = logits.argmax(axis=1), []
    for k in range(logits.shape[1]):
        n = np.sum(asked == k)
        found.append(np.sum((called == k) & (asked == k)) / max(n, 1))
    return found


def left_out_for_nobody(logits, asked):
    called = logits.argmax(axis=1)
    return [np.mean(called[asked == k] == k) for k in np.unique(asked)]


def up_to_the_largest_label(logits, asked):
    called = logits.argmax(axis=1)
    return [np.mean(called[asked == k] == k) for k in range(asked.max() + 1)]


def in_per_cent(logits, asked):
    return 100 * np.array(right_by_masks(logits, asked))


def next_label(logits, asked):
    return right_by_masks(logits, (asked + 1) % logits.shape[1])


def union(logits, asked):
    called = logits.argmax(axis=1)
    classes = range(logits.shape[1])
    both = [np.sum((called == k) & (asked == k)) for k in classes]
    either = [np.sum((called == k) | (asked == k)) for k in classes]
    return np.array(both) / np.array(either)


def right_by_masks(logits, asked):
    called = np.asarray(logits).argmax(axis=1)
    return [np.mean(called[asked == k] == k) for k in range(logits.shape[1])]


WRONG_ACCURACY_BY_CLASS = {
    precision: "called",
    share_of_all: "not by all",
    numbers: "divide",
    share_called: "how often",
    share_asked: "right ones|asked",
    true_negatives_counted: "neither called nor asked|no obedience",
    all_together: "for each class",
    disobeyed: "not\\* obeyed|1 minus",
    along_the_pictures: "axis 1",
    smallest_logit: "largest",
    threshold: "largest|threshold",
    probabilities: "argmax|largest",
    zero_for_nobody: "NaN, not 0",
    left_out_for_nobody: "its place",
    up_to_the_largest_label: "its place|columns",
    in_per_cent: "share|per cent|100",
    next_label: "asked",
    union: "among those asked for|called",
}


def by_a_table(logits, asked):
    table = table_of(np.argmax(logits, axis=1), asked, logits.shape[1])
    with np.errstate(all="ignore"):
        return np.diag(table) / table.sum(axis=1)


def by_loops(logits, asked):
    right, total = [0] * logits.shape[1], [0] * logits.shape[1]
    for row, label in zip(logits, asked, strict=True):
        total[label] += 1
        right[label] += list(row).index(max(row)) == label
    pairs = zip(right, total, strict=True)
    return [r / n if n else float("nan") for r, n in pairs]


def by_one_hot(logits, asked):
    asked = np.eye(logits.shape[1])[asked]
    called = np.eye(logits.shape[1])[logits.argmax(axis=1)]
    with np.errstate(all="ignore"):
        return (asked * called).sum(axis=0) / asked.sum(axis=0)


def by_tensorflow(logits, asked):
    called = tf.argmax(logits, axis=1)
    right = tf.cast(called == asked, "float32")
    sums = tf.math.unsorted_segment_sum(right, asked, logits.shape[1])
    counts = tf.math.bincount(tf.cast(asked, "int32"), minlength=logits.shape[1])
    return sums / tf.cast(counts, "float32")


RIGHT_ACCURACY_BY_CLASS = [
    right_by_masks,
    by_a_table,
    by_loops,
    by_one_hot,
    by_tensorflow,
]

# Task 6 ---------------------------------------------------------------------------

WRONG_VERDICTS = {
    given("AAAAA"): "number of steps",
    given("BAEBD"): "number of steps",
    given("EAEBD"): "number of steps",
    given("CBEBD"): "one by one",
    given("CDEBD"): "one by one",
    given("CEEBD"): "one by one",
    given("CAABD"): "same training",
    given("CABBD"): "same training",
    given("CAEAD"): "200 labels",
    given("CAECD"): "200 labels",
    given("CAEBA"): "same digit",
    given("CAEBB"): "same digit",
    given("CAEB"): "five",
    given("leak"): "five",
    given(None): "return|five",
}
RIGHT_VERDICTS = [
    given("CAEBD"),
    given(["C", "A", "E", "B", "D"]),
    given("c, a, e, b, d"),
    given({1: "C", 2: "A", 3: "E", 4: "B", 5: "D"}),
]
