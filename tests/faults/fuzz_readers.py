"""The readers that damaged files are given to, with whole files of each kind.

Each takes an empty folder and a file's content, checks what comes of it, and says
whether the file was taken.
"""

import contextlib
import functools
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import fuzz_cases
import keras
import numpy as np
from download_copies import tarred
from PIL import Image
from small_sets import STAMP

from gan_utils import data, models, runs
from gan_utils.faces import photo, published_weights
from gan_utils.files import checked, download, facades, find, image_sets
from gan_utils.files.faces import _decode_folder, _read_copy, read_faces

FACE, GOOD_FACE = f"25_1_2_{STAMP}.jpg", f"30_0_1_{STAMP}.jpg"


def read_photo(folder: Path, content: bytes) -> bool:
    path = folder / "me.jpg"
    path.write_bytes(content)
    pixels = photo.open_photo(path)
    assert pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 3
    assert min(pixels.shape[:2]) >= photo.MIN_SIDE
    return True


def check_pairs(targets: np.ndarray, sources: np.ndarray, size: int) -> bool:
    for pictures in (targets, sources):
        assert pictures.dtype == np.uint8 and pictures.shape == (1, size, size, 3)
    return True


def read_pair(folder: Path, content: bytes) -> bool:
    (folder / "pair.png").write_bytes(content)
    pairs = data.paired_folder(folder, image_size=16)
    return check_pairs(*map(data.to_pixels, pairs[:2]), 16)


def read_facades(folder: Path, content: bytes) -> bool:
    for part in ("train", "test"):
        (folder / part).mkdir()
        (folder / part / "1.jpg").write_bytes(content)
    train, _ = facades.read_facades(folder, 32)
    return check_pairs(train["targets"], train["sources"], 32)


def read_folder_of_faces(folder: Path, content: bytes) -> bool:
    (folder / FACE).write_bytes(content)
    (folder / GOOD_FACE).write_bytes(pictures(20, 20)[0])
    faces = read_faces(folder, 16, progress=False)
    assert faces["pixels"].shape == (len(faces["ages"]), 16, 16, 3)
    assert faces["file_names"][-1] == GOOD_FACE and faces["ages"][-1] == 30
    assert {*faces["left_out"], *faces["file_names"]} == {FACE, GOOD_FACE}
    return not faces["left_out"]


def read_copy_of_faces(folder: Path, content: bytes) -> bool:
    copy = folder / "UTKFace-16.npz"
    copy.write_bytes(content)
    notice = io.StringIO()
    with contextlib.redirect_stdout(notice):
        arrays = _read_copy(copy, "fingerprint", 2, 16)
    if arrays is None:
        return False
    assert not notice.getvalue()
    assert arrays["pixels"].shape == (len(arrays["ages"]), 16, 16, 3)
    dict(arrays["left_out"].tolist())
    return True


def read_image_set(folder: Path, content: bytes) -> bool:
    path = folder / "mnist.npz"
    path.write_bytes(content)
    for part in image_sets.read_images("mnist", path):
        assert part["images"].dtype == np.uint8 and part["labels"].dtype == np.int32
        assert part["images"].shape == (len(part["labels"]), 28, 28, 1)
        assert set(part["labels"]) <= set(range(10))
    return True


def read_run(folder: Path, content: bytes) -> bool:
    path = folder / "run.npz"
    path.write_bytes(content)
    generator = keras.random.SeedGenerator(0)
    run = runs.Run(path, generator, resume=True)
    assert all(len(values) <= run.epoch + 1 for values in run.history.values())
    return True


def read_weights(folder: Path, content: bytes) -> bool:
    path = folder / "a.weights.h5"
    path.write_bytes(content)
    checked.load_weights(classifier(), path)
    assert all(np.isfinite(weights).all() for weights in classifier().get_weights())
    return True


def read_manifest(folder: Path, content: bytes) -> bool:
    (folder / "weights.json").write_bytes(content)
    (folder / "weights.bin").write_bytes(BINARY)
    return check_arrays(published_weights.read_weights(folder / "weights.json"))


def read_binary(folder: Path, content: bytes) -> bool:
    (folder / "weights.json").write_text(json.dumps(MANIFEST))
    (folder / "weights.bin").write_bytes(content)
    return check_arrays(published_weights.read_weights(folder / "weights.json"))


def check_arrays(arrays: dict[str, np.ndarray]) -> bool:
    assert all(array.dtype == np.float32 for array in arrays.values())
    assert all(np.isfinite(array).all() for array in arrays.values())
    return True


