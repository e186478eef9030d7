"""The embedded tiles of a game and the embedded word vectors, checked."""

import hashlib

import numpy as np

from gan_utils.files import checked
from gan_utils.files.find import embedded_folder

_MOST_BYTES = 20 << 20


def read_tiles() -> tuple[np.ndarray, np.ndarray, np.ndarray, str]:
    """Pictures (n, 32, 32, 4), their things (n,), their names, checksum of the file.

    Raises:
        ValueError: the file is damaged.
    """
    path = embedded_folder("samples") / "tiles.npz"
    arrays = checked.read_arrays(path, _MOST_BYTES)
    things = arrays["things"].astype(int)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return arrays["tiles"], things, arrays["names"], sha256


def read_word_vectors() -> dict[str, np.ndarray]:
    """Word → float32 (128,), of length 1.

    Raises:
        ValueError: the file is damaged.
    """
    path = embedded_folder("samples") / "words.npz"
    arrays = checked.read_arrays(path, _MOST_BYTES)
    vectors = arrays["vectors"].astype("float32")
    return dict(zip(arrays["words"].tolist(), vectors, strict=True))
