"""Faces in a photo: found, chosen, and framed as the data sets frame theirs."""

import os
import re
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image
from skimage.transform import estimate_transform

from gan_utils import data
from gan_utils.faces import alignment
from gan_utils.faces.alignment import Face

REAL_DATA = os.environ.get("GAN_DATA")


@pytest.fixture(scope="module")
def drawn():
    """Forty drawn faces, uint8 (40, 128, 128, 3)."""
    _, test = data.utkface("sample", 128)
    return test.pixels[:: len(test.pixels) // 40][:40]


def on_canvas(pictures, places, size=(640, 360), seed=0):
    """Pictures pasted on blotches of colour; places are (left, top, side, degrees)."""
    rng = np.random.default_rng(seed)
    blotches = Image.fromarray(rng.integers(60, 200, (6, 8, 3), "uint8"))
    canvas = blotches.resize(size, Image.Resampling.BICUBIC)
    for pixels, (left, top, side, degrees) in zip(pictures, places, strict=True):
        picture = Image.fromarray(pixels).resize((side, side), Image.Resampling.BICUBIC)
        mask = Image.new("L", (side, side), 255)
        turned = [p.rotate(degrees, Image.Resampling.BICUBIC) for p in (picture, mask)]
        canvas.paste(turned[0], (left, top), turned[1])
    return np.array(canvas)


def framing_error(face, like, left, top, side):
    """Mean distance of the frame's corners from where they should be, in sides."""
    template, corners = alignment.TEMPLATES[like], np.array([(0, 0), (1, 0), (1, 1)])
    found = estimate_transform("similarity", np.array(template), face.landmarks)
    off = found(corners) - (corners * side + (left, top))
    return np.linalg.norm(off, axis=1).mean() / side


def template_face(left, top, side, degrees=0, like="UTKFace"):
    """A face whose landmarks lie exactly where the template has them."""
    points = np.array(alignment.TEMPLATES[like]) - 0.5
    turn = np.exp(-1j * np.deg2rad(degrees))  # y grows downwards
    place = side * turn * (points @ [1, 1j]) + left + side / 2 + 1j * (top + side / 2)
    return Face((left, top, side, side), np.stack([place.real, place.imag], 1), 1.0)


@pytest.mark.parametrize(
    ("side", "degrees"), [(64, 0), (128, 0), (200, 0), (320, 25), (250, -40)]
)
def test_an_aligned_face_is_the_picture_that_was_put_into_the_photo(
    drawn, side, degrees
):
    photo = on_canvas(drawn[:1], [(150, 20, side, degrees)])
    face = template_face(150, 20, side, degrees)
    aligned = alignment.align_face(photo, face)
    assert aligned.shape == (64, 64, 3) and aligned.dtype == np.float32
    wanted = np.asarray(Image.fromarray(drawn[0]).reduce(2)) / 127.5 - 1
    error = np.abs(aligned - wanted)
    if degrees:  # the canvas shows in the corners
        error = error[12:-12, 12:-12]
    assert error.mean() < 0.03
    shifted = np.abs(np.roll(aligned, 2, 1) - wanted)[12:-12, 12:-12]
    assert shifted.mean() > 2 * error.mean()


@pytest.mark.parametrize("degrees", [0, 20])
def test_what_changes_in_the_frame_changes_there_in_the_photo(degrees):
    photo = np.full((200, 300, 3), 100, "uint8")
    face = template_face(60, 30, 128, degrees)
    marked = photo.copy()
    marked[90:98, 110:118] = 180
    framed = alignment.align_face(photo, face)
    change = alignment.align_face(marked, face) - framed
    found = alignment.add_change(photo, face, change).astype(int) - 100
    rows, columns = np.nonzero(found[..., 0] > 20)
    np.testing.assert_allclose([rows.mean(), columns.mean()], [93.5, 113.5], atol=0.3)
    assert abs(found[..., 0].sum() / (80 * 64) - 1) < 0.05
    assert (found[:25] == 0).all() and (found[:, :50] == 0).all()


def test_no_change_leaves_every_pixel_of_the_photo(drawn):
    photo = on_canvas(drawn[:1], [(150, 20, 200, 10)])
    face = template_face(150, 20, 200, 10)
    same = alignment.add_change(photo, face, np.zeros((128, 128, 3), "float32"))
    np.testing.assert_array_equal(same, photo)


def test_a_change_fades_out_towards_the_edge_of_the_frame():
    photo = np.full((200, 200, 3), 100, "uint8")
    face = template_face(36, 36, 128)
    bright = np.full((128, 128, 3), 0.4, "float32")
    row = alignment.add_change(photo, face, bright)[100, :, 0].astype(int)
    assert row[100] == 151 and row[34] == row[165] == 100
    assert np.abs(np.diff(row)).max() <= 5


def test_outside_the_photo_it_is_black(drawn):
    photo = np.full((100, 100, 3), 255, "uint8")
    aligned = alignment.align_face(photo, template_face(-50, -50, 100), 32)
    assert (aligned[:15] == -1).all() and (aligned[:, :15] == -1).all()
    assert (aligned[17:, 17:] == 1).all()


def test_fine_patterns_are_averaged_not_sampled():
    stripes = np.zeros((600, 600, 3), "uint8")
    stripes[:, ::2] = 255
    aligned = alignment.align_face(stripes, template_face(1, 1, 597), 64)
    assert np.abs(aligned[2:-2, 2:-2]).max() < 0.15


def test_unknown_framings_and_other_forms_of_photo_are_refused(drawn):
    face = template_face(0, 0, 100)
    with pytest.raises(ValueError, match="'CelebA'; choose one of UTKFace, drawn"):
        alignment.align_face(drawn[0], face, like="CelebA")
    for other in (drawn[0] / 255.0, drawn[0, ..., 0], np.zeros((9, 9, 4), "uint8")):
        with pytest.raises(ValueError, match="as open_photo does"):
            alignment.find_faces(other)
        with pytest.raises(ValueError, match="as open_photo does"):
            alignment.align_face(other, face)


def test_no_face_is_one_clear_sentence(drawn):
    with pytest.raises(ValueError, match="No face was found .* looks towards") as error:
        alignment.choose_face(drawn[0], [])
    assert str(error.value).count(".") == 1


def test_a_single_face_needs_no_number(drawn):
    face = template_face(10, 10, 50)
    assert alignment.choose_face(drawn[0], [face]) is face
    assert alignment.choose_face(drawn[0], [face], number=1) is face


def test_several_faces_are_shown_numbered_and_a_number_is_asked_for(drawn, monkeypatch):
    shown = []
    monkeypatch.setattr(plt, "show", lambda: shown.append(plt.gcf()))
    faces = [template_face(left, 10, 30) for left in (10, 50, 90)]
    with pytest.raises(ValueError, match="There are 3 faces .* pass number=1 to 3"):
        alignment.choose_face(drawn[0], faces)
    (axis,) = shown[0].axes
    assert [text.get_text() for text in axis.texts] == ["1", "2", "3"]
    assert [patch.get_bbox().bounds for patch in axis.patches] == [
        face.box for face in faces
    ]
    plt.close("all")
    assert alignment.choose_face(drawn[0], faces, number=2) is faces[1]
    for number in (0, 4, -1):
        with pytest.raises(ValueError, match=f"no face {number} .* shows 3"):
            alignment.choose_face(drawn[0], faces, number)
    assert len(shown) == 1


def test_a_missing_package_is_named_with_its_cure(monkeypatch):
    monkeypatch.setitem(sys.modules, "mtcnn", None)
    alignment._detector.cache_clear()
    with pytest.raises(ImportError, match="%pip install mtcnn"):
        alignment.find_faces(np.zeros((100, 100, 3), "uint8"))


def test_a_package_that_mtcnn_lacks_is_named_and_mtcnn_is_not(monkeypatch, tmp_path):
    (tmp_path / "mtcnn.py").write_text("import no_such_package")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "mtcnn", raising=False)
    alignment._detector.cache_clear()
    with pytest.raises(ImportError, match="cannot be loaded.*install no_such_package"):
        alignment.find_faces(np.zeros((100, 100, 3), "uint8"))


