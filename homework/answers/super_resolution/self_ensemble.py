"""Answers to `self_ensemble` of homework 10."""

import numpy as np

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()
FLIPS = (), (1,), (2,), (1, 2)


def answers(network, small, flips=FLIPS, back=FLIPS):
    return [
        np.flip(network(np.flip(small, there)), home)
        for there, home in zip(flips, back, strict=True)
    ]


def both(*flips):
    """A wrong set of versions."""
    return lambda network, small: np.mean(answers(network, small, flips, flips), axis=0)


wrong("mirror each answer back", not_back=lambda n, s: np.mean(
    answers(n, s, back=((),) * 4), axis=0
))  # fmt: skip
wrong("upside down", sideways_only=both((), (2,)))
wrong("sideways", upside_down_only=both((), (1,)))
wrong("both ways", without_both=both((), (1,), (2,)))
wrong("axis 0", batch_mirrored=both((), (0,), (1,), (0, 1)))
wrong("axis 3|colours", colours_mirrored=both((), (2,), (3,), (2, 3)))
wrong("one answer", plain=lambda n, s: n(s))
wrong("sum", summed=lambda n, s: sum(answers(n, s)))
wrong("mean|four", medians=lambda n, s: np.median(answers(n, s), axis=0))
wrong("back", back_the_wrong_way=lambda n, s: np.mean(
    answers(n, s, back=((), (2,), (1,), (1, 2))), axis=0
))  # fmt: skip
wrong("as it is|four", first_left_out=both((1,), (2,), (1, 2)))
wrong("mean|four|back", largest=lambda n, s: np.max(answers(n, s), axis=0))
wrong("answer|back|four", mean_before_the_network=lambda n, s: n(
    np.mean([np.flip(s, f) for f in FLIPS], axis=0)
))  # fmt: skip


@right
def with_flip(network, small):
    return np.mean(answers(network, small), axis=0)


@right
def with_slices(network, small):
    a = network(small)
    b = network(small[:, ::-1])[:, ::-1]
    c = network(small[:, :, ::-1])[:, :, ::-1]
    d = network(small[:, ::-1, ::-1])[:, ::-1, ::-1]
    return (a + b + c + d) / 4


@right
def with_lambdas(network, small):
    total = 0.0
    for down in (1, -1):
        for along in (1, -1):
            total = total + network(small[:, ::down, ::along])[:, ::down, ::along]
    return total / 4


@right
def in_one_batch(network, small):
    versions = np.concatenate([np.flip(small, f) for f in FLIPS])
    parts = np.split(np.asarray(network(versions)), 4)
    return np.mean([np.flip(x, f) for x, f in zip(parts, FLIPS, strict=True)], axis=0)
