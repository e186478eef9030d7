"""Pairs of pictures: house fronts with their plans, emoji, and one's own."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from gan_utils.data.images import to_pixels
from gan_utils.data.sources import find_or_sample
from gan_utils.files import facades as facade_files
from gan_utils.files import pairs as pair_files
from gan_utils.files import unpaired as unpaired_files
from gan_utils.files.arrays import to_unit_range
from gan_utils.language import say


class PairedSet(NamedTuple):
    """Pairs of pictures, and where they come from.

    Attributes:
        targets: float32 (n, height, width, channels) in [−1, 1], for instance photos.
        sources: float32 (n, height, width, channels) in [−1, 1], for instance maps.
        file_names: the name of each pair.
        name: the data set, for instance "facades".
        found_in: as in ``ImageSet``, or "folder".
        sha256: checksum of all files' contents, in the order of file_names.
    """

    targets: np.ndarray
    sources: np.ndarray
    file_names: list[str]
    name: str
    found_in: str
    sha256: str


def facades(source: str = "auto", image_size: int = 256) -> tuple[PairedSet, PairedSet]:
    """Photos of house fronts with their label maps: ``train, test``.

    The published folder is ``facades/{train,val,test}/N.jpg``, 512×256, photo on the
    left, map on the right; val stands in for a missing test. Photos are shrunk by
    averaging, a cell of a small map takes its most frequent class: every map is made of
    pure palette colours, and labels_of is exact.

    Args:
        source: as in ``load``; the sample is drawn, at 128×128.
        image_size: 256, 128, 64 or 32.

    Raises:
        ValueError: unknown source or size, or damaged files; all are listed.
        FileNotFoundError: the folder lacks a part; or as in ``load``.
    """
    if image_size not in facade_files.SIZES:
        sizes = ", ".join(map(str, facade_files.SIZES))
        raise ValueError(
            say(
                "image_size={image_size} must be one of {sizes}.",
                image_size=image_size,
                sizes=sizes,
            )
        )
    found = find_or_sample(facade_files.FACADES, source)
    name = "facades" if found.path else "drawn facades"
    train, test = facade_files.read_facades(found.path, image_size)
    return tuple(_paired_set(part, name, found.found_in) for part in (train, test))


def emoji() -> tuple[PairedSet, PairedSet]:
    """The same things drawn by two hands, 32×32 on white: ``train, test``.

    Sources are Noto's (Google, Apache-2.0), targets Twemoji's (Twitter and others,
    CC-BY-4.0). They are embedded; neighbours in the order are no neighbours in kind.
    """
    parts = unpaired_files.read_emoji()
    return tuple(_paired_set(part, "emoji", "sample") for part in parts)


def paired_folder(
    path: str | Path,
    layout: str = "side_by_side",
    image_size: int | None = 256,
    target_side: str = "left",
    target_folder: str = "targets",
    source_folder: str = "sources",
) -> PairedSet:
    """A user's own pairs, as colour pictures.

    Pictures may be grey, transparent (white shows through), with a palette, or turned
    by their camera's note. Those with more than 8 bits share one scale; few colours, as
    in label maps, stay these colours. A notice counts what is passed over or looks odd.

    Args:
        path: the folder.
        layout: "side_by_side" for both pictures in one file, or "two_folders" for two
            sub-folders with the same names, as in targets/a.jpg and sources/a.png.
        image_size: height and width to resize to; None keeps the files' own.
        target_side: "left" or "right", the target's half in layout "side_by_side".
        target_folder: the targets' sub-folder in layout "two_folders".
        source_folder: the sources' sub-folder in layout "two_folders".

    Raises:
        FileNotFoundError: no such folder or sub-folder, or no pictures in it.
        ValueError: it lists the files without partner, that cannot be read, with an
            odd width, or of another size than most.
    """
    folder, sub_folders = Path(path), (target_folder, source_folder)
    pairs = pair_files.read_folder(folder, layout, image_size, target_side, sub_folders)
    return _paired_set(pairs, folder.name, "folder")


def _paired_set(pairs: dict, name: str, found_in: str) -> PairedSet:
    pairs |= {part: to_unit_range(pairs[part]) for part in ("targets", "sources")}
    return PairedSet(**pairs, name=name, found_in=found_in)


def labels_of(sources: np.ndarray) -> np.ndarray:
    """Label maps in colour → classes: the nearest colour of the palette.

    Args:
        sources: float (…, height, width, 3) in [−1, 1].

    Returns:
        int32 (…, height, width), indices into FACADE_CLASSES.
    """
    sources = np.asarray(sources)
    labels = np.empty(sources.shape[:-1], "int32")
    for index in np.ndindex(sources.shape[:-3]):  # one by one saves memory
        labels[index] = facade_files.nearest_labels(to_pixels(sources[index]))
    return labels


def colours_of(labels: np.ndarray) -> np.ndarray:
    """Classes (…, height, width) → label maps in colour, float32 (…, 3) in [−1, 1]."""
    return to_unit_range(facade_files.FACADE_PALETTE)[np.asarray(labels)]
