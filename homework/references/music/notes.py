"""Right and wrong answers to homework 12, tasks 1 and 2."""

import numpy as np
from keras import ops

from homework.references.known import Known

# Task 1: the roll -----------------------------------------------------------------


def to_roll(phrase, lowest, n_pitches, first=0, off=-1.0):
    """1 where a voice sings a pitch, −1 elsewhere."""
    pitches = np.arange(n_pitches) + lowest + first
    return np.where(phrase[:, None, :] == pitches[None, :, None], 1.0, off)


def silence_from_the_end(phrase, lowest, n_pitches):
    """A mistake: −1 − lowest is an index from the end."""
    roll = np.full((len(phrase), n_pitches, phrase.shape[1]), -1.0)
    for step, voice in np.ndindex(phrase.shape):
        roll[step, (phrase[step, voice] - lowest) % n_pitches, voice] = 1
    return roll


TO_ROLL = Known(
    reference=to_roll,
    mistakes={
        "silence is −1, as in every picture of the course; yours is 0.": (
            lambda *all_: to_roll(*all_, off=0.0)
        ),
        "voices and pitches are swapped: the order is steps, pitches, voices.": (
            lambda *all_: to_roll(*all_).transpose(0, 2, 1)
        ),
        "steps and pitches are swapped: the order is steps, pitches, voices.": (
            lambda *all_: to_roll(*all_).transpose(1, 0, 2)
        ),
        "`lowest` belongs into place 0: yours stands a place too far.": (
            lambda *all_: to_roll(*all_, first=-1)
        ),
        "the axis of the pitches is turned round: low pitches come first.": (
            lambda *all_: to_roll(*all_)[:, ::-1]
        ),
        "every voice has a channel of its own; yours puts all into one.": (
            lambda *all_: to_roll(*all_).max(axis=-1, keepdims=True)
        ),
        "−1 is silence, not the highest pitch: leave such notes out.": (
            silence_from_the_end
        ),
    },
)

# Task 2: straight through ---------------------------------------------------------


def hard_of(logits, axis=-1):
    """The notes that argmax plays."""
    return ops.one_hot(ops.argmax(logits, axis), logits.shape[axis], axis=axis)


def straight_through(logits):
    """Forwards argmax, backwards softmax."""
    soft = ops.softmax(logits)
    return soft + ops.stop_gradient(hard_of(logits) - soft)


def through_the_logits(logits):
    """A mistake: the gradient is that of the logits."""
    return logits + ops.stop_gradient(hard_of(logits) - logits)


def along_axis_0(logits):
    """A mistake: softmax and argmax along the first axis."""
    soft = ops.softmax(logits, axis=0)
    return soft + ops.stop_gradient(hard_of(logits, 0) - soft)


def softened_twice(logits):
    """A mistake: softmax of what is softmax already."""
    soft = ops.softmax(ops.softmax(logits))
    return soft + ops.stop_gradient(hard_of(logits) - soft)


def double(logits):
    """A mistake: the soft notes are not taken off again."""
    return ops.softmax(logits) + ops.stop_gradient(hard_of(logits))


def wrong_one_stopped(logits):
    """A mistake: soft notes inside, so that nothing flows."""
    soft = ops.softmax(logits)
    return hard_of(logits) + ops.stop_gradient(soft - soft)


STRAIGHT_THROUGH = Known(
    reference=straight_through,
    mistakes={
        "these are soft notes: forwards it has to be the whole note of argmax.": (
            ops.softmax
        ),
        "you add the soft notes and do not take them off again: hard − soft inside "
        "stop_gradient.": double,
        "argmax alone has no gradient: the soft notes have to stand outside "
        "stop_gradient.": wrong_one_stopped,
        "the gradient is that of the logits themselves, and not that of softmax.": (
            through_the_logits
        ),
        "along the wrong axis: the pitches are the last one.": along_axis_0,
        "softmax was applied twice.": softened_twice,
    },
)
