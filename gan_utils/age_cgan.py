"""Age-cGAN: Antipov, Baccouche and Dugelay 2017, "Face Aging with Conditional GANs".

1. A conditional GAN learns to draw faces of an age group (notebook 03 has the GAN).
2. An encoder learns to guess the latent of a drawn face.
3. For a photo, the latent is improved until the drawn face is *the same person*, as a
   face-recognition network sees it. Then the age group is changed.
"""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import scipy.optimize
import tensorflow as tf
from keras import layers, ops

from gan_utils import progress, runs, training


def latent_encoder(
    image_size: int = 64, latent_dim: int = 100, base_filters: int = 32
) -> keras.Model:
    """Images → latents (batch, latent_dim): what a generator was given, guessed.

    Four strided 5×5 convolutions and two dense layers, Antipov et al. 2017.
    """
    images = layers.Input((image_size, image_size, 3), name="images")
    x = images
    for i in range(4):
        x = layers.Conv2D(base_filters * 2**i, 5, 2, "same", use_bias=False)(x)
        x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.ReLU()(x)
    x = layers.Flatten()(x)
    x = layers.Dense(512, use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    x = layers.ReLU()(x)
    return keras.Model(images, layers.Dense(latent_dim)(x), name="encoder")


class EncoderTraining(keras.Model):
    """Trains an encoder E on pairs that the generator makes: E(G(z, y)) → z.

    ``fit`` takes batches of groups y. The loss is the mean of (z − E(G(z, y)))²; an
    encoder that knows nothing and answers 0 has a loss of 1.

    Args:
        encoder: images → latents.
        generator: [latents, groups] → images; it stays as it is.
        seed: seed of the latents.
    """

    def __init__(
        self, encoder: keras.Model, generator: keras.Model, seed: int | None = None
    ):
        super().__init__()
        self.encoder, self.generator = encoder, generator
        self.latent_seed = keras.random.SeedGenerator(seed)
        self.mean_loss = keras.metrics.Mean("loss")
        self.built = True

    def train_step(self, groups):
        """One step on as many new faces as there are groups."""
        shape = (ops.shape(groups)[0], self.encoder.output_shape[-1])
        latents = keras.random.normal(shape, seed=self.latent_seed)
        images = self.generator([latents, groups], training=False)
        with tf.GradientTape() as tape:
            guesses = self.encoder(images, training=True)
            loss = ops.mean((latents - guesses) ** 2)
        weights = self.encoder.trainable_variables
        self.optimizer.apply(tape.gradient(loss, weights), weights)
        self.mean_loss.update_state(loss)
        return {"loss": self.mean_loss.result()}


def train_encoder(
    generator: keras.Model,
    groups: np.ndarray,
    steps: int,
    base_filters: int = 32,
    batch_size: int = 64,
    seed: int = 0,
    **run: Any,
) -> tuple[keras.Model, float]:
    """An encoder for a generator, and the mean of its loss over the last steps.

    Args:
        generator: [latents, groups] → images.
        groups: (n,), drawn from as often as they occur here.
        steps: training steps; the rate falls from 1e-3 to 0 along half a cosine.
        base_filters: of the encoder.
        batch_size: faces a step.
        seed: of latents and order.
        run: path and resume of runs.fit, for a training that can be cut off.
    """
    latent_dim = generator.inputs[0].shape[-1]
    encoder = latent_encoder(generator.output_shape[1], latent_dim, base_filters)
    encoder_training = EncoderTraining(encoder, generator, seed)
    schedule = keras.optimizers.schedules.CosineDecay(1e-3, steps)
    encoder_training.compile(keras.optimizers.Adam(schedule), jit_compile=False)
    stream = training.batches(groups, batch_size=batch_size, seed=seed)
    history = runs.fit(encoder_training, stream, steps, **run)
    return encoder, float(history["loss"][-1])


def description_distance(
    generator: keras.Model, describe: Callable, photos: np.ndarray, groups: np.ndarray
) -> Callable:
    """Latents → Σ ‖describe(photo) − describe(G(z, group))‖² over photos, gradient.

    ``describe`` maps images (n, h, w, c) to an array (n, …): a face-recognition network
    keeps the identity; ``tf.identity``, the pixels themselves, keeps the picture.
    """
    if len(photos) != len(groups):
        raise ValueError(
            f"{len(photos)} photos need as many groups, not {len(groups)}."
        )
    groups, wanted = tf.constant(groups, "int32"), describe(photos)

    @tf.function
    def distance_and_gradient(latents):
        with tf.GradientTape() as tape:
            tape.watch(latents)
            images = generator([latents, groups], training=False)
            distance = ops.sum((describe(images) - wanted) ** 2)
        return distance, tape.gradient(distance, latents)

    return distance_and_gradient


def optimise_latents(
    distance: Callable, first_latents: np.ndarray, iterations=150, bound=2.0
) -> np.ndarray:
    """Latents (n, latent_dim) of the least distance, all within ±bound, by L-BFGS."""
    start = np.clip(first_latents, -bound, bound)

    def objective(numbers):  # SciPy's are flat, and in double precision
        latents = tf.constant(numbers.reshape(start.shape), "float32")
        value, gradient = distance(latents)
        return float(value), np.ravel(gradient).astype("float64")

    with progress.Bar(iterations) as bar:
        result = scipy.optimize.minimize(
            objective,
            start.ravel(),
            jac=True,  # the objective returns its gradient as well
            method="L-BFGS-B",
            bounds=[(-bound, bound)] * start.size,
            options={"maxiter": iterations},
            callback=lambda _: bar.advance(),
        )
    return result.x.reshape(start.shape).astype("float32")


def age_faces(generator: keras.Model, inputs: np.ndarray, n_groups: int) -> np.ndarray:
    """Every input in every age group: (n, …) → (n, n_groups, h, w, c).

    Inputs are latents for Age-cGAN's generator and photos for IPCGAN's.
    """
    repeated = np.repeat(inputs, n_groups, axis=0)
    groups = np.tile(np.arange(n_groups, dtype="int32"), len(inputs))
    images = training.sample(generator, repeated, groups, batch_size=100)
    return images.reshape(len(inputs), n_groups, *images.shape[1:])
