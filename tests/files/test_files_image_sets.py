"""Labelled images in idx files; npz files are damaged in faults/test_fuzz.py."""

import gzip

import numpy as np
import pytest

from gan_utils import data
from gan_utils.files import image_sets


@pytest.mark.parametrize("packed", [True, False])
def test_fashion_mnist_is_read_where_a_package_of_the_system_puts_it(
    packed, offline, monkeypatch, tmp_path
):
    images = np.arange(2 * 784).reshape(2, 28, 28).astype("uint8")
    for name in image_sets.IDX_FILES:
        is_images = "images" in name
        content = bytes(16) + images.tobytes() if is_images else bytes(8) + b"\3\7"
        file = tmp_path / name if packed else tmp_path / name.removesuffix(".gz")
        file.write_bytes(gzip.compress(content) if packed else content)
    fashion = image_sets.IMAGE_SETS["fashion_mnist"]._replace(installed=tmp_path)
    monkeypatch.setitem(image_sets.IMAGE_SETS, "fashion_mnist", fashion)
    train, test = data.fashion_mnist("real")
    np.testing.assert_array_equal(data.to_pixels(train.images)[..., 0], images)
    assert list(train.labels) == list(test.labels) == [3, 7]
    assert train.found_in == "system" and train.class_names[3] == "dress"
    file.write_bytes(file.read_bytes()[:8])
    with pytest.raises(ValueError, match=r"t10k-labels.*; copy it again\."):
        data.fashion_mnist()
