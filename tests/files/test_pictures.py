"""The pictures in a notebook lose bytes and no pixel."""

import io

import numpy as np
import PIL.Image
import pytest

from tools import pictures


def png_of(picture):
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=0)
    return file.getvalue()


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "few colours", "transparent"])
def test_a_stored_picture_loses_bytes_but_no_pixel(mode, rng):
    pixels = rng.integers(0, 256, (20, 30, 4), dtype="uint8").repeat(4, axis=0)
    if mode == "few colours":
        pixels = pixels[:8, :2].repeat(10, axis=0).repeat(15, axis=1)
    if mode != "transparent":
        pixels[..., 3] = 255
    picture = PIL.Image.fromarray(pixels)
    if mode in ("L", "RGB"):
        picture = picture.convert(mode)
    before = png_of(picture)
    after = pictures.shrink(before)
    assert len(after) < len(before)
    with PIL.Image.open(io.BytesIO(after)) as shrunk:
        np.testing.assert_array_equal(shrunk.convert("RGBA"), picture.convert("RGBA"))


def test_a_stored_film_stays_as_it_is():
    frames = [PIL.Image.new("L", (8, 8), grey) for grey in (0, 255)]
    file = io.BytesIO()
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
    assert pictures.shrink(file.getvalue()) == file.getvalue()
