"""Answers to `parallels` of homework 12."""

import itertools

import numpy as np

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def looped(
    kinds=(0, 7),
    same=lambda was, now: was == now,
    moves=lambda a, b: a * b > 0,
    pairs=itertools.combinations,
    interval=lambda a, b: (a - b) % 12,
):
    """Loops over steps and pairs; every part may be changed."""

    def answer(phrase):
        count = 0
        for before, after in zip(phrase[:-1], phrase[1:], strict=True):
            for i, j in pairs(range(phrase.shape[1]), 2):
                was = interval(before[i], before[j])
                now = interval(after[i], after[j])
                moved = moves(after[i] - before[i], after[j] - before[j])
                count += bool(now in kinds and same(was, now) and moved)
        return count

    return answer


def beside(voices, _):
    return itertools.pairwise(voices)


wrong("octaves", fifths_only=looped((7,)))
wrong("fifths count", octaves_only=looped((0,)))
wrong("fourth|7 semitones", fourths=looped((0, 5)))
wrong("held|move", held=looped(moves=lambda a, b: True))
wrong("held|move", one_moves=looped(moves=lambda a, b: a != 0 or b != 0))
wrong("contrary", both_move=looped(moves=lambda a, b: a != 0 and b != 0))
wrong("contrary", in_contrary=looped(moves=lambda a, b: a * b != 0))
wrong("upwards|down", only_up=looped(moves=lambda a, b: a > 0 and b > 0))
wrong("kind", any_kind=looped(same=lambda was, now: was in (0, 7)))
wrong("before", hidden=looped(same=lambda was, now: True))
wrong("12|twelfth", no_modulo=looped((0, 7, 12), interval=lambda a, b: a - b))
wrong("12|twelfth", absolute=looped((0, 7, 12, 19), interval=lambda a, b: abs(a - b)))
wrong("every pair|neighbours", neighbours=looped(pairs=beside))
wrong("once", both_orders=looped(pairs=itertools.permutations))
wrong("any interval|only fifths", all_intervals=looped(range(12)))
wrong("thirds|only fifths|interval", thirds_too=looped((0, 3, 4, 7)))
wrong(
    "cross|order|fourth",
    modulo_of_absolute=looped(interval=lambda a, b: abs(a - b) % 12),
)
wrong("every step|pair|step", last_step_left_out=lambda phrase: looped()(phrase[:-1]))
wrong("pair|step", a_share=lambda phrase: looped()(phrase) / (len(phrase) - 1))


@wrong("several|each")
def yes_or_no(phrase):
    return int(looped()(phrase) > 0)


@wrong("every pair|pair")
def outer_voices_only(phrase):
    return looped()(phrase[:, [0, -1]])


@wrong("each pair|once|several")
def steps_not_pairs(phrase):
    return sum(looped()(phrase[i : i + 2]) > 0 for i in range(len(phrase) - 1))


right(right_loops=looped())


@right
def with_numpy(phrase):
    moves = np.sign(np.diff(phrase, axis=0))
    found = 0
    for i, j in itertools.combinations(range(phrase.shape[1]), 2):
        gap = (phrase[:, i] - phrase[:, j]) % 12
        perfect = (gap == 0) | (gap == 7)
        found += np.sum(
            perfect[1:]
            & (gap[1:] == gap[:-1])
            & (moves[:, i] == moves[:, j])
            & (moves[:, i] != 0)
        )
    return found


@right
def all_at_once(phrase):
    gaps = (phrase[:, :, None] - phrase[:, None, :]) % 12
    kept = (gaps[1:] == gaps[:-1]) & np.isin(gaps[1:], (0, 7))
    steps = np.diff(phrase, axis=0)
    together = steps[:, :, None] * steps[:, None, :] > 0
    upper = np.triu(np.ones(gaps.shape[1:], bool), 1)
    return int((kept & together & upper).sum())


@right
def two_kinds_apart(phrase):
    total = 0
    for kind in (0, 7):
        for i in range(phrase.shape[1]):
            for j in range(i + 1, phrase.shape[1]):
                is_kind = (phrase[:, i] - phrase[:, j] - kind) % 12 == 0
                both = is_kind[:-1] & is_kind[1:]
                up = (np.diff(phrase[:, i]) > 0) & (np.diff(phrase[:, j]) > 0)
                down = (np.diff(phrase[:, i]) < 0) & (np.diff(phrase[:, j]) < 0)
                total += (both & (up | down)).sum()
    return total
