"""Answers to `change_in_and_out` of homework 08."""

import numpy as np
import tensorflow as tf

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def gap(s, t):
    return np.abs(s - t)


wrong(
    "animal comes first",
    swapped=lambda s, t, m: (gap(s, t)[~m].mean(), gap(s, t)[m].mean()),
)
wrong(
    "absolute values first",
    signed=lambda s, t, m: ((t - s)[m].mean(), (t - s)[~m].mean()),
)
wrong(
    "before the mean",
    absolute_last=lambda s, t, m: tuple(abs((t - s)[x].mean()) for x in (m, ~m)),
)
wrong(
    "not its square",
    squared=lambda s, t, m: tuple(((t - s)[x] ** 2).mean() for x in (m, ~m)),
)
wrong(
    "mean absolute change|change of",
    root=lambda s, t, m: tuple(np.sqrt(((t - s)[x] ** 2).mean()) for x in (m, ~m)),
)
wrong(
    "not by all",
    masked_mean=lambda s, t, m: tuple(
        (gap(s, t) * x[..., None]).mean() for x in (m, ~m)
    ),
)
wrong("not of the whole", whole=lambda s, t, m: (gap(s, t)[m].mean(), gap(s, t).mean()))
wrong(
    "mean absolute change",
    medians=lambda s, t, m: tuple(np.median(gap(s, t)[x]) for x in (m, ~m)),
)
wrong("not the sum", sums=lambda s, t, m: (gap(s, t)[m].sum(), gap(s, t)[~m].sum()))
wrong("two numbers", only_animal=lambda s, t, m: gap(s, t)[m].mean())
wrong(
    "two numbers|shape",
    one_a_photo=lambda s, t, m: tuple(
        x[y].mean() for x, y in zip(gap(s, t), m, strict=True)
    ),
)
wrong(
    "over the channels",
    channels_added=lambda s, t, m: tuple(gap(s, t).sum(-1)[x].mean() for x in (m, ~m)),
)
wrong(
    "two means",
    shares=lambda s, t, m: tuple(gap(s, t)[x].sum() / gap(s, t).sum() for x in (m, ~m)),
)


@wrong("averages the photos")
def photo_by_photo(s, t, m):
    inside = [gap(a, b)[c].mean() for a, b, c in zip(s, t, m, strict=True)]
    outside = [gap(a, b)[~c].mean() for a, b, c in zip(s, t, m, strict=True)]
    return np.mean(inside), np.mean(outside)


@right
def indexed(s, t, m):
    d = np.abs(t - s)
    return d[m].mean(), d[~m].mean()


@right
def weighted(s, t, m):
    d = gap(s, t).mean(-1)
    return (d * m).sum() / m.sum(), (d * (1 - m)).sum() / (1 - m).sum()


@right
def with_tensorflow(s, t, m):
    d = tf.abs(tf.constant(t) - s)
    return tf.reduce_mean(d[m]), tf.reduce_mean(d[~m])


@right
def in_loops(s, t, m):
    found = {True: [], False: []}
    for photo, other, mask in zip(s, t, m, strict=True):
        for pixel, new, inside in zip(
            photo.reshape(-1, 3), other.reshape(-1, 3), mask.ravel(), strict=True
        ):
            found[bool(inside)] += [abs(x - y) for x, y in zip(pixel, new, strict=True)]
    return np.mean(found[True]), np.mean(found[False])


@right
def with_average(s, t, m):
    d = gap(s, t).mean(axis=-1)
    return [np.average(d, weights=m), np.average(d, weights=~m)]
