"""MNIST, Fashion-MNIST and CIFAR-10 as files, and the samples that stand in."""

import gzip
import hashlib
import math
import zlib
from pathlib import Path

import keras
import numpy as np
import pooch

from gan_utils.files.checked import DamagedFile, read_arrays
from gan_utils.files.download import Published, tar_members
from gan_utils.files.find import embedded_folder
from gan_utils.language import later, say

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
IDX_FILES = {  # Zalando publishes MD5 only
    "train-images-idx3-ubyte.gz": "md5:8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "train-labels-idx1-ubyte.gz": "md5:25c81989df183df01b3e8a0aad5dffbe",
    "t10k-images-idx3-ubyte.gz": "md5:bef4ecab320f06d8554ea6380940ec79",
    "t10k-labels-idx1-ubyte.gz": "md5:bb300cfdad3c16e7a12a480ee83cd310",
}
_MOST_IDX_BYTES = 16 + 60_000 * 28 * 28
_MOST_BYTES = 190_000_000  # CIFAR-10, the largest, has 185 MB


def read_images(name: str, path: Path | None) -> list[dict]:
    """Reads a set of labelled images, or the sample that stands in for it: train, test.

    Args:
        name: one of IMAGE_SETS.
        path: an npz file or a folder of idx files; None for the embedded sample.

    Returns:
        The fields of two ``data.ImageSet`` but found_in; the images are uint8.

    Raises:
        ValueError: the file is damaged or holds something else.
    """
    kind = shown = name
    if path is None:
        arrays, kind, shown = _sample(name)
    else:
        arrays = _idx_arrays(path) if path.is_dir() else read_arrays(path, _MOST_BYTES)
    about = {"class_names": CLASS_NAMES[kind].split(), "name": shown}
    about["sha256"] = (
        pooch.file_hash(path) if path and path.is_file() else _hash(arrays)
    )
    parts = []
    for part in ("train", "test"):
        images = arrays.get(f"x_{part}", np.empty(0))
        labels = arrays.get(f"y_{part}", np.empty(0)).reshape(-1)
        if problem := _wrong_content(images, labels, IMAGE_SHAPES[name]):
            raise ValueError(
                say(
                    "{path} is not the {name} data ({part}: {problem}); put the "
                    "right file there.",
                    path=path,
                    name=name,
                    part=part,
                    problem=problem,
                )
            )
        images = images.reshape(*images.shape[:3], -1)
        parts.append({"images": images, "labels": labels.astype("int32")} | about)
    return parts


def _wrong_content(
    images: np.ndarray, labels: np.ndarray, shape: tuple[int, ...]
) -> str:
    """What is wrong with the arrays of a data set, or nothing."""
    if images.dtype != np.uint8 or images.shape[1:] != shape or not len(images):
        return f"images are {images.dtype} of shape {images.shape}"
    if len(images) != len(labels):
        return f"{len(images)} images with {len(labels)} labels"
    if labels.dtype.kind not in "iu":
        return f"labels are {labels.dtype}"
    if labels.min() < 0 or labels.max() > 9:
        return f"labels from {labels.min()} to {labels.max()}"
    return ""


def _hash(arrays: dict[str, np.ndarray]) -> str:
    content = b"".join(array.tobytes() for array in arrays.values())
    return hashlib.sha256(content).hexdigest()


def _sample(name: str) -> tuple[dict[str, np.ndarray], str, str]:
    """The arrays that stand in for a set, the kind of their classes, and their name."""
    if name == "mnist":
        return _digits(), "mnist", "scikit-learn digits"
    arrays = read_arrays(embedded_folder("samples") / "shapes.npz", _MOST_BYTES)
    if name == "cifar10":
        return arrays, "shapes", "shapes"
    for key in ("x_train", "x_test"):
        grey = np.tensordot(arrays[key], [0.299, 0.587, 0.114], 1)
        arrays[key] = np.rint(grey[:, 2:-2, 2:-2]).astype("uint8")
    return arrays, "shapes", "grey shapes"


