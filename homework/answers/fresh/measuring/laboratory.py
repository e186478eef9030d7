"""Fresh answers to homework `laboratory`, written before its checks: they measure."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import tasks

TASKS = tasks()


def far(a, b):
    """Distances of every row of a to every row of b."""
    return np.sqrt(((np.asarray(a)[:, None] - np.asarray(b)[None]) ** 2).sum(-1))


wrong, right = TASKS["precision_recall"]


def inside(points, others, k, own=False):
    """Share of points in a ball of the others."""
    reach = np.sort(far(others, others), axis=1)[:, k - 1 if own else k]
    return np.mean((far(points, others) <= reach).any(axis=1))


@wrong("swap|other way|precision is")
def other_order(real, fake, k):
    return inside(real, fake, k), inside(fake, real, k)


@wrong("itself|own")
def self_is_a_neighbour(real, fake, k):
    return inside(fake, real, k, own=True), inside(real, fake, k, own=True)


@wrong("ball of|reach|which|others")
def ball_of_the_point(real, fake, k):
    def covered(points, others):
        reach = np.sort(far(points, points), axis=1)[:, k]
        return np.mean(far(points, others).min(axis=1) <= reach)

    return covered(fake, real), covered(real, fake)


@wrong("share|mean|any|pairs")
def share_of_pairs(real, fake, k):
    def pairs(points, others):
        reach = np.sort(far(others, others), axis=1)[:, k]
        return np.mean(far(points, others) <= reach)

    return pairs(fake, real), pairs(real, fake)


@wrong("each|own radius|one radius|mean")
def one_radius(real, fake, k):
    def covered(points, others):
        reach = np.sort(far(others, others), axis=1)[:, k].mean()
        return np.mean(far(points, others).min(axis=1) <= reach)

    return covered(fake, real), covered(real, fake)


@right
def in_loops(real, fake, k):
    def share(points, others):
        hits = 0
        for p in points:
            for i, o in enumerate(others):
                rest = np.delete(others, i, axis=0)
                radius = sorted(np.linalg.norm(rest - o, axis=1))[k - 1]
                if np.linalg.norm(p - o) <= radius:
                    hits += 1
                    break
        return hits / len(points)

    return [share(fake, real), share(real, fake)]


wrong, right = TASKS["kernel_distance"]


def cubic(a, b):
    """The kernel of all pairs."""
    return (a @ b.T / a.shape[1] + 1) ** 3


@wrong("itself|diagonal|unbiased")
def biased(x, y):
    return cubic(x, x).mean() + cubic(y, y).mean() - 2 * cubic(x, y).mean()


@wrong("twice|2")
def across_once(x, y):
    n, m = len(x), len(y)
    a = (cubic(x, x).sum() - np.trace(cubic(x, x))) / (n * (n - 1))
    b = (cubic(y, y).sum() - np.trace(cubic(y, y))) / (m * (m - 1))
    return a + b - cubic(x, y).mean()


@wrong("root|square")
def rooted(x, y):
    n, m = len(x), len(y)
    a = (cubic(x, x).sum() - np.trace(cubic(x, x))) / (n * (n - 1))
    b = (cubic(y, y).sum() - np.trace(cubic(y, y))) / (m * (m - 1))
    return np.sqrt(max(a + b - 2 * cubic(x, y).mean(), 0))


@wrong("d|divide|features")
def not_divided(x, y):
    def k(a, b):
        return (a @ b.T + 1) ** 3

    n, m = len(x), len(y)
    a = (k(x, x).sum() - np.trace(k(x, x))) / (n * (n - 1))
    b = (k(y, y).sum() - np.trace(k(y, y))) / (m * (m - 1))
    return a + b - 2 * k(x, y).mean()


@right
def pair_by_pair(x, y):
    def k(a, b):
        return (np.dot(a, b) / len(a) + 1) ** 3

    xx = [k(x[i], x[j]) for i in range(len(x)) for j in range(i)]
    yy = [k(y[i], y[j]) for i in range(len(y)) for j in range(i)]
    xy = [k(a, b) for a in x for b in y]
    return np.mean(xx) + np.mean(yy) - 2 * np.mean(xy)


wrong, right = TASKS["paired_loss"]


def slope(D, images):
    """Squared norm of D's gradient, an image each."""
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = D(images)
    g = tape.gradient(logits, images)
    return ops.sum(ops.reshape(g, (g.shape[0], -1)) ** 2, axis=1)


@wrong("sign|other way|swap|turned")
def for_the_generator(D, real, fake, weight):
    penalty = ops.mean(slope(D, real)) + ops.mean(slope(D, fake))
    return ops.mean(ops.softplus(D(real) - D(fake))) + weight / 2 * penalty


@wrong("fake|R2|both")
def r1_only(D, real, fake, weight):
    game = ops.mean(ops.softplus(D(fake) - D(real)))
    return game + weight / 2 * ops.mean(slope(D, real))


@wrong("half|2|½")
def no_half(D, real, fake, weight):
    penalty = ops.mean(slope(D, real)) + ops.mean(slope(D, fake))
    return ops.mean(ops.softplus(D(fake) - D(real))) + weight * penalty


@wrong("pair|difference|compare")
def ordinary_game(D, real, fake, weight):
    penalty = ops.mean(slope(D, real)) + ops.mean(slope(D, fake))
    game = ops.mean(ops.softplus(-D(real))) + ops.mean(ops.softplus(D(fake)))
    return game + weight / 2 * penalty


@right
def with_log_sigmoid(D, real, fake, weight):
    margin = D(real) - D(fake)
    penalty = ops.mean(slope(D, real) + slope(D, fake))
    return -tf.reduce_mean(tf.math.log_sigmoid(margin)) + 0.5 * weight * penalty


wrong, right = TASKS["choose"]


def at(curve, budget):
    """The last score in time."""
    seconds, scores = map(np.asarray, curve)
    done = seconds <= budget
    return scores[done][-1] if done.any() else np.inf


@wrong("small|largest")
def the_worst(curves, budget):
    medians = {k: np.median([at(c, budget) for c in v]) for k, v in curves.items()}
    return max(medians, key=medians.get)


@wrong("seed|median")
def the_luckiest(curves, budget):
    return min(curves, key=lambda k: min(at(c, budget) for c in curves[k]))


@wrong("budget|time|seconds")
def at_the_end(curves, budget):
    return min(curves, key=lambda k: np.median([c[1][-1] for c in curves[k]]))


@wrong("last|best|moment")
def best_moment(curves, budget):
    def best(c):
        return min((s for t, s in zip(*c, strict=True) if t <= budget), default=np.inf)

    return min(curves, key=lambda k: np.median([best(c) for c in curves[k]]))


@right
def sorted_names(curves, budget):
    table = []
    for name, seeds in curves.items():
        values = sorted(at(c, budget) for c in seeds)
        n = len(values)
        table.append(((values[(n - 1) // 2] + values[n // 2]) / 2, name))
    return sorted(table)[0][1]
