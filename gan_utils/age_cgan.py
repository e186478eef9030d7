"""Age-cGAN: Antipov, Baccouche and Dugelay 2017, "Face Aging with Conditional GANs".

1. A conditional GAN learns to draw faces of an age group (notebook 03 has the GAN).
2. An encoder learns to guess the latent of a drawn face.
3. For a photo, the latent is improved until the drawn face is *the same person*, as a
   face-recognition network sees it. Then the age group is changed.
"""

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import keras
import numpy as np
import scipy.optimize
import tensorflow as tf
from keras import layers, ops

from gan_utils import runs, training


def latent_encoder(
    image_size: int = 64, latent_dim: int = 100, base_filters: int = 32
) -> keras.Model:
    """Images → latents (batch, latent_dim): what a generator was given, guessed.

    Four strided 5×5 convolutions and two dense layers, Antipov et al. 2017.
    """
    images = layers.Input((image_size, image_size, 3), name="images")
    x = images
    for i in range(4):
        x = layers.Conv2D(
            base_filters * 2**i, 5, strides=2, padding="same", use_bias=False
        )(x)
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


def description_distance(generator: keras.Model, describe: Callable) -> Callable:
    """(latent, group, description) → ‖describe(G(z, y)) − description‖², gradient."""

    @tf.function
    def distance_and_gradient(latent, group, description):
        with tf.GradientTape() as tape:
            tape.watch(latent)
            image = generator([latent[None], group[None]], training=False)
            distance = ops.sum((describe(image) - description) ** 2)
        return distance, tape.gradient(distance, latent)

    return distance_and_gradient


def optimise_latent(distance, description, group, latent, iterations, bound=2.0):
    """The latent near ``latent`` whose face fits the description, by L-BFGS."""
    group = tf.constant(group, "int32")

    def objective(latent):
        latent = tf.constant(latent, "float32")
        value, gradient = distance(latent, group, description)
        return float(value), np.asarray(gradient, "float64")

    result = scipy.optimize.minimize(
        objective,
        np.clip(latent, -bound, bound).astype("float64"),
        jac=True,  # the objective returns its gradient as well
        method="L-BFGS-B",
        bounds=[(-bound, bound)] * len(latent),
        options={"maxiter": iterations},
    )
    return result.x


def optimise_latents(
    generator: keras.Model,
    describe: Callable,
    photos: np.ndarray,
    groups: np.ndarray,
    first_latents: np.ndarray,
    iterations: int = 40,
    bound: float = 2.0,
    batch_size: int = 16,
) -> np.ndarray:
    """Latents whose faces are described as the photos are, Antipov 2017, equation 3.

    z* = argmin ‖describe(photo) − describe(G(z, group))‖², from the first latent on,
    for each photo by itself. No weight moves.

    Args:
        generator: [latents, groups] → images.
        describe: images (n, h, w, c) → an array (n, …): a face-recognition network
            keeps the identity; ``pixels`` keeps the picture.
        photos: (n, h, w, c).
        groups: (n,), the age groups of the people in the photos.
        first_latents: (n, latent_dim), for instance the encoder's.
        iterations: at most so many for each photo.
        bound: largest size of any of a latent's numbers. The paper has none; but far
            from where N(0, I) lies, G was never trained, and draws and ages worse.
        batch_size: faces drawn in one call; it changes the time and the memory taken,
            and nothing else.

    Returns:
        latents (n, latent_dim).
    """
    cases = list(zip(photos, groups, first_latents, strict=True))
    distances = description_distances(generator, describe)
    found = []
    for i in range(0, len(cases), batch_size):
        some_photos, some_groups, latents = zip(*cases[i : i + batch_size], strict=True)
        descriptions = np.asarray(describe(np.stack(some_photos)), "float32")
        together = Together(distances, len(latents))
        with ThreadPoolExecutor(len(latents)) as pool:
            search = partial(together.search, iterations=iterations, bound=bound)
            numbers = range(len(latents))
            try:
                found += pool.map(search, numbers, descriptions, some_groups, latents)
            finally:
                together.over = True  # where it was interrupted, no search goes on
    return np.array(found, "float32")


