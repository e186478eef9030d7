"""The identity network: who is in the picture, as 128 numbers.

It is dlib's face-recognition ResNet (Davis King 2017; 29 convolutions, trained on
about three million faces) in plain Keras layers. The weights are the published file
``face_recognition_model`` of face-api (MIT licence): a manifest that names each array
and one binary file, mostly 8-bit numbers with a scale and a minimum. Two pictures with
a Euclidean distance below 0.6 are taken for the same person.

King, "High Quality Face Recognition with Deep Metric Learning", dlib blog, 2017.
"""

import json
import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import keras
import numpy as np
from keras import layers

from gan_utils import data, downloads

SAME_PERSON = 0.6  # dlib's threshold on the distance
CHANNEL_MEANS = np.array([122.782, 117.001, 104.298])  # red, green, blue in 0…255
BLOCKS = (
    *("conv32_1", "conv32_2", "conv32_3"),
    *("conv64_down", "conv64_1", "conv64_2", "conv64_3"),
    *("conv128_down", "conv128_1", "conv128_2"),
    *("conv256_down", "conv256_1", "conv256_2", "conv256_down_out"),
)

STORED_TYPES = {
    "float32": "<f4",
    "float16": "<f2",
    "int32": "<i4",
    "uint16": "<u2",
    "uint8": "|u1",
}
MANIFEST = "face_recognition_model-weights_manifest.json"
BINARY = "face_recognition_model.bin"
SHA256 = {
    MANIFEST: "cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b",
    BINARY: "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589",
}
ADDRESSES = ("https://raw.githubusercontent.com/vladmandic/face-api/master/model/",)


def identity_network(folder: str | Path | None = None) -> keras.Model:
    """The face-recognition network with its published weights, frozen.

    It takes float images (batch, height, width, 3) in [−1, 1], of any size, square and
    with the face filling most of the frame, and gives embeddings (batch, 128). It is
    differentiable down to the pixels, which the latent optimisation of Age-cGAN needs
    (Antipov 2017, equation 3).

    Args:
        folder: where the two weight files lie; else they are looked for in the folder
            ``face-api`` of GAN_DATA and of Keras's cache, and then downloaded.

    Raises:
        FileNotFoundError: the weight files are nowhere to be found.
        ValueError: a weight file is damaged.
    """
    folder = find_weights() if folder is None else Path(folder)
    verify(folder, SHA256)
    model = build_network(read_weights(folder / MANIFEST))
    model.trainable = False
    return model


def build_network(weights: Mapping[str, np.ndarray]) -> keras.Model:
    """Builds dlib's ResNet from its arrays; every array must be used exactly once.

    Raises:
        ValueError: arrays are missing, left over or of the wrong shape.
    """
    unused = dict(weights)
    images = keras.Input((None, None, 3), name="images")
    x = layers.Resizing(150, 150, interpolation="bilinear")(images)
    # The network was trained on (pixel − mean) / 256 with pixels in 0…255.
    x = layers.Normalization(
        mean=CHANNEL_MEANS / 127.5 - 1, variance=np.full(3, (256 / 127.5) ** 2)
    )(x)
    x = convolution(x, "conv32_down", unused, strides=2, activation="relu")
    x = layers.MaxPooling2D(3, strides=2)(x)
    for block in BLOCKS:
        x = residual(x, block, unused)
    x = layers.GlobalAveragePooling2D()(x)
    matrix = unused.pop("fc", None)
    if matrix is None or unused:
        names = ", ".join(unused) or "fc"
        raise ValueError(
            f"The weight file does not fit the network ({names} missing or left over); "
            "use the published file face_recognition_model."
        )
    embedding = layers.Dense(matrix.shape[1], use_bias=False, name="embedding")
    outputs = embedding(x)
    embedding.kernel.assign(matrix)
    return keras.Model(images, outputs, name="identity_network")


