"""UTKFace: labels from the files' names, pixels, a cached copy; and the drawn faces.

A name that does not follow AGE_GENDER_RACE_TIMESTAMP.jpg and an image that cannot be
read are left out whole and reported, so that a label never slips to the next face.
"""

import hashlib
import io
import os
import re
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import keras
import numpy as np
import pooch
from PIL import Image, ImageOps

from gan_utils.files import checked, pictures
from gan_utils.files.download import Published, tar_members, temporary_folder_beside
from gan_utils.files.find import cache_folder, embedded_folder
from gan_utils.language import say

_ETHNICITIES = ("White", "Black", "Asian", "Indian", "other")
_SKINS = ("lightest skin", "light skin", "medium skin", "dark skin", "darkest skin")

# The timestamp has 17 digits; in three names of the set it has 16 or 18.
_NAME = re.compile(r"(\d{1,3})_([01])_([0-4])_\d{16,18}(\.jpg\.chip)?\.\w+", re.ASCII)
_OLDEST = 116
_NOT_READ = "not read"


def read_faces(
    folder: Path | None, image_size: int, progress: bool | None = None
) -> dict:
    """Reads a folder of UTKFace images, or the drawn faces.

    A copy of what was decoded, ``UTKFace-SIZE.npz`` in Keras's cache, is made anew when
    a file of the folder came, went, or changed its size or time.

    Args:
        folder: holds the images, without subfolders; None for the embedded sample.
        image_size: height and width; pictures that are not square lose their margins.
        progress: show a progress bar; None shows one in a terminal.

    Returns:
        The fields of ``data.FaceSet`` but found_in, and held_out, bool (n,): which
        faces are not for training.

    Raises:
        ValueError: the folder holds no usable image.
    """
    if folder is None:
        return read_drawn(image_size)
    with os.scandir(folder) as entries:
        files = sorted(
            (entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
            for entry in entries
            if entry.is_file() and not entry.name.startswith(".")
        )
    fingerprint = hashlib.sha256(repr((files, image_size)).encode()).hexdigest()
    copy = cache_folder() / f"UTKFace-{image_size}.npz"
    faces = _read_copy(copy, fingerprint, len(files), image_size)
    if faces is None:
        names = [name for name, _, _ in files]
        faces = _decode_folder(Path(folder), names, image_size, progress)
        if not len(faces["ages"]):
            raise ValueError(
                say(
                    "{folder} holds no readable image named "
                    "AGE_GENDER_RACE_TIMESTAMP.jpg; put the unpacked UTKFace "
                    "images there.",
                    folder=folder,
                )
            )
        # A file that could not be read this time, on a network drive say, may be well
        # next time; one that is damaged stays so.
        if not any(reason.startswith(_NOT_READ) for _, reason in faces["left_out"]):
            _write_copy(copy, fingerprint, faces)
    return faces | {
        "sha256": str(faces["sha256"]),
        "left_out": dict(faces["left_out"].tolist()),
        "held_out": _held_out(faces["file_names"]),
        "identities": None,
        "ethnicity_names": _ETHNICITIES,
        "name": "UTKFace",
    }


def _held_out(file_names: np.ndarray) -> np.ndarray:
    """One tenth of the names, by their hash: the same ones on every machine."""
    # Up to the first dot the photograph and its cropped copy have the same name.
    stems = [str(name).split(".")[0].encode() for name in file_names]
    hashes = [hashlib.sha256(stem).hexdigest()[:8] for stem in stems]
    return np.array([int(digits, 16) % 10 == 0 for digits in hashes])


def _decode_folder(
    folder: Path, names: list[str], image_size: int, progress: bool | None
) -> dict[str, np.ndarray]:
    """Decodes the images on all processors.

    Returns:
        pixels, ages, genders, ethnicities and file_names as in ``data.FaceSet``, and as
        arrays left_out (pairs of a name and a reason) and sha256.
    """
    labels = {name: _parse_name(name) for name in names}
    left_out = {name: "malformed name" for name in names if labels[name] is None}
    known = pictures.endings()
    for name in names:
        if Path(name).suffix.lower() not in known:
            left_out[name], labels[name] = "no picture by its name", None
    names = [name for name in names if labels[name] is not None]
    pixels = np.empty((len(names), image_size, image_size, 3), "uint8")
    kept, checksum = [], hashlib.sha256()
    show = sys.stdout.isatty() if progress is None else progress
    bar = keras.utils.Progbar(len(names), verbose=int(show), unit_name="image")
    with warnings.catch_warnings(), ThreadPoolExecutor(os.cpu_count()) as pool:
        # Pillow warns of odd notes in pictures, which harm nobody.
        warnings.simplefilter("ignore")
        results = pool.map(lambda name: _read_image(folder / name, image_size), names)
        for name, (image, content_sha256, problem) in zip(names, results, strict=True):
            if problem:
                left_out[name] = problem
            else:
                pixels[len(kept)] = image
                kept.append(name)
                checksum.update(name.encode() + content_sha256)
            bar.add(1)
    table = np.array([labels[name] for name in kept], "int32").reshape(-1, 3)
    return {
        "pixels": pixels[: len(kept)],
        "ages": table[:, 0],
        "genders": table[:, 1],
        "ethnicities": table[:, 2],
        "file_names": np.array(kept, dtype=str),
        "left_out": np.array(sorted(left_out.items()), dtype=str).reshape(-1, 2),
        "sha256": np.array(checksum.hexdigest()),
    }


def _parse_name(name: str) -> tuple[int, int, int] | None:
    """Age, gender and ethnicity from a UTKFace file name; None if it is malformed."""
    match = _NAME.fullmatch(name)
    if match is None or int(match[1]) > _OLDEST:
        return None
    return int(match[1]), int(match[2]), int(match[3])


def _read_image(path: Path, image_size: int) -> tuple[np.ndarray | None, bytes, str]:
    """A picture as uint8 (size, size, 3), its checksum, and else what is wrong."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, b"", f"{_NOT_READ} ({type(error).__name__})"
    try:
        with pictures.open_picture(content) as image:
            if pictures.is_deep(image):
                return None, b"", "more than 8 bits a pixel"
            # A JPEG can be decoded at half or a quarter of its size, much faster.
            image.draft("RGB", (image_size, image_size))
            upright = Image.fromarray(pictures.as_rgb(image))
            image = ImageOps.fit(upright, (image_size, image_size))
        return np.asarray(image), hashlib.sha256(content).digest(), ""
    # Pillow's decoders raise errors of many kinds on damaged files.
    except Exception as error:
        return None, b"", f"damaged ({type(error).__name__})"


def _read_copy(
    path: Path, fingerprint: str, n_files: int, image_size: int
) -> dict[str, np.ndarray] | None:
    """What was decoded, or None where the copy is missing, outdated or damaged."""
    if not path.is_file():
        return None
    try:
        # Names and labels take less than two kilobytes a file.
        most_bytes = 10_000 + n_files * (3 * image_size**2 + 2000)
        arrays = checked.read_arrays(path, most_bytes)
        if str(arrays.pop("fingerprint", "")) == fingerprint:
            _check_copy(arrays, image_size)
            return arrays
    except (OSError, ValueError) as error:
        reason = checked.short(error.__cause__ or error)
        text = say(
            "Notice: {path} is damaged ({reason}) and is made anew.",
            path=path,
            reason=reason,
        )
        print(text)
    return None


def _check_copy(arrays: dict[str, np.ndarray], image_size: int) -> None:
    """Refuses a copy that does not hold what ``_decode_folder`` returns."""
    n = np.size(arrays.get("ages"))
    expected = {
        "pixels": ("u", (n, image_size, image_size, 3)),
        **dict.fromkeys(("ages", "genders", "ethnicities"), ("i", (n,))),
        "file_names": ("U", (n,)),
        "left_out": ("U", (np.size(arrays.get("left_out")) // 2, 2)),
        "sha256": ("U", ()),
    }
    found = {name: (array.dtype.kind, array.shape) for name, array in arrays.items()}
    if found != expected:
        raise ValueError(say("its arrays are not those of a folder"))


def _write_copy(path: Path, fingerprint: str, arrays: dict[str, np.ndarray]) -> None:
    """Keeps what was decoded, where there is room for it."""
    try:
        with temporary_folder_beside(path) as temporary:
            part = Path(temporary) / path.name
            np.savez(part, fingerprint=fingerprint, **arrays)
            os.replace(part, path)
    except OSError as error:
        reason = checked.short(error)
        text = say(
            "Notice: {path} was not written ({reason}); next time takes as long.",
            path=path,
            reason=reason,
        )
        print(text)


def read_drawn(image_size: int, file_name: str = "faces.npz") -> dict:
    """Drawn people, as FaceSet's fields: a JPEG strip holds the pictures of each.

    "years.npz" shows everybody in one place and light, "faces.npz" never twice.
    """
    path = embedded_folder("samples") / file_name
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file)
    pixels = []
    for content in np.split(arrays["jpegs"], arrays["ends"][:-1]):
        with Image.open(io.BytesIO(content.tobytes())) as strip:
            n_ages = strip.width // strip.height
            strip = strip.resize((n_ages * image_size, image_size))
        pixels.extend(np.split(np.asarray(strip), n_ages, axis=1))
    persons, ages = arrays["identities"], arrays["ages"]
    names = [
        f"person {n:03d} aged {age:02d}" for n, age in zip(persons, ages, strict=True)
    ]
    return {
        "pixels": np.stack(pixels),
        "ages": ages.astype("int32"),
        "genders": arrays["genders"].astype("int32"),
        "ethnicities": arrays["skins"].astype("int32"),
        "file_names": np.array(names),
        "left_out": {},
        "sha256": pooch.file_hash(path),
        "identities": persons.astype("int32"),
        "ethnicity_names": _SKINS,
        "name": "drawn faces",
        "held_out": arrays["test"],  # no person is in both parts
    }


def _unpack(folder: Path, unpacked: Path) -> None:
    """Unpacks the images of the archive, whatever folders they are in."""
    unpacked.mkdir()
    for path, content in tar_members(folder / "UTKFace.tar.gz"):
        name = Path(path).name
        if content is not None and Path(name).suffix.lower() in pictures.endings():
            (unpacked / name).write_bytes(content)


# The published archive "Aligned & Cropped Faces", 107 MB, on mirrors: the link on the
# home page needs a browser, and has been broken at times. Others publish its MD5 only.
UTKFACE = Published(
    "UTKFace",
    {"UTKFace.tar.gz": "md5:ae1a16905fbd795db921ff1d940df9cc"},
    (
        "https://huggingface.co/datasets/py97/UTKFace-Cropped/resolve/main/",
        "https://huggingface.co/datasets/eraiichiro/UTKFace/resolve/main/",
    ),
    "the folder UTKFace ('Aligned & Cropped Faces' of "
    "https://susanqq.github.io/UTKFace/, unpacked)",
    "3,600 drawn faces",
    _unpack,
)