def description_distances(generator: keras.Model, describe: Callable) -> Callable:
    """description_distance of many latents, groups and descriptions at once."""
    # For any number of faces and any description, so that it is traced only once.
    signature = (
        tf.TensorSpec((None, generator.inputs[0].shape[-1]), "float32"),
        tf.TensorSpec((None,), "int32"),
        tf.TensorSpec(None, "float32"),
    )

    @tf.function(input_signature=signature)
    def distances_and_gradients(latents, groups, descriptions):
        with tf.GradientTape() as tape:
            tape.watch(latents)
            images = generator([latents, groups], training=False)
            squares = (describe(images) - descriptions) ** 2
            flat = ops.reshape(squares, (ops.shape(latents)[0], -1))
            distances = ops.sum(flat, axis=1)
        return distances, tape.gradient(distances, latents)

    return distances_and_gradients


class Together:
    """Searches that each run in a thread of their own, and ask for distances together.

    The networks are called when every search has asked, once for all of them: that is
    faster than a call for each, and every search finds what it would find alone.
    """

    def __init__(self, distances: Callable, n_searches: int):
        self.distances, self.running = distances, n_searches
        self.questions = {}  # number of the search → what it asks and its answer
        self.lock, self.over = threading.Lock(), False

    def search(self, number, description, group, latent, iterations, bound):
        """The latent for one description, see optimise_latent."""
        try:
            ask = partial(self.ask, number)
            return optimise_latent(ask, description, group, latent, iterations, bound)
        finally:
            with self.lock:
                self.running -= 1
                self.answer()

    def ask(self, number, latent, group, description):
        """Distance and gradient, as from description_distance, after a wait."""
        answer = Future()
        with self.lock:
            if self.over:
                raise CancelledError
            self.questions[number] = (latent, group, description), answer
            self.answer()
        return answer.result()

    def answer(self):
        """Answers all questions, unless a search is still to ask."""
        if not self.questions or len(self.questions) < self.running:
            return
        # In the order of the photos, so that the same call gives the same numbers.
        asked = [self.questions[number] for number in sorted(self.questions)]
        self.questions = {}
        try:
            inputs = zip(*(question for question, _ in asked), strict=True)
            results = self.distances(*(tf.stack(values) for values in inputs))
            for (_, answer), *result in zip(asked, *results, strict=True):
                answer.set_result(result)
        # Whatever it was, every search must hear of it, or it would wait for ever.
        except Exception as error:
            for _, answer in asked:
                answer.set_exception(error)


def pixels(images):
    """The pictures themselves as description, the paper's baseline."""
    return images


def age_faces(generator: keras.Model, inputs: np.ndarray, n_groups: int) -> np.ndarray:
    """Every input in every age group: (n, …) → (n, n_groups, h, w, c).

    Inputs are latents for Age-cGAN's generator and photos for IPCGAN's.
    """
    repeated = np.repeat(inputs, n_groups, axis=0)
    groups = np.tile(np.arange(n_groups, dtype="int32"), len(inputs))
    images = training.sample(generator, repeated, groups, batch_size=100)
    return images.reshape(len(inputs), n_groups, *images.shape[1:])


def after_the_table(generator: keras.Model) -> tuple[keras.Model, np.ndarray]:
    """A generator that takes any vector in place of a group, and the groups' vectors.

    Returns:
        [latents, vectors (batch, latent_dim)] → images, and the table (n_groups,
        latent_dim) with one vector a group.
    """
    table = next(x for x in generator.layers if isinstance(x, layers.Embedding))
    vectors = keras.Input(table.output.shape[1:], name="vectors")
    latent = generator.inputs[0]
    joined = next(x for x in generator.layers if isinstance(x, layers.Concatenate))
    rest = keras.Model(joined.output, generator.output)
    images = rest(layers.Concatenate()([latent, vectors]))
    return keras.Model([latent, vectors], images), table.embeddings.numpy()
