"""Faces with ages: names, damaged files, the cached copy, the parts."""

import os
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gan_utils import data
from gan_utils.files import faces, find
from gan_utils.files.faces import decode_folder, parse_name

REAL_DATA = os.environ.get("GAN_DATA")
STAMP = "20170116174525125"


@pytest.fixture(autouse=True)
def own_cache(monkeypatch, tmp_path):
    """Keras's cache in the test's own folder, and no way to download."""
    monkeypatch.delenv("GAN_DATA", raising=False)
    monkeypatch.setattr(data, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(data, "ADDRESSES", ("file:///nowhere/UTKFace.tar.gz",))


def write_face(folder, age, number=0, size=(80, 80), ending=".jpg.chip.jpg"):
    """A grey picture as bright as its age, so that a shifted label shows."""
    name = f"{age}_{age % 2}_{age % 5}_{int(STAMP) + number}{ending}"
    Image.new("RGB", size, (2 * age,) * 3).save(folder / name, "JPEG")
    return name


@pytest.fixture
def folder(tmp_path, monkeypatch):
    place = tmp_path / "mirror" / "UTKFace"
    place.mkdir(parents=True)
    for number, age in enumerate(range(1, 101)):
        write_face(place, age, number)
    monkeypatch.setenv("GAN_DATA", str(place.parent))
    return place


def label_error(faces):
    return np.abs(faces.pixels.mean(axis=(1, 2, 3)) - 2 * faces.ages).max()


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
    assert parse_name(name) == labels


def test_damaged_files_are_dropped_whole_and_reported(folder, capsys):
    names = sorted(path.name for path in folder.iterdir())
    whole = (folder / names[50]).read_bytes()
    planted = {names[0]: b"", names[7]: b"no picture", names[50]: whole[:-200]}
    for name, content in planted.items():
        (folder / name).write_bytes(content)
    malformed = write_face(folder, 30, ending=" .jpg.chip.jpg")
    (folder / "README.txt").write_text("not a picture")
    (folder / "._39_1_4_20170116174525125.jpg").write_bytes(b"what macOS leaves")
    faces = data.read_faces(folder, 32)
    assert len(faces.ages) == 97
    assert label_error(faces) < 3
    assert set(faces.left_out) == {*planted, malformed}
    assert faces.left_out[malformed] == "malformed name"
    assert all("damaged" in faces.left_out[name] for name in planted)
    ages = [int(name.split("_")[0]) for name in faces.file_names]
    assert faces.ages.tolist() == ages
    assert faces.genders.tolist() == [age % 2 for age in ages]
    assert faces.ethnicities.tolist() == [age % 5 for age in ages]
    data.utkface("real", 32)
    printed = capsys.readouterr().out
    assert "Left out 4 files" in printed and malformed in printed


def test_labels_hold_from_the_cached_copy_too(folder, monkeypatch):
    first = data.read_faces(folder, 32)
    monkeypatch.setattr(faces, "decode_folder", None)  # calling it would fail
    second = data.read_faces(folder, 32)
    assert label_error(second) < 3
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("change", "n_faces"),
    [("added", 101), ("removed", 99), ("damaged", 99), ("touched", 100)],
)
def test_a_changed_folder_is_read_anew(folder, monkeypatch, change, n_faces):
    data.read_faces(folder, 32)
    calls, decode = [], decode_folder
    monkeypatch.setattr(
        faces, "decode_folder", lambda *args: calls.append(1) or decode(*args)
    )
    path = sorted(folder.iterdir())[3]
    if change == "added":
        write_face(folder, 33, number=999)
    elif change == "removed":
        path.unlink()
    elif change == "damaged":
        path.write_bytes(b"damaged since")
    else:
        os.utime(path, (time.time() + 5, time.time() + 5))
    assert len(data.read_faces(folder, 32).ages) == n_faces
    assert len(data.read_faces(folder, 32).ages) == n_faces
    assert len(calls) == 1


def test_another_size_has_its_own_copy(folder):
    assert data.read_faces(folder, 32).pixels.shape == (100, 32, 32, 3)
    assert data.read_faces(folder, 48).pixels.shape == (100, 48, 48, 3)
    assert sorted(path.name for path in find.cache_folder().iterdir()) == [
        "UTKFace-32.npz",
        "UTKFace-48.npz",
    ]


def test_a_damaged_copy_is_made_anew_and_a_notice_says_so(folder, capsys):
    first = data.read_faces(folder, 32)
    path = find.cache_folder() / "UTKFace-32.npz"
    path.write_bytes(path.read_bytes()[:5000])
    second = data.read_faces(folder, 32)
    assert "damaged" in capsys.readouterr().out
    np.testing.assert_array_equal(first.pixels, second.pixels)
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
        faces = data.read_faces(folder, 32)
    assert faces.left_out == {name: "not read (OSError)"}
    assert label_error(faces) < 3
    assert len(data.read_faces(folder, 32).ages) == 100


def test_without_a_place_for_the_copy_the_faces_are_read_all_the_same(
    folder, tmp_path, monkeypatch, capsys
):
    (tmp_path / "file").write_text("a file where a folder should be")
    monkeypatch.setattr(data, "cache_folder", lambda: tmp_path / "file")
    assert len(data.read_faces(folder, 32).ages) == 100
    assert "was not written" in capsys.readouterr().out


@pytest.mark.parametrize("size", [(64, 64), (200, 200), (90, 300), (300, 90), (9, 9)])
def test_pictures_of_any_size_are_taken(folder, size):
    name = write_face(folder, 77, number=500, size=size)
    faces = data.read_faces(folder, 64)
    row = faces.file_names.tolist().index(name)
    assert faces.pixels[row].shape == (64, 64, 3)
    assert abs(faces.pixels[row].mean() - 154) < 3


