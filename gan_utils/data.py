"""Finds the data sets: a local folder, Keras's cache, a download, or the sample.

Every loader returns ``train, test``, two ImageSets with images in [−1, 1]. It looks

1. in the folder that the environment variable GAN_DATA names,
2. in Keras's cache, ``~/.keras/datasets``,
3. on the network, with a verified checksum,
4. in the small samples embedded in the course, and then says so.

``source="real"`` ends with an error instead of step 4; ``source="sample"`` goes
straight there.
"""

import hashlib
import os
import zipfile
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np

from gan_utils.downloads import DOWNLOADS
from gan_utils.safe_files import read_arrays, short

SOURCES = ("auto", "real", "sample")
IMAGE_SETS = ("mnist", "fashion_mnist", "cifar10")
CLASS_NAMES = {
    "mnist": "0 1 2 3 4 5 6 7 8 9",
    "fashion_mnist": "top trouser pullover dress coat sandal shirt sneaker bag boot",
    "cifar10": "airplane automobile bird cat deer dog frog horse ship truck",
    "shapes": "disc ring square frame triangle star cross bar moon heart",
}
IMAGE_SHAPES = {
    "mnist": (28, 28),
    "fashion_mnist": (28, 28),
    "cifar10": (32, 32, 3),
    "shapes": (32, 32, 3),
}
MOST_BYTES = 190_000_000  # CIFAR-10, the largest, has 185 MB


class ImageSet(NamedTuple):
    """Images with their labels, and where they come from.

    Attributes:
        images: float32 (n, height, width, channels) in [−1, 1].
        labels: int32 (n,).
        class_names: what each label stands for.
        name: the data set, for instance "mnist".
        source: "GAN_DATA", "cache", "download" or "sample".
        sha256: checksum of the file that was read.
    """

    images: np.ndarray
    labels: np.ndarray
    class_names: list[str]
    name: str
    source: str
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
    """Loads a data set by name: ``train, test``.

    Raises:
        ValueError: unknown name or source, or a file that is damaged.
        FileNotFoundError: source="real" and the data are nowhere to be found.
    """
    if name not in IMAGE_SETS:
        raise ValueError(
            f"There is no data set {name!r}; choose one of {', '.join(IMAGE_SETS)}."
        )
    if source not in SOURCES:
        raise ValueError(f"source={source!r} must be one of {', '.join(SOURCES)}.")
    if source == "sample":
        return sample(name)
    path, found_in, problem = find(name)
    if path is not None:
        return read_npz(path, name, found_in)
    if source == "real":
        raise FileNotFoundError(
            f"The real {name} data were not found ({problem}). Provide them in one "
            f"of three ways: put {name}.npz into a folder and set the environment "
            f"variable GAN_DATA to it; copy it to {cache_folder()}; or connect to "
            "the network, and it is downloaded. source='sample' uses the sample."
        )
    train, test = sample(name)
    print(
        f"Notice: {problem}. Using the embedded sample instead: {train.name}, "
        f"{len(train.images)} training images. For the real {name}, connect to the "
        f"network or set GAN_DATA to a folder that holds {name}.npz."
    )
    return train, test


def find(name: str) -> tuple[Path | None, str, str]:
    """Where NAME.npz lies, which kind of place that is, and else what went wrong."""
    if folder := data_folder():
        path = folder / f"{name}.npz"
        if path.is_file():
            verify_listed_checksum(path)
            return path, "GAN_DATA", ""
    path = cache_folder() / f"{name}.npz"
    if path.is_file() and zipfile.is_zipfile(path):
        return path, "cache", ""
    try:
        DOWNLOADS[name](path)
    # Whatever went wrong, with the network, the file or the disk, is passed on.
    except Exception as error:
        return None, "", f"{name} could not be downloaded ({short(error)})"
    return path, "download", ""


def data_folder() -> Path | None:
    """The folder that the environment variable GAN_DATA names, if it is set.

    Raises:
        FileNotFoundError: it names something else than a folder.
    """
    folder = os.environ.get("GAN_DATA")
    if folder and not Path(folder).is_dir():
        raise FileNotFoundError(
            f"GAN_DATA={folder} is not a folder; correct the variable or unset it."
        )
    return Path(folder) if folder else None


def find_folder(name: str) -> tuple[Path | None, str]:
    """A data set that is a folder, in GAN_DATA or the cache, and which of the two."""
    for place, kind in ((data_folder(), "GAN_DATA"), (cache_folder(), "cache")):
        if place and (place / name).is_dir():
            return place / name, kind
    return None, ""


def cache_folder() -> Path:
    """Keras's own cache of data sets."""
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    return Path(home) / "datasets"


