"""Reads pairs of pictures from files, and lists everything that is wrong with them."""

import re
import warnings
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import PIL.Image

from gan_utils.files import checked, pictures

EXTENSIONS = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp")


class Pair(NamedTuple):
    """One pair as read from its files: uint8 pictures, and what they were before."""

    target: np.ndarray
    source: np.ndarray
    name: str
    size: tuple[int, int]
    content: bytes


def pictures_in(folder: Path) -> list[Path]:
    """The folder's picture files, 2.jpg before 10.jpg; none if there is no folder."""
    if not folder.is_dir():
        return []
    files = [
        file
        for file in folder.iterdir()
        if file.suffix.lower() in EXTENSIONS and not file.name.startswith(".")
    ]
    return sorted(files, key=in_numeric_order)


def in_numeric_order(file: Path) -> list[str | int]:
    """Sorting key: "a10.jpg" → ["a", 10, ".jpg"]."""
    parts = re.split(r"(\d+)", file.name)
    return [int(part) if i % 2 else part for i, part in enumerate(parts)]


def matched_files(
    targets: Path, sources: Path
) -> tuple[list[tuple[Path, Path]], list[str]]:
    """Pairs of files with the same name up to the extension, and what has none."""
    for folder in (targets, sources):
        if not folder.is_dir():
            raise FileNotFoundError(
                f"{folder} is not a folder; name the two sub-folders with "
                "target_folder=… and source_folder=…."
            )
    problems, by_name = [], []
    for folder in (targets, sources):
        files = {}
        for file in pictures_in(folder):
            if file.stem in files:
                first = files[file.stem].name
                problems.append(f"{folder.name}/{file.name}: same name as {first}")
            files[file.stem] = file
        by_name.append(files)
    for files, others, other in zip(
        by_name, by_name[::-1], (sources, targets), strict=True
    ):
        problems += [
            f"{file.parent.name}/{file.name}: no partner in {other.name}"
            for stem, file in files.items()
            if stem not in others
        ]
    first, second = by_name
    return [(first[stem], second[stem]) for stem in first if stem in second], problems


def open_in_colour(path: Path) -> PIL.Image.Image:
    """Opens a picture upright and in RGB, transparent parts on white."""
    return PIL.Image.fromarray(
        pictures.as_rgb(pictures.open_picture(path.read_bytes()))
    )


def halves(picture: PIL.Image.Image) -> tuple[PIL.Image.Image, PIL.Image.Image]:
    """The left and the right half of a picture."""
    width, height = picture.size
    if width % 2:
        raise ValueError(f"has an odd width of {width}, so no two halves")
    middle = width // 2
    return picture.crop((0, 0, middle, height)), picture.crop(
        (middle, 0, width, height)
    )


def read_all(
    paths: list[tuple[Path, ...]], read: Callable[..., Pair]
) -> tuple[list[Pair], list[str]]:
    """Reads the pairs, two at a time, and lists what cannot be read."""

    def attempt(pair: tuple[Path, ...]) -> Pair | str:
        try:
            return read(*pair)
        # Pillow's decoders raise errors of many kinds on damaged files.
        except Exception as error:
            names = " and ".join(f"{path.parent.name}/{path.name}" for path in pair)
            return f"{names}: {checked.short(error)}"

    # Not more threads, for each may take 400 MB for a large picture.
    with warnings.catch_warnings(), ThreadPoolExecutor(2) as pool:
        # Pillow warns of odd notes in pictures, which harm nobody.
        warnings.simplefilter("ignore")
        results = list(pool.map(attempt, paths))
    pairs = [result for result in results if isinstance(result, Pair)]
    return pairs, [result for result in results if isinstance(result, str)]


def other_sizes(pairs: list[Pair]) -> list[str]:
    """A line for each pair whose size is not the most frequent one."""
    sizes = Counter(pair.size for pair in pairs)
    if len(sizes) < 2:
        return []
    usual = sizes.most_common(1)[0][0]
    return [
        f"{pair.name}: {pair.size[0]}×{pair.size[1]}, where most are "
        f"{usual[0]}×{usual[1]}"
        for pair in pairs
        if pair.size != usual
    ]


def refuse(folder: Path, problems: list[str]) -> None:
    """Raises one ValueError that lists all problems, if there are any."""
    if problems:
        raise ValueError(
            f"{folder} cannot be used until these files are corrected or removed:\n  "
            + "\n  ".join(problems)
        )