def test_a_picture_that_is_not_square_loses_its_margins(folder):
    picture = np.full((60, 180, 3), 255, "uint8")
    picture[:, 60:120] = [200, 20, 20]
    name = f"50_0_0_{STAMP}.jpg"
    Image.fromarray(picture).save(folder / name, "JPEG", quality=95, subsampling=0)
    faces = data.read_faces(folder, 30)
    middle = faces.pixels[faces.file_names.tolist().index(name)][3:-3, 3:-3]
    assert np.abs(middle.astype(int) - [200, 20, 20]).max() < 12


def test_a_picture_of_the_right_size_keeps_its_pixels(folder):
    path = sorted(folder.iterdir())[0]
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), "uint8")
    Image.fromarray(noise).save(path, "JPEG")
    decoded = np.asarray(Image.open(path))
    np.testing.assert_array_equal(data.read_faces(folder, 64).pixels[0], decoded)


def test_images_are_floats_between_minus_one_and_one(folder):
    faces = data.read_faces(folder, 32)
    faces.pixels[0], faces.pixels[1] = 0, 255
    assert faces.images([0]).min() == faces.images([0]).max() == -1
    assert faces.images(1).shape == (32, 32, 3) and (faces.images(1) == 1).all()
    assert faces.images(slice(0, 5)).dtype == np.float32
    assert faces.images(faces.ages > 60).shape == (40, 32, 32, 3)


def test_a_face_never_wanders_between_the_parts(folder):
    train, test = data.split(data.read_faces(folder, 32))
    assert len(train.ages) + len(test.ages) == 100
    assert label_error(train) < 3 and label_error(test) < 3
    held_out = set(test.file_names)
    for path in sorted(folder.iterdir())[::3]:
        path.unlink()
    _, fewer = data.split(data.read_faces(folder, 32))
    remaining = {path.name for path in folder.iterdir()}
    assert set(fewer.file_names) == held_out & remaining
    # The photograph and its cropped copy belong to the same part.
    for name in remaining:
        (folder / name).rename(folder / name.replace(".chip.jpg", ""))
    _, renamed = data.split(data.read_faces(folder, 32))
    assert {f"{name}.chip.jpg" for name in renamed.file_names} == set(fewer.file_names)


def test_a_tenth_of_the_names_is_held_out():
    names = np.array([f"30_0_0_{int(STAMP) + number}.jpg" for number in range(5000)])
    row = np.zeros(5000, "int32")
    faces = data.FaceSet(*(row, row, row, row, names, None, (), "UTKFace", "", "", {}))
    assert 0.09 < len(data.split(faces)[1].ages) / 5000 < 0.11


def test_age_groups_of_both_papers():
    ages = [0, 10, 11, 18, 19, 20, 21, 29, 30, 31, 39, 40, 41, 49, 50, 51, 59, 60, 116]
    six = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5]
    five = [-1, -1, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4]
    assert data.age_cgan_group(np.array(ages)).tolist() == six
    assert data.ipcgan_group(np.array(ages)).tolist() == five
    assert len(data.AGE_CGAN_GROUPS) == 6 and len(data.IPCGAN_GROUPS) == 5


def test_the_licence_is_stated_wherever_photographs_are_loaded(folder, capsys):
    train, _ = data.utkface("auto", 32)
    assert (train.name, train.source) == ("UTKFace", "GAN_DATA")
    assert "non-commercial research" in capsys.readouterr().out


def test_real_refuses_and_says_how_to_provide_the_photographs():
    with pytest.raises(FileNotFoundError, match="GAN_DATA.*|susanqq") as caught:
        data.utkface("real")
    assert "Aligned & Cropped Faces" in str(caught.value)
    with pytest.raises(ValueError, match="source="):
        data.utkface("somewhere")


def test_auto_falls_back_to_drawn_faces_and_says_so(capsys):
    train, _ = data.utkface("auto")
    assert (train.name, train.source) == ("drawn faces", "sample")
    assert "drawn faces instead" in capsys.readouterr().out


def test_a_folder_without_faces_is_refused(folder):
    for path in folder.iterdir():
        path.rename(folder / f"holiday {path.name}")
    with pytest.raises(ValueError, match="no readable image named AGE_GENDER"):
        data.utkface("auto", 32)


def test_drawn_faces_know_their_people():
    train, test = data.utkface("sample")
    assert train.pixels.shape[1:] == (64, 64, 3) and train.pixels.dtype == np.uint8
    assert len(train.ages) + len(test.ages) >= 3000
    assert not set(train.identities) & set(test.identities)
    people, pictures = np.unique(train.identities, return_counts=True)
    assert len(people) + len(set(test.identities)) >= 300 and pictures.min() >= 5
    for faces in (train, test):
        assert set(data.age_cgan_group(faces.ages)) == set(range(6))
        assert faces.ethnicities.max() < len(faces.ethnicity_names)
        assert len(set(faces.file_names)) == len(faces.ages)
    assert data.utkface("sample", 32)[1].pixels.shape[1:] == (32, 32, 3)


@pytest.mark.real_data
@pytest.mark.slow
def test_the_published_set_is_read_once(monkeypatch):
    folder = Path(REAL_DATA or "") / "UTKFace"
    if not folder.is_dir():
        pytest.skip("put the folder UTKFace into GAN_DATA to run this test")
    faces = data.read_faces(folder)
    assert len(faces.ages) > 20_000 and len(faces.left_out) < 10
    monkeypatch.setattr(faces, "decode_folder", None)  # the cache answers now
    again = data.read_faces(folder)
    assert again.sha256 == faces.sha256
    # Faces look alike more than noise does: neighbouring pixels agree.
    images = faces.images(slice(0, 200))
    assert np.abs(np.diff(images, axis=2)).mean() < 0.12
