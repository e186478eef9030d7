"""The GANs that students pick elsewhere, written from their published descriptions.

Each peer is what its page teaches: own networks, losses, optimizers and batch size, and
a plain ``tf.function``. Nothing of gan_utils is in it.

- ``TutorialDCGAN``: tensorflow.org/tutorials/generative/dcgan, on MNIST.
- ``KerasDCGAN``: keras.io/examples/generative/dcgan_overriding_train_step, which draws
  faces of 64×64; for digits the smallest map is 7×7 and there is one doubling fewer.
- ``KerasConditionalGAN``: keras.io/examples/generative/conditional_gan, on MNIST. Its
  page trains on the training and the test digits; here the test digits judge, so that
  it sees the training digits only.

The two of keras.io call the fake 1 and the real 0, and their images are in [0, 1].
"""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from_logits = keras.losses.BinaryCrossentropy(from_logits=True)
from_probabilities = keras.losses.BinaryCrossentropy()


class Peer:
    """What all have in common: batches of a shuffled data set, two optimizers."""

    batch_size: int
    learning_rate: float
    beta_1 = 0.9  # as in Keras
    latent_dim: int

    def __init__(self, seed: int):
        keras.utils.set_random_seed(seed)
        self.generator = self.new_generator()
        self.discriminator = self.new_discriminator()
        self.players = self.generator, self.discriminator
        self.optimizers = [
            keras.optimizers.Adam(self.learning_rate, self.beta_1) for _ in range(2)
        ]
        for player, optimizer in zip(self.players, self.optimizers, strict=True):
            optimizer.build(player.trainable_variables)

    def batches(self, images: np.ndarray, labels: np.ndarray) -> tf.data.Dataset:
        """Endless batches of (images as the peer wants them, labels)."""
        rows = tf.data.Dataset.from_tensor_slices((self.prepare(images), labels))
        return rows.shuffle(len(images)).batch(self.batch_size).repeat()

    def prepare(self, images: np.ndarray) -> np.ndarray:
        """Images in [−1, 1] in the peer's own range."""
        return images

    def draw(self, latents: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """What the generator draws, in [−1, 1]."""
        return self.generator.predict(latents, batch_size=500, verbose=0)


def learn(tape, loss, player, optimizer) -> None:
    """One step of one player."""
    weights = player.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))


class TutorialDCGAN(Peer):
    """TensorFlow's tutorial: 5×5, batch 256, Adam 1e-4, 50 epochs."""

    batch_size, learning_rate, latent_dim = 256, 1e-4, 100

    def new_generator(self) -> keras.Model:
        """Latents (batch, 100) → images in [−1, 1]."""

        def double(filters, strides):
            return [
                layers.Conv2DTranspose(filters, 5, strides, "same", use_bias=False),
                layers.BatchNormalization(),
                layers.LeakyReLU(),
            ]

        return keras.Sequential(
            [
                layers.Input((self.latent_dim,)),
                layers.Dense(7 * 7 * 256, use_bias=False),
                layers.BatchNormalization(),
                layers.LeakyReLU(),
                layers.Reshape((7, 7, 256)),
                *double(128, strides=1),
                *double(64, strides=2),
                layers.Conv2DTranspose(
                    1, 5, 2, "same", use_bias=False, activation="tanh"
                ),
            ]
        )

    def new_discriminator(self) -> keras.Model:
        """Images → logits."""
        return keras.Sequential(
            [
                layers.Input((28, 28, 1)),
                layers.Conv2D(64, 5, 2, "same"),
                layers.LeakyReLU(),
                layers.Dropout(0.3),
                layers.Conv2D(128, 5, 2, "same"),
                layers.LeakyReLU(),
                layers.Dropout(0.3),
                layers.Flatten(),
                layers.Dense(1),
            ]
        )

    @tf.function(reduce_retracing=True)
    def step(self, images, labels):
        """Both players learn from one forward pass; no label is looked at."""
        latents = tf.random.normal((tf.shape(images)[0], self.latent_dim))
        with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
            fakes = self.generator(latents, training=True)
            real = self.discriminator(images, training=True)
            fake = self.discriminator(fakes, training=True)
            g_loss = from_logits(tf.ones_like(fake), fake)
            d_loss = from_logits(tf.ones_like(real), real)
            d_loss += from_logits(tf.zeros_like(fake), fake)
        learn(g_tape, g_loss, self.generator, self.optimizers[0])
        learn(d_tape, d_loss, self.discriminator, self.optimizers[1])
        return d_loss, g_loss


