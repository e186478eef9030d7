"""Answers to `frechet_distance` of homework 02."""

import numpy as np
import scipy.linalg
import tensorflow as tf

from gan_utils import metrics
from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()

sqrtm = scipy.linalg.sqrtm


def square(d):
    return d @ d


def means_and_covariances(x, y):
    covariances = [np.cov(z, rowvar=False).reshape(z.shape[1], -1) for z in (x, y)]
    return x.mean(axis=0), y.mean(axis=0), *covariances


def trace_of_root(A, B):
    values = np.linalg.eigvals(A @ B)
    return np.sum(np.sqrt(np.maximum(values.real, 0)))


def fid(shift=square, overlap=trace_of_root, factor=2.0, parts=means_and_covariances):
    """The distance with one of its parts exchanged."""

    def distance(x, y):
        m1, m2, A, B = parts(x, y)
        return shift(m1 - m2) + np.trace(A) + np.trace(B) - factor * overlap(A, B)

    return distance


def with_overlap(overlap):
    distance = fid(overlap=overlap)
    distance.__name__ = overlap.__name__
    return distance


def with_covariances(covariance):
    """The distance with other covariances of (images, features)."""

    def parts(x, y):
        return x.mean(axis=0), y.mean(axis=0), covariance(x), covariance(y)

    return fid(parts=parts)


distance = fid()

wrong("squared", length_not_squared=fid(np.linalg.norm))
wrong("their mean", mean_of_squares=fid(lambda d: np.mean(d**2)))
wrong("square", absolute_values=fid(lambda d: np.abs(d).sum()))
wrong("twice", factor_one=fid(factor=1))
wrong("minus|subtracted|sign", plus_for_minus=fid(factor=-2))
wrong("subtracted|minus 2", no_last_term=fid(factor=0))
wrong("square root too many", rooted=lambda x, y: np.sqrt(distance(x, y)))
wrong("covariances is missing", means_only=lambda x, y: square(x.mean(0) - y.mean(0)))
wrong("root is missing", root_forgotten=fid(overlap=lambda A, B: np.trace(A @ B)))
wrong("columns|rowvar", cov_of_rows=with_covariances(np.cov))


@wrong("root of a matrix|each number")
@with_overlap
def root_of_each_number(A, B):
    return np.sum(np.sqrt(np.diag(A @ B)))


@wrong("product of matrices|number by number")
@with_overlap
def root_of_elementwise_product(A, B):
    return np.trace(sqrtm(A * B)).real


@wrong("root of the trace")
@with_overlap
def root_of_the_trace(A, B):
    return np.sqrt(np.trace(A @ B))


@wrong("root of the product|whole product|Σ₁Σ₂")
@with_overlap
def roots_multiplied(A, B):
    return np.trace(sqrtm(A).real @ sqrtm(B).real)


@wrong("constant")
@with_overlap
def constant_added(A, B):
    extra = 1e-3 * np.eye(len(A))
    return trace_of_root(A + extra, B + extra)


@wrong("all alike|covariance 0")
@with_overlap
def with_an_inverse(A, B):
    L = np.linalg.cholesky(B)
    values = np.linalg.eigvalsh(L.T @ A @ L)
    return np.sum(np.sqrt(np.maximum(values, 0)))


@wrong("correlat")
def spreads_only(x, y):
    spreads = x.std(axis=0, ddof=1) - y.std(axis=0, ddof=1)
    return square(x.mean(axis=0) - y.mean(axis=0)) + square(spreads)


@wrong("tr|root|Σ₁Σ₂")
def difference_of_covariances(x, y):
    m1, m2, A, B = means_and_covariances(x, y)
    return np.sum((m1 - m2) ** 2) + np.sum((A - B) ** 2)


@wrong("n − 1")
def divided_by_n(x, y):
    return with_covariances(lambda z: np.atleast_2d(np.cov(z.T, ddof=0)))(x, y)


@wrong("one feature|reshape")
def one_feature_forgotten(x, y):
    return with_covariances(lambda z: np.cov(z, rowvar=False))(x, y)


@wrong("columns|axis=0|rowvar")
def images_for_features(x, y):
    n = min(len(x), len(y))
    return distance(x[:n].T, y[:n].T)


@wrong("mean")
def means_of_everything(x, y):
    shift = (x.mean() - y.mean()) ** 2
    return fid(lambda d: shift)(x, y)


right(by_eigenvalues=distance)
right(by_the_library=lambda x, y: metrics.frechet_distance(x, y))


@right
def by_sqrtm(x, y):
    m1, m2, A, B = means_and_covariances(x, y)
    return np.sum((m1 - m2) ** 2) + np.trace(A + B - 2 * np.real(sqrtm(A @ B)))


@right
def by_singular_values(x, y):
    a, b = (z - z.mean(axis=0) for z in (x, y))
    cross = a @ b.T / np.sqrt((len(a) - 1) * (len(b) - 1))
    overlap = np.linalg.svd(cross, compute_uv=False).sum()
    spread = a.var(axis=0, ddof=1).sum() + b.var(axis=0, ddof=1).sum()
    return np.sum((x.mean(axis=0) - y.mean(axis=0)) ** 2) + spread - 2 * overlap


@right
def by_hand(x, y):
    m1, m2 = (sum(z) / len(z) for z in (x, y))
    A = sum(np.outer(row - m1, row - m1) for row in x) / (len(x) - 1)
    B = sum(np.outer(row - m2, row - m2) for row in y) / (len(y) - 1)
    overlap = np.sqrt(np.abs(np.linalg.eigvals(A @ B))).sum()
    return [(m1 - m2) @ (m1 - m2) + np.trace(A + B) - 2 * overlap]


@right
def by_tensorflow(x, y):
    m1, m2, A, B = means_and_covariances(x, y)
    values = tf.linalg.eigvals(A @ B)
    overlap = tf.reduce_sum(tf.sqrt(tf.maximum(tf.math.real(values), 0)))
    return tf.reduce_sum((m1 - m2) ** 2) + tf.linalg.trace(A + B) - 2 * overlap
