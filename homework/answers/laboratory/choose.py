"""Answers to `choose` of homework 09."""

import statistics

import numpy as np

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def in_time(curve, budget):
    """The last score in time."""
    seconds, scores = curve
    done = [v for s, v in zip(seconds, scores, strict=True) if s <= budget]
    return done[-1] if done else np.inf


def built(score=in_time, middle=np.median, best=min):
    def answer(curves, budget):
        table = {n: middle([score(c, budget) for c in s]) for n, s in curves.items()}
        return best(table, key=table.get)

    return answer


wrong("small", largest=built(best=max))
wrong("median", luckiest=built(middle=min))
wrong("median", worst=built(middle=max))
wrong("median", mean=built(middle=np.mean))
wrong("median|seed", first_seed=built(middle=lambda v: v[0]))
wrong("median|seed", last_seed=built(middle=lambda v: v[-1]))
wrong("budget", at_the_end=built(lambda c, b: in_time(c, np.inf)))
wrong("at the budget", strictly_before=built(lambda c, b: in_time(c, b - 0.1)))
wrong(
    "last score",
    best_moment=built(
        lambda c, b: min(
            [v for s, v in zip(*c, strict=True) if s <= b and v == v], default=np.inf
        )
    ),
)
wrong(
    "last score|mean|budget",
    mean_of_the_curve=built(
        lambda c, b: np.mean(
            [v for s, v in zip(*c, strict=True) if s <= b and v == v] or [np.inf]
        )
    ),
)
wrong("seconds|budget|method|small", first_name=lambda curves, budget: min(curves))
wrong(
    "too late|without any score|after",
    first_after=built(
        lambda c, b: next((v for s, v in zip(*c, strict=True) if s >= b), np.inf)
    ),
)

right(built=built(), with_statistics=built(middle=statistics.median))


@right
def sorted_middle(curves, budget):
    def key(name):
        values = sorted(in_time(c, budget) for c in curves[name])
        return values[len(values) // 2]

    return sorted(curves, key=key)[0]


@right
def in_numpy(curves, budget):
    names = list(curves)
    table = [[in_time(c, budget) for c in curves[n]] for n in names]
    return names[int(np.argmin(np.median(table, axis=1)))]
