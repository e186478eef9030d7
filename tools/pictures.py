"""Makes the pictures in a notebook's outputs smaller without changing a pixel."""

import base64
import io

import nbformat
import numpy as np
from PIL import Image


def shrink_pictures(notebook: nbformat.NotebookNode) -> None:
    """Replaces each PNG among the outputs by a smaller one with the same pixels."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                smaller = shrink(base64.b64decode(data["image/png"]))
                data["image/png"] = base64.b64encode(smaller).decode()


def shrink(png: bytes) -> bytes:
    """The same picture in fewer bytes, or the same bytes; films stay as they are."""
    with Image.open(io.BytesIO(png)) as picture:
        if getattr(picture, "n_frames", 1) > 1:
            return png
        pixels = picture.convert("RGBA")
    candidates = [pixels]
    if pixels.getextrema()[3] == (255, 255):  # nothing shines through
        colours = pixels.convert("RGB")
        candidates.append(colours)
        few = colours.getcolors(256)
        if few:
            candidates.append(
                colours.quantize(len(few), Image.Quantize.MEDIANCUT, dither=0)
            )
    packed = [png]
    for candidate in candidates:
        if np.array_equal(candidate.convert("RGBA"), pixels):
            packed.append(write(candidate))
    return min(packed, key=len)


def write(picture: Image.Image) -> bytes:
    """A PNG file, packed as tightly as Pillow can."""
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
