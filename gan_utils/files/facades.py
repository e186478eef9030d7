"""The CMP facades: photo and label map side by side, cleaned and shrunk."""

import functools
import hashlib
from pathlib import Path

import numpy as np
from PIL import Image

from gan_utils.files.checked import DamagedFile
from gan_utils.files.download import Published, tar_members
from gan_utils.files.find import embedded_folder
from gan_utils.files.pairs import pictures_in, read_pairs
from gan_utils.files.pictures import open_picture
from gan_utils.language import say

# In the order of the CMP database. The colours are the most frequent ones of the
# published maps, rounded to the "jet" scale that they were made with.
FACADE_COLOURS = {
    "background": (0, 0, 223),
    "facade": (0, 48, 255),
    "window": (0, 128, 255),
    "door": (0, 207, 255),
    "cornice": (32, 255, 223),
    "sill": (112, 255, 143),
    "balcony": (191, 255, 64),
    "blind": (255, 239, 0),
    "deco": (255, 159, 0),
    "molding": (255, 80, 0),
    "pillar": (255, 0, 0),
    "shop": (175, 0, 0),
}
FACADE_CLASSES = list(FACADE_COLOURS)
FACADE_PALETTE = np.array(list(FACADE_COLOURS.values()), "uint8")
_PURE = 40  # a colour at most this far from the palette's is no mixture
# Of the published maps up to 52 % of the pixels are mixtures, of the photos 99 %.
_MOSTLY = 0.8
SIZES = (256, 128, 64, 32)
_SAMPLE_SIZE = 128
N_DRAWN_TRAIN = 400  # of the sample; the rest is for testing
_ARCHIVE = "facades.tar.gz"
ARCHIVE_BYTES = 30_168_306
N_PICTURES = {"train": 400, "val": 100, "test": 106}


def read_facades(folder: Path | None, image_size: int) -> tuple[dict, dict]:
    """Photos as targets, label maps as sources: ``train, test``; see ``read_pairs``.

    Args:
        folder: the published folder with train, and test or val; None for the drawn
            facades that are embedded.
        image_size: one of SIZES.

    Raises:
        FileNotFoundError: a part is missing or empty.
        ValueError: files are damaged; all of them are listed.
    """
    if folder is None:
        return _read_sample(image_size)
    decode = functools.partial(_decode, image_size=image_size)
    parts = {part: pictures_in(folder / part) for part in N_PICTURES}
    if not parts["train"]:
        raise FileNotFoundError(
            say(
                "{folder} holds no training pairs; copy facades/train/1.jpg and "
                "so on into it, or remove the folder to have the facades "
                "downloaded.",
                folder=folder,
            )
        )
    held_out = "test" if parts["test"] else "val"
    if not parts[held_out]:
        raise FileNotFoundError(
            say(
                "{folder} holds neither test nor val pairs; copy one of the two "
                "published folders beside train.",
                folder=folder,
            )
        )
    return tuple(
        read_pairs(folder / part, [(file,) for file in parts[part]], decode)
        for part in ("train", held_out)
    )


