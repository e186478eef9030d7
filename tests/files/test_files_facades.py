"""The CMP facades: cleaned and shrunk label maps, the parts, damaged files."""

import io

import numpy as np
import PIL.Image
import pytest
from small_sets import write_facades

from gan_utils import data
from gan_utils.files import facades


def test_jpeg_mixtures_at_edges_do_not_become_other_classes(rng):
    labels = np.full((64, 64), data.FACADE_CLASSES.index("facade"))
    labels[20:40] = data.FACADE_CLASSES.index("molding")
    file = io.BytesIO()
    PIL.Image.fromarray(data.FACADE_PALETTE[labels]).resize(
        (61, 61), PIL.Image.Resampling.BICUBIC
    ).save(file, "jpeg", quality=90)
    pixels = np.asarray(PIL.Image.open(file))
    nearest = facades.nearest_labels(pixels)
    assert len(np.unique(nearest)) > 2
    assert set(np.unique(facades._clean_labels(pixels))) == set(np.unique(labels))


@pytest.mark.parametrize("image_size", [128, 64, 32])
def test_small_maps_hold_the_most_frequent_class_and_small_photos_the_mean(
    image_size, data_folder
):
    write_facades(data_folder, train=1, test=1)
    large, small = (data.facades("real", n)[0] for n in (256, image_size))
    cell = 256 // image_size
    labels = data.labels_of(large.sources)[0]
    one_hot = np.eye(12)[labels].reshape(image_size, cell, image_size, cell, 12)
    counts = one_hot.sum((1, 3))
    chosen = data.labels_of(small.sources)[0]
    of_chosen = np.take_along_axis(counts, chosen[..., None], -1)[..., 0]
    np.testing.assert_array_equal(of_chosen, counts.max(-1))
    assert (counts.max(-1) < cell**2).any()
    means = large.targets.reshape(1, image_size, cell, image_size, cell, 3).mean((2, 4))
    np.testing.assert_allclose(small.targets, means, atol=0.51 / 127.5)


def test_val_stands_in_for_a_missing_test_split_and_test_wins(data_folder):
    write_facades(data_folder, train=1, val=3)
    assert len(data.facades()[1].targets) == 3
    write_facades(data_folder, test=2)
    assert len(data.facades()[1].targets) == 2


@pytest.mark.parametrize(
    ("counts", "message"),
    [({"test": 1}, "no training pairs"), ({"train": 1}, "neither test nor val")],
)
def test_a_folder_without_training_or_held_out_pairs_is_an_error(
    counts, message, data_folder
):
    write_facades(data_folder, **counts)
    with pytest.raises(FileNotFoundError, match=message):
        data.facades()


def test_damaged_facades_are_listed_in_one_error(data_folder):
    write_facades(data_folder, train=4, test=1)
    folder = data_folder / "facades" / "train"
    whole = (folder / "2.jpg").read_bytes()
    (folder / "2.jpg").write_bytes(whole[: len(whole) // 2])
    PIL.Image.new("RGB", (256, 256)).save(folder / "3.jpg")
    with pytest.raises(ValueError, match="2.jpg.*\n.*3.jpg: is 256×256, not 512×256"):
        data.facades()


def test_a_photo_in_the_place_of_the_map_is_refused(tmp_path, monkeypatch):
    write_facades(tmp_path, train=1, test=1)
    file = tmp_path / "facades" / "train" / "1.jpg"
    halves = np.asarray(PIL.Image.open(file))
    grey = np.full((256, 256, 3), 128, "uint8")
    PIL.Image.fromarray(np.concatenate([halves[:, 256:], grey], 1)).save(file)
    message = "100% of the label map's pixels have none of its 12 colours; is the photo"
    with pytest.raises(ValueError, match=message):
        facades.read_facades(tmp_path / "facades", 64)
    with pytest.raises(ValueError, match=message):
        data.labels_of(np.zeros((1, 8, 8, 3), "float32"))
