"""Damaged and malicious files end in a valid result or in one clear error.

Readers look at generated files in a process of their own (fuzz_child.py): some 30
each, or GAN_FUZZ_EXAMPLES (``make fuzz``). What was once found has a test of its own.
"""

import json
import os
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import fuzz_archives
import fuzz_cases
import h5py
import keras
import numpy as np
import PIL.EpsImagePlugin
import pytest
from PIL import Image
from small_sets import STAMP

from gan_utils import data, metrics
from gan_utils.faces import photo, published_weights
from gan_utils.files import checked, faces, find, image_sets

EXAMPLES = int(os.environ.get("GAN_FUZZ_EXAMPLES", 30))
READERS = (
    *("photo", "pair", "facades", "faces", "copy of the faces", "image set", "run"),
    *("weights", "manifest of weights", "binary of weights"),
    *("saved model", "archive of facades", "archive of faces"),
    *("archive of CIFAR-10", "archive of Fashion-MNIST"),
)
CHILD = {
    "PYTHONPATH": os.pathsep.join(sys.path),
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # Freed memory goes back at once, or the next case would have it for nothing.
    "MALLOC_MMAP_THRESHOLD_": "1000000",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What the child process says of each reader."""
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("memory is measured as Linux reports it")
    folder = tmp_path_factory.mktemp("fuzz")
    notes = {"HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path_factory.mktemp("hypothesis"))}
    script = Path(__file__).parent / "fuzz_child.py"
    child = subprocess.run(
        [sys.executable, script, str(EXAMPLES), folder],
        env=os.environ | CHILD | notes,
        capture_output=True,
        text=True,
    )
    lines = [json.loads(line) for line in child.stdout.splitlines() if line[:1] == "{"]
    for line in lines:
        print(line["reader"], line["taken"], "taken", line["refused"], "refused")
    return {line["reader"]: line for line in lines} | {"log": child.stderr[-5000:]}


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_no_file_does_harm(outcomes, reader):
    assert reader in outcomes, f"the process died: {outcomes['log']}"
    assert not outcomes[reader]["problem"], outcomes[reader]["problem"]


FACE = f"25_1_2_{STAMP}.jpg"
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 80 80\n%%EndComments\nshowpage\n"


@pytest.mark.parametrize(
    "read",
    [
        lambda folder: photo.open_photo(folder / FACE),
        data.paired_folder,
        lambda folder: faces.read_faces(folder, 16),
    ],
)
def test_no_picture_is_handed_to_another_program(read, offline, monkeypatch, tmp_path):
    def start(*_, **__):
        pytest.fail("Ghostscript was started")

    monkeypatch.setattr(PIL.EpsImagePlugin, "Ghostscript", start)
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / FACE).write_bytes(EPS)
    with pytest.raises(ValueError):
        read(tmp_path / "usb")


def test_pictures_too_large_for_pairs_and_faces_are_refused(offline, tmp_path):
    (tmp_path / "1.png").write_bytes(fuzz_cases.two_colours(5001))
    with pytest.raises(ValueError, match="1.png: more than 25 million pixels"):
        data.paired_folder(tmp_path)
    (tmp_path / "1.png").rename(tmp_path / FACE)
    (tmp_path / FACE.replace("25", "26")).write_bytes(fuzz_cases.two_colours(20))
    left_out = faces.read_faces(tmp_path, 16)["left_out"]
    assert left_out == {FACE: "damaged (ValueError)"}


@pytest.mark.parametrize("cut", [7, 60, 300, 1000])
def test_pillow_warnings_made_errors_do_not_stop_a_reader(cut, tmp_path):
    whole = fuzz_cases.pictures()[3]  # TIFF
    (tmp_path / "a.jpg").write_bytes(whole[:-cut])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=r"a\.jpg"):
            photo.open_photo(tmp_path / "a.jpg")
        with pytest.raises(ValueError, match=r"a\.jpg"):
            data.paired_folder(tmp_path)


def test_a_photo_in_trouble_is_named(tmp_path):
    for content in (b"", b"?", fuzz_cases.two_colours(20)):
        (tmp_path / "me.png").write_bytes(content)
        with pytest.raises(ValueError, match=r"^me\.png: "):
            photo.open_photo(tmp_path / "me.png")


DIGITS = {
    "x_train": np.zeros((2, 28, 28), "uint8"),
    "y_train": np.array([0, 9]),
    "x_test": np.zeros((1, 28, 28), "uint8"),
    "y_test": np.array([1]),
}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"x_train": np.full((2, 28, 28), np.nan)}, "train: images are float64"),
        ({"x_test": np.zeros((0, 28, 28), "uint8")}, "test: images are uint8 of shape"),
        ({"x_train": np.zeros((), "uint8")}, r"of shape \(\)"),
        ({"x_train": np.zeros((2, 32, 32, 3), "uint8")}, r"of shape \(2, 32, 32, 3\)"),
        ({"y_test": np.array([10])}, "labels from 10 to 10"),
        ({"y_test": np.array([-1])}, "labels from -1 to -1"),
        ({"y_test": np.array([0.5])}, "labels are float64"),
        ({"y_test": np.array([1, 1])}, "1 images with 2 labels"),
    ],
)
def test_arrays_that_are_no_images_and_labels_are_refused(changes, problem, tmp_path):
    path = tmp_path / "mnist.npz"
    np.savez(path, **DIGITS)
    image_sets.read_images("mnist", path)
    np.savez(path, **DIGITS | changes)
    with pytest.raises(ValueError, match=f"mnist.npz is not the mnist data.*{problem}"):
        image_sets.read_images("mnist", path)


@pytest.mark.parametrize(
    "member",
    [
        b"?",  # no array
        fuzz_archives.npy(DIGITS["x_train"])[:60] + b"\n",  # header breaks off
        fuzz_archives.npy(DIGITS["x_train"], shape=(2**40, 28, 28)),
        fuzz_archives.npy(DIGITS["x_train"], shape=(-1,)),
    ],
)
def test_a_damaged_array_in_an_npz_is_refused(member, tmp_path):
    whole = {f"{key}.npy": fuzz_archives.npy(array) for key, array in DIGITS.items()}
    path = tmp_path / "mnist.npz"
    path.write_bytes(fuzz_archives.zipped(whole | {"x_train.npy": member}))
    with pytest.raises(ValueError, match="mnist.npz is damaged"):
        image_sets.read_images("mnist", path)


def test_an_npz_that_fills_the_memory_is_refused_before_it_is_unpacked(
    monkeypatch, tmp_path
):
    path = tmp_path / "mnist.npz"
    path.write_bytes(fuzz_archives.npz_bomb(DIGITS, "x_train", (300_000, 28, 28)))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(ValueError, match="MB where at most 190 are expected"):
        image_sets.read_images("mnist", path)


def test_a_copy_of_the_faces_with_other_arrays_is_made_anew(offline, tmp_path):
    folder = tmp_path / "faces"
    folder.mkdir()
    Image.new("RGB", (8, 8), "red").save(folder / FACE)
    first = faces.read_faces(folder, 8)
    copy = find.cache_folder() / "UTKFace-8.npz"
    with np.load(copy) as file:
        arrays = dict(file)
    for changes in (
        {"ages": np.array(25)},
        {"ages": np.arange(2)},
        {"more": np.zeros(1)},
        {"pixels": b"?"},
    ):
        np.savez(copy, **arrays | changes)
        again = faces.read_faces(folder, 8)
        assert again.keys() == first.keys() and list(again["ages"]) == [25]


def test_a_manifest_does_not_lead_out_of_its_folder(tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.bin").write_bytes(bytes(4))
    entry = {"name": "a", "shape": [1], "dtype": "float32"}
    manifest = tmp_path / "inside" / "weights.json"
    groups = [{"paths": ["../secret.bin"], "weights": [entry]}]
    manifest.write_text(json.dumps(groups))
    with pytest.raises(FileNotFoundError):
        published_weights.read_weights(manifest)


@pytest.mark.parametrize(
    "change", [{"shape": [-1]}, {"shape": [2.5]}, {"dtype": "O"}, {"dtype": None}]
)
def test_a_manifest_with_impossible_arrays_is_refused(change, tmp_path):
    entry = {"name": "a", "shape": [1], "dtype": "float32"} | change
    (tmp_path / "a.bin").write_bytes(bytes(4))
    groups = [{"paths": ["a.bin"], "weights": [entry]}]
    (tmp_path / "weights.json").write_text(json.dumps(groups))
    with pytest.raises(ValueError, match="weights.json is damaged or the files beside"):
        published_weights.read_weights(tmp_path / "weights.json")


def test_damaged_weights_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(find, "embedded_folder", lambda kind: tmp_path)
    path = tmp_path / "digit_classifier.weights.h5"
    with pytest.raises(FileNotFoundError, match="digit_classifier.weights.h5 is miss"):
        metrics.digit_classifier()
    path.write_bytes(b"\x89HDF\r\n\x1a\n")
    with pytest.raises(ValueError, match="digit_classifier.weights.h5 is damaged"):
        metrics.digit_classifier()


def small_network():
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])


def test_weights_that_claim_to_be_huge_are_refused_unread(tmp_path):
    path = tmp_path / "a.weights.h5"
    network = small_network()
    network.save_weights(path)
    checked.load_weights(network, path)
    path.write_bytes(fuzz_archives.h5_bomb(path.read_bytes()))
    with pytest.raises(ValueError, match="claim to be larger than the file"):
        checked.load_weights(network, path)


def test_weights_that_are_no_numbers_are_refused(tmp_path):
    path = tmp_path / "a.weights.h5"
    network = small_network()
    network.save_weights(path)
    with h5py.File(path, "r+") as file:
        file["layers/dense/vars/0"][0, 0] = np.nan
    with pytest.raises(ValueError, match="a weight is not finite"):
        checked.load_weights(network, path)