def residual(x, name: str, weights: dict[str, np.ndarray]):
    """Two 3×3 convolutions and the shortcut around them.

    A block called "down" halves the picture: the shortcut is averaged over 2×2 pixels
    and filled up with channels of zeros. As in dlib, its first convolution has no
    padding, so that the branch can be a pixel smaller than the shortcut; the missing
    row below and column to the right are zeros as well.
    """
    strides = 2 if "down" in name else 1
    branch = convolution(x, f"{name}/conv1", weights, strides, activation="relu")
    branch = convolution(branch, f"{name}/conv2", weights)
    if strides == 2:
        x = layers.AveragePooling2D(2)(x)
        rows, columns = np.subtract(x.shape[1:3], branch.shape[1:3]).tolist()
        branch = layers.ZeroPadding2D(((0, rows), (0, columns)))(branch)
        if branch.shape[-1] > x.shape[-1]:
            x = layers.Concatenate()([x, layers.Rescaling(0.0)(x)])
    return layers.ReLU()(layers.Add()([x, branch]))


def convolution(
    x,
    name: str,
    weights: dict[str, np.ndarray],
    strides: int = 1,
    activation: str | None = None,
):
    """A convolution with the scale layer behind it folded into its kernel and bias.

    s · (k ∗ x + b) + t  =  (s·k) ∗ x + (s·b + t)
    """
    parts = ("conv/filters", "conv/bias", "scale/weights", "scale/biases")
    missing = [part for part in parts if f"{name}/{part}" not in weights]
    if missing:
        raise ValueError(
            f"The weight file lacks {name}/{missing[0]}; use the published file "
            "face_recognition_model."
        )
    kernel, bias, scale, shift = (weights.pop(f"{name}/{part}") for part in parts)
    layer = layers.Conv2D(
        kernel.shape[-1],
        kernel.shape[:2],
        strides=strides,
        padding="same" if strides == 1 else "valid",
        activation=activation,
        name=name.replace("/", "_"),
    )
    x = layer(x)
    layer.kernel.assign(kernel * scale)
    layer.bias.assign(bias * scale + shift)
    return x


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
            arrays |= read_group(manifest.parent, group)
    except OSError:
        raise
    # Each wrong type in a manifest brings forth an error of another kind.
    except Exception as error:
        raise ValueError(
            f"{manifest} is damaged or the files beside it do not hold what it lists "
            f"({data.short(error)}); copy or download all of them again."
        ) from error
    return arrays


def read_group(folder: Path, group: dict) -> dict[str, np.ndarray]:
    """The arrays of one group of a manifest, whose bytes lie one after the other."""
    # Only the last part of a path counts: a manifest must not lead out of its folder.
    files = [folder / Path(name).name for name in group["paths"]]
    content = b"".join(file.read_bytes() for file in files)
    arrays, position = {}, 0
    for entry in group["weights"]:
        stored = entry.get("quantization", {})
        dtype = np.dtype(STORED_TYPES[stored.get("dtype", entry["dtype"])])
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


def find_weights() -> Path:
    """The folder with the identity network's weights, downloaded if need be.

    Raises:
        FileNotFoundError: they are neither on this machine nor to be downloaded.
    """
    place, problem = find_files("face-api", SHA256, ADDRESSES)
    if place is None:
        raise FileNotFoundError(
            f"The identity network's weights were not found ({problem}). Connect to "
            f"the network, or fetch {MANIFEST} and {BINARY} from the folder 'model' "
            "of https://github.com/vladmandic/face-api and put both into a folder "
            f"'face-api' inside {data.cache_folder()} or inside the folder that "
            "GAN_DATA names."
        )
    return place


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
    places = [data.cache_folder() / name]
    if folder := data.data_folder():
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
            problem = data.short(error)
    return None, problem


def download_files(address: str, folder: Path, checksums: Mapping[str, str]) -> Path:
    """Fetches the files, verified, and moves them to their place together."""
    with downloads.temporary_folder_beside(folder) as temporary:
        for name, checksum in checksums.items():
            downloads.fetch(address + name, temporary, checksum)
        folder.mkdir(parents=True, exist_ok=True)
        for name in checksums:
            os.replace(Path(temporary) / name, folder / name)
    return folder


def verify(folder: Path, checksums: Mapping[str, str]) -> None:
    """Compares files with their published checksums.

    Raises:
        FileNotFoundError: a file is missing.
        ValueError: a file holds something else.
    """
    for name, checksum in checksums.items():
        path = folder / name
        if not path.is_file():
            raise FileNotFoundError(f"{path} is missing; put the published file there.")
        if data.sha256_of(path) != checksum:
            raise ValueError(
                f"{path} is damaged or another version (its checksum differs); delete "
                "it and copy or download it again."
            )
