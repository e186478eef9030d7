"""A variational autoencoder, Kingma and Welling 2014: no second player."""

import keras
import tensorflow as tf
from keras import ops


class VAE(keras.Model):
    """Images from latents, learnt by rebuilding images.

    Args:
        encoder: images → mean and log variance of the latent, (batch, 2 latent_dim).
        decoder: latents → images; any generator of the course.
        spread: standard deviation that the decoder grants a pixel. A small one asks
            for exact images, a large one for orderly latents.
        seed: seed of the noise.
    """

    def __init__(self, encoder, decoder, spread: float = 0.5, seed: int | None = None):
        super().__init__()
        self.encoder, self.decoder, self.spread = encoder, decoder, spread
        self.noise = keras.random.SeedGenerator(seed)
        self.built = True

    def train_step(self, images):
        """One step down the negative evidence lower bound."""
        with tf.GradientTape() as tape:
            mean, log_variance = ops.split(self.encoder(images, training=True), 2, 1)
            noise = keras.random.normal(ops.shape(mean), seed=self.noise)
            latents = mean + ops.exp(log_variance / 2) * noise
            rebuilt = self.decoder(latents, training=True)
            error = ops.sum(keras.layers.Flatten()((images - rebuilt) ** 2), axis=1)
            surprise = ops.exp(log_variance) + mean**2 - 1 - log_variance
            kl = ops.sum(surprise, 1) / 2
            loss = ops.mean(error / (2 * self.spread**2) + kl)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return {"loss": loss, "kl": ops.mean(kl)}
