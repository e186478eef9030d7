"""Opening one's own photo: every kind of picture, and every kind of refusal."""

import builtins
import io
import struct
import sys
import types
import zlib

import numpy as np
import pytest
from PIL import Image

from gan_utils.faces import photo

SIZE = (96, 80)  # width, height


@pytest.fixture(scope="module")
def picture():
    """Smooth colours without any symmetry: a turned copy differs everywhere."""
    x, y = np.meshgrid(np.linspace(0, 1, SIZE[0]), np.linspace(0, 1, SIZE[1]))
    colours = np.stack([40 + 200 * x, 220 - 180 * y, 60 + 90 * x * y], -1)
    return np.rint(colours).astype("uint8")


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def luminance(pixels):
    return pixels @ np.array([0.299, 0.587, 0.114])


def png_of_size(width, height):
    """A PNG that says how large it is and holds next to nothing."""

    def chunk(name, content):
        checksum = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + checksum

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "PPM"])
def test_a_picture_comes_back_as_it_was(picture, kind):
    opened = photo.open_photo(encoded(Image.fromarray(picture), kind))
    assert opened.dtype == np.uint8 and opened.flags.writeable
    np.testing.assert_array_equal(opened, picture)


def test_a_path_serves_as_well_as_the_bytes(picture, tmp_path):
    path = tmp_path / "my photo.png"
    Image.fromarray(picture).save(path)
    np.testing.assert_array_equal(photo.open_photo(path), picture)
    np.testing.assert_array_equal(photo.open_photo(str(path)), picture)


# What must be done to the upright picture so that the tag brings it back.
STORED = {
    1: lambda p: p,
    2: lambda p: p[:, ::-1],
    3: lambda p: p[::-1, ::-1],
    4: lambda p: p[::-1],
    5: lambda p: p.transpose(1, 0, 2),
    6: lambda p: np.rot90(p, 1),
    7: lambda p: p[::-1, ::-1].transpose(1, 0, 2),
    8: lambda p: np.rot90(p, -1),
}


@pytest.mark.parametrize("tag", STORED)
def test_a_photo_is_turned_upright_by_its_exif_orientation(picture, tag):
    exif = Image.Exif()
    exif[0x0112] = tag
    stored = Image.fromarray(np.ascontiguousarray(STORED[tag](picture)))
    opened = photo.open_photo(encoded(stored, "JPEG", quality=100, exif=exif))
    assert opened.shape == picture.shape
    assert np.abs(opened.astype(int) - picture).max() < 12


def test_transparent_parts_become_white(picture):
    alpha = np.zeros(picture.shape[:2], "uint8")
    alpha[:, 48:] = 255
    alpha[:8] = 128
    image = Image.fromarray(np.dstack([picture, alpha]))
    opened = photo.open_photo(encoded(image, "PNG"))
    assert (opened[8:, :48] == 255).all()
    np.testing.assert_array_equal(opened[8:, 48:], picture[8:, 48:])
    half = (picture[:8].astype(float) * 128 + 255 * 127) / 255
    assert np.abs(opened[:8] - half).max() <= 1


def test_grey_pictures_with_and_without_alpha(picture):
    grey = Image.fromarray(picture).convert("L")
    opened = photo.open_photo(encoded(grey, "JPEG", quality=100))
    assert np.abs(opened.astype(int) - np.asarray(grey)[..., None]).max() < 4
    grey.putalpha(0)
    assert (photo.open_photo(encoded(grey, "PNG")) == 255).all()


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bits_keep_their_brightness(picture, kind):
    grey = np.rint(luminance(picture)).astype("uint16")
    image = Image.fromarray(grey * 257)
    assert image.mode.startswith("I;16")
    opened = photo.open_photo(encoded(image, kind))
    np.testing.assert_array_equal(opened, np.repeat(grey[..., None], 3, -1))


@pytest.mark.parametrize("white", [1, 255, 65535])
def test_floats_keep_their_brightness(picture, white):
    grey = luminance(picture) / 255 * white
    image = Image.fromarray(grey.astype("float32"))
    opened = photo.open_photo(encoded(image, "TIFF"))
    assert np.abs(opened - luminance(picture)[..., None]).max() <= 0.51


def test_long_integers_and_values_that_are_no_number_do_not_stop_it():
    ramp = np.linspace(0, 65535, 96 * 80).reshape(80, 96)
    opened = photo.open_photo(encoded(Image.fromarray(ramp.astype("int32")), "TIFF"))
    assert opened[0, 0, 0] == 0 and opened[-1, -1, 0] == 255
    ramp[0] = np.nan
    opened = photo.open_photo(encoded(Image.fromarray(ramp.astype("float32")), "TIFF"))
    assert opened[0].max() == 0 and opened[-1, -1, 0] == 255


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_ink_colours_become_screen_colours(picture, kind):
    options = {"quality": 100} if kind == "JPEG" else {}
    content = encoded(Image.fromarray(picture).convert("CMYK"), kind, **options)
    assert Image.open(io.BytesIO(content)).mode == "CMYK"
    difference = photo.open_photo(content).astype(int) - picture
    assert np.abs(difference).max() < 12