class FakeDetector:
    """Reports faces of chosen widths and confidences, from right to left."""

    def __init__(self, faces):
        self.faces = faces

    def detect_faces(self, copy):
        self.shape = copy.shape
        return [
            {
                "box": [left, 5, width, width],
                "confidence": confidence,
                "keypoints": {
                    name: (left + i, 10 * i)
                    for i, name in enumerate(alignment.LANDMARKS)
                },
            }
            for left, width, confidence in self.faces
        ]


def test_weak_finds_and_bystanders_are_left_out_and_the_rest_sorted(monkeypatch):
    finder = FakeDetector(
        [(300, 60, 0.99), (200, 90, 0.7), (100, 29, 0.99), (10, 90, 0.9)]
    )
    monkeypatch.setattr(alignment, "_detector", lambda: finder)
    faces = alignment.find_faces(np.zeros((400, 800, 3), "uint8"))
    assert [face.box for face in faces] == [(10, 5, 90, 90), (300, 5, 60, 60)]
    assert faces[0].landmarks.tolist() == [[10 + i, 10 * i] for i in range(5)]


def test_a_large_photo_is_searched_in_a_small_copy(monkeypatch):
    finder = FakeDetector([(100, 50, 0.99)])
    monkeypatch.setattr(alignment, "_detector", lambda: finder)
    (face,) = alignment.find_faces(np.zeros((1200, 3200, 3), "uint8"))
    assert finder.shape == (300, 800, 3)
    assert face.box == (400, 20, 200, 200)
    assert face.landmarks[1].tolist() == [404, 40]


