"""One search for all data: the folder in GAN_DATA, Keras's cache, a download."""

import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from gan_utils.files import checked
from gan_utils.files.checked import sha256_of, short
from gan_utils.files.download import DOWNLOADS, download_files


def find(name: str) -> tuple[Path | None, str, str]:
    """Where NAME.npz lies, which kind of place that is, and else what went wrong."""
    if folder := data_folder():
        path = folder / f"{name}.npz"
        if path.is_file():
            verify_listed_checksum(path)
            return path, "GAN_DATA", ""
    path = cache_folder() / f"{name}.npz"
    if path.is_file() and zipfile.is_zipfile(path):
        return path, "cache", ""
    try:
        DOWNLOADS[name](path)
    # Whatever went wrong, with the network, the file or the disk, is passed on.
    except Exception as error:
        return None, "", f"{name} could not be downloaded ({short(error)})"
    return path, "download", ""


def data_folder() -> Path | None:
    """The folder that the environment variable GAN_DATA names, if it is set.

    Raises:
        FileNotFoundError: it names something else than a folder.
    """
    folder = os.environ.get("GAN_DATA")
    if folder and not Path(folder).is_dir():
        raise FileNotFoundError(
            f"GAN_DATA={folder} is not a folder; correct the variable or unset it."
        )
    return Path(folder) if folder else None


def find_folder(name: str) -> tuple[Path | None, str]:
    """A data set that is a folder, in GAN_DATA or the cache, and which of the two."""
    for place, kind in ((data_folder(), "GAN_DATA"), (cache_folder(), "cache")):
        if place and (place / name).is_dir():
            return place / name, kind
    return None, ""


def cache_folder() -> Path:
    """Keras's own cache of data sets."""
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    return Path(home) / "datasets"


def verify_listed_checksum(path: Path) -> None:
    """Checks a file against SHA256SUMS in its folder, if there is one.

    A classroom mirror makes that list with ``sha256sum *.npz > SHA256SUMS``.

    Raises:
        ValueError: the file is listed with another checksum.
    """
    list_file = path.parent / "SHA256SUMS"
    if not list_file.is_file():
        return
    for line in list_file.read_text().splitlines():
        checksum, _, listed = line.partition(" ")
        if listed.strip(" *") == path.name and checksum != sha256_of(path):
            raise ValueError(
                f"{path} does not have the checksum listed in {list_file.name}; "
                "copy the file again."
            )


def embedded_folder(kind: str) -> Path:
    """``data/samples`` or ``data/weights``, in a clone or in an installed package."""
    package = Path(__file__).parent.parent
    for folder in (package.parent / "data" / kind, package / "embedded" / kind):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"The course's folder data/{kind} is missing; clone the repository again or "
        "reinstall gan_utils."
    )


def find_files(
    name: str, checksums: Mapping[str, str], addresses: Sequence[str]
) -> tuple[Path | None, str]:
    """Published files: in GAN_DATA, in Keras's cache, or downloaded into the cache.

    Args:
        name: the folder that holds them in either place.
        checksums: the SHA-256 of each file, by its name.
        addresses: web folders that hold all of them, tried in turn.

    Returns:
        The folder with the files and "", or None and what went wrong.
    """
    places = [cache_folder() / name]
    if folder := data_folder():
        places.insert(0, folder / name)
    for place in places:
        if all((place / file).is_file() for file in checksums):
            return place, ""
    problem = "no address to download them from"
    for address in addresses:
        try:
            return download_files(address, places[-1], checksums), ""
        # Whatever went wrong, with the network, the file or the disk, is passed on.
        except Exception as error:
            problem = checked.short(error)
    return None, problem
