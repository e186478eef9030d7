"""Answers to task 6 of homework 02; answers_01.py describes the form."""

import numpy as np
import scipy.linalg
import tensorflow as tf

from gan_utils import metrics


def means_and_covariances(x, y):
    covariances = [np.cov(z, rowvar=False).reshape(z.shape[1], -1) for z in (x, y)]
    return x.mean(axis=0), y.mean(axis=0), *covariances


def trace_of_root(A, B):
    values = np.linalg.eigvals(A @ B)
    return np.sum(np.sqrt(np.maximum(values.real, 0)))


def fid(x, y, shift=lambda d: d @ d, overlap=trace_of_root, factor=2.0):
    """The distance with one of its parts exchanged."""
    m1, m2, A, B = means_and_covariances(x, y)
    return shift(m1 - m2) + np.trace(A) + np.trace(B) - factor * overlap(A, B)


def length_not_squared(x, y):
    return fid(x, y, shift=np.linalg.norm)


def mean_of_squares(x, y):
    return fid(x, y, shift=lambda d: np.mean(d**2))


def absolute_values(x, y):
    return fid(x, y, shift=lambda d: np.abs(d).sum())


def means_only(x, y):
    return np.sum((x.mean(axis=0) - y.mean(axis=0)) ** 2)


def factor_one(x, y):
    return fid(x, y, factor=1)


def plus_for_minus(x, y):
    return fid(x, y, factor=-2)


def no_last_term(x, y):
    return fid(x, y, factor=0)


def rooted(x, y):
    return np.sqrt(fid(x, y))


def root_of_each_number(x, y):
    return fid(x, y, overlap=lambda A, B: np.sum(np.sqrt(np.diag(A @ B))))


def root_of_elementwise_product(x, y):
    return fid(x, y, overlap=lambda A, B: np.trace(scipy.linalg.sqrtm(A * B)).real)


def root_forgotten(x, y):
    return fid(x, y, overlap=lambda A, B: np.trace(A @ B))


def root_of_the_trace(x, y):
    return fid(x, y, overlap=lambda A, B: np.sqrt(np.trace(A @ B)))


def roots_multiplied(x, y):
    def overlap(A, B):
        return np.trace(scipy.linalg.sqrtm(A).real @ scipy.linalg.sqrtm(B).real)

    return fid(x, y, overlap=overlap)


def spreads_only(x, y):
    means = np.sum((x.mean(axis=0) - y.mean(axis=0)) ** 2)
    return means + np.sum((x.std(axis=0, ddof=1) - y.std(axis=0, ddof=1)) ** 2)


def difference_of_covariances(x, y):
    m1, m2, A, B = means_and_covariances(x, y)
    return np.sum((m1 - m2) ** 2) + np.sum((A - B) ** 2)


def divided_by_n(x, y):
    A, B = np.atleast_2d(np.cov(x.T, ddof=0)), np.atleast_2d(np.cov(y.T, ddof=0))
    shift = x.mean(axis=0) - y.mean(axis=0)
    return shift @ shift + np.trace(A + B) - 2 * trace_of_root(A, B)


def images_for_features(x, y):
    n = min(len(x), len(y))
    return fid(x[:n].T, y[:n].T)


def cov_of_rows(x, y):
    A, B = np.cov(x), np.cov(y)
    shift = x.mean(axis=0) - y.mean(axis=0)
    return shift @ shift + np.trace(A) + np.trace(B) - 2 * trace_of_root(A, B)


def means_of_everything(x, y):
    return fid(x, y) - fid(x, y, factor=0) + fid_with_one_mean(x, y)


def fid_with_one_mean(x, y):
    m1, m2, A, B = means_and_covariances(x, y)
    return (x.mean() - y.mean()) ** 2 + np.trace(A) + np.trace(B)


def one_feature_forgotten(x, y):
    A, B = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    shift = x.mean(axis=0) - y.mean(axis=0)
    return shift @ shift + np.trace(A + B) - 2 * trace_of_root(A, B)


def constant_added(x, y):
    m1, m2, A, B = means_and_covariances(x, y)
    extra = 1e-3 * np.eye(len(A))
    overlap = trace_of_root(A + extra, B + extra)
    return np.sum((m1 - m2) ** 2) + np.trace(A) + np.trace(B) - 2 * overlap


def with_an_inverse(x, y):
    m1, m2, A, B = means_and_covariances(x, y)
    L = np.linalg.cholesky(B)
    values = np.linalg.eigvalsh(L.T @ A @ L)
    overlap = np.sum(np.sqrt(np.maximum(values, 0)))
    return np.sum((m1 - m2) ** 2) + np.trace(A) + np.trace(B) - 2 * overlap


WRONG_FRECHET_DISTANCE = {
    length_not_squared: "squared",
    mean_of_squares: "their mean",
    absolute_values: "square",
    means_only: "covariances is missing",
    factor_one: "twice",
    plus_for_minus: "minus|subtracted|sign",
    no_last_term: "subtracted|minus 2",
    rooted: "square root too many",
    root_of_each_number: "root of a matrix|each number",
    root_of_elementwise_product: "product of matrices|number by number",
    root_forgotten: "root is missing",
    root_of_the_trace: "root of the trace",
    roots_multiplied: "root of the product|whole product|Σ₁Σ₂",
    spreads_only: "correlat",
    difference_of_covariances: "tr|root|Σ₁Σ₂",
    divided_by_n: "n − 1",
    images_for_features: "columns|axis=0|rowvar",
    cov_of_rows: "columns|rowvar",
    means_of_everything: "mean",
    one_feature_forgotten: "one feature|reshape",
    constant_added: "constant",
    with_an_inverse: "all alike|covariance 0",
}


def by_eigenvalues(x, y):
    return fid(x, y)


def by_sqrtm(x, y):
    root = scipy.linalg.sqrtm
    m1, m2, A, B = means_and_covariances(x, y)
    return np.sum((m1 - m2) ** 2) + np.trace(A + B - 2 * np.real(root(A @ B)))


def by_singular_values(x, y):
    a, b = (z - z.mean(axis=0) for z in (x, y))
    cross = a @ b.T / np.sqrt((len(a) - 1) * (len(b) - 1))
    overlap = np.linalg.svd(cross, compute_uv=False).sum()
    spread = a.var(axis=0, ddof=1).sum() + b.var(axis=0, ddof=1).sum()
    return np.sum((x.mean(axis=0) - y.mean(axis=0)) ** 2) + spread - 2 * overlap


def by_hand(x, y):
    m1, m2 = (sum(z) / len(z) for z in (x, y))
    A = sum(np.outer(row - m1, row - m1) for row in x) / (len(x) - 1)
    B = sum(np.outer(row - m2, row - m2) for row in y) / (len(y) - 1)
    overlap = np.sqrt(np.abs(np.linalg.eigvals(A @ B))).sum()
    return [(m1 - m2) @ (m1 - m2) + np.trace(A + B) - 2 * overlap]


def by_tensorflow(x, y):
    m1, m2, A, B = means_and_covariances(x, y)
    values = tf.linalg.eigvals(A @ B)
    overlap = tf.reduce_sum(tf.sqrt(tf.maximum(tf.math.real(values), 0)))
    return tf.reduce_sum((m1 - m2) ** 2) + tf.linalg.trace(A + B) - 2 * overlap


def by_the_library(x, y):
    return metrics.frechet_distance(x, y)


RIGHT_FRECHET_DISTANCE = [
    by_eigenvalues,
    by_sqrtm,
    by_singular_values,
    by_hand,
    by_tensorflow,
    by_the_library,
]
