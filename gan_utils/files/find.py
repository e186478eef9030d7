"""One search for everything that others publish, and the folders of the course."""

import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gan_utils.files.checked import same_name, short, verify
from gan_utils.files.download import FAULTS, Published, download
from gan_utils.files.environment import keras_home
from gan_utils.language import say

KAGGLE = Path("/kaggle/input")  # what a notebook on Kaggle has attached
PACKAGES = Path("/usr/share/datasets")  # where Debian's packages keep data sets


class Found(NamedTuple):
    """Where something lies, or why it was not found.

    Attributes:
        path: the file or folder, or None.
        found_in: "GAN_DATA", "Kaggle", "cache", "system", "embedded" or "download".
        problem: else why it is missing and what to do, as a sentence or two.
    """

    path: Path | None
    found_in: str
    problem: str = ""


def find(published: Published) -> Found:
    """Looks on this machine, then downloads into Keras's cache.

    The order is: the folder that the environment variable GAN_DATA names, what is
    attached on Kaggle, Keras's cache, a package of the system, the course's own
    data/weights, the network.

    Raises:
        FileNotFoundError: GAN_DATA names something else than a folder.
        ValueError: the file's checksum is not the one listed beside it.
    """
    for path, found_in in _candidates(published):
        if _is_whole(path, published, found_in):
            _verify_listed(path)
            return Found(path, found_in)
    place = cache_folder() / published.name
    problems = []
    for address in published.addresses:
        try:
            download(published, address, place)
            return Found(place, "download")
        except FAULTS as error:
            problems.append(short(error))
    return Found(None, "", _sentence(published, "; ".join(problems)))


def _sentence(published: Published, problems: str) -> str:
    """That something is neither here nor could be downloaded, and what to do."""
    lacking, place = "", say("a folder that you set GAN_DATA to")
    if folder := os.environ.get("GAN_DATA"):
        name = _missing(published, folder)
        lacking = say(", and the folder GAN_DATA lacks {name}", name=name)
        place = say("that folder")
    return say(
        "{name} could not be downloaded ({problems}){lacking}. Connect to the network, "
        "or put {wanted} into {cache} or into {place}.",
        name=published.name,
        problems=problems,
        lacking=lacking,
        wanted=published.wanted or published.name,
        cache=_as_people_write(cache_folder()),
        place=place,
    )


def _missing(published: Published, folder: str) -> str:
    """Which file is not where GAN_DATA says that it is."""
    path = Path(folder) / published.name
    kept = () if published.unpack or not path.is_dir() else published.files
    names = [f"{path.name}/{name}" for name in kept if not (path / name).is_file()]
    return names[0] if names else published.name


def _candidates(published: Published) -> Iterator[tuple[Path, str]]:
    """The places in which it may lie, in the order of the search."""
    if folder := os.environ.get("GAN_DATA"):
        if not Path(folder).is_dir():
            text = say(
                "GAN_DATA={folder} is not a folder; correct the variable or unset it.",
                folder=folder,
            )
            raise FileNotFoundError(text)
        yield Path(folder) / published.name, "GAN_DATA"
    # Kaggle mounts a data set as a folder, in which it may lie some folders deep.
    for depth in ("*/*/*/", "*/*/", "*/", ""):
        for path in sorted(KAGGLE.glob(depth + published.name)):
            yield path, "Kaggle"
    for cache in (keras_home() / "datasets", cache_folder()):
        yield cache / published.name, "cache"
    if published.installed:
        yield PACKAGES / published.installed, "system"
    yield embedded_folder("weights") / published.name, "embedded"


def _is_whole(path: Path, published: Published, found_in: str) -> bool:
    """Whether the file, or the folder with all its files, is there."""
    if path.suffix == ".npz":
        # A cached file that Keras left half is downloaded again.
        return path.is_file() and (found_in != "cache" or zipfile.is_zipfile(path))
    kept = () if published.unpack else published.files
    return path.is_dir() and all((path / name).is_file() for name in kept)


def _verify_listed(path: Path) -> None:
    """Checks a file against SHA256SUMS in its folder, if there is one.

    A classroom mirror makes that list with ``sha256sum *.npz > SHA256SUMS``.
    """
    listed = path.parent / "SHA256SUMS"
    if listed.is_file():
        for line in listed.read_text().splitlines():
            checksum, _, name = line.partition(" ")
            if same_name(name.strip(" *"), path.name):
                verify(path.parent, {path.name: checksum})


def cache_folder() -> Path:
    """Keras's own cache of data sets, or where Keras turns if it cannot write there."""
    home = keras_home()
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    if not os.access(existing, os.W_OK):
        home = Path(tempfile.gettempdir()) / ".keras"
    return home / "datasets"


def _as_people_write(path: Path) -> str:
    """The path with ~ for the home folder: outputs name no machine's own folders."""
    home = os.path.expanduser("~")
    return str(path).replace(home, "~", 1) if str(path).startswith(home) else str(path)


def embedded_folder(kind: str) -> Path:
    """``data/samples`` or ``data/weights``, in a clone or in an installed package."""
    package = Path(__file__).parent.parent
    for folder in (package.parent / "data" / kind, package / "embedded" / kind):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        say(
            "The course's folder data/{kind} is missing; clone the repository "
            "again or reinstall gan_utils.",
            kind=kind,
        )
    )
