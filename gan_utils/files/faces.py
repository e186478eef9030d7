"""Reads a folder of UTKFace images: labels from the names, pixels, and a cached copy.

A name that does not follow AGE_GENDER_RACE_TIMESTAMP.jpg and an image that cannot be
read are left out whole and reported, so that a label never slips to the next face.
"""

import hashlib
import os
import re
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import keras
import numpy as np
from PIL import ImageOps

from gan_utils.files import checked, download, find, pictures

# The published archive "Aligned & Cropped Faces", UTKFace.tar.gz, 107 MB, and mirrors
# of it: the link on the home page needs a browser, and has been broken at times.
ARCHIVE_MD5 = "ae1a16905fbd795db921ff1d940df9cc"
ADDRESSES = (
    "https://huggingface.co/datasets/py97/UTKFace-Cropped/resolve/main/UTKFace.tar.gz",
    "https://huggingface.co/datasets/eraiichiro/UTKFace/resolve/main/UTKFace.tar.gz",
)


def find_utkface() -> tuple[Path | None, str, str]:
    """Where the folder UTKFace lies, which kind of place, and else what went wrong."""
    place, found_in = find.find_folder("UTKFace")
    if place is not None:
        return place, found_in, ""
    place = find.cache_folder() / "UTKFace"
    problems = []
    for address in ADDRESSES:
        try:
            download_utkface(address, place)
            return place, "download", ""
        # Whatever went wrong, with the network, the file or the disk, is passed on.
        except Exception as error:
            problems.append(checked.short(error))
    return None, "", f"UTKFace could not be downloaded ({'; '.join(problems)})"


def download_utkface(address: str, place: Path) -> None:
    """Fetches the archive, verified, and unpacks its images; all of them or nothing."""
    with download.temporary_folder_beside(place) as temporary:
        archive = download.fetch(address, temporary, ARCHIVE_MD5)
        unpacked = Path(temporary) / "unpacked"
        unpacked.mkdir()
        for member, content in download.plain_files(archive):
            name = Path(member).name
            if name.lower().endswith(IMAGE_ENDINGS):
                (unpacked / name).write_bytes(content)
        download.move(unpacked, place)


# The timestamp has 17 digits; in three names of the set it has 16 or 18.
NAME = re.compile(r"(\d{1,3})_([01])_([0-4])_\d{16,18}\.jpg(\.chip\.jpg)?", re.ASCII)
OLDEST = 116
NOT_READ = "not read"
IMAGE_ENDINGS = (".jpg", ".jpeg", ".png")


def parse_name(name: str) -> tuple[int, int, int] | None:
    """Age, gender and ethnicity from a UTKFace file name; None if it is malformed."""
    match = NAME.fullmatch(name)
    if match is None or int(match[1]) > OLDEST:
        return None
    return int(match[1]), int(match[2]), int(match[3])


