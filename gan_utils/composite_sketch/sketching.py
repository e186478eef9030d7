"""A face from a pencil sketch: lines made from drawn faces, pairs, and a U-Net."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from scipy import ndimage

from gan_utils import data
from gan_utils.composite_sketch.describing import keep
from gan_utils.composite_sketch.words import N_NUMBERS, SIZES
from gan_utils.data.draws import ROWS_A_DRAW, stream_of_draws
from gan_utils.paired_ageing import leaky_convolution
from gan_utils.pix2pix import split_colours


def pencil(images: np.ndarray, width: float = 0.7, strength: float = 6.0) -> np.ndarray:
    """Pencil lines where a face is darker than around: a difference of Gaussians.

    Args:
        images: (n, h, w, 3) in [−1, 1].
        width: standard deviation of the narrow Gaussian, in pixels; the other is twice
            as wide.
        strength: how dark a faint edge becomes.

    Returns:
        (n, h, w, 1) in [−1, 1]: paper 1, lines −1.
    """
    grey = split_colours(images)[0][..., 0]
    narrow, wide = (
        ndimage.gaussian_filter(grey, (0, k * width, k * width)) for k in (1, 2)
    )
    lines = np.clip(strength * (wide - narrow) - 0.1, 0, 1)
    return (1 - 2 * lines)[..., None].astype("float32")


def wobble(sketches: np.ndarray, pixels: float, seed: int = 0) -> np.ndarray:
    """The same lines by an unsure hand: parts of the face move and stretch smoothly.

    Args:
        sketches: (n, h, w, 1) in [−1, 1].
        pixels: root mean square of the shifts.
        seed: of the shifts, another field for each sketch.
    """
    rng, (n, height, width) = np.random.default_rng(seed), sketches.shape[:3]
    fields = ndimage.gaussian_filter(
        rng.normal(size=(n, 2, height, width)), (0, 0, height / 8, width / 8)
    )
    fields *= pixels / np.sqrt((fields**2).mean((1, 2, 3), keepdims=True) * 2)
    places = np.indices((height, width)) + fields
    moved = [
        ndimage.map_coordinates(lines[..., 0], where, order=1, cval=1.0)
        for lines, where in zip(sketches, places, strict=True)
    ]
    return np.stack(moved)[..., None].astype("float32")


def with_description(sketches, described):
    """Lays a constant map for each number of the description behind a sketch.

    (n, h, w, 1) and (n, N_NUMBERS) → (n, h, w, 1 + N_NUMBERS), a source for Pix2Pix.
    """
    sketches = tf.convert_to_tensor(sketches)
    maps = tf.cast(described, "float32")[:, None, None]
    return tf.concat([sketches, maps + 0 * sketches], axis=-1)


def sketch_unet(image_size: int = 64, base_filters: int = 16) -> keras.Model:
    """Sketches with descriptions (…, 1 + N_NUMBERS) → faces; a U-Net to a sixteenth."""
    shape = (image_size, image_size, 1 + N_NUMBERS)
    x = source = layers.Input(shape, name="source")
    maps = []
    for i in range(4):
        maps.append(x)
        x = leaky_convolution(x, base_filters * 2 ** min(i, 3), 4, 2, i > 0)
    # Norms take out what is constant over a map, and a description is: it comes again.
    said = layers.Dense(x.shape[-1])(layers.GlobalAveragePooling2D()(source))
    x = x + layers.Reshape((1, 1, -1))(said)
    x = leaky_convolution(x, 8 * base_filters, normalise=False)
    for finer in reversed(maps):  # resized, because transposed ones leave a grid
        x = layers.UpSampling2D(interpolation="bilinear")(x)
        x = layers.Concatenate()([x, finer])
        filters = min(finer.shape[-1], 8 * base_filters)
        filters = base_filters if finer is source else filters
        x = leaky_convolution(x, filters, normalise=finer is not source)
    last = layers.Conv2D(3, 3, padding="same", activation="tanh", name="colours")
    return keras.Model(source, last(x), name="generator")


def sketch_pairs(
    pixels: np.ndarray,
    described: np.ndarray,
    batch_size: int = 8,
    seed: int = 0,
    first_step: int = 0,
) -> tf.data.Dataset:
    """An endless stream of (faces, sketches with descriptions that have gaps).

    The stream is the same at every start; from ``first_step`` on, it is what a run that
    goes on there would have seen.
    """
    parts = np.array_split(pixels, max(1, len(pixels) // 500))
    lines = [data.to_pixels(pencil(data.to_unit_range(part))) for part in parts]
    faces, lines = tf.constant(pixels), tf.constant(np.concatenate(lines))
    described, groups = tf.constant(described), range(len(SIZES))

    def draw(rng):
        who = rng.integers(0, len(pixels), ROWS_A_DRAW)
        said = rng.random((len(SIZES), ROWS_A_DRAW)) < rng.random(ROWS_A_DRAW)
        return np.stack([who, said.T @ (1 << np.array(groups))], axis=1)

    def pick(drawn):
        face, sketch = (
            tf.cast(tf.gather(images, drawn[:, 0]), "float32") / 127.5 - 1
            for images in (faces, lines)
        )
        said = tf.stack([drawn[:, 1] // 2**i % 2 for i in groups], axis=1)
        kept = tf.gather(described, drawn[:, 0]) * keep(tf.cast(said, "float32"))
        return face, with_description(sketch, kept)

    return stream_of_draws(draw, batch_size, seed, first_step).map(pick).prefetch(2)
