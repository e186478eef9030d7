"""Labelled images: MNIST, Fashion-MNIST and CIFAR-10."""

from typing import NamedTuple

import numpy as np

from gan_utils.data.sources import find_or_sample
from gan_utils.files import image_sets
from gan_utils.files.arrays import check_shown, to_unit_range
from gan_utils.language import say


class ImageSet(NamedTuple):
    """Images with their labels, and where they come from.

    Attributes:
        images: float32 (n, height, width, channels) in [−1, 1].
        labels: int32 (n,).
        class_names: what each label stands for.
        name: the data set, for instance "mnist".
        found_in: "GAN_DATA", "Kaggle", "cache", "system", "download" or "sample".
        sha256: checksum of the file that was read.
    """

    images: np.ndarray
    labels: np.ndarray
    class_names: list[str]
    name: str
    found_in: str
    sha256: str


def mnist(source: str = "auto") -> tuple[ImageSet, ImageSet]:
    """Handwritten digits, 28×28×1; the sample is scikit-learn's 1,797 digits."""
    return load("mnist", source)


def fashion_mnist(source: str = "auto") -> tuple[ImageSet, ImageSet]:
    """Zalando's clothes, 28×28×1; the sample is drawn shapes in grey."""
    return load("fashion_mnist", source)


def cifar10(source: str = "auto") -> tuple[ImageSet, ImageSet]:
    """Small colour photographs, 32×32×3; the sample is drawn shapes."""
    return load("cifar10", source)


def load(name: str, source: str = "auto") -> tuple[ImageSet, ImageSet]:
    """Loads labelled images by name: ``train, test``.

    Args:
        name: "mnist", "fashion_mnist" or "cifar10".
        source: "auto", "real" (an error where only a sample is at hand) or "sample".

    Raises:
        ValueError: unknown name or source, or a file that is damaged.
        FileNotFoundError: source="real" and the data are nowhere to be found.
    """
    if name not in image_sets.IMAGE_SETS:
        known = ", ".join(image_sets.IMAGE_SETS)
        raise ValueError(
            say(
                "There is no data set {name!r}; choose one of {known}.",
                name=name,
                known=known,
            )
        )
    found = find_or_sample(image_sets.IMAGE_SETS[name], source)
    train, test = image_sets.read_images(name, found.path)
    for part in (train, test):
        part["images"] = to_unit_range(part["images"])
    return tuple(ImageSet(**part, found_in=found.found_in) for part in (train, test))


def to_pixels(images: np.ndarray) -> np.ndarray:
    """Float in [−1, 1] → uint8 in 0…255, clipped.

    Raises:
        ValueError: there are values far beyond, or that are no numbers.
    """
    images = check_shown(images)
    return np.clip(np.rint((images + 1) * 127.5), 0, 255).astype("uint8")
