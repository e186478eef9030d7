"""What a training is fed: endless batches, and pairs that are moved at random."""

import itertools

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils.files import arrays
from gan_utils.language import say


def batches(
    images: np.ndarray,
    labels: np.ndarray | None = None,
    batch_size: int = 64,
    seed: int = 0,
    first_step: int = 0,
) -> tf.data.Dataset:
    """An endless stream of shuffled batches: images, or (images, labels).

    Each pass through the data has its own order, which depends on the seed and the
    pass alone: a run that goes on at ``first_step`` sees what it would have seen.
    Images in 0…255, sources too, become floats in [−1, 1] a batch at a time; sources of
    only 0 and 1 stay. Arrays from ``np.load(path, mmap_mode="r")`` stay on disk, but
    for the rows of a batch: they may be larger than memory.

    Raises:
        ValueError: batch_size is larger than the data, or these are no such images.
    """
    contents = arrays.checked(images, labels)._replace(batch_size=batch_size, seed=seed)
    n = len(contents.arrays[0])
    if not 1 <= batch_size <= n:
        raise ValueError(
            say(
                "batch_size={batch_size} does not fit {n} images; choose 1 to {n}.",
                batch_size=batch_size,
                n=n,
            )
        )
    done_passes, done_rows = divmod(first_step * batch_size, n)

    def orders():
        for number in itertools.count(done_passes):
            order = np.random.default_rng([seed, number]).permutation(n)
            yield order[done_rows:] if number == done_passes else order

    def pick(rows):
        picked = []
        for array, pixels in zip(contents.arrays, contents.are_pixels, strict=True):
            # By NumPy: TensorFlow would read the whole file first.
            part = tf.numpy_function(array.__getitem__, [rows], array.dtype)
            part = tf.ensure_shape(part, (None, *array.shape[1:]))
            if pixels or part.dtype.is_floating:
                part = tf.cast(part, keras.config.floatx())
            picked.append(part / 127.5 - 1 if pixels else part)
        return tuple(picked) if len(picked) > 1 else picked[0]

    signature = tf.TensorSpec((None,), "int64")
    order = tf.data.Dataset.from_generator(orders, output_signature=signature)
    stream = order.rebatch(batch_size).map(pick).prefetch(tf.data.AUTOTUNE)
    stream.made_of = contents
    return stream


def jitter(target, source, seed=None, largest_shift: float = 15 / 256):
    """Shifts and mirrors each pair at random, target and source alike.

    (batch, height, width, channels) twice → the same shapes. The paper enlarges 256 to
    286 pixels and cuts out 256 (section 6.2); we shift as far, but by whole pixels over
    mirrored edges, because enlarging would blur small pictures.
    """
    both = ops.concatenate([target, source], axis=-1)
    count, height, width = ops.shape(both)[0], both.shape[1], both.shape[2]
    margin = round(largest_shift * height)
    room = tf.pad(both, [[0, 0], [margin, margin], [margin, margin], [0, 0]], "REFLECT")
    shifts = keras.random.randint((2, count, 1), 0, 2 * margin + 1, seed=seed)
    rows, columns = shifts[0] + ops.arange(height), shifts[1] + ops.arange(width)
    coin = keras.random.uniform((count, 1), seed=seed) < 0.5
    columns = ops.where(coin, columns, ops.flip(columns, axis=1))
    moved = tf.gather(room, rows, axis=1, batch_dims=1)
    moved = tf.gather(moved, columns, axis=2, batch_dims=1)
    channels = target.shape[-1]
    return moved[..., :channels], moved[..., channels:]
