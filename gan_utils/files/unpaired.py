"""Pictures without pairs: horses and zebras, one's own; and emoji with known pairs."""

import hashlib
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from gan_utils.files import checked
from gan_utils.files.download import Published
from gan_utils.files.find import embedded_folder, find
from gan_utils.files.pairs import pictures_in
from gan_utils.files.pictures import as_rgb, endings, open_picture
from gan_utils.language import say

HORSES = Published("horse2zebra", {}, addresses=())
_MASKS = "masks.npz"
_MOST_BYTES = 20_000_000  # of the masks, unpacked: they have 5 MB
_MOST_EMOJI_BYTES = 15_000_000  # unpacked they have 10 MB
_HELD_OUT_EVERY = 10  # of one's own pictures, and of horses whose masks are known


def read_horses(image_size: int) -> tuple[dict, dict]:
    """The fields of ``data.UnpairedSet`` to train on, and to test.

    Raises:
        FileNotFoundError: the set or a part of it is missing.
        ValueError: files are damaged; all of them are listed.
    """
    folder, found_in, _ = find(HORSES)
    if folder is None:
        raise FileNotFoundError(
            say(
                "The photographs of horses and zebras were not found; unpack "
                "efrosgans.eecs.berkeley.edu/cyclegan/datasets/horse2zebra.zip "
                "into the folder that GAN_DATA names, as horse2zebra/trainA and "
                "so on."
            )
        )
    names = "trainA", "testA", "trainB", "testB"
    parts = [_read_pictures(folder / name, image_size) for name in names]
    masks, target_masks = (
        _read_masks(folder / _MASKS, name, part["names"], image_size)
        for name, part in (("trainA", parts[0]), ("trainB", parts[2]))
    )
    out = _held_out_rows(len(parts[0]["pixels"])) & (len(masks) > 0)
    both = {"found_in": found_in, "sha256": _checksum(part["sha256"] for part in parts)}
    train = {
        "source_pixels": parts[0]["pixels"][~out],
        "target_pixels": parts[2]["pixels"],
        "source_masks": masks[~out[: len(masks)]],
        "target_masks": target_masks,
    }
    test = {
        # First those whose masks are known.
        "source_pixels": np.concatenate([parts[0]["pixels"][out], parts[1]["pixels"]]),
        "target_pixels": parts[3]["pixels"],
        "source_masks": masks[out[: len(masks)]],
        "target_masks": target_masks[:0],
    }
    return train | both, test | both


def read_two_folders(sources: Path, targets: Path, image_size: int) -> list[dict]:
    """The same of two folders of one's own; each tenth picture is for testing."""
    parts = [_read_pictures(folder, image_size) for folder in (sources, targets)]
    checksum = _checksum(part["sha256"] for part in parts)
    kept = [_held_out_rows(len(part["pixels"])) for part in parts]
    no_masks = np.zeros((0, image_size, image_size), bool)
    return [
        {
            "source_pixels": parts[0]["pixels"][kept[0] == is_test],
            "target_pixels": parts[1]["pixels"][kept[1] == is_test],
            "source_masks": no_masks,
            "target_masks": no_masks,
            "found_in": "folder",
            "sha256": checksum,
        }
        for is_test in (False, True)
    ]


def _held_out_rows(count: int) -> np.ndarray:
    """Which of so many pictures are for testing, (count,)."""
    return np.arange(count) % _HELD_OUT_EVERY == _HELD_OUT_EVERY - 1


def _read_pictures(folder: Path, image_size: int) -> dict:
    """All pictures of a folder as squares: pixels, names and a checksum.

    What is not square loses its margins.

    Raises:
        FileNotFoundError: there is no such folder, or no picture in it.
        ValueError: files are damaged; all of them are listed.
    """
    files = pictures_in(folder)
    if not files:
        raise FileNotFoundError(
            say(
                "{folder} holds no pictures; put some ({endings}) into it, or "
                "correct the path.",
                folder=folder,
                endings=", ".join(sorted(endings())),
            )
        )

    def read(file: Path) -> tuple[np.ndarray, str] | str:
        try:
            content = file.read_bytes()
            return _square(content, image_size), hashlib.sha256(content).hexdigest()
        # Pillow's decoders raise errors of many kinds on damaged files.
        except Exception as error:
            return f"{folder.name}/{file.name}: {checked.short(error)}"

    # Not more threads, for each may take 400 MB for a large picture.
    with warnings.catch_warnings(), ThreadPoolExecutor(2) as pool:
        warnings.simplefilter("ignore")  # Pillow's, of odd notes in pictures
        results = list(pool.map(read, files))
    if problems := [result for result in results if isinstance(result, str)]:
        raise checked.unusable(folder, problems)
    pixels, checksums = zip(*results, strict=True)
    names = [file.name for file in files]
    return {
        "pixels": np.stack(pixels),
        "names": names,
        "sha256": _checksum([*names, *checksums]),
    }


def _square(content: bytes, image_size: int) -> np.ndarray:
    """A picture's middle, upright and in colour: uint8 (size, size, 3)."""
    picture = Image.fromarray(as_rgb(open_picture(content)))
    return np.asarray(ImageOps.fit(picture, (image_size, image_size)))


def _checksum(texts) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _read_masks(path: Path, part: str, names: list[str], image_size: int) -> np.ndarray:
    """Where the animal stands, bool (n, size, size); none where nobody knows.

    The file holds a bit for each pixel of pictures of 128×128, of trainA and trainB.

    Raises:
        ValueError: the file is damaged or of other pictures.
    """
    if not path.is_file():
        return np.zeros((0, image_size, image_size), bool)
    arrays = checked.read_arrays(path, _MOST_BYTES)
    if part == "trainB" and part not in arrays:
        return np.zeros((0, image_size, image_size), bool)
    known = arrays.get(f"{part}_names", np.empty(0)).tolist()
    places = {Path(name).stem: place for place, name in enumerate(known)}
    missing = [name for name in names if Path(name).stem not in places]
    if missing and part == "trainA":  # zebras without one are cut anywhere
        raise ValueError(
            say(
                "{path} holds no mask of {name}; remove the file.",
                path=path,
                name=missing[0],
            )
        )
    bits = np.concatenate([arrays[part], np.zeros_like(arrays[part][:1])])
    places = [places.get(Path(name).stem, -1) for name in names]
    masks = np.unpackbits(bits[places], axis=-1)
    rows = np.arange(image_size) * masks.shape[1] // image_size
    return masks[:, rows[:, None], rows].astype(bool)


def read_emoji() -> tuple[dict, dict]:
    """The fields of ``data.PairedSet``, pixels in 0…255, to train on and to test.

    Sources are Noto's drawings, targets Twemoji's. The order is that of a checksum of
    their names: what has similar names and looks alike does not lie side by side.
    """
    path = embedded_folder("samples") / "emoji.npz"
    arrays = checked.read_arrays(path, _MOST_EMOJI_BYTES)
    order = np.argsort([zlib.crc32(name.encode()) for name in arrays["names"].tolist()])
    out = _held_out_rows(len(order))
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    return tuple(
        {
            "sources": arrays["noto"][order[rows]],
            "targets": arrays["twemoji"][order[rows]],
            "file_names": arrays["names"][order[rows]].tolist(),
            "sha256": checksum,
        }
        for rows in (~out, out)
    )
