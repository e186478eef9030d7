"""Answers to `mismatched` of homework 11."""

import numpy as np

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def searched(places, none=lambda i: -1, differs=lambda a, b: a != b):
    """The first of some places whose caption differs."""

    def answer(captions):
        found = []
        for i in range(len(captions)):
            tries = places(i, len(captions))
            fits = [j for j in tries if differs(captions[j], captions[i])]
            found.append(fits[0] if fits else none(i))
        return found

    return answer


def onward(i, n):
    return [(i + k) % n for k in range(1, n)]


wrong("same words|look on", next_one=lambda c: np.roll(np.arange(len(c)), -1))
wrong("after i|goes", last_one=lambda c: np.roll(np.arange(len(c)), 1))
wrong("beginning|round", to_the_end=searched(lambda i, n: range(i + 1, n)))
wrong("after i|begins after", from_zero=searched(lambda i, n: range(n)))
wrong("goes back|next", back=searched(lambda i, n: onward(i, n)[::-1]))
wrong(
    "next|after",
    back_to_zero=searched(lambda i, n: [*range(i - 1, -1, -1), *range(n - 1, i, -1)]),
)
wrong("own place|−1", own=searched(onward, none=lambda i: i))
wrong("−1", zero=searched(onward, none=lambda i: 0))
wrong("−1", nothing_there=searched(onward, none=lambda i: np.nan))
wrong("−1|shape", skipped=lambda c: [j for j in searched(onward)(c) if j >= 0])
wrong("next|place", two_further=searched(lambda i, n: [(i + k) % n for k in (2, 3)]))
wrong(
    "next|place|differs",
    only_two_tries=searched(lambda i, n: [(i + 1) % n, (i + 2) % n][: n - 1]),
)
wrong("place|number", from_one=lambda c: [j + 1 for j in searched(onward)(c)])
wrong("place|how far|after", distance=lambda c: _steps(c))
wrong(
    "place|words|differs|another", alike=searched(onward, differs=lambda a, b: a == b)
)
wrong(
    "words|differs|after",
    first_letters=searched(onward, differs=lambda a, b: a[:5] != b[:5]),
)
wrong(
    "number|place",
    the_words=lambda c: [c[j] for j in searched(onward)(c)],
)
wrong("return", returns_nothing=lambda c: None)


def _steps(captions):
    """A mistake: how far it is, and not where."""
    n, found = len(captions), searched(onward)(captions)
    return [(j - i) % n if j >= 0 else -1 for i, j in enumerate(found)]


@wrong("differs|next|after")
def by_chance(captions):
    rng, n = np.random.default_rng(0), len(captions)
    found = []
    for i in range(n):
        fits = [j for j in range(n) if captions[j] != captions[i]]
        found.append(int(rng.choice(fits)) if fits else -1)
    return found


right(plain=searched(onward))


@right
def with_while(captions):
    n, places = len(captions), []
    for i in range(n):
        j = (i + 1) % n
        while j != i and captions[j] == captions[i]:
            j = (j + 1) % n
        places.append(j if j != i else -1)
    return places


@right
def with_a_table(captions):
    captions = np.array(captions)
    n = len(captions)
    ahead = (np.arange(n)[None] - np.arange(n)[:, None]) % n
    ahead = np.where(captions[None] != captions[:, None], ahead, n)
    return np.where(ahead.min(axis=1) < n, ahead.argmin(axis=1), -1)


@right
def rolled_lists(captions):
    def first(i):
        rest = list(enumerate(captions))
        rest = rest[i + 1 :] + rest[:i]
        return next((j for j, other in rest if other != captions[i]), -1)

    return tuple(first(i) for i in range(len(captions)))
