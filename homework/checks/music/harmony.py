"""Homework 12, tasks 3 and 4: parallel fifths, and a Markov chain."""

import numpy as np

from homework.checks.tasks import Task

# Task 3: parallels ----------------------------------------------------------------


def parallel_cases(rng):
    """Phrases by chance full of fifths, then one situation after another."""
    many = rng.choice([48, 50, 52, 55, 57, 60, 62, 64, 67], (500, 4))
    return {
        "500 steps of 4 voices by chance": (many,),
        "two voices a fifth apart go up": (np.array([[67, 60], [69, 62]]),),
        "two voices an octave apart go down": (np.array([[72, 60], [70, 58]]),),
        "a fifth that is held": (np.array([[67, 60], [67, 60], [67, 60]]),),
        "a third, then a third": (np.array([[64, 60], [65, 61]]),),
        "a third, then a fifth": (np.array([[64, 60], [69, 62]]),),
        "a fifth, then an octave, both up": (np.array([[67, 60], [74, 62]]),),
        "a fifth, then a twelfth, both up": (np.array([[67, 60], [81, 62]]),),
        "a fifth, then a twelfth, apart": (np.array([[67, 60], [76, 57]]),),
        "unison to unison": (np.array([[60, 60], [62, 62]]),),
        "the fourth and the third voice": (
            np.array([[90, 76, 55, 48], [90, 76, 57, 50]]),
        ),
        "the first and the last of three": (np.array([[67, 64, 60], [69, 64, 62]]),),
        "two pairs at once": (np.array([[67, 64, 60, 48], [69, 65, 62, 50]]),),
        "the upper voice lies below": (np.array([[60, 67], [62, 69]]),),
    }


PARALLELS = Task(
    points=3,
    cases=parallel_cases,
    hints=(
        "look at each pair of voices, at each two steps that follow one another.",
        "four questions: do both move? the same way? was it a fifth or an octave? is "
        "it the same again?",
        "(upper − lower) % 12 is 7 for a fifth and 0 for an octave or a unison, "
        "however many octaves lie between.",
    ),
    case_hints={
        "500 steps of 4 voices by chance": (
            "at every step but the first every pair of voices counts, neighbours or "
            "not, each by itself, upwards and downwards; thirds may go together."
        ),
        "two voices a fifth apart go up": "from a fifth (7) to a fifth, both up: one.",
        "two voices an octave apart go down": (
            "octaves count as fifths do, downwards as upwards."
        ),
        "a fifth that is held": "nobody moves: no parallel, so both have to move.",
        "a third, then a third": "thirds may go together: only fifths and octaves.",
        "a third, then a fifth": (
            "the interval has to be a fifth before and after the step."
        ),
        "a fifth, then an octave, both up": (
            "the two intervals have to be of the same kind, two fifths or two octaves."
        ),
        "a fifth, then a twelfth, both up": (
            "a fifth and an octave more is a fifth: intervals count modulo 12."
        ),
        "a fifth, then a twelfth, apart": (
            "in contrary motion it is allowed: both have to move the same way."
        ),
        "unison to unison": "a unison counts as an octave does: 0 modulo 12.",
        "the fourth and the third voice": "every pair of voices counts.",
        "the first and the last of three": (
            "every pair of voices counts, not only neighbours."
        ),
        "two pairs at once": (
            "at one step several pairs may do it, and each counts: here three."
        ),
        "the upper voice lies below": (
            "voices may cross: 60 − 67 is −7, and (−7) % 12 is 5, a fourth; only the "
            "order of the columns counts."
        ),
    },
)

# Task 4: a Markov chain -----------------------------------------------------------


def chain_cases(rng):
    """Melodies by chance, then small ones whose shares are plain."""
    return {
        "5 melodies of 30 notes, 4 pitches": (rng.integers(0, 4, (5, 30)), 4),
        "one melody 0 1 0 1 0": (np.array([[0, 1, 0, 1, 0]]), 2),
        "one melody 0 0 1 0 0 2": (np.array([[0, 0, 1, 0, 0, 2]]), 3),
        "two melodies, 0 1 and 2 0": (np.array([[0, 1], [2, 0]]), 3),
        "a pitch that never occurs": (np.array([[0, 2, 0, 2]]), 4),
        "a pitch only at the end": (np.array([[0, 0, 1]]), 2),
    }


CHAIN = Task(
    points=2,
    cases=chain_cases,
    hints=(
        "count, for every pair of neighbours, how often b follows a; then divide.",
        "row a holds what follows a, so the rows sum to 1.",
        "np.add.at(counts, (melodies[:, :-1], melodies[:, 1:]), 1)",
    ),
    case_hints={
        "5 melodies of 30 notes, 4 pitches": (
            "row a, column b: how often b follows a, divided by how often anything "
            "follows a."
        ),
        "one melody 0 1 0 1 0": "1 always follows 0, and 0 always follows 1.",
        "one melody 0 0 1 0 0 2": (
            "0 is followed by 0, 1, 0 and 2: shares ½, ¼, ¼. A pitch may follow "
            "itself, and counts[a, b] += 1 with arrays counts a pair once: np.add.at."
        ),
        "two melodies, 0 1 and 2 0": (
            "the end of one melody and the start of the next are no neighbours."
        ),
        "a pitch that never occurs": (
            "nothing follows a pitch that never occurs: the chain stays, a 1 on the "
            "diagonal. Dividing by 0 gives nan."
        ),
        "a pitch only at the end": (
            "nothing follows the last note: where a pitch has no successor the chain "
            "stays, a 1 on the diagonal."
        ),
    },
)
