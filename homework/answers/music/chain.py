"""Answers to `chain` of homework 12."""

from collections import Counter

import numpy as np

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def counted(
    pairs=lambda m: zip(m[:-1], m[1:], strict=True),
    rows=lambda c: c / max(c.sum(), 1),
    empty=lambda n, a: np.eye(n)[a],
    start=0.0,
):
    """Counts pair by pair, then row by row."""

    def answer(melodies, n_pitches):
        counts = np.full((n_pitches, n_pitches), start)
        for melody in melodies:
            for a, b in pairs(list(melody)):
                counts[a, b] += 1
        return np.array(
            [rows(c) if c.sum() else empty(n_pitches, a) for a, c in enumerate(counts)]
        )

    return answer


right_chain = counted()

wrong("counts", not_divided=counted(rows=lambda c: c))
wrong("sum to 1|row", by_the_largest=counted(rows=lambda c: c / c.max()))
wrong("stays|diagonal", zeros=counted(empty=lambda n, a: np.zeros(n)))
wrong("stays|diagonal", not_numbers=counted(empty=lambda n, a: np.full(n, np.nan)))
wrong("stays|diagonal", anywhere=counted(empty=lambda n, a: np.full(n, 1 / n)))
wrong("stays|diagonal", to_the_first=counted(empty=lambda n, a: np.eye(n)[0]))
wrong("added", smoothed=counted(start=1.0))
wrong("row a|swapped", transposed=lambda m, n: right_chain(m, n).T)
wrong("joined|neighbours", joined=lambda m, n: right_chain(m.reshape(1, -1), n))
wrong("backwards|before|follows", backwards=lambda m, n: right_chain(m[:, ::-1], n))
wrong(
    "follow itself|follows|row",
    no_repeats=counted(
        lambda m: [(a, b) for a, b in zip(m, m[1:], strict=False) if a != b]
    ),
)
wrong("follows|row", two_steps=counted(lambda m: zip(m[:-2], m[2:], strict=True)))
wrong("follows|row", every_second=counted(lambda m: zip(m[::2], m[1::2], strict=False)))
wrong(
    "follows|row|joined|end",
    round_the_end=counted(lambda m: zip(m, m[1:] + m[:1], strict=True)),
)


@wrong("whole table|sum")
def over_the_table(melodies, n_pitches):
    counts = counted(rows=lambda c: c, empty=lambda n, a: np.zeros(n))(
        melodies, n_pitches
    )
    return counts / counts.sum()


@wrong("add.at|once")
def assigned_at_once(melodies, n_pitches):
    counts = np.zeros((n_pitches, n_pitches))
    counts[melodies[:, :-1], melodies[:, 1:]] += 1
    rows = counts.sum(axis=1, keepdims=True)
    return np.where(rows > 0, counts / np.maximum(rows, 1), np.eye(n_pitches))


@wrong("anything follows|divided|at the end|row")
def by_all_notes(melodies, n_pitches):
    counts = np.zeros((n_pitches, n_pitches))
    np.add.at(counts, (melodies[:, :-1], melodies[:, 1:]), 1)
    notes = np.bincount(melodies.ravel(), minlength=n_pitches)[:, None]
    return np.where(
        counts.sum(1)[:, None] > 0, counts / np.maximum(notes, 1), np.eye(n_pitches)
    )


@wrong("row a|follows|melod")
def first_melody_only(melodies, n_pitches):
    return right_chain(melodies[:1], n_pitches)


right(right_chain=right_chain)


@right
def with_add_at(melodies, n_pitches):
    counts = np.zeros((n_pitches, n_pitches))
    np.add.at(counts, (melodies[:, :-1], melodies[:, 1:]), 1)
    alone = counts.sum(axis=1) == 0
    counts[alone, alone] = 1
    return counts / counts.sum(axis=1, keepdims=True)


@right
def with_bincount(melodies, n_pitches):
    codes = melodies[:, :-1] * n_pitches + melodies[:, 1:]
    counts = np.bincount(codes.ravel(), minlength=n_pitches**2)
    counts = counts.reshape(n_pitches, n_pitches)
    counts = counts + np.diag(counts.sum(axis=1) == 0)
    return counts / counts.sum(axis=1)[:, None]


@right
def with_a_counter(melodies, n_pitches):
    pairs = Counter()
    for melody in melodies.tolist():
        pairs.update(zip(melody[:-1], melody[1:], strict=True))
    table = np.eye(n_pitches)
    for a in range(n_pitches):
        total = sum(pairs[a, b] for b in range(n_pitches))
        if total:
            table[a] = [pairs[a, b] / total for b in range(n_pitches)]
    return table


@right
def with_one_hots(melodies, n_pitches):
    hot = np.eye(n_pitches)[melodies]
    counts = np.einsum("mta,mtb->ab", hot[:, :-1], hot[:, 1:])
    alone = ~counts.any(axis=1)
    return (counts + np.diag(alone)) / (counts.sum(axis=1) + alone)[:, None]
