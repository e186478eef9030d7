"""People of nobody: photo-like faces that text-to-image models drew.

No one of them lives. They may be stored, shown and projected, which photographs of
real people may not be without their consent. They come from SFHQ-T2I, and the card
beside them, data/samples/people_of_nobody.md, says how they were chosen.

Beniaguev, "Synthetic Faces High Quality - Text 2 Image (SFHQ-T2I) dataset", 2024, MIT.
"""

import csv
from typing import NamedTuple

import numpy as np
from PIL import Image

from gan_utils.files.arrays import to_unit_range
from gan_utils.files.find import embedded_folder

_COLUMNS = 20  # of the mosaic
_SIDE = 128


class People(NamedTuple):
    """Framed faces, and how old a network judges them.

    Attributes:
        pixels: uint8 (n, image_size, image_size, 3), framed as UTKFace's are.
        ages: float32 (n,), years as ``second_opinion`` judges them: nobody was born.
        names: (n,), the files' names in SFHQ-T2I.
    """

    pixels: np.ndarray
    ages: np.ndarray
    names: np.ndarray

    def images(self, rows=slice(None)) -> np.ndarray:
        """Faces as float32 in [−1, 1]; rows is an index, a slice, indices or a mask."""
        return to_unit_range(self.pixels[rows])


def people_of_nobody(image_size: int = _SIDE) -> People:
    """The embedded people, in the order of their judged ages.

    Args:
        image_size: height and width; the pictures are stored at 128.
    """
    folder = embedded_folder("samples")
    with open(folder / "people_of_nobody.csv", newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    pixels = np.empty((len(table), image_size, image_size, 3), "uint8")
    with Image.open(folder / "people_of_nobody.jpg") as mosaic:
        for number in range(len(table)):
            row, column = divmod(number, _COLUMNS)
            left, top = column * _SIDE, row * _SIDE
            face = mosaic.crop((left, top, left + _SIDE, top + _SIDE))
            pixels[number] = face.resize((image_size, image_size))
    ages = np.array([line["age"] for line in table], "float32")
    return People(pixels, ages, np.array([line["file"] for line in table]))


def portraits() -> dict[str, np.ndarray]:
    """Six of them as they were drawn, unframed: name → uint8 (224, 224, 3)."""
    folder = embedded_folder("samples") / "portraits_of_nobody"
    return {
        path.stem: np.asarray(Image.open(path).convert("RGB"))
        for path in sorted(folder.glob("*.jpg"))
    }
