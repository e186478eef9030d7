"""Answers to `moving_average` of homework 02."""

import numpy as np
import scipy.signal
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def ema(update, start=lambda path: path[0]):
    """A loop over the steps, with another update or another start."""

    def answer(path, beta):
        result = [start(path)]
        for weights in path[1:]:
            result.append(update(result[-1], weights, beta))
        return np.array(result)

    return answer


def mix(average, weights, beta):
    return beta * average + (1 - beta) * weights


average = ema(mix)

wrong("starts at 0", zero_start=ema(mix, lambda path: 0 * path[0]))
wrong("swapped", betas_swapped=ema(lambda a, w, beta: mix(a, w, 1 - beta)))
wrong("1 − β", forgot_one_minus_beta=ema(lambda a, w, beta: beta * a + w))
wrong("plus|minus|sign|added", minus_for_plus=ema(lambda a, w, b: b * a - (1 - b) * w))
wrong("β", plain_half=ema(lambda a, w, beta: (a + w) / 2))
wrong("shape", one_number_a_step=lambda path, beta: average(path, beta).mean(axis=1))
wrong("time|backwards|row 0", backwards=lambda path, b: average(path[::-1], b)[::-1])


@wrong("zeros")
def zeros_before_row_0(path, beta):
    average, result = np.zeros(path.shape[1]), []
    for weights in path:
        average = mix(average, weights, beta)
        result.append(average)
    return np.array(result)


@wrong("Adam|row 0")
def bias_corrected(path, beta):
    average, result = np.zeros(path.shape[1]), []
    for t, weights in enumerate(path, 1):
        average = mix(average, weights, beta)
        result.append(average / (1 - beta**t) if beta < 1 else average)
    return np.array(result)


@wrong("plain mean")
def running_mean(path, beta):
    return np.array([path[: t + 1].mean(axis=0) for t in range(len(path))])


@wrong("new array|copy")
def aliased(path, beta):
    average, result = path[0].copy(), []
    for t, weights in enumerate(path):
        if t:
            average *= beta
            average += (1 - beta) * weights
        result.append(average)
    return np.array(result)


@wrong("window|β belongs|forgets|1 − β")
def window(path, beta):
    length = int(round(1 / max(1 - beta, 1e-9)))
    rows = [path[max(0, t + 1 - length) : t + 1] for t in range(len(path))]
    return np.array([row.mean(axis=0) for row in rows])


right(average=average)


@right
def in_place_on_a_copy(path, beta):
    result = path.copy()
    for t in range(1, len(path)):
        result[t] += beta * (result[t - 1] - result[t])
    return result


@right
def by_a_filter(path, beta):
    start = beta * path[:1]
    return scipy.signal.lfilter([1 - beta], [1, -beta], path, axis=0, zi=start)[0]


@right
def by_a_matrix(path, beta):
    n = len(path)
    weights = np.zeros((n, n))
    for t in range(n):
        weights[t, 0] = beta**t
        for i in range(1, t + 1):
            weights[t, i] = (1 - beta) * beta ** (t - i)
    return weights @ path


@right
def by_keras_ops(path, beta):
    average, result = ops.convert_to_tensor(path[0]), []
    for index in range(len(path)):
        average = average + (1 - beta) * (path[index] - average)
        result.append(average)
    return ops.stack(result)


@right
def in_lists(path, beta):
    rows = [list(path[0])]
    for weights in path[1:].tolist():
        pairs = zip(rows[-1], weights, strict=True)
        rows.append([beta * a + (1 - beta) * w for a, w in pairs])
    return rows
