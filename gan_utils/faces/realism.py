"""Do made photographs look like photographs? Three measures of what judges do not see.

A judge of age or identity does not mind stripes, patches and blur. A classifier that
is trained afresh to tell aged from real faces finds whatever gives them away. The
energy in three bands of frequency tells blur from stripes: too little of the high band,
or too much. A pattern that returns every few pixels is seen where the pictures are
averaged place by place of that period.
"""

import keras
import numpy as np
from keras import layers
from scipy import ndimage

from gan_utils import training
from gan_utils.language import say

BANDS = ((1, 6), (6, 20), (20, 64))  # cycles in the width of the picture


def frequency_bands(images: np.ndarray) -> np.ndarray:
    """Mean energy of grey images (n, s, s, c) in the low, middle and high band: (3,).

    Args:
        images: square; of 128 pixels or more, or the high band lacks its upper part.
    """
    size = images.shape[1]
    grey = images.mean(axis=-1)
    grey = grey - grey.mean(axis=(1, 2), keepdims=True)
    # The window hides that left and right edge do not fit each other.
    window = np.hanning(size)
    power = np.abs(np.fft.fft2(grey * window * window[:, None])) ** 2
    cycles = np.fft.fftfreq(size, 1 / size)
    radius = np.hypot(cycles, cycles[:, None])
    inside = [(radius >= low) & (radius < high) for low, high in BANDS]
    return np.array([power[:, band].sum(axis=1).mean() for band in inside])


def grid_share(images: np.ndarray, period: int = 4) -> float:
    """Share of the fine detail that is one pattern, repeated every ``period`` pixels.

    Detail is what a mean over period × period pixels takes away. All squares of that
    size in a picture are averaged; the variance of the mean square, divided by that of
    the detail, is 1 for a pure grid. By chance it is (period² − 1) / pixels.

    Args:
        images: (n, height, width, c), sides that the period divides.
        period: in pixels; 4 for a network that enlarges by 4.
    """
    grey = np.asarray(images, "float64").mean(axis=-1)
    detail = grey - ndimage.uniform_filter(grey, (0, period, period), mode="reflect")
    count, height, width = detail.shape
    squares = detail.reshape(count, height // period, period, width // period, period)
    mean = squares.mean(axis=(1, 3))
    return float((mean.var(axis=(1, 2)) / (detail.var(axis=(1, 2)) + 1e-12)).mean())


def fresh_classifier_accuracy(
    real: np.ndarray, aged: np.ndarray, steps: int = 200, folds: int = 5, seed: int = 0
) -> float:
    """How often a new classifier tells aged from real faces; .5 is a perfect result.

    It learns from four fifths of both and is asked about the last fifth, in turn. Real
    faces of the same age should be shown: else it may tell young from old.

    Args:
        real: (n, s, s, 3) in [−1, 1]; as many as there are aged faces are taken.
        aged: (m, s, s, 3).
        steps: of each of the trainings, with 16 faces of either kind.
        folds: parts, of which each is left out once.
        seed: of the parts and of the networks.

    Raises:
        ValueError: there are fewer faces of one kind than parts.
    """
    count = min(len(real), len(aged))
    if count < folds:
        raise ValueError(
            say(
                "{count} faces cannot be parted in {folds}; give more.",
                count=count,
                folds=folds,
            )
        )
    rng = np.random.default_rng(seed)
    kinds = [images[rng.permutation(len(images))[:count]] for images in (real, aged)]
    fold = np.arange(count) % folds
    right = []
    for left_out in range(folds):
        learnt, asked = (
            np.concatenate([images[part] for images in kinds])
            for part in (fold != left_out, fold == left_out)
        )
        classifier = _trained_classifier(learnt, steps, [seed, left_out])
        logits = classifier.predict(asked, batch_size=64, verbose=0)
        called_aged = logits.ravel() > 0
        right.append(called_aged == (np.arange(len(asked)) >= len(asked) // 2))
    return float(np.concatenate(right).mean())


def _trained_classifier(images, steps, seed):
    """A small network of convolutions: images, first half real → logit of "aged"."""
    keras.utils.set_random_seed(int(np.random.default_rng(seed).integers(2**31)))
    network = keras.Sequential([keras.Input(images.shape[1:])])
    for filters in (16, 32, 64, 64):
        network.add(layers.Conv2D(filters, 3, strides=2, padding="same"))
        network.add(layers.BatchNormalization())
        network.add(layers.LeakyReLU(0.2))
    network.add(layers.GlobalAveragePooling2D())
    network.add(layers.Dropout(0.3))
    network.add(layers.Dense(1))
    labels = (np.arange(len(images)) >= len(images) // 2).astype("float32")[:, None]
    model = keras.Sequential([layers.RandomFlip("horizontal"), network])
    model.build((None, *images.shape[1:]))
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(1e-3), loss, jit_compile=False)
    stream = training.batches(images, labels, min(32, len(images)))
    model.fit(stream, steps_per_epoch=steps, verbose=0, shuffle=False)
    return network