def read_folder(
    folder: str | Path, image_size: int, progress: bool | None = None
) -> dict[str, np.ndarray]:
    """Reads a folder of UTKFace images, from a cached copy where nothing has changed.

    The copy, ``UTKFace-SIZE.npz`` in Keras's cache, is made anew when a file of the
    folder came, went, or changed its size or time.

    Args:
        folder: holds the images, without subfolders.
        image_size: height and width; pictures that are not square lose their margins.
        progress: show a progress bar; None shows one in a terminal.

    Returns:
        pixels uint8 (n, image_size, image_size, 3), the int32 labels ages, genders and
        ethnicities, file_names, left_out (pairs of a name and a reason) and sha256.

    Raises:
        ValueError: the folder holds no usable image.
    """
    with os.scandir(folder) as entries:
        files = sorted(
            (entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
            for entry in entries
            if entry.name.lower().endswith(IMAGE_ENDINGS)
            and not entry.name.startswith(".")
        )
    fingerprint = hashlib.sha256(repr((files, image_size)).encode()).hexdigest()
    path = find.cache_folder() / f"UTKFace-{image_size}.npz"
    arrays = read_cache(path, fingerprint, len(files), image_size)
    if arrays is not None:
        return arrays
    names = [name for name, _, _ in files]
    arrays = decode_folder(Path(folder), names, image_size, progress)
    if not len(arrays["ages"]):
        raise ValueError(
            f"{folder} holds no readable image named AGE_GENDER_RACE_TIMESTAMP.jpg; "
            "put the unpacked UTKFace images there."
        )
    # A file that could not be read this time, on a network drive say, may be well next
    # time; one that is damaged stays so.
    if not any(reason.startswith(NOT_READ) for _, reason in arrays["left_out"]):
        write_cache(path, fingerprint, arrays)
    return arrays


def decode_folder(
    folder: Path, names: list[str], image_size: int, progress: bool | None
) -> dict[str, np.ndarray]:
    """Decodes the images on all processors; see ``read_folder`` for what it returns."""
    labels = {name: parse_name(name) for name in names}
    left_out = {name: "malformed name" for name in names if labels[name] is None}
    names = [name for name in names if labels[name] is not None]
    pixels = np.empty((len(names), image_size, image_size, 3), "uint8")
    kept, checksum = [], hashlib.sha256()
    show = sys.stdout.isatty() if progress is None else progress
    bar = keras.utils.Progbar(len(names), verbose=int(show), unit_name="image")
    with warnings.catch_warnings(), ThreadPoolExecutor(os.cpu_count()) as pool:
        # Pillow warns of odd notes in pictures, which harm nobody.
        warnings.simplefilter("ignore")
        results = pool.map(lambda name: read_image(folder / name, image_size), names)
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


def read_image(path: Path, image_size: int) -> tuple[np.ndarray | None, bytes, str]:
    """A picture as uint8 (size, size, 3), its checksum, and else what is wrong."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, b"", f"{NOT_READ} ({type(error).__name__})"
    try:
        with pictures.open_picture(content) as image:
            # A JPEG can be decoded at half or a quarter of its size, much faster.
            image.draft("RGB", (image_size, image_size))
            image = ImageOps.fit(image.convert("RGB"), (image_size, image_size))
        return np.asarray(image), hashlib.sha256(content).digest(), ""
    # Pillow's decoders raise errors of many kinds on damaged files.
    except Exception as error:
        return None, b"", f"damaged ({type(error).__name__})"


def read_cache(
    path: Path, fingerprint: str, n_files: int, image_size: int
) -> dict[str, np.ndarray] | None:
    """The decoded copy, or None where it is missing, outdated or damaged.

    Args:
        path: the copy.
        fingerprint: of the folder as it is now.
        n_files: how many pictures the folder holds.
        image_size: height and width of the decoded pictures.
    """
    if not path.is_file():
        return None
    try:
        # Names and labels take less than two kilobytes a file.
        most_bytes = 10_000 + n_files * (3 * image_size**2 + 2000)
        arrays = checked.read_arrays(path, most_bytes)
        if str(arrays.pop("fingerprint", "")) == fingerprint:
            check_cache(arrays, image_size)
            return arrays
    except (OSError, ValueError) as error:
        reason = checked.short(error.__cause__ or error)
        print(f"Notice: {path} is damaged ({reason}) and is made anew.")
    return None


def check_cache(arrays: dict[str, np.ndarray], image_size: int) -> None:
    """Refuses a decoded copy that has not what ``read_folder`` returns."""
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
        raise ValueError("its arrays are not those of a folder")


def write_cache(path: Path, fingerprint: str, arrays: dict[str, np.ndarray]) -> None:
    """Writes the decoded copy under a temporary name and then gives it its own."""
    try:
        with download.temporary_folder_beside(path) as temporary:
            part = Path(temporary) / path.name
            np.savez(part, fingerprint=fingerprint, **arrays)
            os.replace(part, path)
    except OSError as error:
        reason = checked.short(error)
        print(f"Notice: {path} was not written ({reason}); next time takes as long.")
