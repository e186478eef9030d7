"""Finds and reads the weights of networks that others trained and published.

They are in TensorFlow.js's format: a manifest that lists the arrays, and a binary file
that holds them.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from gan_utils.files import checked
from gan_utils.files.download import Published
from gan_utils.files.find import find

_STORED_TYPES = {
    "float32": "<f4",
    "float16": "<f2",
    "int32": "<i4",
    "uint16": "<u2",
    "uint8": "|u1",
}


class PublishedWeights(Published):
    """The weight files of one network; the first of its files is the manifest."""

    def find(self) -> Path:
        """The folder with the files, downloaded if need be.

        Raises:
            FileNotFoundError: they are neither on this machine nor to be downloaded.
        """
        found = find(self)
        if found.path is None:
            raise FileNotFoundError(found.problem)
        return found.path

    def read(self, folder: str | Path | None = None) -> dict[str, np.ndarray]:
        """The arrays by name, from this folder or from where ``find`` finds them.

        Raises:
            FileNotFoundError: a file is missing.
            ValueError: a file is damaged.
        """
        folder = self.find() if folder is None else Path(folder)
        checked.verify(folder, self.files)
        return read_weights(folder / next(iter(self.files)))

    @contextmanager
    def each_once(
        self, weights: Mapping[str, np.ndarray]
    ) -> Iterator[Callable[[str], np.ndarray]]:
        """Gives a function that takes an array by name; each must be taken once.

        Raises:
            ValueError: an array is missing or left over.
        """
        unused = dict(weights)

        def take(name: str) -> np.ndarray:
            if name not in unused:
                raise ValueError(f"The weight file lacks {name}; use {self.wanted}.")
            return unused.pop(name)

        yield take
        if unused:
            raise ValueError(
                f"The weight file does not fit the network ({', '.join(unused)} left "
                f"over); use {self.wanted}."
            )


def read_weights(manifest: str | Path) -> dict[str, np.ndarray]:
    """Reads the arrays that a manifest lists from the binary files beside it.

    They lie one after the other. A quantised array holds whole numbers q that stand for
    q · scale + min.

    Args:
        manifest: a TensorFlow.js weight manifest, ``….json``, or a whole model in that
            format, which holds the manifest as one of its entries.

    Returns:
        float32 arrays by name, in the manifest's order.

    Raises:
        ValueError: the manifest is damaged, or the binary files hold more or fewer
            bytes than it lists.
        OSError: a file is missing or cannot be read.
    """
    manifest = Path(manifest)
    try:
        groups = json.loads(manifest.read_text())
        if isinstance(groups, dict):
            groups = groups["weightsManifest"]
        arrays = {}
        for group in groups:
            arrays |= _read_group(manifest.parent, group)
    except OSError:
        raise
    # Each wrong type in a manifest brings forth an error of another kind.
    except Exception as error:
        raise ValueError(
            f"{manifest} is damaged or the files beside it do not hold what it lists "
            f"({checked.short(error)}); copy or download all of them again."
        ) from error
    return arrays


def _read_group(folder: Path, group: dict) -> dict[str, np.ndarray]:
    """The arrays of one group of a manifest, whose bytes lie one after the other."""
    # Only the last part of a path counts: a manifest must not lead out of its folder.
    files = [folder / Path(name).name for name in group["paths"]]
    content = b"".join(file.read_bytes() for file in files)
    arrays, position = {}, 0
    for entry in group["weights"]:
        stored = entry.get("quantization", {})
        dtype = np.dtype(_STORED_TYPES[stored.get("dtype", entry["dtype"])])
        count = math.prod(entry["shape"])
        if not 0 <= count * dtype.itemsize <= len(content) - position:
            raise ValueError(f"{entry['name']} goes beyond the binary file")
        array = np.frombuffer(content, dtype, count, position).astype("float32")
        position += count * dtype.itemsize
        if "scale" in stored:
            array = array * stored["scale"] + stored["min"]
        if not np.isfinite(array).all():
            raise ValueError(f"{entry['name']} is not finite")
        arrays[entry["name"]] = array.reshape(entry["shape"]).astype("float32")
    if position != len(content):
        raise ValueError(f"the binary file has {len(content) - position} bytes more")
    return arrays
