"""Reads pairs of pictures from files, and lists everything that is wrong with them."""

import hashlib
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from gan_utils.files import checked
from gan_utils.files.pictures import (
    Scale,
    as_rgb,
    common_scale,
    endings,
    listed,
    notice_if_dark,
    open_picture,
    resized,
)
from gan_utils.language import later, say

_LAYOUTS = ("side_by_side", "two_folders")


def read_folder(
    folder: Path,
    layout: str,
    image_size: int | None,
    target_side: str,
    sub_folders: tuple[str, str],
) -> dict:
    """Reads a user's own pairs, as ``data.paired_folder`` says; see ``read_pairs``."""
    if layout not in _LAYOUTS:
        raise ValueError(
            say(
                "layout={layout!r} must be one of {known}.",
                layout=layout,
                known=", ".join(_LAYOUTS),
            )
        )
    if target_side not in ("left", "right"):
        raise ValueError(
            say(
                "target_side={target_side!r} must be left or right.",
                target_side=target_side,
            )
        )
    if not folder.is_dir():
        raise FileNotFoundError(
            say("{folder} is not a folder; correct the path.", folder=folder)
        )
    roles = (folder,)
    if layout == "two_folders":
        roles = tuple(folder / name for name in sub_folders)
        files, problems = _matched_files(*roles)
    else:
        files, problems = [(file,) for file in pictures_in(folder)], []
    _count_files(roles, files)
    if not files and not problems:
        raise FileNotFoundError(
            say(
                "{folder} holds no pairs; put pictures ({endings}) into it or "
                "choose another layout than {layout!r}.",
                folder=folder,
                endings=", ".join(sorted(endings())),
                layout=layout,
            )
        )
    scales = [common_scale(of_role) for of_role in zip(*files, strict=True)]
    sizes = set()

    def decode(*contents: bytes) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
        both = [
            _upright_in_colour(content, scale)
            for content, scale in zip(contents, scales, strict=True)
        ]
        if layout == "side_by_side":
            both = _halves(both[0])[:: 1 if target_side == "left" else -1]
        size = both[0].size
        sizes.add(size)
        if size != both[1].size:
            raise ValueError(say("differs in size from its partner"))
        if image_size is not None:
            both = [resized(picture, (image_size, image_size)) for picture in both]
        return np.asarray(both[0]), np.asarray(both[1]), size

    pairs = read_pairs(folder, files, decode, problems)
    for width, height in sizes:
        if layout == "side_by_side" and 2 * width <= height:
            text = say(
                "Notice: the pictures are {width}×{height}, not wider than high, and "
                "were cut in the middle. If each is one picture and no pair, put "
                "targets and sources into two folders (layout two_folders).",
                width=2 * width,
                height=height,
            )
            print(text)
    names = later("the targets in {folder}"), later("the sources in {folder}")
    for role, name in zip(("targets", "sources"), names, strict=True):
        notice_if_dark(pairs[role], say(name, folder=folder))
    return pairs


def _count_files(folders: tuple[Path, ...], used: list[tuple[Path, ...]]) -> None:
    """Says which files of the folders are not used because of their names."""
    for number, folder in enumerate(folders):
        names = listed(folder)[1]
        if names:
            shown = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
            n_used = len({files[number] for files in used})
            text = say(
                "Notice: {folder} holds {count} files, {used} used; passed over, as no "
                "pictures by their names: {names}.",
                folder=folder,
                count=len(listed(folder)[0]) + len(names),
                used=n_used,
                names=shown,
            )
            print(text)


def pictures_in(folder: Path) -> list[Path]:
    """The folder's picture files, 2.jpg before 10.jpg; none if there is no folder."""
    return sorted(listed(folder)[0], key=_in_numeric_order) if folder.is_dir() else []


def _in_numeric_order(file: Path) -> list[str | int]:
    """Sorting key: "a10.jpg" → ["a", 10, ".jpg"]."""
    parts = re.split(r"(\d+)", file.name)
    return [int(part) if i % 2 else part for i, part in enumerate(parts)]