def sha256_of(path: str | Path) -> str:
    """Checksum of a file's bytes, as ``sha256sum`` prints it."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify_listed_checksum(path: Path) -> None:
    """Checks a file against SHA256SUMS in its folder, if there is one.

    A classroom mirror makes that list with ``sha256sum *.npz > SHA256SUMS``.

    Raises:
        ValueError: the file is listed with another checksum.
    """
    list_file = path.parent / "SHA256SUMS"
    if not list_file.is_file():
        return
    for line in list_file.read_text().splitlines():
        checksum, _, listed = line.partition(" ")
        if listed.strip(" *") == path.name and checksum != sha256_of(path):
            raise ValueError(
                f"{path} does not have the checksum listed in {list_file.name}; "
                "copy the file again."
            )


def read_npz(path: Path, name: str, found_in: str) -> tuple[ImageSet, ImageSet]:
    """Reads x_train, y_train, x_test, y_test and brings the images to [−1, 1].

    Raises:
        ValueError: the file is damaged or holds something else.
    """
    arrays = read_arrays(path, MOST_BYTES)
    checksum = sha256_of(path)
    class_names = CLASS_NAMES[name].split()
    sets = []
    for part in ("train", "test"):
        images = arrays.pop(f"x_{part}", np.empty(0))
        labels = arrays.pop(f"y_{part}", np.empty(0)).reshape(-1)
        problem = wrong_content(images, labels, IMAGE_SHAPES[name], len(class_names))
        if problem:
            raise ValueError(
                f"{path} is not the {name} data ({part}: {problem}); put the right "
                "file there."
            )
        images, labels = to_unit_range(images), labels.astype("int32")
        sets.append(ImageSet(images, labels, class_names, name, found_in, checksum))
    return tuple(sets)


def wrong_content(
    images: np.ndarray, labels: np.ndarray, shape: tuple[int, ...], n_classes: int
) -> str:
    """What is wrong with the arrays of a data set, or nothing."""
    if images.dtype != np.uint8 or images.shape[1:] != shape or not len(images):
        return f"images are {images.dtype} of shape {images.shape}"
    if len(images) != len(labels):
        return f"{len(images)} images with {len(labels)} labels"
    if labels.dtype.kind not in "iu":
        return f"labels are {labels.dtype}"
    if labels.min() < 0 or labels.max() >= n_classes:
        return f"labels from {labels.min()} to {labels.max()}"
    return ""


def to_unit_range(pixels: np.ndarray) -> np.ndarray:
    """uint8 in 0…255, (n, h, w) or (n, h, w, c) → float32 (n, h, w, c) in [−1, 1]."""
    if pixels.ndim == 3:
        pixels = pixels[..., None]
    return pixels.astype("float32") / 127.5 - 1


def to_pixels(images: np.ndarray) -> np.ndarray:
    """Float in [−1, 1] → uint8 in 0…255, clipped."""
    return np.clip(np.rint((np.asarray(images) + 1) * 127.5), 0, 255).astype("uint8")


def embedded_folder(kind: str) -> Path:
    """``data/samples`` or ``data/weights``, in a clone or in an installed package."""
    package = Path(__file__).parent
    for folder in (package.parent / "data" / kind, package / "embedded" / kind):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"The course's folder data/{kind} is missing; clone the repository again or "
        "reinstall gan_utils."
    )


def sample(name: str) -> tuple[ImageSet, ImageSet]:
    """The small set that stands in for a real one when there is no network."""
    if name == "mnist":
        return sample_digits()
    train, test = read_npz(
        embedded_folder("samples") / "shapes.npz", "shapes", "sample"
    )
    if name == "fashion_mnist":
        return grey_28(train), grey_28(test)
    return train, test


def sample_digits() -> tuple[ImageSet, ImageSet]:
    """scikit-learn's real handwritten digits, 8×8 enlarged to 28×28.

    They are enlarged to 20×20 in a black frame of 4, as MNIST's digits are.
    """
    import sklearn.datasets

    digits = sklearn.datasets.load_digits()
    order = np.random.default_rng(0).permutation(len(digits.images))
    small = digits.images[order, :, :, None].astype("float32") / 8 - 1
    large = keras.ops.image.resize(small, (20, 20), interpolation="bicubic")
    images = np.pad(
        np.clip(large, -1, 1), ((0, 0), (4, 4), (4, 4), (0, 0)), constant_values=-1
    )
    labels = digits.target[order].astype("int32")
    checksum = hashlib.sha256(images.tobytes()).hexdigest()
    described = (
        CLASS_NAMES["mnist"].split(),
        "scikit-learn digits",
        "sample",
        checksum,
    )
    return (
        ImageSet(images[:1500], labels[:1500], *described),
        ImageSet(images[1500:], labels[1500:], *described),
    )


def grey_28(shapes: ImageSet) -> ImageSet:
    """Drawn shapes in the form of Fashion-MNIST: grey, 28×28."""
    grey = np.tensordot(shapes.images, [0.299, 0.587, 0.114], 1)[..., None]
    small = grey[:, 2:-2, 2:-2].astype("float32")
    return shapes._replace(images=small, name="grey shapes")
