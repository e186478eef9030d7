"""The CMP facades' files: photo and label map side by side, cleaned and shrunk."""

from pathlib import Path

import numpy as np
import PIL.Image

from gan_utils.files.pairs import Pair
from gan_utils.files.pictures import open_picture

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


def facade_pair(path: Path, image_size: int) -> Pair:
    """One published file → photo and cleaned label map, uint8 (size, size, 3)."""
    content = path.read_bytes()
    picture = open_picture(content)
    if picture.size != (512, 256):
        width, height = picture.size
        raise ValueError(f"is {width}×{height}, not 512×256")
    picture = picture.convert("RGB")
    photo = picture.crop((0, 0, 256, 256)).reduce(256 // image_size)
    labels = clean_labels(np.asarray(picture)[:, 256:])
    colours = FACADE_PALETTE[shrink_labels(labels, image_size)]
    return Pair(np.asarray(photo), colours, path.name, (256, 256), content)


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
