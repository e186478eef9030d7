"""Pictures in pairs: the facades of the pix2pix paper, and a user's own folder.

A pair is (target, source): the photo to be made and the picture it is made from. For
the facades the source is a label map, with one colour for each part of a building.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import PIL.Image

from gan_utils import data, safe_files
from gan_utils.pair_files import (
    EXTENSIONS,
    Pair,
    halves,
    matched_files,
    open_in_colour,
    other_sizes,
    pictures_in,
    read_all,
    refuse,
)

FACADE_SIZES = (256, 128, 64, 32)
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
PURE = 40  # a colour at most this far from the palette's is no mixture
SAMPLE_SIZE = 128
N_DRAWN_TRAIN = 400  # of the sample; the rest is for testing
LAYOUTS = ("side_by_side", "two_folders")


class PairedSet(NamedTuple):
    """Pairs of pictures, and where they come from.

    Attributes:
        targets: float32 (n, height, width, channels) in [−1, 1], for instance photos.
        sources: float32 (n, height, width, channels) in [−1, 1], for instance maps.
        file_names: the name of each pair.
        name: the data set, for instance "facades".
        found_in: "GAN_DATA", "cache", "download", "sample" or "folder".
        sha256: checksum of all files' contents, in the order of file_names.
    """

    targets: np.ndarray
    sources: np.ndarray
    file_names: list[str]
    name: str
    found_in: str
    sha256: str


def facades(source: str = "auto", image_size: int = 256) -> tuple[PairedSet, PairedSet]:
    """Photos of house fronts with their label maps: ``train, test``.

    The published folder is ``facades/{train,val,test}/N.jpg``, 512×256, photo on the
    left, label map on the right. ``test`` is the folder of that name, or ``val``
    where there is no such folder. Photos are shrunk by averaging; a cell of a small
    map has the most frequent class of its pixels, so every map is made of pure
    palette colours and labels_of is exact. The sample is drawn, at 128×128.

    Args:
        source: "auto", "real" or "sample", as in gan_utils.data.
        image_size: 256, 128, 64 or 32.

    Raises:
        ValueError: unknown source or size, or files that are damaged.
        FileNotFoundError: source="real" and the data are nowhere to be found, or
            there are no training pairs where the data should be.
    """
    if source not in data.SOURCES:
        raise ValueError(f"source={source!r} must be one of {', '.join(data.SOURCES)}.")
    if image_size not in FACADE_SIZES:
        raise ValueError(
            f"image_size={image_size} must be one of "
            f"{', '.join(map(str, FACADE_SIZES))}, which divide the photos' 256 pixels."
        )
    if source == "sample":
        return sample_facades(image_size)
    folder, found_in, problem = find_facades()
    if folder is not None:
        return read_facades(folder, found_in, image_size)
    if source == "real":
        raise FileNotFoundError(
            f"The real facades were not found ({problem}). Provide them in one of "
            "three ways: put the folder facades with its sub-folders train and test "
            "into a folder and set the environment variable GAN_DATA to that one; "
            f"copy it to {data.cache_folder()}; or connect to the network, and it is "
            "downloaded. source='sample' uses the drawn sample."
        )
    train, test = sample_facades(image_size)
    print(
        f"Notice: {problem}. Using the embedded sample instead: {train.name}, "
        f"{len(train.targets)} training pairs. For the real facades, connect to the "
        "network or set GAN_DATA to a folder that holds the folder facades."
    )
    return train, test


def find_facades() -> tuple[Path | None, str, str]:
    """Where the folder facades lies, which kind of place, and else what went wrong."""
    path, found_in = data.find_folder("facades")
    if path is not None:
        return path, found_in, ""
    path = data.cache_folder() / "facades"
    try:
        data.DOWNLOADS["facades"](path)
    # Whatever went wrong, with the network, the file or the disk, is passed on.
    except Exception as error:
        return None, "", f"facades could not be downloaded ({data.short(error)})"
    return path, "download", ""


def read_facades(
    folder: Path, found_in: str, image_size: int
) -> tuple[PairedSet, PairedSet]:
    """Reads train and test, or train and val, of the published folder."""
    parts = {part: pictures_in(folder / part) for part in ("train", "test", "val")}
    if not parts["train"]:
        raise FileNotFoundError(
            f"{folder} holds no training pairs; copy facades/train/1.jpg and so on "
            "into it, or remove the folder to have the facades downloaded."
        )
    held_out = "test" if parts["test"] else "val"
    if not parts[held_out]:
        raise FileNotFoundError(
            f"{folder} holds neither test nor val pairs; copy one of the two "
            "published folders beside train."
        )
    sets = []
    for part in ("train", held_out):
        pairs, problems = read_all(
            [(file,) for file in parts[part]],
            lambda file: facade_pair(file, image_size),
        )
        refuse(folder / part, problems)
        sets.append(paired_set(pairs, "facades", found_in))
    return tuple(sets)


def facade_pair(path: Path, image_size: int) -> Pair:
    """One published file → photo and cleaned label map, uint8 (size, size, 3)."""
    content = path.read_bytes()
    picture = safe_files.open_picture(content)
    if picture.size != (512, 256):
        width, height = picture.size
        raise ValueError(f"is {width}×{height}, not 512×256")
    picture = picture.convert("RGB")
    photo = picture.crop((0, 0, 256, 256)).reduce(256 // image_size)
    labels = clean_labels(np.asarray(picture)[:, 256:])
    colours = FACADE_PALETTE[shrink_labels(labels, image_size)]
    return Pair(np.asarray(photo), colours, path.name, (256, 256), content)


def sample_facades(image_size: int) -> tuple[PairedSet, PairedSet]:
    """The drawn facades that stand in for the real ones when there is no network."""
    folder = data.embedded_folder("samples")
    files = [folder / "facades_photos.jpg", folder / "facades_labels.png"]
    photos, labels = (tiles(PIL.Image.open(file)) for file in files)
    checksum = hashlib.sha256(b"".join(file.read_bytes() for file in files))
    names = [f"drawn_{index}" for index in range(len(photos))]
    if image_size > SAMPLE_SIZE:
        labels = labels.repeat(2, axis=1).repeat(2, axis=2)
    labels = [shrink_labels(one, image_size) for one in labels]
    # Pillow's box filter averages, its bicubic one enlarges smoothly.
    way = PIL.Image.Resampling.BOX
    if image_size > SAMPLE_SIZE:
        way = PIL.Image.Resampling.BICUBIC
    photos = [PIL.Image.fromarray(photo) for photo in photos]
    photos = [photo.resize((image_size, image_size), way) for photo in photos]
    targets, labels = data.to_unit_range(np.stack(photos)), np.stack(labels)
    described = ("drawn facades", "sample", checksum.hexdigest())
    return tuple(
        PairedSet(targets[part], colours_of(labels[part]), names[part], *described)
        for part in (slice(N_DRAWN_TRAIN), slice(N_DRAWN_TRAIN, None))
    )


def tiles(sheet: PIL.Image.Image, size: int = SAMPLE_SIZE) -> np.ndarray:
    """A sheet of square pictures → (n, size, size, …), row by row."""
    pixels = np.asarray(sheet)
    rows, columns = pixels.shape[0] // size, pixels.shape[1] // size
    grid = pixels.reshape(rows, size, columns, size, *pixels.shape[2:])
    return grid.swapaxes(1, 2).reshape(rows * columns, size, size, *pixels.shape[2:])


def squared_distances(pixels: np.ndarray) -> np.ndarray:
    """Squared distances of colours (…, 3) to the palette's: float32 (12, …)."""
    pixels, palette = pixels.astype("float32"), FACADE_PALETTE.astype("float32")
    return sum(
        np.subtract.outer(palette[:, channel], pixels[..., channel]) ** 2
        for channel in range(3)
    )


