"""Right and wrong answers to homework 12, tasks 3 and 4."""

import itertools

import numpy as np

from homework.references.known import Known

# Task 3: parallels ----------------------------------------------------------------


def parallels(
    phrase,
    kinds=(0, 7),
    moving="same way",
    alike=True,
    modulo=12,
    pairs=lambda n: itertools.combinations(range(n), 2),
    before=True,
):
    """Pairs of voices that move the same way from a fifth or octave to another."""
    steps, count = np.diff(phrase, axis=0), 0
    for upper, lower in pairs(phrase.shape[1]):
        apart = phrase[:, upper] - phrase[:, lower]
        apart = apart % modulo if modulo else apart
        hit = np.isin(apart[1:], kinds)
        if before:
            hit &= np.isin(apart[:-1], kinds)
        if alike:
            hit &= apart[1:] == apart[:-1]
        product = steps[:, upper] * steps[:, lower]
        if moving == "same way":
            hit &= product > 0
        elif moving == "both":
            hit &= product != 0
        count += int(hit.sum())
    return count


def with_(**changes):
    """The count with something changed."""
    return lambda phrase: parallels(phrase, **changes)


def neighbours(n):
    """Only voices beside each other."""
    return itertools.pairwise(range(n))


def steps_with_any(phrase):
    """A mistake: a step counts once, however many pairs do it."""
    return sum(parallels(phrase[i : i + 2]) > 0 for i in range(len(phrase) - 1))


PARALLELS = Known(
    reference=parallels,
    mistakes={
        "octaves and unisons count as well, 0 modulo 12.": with_(kinds=(7,)),
        "fifths count as well, 7 modulo 12.": with_(kinds=(0,)),
        "a held fifth is no parallel: both voices have to move.": with_(moving="no"),
        "contrary motion is allowed: both have to move the same way.": with_(
            moving="both"
        ),
        "a fifth that goes to an octave is none: both have to be of one kind.": with_(
            alike=False
        ),
        "it also has to be a fifth or an octave before the step.": with_(
            alike=False, before=False
        ),
        "intervals count modulo 12: a twelfth is a fifth.": with_(
            kinds=(0, 7, 12), modulo=None
        ),
        "not only neighbours: every pair of voices.": with_(pairs=neighbours),
        "each pair counts, also where several do it at one step.": steps_with_any,
        "a fifth has 7 semitones; 5 is a fourth.": with_(kinds=(0, 5)),
        "each pair counts once: you count (a, b) and (b, a).": with_(
            pairs=lambda n: itertools.permutations(range(n), 2)
        ),
        "any interval that stays the same is counted: only fifths and octaves are "
        "forbidden.": with_(kinds=tuple(range(12))),
    },
)

# Task 4: a Markov chain -----------------------------------------------------------


def counts_of(melodies, n_pitches):
    """How often b follows a."""
    counts = np.zeros((n_pitches, n_pitches))
    np.add.at(counts, (melodies[:, :-1], melodies[:, 1:]), 1)
    return counts


def normalised(counts):
    """Rows that sum to 1; where nothing follows, the chain stays."""
    rows = counts.sum(axis=1, keepdims=True)
    return np.where(rows > 0, counts / np.maximum(rows, 1), np.eye(len(counts)))


def chain(melodies, n_pitches):
    """Shares of what follows each pitch."""
    return normalised(counts_of(melodies, n_pitches))


def each_pair_once(melodies, n_pitches):
    """A mistake: += with arrays counts a pair once."""
    counts = np.zeros((n_pitches, n_pitches))
    counts[melodies[:, :-1], melodies[:, 1:]] += 1
    return normalised(counts)


def over_all(melodies, n_pitches):
    """A mistake: shares of all pairs."""
    counts = counts_of(melodies, n_pitches)
    return counts / counts.sum()


def empty_rows(melodies, n_pitches, fill=0.0):
    """A mistake: rows without a successor."""
    counts = counts_of(melodies, n_pitches)
    rows = counts.sum(axis=1, keepdims=True)
    return np.where(rows > 0, counts / np.maximum(rows, 1), fill)


CHAIN = Known(
    reference=chain,
    mistakes={
        "these are counts; divide each row by its sum.": counts_of,
        "the rows have to sum to 1, not the whole table.": over_all,
        "row and column are swapped: row a holds what follows a.": (
            lambda *all_: chain(*all_).T
        ),
        "melodies were joined: the end of one is not followed by the next.": (
            lambda melodies, n: chain(melodies.reshape(1, -1), n)
        ),
        "counts[a, b] += 1 with arrays counts each pair once; use np.add.at.": (
            each_pair_once
        ),
        "where nothing follows the chain stays: a 1 on the diagonal; yours is 0.": (
            empty_rows
        ),
        "where nothing follows there is a division by 0; a 1 on the diagonal belongs "
        "there.": lambda *all_: empty_rows(*all_, fill=np.nan),
        "where nothing follows the chain stays, a 1 on the diagonal; yours jumps "
        "anywhere.": lambda melodies, n: empty_rows(melodies, n, 1 / n),
        "1 was added to every count: these are not the shares that were seen.": (
            lambda *all_: normalised(counts_of(*all_) + 1)
        ),
        "your chain goes backwards: what follows, not what was before.": (
            lambda melodies, n: chain(melodies[:, ::-1], n)
        ),
    },
)
