"""The identity network: who is in the picture, as 128 numbers.

It is dlib's face-recognition ResNet (Davis King 2017; 29 convolutions, trained on
about three million faces) in plain Keras layers. The weights are the published file
``face_recognition_model`` of face-api (MIT licence): a manifest that names each array
and one binary file, mostly 8-bit numbers with a scale and a minimum. Two pictures with
a Euclidean distance below 0.6 are taken for the same person.

King, "High Quality Face Recognition with Deep Metric Learning", dlib blog, 2017.
"""

from pathlib import Path

import keras
import numpy as np
from keras import layers

from gan_utils.faces.published_weights import PublishedWeights

SAME_PERSON = 0.6  # dlib's threshold on the distance
PUBLISHED = PublishedWeights(
    name="face-api",
    files={
        "face_recognition_model-weights_manifest.json": (
            "cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b"
        ),
        "face_recognition_model.bin": (
            "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589"
        ),
    },
    addresses=("https://raw.githubusercontent.com/vladmandic/face-api/master/model/",),
    wanted=(
        "the folder face-api with face_recognition_model-weights_manifest.json and "
        "face_recognition_model.bin (from the folder 'model' of "
        "https://github.com/vladmandic/face-api)"
    ),
)
_CHANNEL_MEANS = np.array([122.782, 117.001, 104.298])  # red, green, blue in 0…255
_BLOCKS = (
    *("conv32_1", "conv32_2", "conv32_3"),
    *("conv64_down", "conv64_1", "conv64_2", "conv64_3"),
    *("conv128_down", "conv128_1", "conv128_2"),
    *("conv256_down", "conv256_1", "conv256_2", "conv256_down_out"),
)


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
    with PUBLISHED.each_once(PUBLISHED.read(folder)) as take:
        images = keras.Input((None, None, 3), name="images")
        x = layers.Resizing(150, 150, interpolation="bilinear")(images)
        # The network was trained on (pixel − mean) / 256 with pixels in 0…255.
        x = layers.Normalization(
            mean=_CHANNEL_MEANS / 127.5 - 1, variance=np.full(3, (256 / 127.5) ** 2)
        )(x)
        x = _convolution(x, "conv32_down", take, strides=2, activation="relu")
        x = layers.MaxPooling2D(3, strides=2)(x)
        for block in _BLOCKS:
            x = _residual(x, block, take)
        x = layers.GlobalAveragePooling2D()(x)
        matrix = take("fc")
    embedding = layers.Dense(matrix.shape[1], use_bias=False, name="embedding")
    model = keras.Model(images, embedding(x), name="identity_network")
    embedding.set_weights([matrix])
    model.trainable = False
    return model


def _residual(x, name: str, take):
    """Two 3×3 convolutions and the shortcut around them.

    A block called "down" halves the picture: the shortcut is averaged over 2×2 pixels
    and filled up with channels of zeros. As in dlib, its first convolution has no
    padding, so that the branch can be a pixel smaller than the shortcut; the missing
    row below and column to the right are zeros as well.
    """
    strides = 2 if "down" in name else 1
    branch = _convolution(x, f"{name}/conv1", take, strides, activation="relu")
    branch = _convolution(branch, f"{name}/conv2", take)
    if strides == 2:
        x = layers.AveragePooling2D(2)(x)
        rows, columns = np.subtract(x.shape[1:3], branch.shape[1:3]).tolist()
        branch = layers.ZeroPadding2D(((0, rows), (0, columns)))(branch)
        if branch.shape[-1] > x.shape[-1]:
            x = layers.Concatenate()([x, layers.Rescaling(0.0)(x)])
    return layers.ReLU()(layers.Add()([x, branch]))


def _convolution(x, name: str, take, strides: int = 1, activation=None):
    """A convolution with the scale layer behind it folded into its kernel and bias.

    s · (k ∗ x + b) + t  =  (s·k) ∗ x + (s·b + t)
    """
    parts = ("conv/filters", "conv/bias", "scale/weights", "scale/biases")
    kernel, bias, scale, shift = (take(f"{name}/{part}") for part in parts)
    layer = layers.Conv2D(
        kernel.shape[-1],
        kernel.shape[:2],
        strides=strides,
        padding="same" if strides == 1 else "valid",
        activation=activation,
        name=name.replace("/", "_"),
    )
    x = layer(x)
    layer.set_weights([kernel * scale, bias * scale + shift])
    return x
