"""Downloads the published data sets into Keras's cache, as NAME.npz or as a folder.

Everything is fetched and unpacked in a temporary folder beside the cache; the npz file
or folder appears under its name only when its content is verified and whole.
"""

import gzip
import hashlib
import http.client
import os
import shutil
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import keras
import numpy as np

from gan_utils.files.pictures import open_picture

TIMEOUT_SECONDS = 20  # how long a server may send nothing at all
SPELL_SECONDS = 60  # a download is given up where such a spell
SPELL_BYTES = 600_000  # brings less than this
PAUSES = (1, 5)  # seconds before the second and the third try
MOST_BYTES = 300_000_000  # more than any of the files holds, packed or unpacked
STALE_SECONDS = 24 * 3600  # no download takes so long

KERAS_SITE = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
MNIST_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
FASHION_MNIST_FILES = {
    "x_train": ("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
    "y_train": ("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
    "x_test": ("t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
    "y_test": ("t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"),
}
CIFAR10_URL = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
CIFAR10_MD5 = "c32a1d4ab5d03f1284b67883e8d87530"
FACADES_URL = "http://efrosgans.eecs.berkeley.edu/pix2pix/datasets/facades.tar.gz"
FACADES_BYTES = 30_168_306
FACADES_PAIRS = {"train": 400, "val": 100, "test": 106}


def fetch(url: str, folder: str | Path, checksum: str = "") -> Path:
    """Downloads one file and verifies it, with a second and a third try.

    ``keras.utils.get_file`` would take the login page of a public Wi-Fi for the file,
    and wait for hours where a byte comes now and then.

    Args:
        url: its last part becomes the file's name.
        folder: a temporary folder.
        checksum: MD5 or SHA-256 in hexadecimal; empty where none is published.

    Raises:
        OSError: the network or the server failed, or the disk is full.
        http.client.HTTPException: the server does not speak HTTP.
        ValueError: something else than the published file arrived.
    """
    path = Path(folder) / url.rsplit("/", 1)[-1]
    print(f"Downloading {url}")
    for pause in (*PAUSES, None):
        try:
            receive(url, path)
            break
        # A server that breaks off may do better next time. One that is silent or out
        # of reach is not asked again, so a class without a network need not wait.
        except (
            ConnectionError,
            http.client.HTTPException,
            urllib.error.HTTPError,
        ) as error:
            if pause is None or getattr(error, "code", 500) < 500:
                raise
            print(f"{error}; trying again in {pause} seconds.")
            time.sleep(pause)
    if checksum:
        kind = "md5" if len(checksum) == 32 else "sha256"
        with path.open("rb") as file:
            if hashlib.file_digest(file, kind).hexdigest() != checksum:
                raise ValueError("what arrived has another checksum than published")
    return path


def receive(url: str, path: Path) -> None:
    """Writes what a server sends into a file, as long as it comes fast enough."""
    with (
        urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer,
        path.open("wb") as file,
    ):
        if answer.headers.get_content_type() == "text/html":
            raise ValueError(
                "a web page came instead of the file; does this Wi-Fi want a login?"
            )
        length = int(answer.headers["Content-Length"] or 0)
        bar = keras.utils.Progbar(length or None, unit_name="byte")
        received = before = 0
        deadline = time.monotonic() + SPELL_SECONDS
        try:
            while block := answer.read1(1 << 16):
                file.write(block)
                received += len(block)
                bar.update(received)
                if received > MOST_BYTES:
                    raise ValueError(f"more than {MOST_BYTES:,} bytes came")
                if time.monotonic() > deadline:
                    if received - before < SPELL_BYTES:
                        raise TimeoutError(
                            f"too slow: {received - before:,} bytes in "
                            f"{SPELL_SECONDS} seconds"
                        )
                    before, deadline = received, time.monotonic() + SPELL_SECONDS
        finally:
            if received != length:
                print()  # the bar ends its line only where it is full
    if received < length:
        raise ConnectionError(f"the connection broke after {received:,} bytes")


def gunzip(archive: Path) -> Path:
    """Unpacks FILE.gz beside itself.

    Raises:
        OSError: it is damaged; EOFError or zlib.error where it breaks off.
        ValueError: it unpacks to more than any of the sets holds.
    """
    unpacked = archive.with_suffix("")
    with gzip.open(archive) as source, unpacked.open("wb") as target:
        while block := source.read(1 << 20):
            if target.tell() + len(block) > MOST_BYTES:
                raise ValueError(
                    f"the archive unpacks to more than {MOST_BYTES:,} bytes"
                )
            target.write(block)
    return unpacked


def is_plain(member: tarfile.TarInfo) -> bool:
    """Whether it is an ordinary file: no link, device or file with holes."""
    return member.isfile() and not member.issparse()


def plain_files(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of every ordinary file in a .tar.gz; the rest is passed over."""
    # "r:" takes a plain tar only, not one that is packed a second time.
    with tarfile.open(gunzip(archive), "r:") as tar:
        for member in tar:
            if is_plain(member):
                yield member.name, tar.extractfile(member).read()


def download_mnist(path: Path) -> None:
    """MNIST as Keras publishes it, one npz file."""
    with temporary_folder_beside(path) as folder:
        move(fetch(f"{KERAS_SITE}mnist.npz", folder, MNIST_SHA256), path)


def download_fashion_mnist(path: Path) -> None:
    """Fashion-MNIST from its four idx files: 16 or 8 bytes of header, then uint8."""
    with temporary_folder_beside(path) as folder:
        arrays = {}
        for key, (file, md5) in FASHION_MNIST_FILES.items():
            content = gunzip(fetch(f"{KERAS_SITE}{file}", folder, md5)).read_bytes()
            if key.startswith("x"):
                pixels = np.frombuffer(content, "uint8", offset=16)
                arrays[key] = pixels.reshape(-1, 28, 28)
            else:
                arrays[key] = np.frombuffer(content, "uint8", offset=8)
        save_npz(folder, path, arrays)


def download_cifar10(path: Path) -> None:
    """CIFAR-10, binary version: records of a label and 3×32×32 bytes."""
    with temporary_folder_beside(path) as folder:
        archive = fetch(CIFAR10_URL, folder, CIFAR10_MD5)
        records = {"train": [], "test": []}
        for member, content in sorted(plain_files(archive)):
            if member.endswith(".bin"):
                part = "test" if "test" in member else "train"
                records[part].append(np.frombuffer(content, "uint8").reshape(-1, 3073))
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
        archive = fetch(FACADES_URL, folder)
        if (length := archive.stat().st_size) != FACADES_BYTES:
            raise ValueError(
                f"the archive has {length} bytes instead of {FACADES_BYTES}; try again"
            )
        unpack_facades(archive, Path(folder))
        move(Path(folder) / "facades", path)


def unpack_facades(archive: Path, folder: Path) -> None:
    """Unpacks the archive into FOLDER/facades and checks that it is whole.

    Raises:
        ValueError: it holds links, paths that lead out of it, or other pictures.
    """
    with tarfile.open(gunzip(archive), "r:") as tar:
        for member in tar:
            parts = Path(member.name).parts
            inside = parts[:1] == ("facades",) and ".." not in parts
            if not inside or not (is_plain(member) or member.isdir()):
                raise ValueError(f"the archive is not safe: it holds {member.name}")
        tar.extractall(folder, filter="data")
    for part, count in FACADES_PAIRS.items():
        sizes = []
        for file in (folder / "facades" / part).glob("[0-9]*.jpg"):
            with open_picture(file.read_bytes(), 512 * 256) as picture:
                picture.load()
                sizes.append(picture.size)
        if sizes != [(512, 256)] * count:
            raise ValueError(
                f"the archive's folder {part} does not hold {count} pictures of 512×256"
            )


def temporary_folder_beside(path: Path) -> tempfile.TemporaryDirectory:
    """A folder on the same disk, so that the finished file moves in one step.

    What a process that was killed left behind is removed on a later day.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(".partial-*"):
        if time.time() - left.lstat().st_mtime > STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    return tempfile.TemporaryDirectory(dir=path.parent, prefix=f".partial-{path.stem}-")


def move(finished: Path, path: Path) -> None:
    """Gives a finished file or folder its final name, in one step.

    A folder does not replace another: where a second process has put the same one
    there meanwhile, that one stays.
    """
    try:
        os.replace(finished, path)
    except OSError:
        if not path.is_dir():
            raise


def save_npz(folder: str, path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Writes the arrays under a temporary name and then gives them the final one."""
    part = Path(folder) / path.name
    np.savez_compressed(part, **arrays)
    move(part, path)


DOWNLOADS: dict[str, Callable[[Path], None]] = {
    "mnist": download_mnist,
    "fashion_mnist": download_fashion_mnist,
    "cifar10": download_cifar10,
    "facades": download_facades,
}


def download_files(address: str, folder: Path, checksums: Mapping[str, str]) -> Path:
    """Fetches the files, verified, and moves them to their place together."""
    with temporary_folder_beside(folder) as temporary:
        for name, checksum in checksums.items():
            fetch(address + name, temporary, checksum)
        folder.mkdir(parents=True, exist_ok=True)
        for name in checksums:
            os.replace(Path(temporary) / name, folder / name)
    return folder
