"""Weights that others published: their format, where they are found, damage."""

import shutil

import numpy as np
import pytest
from published_files import write_files

from gan_utils.faces.published_weights import PublishedWeights, read_weights

NAMES = ["weights.json", "weights.bin"]
STORED = {"dtype": "uint8", "scale": 0.5, "min": -3.0}
# A quantised array, a whole one, and one in half precision.
ENTRIES = [
    {"name": "a", "shape": [2, 2], "dtype": "float32", "quantization": STORED},
    {"name": "b", "shape": [3], "dtype": "float32"},
    {"name": "c", "shape": [1], "dtype": "int32", "quantization": {"dtype": "float16"}},
]
CONTENT = bytes([0, 1, 6, 255]) + np.array([1.5, -2.25, 1e-9], "<f4").tobytes()
CONTENT += np.array([0.375], "<f2").tobytes()


def test_quantised_numbers_are_scaled_and_shifted(tmp_path):
    write_files(tmp_path, NAMES, ENTRIES, CONTENT)
    arrays = read_weights(tmp_path / "weights.json")
    np.testing.assert_array_equal(arrays["a"], [[-3.0, -2.5], [0.0, 124.5]])
    np.testing.assert_array_equal(arrays["b"], np.float32([1.5, -2.25, 1e-9]))
    np.testing.assert_array_equal(arrays["c"], [0.375])
    assert {array.dtype for array in arrays.values()} == {np.dtype("float32")}


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT[:-18], CONTENT + b"0"])
def test_a_file_of_another_length_is_refused(tmp_path, content):
    write_files(tmp_path, NAMES, ENTRIES, content)
    with pytest.raises(ValueError, match="do not hold what it lists"):
        read_weights(tmp_path / "weights.json")


@pytest.fixture
def published(monkeypatch, tmp_path):
    """Weights that only a second address has, while the first does not answer."""
    monkeypatch.delenv("GAN_DATA", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    site = tmp_path / "site"
    return PublishedWeights(
        name="net",
        files=write_files(site, NAMES, ENTRIES, CONTENT),
        addresses=("file:///nowhere/", f"{site.as_uri()}/"),
        wanted="the folder net from https://example.org",
    )


def test_weights_are_downloaded_whole_by_the_second_route_and_found_again(
    published, monkeypatch, tmp_path
):
    place = published.find()
    assert place == tmp_path / "keras" / "datasets" / "net"
    assert sorted(path.name for path in place.iterdir()) == sorted(NAMES)
    assert [path.name for path in place.parent.iterdir()] == ["net"]
    published = published._replace(addresses=())
    assert list(published.read()) == ["a", "b", "c"]
    shutil.copytree(place, tmp_path / "class" / "net")
    monkeypatch.setenv("GAN_DATA", str(tmp_path / "class"))
    assert published.find() == tmp_path / "class" / "net"


def test_without_the_weights_an_error_says_where_to_get_them(published):
    with pytest.raises(FileNotFoundError, match="net from https://.* GAN_DATA"):
        published._replace(addresses=()).read()


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_weight_file_is_refused(published, tmp_path, name):
    file = tmp_path / "site" / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(ValueError, match=f"{name} is damaged or another version"):
        published.read(tmp_path / "site")
    with pytest.raises(FileNotFoundError):
        published.find()
    assert not (tmp_path / "keras" / "datasets" / "net").exists()
    file.unlink()
    with pytest.raises(FileNotFoundError, match=f"{name} is missing"):
        published.read(tmp_path / "site")


def test_every_array_must_be_used_once(published):
    weights = {"a": np.zeros(2), "b": np.ones(3)}
    with published.each_once(weights) as take:
        assert take("b") is weights["b"] and take("a") is weights["a"]
    with (
        pytest.raises(ValueError, match="the network .b left over"),
        published.each_once(weights) as take,
    ):
        take("a")
    with (
        pytest.raises(ValueError, match="lacks c; use the folder net from https"),
        published.each_once(weights) as take,
    ):
        take("c")
