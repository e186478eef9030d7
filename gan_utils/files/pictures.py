"""Opens pictures of any format and mode, or says why not."""

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps

from gan_utils.files.checked import short

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
        raise ValueError("not a picture that can be read") from None
    except Image.DecompressionBombError:
        n_pixels = most_pixels + 1
    # Pillow's readers raise errors of many kinds.
    except Exception as error:
        raise ValueError(f"damaged ({short(error).rstrip('.')})") from error
    if n_pixels > most_pixels:
        raise ValueError(f"more than {most_pixels / 1e6:g} million pixels")
    return picture


_STRIP = 256  # rows that are converted at a time


def as_rgb(image: Image.Image) -> np.ndarray:
    """A Pillow image of any mode as uint8 (height, width, 3), turned upright.

    It is converted in strips, so that there is one whole copy and not five.
    """
    ImageOps.exif_transpose(image, in_place=True)
    white = _brightest(image) if _is_deep(image) else 255
    pixels = np.empty((image.height, image.width, 3), "uint8")
    for strip, rows in _strips(image):
        pixels[rows] = _strip_as_rgb(strip, white)
    return pixels


def _strips(image: Image.Image) -> Iterator[tuple[Image.Image, slice]]:
    """Cuts an image into strips of at most _STRIP rows, and says which rows."""
    for top in range(0, image.height, _STRIP):
        rows = slice(top, min(top + _STRIP, image.height))
        yield image.crop((0, top, image.width, rows.stop)), rows


def _is_deep(image: Image.Image) -> bool:
    """Whether it has more than 8 bits a pixel and channel."""
    return image.mode.startswith("I") or image.mode == "F"


def _brightest(image: Image.Image) -> float:
    """The value that is white in a picture with more than 8 bits a pixel.

    It is 65,535; in floats also 1 or 255, the lowest that no value exceeds.
    """
    highest = max(_numbers(strip).max() for strip, _ in _strips(image))
    whites = (1, 255, 65535) if image.mode == "F" else (65535,)
    return next((white for white in whites if highest <= white), highest)


def _numbers(image: Image.Image) -> np.ndarray:
    """The values of a grey picture as float64, 0 for what is no number."""
    return np.nan_to_num(np.asarray(image).astype("float64"))


def _strip_as_rgb(image: Image.Image, white: float) -> np.ndarray:
    """A Pillow image of any mode as uint8 (height, width, 3)."""
    if _is_deep(image):
        grey = np.clip(np.rint(_numbers(image) / white * 255), 0, 255)
        image = Image.fromarray(grey.astype("uint8"))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return np.asarray(image.convert("RGB"))
