"""Answers to `game_value` of homework 01."""

import math

import numpy as np
from keras import ops
from scipy.special import xlogy

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def kl(a, b):
    return float(np.sum(xlogy(a, a) - xlogy(a, b)))


wrong("twice", one_divergence=lambda p, q: jensen_shannon(p, q) - 2 * math.log(2))
wrong("−log 4 is missing", forgot_log_4=lambda p, q: 2 * jensen_shannon(p, q))
wrong("log 4", log_2_for_log_4=lambda p, q: 2 * jensen_shannon(p, q) - math.log(2))
wrong("−log 4", plus_log_4=lambda p, q: 2 * jensen_shannon(p, q) + math.log(4))
wrong("mixture|KL", kl_for_js=lambda p, q: -math.log(4) + 2 * kl(p, q))


@wrong(r"0 · log 0")
def log_nan(p, q):
    d = p / (p + q)
    return (p * np.log(d) + q * np.log(1 - d)).sum()


@wrong("sign")
def d_loss(p, q):
    return -xlogy(p, p / (p + q)).sum() - xlogy(q, q / (p + q)).sum()


@wrong("fakes' half")
def only_real(p, q):
    return sum(a * math.log(a / (a + b)) for a, b in zip(p, q, strict=True) if a)


@wrong("real data's half")
def only_fake(p, q):
    return sum(b * math.log(b / (a + b)) for a, b in zip(p, q, strict=True) if b)


@wrong("natural logarithm")
def in_bits(p, q):
    m = p + q
    real = sum(a * math.log2(a / s) for a, s in zip(p, m, strict=True) if a)
    return real + sum(b * math.log2(b / s) for b, s in zip(q, m, strict=True) if b)


@wrong("mean over the outcomes|adds up")
def mean_over_outcomes(p, q):
    return np.mean(xlogy(p, p / (p + q)) + xlogy(q, q / (p + q)))


@wrong("JSD.* itself")
def jensen_shannon(p, q):
    return 0.5 * kl(p, (p + q) / 2) + 0.5 * kl(q, (p + q) / 2)


@wrong("swapped")
def wrong_d(p, q):
    d = q / (p + q)
    return xlogy(p, d).sum() + xlogy(q, 1 - d).sum()


@wrong("with q, not with p")
def fakes_weighted_with_p(p, q):
    d = p / (p + q)
    return p @ (np.log(d) + np.log(1 - d))


@wrong("shape|adds up")
def each_outcome(p, q):
    return xlogy(p, p / (p + q)) + xlogy(q, q / (p + q))


@wrong("constant|exact")
def small_constant_everywhere(p, q):
    d = (p + 0.01) / (p + q + 0.02)
    return np.sum(p * np.log(d) + q * np.log(1 - d))


right(with_xlogy=lambda p, q: np.sum(xlogy(p, p / (p + q)) + xlogy(q, q / (p + q))))
right(by_the_divergence=lambda p, q: [2 * jensen_shannon(p, q) - math.log(4)])


@right
def with_masks(p, q):
    real, fake = p > 0, q > 0
    first = np.sum(p[real] * np.log(p[real] / (p + q)[real]))
    return first + np.sum(q[fake] * np.log(q[fake] / (p + q)[fake]))


@right
def with_python(p, q):
    value = 0.0
    for a, b in zip(p.tolist(), q.tolist(), strict=True):
        value += a * math.log(a / (a + b)) if a > 0 else 0.0
        value += b * math.log(b / (a + b)) if b > 0 else 0.0
    return value


@right
def with_tiny_constant(p, q):
    p, q = ops.cast(p, "float64"), ops.cast(q, "float64")
    terms = p * ops.log(p / (p + q) + 1e-12) + q * ops.log(q / (p + q) + 1e-12)
    return ops.sum(terms)