def labels_of(sources: np.ndarray) -> np.ndarray:
    """Label maps in colour → classes: the nearest colour of the palette.

    Args:
        sources: float (…, height, width, 3) in [−1, 1].

    Returns:
        int32 (…, height, width), indices into FACADE_CLASSES.
    """
    sources = np.asarray(sources)
    labels = np.empty(sources.shape[:-1], "int32")
    for index in np.ndindex(sources.shape[:-3]):  # one by one, which saves memory
        pixels = data.to_pixels(sources[index])
        labels[index] = squared_distances(pixels).argmin(0)
    return labels


def colours_of(labels: np.ndarray) -> np.ndarray:
    """Classes (…, height, width) → label maps in colour, float32 (…, 3) in [−1, 1]."""
    return (FACADE_PALETTE.astype("float32") / 127.5 - 1)[np.asarray(labels)]


def clean_labels(pixels: np.ndarray) -> np.ndarray:
    """Classes (h, w) of a label map, uint8 (h, w, 3), that JPEG has blurred.

    Where orange meets blue, the mixture is nearest to dark red, which is neither. So a
    pixel takes the nearest among those colours that appear pure within two pixels.
    """
    distances = squared_distances(pixels)
    labels = distances.argmin(0)
    mixed = distances.min(0) > PURE**2
    # One bit for each colour that appears pure in a window of 5×5 pixels.
    bits = np.pad(np.where(mixed, 0, 1 << labels).astype("uint16"), 2)
    for axis in (0, 1):
        windows = np.lib.stride_tricks.sliding_window_view(bits, 5, axis)
        bits = np.bitwise_or.reduce(windows, axis=-1)
    is_near = bits[mixed] >> np.arange(len(FACADE_PALETTE))[:, None] & 1
    # Where no pure colour is near, all twelve stay far and the nearest still wins.
    labels[mixed] = (distances[:, mixed] + 1e6 * (1 - is_near)).argmin(0)
    return labels


