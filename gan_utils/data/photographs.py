"""Whole photographs on which enlargements are compared: Set5, Set14, Kodak."""

from pathlib import Path

import numpy as np

from gan_utils.data.sources import SOURCES
from gan_utils.files import pictures
from gan_utils.files.arrays import to_unit_range
from gan_utils.files.download import Published
from gan_utils.files.find import embedded_folder, find
from gan_utils.language import say

TEST_SETS = ("set5", "set14", "kodak")
_FOLDER = Published("super_resolution", {}, addresses=())


def photographs(name: str = "kodak", source: str = "auto") -> dict[str, np.ndarray]:
    """Photographs by name, float32 (height, width, 3) in [−1, 1].

    Height and width are cut to multiples of 4. Set5 and Set14 are the pictures of all
    tables of the field; they may not be passed on, so only crops of Kodak's, which may
    be used without restriction, are embedded.

    Args:
        name: "set5", "set14" or "kodak", a folder in the folder ``super_resolution``.
        source: as in ``load``; the sample is six crops of Kodak's, 192×192.

    Raises:
        ValueError: unknown name or source, or a damaged file.
        FileNotFoundError: source="real", and the set is nowhere to be found.
    """
    if name not in TEST_SETS:
        raise ValueError(
            say(
                "There is no test set {name!r}; choose one of {test_sets}.",
                name=name,
                test_sets=TEST_SETS,
            )
        )
    if source not in SOURCES:
        raise ValueError(
            say(
                "source={source!r} must be one of {known}.",
                source=source,
                known=", ".join(SOURCES),
            )
        )
    folder = find_test_set(name) if source != "sample" else None
    if folder is None and source == "real":
        raise FileNotFoundError(
            say(
                "{name} was not found; put its pictures into "
                "super_resolution/{name} in the folder that GAN_DATA names.",
                name=name,
            )
        )
    if folder is None:
        folder = embedded_folder("samples") / "kodak_crops"
        if source == "auto":
            text = say(
                "Notice: {name} was not found. Six crops of Kodak's stand in.",
                name=name,
            )
            print(text)
    files, _ = pictures.listed(folder)
    return {file.stem: _read(file) for file in sorted(files)}


def find_test_set(name: str) -> Path | None:
    """The folder of one of TEST_SETS on this machine, if it is there."""
    found = find(_FOLDER).path
    return found / name if found and (found / name).is_dir() else None


def _read(file: Path) -> np.ndarray:
    """One photograph, cut to multiples of 4."""
    try:
        image = pictures.as_rgb(pictures.open_picture(file.read_bytes()))
    except ValueError as error:
        raise ValueError(
            say("{file}: {error}; copy it again.", file=file.name, error=error)
        ) from error
    pixels = np.asarray(image)
    height, width = (side // 4 * 4 for side in pixels.shape[:2])
    return to_unit_range(pixels[:height, :width])
