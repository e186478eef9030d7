"""Answers to task 3 of homework 02; answers_01.py describes the form."""

import numpy as np
import scipy.signal
import tensorflow as tf


def crop(full, p):
    return full[p : len(full) - p]


def stretched(x, s):
    """The inputs with s − 1 zeros between them."""
    wide = np.zeros(s * (len(x) - 1) + 1)
    wide[::s] = x
    return wide


def overwritten(x, w, s, p):
    out = np.zeros((len(x) - 1) * s + len(w))
    for i in range(len(x)):
        for m in range(len(w)):
            out[i * s + m] = x[i] * w[m]
    return crop(out, p)


def correlated(x, w, s, p):
    return crop(np.correlate(stretched(x, s), w, "full"), p)


def uncropped(x, w, s, p):
    return np.convolve(stretched(x, s), w)


def cropped_left(x, w, s, p):
    return np.convolve(stretched(x, s), w)[p:]


def cropped_by_slice(x, w, s, p):
    return np.convolve(stretched(x, s), w)[p:-p]


def cropped_twice(x, w, s, p):
    return np.convolve(stretched(x, s), w)[2 * p : -2 * p or None]


def stride_forgotten(x, w, s, p):
    return crop(np.convolve(x, w), p)


def zeros_added(x, w, s, p):
    return np.pad(np.convolve(stretched(x, s), w), p)


def repeated_inputs(x, w, s, p):
    return crop(np.convolve(np.repeat(x, s), w), p)


def same_mode(x, w, s, p):
    return np.convolve(stretched(x, s), w, "same")


def zeros_after_the_last(x, w, s, p):
    wide = np.zeros(s * len(x))
    wide[::s] = x
    return crop(np.convolve(wide, w), p)


def averaged_overlap(x, w, s, p):
    out = np.convolve(stretched(x, s), w)
    counts = np.convolve(stretched(np.ones(len(x)), s), np.ones(len(w)))
    return crop(out / np.maximum(counts, 1), p)


def last_input_forgotten(x, w, s, p):
    out = np.zeros((len(x) - 1) * s + len(w))
    for i in range(len(x) - 1):
        out[i * s : i * s + len(w)] += x[i] * w
    return crop(out, p)


def too_short(x, w, s, p):
    out = np.zeros((len(x) - 1) * s)
    for i in range(len(x)):
        for m in range(len(w)):
            out[i * s + m] += x[i] * w[m]
    return out


WRONG_TRANSPOSED_CONVOLUTION = {
    overwritten: "adds up",
    correlated: "turned round",
    uncropped: "cut off",
    cropped_left: "at the end as well",
    cropped_by_slice: r"empty",
    cropped_twice: "2p|p .* at each|twice",
    stride_forgotten: "i · stride",
    zeros_added: "not added",
    repeated_inputs: "repeat|zeros|stamp",
    same_mode: "shape|cut|full length",
    zeros_after_the_last: "n − 1|behind the last|too many|shape",
    averaged_overlap: "adds up|add up|\\+=",
    last_input_forgotten: "last|each",
    too_short: "full length|stride · \\(n − 1\\) \\+ k",
}


def with_two_loops(x, w, s, p):
    out = [0.0] * ((len(x) - 1) * s + len(w) - 2 * p)
    for i, value in enumerate(x):
        for m, weight in enumerate(w):
            place = i * s + m - p
            if 0 <= place < len(out):
                out[place] += float(value * weight)
    return out


def by_the_matrix(x, w, s, p):
    n_out = (len(x) - 1) * s + len(w)
    C = np.zeros((len(x), n_out))
    for i in range(len(x)):
        C[i, i * s : i * s + len(w)] = w
    return C[:, p : n_out - p].T @ x


def by_convolution(x, w, s, p):
    return crop(np.convolve(stretched(x, s), w), p)


def by_scipy(x, w, s, p):
    full = scipy.signal.upfirdn(w, x, up=s)
    return crop(full[: s * (len(x) - 1) + len(w)], p)


def by_tensorflow(x, w, s, p):
    n_out = (len(x) - 1) * s + len(w)
    kernel = tf.reshape(tf.cast(w, "float32"), (-1, 1, 1))
    x = tf.reshape(tf.cast(x, "float32"), (1, -1, 1))
    full = tf.nn.conv1d_transpose(x, kernel, (1, n_out, 1), s, "VALID")
    return full[0, p : n_out - p, 0]


RIGHT_TRANSPOSED_CONVOLUTION = [
    with_two_loops,
    by_the_matrix,
    by_convolution,
    by_scipy,
    by_tensorflow,
]
