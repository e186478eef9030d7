"""Weights of long runs in half precision: half the bytes, and no visible difference."""

from pathlib import Path

import keras
import numpy as np

from gan_utils.files import checked, find
from gan_utils.language import say

_MOST_BYTES = 8_500_000  # what is shipped has at most 8 MB


def save(network: keras.Model, path: Path) -> None:
    """Writes all weights of a network, in their order, as float16."""
    arrays = {str(i): w.astype("float16") for i, w in enumerate(network.get_weights())}
    checked.write_whole(path, lambda part: np.savez(part, **arrays))


def load(network: keras.Model, path: str | Path) -> keras.Model:
    """Gives a network the weights of a file that ``save`` wrote, and returns it.

    Args:
        network: built as the one that was saved.
        path: the file, or its place in data/weights, such as
            "research_only/photo_ageing/generator.npz".

    Raises:
        OSError: there is no such file.
        ValueError: it is damaged, or holds the weights of another network.
    """
    if not Path(path).is_file():
        path = find.embedded_folder("weights") / path
    arrays = checked.read_arrays(path, _MOST_BYTES)
    wanted = [weight.shape for weight in network.get_weights()]
    found = [arrays.get(str(i), np.empty(0)) for i in range(len(arrays))]
    if [array.shape for array in found] != wanted or not all(
        np.isfinite(array).all() for array in found
    ):
        raise ValueError(
            say(
                "{path} holds the weights of another network; build the network "
                "that its model card names, or copy the file again.",
                path=path,
            )
        )
    network.set_weights([array.astype("float32") for array in found])
    return network