def read_archive(published: download.Published, folder: Path, content: bytes) -> bool:
    """Lets ``find`` receive what a server sent, without a checksum that protects it."""

    def fetch(url: str, temporary: Path, *_: str) -> None:
        (temporary / url.rsplit("/", 1)[-1]).write_bytes(content)

    download._fetch, before = fetch, download._fetch
    find.PACKAGES = Path(os.devnull)  # no data set of the system comes first
    facades.ARCHIVE_BYTES = len(content)  # it protects from accidents only
    facades.N_PICTURES = {"train": 1, "test": 1}
    try:
        path, _, problem = find.find(published)
    finally:
        download._fetch = before
    left = [file.name for file in find.cache_folder().iterdir()]
    assert left == ([] if path is None else [path.name]), left
    assert bool(problem) == (path is None)
    return path is not None


def read_keras(folder: Path, content: bytes) -> bool:
    path = folder / "generator.keras"
    path.write_bytes(content)
    keras.models.load_model(path)
    return True


@functools.cache
def classifier() -> keras.Model:
    return models.dcgan_discriminator(base_filters=2)


@functools.cache
def pictures(width: int, height: int) -> list[bytes]:
    return fuzz_cases.pictures(width, height)


def strips() -> list[bytes]:
    red = Image.new("RGB", (512, 256), "red")
    return [fuzz_cases.encoded(red, kind) for kind in ("JPEG", "PNG")]


def saved(write: Callable[[Path], None], name: str) -> bytes:
    path = Path(os.environ["FUZZ_FOLDER"]) / name
    write(path)
    content = path.read_bytes()
    path.unlink()
    return content


NUMBERS = np.random.default_rng(0)
IMAGES = {
    "x_train": NUMBERS.integers(0, 256, (3, 28, 28), "uint8"),
    "y_train": np.array([0, 9, 5], "uint8"),
    "x_test": NUMBERS.integers(0, 256, (2, 28, 28), "uint8"),
    "y_test": np.array([[1], [2]]),
}
MANIFEST = [
    {
        "paths": ["weights.bin"],
        "weights": [
            {
                **{"name": "a", "shape": [2, 2], "dtype": "float32"},
                "quantization": {"dtype": "uint8", "scale": 0.5, "min": -3.0},
            },
            {"name": "b", "shape": [3], "dtype": "float32"},
        ],
    }
]
BINARY = bytes(range(4)) + np.array([1.5, -2, 1e-9], "<f4").tobytes()


def copy_of_faces() -> dict[str, np.ndarray]:
    folder = Path(os.environ["FUZZ_FOLDER"]) / "faces"
    folder.mkdir()
    (folder / GOOD_FACE).write_bytes(pictures(20, 20)[0])
    (folder / "x.jpg").write_bytes(b"?")
    arrays = _decode_folder(folder, [GOOD_FACE, "x.jpg"], 16, False)
    shutil.rmtree(folder)
    return arrays | {"fingerprint": np.array("fingerprint")}


def run_arrays() -> dict[str, np.ndarray]:
    path = Path(os.environ["FUZZ_FOLDER"]) / "run.npz"
    run = runs.Run(path, keras.random.SeedGenerator(0))
    run.add(loss=1.5)
    run.add(loss=0.5)
    run.save()
    with np.load(path) as file:
        arrays = dict(file)
    path.unlink()
    return arrays


def archives() -> tuple:
    """Tar files: facades, faces, CIFAR-10, and facades with what must not come out."""
    facades = {f"facades/{part}/1.jpg": strips()[0] for part in ("train", "test")}
    faces = {f"UTKFace/{GOOD_FACE}": pictures(20, 20)[0]}
    records = {f"c/{part}.bin": bytes(3073) for part in ("data_1", "test")}
    outside = ("../out.jpg", "/tmp/out.jpg", "facades/../../out.jpg")
    evil = [tarred(facades | {name: b"out"}) for name in outside]
    for kind, target in ((b"2", "../.."), (b"1", "/etc/hosts"), (b"3", "")):
        link = tarfile.TarInfo("facades/a")
        link.type, link.linkname = kind, target
        evil.append(tarred(facades, [(link, b"")]))
    bomb = facades | {"facades/train/1.jpg": fuzz_cases.two_colours(16_000)}
    evil.append(tarred(bomb))
    return *map(tarred, (facades, faces, records)), evil


IDX = bytes(16 + 2 * 784)  # its last 1,576 bytes serve as labels
