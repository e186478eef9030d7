"""Answers to `matching_loss` of homework 11."""

import keras
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def up(logits):
    return ops.mean(ops.softplus(-logits))


def down(logits):
    return ops.mean(ops.softplus(logits))


wrong("½|half", weights_of_one=lambda r, w, m: up(r) + down(w) + down(m))
wrong("½|half|1", all_halves=lambda r, w, m: (up(r) + down(w) + down(m)) / 2)
wrong("third|half|½", a_third_each=lambda r, w, m: (up(r) + down(w) + down(m)) / 3)
wrong("wrong caption", no_wrong=lambda r, w, m: up(r) + down(m))
wrong("wrong caption|missing", half_made=lambda r, w, m: up(r) + 0.5 * down(m))
wrong("made", no_made=lambda r, w, m: up(r) + 0.5 * down(w))
wrong("made", all_of_wrong=lambda r, w, m: up(r) + down(w))
wrong("wrong caption", wrong_up=lambda r, w, m: up(r) + 0.5 * (up(w) + down(m)))
wrong("made", made_up=lambda r, w, m: up(r) + 0.5 * (down(w) + up(m)))
wrong("sign|turned", upside_down=lambda r, w, m: down(r) + 0.5 * (up(w) + up(m)))
wrong("sign", minus=lambda r, w, m: -up(r) - 0.5 * (down(w) + down(m)))
wrong("twice", doubled=lambda r, w, m: 2 * up(r) + down(w) + down(m))
wrong("half", halved=lambda r, w, m: 0.5 * up(r) + 0.25 * (down(w) + down(m)))


@wrong("large|finite|softplus")
def logs_of_sigmoids(r, w, m):
    fakes = tf.math.log(1 - tf.sigmoid(w)), tf.math.log(1 - tf.sigmoid(m))
    real = tf.reduce_mean(tf.math.log(tf.sigmoid(r)))
    return -real - 0.5 * sum(tf.reduce_mean(x) for x in fakes)


@wrong("large|finite|softplus|almost")
def with_an_epsilon(r, w, m):
    fakes = [ops.mean(ops.log(1 - ops.sigmoid(x) + 1e-8)) for x in (w, m)]
    return -ops.mean(ops.log(ops.sigmoid(r) + 1e-8)) - 0.5 * (fakes[0] + fakes[1])


@wrong("mean|number|half|third")
def all_joined(r, w, m):
    labels = ops.concatenate([0 * r + 1, 0 * w, 0 * m])
    logits = ops.concatenate([r, w, m])
    return keras.losses.BinaryCrossentropy(from_logits=True)(labels, logits)


@wrong("mean")
def fakes_joined(r, w, m):
    return up(r) + down(ops.concatenate([w, m]))


@wrong("mean|number|shape|right pairs")
def sums(r, w, m):
    fakes = ops.sum(ops.softplus(w)) + ops.sum(ops.softplus(m))
    return ops.sum(ops.softplus(-r)) + 0.5 * fakes


@wrong("gradient")
def cut_off(r, w, m):
    return up(ops.stop_gradient(r)) + 0.5 * (down(w) + down(m))


@wrong("right pairs|softplus|half|up")
def hinge(r, w, m):
    fakes = ops.mean(ops.relu(1 + w)) + ops.mean(ops.relu(1 + m))
    return ops.mean(ops.relu(1 - r)) + 0.5 * fakes


right(
    with_ops=lambda r, w, m: up(r) + 0.5 * (down(w) + down(m)),
    mean_of_two=lambda r, w, m: up(r) + ops.mean(ops.stack([down(w), down(m)])),
)


@right
def two_games(r, w, m):
    return 0.5 * (up(r) + down(w)) + 0.5 * (up(r) + down(m))


@right
def with_tensorflow(r, w, m):
    cross = tf.nn.sigmoid_cross_entropy_with_logits
    real = tf.reduce_mean(cross(tf.ones_like(r), r))
    fakes = [tf.reduce_mean(cross(tf.zeros_like(x), x)) for x in (w, m)]
    return real + tf.add_n(fakes) / 2


@right
def with_log_sigmoid(r, w, m):
    real = -ops.mean(ops.log_sigmoid(r))
    return (
        real - 0.5 * ops.mean(ops.log_sigmoid(-w)) - ops.mean(ops.log_sigmoid(-m)) / 2
    )
