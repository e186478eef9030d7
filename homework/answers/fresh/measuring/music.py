"""Fresh answers to homework `music`, the half that only measures."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import tasks

TASKS = tasks()


def roll_of(phrase, lowest, n_pitches):
    """The right roll."""
    pitches = np.arange(lowest, lowest + n_pitches)
    return np.where(phrase[:, None, :] == pitches[None, :, None], 1.0, -1.0)


wrong, right = TASKS["to_roll"]


@wrong("silen|−1")
def index_from_the_end(phrase, lowest, n_pitches):
    roll = -np.ones((*phrase.shape, n_pitches))
    t, v = np.indices(phrase.shape)
    roll[t, v, np.clip(phrase - lowest, -1, None)] = 1
    return roll.transpose(0, 2, 1)


@wrong("pitches, voices|order|swap")
def axes_as_they_come(phrase, lowest, n_pitches):
    return 2 * np.eye(n_pitches)[phrase - lowest] - 1 if phrase.min() >= 0 else -1


@wrong("−1")
def true_and_false(phrase, lowest, n_pitches):
    return roll_of(phrase, lowest, n_pitches) > 0


@right
def painted(phrase, lowest, n_pitches):
    roll = np.full((len(phrase), n_pitches, phrase.shape[1]), -1.0)
    for (t, v), note in np.ndenumerate(phrase):
        if note != -1:
            roll[t, note - lowest, v] = 1.0
    return roll


wrong, right = TASKS["straight_through"]


@wrong("gradient|outside")
def stop_around_both(logits):
    hard = ops.one_hot(ops.argmax(logits, -1), logits.shape[-1])
    return ops.stop_gradient(ops.softmax(logits)) + hard - ops.softmax(logits) * 0


@wrong("softmax|gradient")
def through_exp(logits):
    soft = ops.exp(logits - ops.max(logits, axis=-1, keepdims=True))
    hard = ops.one_hot(ops.argmax(logits, -1), logits.shape[-1])
    return soft + ops.stop_gradient(hard - soft)


@wrong("whole|forwards|argmax")
def rounded(logits):
    soft = ops.softmax(logits)
    return soft + ops.stop_gradient(ops.round(soft) - soft)


@right
def minus_what_flows(logits):
    soft = tf.nn.softmax(logits, axis=-1)
    hard = tf.one_hot(tf.argmax(soft, -1), tf.shape(logits)[-1])
    return tf.stop_gradient(hard) - (tf.stop_gradient(soft) - soft)


wrong, right = TASKS["parallels"]


def counted(phrase, allowed=(0, 7), turned=1):
    """Parallels by loops."""
    count = 0
    for t in range(1, len(phrase)):
        for a in range(phrase.shape[1]):
            for b in range(a + 1, phrase.shape[1]):
                was = (phrase[t - 1, a] - phrase[t - 1, b]) * turned % 12
                now = (phrase[t, a] - phrase[t, b]) * turned % 12
                da, db = (
                    phrase[t][a] - phrase[t - 1][a],
                    phrase[t][b] - phrase[t - 1][b],
                )
                count += was == now and now in allowed and da * db > 0
    return count


@wrong("octave")
def no_octaves(phrase):
    return counted(phrase, (7,))


@wrong("order|earlier|fourth|cross|fifth")
def lower_minus_upper(phrase):
    return counted(phrase, turned=-1)


@wrong("pair|neighbour")
def soprano_and_bass(phrase):
    return counted(phrase[:, [0, phrase.shape[1] - 1]])


@wrong("move|held|direction|way")
def equal_steps_only(phrase):
    return sum(
        int((np.ptp(phrase[t : t + 2, [a, b]], axis=0) > 0).all())
        and int((phrase[t, a] - phrase[t, b]) % 12 in (0, 7))
        for t in range(len(phrase) - 1)
        for a in range(phrase.shape[1])
        for b in range(a + 1, phrase.shape[1])
    )


@right
def by_loops(phrase):
    return counted(phrase)


wrong, right = TASKS["chain"]


def table_of(melodies, n_pitches):
    """Counts of pairs."""
    counts = np.zeros((n_pitches, n_pitches))
    for melody in melodies:
        for i in range(len(melody) - 1):
            counts[melody[i], melody[i + 1]] += 1
    return counts


@wrong("row|sum")
def columns_sum_to_one(melodies, n_pitches):
    counts = table_of(melodies, n_pitches)
    sums = counts.sum(axis=0)
    return np.where(sums > 0, counts / np.maximum(sums, 1), np.eye(n_pitches))


@wrong("diagonal|stays")
def tiny_number(melodies, n_pitches):
    counts = table_of(melodies, n_pitches)
    return counts / (counts.sum(axis=1, keepdims=True) + 1e-9)


@wrong("divide|row|count")
def how_often(melodies, n_pitches):
    return table_of(melodies, n_pitches)


@right
def row_by_row(melodies, n_pitches):
    counts = table_of(melodies, n_pitches)
    for a, row in enumerate(counts):
        counts[a] = row / row.sum() if row.any() else np.eye(n_pitches)[a]
    return counts
