"""Pictures of any depth: one scale for a set, and a sentence where it looks black."""

import numpy as np
import PIL.Image
import pytest

from gan_utils import data
from gan_utils.faces import photo


def pairs_of(folder, *pictures, ending="tif", **options):
    """A folder of side-by-side pictures, read."""
    for number, pixels in enumerate(pictures):
        PIL.Image.fromarray(pixels).save(folder / f"{number}.{ending}")
    return data.paired_folder(folder, image_size=None, **options)


def ramp(highest, dtype, low=0, shape=(8, 16)):
    return np.linspace(low, highest, np.prod(shape)).reshape(shape).astype(dtype)


def pixels_of(pairs):
    """Both halves as pixels, joined again."""
    both = np.concatenate([pairs.targets, pairs.sources], axis=2)
    return data.to_pixels(both)[..., 0].astype(int)


@pytest.mark.parametrize(
    ("highest", "dtype", "white"),
    [(4095, "uint16", 4095), (65535, "uint16", 65535), (1.0, "float32", 1)]
    + [(200, "uint16", 255), (5e5, "float32", 5e5)],
)
def test_deep_pictures_of_a_set_lie_on_one_scale(highest, dtype, white, tmp_path):
    bright, dark = ramp(highest, dtype), ramp(highest / 2, dtype)
    pairs = pairs_of(tmp_path, bright, dark, ramp(200, "uint8"))
    wanted = [bright / white * 255, dark / white * 255, ramp(200, "uint8")]
    assert np.abs(pixels_of(pairs) - np.array(wanted)).max() <= 1


@pytest.mark.parametrize("low", [-1, -1000])
def test_negative_values_of_a_set_are_not_cut_off(low, tmp_path):
    pairs = pairs_of(tmp_path, ramp(-low, "float32", low), ramp(0, "float32", low))
    wanted = [ramp(255, "float32"), ramp(127.5, "float32")]
    assert np.abs(pixels_of(pairs) - np.array(wanted)).max() <= 1


def test_what_is_no_number_does_not_move_the_scale(tmp_path):
    depths = ramp(1, "float32")
    depths[0, :2] = np.nan, np.inf
    got = pixels_of(pairs_of(tmp_path, depths))[0]
    assert got[0, :2].tolist() == [0, 255] and abs(got[4, 8] - 255 * depths[4, 8]) <= 1


def test_class_numbers_are_noticed(tmp_path, capsys):
    pairs_of(tmp_path, ramp(7, "uint8"), ending="png")
    printed = capsys.readouterr().out
    assert "targets" in printed and "sources" in printed
    assert "values 0…7 of 255" in printed and "class numbers?" in printed


def test_a_single_photo_keeps_its_12_bits_and_is_noticed_where_it_looks_black(
    tmp_path, capsys
):
    file = tmp_path / "photo.png"
    PIL.Image.fromarray(ramp(4095, "uint16", shape=(80, 80))).save(file)
    assert photo.open_photo(file).max() == 255 and not capsys.readouterr().out
    PIL.Image.fromarray(ramp(9, "uint8", shape=(80, 80))).save(file)
    photo.open_photo(file)
    assert "values 0…9 of 255" in capsys.readouterr().out


def test_a_map_of_three_colours_has_three_when_it_is_resized(tmp_path, rng):
    colours = np.array([(255, 0, 0), (0, 0, 255), (9, 99, 0)], "uint8")
    labels = rng.integers(0, 3, (5, 10)).repeat(7, axis=0).repeat(7, axis=1)
    PIL.Image.fromarray(colours[labels]).save(tmp_path / "map.png")
    for size in (16, 64):
        pairs = data.paired_folder(tmp_path, image_size=size)
        found = np.unique(data.to_pixels(pairs.sources).reshape(-1, 3), axis=0)
        assert sorted(map(tuple, found)) == sorted(map(tuple, colours))


def test_a_square_picture_that_is_cut_in_half_is_noticed(tmp_path, capsys):
    pairs_of(tmp_path, ramp(255, "uint8", shape=(16, 16)), ending="png")
    assert "16×16, not wider than high" in capsys.readouterr().out


def test_every_ending_is_read_and_what_is_passed_over_is_counted(tmp_path, capsys):
    for ending in ("jpg", "jfif", "jpe", "JPEG", "png", "avif", "webp", "pgm"):
        kind = "JPEG" if ending[0] in "jJ" else None
        picture = PIL.Image.fromarray(ramp(255, "uint8"))
        picture.save(tmp_path / f"of_{ending}.{ending}", kind)
    for name in ("notes.txt", "a.psd", ".hidden"):
        (tmp_path / name).write_text("no picture")
    assert len(data.paired_folder(tmp_path).file_names) == 8
    printed = capsys.readouterr().out
    assert "holds 10 files, 8 used" in printed and "a.psd, notes.txt." in printed


def test_names_match_whatever_way_their_accents_are_written(tmp_path):
    for role, name in (("targets", "caf\u00e9"), ("sources", "cafe\u0301")):
        (tmp_path / role).mkdir()
        PIL.Image.fromarray(ramp(255, "uint8")).save(tmp_path / role / f"{name}.png")
    assert len(data.paired_folder(tmp_path, "two_folders").file_names) == 1
