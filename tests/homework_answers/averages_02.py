"""Answers to task 4 of homework 02; answers_01.py describes the form."""

import numpy as np
import scipy.signal
from keras import ops


def ema(path, beta, average, update):
    """A loop over the steps with another start or another update."""
    result = [average]
    for new in path[1:]:
        average = update(average, new)
        result.append(average)
    return np.array(result)


def zero_start(path, beta):
    start = np.zeros_like(path[0])
    return ema(path, beta, start, lambda a, w: beta * a + (1 - beta) * w)


def zeros_before_row_0(path, beta):
    average, result = np.zeros(path.shape[1]), []
    for weights in path:
        average = beta * average + (1 - beta) * weights
        result.append(average)
    return np.array(result)


def bias_corrected(path, beta):
    average, result = np.zeros(path.shape[1]), []
    for t, weights in enumerate(path, 1):
        average = beta * average + (1 - beta) * weights
        result.append(average / (1 - beta**t) if beta < 1 else average)
    return np.array(result)


def betas_swapped(path, beta):
    return ema(path, beta, path[0], lambda a, w: (1 - beta) * a + beta * w)


def forgot_one_minus_beta(path, beta):
    return ema(path, beta, path[0], lambda a, w: beta * a + w)


def minus_for_plus(path, beta):
    return ema(path, beta, path[0], lambda a, w: beta * a - (1 - beta) * w)


def running_mean(path, beta):
    return np.array([path[: t + 1].mean(axis=0) for t in range(len(path))])


def plain_half(path, beta):
    return ema(path, beta, path[0], lambda a, w: (a + w) / 2)


def aliased(path, beta):
    average, result = path[0].copy(), []
    for t, weights in enumerate(path):
        if t:
            average *= beta
            average += (1 - beta) * weights
        result.append(average)
    return np.array(result)


def window(path, beta):
    length = int(round(1 / max(1 - beta, 1e-9)))
    rows = [path[max(0, t + 1 - length) : t + 1] for t in range(len(path))]
    return np.array([row.mean(axis=0) for row in rows])


def one_number_a_step(path, beta):
    return final_path(path, beta).mean(axis=1)


def backwards(path, beta):
    return final_path(path[::-1], beta)[::-1]


def final_path(path, beta):
    return ema(path, beta, path[0], lambda a, w: beta * a + (1 - beta) * w)


WRONG_MOVING_AVERAGE = {
    zero_start: "starts at 0",
    zeros_before_row_0: "zeros",
    bias_corrected: "Adam|row 0",
    betas_swapped: "swapped",
    forgot_one_minus_beta: "1 − β",
    minus_for_plus: "plus|minus|sign|added",
    running_mean: "plain mean",
    plain_half: "β",
    aliased: "new array|copy",
    window: "window|β belongs|forgets|1 − β",
    one_number_a_step: "shape",
    backwards: "time|backwards|row 0",
}


def in_place_on_a_copy(path, beta):
    result = path.copy()
    for t in range(1, len(path)):
        result[t] += beta * (result[t - 1] - result[t])
    return result


def by_a_filter(path, beta):
    start = beta * path[:1]
    return scipy.signal.lfilter([1 - beta], [1, -beta], path, axis=0, zi=start)[0]


def by_a_matrix(path, beta):
    n = len(path)
    weights = np.zeros((n, n))
    for t in range(n):
        weights[t, 0] = beta**t
        for i in range(1, t + 1):
            weights[t, i] = (1 - beta) * beta ** (t - i)
    return weights @ path


def by_keras_ops(path, beta):
    average, result = ops.convert_to_tensor(path[0]), []
    for index in range(len(path)):
        average = average + (1 - beta) * (path[index] - average)
        result.append(average)
    return ops.stack(result)


def in_lists(path, beta):
    rows = [list(path[0])]
    for weights in path[1:].tolist():
        pairs = zip(rows[-1], weights, strict=True)
        rows.append([beta * a + (1 - beta) * w for a, w in pairs])
    return rows


RIGHT_MOVING_AVERAGE = [
    final_path,
    in_place_on_a_copy,
    by_a_filter,
    by_a_matrix,
    by_keras_ops,
    in_lists,
]
