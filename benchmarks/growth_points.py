"""What growth.py measures: each function takes a size and begins a measurement.

It returns a turn: a function that does the work once more and returns the seconds of a
step, a batch or the whole, which only then imports nothing and compiles nothing new.
TensorFlow is imported where it is needed: growth.py itself must stay small.
"""

import math
import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np

ROWS = "rows"  # a file of 8-bit digits in the folder that the process runs in
ROW_SHAPE = (28, 28, 1)
DIGITS_BATCH = 64
SIZES = {"steps": 6, "batches": 500, "features": 2048, "iterations": 10}
QUICK_SIZES = {"steps": 3, "batches": 20, "features": 64, "iterations": 2}


def training_turn(gan, batches) -> Callable:
    """Turns of a few steps in fit(); each returns the median step."""
    import keras

    class Clock(keras.callbacks.Callback):
        """Notes when each step ends."""

        def on_train_begin(self, logs=None):
            self.times = []

        def on_train_batch_end(self, batch, logs=None):
            self.times.append(time.perf_counter())

    def turn() -> float:
        clock = Clock()
        gan.fit(
            batches,
            steps_per_epoch=SIZES["steps"],
            verbose=0,
            shuffle=False,
            callbacks=[clock],
        )
        return statistics.median(np.diff(clock.times))

    return turn


def again_and_again(*shape: int, parts: int = 1):
    """An endless stream of one batch of noise, or of a tuple of such."""
    import tensorflow as tf

    noise = 2 * np.random.default_rng(0).random(shape, "float32") - 1
    return tf.data.Dataset.from_tensors(
        noise if parts == 1 else (noise,) * parts
    ).repeat()


def pix2pix_step(image_size: int) -> Callable:
    """The paper's networks, batch 1."""
    from gan_utils import models, pix2pix

    gan = pix2pix.Pix2Pix(
        models.unet_generator(image_size), models.patchgan_discriminator(image_size)
    )
    gan.compile()
    return training_turn(gan, again_and_again(1, image_size, image_size, 3, parts=2))


def dcgan(image_size: int = 28, base_filters: int = 32):
    """Notebook 02's DCGAN."""
    from gan_utils import models, training

    options = {"image_size": image_size, "base_filters": base_filters}
    gan = training.GAN(
        models.dcgan_generator(**options), models.dcgan_discriminator(**options)
    )
    gan.compile()
    return gan


def dcgan_of_size(image_size: int) -> Callable:
    """Grey images."""
    noise = again_and_again(DIGITS_BATCH, image_size, image_size, 1)
    return training_turn(dcgan(image_size), noise)


def dcgan_of_batch(batch_size: int) -> Callable:
    """Digits."""
    return training_turn(dcgan(), again_and_again(batch_size, *ROW_SHAPE))


def dcgan_of_filters(base_filters: int) -> Callable:
    """Digits."""
    noise = again_and_again(DIGITS_BATCH, *ROW_SHAPE)
    return training_turn(dcgan(base_filters=base_filters), noise)


def rows_on_disk(rows: int) -> np.ndarray:
    """The first rows of the file."""
    return np.memmap(ROWS, "uint8", "r", shape=(rows, *ROW_SHAPE))


def pipeline_turn(images: np.ndarray) -> Callable:
    """Turns of many batches that nobody trains on; each returns seconds a batch."""
    from gan_utils import training

    stream = iter(training.batches(images, batch_size=DIGITS_BATCH))

    def turn() -> float:
        start = time.perf_counter()
        for _ in range(SIZES["batches"]):
            next(stream)
        return (time.perf_counter() - start) / SIZES["batches"]

    return turn


def batches_from_disk(rows: int) -> Callable:
    """Rows gathered from the file."""
    return pipeline_turn(rows_on_disk(rows))


def batches_from_memory(rows: int) -> Callable:
    """Rows gathered from an array that is held."""
    numbers = np.fromfile(ROWS, "uint8", rows * math.prod(ROW_SHAPE))
    return pipeline_turn(numbers.reshape(rows, *ROW_SHAPE))


def training_from_disk(rows: int) -> Callable:
    """Steps of the DCGAN on rows of the file."""
    from gan_utils import training

    return training_turn(dcgan(), training.batches(rows_on_disk(rows)))


def faces_together(faces: int, batch_size: int | None = None) -> Callable:
    """Latents of so many faces, by what a network for identities says of them."""
    import keras

    from gan_utils import ageing, face_judges, models, training

    keras.utils.set_random_seed(0)  # both ways the same work
    generator = models.conditional_generator(6, 64, 3)
    describe = face_judges.drawn_identity_judge()
    rng = np.random.default_rng(0)
    goals, starts = rng.normal(size=(2, faces, 100)).astype("float32")
    groups = np.arange(faces, dtype="int32") % 6
    # An untrained generator draws grey: the contrast makes the distances worth a step.
    photos = training.sample(generator, goals, groups)

    def turn() -> float:
        start = time.perf_counter()
        ageing.optimise_latents(
            generator,
            lambda images: 100 * describe(20 * images),
            photos,
            groups,
            starts,
            iterations=SIZES["iterations"],
            batch_size=batch_size or faces,
        )
        return time.perf_counter() - start

    return turn


def faces_one_by_one(faces: int) -> Callable:
    """The same without a batch."""
    return faces_together(faces, batch_size=1)


def made_up_features(count: int, seed: int) -> Iterator[np.ndarray]:
    """Features of so many images in chunks of at most 1,000."""
    rng = np.random.default_rng(seed)
    for first in range(0, count, 1000):
        shape = min(1000, count - first), SIZES["features"]
        yield rng.standard_normal(shape, "float32")


def distance_of_streams(count: int) -> Callable:
    """Only the statistics of each set are kept."""
    from gan_utils import metrics

    def turn() -> float:
        start = time.perf_counter()
        metrics.frechet_distance_of_statistics(
            *(metrics.feature_statistics(made_up_features(count, i)) for i in (0, 1))
        )
        return time.perf_counter() - start

    return turn


def distance_of_arrays(count: int) -> Callable:
    """All features of both sets are held."""
    from gan_utils import metrics

    def turn() -> float:
        start = time.perf_counter()
        metrics.frechet_distance(
            *(np.concatenate(list(made_up_features(count, i))) for i in (0, 1))
        )
        return time.perf_counter() - start

    return turn