def shrink_labels(labels: np.ndarray, image_size: int) -> np.ndarray:
    """Square classes (h, h) → (image_size, image_size), each cell's most frequent."""
    cell = len(labels) // image_size
    cells = labels.reshape(image_size, cell, image_size, cell)
    classes = range(len(FACADE_PALETTE))
    counts = np.stack([(cells == label).sum((1, 3)) for label in classes])
    return counts.argmax(0)


def paired_folder(
    path: str | Path,
    layout: str = "side_by_side",
    image_size: int | None = 256,
    target_side: str = "left",
    target_folder: str = "targets",
    source_folder: str = "sources",
) -> PairedSet:
    """A user's own pairs, as colour pictures.

    Pictures may be grey, transparent (white shows through), with a palette, or turned
    by their camera's note. Anything that is no picture by its name is passed over.

    Args:
        path: the folder.
        layout: "side_by_side" for files with both pictures beside each other, or
            "two_folders" for two sub-folders with the same names, for instance
            targets/a.jpg and sources/a.png.
        image_size: height and width to resize to; None keeps the files' own.
        target_side: "left" or "right", the target's half in layout "side_by_side".
        target_folder: the targets' sub-folder in layout "two_folders".
        source_folder: the sources' sub-folder in layout "two_folders".

    Raises:
        FileNotFoundError: no such folder or sub-folder, or no pictures in it.
        ValueError: files without partner, that cannot be read, with an odd width, or
            of another size than the rest; all of them are listed.
    """
    folder = Path(path)
    if layout not in LAYOUTS:
        raise ValueError(f"layout={layout!r} must be one of {', '.join(LAYOUTS)}.")
    if target_side not in ("left", "right"):
        raise ValueError(f"target_side={target_side!r} must be left or right.")
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not a folder; correct the path.")
    if layout == "side_by_side":
        files, problems = [(file,) for file in pictures_in(folder)], []
    else:
        files, problems = matched_files(folder / target_folder, folder / source_folder)

    def read(*paths: Path) -> Pair:
        pictures = [open_in_colour(path) for path in paths]
        if layout == "side_by_side":
            left, right = halves(pictures[0])
            pictures = [left, right] if target_side == "left" else [right, left]
        if pictures[0].size != pictures[1].size:
            raise ValueError("differs in size from its partner")
        size = pictures[0].size
        if image_size is not None:
            pictures = [picture.resize((image_size,) * 2) for picture in pictures]
        content = b"".join(path.read_bytes() for path in paths)
        return Pair(*map(np.asarray, pictures), paths[0].name, size, content)

    pairs, unreadable = read_all(files, read)
    refuse(folder, problems + unreadable + other_sizes(pairs))
    if not pairs:
        raise FileNotFoundError(
            f"{folder} holds no pairs; put pictures ({', '.join(EXTENSIONS)}) into it "
            f"or choose another layout than {layout!r}."
        )
    return paired_set(pairs, folder.name, "folder")


def paired_set(pairs: list[Pair], name: str, found_in: str) -> PairedSet:
    """Stacks the pairs and brings them to [−1, 1]."""
    checksum = hashlib.sha256()
    for pair in pairs:
        checksum.update(pair.content)
    return PairedSet(
        data.to_unit_range(np.stack([pair.target for pair in pairs])),
        data.to_unit_range(np.stack([pair.source for pair in pairs])),
        [pair.name for pair in pairs],
        name,
        found_in,
        checksum.hexdigest(),
    )
