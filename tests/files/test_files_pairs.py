"""A user's own pairs: layouts, formats, and everything that may be wrong with them."""

import numpy as np
import PIL.Image
import pytest

from gan_utils import data


def save(path, pixels):
    path.parent.mkdir(parents=True, exist_ok=True)
    PIL.Image.fromarray(np.asarray(pixels, "uint8")).save(path)


def test_side_by_side_files_are_cut_and_the_target_can_be_on_either_side(tmp_path):
    for number in (10, 9):
        save(
            tmp_path / f"{number}.png", np.kron([[[number], [200]]], np.ones((4, 4, 3)))
        )
    (tmp_path / "notes.txt").write_text("no picture")
    pairs = data.paired_folder(tmp_path, image_size=None)
    assert pairs.file_names == ["9.png", "10.png"]
    assert (pairs.found_in, pairs.targets.shape) == ("folder", (2, 4, 4, 3))
    np.testing.assert_array_equal(data.to_pixels(pairs.targets)[:, 0, 0, 0], [9, 10])
    assert (data.to_pixels(pairs.sources) == 200).all()
    turned = data.paired_folder(tmp_path, image_size=8, target_side="right")
    assert turned.targets.shape == (2, 8, 8, 3)
    assert (data.to_pixels(turned.targets) == 200).all()


def test_two_folders_are_matched_by_name_whatever_the_extension(tmp_path):
    for name, value in (("a", 10), ("b", 20)):
        save(tmp_path / "photo" / f"{name}.png", np.full((4, 4, 3), value))
        save(tmp_path / "sketch" / f"{name}.bmp", np.full((4, 4, 3), value + 1))
    pairs = data.paired_folder(
        tmp_path, "two_folders", None, target_folder="photo", source_folder="sketch"
    )
    assert data.to_pixels(pairs.targets)[:, 0, 0, 0].tolist() == [10, 20]
    assert data.to_pixels(pairs.sources)[:, 0, 0, 0].tolist() == [11, 21]


def test_everything_wrong_with_two_folders_is_listed_in_one_error(tmp_path):
    targets, sources = tmp_path / "targets", tmp_path / "sources"
    for name in ("a", "b", "c", "d", "e", "small"):
        save(targets / f"{name}.png", np.zeros((6, 6, 3)))
        save(sources / f"{name}.png", np.zeros((6, 6, 3)))
    (sources / "a.png").unlink()
    save(sources / "lonely.png", np.zeros((6, 6, 3)))
    (targets / "b.png").write_bytes(b"not a picture")
    save(sources / "c.png", np.zeros((6, 8, 3)))
    for folder in (targets, sources):
        save(folder / "small.png", np.zeros((3, 5, 3)))
    save(targets / "d.jpg", np.zeros((6, 6, 3)))
    with pytest.raises(ValueError) as error:
        data.paired_folder(tmp_path, "two_folders")
    lines = str(error.value).splitlines()[1:]
    for problem in (
        "targets/a.png: no partner in sources",
        "sources/lonely.png: no partner in targets",
        "targets/b.png and sources/b.png: not a picture",
        "targets/c.png and sources/c.png: differs in size",
        "small.png: 5×3, where most are 6×6",
        "same name as d",
    ):
        assert sum(problem in line for line in lines) == 1, problem
    assert len(lines) == 6


def test_odd_widths_and_mixed_sizes_of_side_by_side_files_are_listed(tmp_path):
    for name, shape in (("a", (4, 8)), ("b", (4, 8)), ("c", (4, 7)), ("d", (4, 12))):
        save(tmp_path / f"{name}.png", np.zeros((*shape, 3)))
    with pytest.raises(ValueError) as error:
        data.paired_folder(tmp_path)
    assert "c.png: has an odd width of 7" in str(error.value)
    assert "d.png: 6×4, where most are 4×4" in str(error.value)


def test_grey_palette_transparent_deep_and_turned_pictures_become_rgb(tmp_path):
    red = np.full((4, 8, 3), (255, 0, 0), "uint8")
    grey = PIL.Image.fromarray(np.full((4, 8), 100, "uint8"))
    grey.save(tmp_path / "1.png")
    PIL.Image.fromarray(np.full((4, 8), 100 * 256, "uint16")).save(tmp_path / "2.png")
    PIL.Image.fromarray(red).quantize(4).save(tmp_path / "3.png")
    clear = np.concatenate([red, np.zeros((4, 8, 1), "uint8")], 2)
    PIL.Image.fromarray(clear).save(tmp_path / "4.png")
    turned = PIL.Image.fromarray(np.full((8, 4), 100, "uint8"))
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    turned.save(tmp_path / "5.jpg", exif=exif)
    pairs = data.paired_folder(tmp_path, image_size=None)
    colours = data.to_pixels(pairs.sources)[:, 0, 0].tolist()
    grey, white = [100] * 3, [255] * 3
    assert colours == [grey, grey, [255, 0, 0], white, grey]


def test_empty_and_missing_folders_and_unknown_layouts_are_errors(tmp_path):
    with pytest.raises(FileNotFoundError, match="holds no pairs"):
        data.paired_folder(tmp_path)
    with pytest.raises(FileNotFoundError, match="not a folder"):
        data.paired_folder(tmp_path / "x")
    with pytest.raises(FileNotFoundError, match="targets is not a folder"):
        data.paired_folder(tmp_path, "two_folders")
    with pytest.raises(ValueError, match="side_by_side, two_folders"):
        data.paired_folder(tmp_path, "above")
    with pytest.raises(ValueError, match="left or right"):
        data.paired_folder(tmp_path, target_side="top")
