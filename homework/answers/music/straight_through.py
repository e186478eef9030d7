"""Answers to `straight_through` of homework 12."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def hard_of(logits, axis=-1):
    return ops.one_hot(ops.argmax(logits, axis), logits.shape[axis], axis=axis)


def through(soft, axis=-1):
    """The value of argmax with the gradient of soft(logits)."""

    def answer(logits):
        kept = soft(logits)
        return kept + ops.stop_gradient(hard_of(logits, axis) - kept)

    return answer


wrong("forwards", soft=ops.softmax)
wrong("forwards", cold=lambda x: ops.softmax(10 * x))
wrong("forwards", sharpened=lambda x: ops.softmax(x) ** 2)
wrong("soft notes|gradient", argmax=hard_of)
wrong(
    "soft notes|gradient",
    all_stopped=lambda x: ops.stop_gradient(through(ops.softmax)(x)),
)
wrong("take them off", doubled=lambda x: ops.softmax(x) + ops.stop_gradient(hard_of(x)))
wrong("of the logits", of_the_logits=through(lambda x: x))
wrong("that of softmax", of_sigmoid=through(ops.sigmoid))
wrong("that of softmax", of_tanh=through(ops.tanh))
wrong("that of softmax", of_log_softmax=through(ops.log_softmax))
wrong("that of softmax", warm=through(lambda x: ops.softmax(x / 2)))
wrong("twice|that of softmax", twice=through(lambda x: ops.softmax(ops.softmax(x))))
wrong("axis|last", first_axis=through(lambda x: ops.softmax(x, axis=0), axis=0))
wrong(
    "axis|last|that of softmax",
    softmax_over_rows=through(lambda x: ops.softmax(x, axis=0)),
)
wrong("−1|whole notes|forwards", minus_one=lambda x: 2 * through(ops.softmax)(x) - 1)


@wrong("finite")
def overflowing(logits):
    e = ops.exp(logits)
    soft = e / ops.sum(e, axis=-1, keepdims=True)
    return soft + ops.stop_gradient(hard_of(logits) - soft)


@wrong("gradient|NumPy")
def with_numpy(logits):
    x = np.asarray(logits)
    return np.eye(x.shape[-1])[x.argmax(axis=-1)]


@wrong("gradient|off")
def turned_round(logits):
    soft = ops.softmax(logits)
    return hard_of(logits) - ops.stop_gradient(soft) + ops.stop_gradient(soft)


@wrong("gradient|forwards")
def soft_forwards(logits):
    hard = hard_of(logits)
    return hard + ops.stop_gradient(ops.softmax(logits) - hard)


@wrong("that of softmax|gradient")
def hard_times_soft(logits):
    soft = ops.softmax(logits)
    hard = hard_of(logits)
    return hard * (soft + ops.stop_gradient(1 - soft))


right(with_keras=through(ops.softmax))


@right
def with_tensorflow(logits):
    soft = tf.nn.softmax(logits)
    hard = tf.one_hot(tf.argmax(logits, axis=-1), logits.shape[-1])
    return tf.stop_gradient(hard - soft) + soft


@right
def two_stops(logits):
    soft = ops.softmax(logits)
    return ops.stop_gradient(hard_of(logits)) + soft - ops.stop_gradient(soft)


@right
def with_a_custom_gradient(logits):
    @tf.custom_gradient
    def play(soft):
        return hard_of(soft), lambda upstream: upstream

    return play(tf.nn.softmax(logits))


@right
def with_a_layer(logits):
    soft = keras.layers.Softmax()(logits)
    hard = ops.cast(ops.equal(soft, ops.max(soft, axis=-1, keepdims=True)), "float32")
    return soft + ops.stop_gradient(hard - soft)
