"""One search: its order, what counts as whole, and the cache's place."""

import os
import tempfile
from pathlib import Path

import numpy as np
import pooch
import pytest
from small_sets import image_arrays

from gan_utils import data
from gan_utils.files import find
from gan_utils.files.download import Published
from gan_utils.files.image_sets import IMAGE_SETS

MNIST = IMAGE_SETS["mnist"]
PHOTOS = Published("photos", {}, (), unpack=print)  # a folder
WEIGHTS = Published("weights", {"a.json": "", "a.bin": ""}, ())


def test_the_data_folder_comes_first_then_kaggle_then_the_cache(
    offline, monkeypatch, tmp_path
):
    monkeypatch.setattr(find, "KAGGLE", tmp_path / "kaggle")
    assert find.find(PHOTOS).path is None
    places = {
        "system": tmp_path / "share" / "photos",
        "cache": tmp_path / "keras" / "datasets" / "photos",
        "Kaggle": tmp_path / "kaggle" / "somebody" / "street" / "photos",
        "GAN_DATA": tmp_path / "usb" / "photos",
    }
    for found_in, place in places.items():
        place.mkdir(parents=True)
        if found_in == "GAN_DATA":
            monkeypatch.setenv("GAN_DATA", str(tmp_path / "usb"))
        photos = PHOTOS._replace(installed=places["system"])
        assert find.find(photos) == (place, found_in, "")


def test_on_kaggle_a_set_that_is_called_like_its_folder_is_found(
    offline, monkeypatch, tmp_path
):
    monkeypatch.setattr(find, "KAGGLE", tmp_path)
    (tmp_path / "photos" / "photos" / "train").mkdir(parents=True)
    assert find.find(PHOTOS).path == tmp_path / "photos" / "photos"


def test_a_folder_that_lacks_a_file_is_passed_over(data_folder):
    folders = (data_folder / "weights", find.cache_folder() / "weights")
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "a.json").write_text("{}")
    assert find.find(WEIGHTS).path is None
    (folders[1] / "a.bin").write_bytes(b"1")
    assert find.find(WEIGHTS) == (folders[1], "cache", "")


def test_a_data_folder_that_does_not_exist_is_an_error(offline, monkeypatch, tmp_path):
    monkeypatch.setenv("GAN_DATA", str(tmp_path / "usb"))
    with pytest.raises(FileNotFoundError, match="usb is not a folder"):
        data.mnist()


def test_a_truncated_npz_is_an_error_in_the_data_folder_and_not_used_in_the_cache(
    data_folder, monkeypatch
):
    path = data_folder / "mnist.npz"
    np.savez(path, **image_arrays(20, 5))
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(ValueError, match="damaged.*copy or download it again"):
        data.mnist()
    find.cache_folder().mkdir(parents=True)
    path.rename(find.cache_folder() / "mnist.npz")
    assert data.mnist()[0].found_in == "sample"


def test_a_file_with_another_checksum_than_listed_is_refused(data_folder):
    path, listed = data_folder / "mnist.npz", data_folder / "SHA256SUMS"
    np.savez(path, **image_arrays(20, 5))
    listed.write_text(f"{'0' * 64}  cifar10.npz\n{pooch.file_hash(path)}  mnist.npz\n")
    assert find.find(MNIST).found_in == "GAN_DATA"
    listed.write_text(f"{pooch.file_hash(path).upper()}  mnist.npz\r\n")
    assert find.find(MNIST).found_in == "GAN_DATA"
    listed.write_text(f"{'0' * 64} *mnist.npz\n")
    with pytest.raises(ValueError, match=r"mnist\.npz .*checksum differs"):
        data.mnist()


def test_where_keras_cannot_write_the_cache_is_where_keras_turns(
    offline, monkeypatch, tmp_path
):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home" / ".keras"))
    assert find.cache_folder() == tmp_path / "home" / ".keras" / "datasets"
    kept = tmp_path / "home" / ".keras" / "datasets" / "photos"
    kept.mkdir(parents=True)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    elsewhere = Path(tempfile.gettempdir()) / ".keras" / "datasets"
    assert find.cache_folder() == elsewhere
    assert find.find(PHOTOS).path == kept  # what can be read is found all the same


def test_where_nobody_knows_the_home_folder_the_cache_is_a_temporary_one(
    offline, monkeypatch
):
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert find.cache_folder() == Path(tempfile.gettempdir()) / ".keras" / "datasets"
    assert "~" not in find.find(PHOTOS).problem


def test_a_data_folder_that_lacks_a_file_is_told_which(data_folder):
    problem = find.find(MNIST).problem
    assert "the folder GAN_DATA lacks mnist.npz" in problem
    assert "set GAN_DATA" not in problem
    (data_folder / "weights").mkdir()
    (data_folder / "weights" / "a.json").write_text("{}")
    assert "lacks weights/a.bin" in find.find(WEIGHTS).problem
