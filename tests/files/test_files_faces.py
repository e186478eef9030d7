"""Faces with ages: names, damaged files, the cached copy, the parts."""

import os
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from small_sets import STAMP, label_error, write_face, write_faces

from gan_utils import data
from gan_utils.files import faces, find
from gan_utils.files.faces import _held_out, _parse_name, read_faces


@pytest.fixture
def folder(data_folder):
    write_faces(data_folder / "UTKFace")
    return data_folder / "UTKFace"


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        (f"39_1_4_{STAMP}.jpg.chip.jpg", (39, 1, 4)),
        (f"116_0_0_{STAMP}.jpg", (116, 0, 0)),
        ("14_0_0_2017011022340900.jpg.chip.jpg", (14, 0, 0)),
        ("28_1_2_201701161846515488.jpg.chip.jpg", (28, 1, 2)),
        # The five malformed names among the published originals.
        ("24_0_1_20170116220224657 .jpg.chip.jpg", None),
        ("55_0_0_20170116232725357jpg.chip.jpg", None),
        ("39_1_20170116174525125.jpg.chip.jpg", None),
        ("61_1_20170109142408075.jpg.chip.jpg", None),
        ("61_1_20170109150557335.jpg.chip.jpg", None),
        # Labels that do not exist.
        (f"117_0_0_{STAMP}.jpg", None),
        (f"30_2_0_{STAMP}.jpg", None),
        (f"30_0_5_{STAMP}.jpg", None),
        (f"-3_0_0_{STAMP}.jpg", None),
        (f"30_0_0_0_{STAMP}.jpg", None),
        (f"30_0_0_{STAMP}.jpg.part", None),
    ],
)
def test_names_are_read_strictly(name, labels):
    assert _parse_name(name) == labels


def test_damaged_files_are_dropped_whole_and_reported(folder, capsys):
    names = sorted(path.name for path in folder.iterdir())
    whole = (folder / names[50]).read_bytes()
    planted = {names[0]: b"", names[7]: b"no picture", names[50]: whole[:-200]}
    for name, content in planted.items():
        (folder / name).write_bytes(content)
    malformed = write_face(folder, 30, ending=" .jpg.chip.jpg")
    (folder / "README.txt").write_text("not a picture")
    (folder / f"._39_1_4_{STAMP}.jpg").write_bytes(b"what macOS leaves")
    faces = read_faces(folder, 32)
    assert len(faces["ages"]) == 97
    assert label_error(faces["pixels"], faces["ages"]) < 3
    assert set(faces["left_out"]) == {*planted, malformed, "README.txt"}
    assert faces["left_out"]["README.txt"] == "no picture by its name"
    assert faces["left_out"][malformed] == "malformed name"
    assert all("damaged" in faces["left_out"][name] for name in planted)
    ages = [int(name.split("_")[0]) for name in faces["file_names"]]
    assert faces["ages"].tolist() == ages
    assert faces["genders"].tolist() == [age % 2 for age in ages]
    assert faces["ethnicities"].tolist() == [age % 5 for age in ages]
    data.utkface("real", 32)
    printed = capsys.readouterr().out
    assert "Left out 5 files" in printed and malformed in printed


@pytest.fixture
def decoded(monkeypatch):
    """One entry for each time that the pictures are decoded."""
    calls, decode = [], faces._decode_folder
    monkeypatch.setattr(
        faces, "_decode_folder", lambda *args: calls.append(1) or decode(*args)
    )
    return calls


def test_the_second_time_all_comes_from_the_cached_copy(folder, decoded):
    first, second = read_faces(folder, 32), read_faces(folder, 32)
    assert len(decoded) == 1
    assert label_error(second["pixels"], second["ages"]) < 3
    assert first.keys() == second.keys()
    for name in first:
        np.testing.assert_array_equal(first[name], second[name])


@pytest.mark.parametrize(
    ("change", "n_faces"),
    [("added", 101), ("removed", 99), ("damaged", 99), ("touched", 100)],
)
def test_a_changed_folder_is_read_anew(folder, decoded, change, n_faces):
    read_faces(folder, 32)
    path = sorted(folder.iterdir())[3]
    if change == "added":
        write_face(folder, 33, number=999)
    elif change == "removed":
        path.unlink()
    elif change == "damaged":
        path.write_bytes(b"damaged since")
    else:
        os.utime(path, (time.time() + 5, time.time() + 5))
    for _ in range(2):
        assert len(read_faces(folder, 32)["ages"]) == n_faces
    assert len(decoded) == 2


def test_another_size_has_its_own_copy(folder):
    for size in (32, 48):
        assert read_faces(folder, size)["pixels"].shape == (100, size, size, 3)
    copies = sorted(path.name for path in find.cache_folder().iterdir())
    assert copies == ["UTKFace-32.npz", "UTKFace-48.npz"]


