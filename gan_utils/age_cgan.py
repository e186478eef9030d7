"""Age-cGAN: Antipov, Baccouche and Dugelay 2017, "Face Aging with Conditional GANs".

1. A conditional GAN learns to draw faces of any age.
2. An encoder learns to guess the latent of a face.
3. For a photo, the latent is improved until the drawn face is *the same person*, as a
   face-recognition network sees it. Then the age is changed.

The paper has six groups of ages; ours are in years. Later ideas: in D no batch norm but
a penalty on its gradient (Mescheder et al. 2018), real faces of a wrong age as further
fakes (Reed et al. 2016), pictures changed at random (Zhao et al. 2020).
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
import scipy.optimize
import tensorflow as tf
from keras import layers, ops

from gan_utils import frozen_features, losses, progress, runs, training
from gan_utils.photo_ageing import age_features, convolution, steered, wrong_ages


def face_generator(
    image_size: int = 64, latent_dim: int = 100, base_filters: int = 32
) -> keras.Model:
    """[latents, ages (batch,)] → faces.

    Latent and age together scale and shift the channels at every size, from the shape
    of the head at 4×4 to the wrinkles at full size: 8, 16, 32 … pixels. It grows by
    resizing and convolutions, because transposed ones leave a grid. 32 filters at full
    size give 3.0 million weights.
    """
    latents = keras.Input((latent_dim,), name="latents")
    ages = keras.Input((), name="ages")
    both = layers.Concatenate()([latents, age_features(ages)])
    steering = layers.Dense(8 * base_filters, activation="leaky_relu")(both)
    steering = layers.Dense(8 * base_filters, activation="leaky_relu")(steering)
    filters = 8 * base_filters
    x = layers.Reshape((4, 4, filters))(layers.Dense(16 * filters)(both))
    x = steered(convolution(filters)(steered(x, steering)), steering)
    while x.shape[1] < image_size:
        if x.shape[1] > 4:  # narrow before resizing: at full size every channel costs
            filters = min(filters, base_filters * image_size // (2 * x.shape[1]))
            x = steered(convolution(filters)(x), steering)
        x = layers.UpSampling2D(interpolation="bilinear")(x)
        x = steered(convolution(filters)(x), steering)
    faces = layers.Activation("tanh")(convolution(3, gain=0.5)(x))
    return keras.Model([latents, ages], faces, name="generator")


def face_discriminator(image_size: int = 64, base_filters: int = 32) -> keras.Model:
    """Is the face real, and of this age? [faces, ages (batch,)] → logits (batch, 1).

    The logit is w·φ(x) + e(y)·φ(x) as in ``models.conditional_discriminator``, with a
    small network e of the age. One map tells how much the faces of a batch differ
    (Karras et al. 2018): a generator that draws one face only is found out.
    """
    faces = keras.Input((image_size, image_size, 3), name="faces")
    ages = keras.Input((), name="ages")
    x, filters = layers.LeakyReLU(0.2)(convolution(base_filters)(faces)), base_filters
    while x.shape[1] > 4:
        filters = min(2 * filters, 8 * base_filters)
        x = layers.LeakyReLU(0.2)(convolution(filters, 4, strides=2)(x))
    # The square root has no finite gradient at 0, hence the small constant.
    spread = ops.mean(ops.sqrt(ops.var(x, axis=0, keepdims=True) + 1e-8))
    x = layers.Concatenate()([x, spread + 0 * x[..., :1]])
    x = layers.LeakyReLU(0.2)(convolution(filters)(x))
    x = layers.LeakyReLU(0.2)(layers.Dense(filters)(layers.Flatten()(x)))
    meaning = layers.Dense(filters, activation="leaky_relu")(age_features(ages))
    meaning = layers.Dense(filters)(meaning)
    fits_age = layers.Rescaling(filters**-0.5)(layers.Dot(axes=1)([x, meaning]))
    logits = layers.Add()([layers.Dense(1)(x), fits_age])
    return keras.Model([faces, ages], logits, name="discriminator")


class AgeCGAN(training.ConditionalGAN):
    """The game of stage 1; ``fit`` takes batches of (faces, ages).

    ``r1_weight`` is that of the penalty; the rest is as in ConditionalGAN.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        r1_weight: float = 0.5,
        seed: int | None = None,
    ):
        super().__init__(generator, discriminator, seed=seed)
        self.r1_weight = r1_weight
        self.means |= {name: keras.metrics.Mean(name) for name in ("d_wrong", "r1")}

    def discriminate(self, images, labels):
        """D's logits for faces changed in light, colour and place, and their ages."""
        seen = frozen_features.diff_augment(images, self.latent_seed)
        return self.discriminator([seen, labels], training=True)

    def update_discriminator(self, real, labels=None):
        """One step of D: right age up; drawn face and wrong age down, half each."""
        ages = ops.cast(labels, "float32")
        fake = self.generate(ages, ops.shape(real)[0])  # outside the tape: G rests
        some = slice((ops.shape(real)[0] + 3) // 4)  # R1 is dear: a quarter is enough
        with tf.GradientTape() as tape:
            right = self.discriminate(real, ages)
            wrong = self.discriminate(real, wrong_ages(ages, self.latent_seed))
            drawn = self.discriminate(fake, ages)
            r1 = losses.r1_penalty(
                lambda faces: self.discriminate(faces, ages[some]), real[some]
            )
            loss = self.r1_weight * r1 + 0.5 * (
                self.game.discriminator(right, drawn)
                + self.game.discriminator(right, wrong)
            )
        self.descend(self.discriminator, self.discriminator_optimizer, loss, tape)
        shares = {"d_real": right, "d_fake": drawn, "d_wrong": wrong}
        share = {k: ops.mean(ops.cast(v > 0, "float32")) for k, v in shares.items()}
        return {"d_loss": loss, "r1": r1} | share


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
    """Trains an encoder E on the generator's faces and on real ones.

    Of a drawn face the latent is known: (z − E(G(z, y)))². Of a photo nobody knows it,
    but G, which stays as it is, can draw the face again: (x − G(E(x), y))², times
    ``photo_weight``; 0 is the paper's encoder. ``fit`` takes batches of (photos, ages).
    The losses are means; an encoder that answers 0 has a ``latent_loss`` of 1.
    """

    def __init__(
        self,
        encoder: keras.Model,
        generator: keras.Model,
        photo_weight: float = 1.0,
        seed: int | None = None,
    ):
        super().__init__()
        self.encoder, self.generator = encoder, generator
        self.photo_weight = photo_weight
        self.latent_seed = keras.random.SeedGenerator(seed)
        names = "loss", "latent_loss", "photo_loss"
        self.means = {name: keras.metrics.Mean(name) for name in names}
        self.built = True

    def train_step(self, batch):
        """One step on the photos of a batch and on as many drawn faces."""
        photos, ages = batch
        shape = (ops.shape(photos)[0], self.encoder.output_shape[-1])
        latents = keras.random.normal(shape, seed=self.latent_seed)
        drawn = self.generator([latents, ages], training=False)
        with tf.GradientTape() as tape:
            # One batch of both kinds: batch norm must not tell them apart.
            guesses = self.encoder(ops.concatenate([drawn, photos]), training=True)
            of_drawn, of_photos = ops.split(guesses, 2)
            again = self.generator([of_photos, ages], training=False)
            latent_loss = ops.mean((latents - of_drawn) ** 2)
            photo_loss = ops.mean((photos - again) ** 2)
            loss = latent_loss + self.photo_weight * photo_loss
        weights = self.encoder.trainable_variables
        self.optimizer.apply(tape.gradient(loss, weights), weights)
        values = loss, latent_loss, photo_loss
        for one, value in zip(self.means.values(), values, strict=True):
            one.update_state(value)
        return {name: mean.result() for name, mean in self.means.items()}


def train_encoder(
    generator: keras.Model,
    photos: np.ndarray,
    ages: np.ndarray,
    steps: int,
    base_filters: int = 32,
    batch_size: int = 32,
    seed: int = 0,
    **run: Any,
) -> tuple[keras.Model, float]:
    """An encoder for a generator, and the mean of its loss over the last steps.

    Args:
        generator: [latents, ages] → images.
        photos: real faces (n, h, w, 3), in 0…255 or in [−1, 1].
        ages: (n,), theirs.
        steps: training steps; the rate falls from 1e-3 to 0 along half a cosine.
        base_filters: of the encoder.
        batch_size: photos a step.
        seed: of latents and order.
        run: path and resume of runs.fit.
    """
    latent_dim = generator.inputs[0].shape[-1]
    encoder = latent_encoder(generator.output_shape[1], latent_dim, base_filters)
    encoder_training = EncoderTraining(encoder, generator, seed=seed)
    schedule = keras.optimizers.schedules.CosineDecay(1e-3, steps)
    encoder_training.compile(keras.optimizers.Adam(schedule), jit_compile=False)
    stream = training.batches(photos, ages, batch_size, seed)
    history = runs.fit(encoder_training, stream, steps, **run)
    return encoder, float(history["loss"][-1])


def identity_and_pixels(network: keras.Model, pixel_weight: float = 1.0) -> Callable:
    """A ``describe``: who it is, and a little of what the picture looks like.

    Images → the network's embeddings, and behind them the pixels, times a factor that
    makes their squared distance pixel_weight · mean (x − x')².
    """

    def describe(images):
        n_numbers = math.prod(images.shape[1:])
        pixels = (pixel_weight / n_numbers) ** 0.5 * images
        pixels = ops.reshape(pixels, (-1, n_numbers))
        return ops.concatenate([network(images, training=False), pixels], axis=-1)

    return describe


def description_distance(
    generator: keras.Model, describe: Callable, photos: np.ndarray, ages: np.ndarray
) -> Callable:
    """Latents → Σ ‖describe(photo) − describe(G(z, age))‖² over photos, gradient.

    ``describe`` maps images (n, h, w, c) to an array (n, …): a face-recognition network
    keeps the identity; ``tf.identity``, the pixels, the picture;
    ``identity_and_pixels`` both.
    """
    if len(photos) != len(ages):
        raise ValueError(f"{len(photos)} photos need as many ages, not {len(ages)}.")
    ages, wanted = tf.convert_to_tensor(ages), describe(photos)

    @tf.function
    def distance_and_gradient(latents):
        with tf.GradientTape() as tape:
            tape.watch(latents)
            images = generator([latents, ages], training=False)
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


def age_faces(
    generator: keras.Model, inputs: np.ndarray, targets: Sequence[float] | int
) -> np.ndarray:
    """Every input at every age: (n, …) → (n, n_targets, h, w, c).

    Args:
        generator: [latents, ages] → faces; or IPCGAN's, [photos, groups] → faces.
        inputs: latents; or photos.
        targets: ages in years; or how many groups there are.
    """
    targets = np.arange(targets, dtype="int32") if np.ndim(targets) == 0 else targets
    repeated = np.repeat(inputs, len(targets), axis=0)
    labels = np.tile(np.asarray(targets), len(inputs))
    images = training.sample(generator, repeated, labels, batch_size=100)
    return images.reshape(len(inputs), len(targets), *images.shape[1:])