def _decode(
    content: bytes, image_size: int
) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """One published file → photo and cleaned label map, uint8 (size, size, 3)."""
    picture = open_picture(content)
    if picture.size != (512, 256):
        width, height = picture.size
        raise ValueError(
            say("is {width}×{height}, not 512×256", width=width, height=height)
        )
    picture = picture.convert("RGB")
    photo = picture.crop((0, 0, 256, 256)).reduce(256 // image_size)
    labels = _shrink_labels(_clean_labels(np.asarray(picture)[:, 256:]), image_size)
    return np.asarray(photo), FACADE_PALETTE[labels], picture.size


def _read_sample(image_size: int) -> tuple[dict, dict]:
    """The drawn facades that stand in for the real ones when there is no network."""
    folder = embedded_folder("samples")
    files = [folder / "facades_photos.jpg", folder / "facades_labels.png"]
    photos, labels = (_tiles(Image.open(file)) for file in files)
    checksum = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    # Pillow's box filter averages, its bicubic one enlarges smoothly.
    way = Image.Resampling.BOX
    if image_size > _SAMPLE_SIZE:
        way = Image.Resampling.BICUBIC
        labels = labels.repeat(2, axis=1).repeat(2, axis=2)
    size = (image_size, image_size)
    photos = [Image.fromarray(photo).resize(size, way) for photo in photos]
    labels = [_shrink_labels(one, image_size) for one in labels]
    pairs = {
        "targets": np.stack(photos),
        "sources": FACADE_PALETTE[np.stack(labels)],
        "file_names": [f"drawn_{index}" for index in range(len(photos))],
    }
    return tuple(
        {name: one[part] for name, one in pairs.items()} | {"sha256": checksum}
        for part in (slice(N_DRAWN_TRAIN), slice(N_DRAWN_TRAIN, None))
    )


def _tiles(sheet: Image.Image, size: int = _SAMPLE_SIZE) -> np.ndarray:
    """A sheet of square pictures → (n, size, size, …), row by row."""
    pixels = np.asarray(sheet)
    rows, columns = pixels.shape[0] // size, pixels.shape[1] // size
    grid = pixels.reshape(rows, size, columns, size, *pixels.shape[2:])
    return grid.swapaxes(1, 2).reshape(rows * columns, size, size, *pixels.shape[2:])


def nearest_labels(pixels: np.ndarray) -> np.ndarray:
    """Colours (…, 3), uint8 → indices of the nearest colours of the palette (…).

    Raises:
        ValueError: most are far from all colours of the palette.
    """
    distances = _squared_distances(pixels)
    _check_that_these_are_labels(distances)
    return distances.argmin(0)


def _check_that_these_are_labels(distances: np.ndarray) -> None:
    """Refuses what is no label map, for instance a photo in its place."""
    far = np.mean(distances.min(0) > _PURE**2)
    if far > _MOSTLY:
        raise ValueError(
            say(
                "{far:.0%} of the label map's pixels have none of its 12 colours; "
                "is the photo in the place of the map?",
                far=far,
            )
        )


def _squared_distances(pixels: np.ndarray) -> np.ndarray:
    """Squared distances of colours (…, 3) to the palette's: float32 (12, …)."""
    pixels, palette = pixels.astype("float32"), FACADE_PALETTE.astype("float32")
    return sum(
        np.subtract.outer(palette[:, channel], pixels[..., channel]) ** 2
        for channel in range(3)
    )


def _clean_labels(pixels: np.ndarray) -> np.ndarray:
    """Classes (h, w) of a label map, uint8 (h, w, 3), that JPEG has blurred.

    Where orange meets blue, the mixture is nearest to dark red, which is neither. So a
    pixel takes the nearest among those colours that appear pure within two pixels.
    """
    distances = _squared_distances(pixels)
    _check_that_these_are_labels(distances)
    labels = distances.argmin(0)
    mixed = distances.min(0) > _PURE**2
    # One bit for each colour that appears pure in a window of 5×5 pixels.
    bits = np.pad(np.where(mixed, 0, 1 << labels).astype("uint16"), 2)
    for axis in (0, 1):
        windows = np.lib.stride_tricks.sliding_window_view(bits, 5, axis)
        bits = np.bitwise_or.reduce(windows, axis=-1)
    is_near = bits[mixed] >> np.arange(len(FACADE_PALETTE))[:, None] & 1
    # Where no pure colour is near, all twelve stay far and the nearest still wins.
    labels[mixed] = (distances[:, mixed] + 1e6 * (1 - is_near)).argmin(0)
    return labels


def _shrink_labels(labels: np.ndarray, image_size: int) -> np.ndarray:
    """Square classes (h, h) → (image_size, image_size), each cell's most frequent."""
    cell = len(labels) // image_size
    cells = labels.reshape(image_size, cell, image_size, cell)
    classes = range(len(FACADE_PALETTE))
    counts = np.stack([(cells == label).sum((1, 3)) for label in classes])
    return counts.argmax(0)


def _unpack(folder: Path, unpacked: Path) -> None:
    """Unpacks the archive and checks that it is whole, for it has no checksum.

    gzip's own covers every byte, and the archive's length was published by people who
    downloaded it. It has to hold nothing but plain files in a folder "facades".
    """
    archive = folder / _ARCHIVE
    if (length := archive.stat().st_size) != ARCHIVE_BYTES:
        raise DamagedFile(
            say(
                "it has {length} bytes instead of {archive_bytes}",
                length=length,
                archive_bytes=ARCHIVE_BYTES,
            )
        )
    for name, content in tar_members(archive):
        top, inner = Path(name).parts[:1], Path(name).parts[1:]
        is_file_or_folder = content is not None or name.endswith("/")
        if top != ("facades",) or ".." in inner or not is_file_or_folder:
            raise DamagedFile(
                say("the archive is not safe: it holds {name!r:.60}", name=name)
            )
        if content is not None:
            path = unpacked.joinpath(*inner)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for part, count in N_PICTURES.items():
        sizes = [_size(file) for file in (unpacked / part).glob("[0-9]*.jpg")]
        if sizes != [(512, 256)] * count:
            raise DamagedFile(
                say(
                    "{part} does not hold {count} pictures of 512×256",
                    part=part,
                    count=count,
                )
            )


def _size(file: Path) -> tuple[int, int] | None:
    """The size of a picture that can be decoded."""
    try:
        with open_picture(file.read_bytes(), 512 * 256) as picture:
            picture.load()
            return picture.size
    # Pillow's decoders raise errors of many kinds on damaged files.
    except Exception:
        return None


FACADES = Published(
    "facades",
    # Nobody publishes a checksum of this archive; see _unpack.
    {_ARCHIVE: None},
    ("http://efrosgans.eecs.berkeley.edu/pix2pix/datasets/",),
    "the folder facades with its sub-folders train and test",
    "400 drawn facades",
    _unpack,
)