class KerasPeer(Peer):
    """What the two of keras.io have in common: D learns first, then G from new fakes.

    Their players are called without ``training=True``, as on the pages; Keras 3 then
    leaves dropout out.
    """

    label_noise = 0.0

    def prepare(self, images: np.ndarray) -> np.ndarray:
        """Images in [−1, 1] → [0, 1]."""
        return (images + 1) / 2

    def draw(self, latents: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """What the generator draws, in [−1, 1]."""
        return 2 * super().draw(latents, labels) - 1

    def generate(self, labels):
        """New fakes, one for each label."""
        return self.generator(tf.random.normal((tf.shape(labels)[0], self.latent_dim)))

    def judge(self, images, labels):
        """D's opinion: 1 for fake, 0 for real."""
        return self.discriminator(images)

    @tf.function(reduce_retracing=True)
    def step(self, images, labels):
        """One step of D on fakes and reals in one batch, then one step of G."""
        count = tf.shape(images)[0]
        both = tf.concat([self.generate(labels), images], axis=0)
        answers = tf.concat([tf.ones((count, 1)), tf.zeros((count, 1))], axis=0)
        answers += self.label_noise * tf.random.uniform(tf.shape(answers))
        with tf.GradientTape() as tape:
            opinions = self.judge(both, tf.concat([labels, labels], axis=0))
            d_loss = self.loss(answers, opinions)
        learn(tape, d_loss, self.discriminator, self.optimizers[1])
        with tf.GradientTape() as tape:
            opinions = self.judge(self.generate(labels), labels)
            g_loss = self.loss(tf.zeros((count, 1)), opinions)
        learn(tape, g_loss, self.generator, self.optimizers[0])
        return d_loss, g_loss


class KerasDCGAN(KerasPeer):
    """keras.io's DCGAN: 4×4, batch 32, Adam 1e-4, noise on the answers, 100 epochs."""

    batch_size, learning_rate, latent_dim = 32, 1e-4, 128
    loss, label_noise = from_probabilities, 0.05

    def new_generator(self, smallest=7, filters=(128, 256), channels=1) -> keras.Model:
        """Latents (batch, 128) → images in [0, 1]; the page's are 8, 128 to 512, 3."""
        network = keras.Sequential(
            [
                layers.Input((self.latent_dim,)),
                layers.Dense(smallest * smallest * 128),
                layers.Reshape((smallest, smallest, 128)),
            ]
        )
        for n_filters in filters:
            network.add(layers.Conv2DTranspose(n_filters, 4, 2, "same"))
            network.add(layers.LeakyReLU(0.2))
        network.add(layers.Conv2D(channels, 5, padding="same", activation="sigmoid"))
        return network

    def new_discriminator(
        self, image_size=28, filters=(64, 128), channels=1
    ) -> keras.Model:
        """Images → probability of a fake; the page's are 64, 64 to 128 to 128, 3."""
        network = keras.Sequential([layers.Input((image_size, image_size, channels))])
        for n_filters in filters:
            network.add(layers.Conv2D(n_filters, 4, 2, "same"))
            network.add(layers.LeakyReLU(0.2))
        network.add(layers.Flatten())
        network.add(layers.Dropout(0.2))
        network.add(layers.Dense(1, activation="sigmoid"))
        return network


class KerasConditionalGAN(KerasPeer):
    """keras.io's conditional GAN: labels as ten channels, batch 64, Adam 3e-4."""

    batch_size, learning_rate, latent_dim = 64, 3e-4, 128
    loss, n_classes = from_logits, 10

    def new_generator(self) -> keras.Model:
        """Latents beside one-hot labels (batch, 138) → images in [0, 1]."""
        channels = self.latent_dim + self.n_classes
        return keras.Sequential(
            [
                layers.Input((channels,)),
                layers.Dense(7 * 7 * channels),
                layers.LeakyReLU(0.2),
                layers.Reshape((7, 7, channels)),
                layers.Conv2DTranspose(128, 4, 2, "same"),
                layers.LeakyReLU(0.2),
                layers.Conv2DTranspose(128, 4, 2, "same"),
                layers.LeakyReLU(0.2),
                layers.Conv2D(1, 7, padding="same", activation="sigmoid"),
            ]
        )

    def new_discriminator(self) -> keras.Model:
        """Images with ten channels of label behind (batch, 28, 28, 11) → logits."""
        return keras.Sequential(
            [
                layers.Input((28, 28, 1 + self.n_classes)),
                layers.Conv2D(64, 3, 2, "same"),
                layers.LeakyReLU(0.2),
                layers.Conv2D(128, 3, 2, "same"),
                layers.LeakyReLU(0.2),
                layers.GlobalMaxPooling2D(),
                layers.Dense(1),
            ]
        )

    def generate(self, labels):
        """New fakes of the digits asked for."""
        latents = tf.random.normal((tf.shape(labels)[0], self.latent_dim))
        one_hot = tf.one_hot(labels, self.n_classes)
        return self.generator(tf.concat([latents, one_hot], axis=1))

    def judge(self, images, labels):
        """D's logit: above 0 for fake."""
        channels = label_channels(tf.one_hot(labels, self.n_classes))
        return self.discriminator(tf.concat([images, channels], axis=-1))

    def draw(self, latents: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Images of the digits asked for, in [−1, 1]."""
        one_hot = keras.utils.to_categorical(labels, self.n_classes)
        return super().draw(np.concatenate([latents, one_hot], axis=1), labels)


def label_channels(one_hot, image_size: int = 28):
    """One-hot labels (batch, 10) → (batch, 28, 28, 10), as the page computes it.

    Its repetition names no axis: each entry fills 784 numbers in a row, so that the
    digit is told by which 2.8 rows of the picture hold ones, in all ten channels,
    instead of by which channel does.
    """
    n_classes = one_hot.shape[1]
    flat = tf.repeat(tf.reshape(one_hot, [-1]), image_size * image_size)
    return tf.reshape(flat, (-1, image_size, image_size, n_classes))
