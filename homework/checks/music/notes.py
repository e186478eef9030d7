"""Homework 12, tasks 1 and 2: rolls, and notes that have a gradient."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.checks import probes
from homework.checks.tasks import Task, returned

# Task 1: the roll -----------------------------------------------------------------


def roll_cases(rng):
    """A phrase by chance, then one thing after the other."""
    return {
        "12 steps of 3 voices by chance": (rng.integers(48, 60, (12, 3)), 48, 12),
        "one note, the lowest": (np.array([[40]]), 40, 5),
        "a scale, one voice": (np.arange(60, 66)[:, None], 60, 6),
        "two voices on one pitch": (np.array([[52, 52], [53, 50]]), 50, 6),
        "a silent voice, −1": (np.array([[50, -1], [-1, 53], [51, 51]]), 50, 5),
    }


TO_ROLL = Task(
    points=2,
    cases=roll_cases,
    hints=(
        "three axes: steps, pitches, voices. Which of them does the phrase not have?",
        "compare every note with every pitch of the roll: an array of True and False.",
        "phrase[:, None, :] == np.arange(lowest, lowest + n_pitches)[None, :, None]",
    ),
    case_hints={
        "12 steps of 3 voices by chance": (
            "the shape is (steps, pitches, voices); a pixel is 1 where the voice sings "
            "this pitch at this step, and −1 everywhere else."
        ),
        "one note, the lowest": (
            "the pitch `lowest` stands in place 0 of the axis of the pitches."
        ),
        "a scale, one voice": "each step has one 1, a place further than the last.",
        "two voices on one pitch": (
            "every voice has a channel of its own: two voices on one pitch are a 1 in "
            "both channels, not a 2."
        ),
        "a silent voice, −1": (
            "a voice that is silent has no note at this step: −1 at all pitches. As an "
            "index −1 − lowest would count from the end."
        ),
    },
)

# Task 2: straight through ---------------------------------------------------------


def logit_cases(rng):
    """Logits of several notes, and the weights of a D that likes some of them."""

    def case(*shape, scale=1.5):
        draw = rng.normal(0, scale, (2, *shape))
        return draw[0].astype("float32"), draw[1].astype("float32")

    return {
        "2 steps, 3 voices, 6 pitches": case(2, 3, 6),
        "one note of 5": case(1, 5),
        "large logits": case(3, 4, scale=100.0),
        "two pitches": (np.float32([[0.2, -0.1]]), np.float32([[1.0, 3.0]])),
    }


def note_probe(answer, logits, likes):
    """The notes, and the gradient of a D that is linear."""
    look = probes.loss_and_gradients("logits")
    found = look(lambda x: ops.sum(returned(answer, x) * likes), logits)
    return {
        "notes": answer(tf.constant(logits)),
        "d D / d logits": found["d loss / d logits"],
    }


STRAIGHT_THROUGH = Task(
    points=3,
    cases=logit_cases,
    probe=note_probe,
    hints=(
        "forwards the note that argmax plays, backwards the gradient of softmax.",
        "add something to the soft notes that changes their value and not their "
        "gradient.",
        "soft + stop_gradient(hard − soft)",
    ),
    case_hints={
        "2 steps, 3 voices, 6 pitches": (
            "the last axis holds the pitches: argmax and softmax both go along it."
        ),
        "one note of 5": "one 1 among zeros at the largest logit, in any shape.",
        "large logits": "ops.softmax stays finite where exp(logits) does not.",
        "notes": "forwards whole notes: a 1 among zeros on the last axis, and finite.",
        "d D / d logits": (
            "the gradient is that of softmax, so the hard notes and the correction "
            "stand inside stop_gradient, and the soft ones outside. " + probes.DETACHED
        ),
    },
)
