"""Chorales in four voices: Bach's, or pieces that a small program composed."""

from typing import NamedTuple

import numpy as np

from gan_utils.data.sources import find_or_sample
from gan_utils.files import chorales as chorale_files


class ChoraleSet(NamedTuple):
    """Pieces in four voices, and where they come from.

    Attributes:
        pieces: int16 (steps, 4) each: MIDI numbers of soprano, alto, tenor and bass
            at every sixteenth note, −1 where a voice is silent.
        name: "chorales" or "composed pieces".
        found_in: as in ``ImageSet``.
        sha256: checksum of what was read.
    """

    pieces: list[np.ndarray]
    name: str
    found_in: str
    sha256: str


def chorales(source: str = "auto") -> tuple[ChoraleSet, ChoraleSet]:
    """Chorales of J. S. Bach: ``train, test``, 305 and 77.

    The published file has a third part for validation; here it belongs to train. A
    held note cannot be told from a repeated one.

    Args:
        source: as in ``load``; the sample is 240 and 80 pieces that ``data/compose.py``
            made by rules of harmony.

    Raises:
        ValueError: unknown source, or a damaged file.
        FileNotFoundError: as in ``load``.
    """
    found = find_or_sample(chorale_files.CHORALES, source)
    pieces, sha256 = chorale_files.read_chorales(found.path)
    name = "chorales" if found.path else "composed pieces"
    about = (name, found.found_in, sha256)
    train = ChoraleSet(pieces["train"] + pieces["valid"], *about)
    return train, ChoraleSet(pieces["test"], *about)
