"""What the answers to several tasks share."""

import tensorflow as tf


def given(letters):
    """An answer that gives these letters."""

    def answer():
        return letters

    answer.__name__ = f"given {letters}"
    return answer


def step(loss, optimizer, *networks):
    """One step of these networks down the slope of a loss."""
    with tf.GradientTape() as tape:
        value = loss()
    weights = [w for network in networks for w in network.trainable_weights]
    optimizer.apply(tape.gradient(value, weights), weights)
