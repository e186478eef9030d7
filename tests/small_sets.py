"""Made-up data sets in the layouts of the real ones."""

import numpy as np
from PIL import Image

from gan_utils import data

STAMP = "20170116174525125"


def image_arrays(n_train, n_test, shape=(28, 28)):
    """The arrays of a set of labelled images."""
    rng = np.random.default_rng(0)
    arrays = {}
    for part, n in (("train", n_train), ("test", n_test)):
        arrays[f"x_{part}"] = rng.integers(0, 256, (n, *shape), "uint8")
        arrays[f"y_{part}"] = rng.integers(0, 10, n, "uint8")
    return arrays


def write_facades(folder, **counts):
    """The folder facades, each photo as grey as its number; returns the classes."""
    rng = np.random.default_rng(0)
    drawn = {}
    for part, count in counts.items():
        (folder / "facades" / part).mkdir(parents=True)
        drawn[part] = [boxes(rng) for _ in range(count)]
        for number, labels in enumerate(drawn[part], start=1):
            photo = np.full((256, 256, 3), number, "uint8")
            both = np.concatenate([photo, data.FACADE_PALETTE[labels]], 1)
            file = folder / "facades" / part / f"{number}.jpg"
            Image.fromarray(both).save(file, quality=95)
    return drawn


def boxes(rng, size=256):
    """A label map of rectangles, in steps of 8 pixels."""
    labels = np.ones((size, size), int)
    for label in range(12):
        y, x = rng.integers(0, size // 8 - 4, 2) * 8
        labels[y : y + 32, x : x + 24] = label
    return labels


def write_faces(folder):
    """A hundred faces of 1 to 100 years."""
    folder.mkdir(parents=True)
    for number, age in enumerate(range(1, 101)):
        write_face(folder, age, number)


def write_face(folder, age, number=0, size=(80, 80), ending=".jpg.chip.jpg"):
    """A grey picture as bright as its age, so that a shifted label shows."""
    name = f"{age}_{age % 2}_{age % 5}_{int(STAMP) + number}{ending}"
    Image.new("RGB", size, (2 * age,) * 3).save(folder / name, "JPEG")
    return name


def label_error(pixels, ages):
    """By how much the brightness differs from what the ages say."""
    return np.abs(pixels.mean(axis=(1, 2, 3)) - 2 * ages).max()
