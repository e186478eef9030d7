"""What people bring ends in the right values or in one sentence, whatever it is.

Some 300 cases, or GAN_INPUT_EXAMPLES; `make fuzz` tries 5,000.
"""

import io
import os
import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pytest
import strategies
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from gan_utils import data, models
from gan_utils.faces import photo
from gan_utils.files import arrays
from gan_utils.files.faces import read_faces

EXAMPLES = int(os.environ.get("GAN_INPUT_EXAMPLES", 300))
N_CLASSES = 3


def tried(share):
    """Settings of a property that takes a share of the examples."""
    return settings(
        max_examples=max(1, round(EXAMPLES * share)),
        deadline=None,
        database=None,
        derandomize=EXAMPLES <= 300,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


def assert_one_sentence(error):
    """A sentence, or one that ends in a list of files."""
    first, *files = str(error).splitlines()
    assert first.endswith(":" if files else ".") and 30 < len(first) < 400, error
    event(f"refused: {type(error).__name__}")


@pytest.fixture(autouse=True)
def silent():
    with warnings.catch_warnings(action="ignore"):
        yield


@pytest.fixture(scope="module")
def discriminator():
    """Takes images of 3×3×1 and labels below N_CLASSES, as every conditional D does."""
    images = models.layers.Input((3, 3, 1))
    labels = models.layers.Input((), dtype="int32")
    meaning = models.layers.Embedding(N_CLASSES, 9)(labels)
    logits = models.layers.Dot(1)([models.layers.Flatten()(images), meaning])
    return models.keras.Model([images, labels], logits)


# Right values, worked out from what was made and not from the code -------------------


def in_unit_range(images, is_source):
    """What images mean in [−1, 1], or None where nobody can tell."""
    if images.dtype.kind not in "iuf" or not images.size:
        return None
    values = images.astype("float64")
    if not np.isfinite(values).all():
        return None
    if is_source and set(np.unique(values)) == {0, 1}:
        return values
    if images.dtype.kind in "iu":
        return values / 127.5 - 1 if 0 <= values.min() <= values.max() <= 255 else None
    in_range = np.abs(values).max() <= 1
    return values if in_range and (values.min() < 0 or np.ptp(values) == 0) else None


def as_labels(labels, n_images):
    """The labels, or None where they are none of a conditional GAN."""
    if labels.ndim != 1 or labels.dtype.kind not in "iuf" or len(labels) != n_images:
        return None
    return labels if np.isin(labels, np.arange(N_CLASSES)).all() else None


@tried(0.3)
@given(strategies.image_arrays(), strategies.label_arrays(N_CLASSES))
def test_images_with_labels_are_right_or_refused(discriminator, images, labels):
    wanted = in_unit_range(images, False), as_labels(labels, len(images))
    try:
        got = arrays.converted(images, labels)
        arrays.check_fit(got, discriminator)
    except ValueError as error:
        assert_one_sentence(error)
        assert wanted[0] is None or wanted[1] is None, error
        return
    assert got[0].dtype == "float32"
    np.testing.assert_allclose(got[0], wanted[0], atol=1e-3)
    np.testing.assert_array_equal(got[1], wanted[1])


@tried(0.2)
@given(strategies.image_arrays(), strategies.image_arrays())
def test_targets_with_sources_are_right_or_refused(targets, sources):
    wanted = in_unit_range(targets, False), in_unit_range(sources, True)
    try:
        got = arrays.converted(targets, sources)
    except ValueError as error:
        assert_one_sentence(error)
        assert wanted[0] is None or wanted[1] is None or len(targets) != len(sources)
        return
    for ours, theirs in zip(got, wanted, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-3)


def on_one_scale(pictures):
    """The values of a set in 0…255: those with more bits on one scale."""
    deep = [picture.values for picture in pictures if picture.is_deep]
    low = min((values.min() for values in deep), default=0)
    high = max((values.max() for values in deep), default=0)
    has_floats = any(values.dtype.kind == "f" for values in deep)
    whites = [1] * has_floats + [255, 1023, 4095, 16383, 65535]
    black, white = 0, min([white for white in whites if white >= high] or [high])
    if low < 0:
        black, white = (-1, 1) if low >= -1 and high <= 1 else (low, high)
    return [
        (picture.values - float(black)) / (white - black) * 255
        if picture.is_deep
        else picture.values.astype(float)
        for picture in pictures
    ]


def written(folder, place):
    """The folder on disk."""
    for pictures, role in zip(folder.files, ("targets", "sources"), strict=False):
        place_of_role = place if folder.layout == "side_by_side" else place / role
        place_of_role.mkdir(exist_ok=True)
        for picture in pictures:
            picture.image.save(place_of_role / picture.name)
        for name in folder.junk:
            (place_of_role / name).write_text("no picture")


@tried(0.3)
@given(strategies.folders(), st.sampled_from(["left", "right"]))
def test_a_folder_of_pairs_is_right_or_refused(capsys, folder, side):
    capsys.readouterr()
    with tempfile.TemporaryDirectory() as place:
        written(folder, Path(place))
        try:
            pairs = data.paired_folder(place, folder.layout, None, side)
        except ValueError as error:
            assert_one_sentence(error)
            assert folder.problem, error
            return
    assert not folder.problem
    printed = capsys.readouterr().out
    assert all(name in printed for name in folder.junk)
    scaled = [on_one_scale(pictures) for pictures in folder.files]
    if folder.layout == "side_by_side":
        halves = [(values[:, :6], values[:, 6:]) for values in scaled[0]]
        order = 1 if side == "left" else -1
        scaled = list(zip(*(both[::order] for both in halves), strict=True))
    for got, role, names in zip(
        (pairs.targets, pairs.sources), scaled, 2 * [folder.files[0]], strict=True
    ):
        by_name = {x.name: values for x, values in zip(names, role, strict=True)}
        wanted = np.stack([by_name[name] for name in pairs.file_names])
        pixels = data.to_pixels(got).astype(float)
        assert np.abs(pixels - wanted[..., None]).max() <= 1.01
        if wanted.max() < 25:
            assert "class numbers?" in printed


@tried(0.1)
@given(strategies.pictures("photo", (64, 64)))
def test_a_photo_is_right(picture):
    content = io.BytesIO()
    picture.image.save(content, "TIFF")
    got = photo.open_photo(content.getvalue())
    assert np.abs(got - on_one_scale([picture])[0][..., None]).max() <= 1.01


@tried(0.1)
@given(strategies.face_files())
def test_every_file_among_faces_is_a_face_with_its_age_or_is_named(offline, files):
    place = Path(tempfile.mkdtemp())
    try:
        for file in files:
            if file.image is None:
                (place / file.name).write_bytes(b"\xff\xd8 damaged")
            else:
                kind = "JPEG" if file.name.endswith(".txt") else None
                file.image.save(place / file.name, kind)
        wanted = {file.name: file.age for file in files if file.age is not None}
        try:
            faces = read_faces(place, 16)
        except ValueError as error:
            assert_one_sentence(error)
            assert not wanted
            return
    finally:
        shutil.rmtree(place)
    got = dict(zip(faces["file_names"].tolist(), faces["ages"].tolist(), strict=True))
    assert got == wanted
    brightness = faces["pixels"].mean(axis=(1, 2, 3))
    assert np.abs(brightness - faces["ages"]).max() <= 2
    assert got.keys() | faces["left_out"].keys() == {file.name for file in files}
