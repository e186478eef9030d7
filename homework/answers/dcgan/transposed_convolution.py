"""Answers to `transposed_convolution` of homework 02."""

import numpy as np
import scipy.signal
import tensorflow as tf

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def crop(full, p):
    return full[p : len(full) - p]


def stretched(x, s):
    """The inputs with s − 1 zeros between them."""
    wide = np.zeros(s * (len(x) - 1) + 1)
    wide[::s] = x
    return wide


wrong("cut off", uncropped=lambda x, w, s, p: np.convolve(stretched(x, s), w))
wrong(
    r"empty", cropped_by_slice=lambda x, w, s, p: np.convolve(stretched(x, s), w)[p:-p]
)
wrong("i · stride", stride_forgotten=lambda x, w, s, p: crop(np.convolve(x, w), p))


@wrong("adds up")
def overwritten(x, w, s, p):
    out = np.zeros((len(x) - 1) * s + len(w))
    for i in range(len(x)):
        for m in range(len(w)):
            out[i * s + m] = x[i] * w[m]
    return crop(out, p)


@wrong("turned round")
def correlated(x, w, s, p):
    return crop(np.correlate(stretched(x, s), w, "full"), p)


@wrong("at the end as well")
def cropped_left(x, w, s, p):
    return np.convolve(stretched(x, s), w)[p:]


@wrong("2p|p .* at each|twice")
def cropped_twice(x, w, s, p):
    return np.convolve(stretched(x, s), w)[2 * p : -2 * p or None]


@wrong("not added")
def zeros_added(x, w, s, p):
    return np.pad(np.convolve(stretched(x, s), w), p)


@wrong("repeat|zeros|stamp")
def repeated_inputs(x, w, s, p):
    return crop(np.convolve(np.repeat(x, s), w), p)


@wrong("shape|cut|full length")
def same_mode(x, w, s, p):
    return np.convolve(stretched(x, s), w, "same")


@wrong("n − 1|behind the last|too many|shape")
def zeros_after_the_last(x, w, s, p):
    wide = np.zeros(s * len(x))
    wide[::s] = x
    return crop(np.convolve(wide, w), p)


@wrong("adds up|add up|\\+=")
def averaged_overlap(x, w, s, p):
    out = np.convolve(stretched(x, s), w)
    counts = np.convolve(stretched(np.ones(len(x)), s), np.ones(len(w)))
    return crop(out / np.maximum(counts, 1), p)


@wrong("last|each")
def last_input_forgotten(x, w, s, p):
    out = np.zeros((len(x) - 1) * s + len(w))
    for i in range(len(x) - 1):
        out[i * s : i * s + len(w)] += x[i] * w
    return crop(out, p)


@wrong("full length|stride · \\(n − 1\\) \\+ k")
def too_short(x, w, s, p):
    out = np.zeros((len(x) - 1) * s)
    for i in range(len(x)):
        for m in range(len(w)):
            out[i * s + m] += x[i] * w[m]
    return out


right(by_convolution=lambda x, w, s, p: crop(np.convolve(stretched(x, s), w), p))


@right
def with_two_loops(x, w, s, p):
    out = [0.0] * ((len(x) - 1) * s + len(w) - 2 * p)
    for i, value in enumerate(x):
        for m, weight in enumerate(w):
            place = i * s + m - p
            if 0 <= place < len(out):
                out[place] += float(value * weight)
    return out


@right
def by_the_matrix(x, w, s, p):
    n_out = (len(x) - 1) * s + len(w)
    C = np.zeros((len(x), n_out))
    for i in range(len(x)):
        C[i, i * s : i * s + len(w)] = w
    return C[:, p : n_out - p].T @ x


@right
def by_scipy(x, w, s, p):
    full = scipy.signal.upfirdn(w, x, up=s)
    return crop(full[: s * (len(x) - 1) + len(w)], p)


@right
def by_tensorflow(x, w, s, p):
    n_out = (len(x) - 1) * s + len(w)
    kernel = tf.reshape(tf.cast(w, "float32"), (-1, 1, 1))
    x = tf.reshape(tf.cast(x, "float32"), (1, -1, 1))
    full = tf.nn.conv1d_transpose(x, kernel, (1, n_out, 1), s, "VALID")
    return full[0, p : n_out - p, 0]
