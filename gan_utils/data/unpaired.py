"""Two sets of pictures without pairs: horses and zebras, and one's own."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from gan_utils.files import unpaired as unpaired_files
from gan_utils.files.arrays import to_unit_range
from gan_utils.language import later, say

_LICENCE = later(
    "The photographs are from ImageNet and belong to their owners: they are for "
    "non-commercial research, do not publish them. Cite Zhu et al. (ICCV 2017)."
)


class UnpairedSet(NamedTuple):
    """Two sets of pictures of which none belongs to another.

    Attributes:
        source_pixels: uint8 (n, image_size, image_size, 3), what is to be translated.
        target_pixels: uint8 (m, image_size, image_size, 3), what it shall look like.
        source_masks: bool (k, image_size, image_size), where the animal stands in the
            first k sources.
        target_masks: the same of the first targets.
        name: the data set, for instance "horse2zebra".
        found_in: as in ``ImageSet``, or "folder".
        sha256: checksum of all names and files that were read.
    """

    source_pixels: np.ndarray
    target_pixels: np.ndarray
    source_masks: np.ndarray
    target_masks: np.ndarray
    name: str
    found_in: str
    sha256: str

    def sources(self, rows=slice(None)) -> np.ndarray:
        """Sources as float32 in [−1, 1]; rows is an index, a slice or indices."""
        return to_unit_range(self.source_pixels[rows])

    def targets(self, rows=slice(None)) -> np.ndarray:
        """Targets, likewise."""
        return to_unit_range(self.target_pixels[rows])


def horses_and_zebras(image_size: int = 128) -> tuple[UnpairedSet, UnpairedSet]:
    """Photographs of horses (sources) and of zebras (targets): ``train, test``.

    There is no sample: the photographs may not be passed on. Where the file masks.npz
    lies beside them, it says where the animal stands in trainA and trainB; each tenth
    of the horses of trainA is then held out too, and comes first in ``test``.

    Raises:
        FileNotFoundError: the set is nowhere to be found, or lacks a part.
        ValueError: damaged files; all are listed.
    """
    parts = unpaired_files.read_horses(image_size)
    print(f"horse2zebra. {say(_LICENCE)}")
    return tuple(UnpairedSet(**part, name="horse2zebra") for part in parts)


def two_folders(
    sources: str | Path, targets: str | Path, image_size: int = 128
) -> tuple[UnpairedSet, UnpairedSet]:
    """A user's own two sets: ``train, test``; each tenth picture is for testing.

    Raises:
        FileNotFoundError: no such folder, or no pictures in it.
        ValueError: damaged files; all are listed.
    """
    sources, targets = Path(sources), Path(targets)
    parts = unpaired_files.read_two_folders(sources, targets, image_size)
    name = f"{sources.name} to {targets.name}"
    return tuple(UnpairedSet(**part, name=name) for part in parts)
