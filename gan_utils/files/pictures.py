"""Opens pictures of any format and mode, or says why not."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps

from gan_utils.files.checked import short
from gan_utils.language import say

# Pillow opens some other formats by starting another program.
_FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "PPM", "HEIF")
_MOST_PIXELS = 25_000_000  # a WebP takes 400 MB while it is decoded


def open_picture(content: bytes, most_pixels: int = _MOST_PIXELS) -> Image.Image:
    """A picture whose size and mode are known, and which is not decoded yet.

    Raises:
        ValueError: it has more pixels, is damaged or no picture.
    """
    Image.init()
    formats = [name for name in _FORMATS if name in Image.OPEN]
    try:
        picture = Image.open(io.BytesIO(content), formats=formats)
        n_pixels = picture.width * picture.height
    except Image.UnidentifiedImageError:
        raise ValueError(say("not a picture that can be read")) from None
    except Image.DecompressionBombError:
        n_pixels = most_pixels + 1
    # Pillow's readers raise errors of many kinds.
    except Exception as error:
        raise ValueError(
            say("damaged ({reason})", reason=short(error).rstrip("."))
        ) from error
    if n_pixels > most_pixels:
        raise ValueError(
            say(
                "more than {millions:g} million pixels",
                millions=most_pixels / 1e6,
            )
        )
    return picture


def endings() -> set[str]:
    """Of the names of all pictures that ``open_picture`` takes, ".jpg" and so on."""
    known = Image.registered_extensions()
    return {ending for ending, name in known.items() if name in _FORMATS}


def listed(folder: Path) -> tuple[list[Path], list[str]]:
    """A folder's pictures, and the names of its other files but hidden ones."""
    files = [file for file in folder.iterdir() if file.is_file()]
    files = [file for file in files if not file.name.startswith(".")]
    known = endings()
    are_pictures = [file for file in files if file.suffix.lower() in known]
    return are_pictures, sorted(
        {file.name for file in files if file not in are_pictures}
    )


class Scale(NamedTuple):
    """The values that become 0 and 255, in pictures with more than 8 bits a pixel."""

    black: float
    white: float


_WHITES = (255, 1023, 4095, 16383, 65535)  # 8, 10, 12, 14 and 16 bits
_DARK = 25  # below a tenth of the range a whole picture is hardly meant to lie


def common_scale(files: Iterable[Path]) -> Scale | None:
    """One scale for all pictures of a set that have more than 8 bits; None without any.

    What cannot be read is passed over.
    """
    return _scale_of(filter(None, map(_deep_picture, files)))


def _deep_picture(file: Path) -> Image.Image | None:
    """A picture with more than 8 bits a pixel and channel."""
    try:
        image = open_picture(file.read_bytes())
    except (OSError, ValueError):
        return None
    return image if is_deep(image) else None


def _scale_of(images: Iterable[Image.Image]) -> Scale | None:
    """The scale on which the values of all these deep pictures lie.

    White is the lowest depth that no value exceeds, in floats also 1; negative values
    stand on a scale from −1 to 1, or from the lowest to the highest.
    """
    low, high, whites = np.inf, -np.inf, _WHITES
    for image in images:
        whites = (1, *_WHITES) if image.mode == "F" else whites
        try:
            parts = [_numbers(strip) for strip, _ in _strips(image)]
        # Pillow's decoders raise errors of many kinds; whoever reads it says so.
        except Exception:
            continue
        for part in parts:
            finite = part[np.isfinite(part)]
            low = min(low, finite.min(initial=np.inf))
            high = max(high, finite.max(initial=-np.inf))
    if low > high:
        return None
    if low < 0:
        return Scale(-1, 1) if low >= -1 and high <= 1 else Scale(low, high)
    return Scale(0, next((white for white in whites if high <= white), high))


def notice_if_dark(pixels: np.ndarray, name: str) -> None:
    """Says so where pixels of a set all lie in the lowest tenth of their range."""
    if 0 < pixels.max() <= _DARK:
        text = say(
            "Notice: {name} hold values {low}…{high} of 255 and look black. Are they "
            "class numbers? Then give each class a colour.",
            name=name,
            low=pixels.min(),
            high=pixels.max(),
        )
        print(text)


_STRIP = 256  # rows that are converted at a time


def as_rgb(image: Image.Image, scale: Scale | None = None) -> np.ndarray:
    """A Pillow image of any mode as uint8 (height, width, 3), turned upright.

    It is converted in strips, so that there is one whole copy and not five. With more
    than 8 bits it lies on the given scale, or on its own.
    """
    ImageOps.exif_transpose(image, in_place=True)
    if is_deep(image):
        scale = scale or _scale_of([image]) or Scale(0, 255)
    pixels = np.empty((image.height, image.width, 3), "uint8")
    for strip, rows in _strips(image):
        pixels[rows] = _strip_as_rgb(strip, scale)
    return pixels


def _strips(image: Image.Image) -> Iterator[tuple[Image.Image, slice]]:
    """Cuts an image into strips of at most _STRIP rows, and says which rows."""
    for top in range(0, image.height, _STRIP):
        rows = slice(top, min(top + _STRIP, image.height))
        yield image.crop((0, top, image.width, rows.stop)), rows


def is_deep(image: Image.Image) -> bool:
    """Whether it has more than 8 bits a pixel and channel."""
    return image.mode.startswith("I") or image.mode == "F"


def _numbers(image: Image.Image) -> np.ndarray:
    """The values of a grey picture as float64."""
    return np.asarray(image).astype("float64")


def _strip_as_rgb(image: Image.Image, scale: Scale | None) -> np.ndarray:
    """A Pillow image of any mode as uint8 (height, width, 3)."""
    if is_deep(image):
        black, white = scale
        known = {"nan": black, "posinf": white, "neginf": black}
        grey = np.nan_to_num(_numbers(image), **known)
        grey = np.rint((grey - black) * (255 / max(white - black, 1e-300)))
        image = Image.fromarray(np.clip(grey, 0, 255).astype("uint8"))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return np.asarray(image.convert("RGB"))


_FEW_COLOURS = 32  # a label map has no more; a photograph has thousands


def resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A picture of another size; few colours, as in a label map, stay these colours."""
    is_map = image.getcolors(_FEW_COLOURS) is not None
    way = Image.Resampling.NEAREST if is_map else Image.Resampling.BICUBIC
    return image.resize(size, way)