def _digits() -> dict[str, np.ndarray]:
    """scikit-learn's real handwritten digits, 8×8 enlarged to 28×28.

    They are enlarged to 20×20 in a black frame of 4, as MNIST's digits are.
    """
    import sklearn.datasets

    digits = sklearn.datasets.load_digits()
    order = np.random.default_rng(0).permutation(len(digits.images))
    small = digits.images[order, :, :, None].astype("float32") * (255 / 16)
    large = keras.ops.image.resize(small, (20, 20), interpolation="bicubic")[..., 0]
    pixels = np.rint(np.clip(large, 0, 255)).astype("uint8")
    images, labels = np.pad(pixels, ((0, 0), (4, 4), (4, 4))), digits.target[order]
    train, test = slice(1500), slice(1500, None)
    return {
        **{"x_train": images[train], "y_train": labels[train]},
        **{"x_test": images[test], "y_test": labels[test]},
    }


def _idx_arrays(folder: Path) -> dict[str, np.ndarray]:
    """Four idx files, compressed or not: 16 or 8 bytes of header, then uint8."""
    arrays = {}
    keys = ("x_train", "y_train", "x_test", "y_test")
    for key, name in zip(keys, IDX_FILES, strict=True):
        packed = folder / name
        path = packed if packed.exists() else packed.with_suffix("")
        try:
            with (gzip.open if path == packed else open)(path, "rb") as file:
                content = file.read(_MOST_IDX_BYTES + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            content = b""
        header, shape = (16, (28, 28)) if key.startswith("x") else (8, ())
        length = len(content) - header
        if not 0 < length <= _MOST_IDX_BYTES - header or length % math.prod(shape):
            raise DamagedFile(say("{path} is damaged; copy it again.", path=path.name))
        values = np.frombuffer(content, "uint8", offset=header)
        arrays[key] = values.reshape(-1, *shape)
    return arrays


def _unpack_idx(folder: Path, unpacked: Path) -> None:
    np.savez_compressed(unpacked, **_idx_arrays(folder))


def _unpack_cifar10(folder: Path, unpacked: Path) -> None:
    """The binary version: records of a label and 3×32×32 bytes."""
    records = {"train": [], "test": []}
    members = tar_members(folder / "cifar-10-binary.tar.gz")
    for name, content in sorted(members, key=lambda member: member[0]):
        if content is not None and name.endswith(".bin"):
            records["test" if "test" in name else "train"].append(content)
    arrays = {}
    for part, contents in records.items():
        rows = np.frombuffer(b"".join(contents), "uint8")
        if not rows.size or rows.size % 3073:
            raise DamagedFile(say("the archive does not hold records of 3,073 bytes"))
        rows = rows.reshape(-1, 3073)
        pixels = rows[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
        arrays[f"x_{part}"], arrays[f"y_{part}"] = pixels, rows[:, 0]
    np.savez_compressed(unpacked, **arrays)


_KERAS_SITE = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
_MNIST_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
IMAGE_SETS = {
    "mnist": Published(
        "mnist.npz",
        {"mnist.npz": _MNIST_SHA256},
        (_KERAS_SITE,),
        sample=later("1,500 handwritten digits of scikit-learn"),
    ),
    "fashion_mnist": Published(
        "fashion_mnist.npz",
        IDX_FILES,
        (_KERAS_SITE,),
        sample=later("2,000 drawn shapes in grey"),
        unpack=_unpack_idx,
        # Debian's and Ubuntu's dataset-fashion-mnist.
        installed=Path("fashion-mnist"),
    ),
    "cifar10": Published(
        "cifar10.npz",
        # The authors publish MD5 only.
        {"cifar-10-binary.tar.gz": "md5:c32a1d4ab5d03f1284b67883e8d87530"},
        ("https://www.cs.toronto.edu/~kriz/",),
        sample=later("2,000 drawn shapes"),
        unpack=_unpack_cifar10,
    ),
}
