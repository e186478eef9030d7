"""Cuts data/samples/kodak_crops/ out of six of Kodak's photographs.

GAN_DATA=folder python -m data.make_kodak_crops
"""

from pathlib import Path

from PIL import Image

from gan_utils.data.photographs import find_test_set
from gan_utils.files.find import embedded_folder

SIDE = 192
CROPS = {  # photograph → left, top
    "01": (400, 20),
    "07": (330, 150),
    "08": (540, 230),
    "13": (200, 230),
    "19": (225, 100),
    "22": (200, 40),
}


def main() -> None:
    """Writes the crops as PNG."""
    folder = embedded_folder("samples") / "kodak_crops"
    for name, (left, top) in CROPS.items():
        with Image.open(find_test_set("kodak") / f"{name}.png") as photo:
            crop = photo.convert("RGB").crop((left, top, left + SIDE, top + SIDE))
        crop.save(Path(folder) / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
