"""Your own photo: opens whatever cameras, phones and scanners make, or says why not.

Everything happens on the machine that runs Python: no picture is sent anywhere, and no
copy is kept. In Colab that machine is the virtual one which Google lends you, to which
``upload_photo`` brings the file. ``photo_faces`` finds the face.
"""

import io
import struct
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from gan_utils import data

MAX_BYTES = 60_000_000
MAX_PIXELS = 80_000_000  # 240 MB once decoded
MIN_SIDE = 64
# Pillow opens some other formats by starting another program.
FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "PPM", "HEIF")
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis")
ADVICE = "save it as JPEG or PNG with a photo program and give that file"
# What Pillow raises for damaged files of one kind or another.
DAMAGE = (
    *(OSError, SyntaxError, ValueError, EOFError, struct.error),
    *(ArithmeticError, LookupError, TypeError, MemoryError, RuntimeError),
)


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
    image = open_image(read_file(source))
    check_size(*image.size)
    try:
        return as_rgb(image)
    except DAMAGE as error:
        raise ValueError(damaged(error)) from error


def open_image(content: bytes) -> Image.Image:
    """A picture whose size and mode are known, and which is not decoded yet.

    Raises:
        ValueError: it is far too large, damaged or no picture.
    """
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        register_heic()
    Image.init()
    formats = [name for name in FORMATS if name in Image.OPEN]
    try:
        with warnings.catch_warnings():
            # MAX_PIXELS lies below the number from which Pillow is afraid.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(content), formats=formats)
    except Image.UnidentifiedImageError:
        raise ValueError(
            f"This file is not a picture that can be read; {ADVICE}."
        ) from None
    except Image.DecompressionBombError:
        raise ValueError(too_many_pixels()) from None
    except DAMAGE as error:
        raise ValueError(damaged(error)) from error


def damaged(error: Exception) -> str:
    """The sentence for a damaged picture."""
    reason = data.short(error).rstrip(".")
    return f"The picture is damaged ({reason}); copy it again, or {ADVICE}."


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


def too_many_pixels() -> str:
    """The sentence for a picture that would fill the memory."""
    return (
        f"The picture has more than {MAX_PIXELS / 1e6:.0f} million pixels and is not "
        "decoded; make it smaller with a photo program."
    )


def check_size(width: int, height: int) -> None:
    """Refuses a picture that would fill the memory, or shows too little.

    Raises:
        ValueError: it has more than MAX_PIXELS or a side below MIN_SIDE.
    """
    if width * height > MAX_PIXELS:
        raise ValueError(too_many_pixels())
    if min(width, height) < MIN_SIDE:
        raise ValueError(
            f"The picture has {width}×{height} pixels, too few to show a face; give "
            f"one of at least {MIN_SIDE}×{MIN_SIDE}."
        )


def as_rgb(image: Image.Image) -> np.ndarray:
    """A Pillow image of any mode as uint8 (height, width, 3), turned upright."""
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I") or image.mode == "F":
        image = eight_bits(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    return np.array(image.convert("RGB"))


def eight_bits(image: Image.Image) -> Image.Image:
    """A picture with more than 8 bits a pixel as 8-bit grey.

    White is 65,535; in floats also 1 or 255, the lowest that no value exceeds.
    """
    values = np.nan_to_num(np.asarray(image).astype("float64"))
    whites = (1, 255, 65535) if image.mode == "F" else (65535,)
    brightest = values.max()
    white = next((white for white in whites if brightest <= white), brightest)
    grey = np.clip(np.rint(values / white * 255), 0, 255)
    return Image.fromarray(grey.astype("uint8"))


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
