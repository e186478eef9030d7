"""Damaged files made from whole ones by a few changes, and pictures of all kinds."""

import functools
import io
import struct
import zlib

import numpy as np
from hypothesis import strategies as st
from PIL import Image, features

# Numbers at which a reader's arithmetic may break: ends of ranges, signs, zero.
TELLING = (0, 1, -1, 127, 255, 256, 32767, 65535, 2**31 - 1, -(2**31), 2**32 - 1)


@st.composite
def damaged(draw, whole: list[bytes]) -> bytes:
    """One of the whole files after up to four changes, or no such file at all."""
    if draw(st.integers(0, 39)) == 0:
        return draw(st.binary(max_size=200))
    content = draw(st.sampled_from(whole))
    for _ in range(draw(st.integers(1, 4))):
        content = changed(draw, content)
    return content


def changed(draw, content: bytes) -> bytes:
    """A file after one change, mostly near its beginning, where headers are."""
    length = len(content)
    end = draw(st.sampled_from([16, 64, 512, length]))
    start = draw(st.integers(0, min(end, length)))
    if draw(st.booleans()):  # from the end, where zip files keep their directory
        start = draw(st.sampled_from([start, length - start]))
    stop = min(length, start + draw(st.integers(1, 64)))
    kind = draw(st.sampled_from(CHANGES))
    if kind == "number":
        size = draw(st.sampled_from([1, 2, 4, 8]))
        order = draw(st.sampled_from(["little", "big"]))
        number = draw(st.sampled_from(TELLING)) % 256**size
        return content[:start] + number.to_bytes(size, order) + content[start + size :]
    if kind == "cut":
        return content[:start]
    if kind == "remove":
        return content[:start] + content[stop:]
    if kind == "repeat":
        times = draw(st.integers(2, 5))
        return content[:start] + content[start:stop] * times + content[stop:]
    if kind == "swap":
        middle = (start + stop) // 2
        swapped = content[middle:stop] + content[start:middle]
        return content[:start] + swapped + content[stop:]
    new = draw(st.binary(min_size=1, max_size=8))
    skip = len(new) if kind == "overwrite" else 0
    return content[:start] + new + content[start + skip :]


CHANGES = ("number", "overwrite", "insert", "cut", "remove", "repeat", "swap")


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def pictures(width: int = 80, height: int = 64) -> list[bytes]:
    """A picture in all formats, modes and compressions that users have."""
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    colour = Image.fromarray(np.stack([x, y, (x + y) / 2], -1).astype("uint8"))
    grey = Image.fromarray((x * 257).astype("uint16"))
    clear = colour.copy()
    clear.putalpha(100)
    exif = turned()
    animation = {"save_all": True, "append_images": [clear.convert("RGB").rotate(90)]}
    files = [
        *(encoded(colour, kind) for kind in ("PNG", "JPEG", "GIF", "TIFF", "BMP")),
        encoded(colour, "PPM"),
        encoded(colour, "JPEG", progressive=True, exif=exif),
        encoded(colour.convert("CMYK"), "JPEG"),
        encoded(colour, "MPO", **animation),
        *(encoded(clear, kind) for kind in ("PNG", "TIFF")),
        *(encoded(grey, kind) for kind in ("PNG", "TIFF")),
        encoded(colour.quantize(16), "PNG", transparency=3),
        encoded(colour.quantize(16), "BMP"),
        encoded(colour, "PNG", **animation),
        encoded(colour.quantize(16), "GIF", **animation),
        encoded(Image.fromarray(x.astype("float32")), "TIFF"),
        encoded(Image.fromarray(x.astype("int32")), "TIFF"),
        encoded(colour.convert("CMYK"), "TIFF"),
    ]
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        if features.check("libtiff"):
            files.append(encoded(colour, "TIFF", compression=compression))
    if features.check("webp"):
        files += [encoded(clear, "WEBP"), encoded(colour, "WEBP", **animation)]
        files.append(encoded(colour, "WEBP", lossless=True, exif=exif))
    if features.check("avif"):
        files.append(encoded(clear, "AVIF", speed=10))
    return files


def with_png_checksums(content: bytes) -> bytes:
    """Corrects the checksums of a changed PNG, so that its content is looked at."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return content
    chunks, position = [content[:8]], 8
    while position + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, position)
        end = position + 8 + length
        if end + 4 > len(content):
            break
        checksum = zlib.crc32(content[position + 4 : end])
        chunks += [content[position:end], struct.pack(">I", checksum)]
        position = end + 4
    return b"".join(chunks) + content[position:]


def damaged_pictures(whole: list[bytes]) -> st.SearchStrategy[bytes]:
    broken = damaged(whole)
    return st.one_of(broken, broken.map(with_png_checksums))


@functools.cache
def huge_picture(side: int) -> bytes:
    """A square picture of one colour: kilobytes that are decoded to gigabytes."""
    clear = Image.new("RGBA", (side, side))
    return encoded(clear, "PNG", compress_level=1, exif=turned())


def two_colours(side: int) -> bytes:
    """A square picture of a bit a pixel, which converts to 32 times as much."""
    return encoded(Image.new("1", (side, side)), "PNG", compress_level=1)


@functools.cache
def other_huge_pictures(side: int) -> list[bytes]:
    """The same in formats whose decoders take more memory than the picture."""
    plain = Image.new("RGB", (side, side))
    files = [
        encoded(plain, "JPEG", progressive=True, exif=turned()),
        encoded(Image.new("CMYK", (side, side)), "JPEG", progressive=True),
        encoded(Image.new("I", (side, side)), "TIFF", compression="tiff_lzw"),
        encoded(plain, "GIF"),
    ]
    if features.check("webp") and side < 16384:
        files.append(encoded(plain, "WEBP", method=0))
    return files


def turned() -> Image.Exif:
    """A camera's note that the picture lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif
