"""Finds and reads the weights of networks that others trained and published.

They are in TensorFlow.js's format: a manifest that lists the arrays, and a binary file
that holds them.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass
class PublishedWeights:
    """The weight files of one network.

    Attributes:
        network: what they are the weights of, for messages.
        folder: what holds them in GAN_DATA and in Keras's cache.
        sha256: the checksum of each file by its name, the manifest first.
        addresses: web folders that hold all of them, tried in turn.
        page: where a person finds them.
    """

    network: str
    folder: str
    sha256: dict[str, str]
    addresses: tuple[str, ...]
    page: str

    def find(self) -> Path:
        """The folder with the files, downloaded if need be.

        Raises:
            FileNotFoundError: they are neither on this machine nor to be downloaded.
        """
        wanted = (
            f"the folder {self.folder} with {' and '.join(self.sha256)}, which hold "
            f"the weights of {self.network} (from {self.page})"
        )
        found = find(Published(self.folder, self.sha256, self.addresses, wanted))
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
        checked.verify(folder, self.sha256)
        return read_weights(folder / next(iter(self.sha256)))

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
                raise ValueError(
                    f"The weight file lacks {name}; use the one from {self.page}."
                )
            return unused.pop(name)

        yield take
        if unused:
            raise ValueError(
                f"The weight file does not fit {self.network} ({', '.join(unused)} "
                f"left over); use the one from {self.page}."
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
