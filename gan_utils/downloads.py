"""Downloads the published data sets into Keras's cache, as NAME.npz or as a folder.

Everything is fetched and unpacked in a temporary folder beside the cache; the npz file
or folder appears under its name only when its content is verified and whole.
"""

import gzip
import os
import socket
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import PIL.Image

TIMEOUT_SECONDS = 20
FACADES_BYTES = 30_168_306
FACADES_PAIRS = {"train": 400, "val": 100, "test": 106}


def fetch(url: str, folder: Path, **checksum: str) -> Path:
    """Downloads one file into a temporary folder and verifies its checksum."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(TIMEOUT_SECONDS)
    try:
        return Path(
            keras.utils.get_file(
                origin=url, cache_dir=str(folder), cache_subdir="", **checksum
            )
        )
    finally:
        socket.setdefaulttimeout(before)


def download_mnist(path: Path) -> None:
    """MNIST as Keras publishes it, one npz file."""
    with temporary_folder_beside(path) as folder:
        file = fetch(
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
            folder,
            file_hash="731c5ac602752760c8e48fbffcf8c3b8"
            "50d9dc2a2aedcf2cc48468fc17b673d1",
        )
        os.replace(file, path)


def download_fashion_mnist(path: Path) -> None:
    """Fashion-MNIST from its four idx files: 16 or 8 bytes of header, then uint8."""
    base = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
    files = {
        "x_train": ("train-images-idx3", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
        "y_train": ("train-labels-idx1", "25c81989df183df01b3e8a0aad5dffbe"),
        "x_test": ("t10k-images-idx3", "bef4ecab320f06d8554ea6380940ec79"),
        "y_test": ("t10k-labels-idx1", "bb300cfdad3c16e7a12a480ee83cd310"),
    }
    with temporary_folder_beside(path) as folder:
        arrays = {}
        for key, (file, md5) in files.items():
            archive = fetch(f"{base}{file}-ubyte.gz", folder, md5_hash=md5)
            content = gzip.decompress(archive.read_bytes())
            if key.startswith("x"):
                pixels = np.frombuffer(content, "uint8", offset=16)
                arrays[key] = pixels.reshape(-1, 28, 28)
            else:
                arrays[key] = np.frombuffer(content, "uint8", offset=8)
        save_npz(folder, path, arrays)


def download_cifar10(path: Path) -> None:
    """CIFAR-10, binary version: records of a label and 3×32×32 bytes."""
    with temporary_folder_beside(path) as folder:
        archive = fetch(
            "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
            folder,
            md5_hash="c32a1d4ab5d03f1284b67883e8d87530",
        )
        records = {"train": [], "test": []}
        with tarfile.open(archive) as tar:
            for member in sorted(tar.getnames()):
                if member.endswith(".bin"):
                    part = "test" if "test" in member else "train"
                    content = np.frombuffer(tar.extractfile(member).read(), "uint8")
                    records[part].append(content.reshape(-1, 3073))
        arrays = {}
        for part, rows in records.items():
            rows = np.concatenate(rows)
            pixels = rows[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
            arrays[f"x_{part}"], arrays[f"y_{part}"] = pixels, rows[:, 0]
        save_npz(folder, path, arrays)


def download_facades(path: Path) -> None:
    """The CMP facades as Isola et al. arranged them: facades/{train,val,test}/N.jpg.

    Nobody publishes a checksum of this archive, so none can be compared. Its length is
    published by those who downloaded it, gzip's own CRC covers every byte, and the
    pictures inside are counted and measured.
    """
    with temporary_folder_beside(path) as folder:
        archive = fetch(
            "http://efrosgans.eecs.berkeley.edu/pix2pix/datasets/facades.tar.gz", folder
        )
        if (length := archive.stat().st_size) != FACADES_BYTES:
            raise ValueError(
                f"the archive has {length} bytes instead of {FACADES_BYTES}; try again"
            )
        unpack_facades(archive, Path(folder))
        os.replace(Path(folder) / "facades", path)


def unpack_facades(archive: Path, folder: Path) -> None:
    """Unpacks the archive into FOLDER/facades and checks that it is whole.

    Raises:
        ValueError: it holds links, paths that lead out of it, or other pictures.
    """
    with tarfile.open(archive) as tar:
        members = tar.getmembers()
        for member in members:
            parts = Path(member.name).parts
            inside = parts[:1] == ("facades",) and ".." not in parts
            if not inside or not (member.isfile() or member.isdir()):
                raise ValueError(f"the archive holds {member.name}, which is not safe")
        tar.extractall(folder, members, filter="data")
    for part, count in FACADES_PAIRS.items():
        sizes = []
        for file in (folder / "facades" / part).glob("[0-9]*.jpg"):
            with PIL.Image.open(file) as picture:
                picture.load()
                sizes.append(picture.size)
        if sizes != [(512, 256)] * count:
            raise ValueError(
                f"the archive's folder {part} does not hold {count} pictures of 512×256"
            )


def temporary_folder_beside(path: Path) -> tempfile.TemporaryDirectory:
    """A folder on the same disk, so that the finished file moves in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}-")


def save_npz(folder: str, path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Writes the arrays under a temporary name and then gives them the final one."""
    part = Path(folder) / path.name
    np.savez_compressed(part, **arrays)
    os.replace(part, path)


DOWNLOADS: dict[str, Callable[[Path], None]] = {
    "mnist": download_mnist,
    "fashion_mnist": download_fashion_mnist,
    "cifar10": download_cifar10,
    "facades": download_facades,
}