def _matched_files(
    targets: Path, sources: Path
) -> tuple[list[tuple[Path, Path]], list[str]]:
    """Pairs of files with the same name up to the extension, and what has none."""
    problems, by_name = [], []
    for folder in (targets, sources):
        if not folder.is_dir():
            raise FileNotFoundError(
                say(
                    "{folder} is not a folder; name the two sub-folders as target "
                    "folder and source folder.",
                    folder=folder,
                )
            )
        files = {}
        for file in pictures_in(folder):
            # A Mac writes é as two characters, most others as one.
            stem = unicodedata.normalize("NFC", file.stem)
            if stem in files:
                first = files[stem].name
                problems.append(f"{folder.name}/{file.name}: same name as {first}")
            files[stem] = file
        by_name.append(files)
    first, second = by_name
    for files, others, other in ((first, second, sources), (second, first, targets)):
        problems += [
            f"{file.parent.name}/{file.name}: no partner in {other.name}"
            for stem, file in files.items()
            if stem not in others
        ]
    return [(first[stem], second[stem]) for stem in first if stem in second], problems


def _upright_in_colour(content: bytes, scale: Scale | None) -> Image.Image:
    """Opens a picture upright and in RGB, transparent parts on white."""
    return Image.fromarray(as_rgb(open_picture(content), scale))


def _halves(picture: Image.Image) -> list[Image.Image]:
    """The left and the right half of a picture."""
    width, height = picture.size
    if width % 2:
        raise ValueError(
            say("has an odd width of {width}, so no two halves", width=width)
        )
    boxes = ((0, 0, width // 2, height), (width // 2, 0, width, height))
    return [picture.crop(box) for box in boxes]


def read_pairs(
    folder: Path,
    files: Sequence[tuple[Path, ...]],
    decode: Callable[..., tuple[np.ndarray, np.ndarray, tuple[int, int]]],
    problems: Sequence[str] = (),
) -> dict:
    """Reads pairs, two at a time.

    Args:
        folder: what an error calls the whole.
        files: one file or two for each pair.
        decode: turns their contents into target and source, uint8 (height, width, 3),
            and the size that both had.
        problems: what is known to be wrong already.

    Returns:
        The fields of ``data.PairedSet`` that the files tell, the pictures in 0…255.

    Raises:
        ValueError: it lists ``problems``, and all files that cannot be read or had
            another size than most.
    """
    # Not more threads, for each may take 400 MB for a large picture.
    with warnings.catch_warnings(), ThreadPoolExecutor(2) as pool:
        # Pillow warns of odd notes in pictures, which harm nobody.
        warnings.simplefilter("ignore")
        results = list(pool.map(lambda paths: _read_pair(paths, decode), files))
    unreadable = [result for result in results if isinstance(result, str)]
    pairs = [result for result in results if not isinstance(result, str)]
    problems = [*problems, *unreadable, *_other_sizes(pairs)]
    if problems:
        raise checked.unusable(folder, problems)
    targets, sources, _, names, contents = zip(*pairs, strict=True)
    checksum = hashlib.sha256()
    for content in contents:
        checksum.update(content)
    return {
        "targets": np.stack(targets),
        "sources": np.stack(sources),
        "file_names": list(names),
        "sha256": checksum.hexdigest(),
    }


def _read_pair(paths: tuple[Path, ...], decode: Callable) -> tuple | str:
    """What is decoded, a name, and the contents; or a line that says what is wrong."""
    try:
        contents = [path.read_bytes() for path in paths]
        return *decode(*contents), paths[0].name, b"".join(contents)
    # Pillow's decoders raise errors of many kinds on damaged files.
    except Exception as error:
        names = " and ".join(f"{path.parent.name}/{path.name}" for path in paths)
        return f"{names}: {checked.short(error)}"


def _other_sizes(pairs: list[tuple]) -> list[str]:
    """A line for each pair whose size is not the most frequent one."""
    sizes = Counter(size for _, _, size, _, _ in pairs).most_common()
    return [
        "{}: {}×{}, where most are {}×{}".format(name, *size, *sizes[0][0])
        for _, _, size, name, _ in pairs
        if size != sizes[0][0]
    ]
