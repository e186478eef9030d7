"""What a face shows, as a network reads it, and where a search finds a person."""

import keras
import numpy as np
from keras import layers, ops

from gan_utils.composite_sketch.words import GROUPS, N_NUMBERS, SIZES, UNKNOWN
from gan_utils.models import convolve


def attribute_reader(base_filters: int = 16, image_size: int = 64) -> keras.Model:
    """Says what a face shows: images → logits (batch, N_NUMBERS), a softmax a group."""
    x = images = layers.Input((image_size, image_size, 3), name="images")
    for factor in (1, 2, 4, 4):
        x = convolve(x, factor * base_filters, strides=2)
    x = layers.Dropout(0.2)(layers.Flatten()(x))
    return keras.Model(images, layers.Dense(N_NUMBERS)(x), name="reader")


class ReaderLoss(keras.losses.Loss):
    """The sum of the groups' cross-entropies; a group of zeros asks for nothing."""

    def call(self, y_true, y_pred):
        """Descriptions and logits, (batch, N_NUMBERS) each → (batch,)."""
        starts = np.cumsum(SIZES)[:-1].tolist()
        parts = [ops.log_softmax(x) for x in ops.split(y_pred, starts, axis=-1)]
        return -ops.sum(y_true * ops.concatenate(parts, axis=-1), axis=-1)


def read_faces(reader: keras.Model, images: np.ndarray) -> np.ndarray:
    """What the reader sees, as descriptions int32 (n, 7)."""
    logits = reader.predict(images, batch_size=256, verbose=0)
    parts = np.split(logits, np.cumsum(SIZES)[:-1], axis=-1)
    shares = np.exp(parts[0] - parts[0].max(-1, keepdims=True))
    years = shares @ np.array(GROUPS["age"]) / shares.sum(-1)
    columns = [np.rint(years)] + [part.argmax(-1) for part in parts[1:]]
    return np.stack(columns, axis=1).astype("int32")


def agreement(asked: np.ndarray, seen: np.ndarray, years: int = 10) -> dict:
    """How often what was asked for is seen, group by group.

    An age counts as met within ``years``. Of a group that nobody asked for: NaN.
    """
    right = asked == seen
    right[:, 0] = np.abs(asked[:, 0] - seen[:, 0]) <= years
    said = asked != UNKNOWN
    return {
        group: right[said[:, i], i].mean() if said[:, i].any() else np.nan
        for i, group in enumerate(GROUPS)
    }


def place_among(
    probes: np.ndarray, gallery: np.ndarray, truth: np.ndarray
) -> np.ndarray:
    """At which place, from 1, a search finds the right one: (n,).

    Args:
        probes: vectors (n, d), such as embeddings or pixels.
        gallery: vectors (m, d).
        truth: (n,), the row of the gallery that each probe shows.
    """
    likeness = probes @ gallery.T
    distances = (gallery**2).sum(1) - 2 * likeness
    own = np.take_along_axis(distances, truth[:, None], 1)
    return 1 + (distances < own).sum(axis=1)