def test_palettes_bitmaps_and_transparent_palette_entries(picture):
    indexed = Image.fromarray(picture).quantize(256)
    opened = photo.open_photo(encoded(indexed, "PNG"))
    np.testing.assert_array_equal(opened, np.asarray(indexed.convert("RGB")))
    entry = int(np.asarray(indexed)[0, 0])
    opened = photo.open_photo(encoded(indexed, "PNG", transparency=entry))
    assert (opened[np.asarray(indexed) == entry] == 255).all()
    bitmap = photo.open_photo(encoded(Image.fromarray(picture).convert("1"), "PNG"))
    assert set(np.unique(bitmap)) == {0, 255}


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_the_first_frame_of_an_animation_is_taken(kind):
    frames = [Image.new("RGB", SIZE, colour) for colour in ("red", "lime", "blue")]
    content = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
    opened = photo.open_photo(content).mean((0, 1))
    assert opened[0] > 240 and opened[1:].max() < 15


def test_a_tiny_picture_is_refused(picture):
    content = encoded(Image.fromarray(picture[:63]), "PNG")
    with pytest.raises(ValueError, match="96×63 pixels, too few .* at least 64×64"):
        photo.open_photo(content)


@pytest.mark.parametrize("size", [(9000, 9000), (12000, 12000), (60000, 60000)])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(monkeypatch, size):
    def decode(*_):
        pytest.fail("the picture was decoded")

    monkeypatch.setattr(photo.pictures, "as_rgb", decode)
    with pytest.raises(ValueError, match="more than 50 million pixels") as caught:
        photo.open_photo(png_of_size(*size))
    assert "damaged" not in str(caught.value)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)  # Pillow told not to mind
    with pytest.raises(ValueError, match="more than 50 million pixels"):
        photo.open_photo(png_of_size(*size))


def test_a_huge_file_is_refused_before_it_is_read(picture, tmp_path):
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.truncate(60_000_001)  # takes no room on the disk
    with pytest.raises(ValueError, match="at most 60 MB are read"):
        photo.open_photo(path)
    with pytest.raises(ValueError, match="at most 60 MB"):
        photo.open_photo(bytes(60_000_001))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF"])
def test_a_truncated_picture_is_refused(rng, kind):
    noise = Image.fromarray(rng.integers(0, 256, (80, 96, 3), "uint8"))
    content = encoded(noise, kind)
    with pytest.raises(ValueError, match="damaged|not a picture") as caught:
        photo.open_photo(content[: len(content) // 2])
    assert "JPEG or PNG" in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"This is my holiday.",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7\n",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n%%EndComments\nshowpage\n",
    ],
)
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(ValueError, match="not a picture that can be read; save it as"):
        photo.open_photo(content)


def test_an_empty_a_missing_file_and_a_folder_are_named(tmp_path):
    with pytest.raises(ValueError, match="empty"):
        photo.open_photo(b"")
    with pytest.raises(FileNotFoundError, match="no file '/nowhere/me.jpg'"):
        photo.open_photo("/nowhere/me.jpg")
    with pytest.raises(FileNotFoundError, match="give the path of a photo"):
        photo.open_photo(tmp_path)


def test_a_heic_photo_without_the_plugin_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(ValueError, match="HEIC .* JPEG .* pillow-heif"):
        photo.open_photo(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200))


def fake_colab(monkeypatch, uploaded):
    files = types.ModuleType("google.colab.files")
    files.upload = lambda: uploaded
    colab = types.ModuleType("google.colab")
    colab.files = files
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    monkeypatch.setitem(sys.modules, "google.colab.files", files)


def test_in_colab_the_uploaded_file_is_opened_and_deleted(
    picture, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    content = encoded(Image.fromarray(picture), "PNG")
    (tmp_path / "me.png").write_bytes(content)
    fake_colab(monkeypatch, {"me.png": content})
    np.testing.assert_array_equal(photo.upload_photo(), picture)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("names", [[], ["a.png", "b.png"]])
def test_in_colab_exactly_one_file_is_wanted(monkeypatch, tmp_path, names):
    monkeypatch.chdir(tmp_path)
    fake_colab(monkeypatch, dict.fromkeys(names, b""))
    with pytest.raises(ValueError, match=f"{len(names)} files were chosen"):
        photo.upload_photo()


def test_elsewhere_a_path_is_asked_for(picture, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "google.colab", None)
    path = tmp_path / "me.png"
    Image.fromarray(picture).save(path)
    monkeypatch.setattr(builtins, "input", lambda _: f' "{path}" ')
    np.testing.assert_array_equal(photo.upload_photo(), picture)
    monkeypatch.setattr(builtins, "input", lambda _: " ")
    with pytest.raises(ValueError, match="No path"):
        photo.upload_photo()


def test_a_photo_is_found_whatever_way_its_accents_are_written(picture, tmp_path):
    Image.fromarray(picture).save(tmp_path / "cafe\u0301.png")
    np.testing.assert_array_equal(photo.open_photo(tmp_path / "caf\u00e9.png"), picture)
