"""The same data and the same processor time for everyone."""

import time
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf


def _rest(seconds: float, steps: int) -> None:
    """Looks at nothing."""


class EqualTime(keras.callbacks.Callback):
    """Ends a fit after so many seconds of the processor, and looks at some of them.

    Args:
        looks: seconds at which ``look(seconds, steps)`` is called; the last one ends
            the training. The first step, which traces the graph, does not count, nor
            do the looks.
        look: what to do then.
    """

    def __init__(self, looks: list[float], look: Callable = _rest):
        super().__init__()
        self.wanted, self.look, self.spent, self.steps = list(looks), look, 0.0, 0

    def on_train_batch_end(self, batch, logs=None):
        """Adds the time since the last step ended."""
        if self.steps:
            self.spent += time.process_time() - self.started
        self.steps += 1
        if self.spent >= self.wanted[0]:
            self.look(self.wanted.pop(0), self.steps)
            self.model.stop_training = not self.wanted
        self.started = time.process_time()


def endless(values: np.ndarray, batch_size: int, seed: int = 0) -> tf.data.Dataset:
    """Endless shuffled batches of float arrays from memory."""
    drawn = tf.data.Dataset.from_tensor_slices(values)
    drawn = drawn.shuffle(len(values), seed=seed).repeat()
    return drawn.batch(batch_size, drop_remainder=True).prefetch(1)


def fit(
    made,
    values: np.ndarray,
    steps: int,
    callbacks: list,
    seed: int = 0,
    epochs: int = 1,
) -> None:
    """Fits a contestant for some epochs of so many steps, quietly."""
    made.model.fit(
        endless(values, made.batch_size, seed),
        epochs=epochs,
        steps_per_epoch=steps,
        verbose=0,
        shuffle=False,
        callbacks=callbacks,
    )


def train(
    made, values: np.ndarray, looks: list[float], look: Callable = _rest, seed: int = 0
) -> int:
    """Trains a contestant for some seconds of the processor; returns its steps."""
    clock = EqualTime(looks, look)
    fit(made, values, 10**6, [clock], seed)
    return clock.steps
