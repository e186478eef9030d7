"""Reads and writes files that may be damaged, cut short, or made to do harm.

Nothing here runs code that a file holds, and a file that would fill the memory is
refused before it is read.
"""

import inspect
import json
import os
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from unicodedata import normalize

import h5py
import keras
import numpy as np
import pooch

from gan_utils.language import say


class DamagedFile(ValueError):
    """A file is not what was published, or breaks off."""


def unusable(folder: Path, problems: list[str]) -> ValueError:
    """The error that lists what must be corrected before a folder can be read."""
    text = say(
        "{folder} cannot be used until these files are corrected or removed:",
        folder=folder,
    )
    return ValueError("\n  ".join([text, *problems]))


def short(error: Exception) -> str:
    """The error's message without its line breaks and long addresses."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text.split(" -- ")[-1][:120]  # Keras writes "ADDRESS: None -- REASON"


def read_arrays(path: str | Path, most_bytes: int) -> dict[str, np.ndarray]:
    """The arrays of an npz file, by name. Python objects in it are not unpickled.

    Args:
        path: the file.
        most_bytes: a file with more, once it is unpacked, is refused.

    Raises:
        OSError: the file cannot be opened.
        ValueError: it is damaged, too large or no npz file.
    """
    with open(path, "rb") as file:
        try:
            return _arrays_of(file, most_bytes)
        # zipfile, its decompressors and numpy raise errors of a dozen kinds.
        except Exception as error:
            raise ValueError(
                say(
                    "{path} is damaged ({reason}); delete it and copy or download "
                    "it again.",
                    path=path,
                    reason=short(error),
                )
            ) from error


def _arrays_of(file, most_bytes: int) -> dict[str, np.ndarray]:
    """The arrays of an open npz file; see ``read_arrays``."""
    arrays = {}
    with zipfile.ZipFile(file) as archive:
        # What zipfile unpacks of a member ends at the length listed here.
        unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > most_bytes:
            raise ValueError(
                say(
                    "it would unpack to {size:,.0f} MB where at most {most:,.0f} "
                    "are expected",
                    size=unpacked / 1e6,
                    most=most_bytes / 1e6,
                )
            )
        for member in archive.infolist():
            with archive.open(member) as stream:
                array = np.lib.format.read_array(stream, allow_pickle=False)
            arrays[member.filename.removesuffix(".npy")] = array
    return arrays


def load_weights(model: keras.Model, path: str | Path) -> None:
    """Loads a ``.weights.h5`` file into a model.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is damaged or of another network; some of the model's weights
            may be changed by then.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(say("{path} is missing; copy it again.", path=path))
    try:
        _check_sizes(path)
        model.load_weights(path)
        if not all(np.isfinite(weights).all() for weights in model.get_weights()):
            raise ValueError(say("a weight is not finite"))
    # h5py and Keras raise errors of many kinds.
    except Exception as error:
        raise ValueError(
            say(
                "{path} is damaged or holds the weights of another network "
                "({reason}); copy it again.",
                path=path,
                reason=short(error),
            )
        ) from error


def save_model(model: keras.Model, path: Path) -> None:
    """Writes a ``.keras`` file that an older Keras opens, too.

    Keras writes down every keyword of layers and initializers, and refuses those that
    it does not know: what has its default is left out.
    """
    model.save(path)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    config = _without_defaults(json.loads(parts["config.json"]))
    parts["config.json"] = json.dumps(config).encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)


def _without_defaults(item: Any) -> Any:
    """A saved configuration without those keywords that have Keras's default."""
    if isinstance(item, list):
        return [_without_defaults(part) for part in item]
    if not isinstance(item, dict):
        return item
    item = {name: _without_defaults(part) for name, part in item.items()}
    if item.get("module") in ("keras.layers", "keras.initializers"):
        module = sys.modules[item["module"]]
        defaults = inspect.signature(getattr(module, item["class_name"])).parameters
        item["config"] = {
            name: value
            for name, value in item["config"].items()
            if name not in defaults or value != defaults[name].default
        }
    return item


def _check_sizes(path: str | Path) -> None:
    """Refuses an HDF5 file whose arrays claim to be larger than the file.

    Keras stores weights uncompressed, so that they never are. HDF5 would fill up what
    is missing, be it terabytes.
    """
    sizes = []

    def add(name: str, item: h5py.Group | h5py.Dataset) -> None:
        if isinstance(item, h5py.Dataset):
            sizes.append(item.nbytes)

    with h5py.File(path) as file:
        file.visititems(add)
    if sum(sizes) > Path(path).stat().st_size:
        raise ValueError(say("its arrays claim to be larger than the file"))


def same_name(name: str, other: str) -> bool:
    """Whether two names of files read alike: a Mac writes é as two characters."""
    return normalize("NFC", name) == normalize("NFC", other)


def verify(folder: Path, checksums: Mapping[str, str]) -> None:
    """Compares files with their published checksums.

    Raises:
        FileNotFoundError: a file is missing.
        ValueError: a file holds something else.
    """
    for name, checksum in checksums.items():
        path = folder / name
        if not path.is_file():
            raise FileNotFoundError(
                say("{path} is missing; put the published file there.", path=path)
            )
        if pooch.file_hash(path) != checksum.lower():  # Windows writes capitals
            raise ValueError(
                say(
                    "{path} is damaged or another version (its checksum differs); "
                    "delete it and copy or download it again.",
                    path=path,
                )
            )


def write_whole(path: Path, write: Callable[[Path], Any]) -> None:
    """Writes a file beside its final name, then renames it: whole or not at all.

    It is on the disk before it gets the name, so that not even a power cut leaves a
    half one. A file that cannot be finished, as on a full disk, is removed.
    """
    part = path.with_name(f"part-{os.getpid()}-{path.name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write(part)
        with open(part, "rb") as file:
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
