"""Answers to `cycle_loss` of homework 08."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def l1(x, y):
    return tf.reduce_mean(tf.abs(x - y))


wrong("only the way of a", one_way=lambda T, B, a, b: l1(a, B(T(a))))
wrong("only the way of b", other_way=lambda T, B, a, b: l1(b, T(B(b))))
wrong("identity loss", identity=lambda T, B, a, b: l1(T(b), b) + l1(B(a), a))
wrong(
    "what comes *back|comes back", change=lambda T, B, a, b: l1(T(a), a) + l1(B(b), b)
)
wrong(
    "wrong network",
    swapped_networks=lambda T, B, a, b: l1(T(B(a)), a) + l1(B(T(b)), b),
)
wrong("not averaged", halved=lambda T, B, a, b: (l1(a, B(T(a))) + l1(b, T(B(b)))) / 2)
wrong("no weight", weighted=lambda T, B, a, b: 10 * (l1(a, B(T(a))) + l1(b, T(B(b)))))
wrong("own set|add", a_and_b=lambda T, B, a, b: l1(a[:3], B(T(a[:3]))) + l1(b, T(B(b))))


@wrong("popular bug")
def stopped(there, back, a, b):
    fake_b, fake_a = tf.stop_gradient(there(a)), tf.stop_gradient(back(b))
    return l1(a, back(fake_b)) + l1(b, there(fake_a))


@wrong("popular bug")
def one_of_two_stopped(there, back, a, b):
    return l1(a, back(tf.stop_gradient(there(a)))) + l1(b, there(back(b)))


@wrong("popular bug|NumPy")
def by_numpy(there, back, a, b):
    fake_b, fake_a = there(a).numpy(), back(b).numpy()
    return l1(a, back(fake_b)) + l1(b, there(fake_a))


@wrong("no gradient|NumPy|both")
def all_in_numpy(there, back, a, b):
    x = np.abs(a.numpy() - back(there(a)).numpy()).mean()
    return x + np.abs(b.numpy() - there(back(b)).numpy()).mean()


@wrong("not its square")
def mean_squares(there, back, a, b):
    return tf.reduce_mean((a - back(there(a))) ** 2) + tf.reduce_mean(
        tf.square(b - there(back(b)))
    )


@wrong("not the sum")
def sums(there, back, a, b):
    return tf.reduce_sum(tf.abs(a - back(there(a)))) + tf.reduce_sum(
        tf.abs(b - there(back(b)))
    )


@wrong("other translators|there\\(back|absolute")
def translations_compared(there, back, a, b):
    return l1(back(there(a)), back(a)) + l1(there(back(b)), there(b))


@wrong("both sets|own set|absolute")
def largest_gap(there, back, a, b):
    gaps = [tf.reduce_max(tf.abs(x - y)) for x, y in ((a, back(there(a))),)]
    return tf.add_n(gaps) + tf.reduce_max(tf.abs(b - there(back(b))))


@right
def plain(there, back, a, b):
    return l1(a, back(there(a))) + l1(b, there(back(b)))


@right
def with_keras(there, back, a, b):
    again_a, again_b = back(there(a)), there(back(b))
    return ops.mean(ops.absolute(again_a - a)) + ops.mean(ops.absolute(again_b - b))


@right
def picture_by_picture(there, back, a, b):
    first = [l1(x, y) for x, y in zip(a, back(there(a)), strict=True)]
    second = [l1(x, y) for x, y in zip(b, there(back(b)), strict=True)]
    return tf.add_n(first) / len(first) + tf.add_n(second) / len(second)


@right
def through_a_list(there, back, a, b):
    total = 0.0
    for start, way in ((a, (there, back)), (b, (back, there))):
        x = start
        for network in way:
            x = network(x)
        total += ops.mean(ops.abs(start - x))
    return total
