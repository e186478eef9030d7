"""Hypothesis strategies of what people bring: arrays, labels, folders of pictures."""

import unicodedata
from typing import NamedTuple

import numpy as np
import PIL.Image
from hypothesis import strategies as st
from small_sets import STAMP

_SHAPE = (4, 3, 3, 1)
_SPANS = [(0, 0), (0, 1), (-1, 1), (-1, 0.5), (0, 255), (0, 4095), (-5, 9), (-1.7, 1.7)]
_DTYPES = ["uint8", "int64", "int16", "uint16", "float16", "float32", "float64"]


@st.composite
def image_arrays(draw):
    """Images of any range and type, some with no numbers, rows or channels."""
    low, high = draw(st.sampled_from(_SPANS))
    dtype = np.dtype(draw(st.sampled_from(_DTYPES)))
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        low, high = max(low, limits.min), min(high, limits.max)
    images = np.linspace(low, high, np.prod(_SHAPE)).reshape(_SHAPE)
    if dtype.kind in "iu":
        images = np.rint(images)
    images = images.astype(dtype)
    if dtype.kind == "f" and draw(st.integers(0, 5)) == 0:
        images[draw(st.integers(0, 3)), 0, 0, 0] = draw(
            st.sampled_from([np.nan, np.inf, -np.inf])
        )
    change = draw(st.sampled_from(["none"] * 6 + ["empty", "text", "flags"]))
    made = {"empty": images[:0], "text": images.astype(str), "flags": images > 0}
    return made.get(change, images)


@st.composite
def label_arrays(draw, n_classes=3):
    """Labels from 0, from 1, below 0, in between, as words, one-hot, or too few."""
    count = draw(st.sampled_from([4, 4, 4, 3]))
    first = draw(st.integers(-1, 1))
    labels = first + np.arange(count) % n_classes
    kind = draw(st.sampled_from(["int32", "int64", "uint8", "float32", "float64"]))
    if kind == "uint8":
        labels = np.abs(labels)
    labels = labels.astype(kind)
    change = draw(st.sampled_from(["none"] * 4 + ["text", "one-hot", "between", "nan"]))
    made = {
        "text": labels.astype(str),
        "one-hot": np.eye(5)[labels.astype(int)],
        "between": labels * 0.45,
        "nan": np.where(np.arange(count) == 1, np.nan, labels),
    }
    return made.get(change, labels)


class Picture(NamedTuple):
    """A picture to be saved.

    Attributes:
        name: of the file.
        image: as Pillow has it.
        values: (height, width), what it says: 0…255, or with more bits any numbers.
        is_deep: whether it has more than 8 bits a pixel.
    """

    name: str
    image: PIL.Image.Image
    values: np.ndarray
    is_deep: bool


_FLAT = ["png", "PNG", "bmp", "tif", "tiff", "gif", "pgm"]  # keep what they are given
_HIGHEST = [200, 255, 1000, 4095, 9000, 65535]
_FLOAT_SPANS = [(0, 1), (0, 0.4), (0, 255), (-1, 1), (-1, 0.5), (-900, 3000)]


@st.composite
def pictures(draw, stem, shape=(6, 12)):
    """A picture of any depth and mode, each value of a ramp once."""
    steps = np.linspace(0, 1, shape[0] * shape[1]).reshape(shape)
    steps = steps[:, :: draw(st.sampled_from([1, -1]))]
    kind = draw(st.sampled_from(["grey", "colour", "clear", "16 bits", "floats"]))
    if kind == "16 bits":
        values = np.rint(steps * draw(st.sampled_from(_HIGHEST))).astype("uint16")
        name = f"{stem}.{draw(st.sampled_from(['png', 'tif']))}"
        return Picture(name, PIL.Image.fromarray(values), values, True)
    if kind == "floats":
        low, high = draw(st.sampled_from(_FLOAT_SPANS))
        values = (low + steps * (high - low)).astype("float32")
        return Picture(f"{stem}.tiff", PIL.Image.fromarray(values), values, True)
    values = np.rint(steps * draw(st.sampled_from([7, 40, 255]))).astype("uint8")
    image, endings = PIL.Image.fromarray(values), _FLAT
    if kind != "grey":
        endings = ["png", "tif"]
        image = image.convert("RGB" if kind == "colour" else "RGBA")
    return Picture(f"{stem}.{draw(st.sampled_from(endings))}", image, values, False)


JUNK = ["notes.txt", "a.psd", "Thumbs.db", "labels.csv"]


class Folder(NamedTuple):
    """Pairs as people keep them.

    Attributes:
        layout: "side_by_side" or "two_folders".
        files: pictures of the one folder, or of the targets and of the sources.
        junk: names of further files.
        problem: what is wrong with it, or "".
    """

    layout: str
    files: tuple[list[Picture], ...]
    junk: list[str]
    problem: str


@st.composite
def folders(draw):
    """A folder of mixed formats, depths, names and roles, at times with a fault."""
    layout = draw(st.sampled_from(["side_by_side", "two_folders"]))
    stems = draw(
        st.lists(
            st.sampled_from(["1", "2", "10", "a b", "café", "Ünal"]),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    problem = draw(st.sampled_from([""] * 5 + ["other size", "odd width", "partner"]))
    files = []
    for _ in range(1 + (layout == "two_folders")):
        form = draw(st.sampled_from(["NFC", "NFD"]))
        names = [unicodedata.normalize(form, stem) for stem in stems]
        files.append([draw(pictures(name)) for name in names])
    if problem == "other size":
        extra = [draw(pictures(f"x{i}", (6, 12))) for i in range(2)]
        files[0] += [*extra, draw(pictures("z", (8, 14)))]
        for others in files[1:]:
            others += [*extra, draw(pictures("z", (8, 14)))]
    elif problem == "odd width":
        files[0].append(draw(pictures("odd", (6, 13))))
    elif problem == "partner":
        files[-1].append(draw(pictures("lonely")))
    if (problem, layout) in (
        ("odd width", "two_folders"),
        ("partner", "side_by_side"),
    ):
        problem = "partner" if layout == "two_folders" else ""
    junk = draw(st.lists(st.sampled_from(JUNK), max_size=2, unique=True))
    return Folder(layout, tuple(files), junk, problem)


class FaceFile(NamedTuple):
    """A file among faces: its name, its picture, and the age it tells, or None."""

    name: str
    image: PIL.Image.Image | None
    age: int | None


@st.composite
def face_files(draw):
    """Files among which some are faces, with names as UTKFace has them or not."""
    files = []
    for number in range(draw(st.integers(1, 5))):
        age = draw(st.integers(1, 130))
        ending = draw(st.sampled_from(["jpg", "jpg.chip.jpg", "jpeg", "PNG", "bmp"]))
        name = f"{age}_{number % 2}_{age % 5}_{int(STAMP) + number}.{ending}"
        image = PIL.Image.new("RGB", (24, draw(st.sampled_from([24, 30]))), (age,) * 3)
        change = draw(
            st.sampled_from(["none"] * 4 + ["name", "deep", "damaged", "junk"])
        )
        fits = age <= 116
        if change == "name":
            name, fits = name.replace("_", "-", 1), False
        elif change == "deep":
            image = PIL.Image.fromarray(np.full((24, 24), 500 * age, "uint16"))
            name, fits = name.rsplit(".", 1)[0] + ".png", False
        elif change == "damaged":
            image, fits = None, False
        elif change == "junk":
            name, fits = f"{name}.txt", False
        files.append(FaceFile(name, image, age if fits else None))
    return files