def test_a_damaged_copy_is_made_anew_and_a_notice_says_so(folder, capsys):
    first = read_faces(folder, 32)
    path = find.cache_folder() / "UTKFace-32.npz"
    path.write_bytes(path.read_bytes()[:5000])
    second = read_faces(folder, 32)
    assert "damaged" in capsys.readouterr().out
    np.testing.assert_array_equal(first["pixels"], second["pixels"])
    assert len(np.load(path)["ages"]) == 100


def test_a_file_that_cannot_be_opened_today_is_tried_again_tomorrow(
    folder, monkeypatch
):
    name = sorted(path.name for path in folder.iterdir())[3]
    read_bytes = Path.read_bytes

    def fail_once(path):
        if path.name == name:
            raise OSError("the network drive is gone")
        return read_bytes(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", fail_once)
        faces = read_faces(folder, 32)
    assert faces["left_out"] == {name: "not read (OSError)"}
    assert label_error(faces["pixels"], faces["ages"]) < 3
    assert len(read_faces(folder, 32)["ages"]) == 100


def test_without_a_place_for_the_copy_the_faces_are_read_all_the_same(
    folder, tmp_path, monkeypatch, capsys
):
    (tmp_path / "file").write_text("a file where a folder should be")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "file"))
    assert len(read_faces(folder, 32)["ages"]) == 100
    assert "was not written" in capsys.readouterr().out


@pytest.mark.parametrize("size", [(64, 64), (200, 200), (90, 300), (300, 90), (9, 9)])
def test_pictures_of_any_size_are_taken(folder, size):
    name = write_face(folder, 77, number=500, size=size)
    faces = read_faces(folder, 64)
    row = faces["file_names"].tolist().index(name)
    assert faces["pixels"][row].shape == (64, 64, 3)
    assert abs(faces["pixels"][row].mean() - 154) < 3


def test_a_picture_that_is_not_square_loses_its_margins(folder):
    picture = np.full((60, 180, 3), 255, "uint8")
    picture[:, 60:120] = [200, 20, 20]
    name = f"50_0_0_{STAMP}.jpg"
    Image.fromarray(picture).save(folder / name, "JPEG", quality=95, subsampling=0)
    faces = read_faces(folder, 30)
    middle = faces["pixels"][faces["file_names"].tolist().index(name)][3:-3, 3:-3]
    assert np.abs(middle.astype(int) - [200, 20, 20]).max() < 12


def test_a_picture_of_the_right_size_keeps_its_pixels(folder):
    path = sorted(folder.iterdir())[0]
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), "uint8")
    Image.fromarray(noise).save(path, "JPEG")
    decoded = np.asarray(Image.open(path))
    np.testing.assert_array_equal(read_faces(folder, 64)["pixels"][0], decoded)


def test_a_face_never_wanders_between_the_parts(folder):
    def held_out():
        faces = read_faces(folder, 32)
        return set(faces["file_names"][faces["held_out"]])

    first = held_out()
    for path in sorted(folder.iterdir())[::3]:
        path.unlink()
    remaining = {path.name for path in folder.iterdir()}
    fewer = held_out()
    assert fewer == first & remaining
    # The photograph and its cropped copy belong to the same part.
    for name in remaining:
        (folder / name).rename(folder / name.replace(".chip.jpg", ""))
    assert {f"{name}.chip.jpg" for name in held_out()} == fewer


def test_a_tenth_of_the_names_is_held_out():
    names = [f"30_0_0_{int(STAMP) + number}.jpg" for number in range(5000)]
    assert 0.09 < _held_out(np.array(names)).mean() < 0.11


def test_a_folder_without_faces_is_refused(folder):
    for path in folder.iterdir():
        path.rename(folder / f"holiday {path.name}")
    with pytest.raises(ValueError, match="no readable image named AGE_GENDER"):
        data.utkface("auto", 32)


def test_a_face_may_have_any_ending_of_a_picture_but_not_more_than_8_bits(tmp_path):
    # write_face writes JPEG, whatever the ending: the contents count.
    for number, ending in enumerate(("jpg", "jpg.chip.jpg", "jfif", "avifs", "PPM")):
        write_face(tmp_path, 30, number, ending=f".{ending}")
    deep = tmp_path / f"40_0_0_{STAMP}.png"
    Image.fromarray(np.full((80, 80), 9000, "uint16")).save(deep)
    faces = read_faces(tmp_path, 32)
    assert faces["ages"].tolist() == [30] * 5
    assert faces["left_out"] == {deep.name: "more than 8 bits a pixel"}
