"""Flow matching, Lipman et al. 2023: a network learns which way noise must move."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops


class FlowMatching(keras.Model):
    """Learns the velocity from noise (time 0) to data (time 1) along straight lines.

    Args:
        network: [noisy data, time (batch, 1)] → velocity, of the data's shape.
        seed: seed of noise and times.
    """

    def __init__(self, network: keras.Model, seed: int | None = None):
        super().__init__()
        self.network = network
        self.noise = keras.random.SeedGenerator(seed)
        self.built = True

    def train_step(self, data):
        """One step: at a random time, predict data − noise."""
        count = ops.shape(data)[0]
        noise = keras.random.normal(ops.shape(data), seed=self.noise)
        time = keras.random.uniform((count, 1), seed=self.noise)
        share = ops.reshape(time, (count,) + (1,) * (len(data.shape) - 1))
        noisy = (1 - share) * noise + share * data
        with tf.GradientTape() as tape:
            velocity = self.network([noisy, time], training=True)
            loss = ops.mean((velocity - (data - noise)) ** 2)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return {"loss": loss}


def follow(network: keras.Model, noise: np.ndarray, steps: int = 16) -> np.ndarray:
    """Walks from noise to data in equal Euler steps: one call of the network a step."""
    x = noise
    for i in range(steps):
        time = np.full((len(noise), 1), i / steps, "float32")
        x = x + np.asarray(network([x, time], training=False)) / steps
    return x
