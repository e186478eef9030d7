"""Answers to `between` of homework 03."""

import numpy as np
import tensorflow as tf

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def glue(z, rows):
    """One latent beside each row."""
    return np.stack([np.concatenate([z, row]) for row in rows])


def walk(place, steps=lambda n: np.linspace(0, 1, n)):
    """A row for each step: `place(first, second, t)`, beside the latent."""

    def answer(z, E, a, b, n):
        return glue(z, [place(E[a], E[b], t) for t in steps(n)])

    answer.__name__ = place.__name__
    return answer


def mix(first, second, t):
    return (1 - t) * first + t * second


def smooth(n):
    t = np.linspace(0, 1, n)
    return 3 * t**2 - 2 * t**3


straight = walk(mix)

wrong("before the second label", without_the_end=walk(mix, lambda n: np.arange(n) / n))
wrong("from the second", backwards=walk(lambda p, q, t: mix(q, p, t)))
wrong("middle|mean", hard_switch=walk(lambda p, q, t: p if t < 0.5 else q))
wrong("ends|rows of the two labels", added_to_the_start=walk(lambda p, q, t: p + t * q))
wrong("equal steps", smooth_step=walk(mix, smooth))
wrong("row a place", transposed=lambda *all_: straight(*all_).T)
wrong("latent", no_latent=lambda z, *others: straight(z, *others)[:, len(z) :])
wrong("one row", one_row=lambda z, E, a, b, n: np.concatenate([z, (E[a] + E[b]) / 2]))


@wrong("ends are missing")
def inner_places_only(z, E, a, b, n):
    return straight(z, E, a, b, n + 2)[1:-1]


@wrong("numbers of the labels|third label")
def rows_of_the_table(z, E, a, b, n):
    return glue(z, E[np.linspace(a, b, n).astype(int)])


@wrong("round|third label")
def nearest_rows(z, E, a, b, n):
    return glue(z, [E[int(round(place))] for place in np.linspace(a, b, n)])


@wrong("embedding|shape")
def label_numbers(z, E, a, b, n):
    return glue(z, np.linspace(a, b, n)[:, None])


@wrong("drawn anew|latent")
def new_latents(z, *others):
    rows = straight(z, *others)
    rows[:, : len(z)] = np.random.default_rng(1).normal(size=(len(rows), len(z)))
    return rows


@wrong("latent is mixed")
def latent_fades(z, E, a, b, n):
    t = np.linspace(0, 1, n)[:, None]
    return np.concatenate([(1 - t) * z, mix(E[a], E[b], t)], axis=1)


@wrong("latent comes first")
def embedding_first(z, *others):
    return np.roll(straight(z, *others), -len(z), axis=1)


@wrong("mean of the two|no other length")
@walk
def spherical(p, q, t):
    cosine = p @ q / np.linalg.norm(p) / np.linalg.norm(q)
    angle = max(np.arccos(np.clip(cosine, -1, 1)), 1e-6)
    return (np.sin((1 - t) * angle) * p + np.sin(t * angle) * q) / np.sin(angle)


@wrong("first label first|from a larger")
def smaller_label_first(z, E, a, b, n):
    return straight(z, E, min(a, b), max(a, b), n)


right(straight=straight)


@right
def by_numpy(z, E, a, b, n):
    t = np.linspace(0, 1, n).reshape(-1, 1)
    return np.hstack([np.repeat(z[None], n, axis=0), E[a] + t * (E[b] - E[a])])


@right
def by_linspace_of_rows(z, E, a, b, n):
    return np.c_[np.tile(z, (n, 1)), np.linspace(E[a], E[b], n)]


@right
def by_tensorflow(z, E, a, b, n):
    t = tf.reshape(tf.linspace(0.0, 1.0, n), (-1, 1))
    z, E = tf.cast(z, "float32"), tf.cast(E, "float32")
    return tf.concat([tf.tile(z[None], (n, 1)), (1 - t) * E[a] + t * E[b]], axis=1)


@right
def in_lists(z, E, a, b, n):
    found = []
    for i in range(n):
        t = i / (n - 1)
        row = [(1 - t) * p + t * q for p, q in zip(E[a], E[b], strict=True)]
        found.append([*z, *row])
    return found
