"""Your own photo: opens whatever cameras, phones and scanners make, or says why not.

Everything happens on the machine that runs Python: no picture is sent anywhere, and no
copy is kept. In Colab that machine is the virtual one which Google lends you, to which
``upload_photo`` brings the file. ``photo_faces`` finds the face.
"""

import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from gan_utils import safe_files

MAX_BYTES = 60_000_000
MAX_PIXELS = 50_000_000  # a WebP takes 800 MB while it is decoded
MIN_SIDE = 64
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis")
ADVICE = "save it as JPEG or PNG with a photo program and give that file"
STRIP = 256  # rows that are converted at a time


def open_photo(source: str | Path | bytes) -> np.ndarray:
    """A photo as uint8 (height, width, 3), upright, transparent parts white.

    Grey, 16-bit, CMYK and palette pictures become RGB; of an animation the first frame
    is taken. Size is checked before anything is decoded.

    Args:
        source: the file's path, or its bytes.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is too large, too small, damaged or no picture.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures and odd notes, which harm nobody.
            warnings.simplefilter("ignore")
            return decode(read_file(source))
    except ValueError as error:
        if isinstance(source, bytes):
            raise
        raise ValueError(f"{Path(source).name}: {error}") from error


def decode(content: bytes) -> np.ndarray:
    """The bytes of a photo → uint8 (height, width, 3); see ``open_photo``."""
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        register_heic()
    try:
        image = safe_files.open_picture(content, MAX_PIXELS)
    except ValueError as error:
        raise ValueError(f"This file is {error}; {ADVICE}.") from error
    if min(image.size) < MIN_SIDE:
        raise ValueError(
            f"The picture has {image.width}×{image.height} pixels, too few to show a "
            f"face; give one of at least {MIN_SIDE}×{MIN_SIDE}."
        )
    try:
        return as_rgb(image)
    # Pillow's decoders raise errors of many kinds.
    except Exception as error:
        reason = safe_files.short(error).rstrip(".")
        raise ValueError(
            f"The picture is damaged ({reason}); copy it again, or {ADVICE}."
        ) from error


def read_file(source: str | Path | bytes) -> bytes:
    """The bytes of a file, once it is known to be small enough."""
    if isinstance(source, bytes):
        size = len(source)
    else:
        path = Path(source).expanduser()
        if not path.is_file():
            raise FileNotFoundError(
                f"There is no file {str(source)!r}; give the path of a photo."
            )
        size = path.stat().st_size
    if size > MAX_BYTES:
        raise ValueError(
            f"The file has {size / 1e6:,.0f} MB and at most {MAX_BYTES / 1e6:.0f} MB "
            "are read; make the picture smaller with a photo program."
        )
    if not size:
        raise ValueError("The file is empty; copy it again.")
    return source if isinstance(source, bytes) else path.read_bytes()


def register_heic() -> None:
    """Lets Pillow read HEIC, an iPhone's own format, where the plugin is installed."""
    try:
        from pillow_heif import register_heif_opener
    except ImportError:
        raise ValueError(
            "This is a HEIC picture, as iPhones store them, and Pillow cannot read it "
            f"alone; {ADVICE}, or run `%pip install pillow-heif` and try again."
        ) from None
    register_heif_opener()


def as_rgb(image: Image.Image) -> np.ndarray:
    """A Pillow image of any mode as uint8 (height, width, 3), turned upright.

    It is converted in strips, so that there is one whole copy and not five.
    """
    ImageOps.exif_transpose(image, in_place=True)
    white = brightest(image) if is_deep(image) else 255
    pixels = np.empty((image.height, image.width, 3), "uint8")
    for strip, rows in strips(image):
        pixels[rows] = strip_as_rgb(strip, white)
    return pixels


def strips(image: Image.Image) -> Iterator[tuple[Image.Image, slice]]:
    """Cuts an image into strips of at most STRIP rows, and says which rows."""
    for top in range(0, image.height, STRIP):
        rows = slice(top, min(top + STRIP, image.height))
        yield image.crop((0, top, image.width, rows.stop)), rows


def is_deep(image: Image.Image) -> bool:
    """Whether it has more than 8 bits a pixel and channel."""
    return image.mode.startswith("I") or image.mode == "F"


def brightest(image: Image.Image) -> float:
    """The value that is white in a picture with more than 8 bits a pixel.

    It is 65,535; in floats also 1 or 255, the lowest that no value exceeds.
    """
    highest = max(numbers(strip).max() for strip, _ in strips(image))
    whites = (1, 255, 65535) if image.mode == "F" else (65535,)
    return next((white for white in whites if highest <= white), highest)


def numbers(image: Image.Image) -> np.ndarray:
    """The values of a grey picture as float64, 0 for what is no number."""
    return np.nan_to_num(np.asarray(image).astype("float64"))


def strip_as_rgb(image: Image.Image, white: float) -> np.ndarray:
    """A Pillow image of any mode as uint8 (height, width, 3)."""
    if is_deep(image):
        grey = np.clip(np.rint(numbers(image) / white * 255), 0, 255)
        image = Image.fromarray(grey.astype("uint8"))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return np.asarray(image.convert("RGB"))


def upload_photo() -> np.ndarray:
    """Asks for a photo and opens it: a file chooser in Colab, else a path to type.

    Nothing leaves the machine that runs this notebook. In Colab that is the virtual
    machine lent to you; the uploaded file is deleted from its disk once it is read.

    Raises:
        ValueError: no photo was chosen or several were, or it cannot be used.
    """
    try:
        from google.colab import files
    except ImportError:
        path = input("Path of the photo: ").strip().strip("'\"")
        if not path:
            raise ValueError("No path was given; run the cell again.") from None
        return open_photo(path)
    uploaded = files.upload()
    for name in uploaded:
        Path(name).unlink(missing_ok=True)
    if len(uploaded) != 1:
        raise ValueError(
            f"{len(uploaded)} files were chosen; run the cell again and choose one."
        )
    return open_photo(next(iter(uploaded.values())))