def test_a_strip_without_room_for_a_face_is_not_searched(monkeypatch):
    monkeypatch.setattr(alignment, "_detector", lambda: pytest.fail("searched"))
    assert alignment.find_faces(np.zeros((64, 5000, 3), "uint8")) == []


def test_drawn_faces_are_found_and_framed_as_they_were(drawn):
    errors = []
    for pixels in drawn[:10]:
        photo = on_canvas([pixels], [(200, 60, 200, 0)])
        for face in alignment.find_faces(photo):
            errors.append(framing_error(face, "drawn faces", 200, 60, 200))
    assert len(errors) >= 8
    # Drawn children have other proportions than adults: no framing suits both exactly.
    assert np.median(errors) < 0.09


def test_nothing_is_found_where_nobody_is():
    assert alignment.find_faces(on_canvas([], [])) == []


@pytest.fixture(scope="module")
def photographs():
    """Twelve photographs of UTKFace, uint8 (n, n, 3) each."""
    root = Path(REAL_DATA)
    folder = root / "UTKFace-originals"
    folder = folder if folder.is_dir() else root / "UTKFace"
    if not folder.is_dir():
        pytest.skip("put the folder UTKFace into GAN_DATA to run this test")
    paths = sorted(folder.glob("*.jpg"))
    return [np.array(Image.open(path)) for path in paths[:: len(paths) // 12][:12]]


@pytest.mark.real_data
def test_real_faces_are_found_at_any_size_and_framed_as_in_utkface(photographs):
    errors, n_others = [], 0
    for number, pixels in enumerate(photographs):
        side, left = (90, 150, 240)[number % 3], 40 * number
        photo = on_canvas([pixels], [(left, 50, side, 0)], (720, 400), number)
        found = [
            framing_error(face, "UTKFace", left, 50, side)
            for face in alignment.find_faces(photo)
        ]
        errors += [error for error in found if error < 0.3]
        n_others += sum(error >= 0.3 for error in found)
    assert len(errors) >= 11 and n_others <= 1
    assert np.median(errors) < 0.04


@pytest.mark.real_data
def test_two_real_people_are_numbered_and_cut_out_upright(photographs):
    pair = photographs[2:4]
    photo = on_canvas(pair, [(380, 60, 220, 20), (40, 80, 180, 0)], (680, 400))
    faces = alignment.find_faces(photo)
    assert len(faces) == 2
    with pytest.raises(ValueError, match=re.escape("2 faces")):
        alignment.choose_face(photo, faces)
    plt.close("all")
    for number, pixels in ((1, pair[1]), (2, pair[0])):
        face = alignment.choose_face(photo, faces, number)
        aligned = alignment.align_face(photo, face)
        small = Image.fromarray(pixels).resize((64, 64))
        wanted = np.asarray(small) / 127.5 - 1
        inside = np.s_[14:-14, 14:-14]
        likeness = np.corrcoef(aligned[inside].ravel(), wanted[inside].ravel())[0, 1]
        assert likeness > 0.85
