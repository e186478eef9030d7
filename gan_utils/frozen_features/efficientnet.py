"""EfficientNet-lite0, frozen, from its published weights.

Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks",
ICML 2019; *lite0* is the variant without squeeze and excitation.
"""

from pathlib import Path

import keras
import numpy as np
from keras import layers

from gan_utils.files import checked, find
from gan_utils.files.download import Published
from gan_utils.language import say

# EfficientNet-lite0: blocks, kernel size, stride of the first, expansion, channels.
STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
SEEN_AFTER = (1, 2, 4, 6)  # the stages after which the picture shrinks further
EPSILON = 1e-3  # of its batch normalisation
FILE = "features.npz"
SHA256 = "a9a959727ca28fbb600bf5ff0cdc7eeabee24f7c279c6f3e360b32a6ea881744"
WEIGHTS = Published("efficientnet_lite0", {FILE: SHA256}, addresses=())
MOST_BYTES = 7_000_000  # unpacked, the file has 6.1 MB


def feature_network(path: str | Path | None = None) -> keras.Model:
    """EfficientNet-lite0 up to its last block, frozen: images → four feature maps.

    It takes images (batch, height, width, 3) in [−1, 1], of any size that 32 divides,
    and gives maps of a fourth, an eighth, a sixteenth and a thirty-second of height and
    width, with 24, 40, 112 and 320 channels.

    Args:
        path: features.npz; else it is looked for in the folder ``efficientnet_lite0``
            of GAN_DATA and of Keras's cache.

    Raises:
        FileNotFoundError: the file is nowhere to be found.
        ValueError: it is damaged or holds another network.
    """
    weights = checked.read_arrays(path or _find_file(), MOST_BYTES)
    images = keras.Input((None, None, 3), name="images")
    # The network was trained on (p − 127) / 128 with pixels p in 0…255.
    x = layers.Rescaling(127.5 / 128, offset=0.5 / 128)(images)
    x = _convolve(x, "conv_stem", "bn0", weights, strides=2)
    maps, number = [], 0
    for stage, (n_blocks, _, strides, expansion, _) in enumerate(STAGES):
        for block in range(n_blocks):
            change = _block(
                x, f"blocks/{number}", weights, expansion, strides if not block else 1
            )
            x = layers.Add()([x, change]) if block else change
            number += 1
        if stage in SEEN_AFTER:
            maps.append(x)
    if weights:
        raise ValueError(
            say(
                "{file} holds arrays that are none of EfficientNet-lite0's "
                "({names}, …); use the published file.",
                file=FILE,
                names=", ".join(sorted(weights)[:3]),
            )
        )
    network = keras.Model(images, maps, name="efficientnet_lite0")
    network.trainable = False
    return network


def _find_file() -> Path:
    """Where the published weights lie, if they are whole."""
    found = find.find(WEIGHTS)
    if found.path is None:
        raise FileNotFoundError(
            say(
                "The weights of EfficientNet-lite0 were not found; put "
                "efficientnet_lite0/{file} into the folder that GAN_DATA names.",
                file=FILE,
            )
        )
    checked.verify(found.path, WEIGHTS.files)
    return found.path / FILE


def _block(x, name: str, weights: dict, expansion: int, strides: int):
    """Widen by 1×1, look around in each channel by itself, narrow by 1×1."""
    if expansion > 1:
        x = _convolve(x, f"{name}/expand_conv", f"{name}/bn0", weights)
    x = _convolve(
        x, f"{name}/depthwise_conv", f"{name}/bn1", weights, strides, depthwise=True
    )
    # No activation here: what is narrow keeps its sign.
    return _convolve(
        x, f"{name}/project_conv", f"{name}/bn2", weights, activation=False
    )


def _convolve(
    x,
    name: str,
    norm: str,
    weights: dict,
    strides: int = 1,
    depthwise: bool = False,
    activation: bool = True,
):
    """A convolution with the batch normalisation behind it folded in, then ReLU6.

    γ (k ∗ x − μ) / √(σ² + ε) + β  =  (s·k) ∗ x + (β − s·μ)  with  s = γ / √(σ² + ε)
    """
    names = [f"{name}/kernel"]
    names += [f"{norm}/{part}" for part in ("gamma", "beta", "mean", "variance")]
    missing = [key for key in names if key not in weights]
    if missing:
        raise ValueError(
            say(
                "{file} lacks {name}; use the published file.",
                file=FILE,
                name=missing[0],
            )
        )
    kernel, gamma, beta, mean, variance = (
        weights.pop(key).astype("float32") for key in names
    )
    scale = gamma / np.sqrt(variance + EPSILON)
    options = {"strides": strides, "padding": "same", "name": name.replace("/", "_")}
    if depthwise:
        layer = layers.DepthwiseConv2D(kernel.shape[:2], **options)
        kernel = kernel * scale[:, None]
    else:
        layer = layers.Conv2D(kernel.shape[-1], kernel.shape[:2], **options)
        kernel = kernel * scale
    x = layer(x)
    layer.set_weights([kernel, beta - scale * mean])
    return layers.ReLU(6.0)(x) if activation else x
