"""Ageing learnt from pairs: the same picture of the same person, years later.

The first game of notebook 06, and the bridge from Pix2Pix: the U-Net is given a photo,
the age in it and the age asked for, and predicts the *difference* to the photo, as
Zoss et al. 2022 do ("Production-Ready Face Re-Aging for Visual Effects", FRAN). Of
real people nobody has such pairs; of drawn ones the course has as many as it wants.
"""

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from gan_utils.data import FaceSet
from gan_utils.data.draws import ROWS_A_DRAW, stream_of_draws
from gan_utils.files import faces as face_files
from gan_utils.models import small_normal
from gan_utils.training import sample

OLDEST_DRAWN = 85  # years; the ages 0 … OLDEST_DRAWN become numbers from −1 to 1


def people_over_years(image_size: int = 64) -> tuple[FaceSet, FaceSet]:
    """Drawn people, each at eight ages in one and the same scene: ``train, test``.

    Rows of one identity follow one another. 300 people and 50 others.
    """
    fields = face_files.read_drawn(image_size, "years.npz")
    held_out = fields.pop("held_out")
    faces = FaceSet(**fields, found_in="sample")
    return faces.select(~held_out), faces.select(held_out)


def with_ages(photos, ages, targets):
    """Lays two maps behind each photo, one of its age and one of the age asked for.

    Args:
        photos: (n, h, w, 3) in [−1, 1].
        ages: (n,), in years.
        targets: (n,), in years.

    Returns:
        (n, h, w, 5): a source for Pix2Pix.
    """
    photos = tf.convert_to_tensor(photos)
    numbers = tf.stack([ages, targets], axis=-1)
    numbers = tf.cast(numbers, "float32") * (2 / OLDEST_DRAWN) - 1
    return tf.concat([photos, numbers[:, None, None] + 0 * photos[..., :2]], axis=-1)


def leaky_convolution(x, filters: int, kernel_size=3, strides=1, normalise=True):
    """Convolution, instance norm, LeakyReLU."""
    options = {"padding": "same", "kernel_initializer": "he_normal"}
    x = layers.Conv2D(filters, kernel_size, strides, **options)(x)
    if normalise:
        x = layers.GroupNormalization(groups=-1, epsilon=1e-5)(x)
    return layers.LeakyReLU(0.2)(x)


def difference_unet(image_size: int = 64, base_filters: int = 32) -> keras.Model:
    """Photos with ages (…, 5) → aged photos: photo + mask · difference.

    A U-Net down to a sixteenth of the size; 32 base filters are 2.5 million weights.
    Without the norm inside the mask closes for good at the usual rates.
    """
    source = layers.Input((image_size, image_size, 5), name="source")
    x, maps = source, []
    for i in range(4):
        maps.append(x)
        x = leaky_convolution(x, base_filters * 2 ** min(i, 3), 4, 2, i > 0)
    x = leaky_convolution(x, 8 * base_filters)
    x = leaky_convolution(x, 8 * base_filters)
    for finer in reversed(maps):  # resized, because transposed ones leave a grid
        x = layers.UpSampling2D(interpolation="bilinear")(x)
        x = layers.Concatenate()([x, finer])
        filters = max(finer.shape[-1], base_filters // 2)
        x = leaky_convolution(x, filters, normalise=finer is not source)
    options = {"padding": "same", "kernel_initializer": small_normal()}
    difference = layers.Conv2D(3, 3, name="difference", **options)(x)
    mask = layers.Conv2D(1, 3, activation="sigmoid", name="mask", **options)(x)
    aged = ops.clip(source[..., :3] + mask * difference, -1, 1)
    return keras.Model(source, aged, name="generator")


def pairs_of_years(
    people: FaceSet, batch_size: int = 8, seed: int = 0, first_step: int = 0
) -> tf.data.Dataset:
    """An endless stream of (target, source): somebody at another age, and now.

    Both pictures are of one person, at two of the ages drawn at random. The stream is
    the same at every start; from ``first_step`` on, it is what a run that goes on there
    would have seen.
    """
    pixels, years = tf.constant(people.pixels), tf.constant(people.ages)
    _, first, counts = np.unique(
        people.identities, return_index=True, return_counts=True
    )

    def draw(rng):
        who = rng.integers(0, len(first), ROWS_A_DRAW)
        return (first[who] + rng.integers(0, counts[who], (2, ROWS_A_DRAW))).T

    def pick(drawn):
        photos = tf.cast(tf.gather(pixels, drawn), "float32") / 127.5 - 1
        ages = tf.gather(years, drawn)
        return photos[:, 1], with_ages(photos[:, 0], ages[:, 0], ages[:, 1])

    return stream_of_draws(draw, batch_size, seed, first_step).map(pick).prefetch(2)


def age_photos(
    generator: keras.Model, photos: np.ndarray, ages: np.ndarray, targets: np.ndarray
) -> np.ndarray:
    """Every photo at every target age: (n, h, w, 3) → (n, n_targets, h, w, 3).

    Args:
        generator: see ``difference_unet``.
        photos: float32 in [−1, 1].
        ages: (n,), how old the people are in the photos.
        targets: (n_targets,), the ages asked for.
    """
    columns = [
        sample(generator, with_ages(photos, ages, np.full(len(photos), target)).numpy())
        for target in targets
    ]
    return np.stack(columns, axis=1)
