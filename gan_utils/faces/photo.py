"""Your own photo: opens whatever cameras, phones and scanners make, or says why not.

Everything happens on the machine that runs Python: no picture is sent anywhere, and no
copy is kept. In Colab that machine is the virtual one which Google lends you, to which
``upload_photo`` brings the file. ``alignment`` finds the face.
"""

import os
import warnings
from pathlib import Path

import numpy as np

from gan_utils.files import checked, pictures
from gan_utils.files.checked import same_name
from gan_utils.language import later, say

MIN_SIDE = 64
_MAX_BYTES = 60_000_000
_MAX_PIXELS = 50_000_000  # a WebP takes 800 MB while it is decoded
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis")
_ADVICE = later("save it as JPEG or PNG with a photo program and give that file")


def open_photo(photo: str | Path | bytes) -> np.ndarray:
    """A photo as uint8 (height, width, 3), upright, transparent parts white.

    Grey, 16-bit, CMYK and palette pictures become RGB; of an animation the first frame
    is taken. Size is checked before anything is decoded.

    Args:
        photo: the file's path, or its bytes.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is too large, too small, damaged or no picture.
    """
    # Pillow warns of large pictures and odd notes, which harm nobody.
    with warnings.catch_warnings(action="ignore"):
        if isinstance(photo, bytes):
            return _open(photo)
        return _open_file(Path(os.path.expanduser(photo)))


def _open_file(path: Path) -> np.ndarray:
    """The photo in a file; see ``open_photo``."""
    if not path.is_file() and path.parent.is_dir():
        others = (x for x in path.parent.iterdir() if same_name(x.name, path.name))
        path = next(others, path)
    if not path.is_file():
        raise FileNotFoundError(
            say("There is no file {path!r}; give the path of a photo.", path=str(path))
        )
    try:
        _check_size(path.stat().st_size)
        return _open(path.read_bytes())
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def _open(content: bytes) -> np.ndarray:
    """The bytes of a photo → uint8 (height, width, 3); see ``open_photo``."""
    _check_size(len(content))
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        _register_heic()
    try:
        image = pictures.open_picture(content, _MAX_PIXELS)
    except ValueError as error:
        raise ValueError(
            say("This file is {error}; {advice}.", error=error, advice=say(_ADVICE))
        ) from error
    if min(image.size) < MIN_SIDE:
        raise ValueError(
            say(
                "The picture has {width}×{height} pixels, too few to show a face; "
                "give one of at least {least}×{least}.",
                width=image.width,
                height=image.height,
                least=MIN_SIDE,
            )
        )
    try:
        pixels = pictures.as_rgb(image)
    # Pillow's decoders raise errors of many kinds.
    except Exception as error:
        reason = checked.short(error).rstrip(".")
        raise ValueError(
            say(
                "The picture is damaged ({reason}); copy it again, or {advice}.",
                reason=reason,
                advice=say(_ADVICE),
            )
        ) from error
    pictures.notice_if_dark(pixels, say("the photo's pixels"))
    return pixels


def _check_size(n_bytes: int) -> None:
    """Refuses a file that is empty or too large."""
    if n_bytes > _MAX_BYTES:
        raise ValueError(
            say(
                "The file has {size:,.0f} MB and at most {most:.0f} MB are read; "
                "make the picture smaller with a photo program.",
                size=n_bytes / 1e6,
                most=_MAX_BYTES / 1e6,
            )
        )
    if not n_bytes:
        raise ValueError(say("The file is empty; copy it again."))


def _register_heic() -> None:
    """Lets Pillow read HEIC, an iPhone's own format, where the plugin is installed."""
    try:
        from pillow_heif import register_heif_opener
    except ImportError:
        raise ValueError(
            say(
                "This is a HEIC picture, as iPhones store them, and Pillow cannot "
                "read it alone; {advice}, or run `%pip install pillow-heif` and "
                "try again.",
                advice=say(_ADVICE),
            )
        ) from None
    register_heif_opener()


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
        path = input(say("Path of the photo: ")).strip().strip("'\"")
        if not path:
            raise ValueError(say("No path was given; run the cell again.")) from None
        return open_photo(path)
    uploaded = files.upload()
    for name in uploaded:
        Path(name).unlink(missing_ok=True)
    if len(uploaded) != 1:
        raise ValueError(
            say(
                "{count} files were chosen; run the cell again and choose one.",
                count=len(uploaded),
            )
        )
    return open_photo(next(iter(uploaded.values())))
