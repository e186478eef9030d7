"""A second opinion: who is in the picture and how old, by a network nobody optimised.

A face that was optimised to please one network can please it without being the same
person; asking that very network afterwards would be circular. This one shares neither
structure nor training data with ``identity``: a MobileNet that Savchenko trained to
tell the people of VGGFace2 apart, and that then learnt ages from photographs of IMDB
while its identity features stayed frozen. UTKFace was used for neither. The weights are
the published file ``faceres`` of Human (MIT licence), in half precision.

Use it to score only. Never train against it, and never choose among results by it: it
would be a second opinion no longer.

Savchenko, "Efficient facial representations for age, gender and identity recognition
in organizing photo albums using multi-output ConvNet", PeerJ Computer Science, 2019,
5:e197.
"""

from collections.abc import Mapping
from pathlib import Path

import keras
import numpy as np
from keras import layers

from gan_utils.faces import published_weights
from gan_utils.files import checked
from gan_utils.files.download import Published
from gan_utils.files.find import find

# Below this distance two pictures are taken for the same person. It is as strict as
# dlib's 0.6: at either, 9 % of the pairs of UTKFace photographs (64×64) of one
# gender and one group of Age-cGAN are mistaken for one person. Measured on 49,829 pairs
# among 1,000 training faces; 95 % interval 0.98 to 1.00. Both let children pass easily.
SAME_PERSON = 0.99
ERROR_YEARS = 6.3  # mean absolute error on 600 held-out faces of UTKFace, 64×64
CHANNEL_MEANS = np.array([123.68, 116.779, 103.939])  # red, green, blue in 0…255
HALVING = (2, 4, 6, 12)  # the blocks of MobileNet that halve the picture
N_BLOCKS = 13
N_AGES = 100  # 1 to 100 years

MANIFEST = "faceres.json"
BINARY = "faceres.bin"
SHA256 = {
    MANIFEST: "5b83d49c0385d2e68a05122441b94226313677cae9fcc40b9587ad50079eb4df",
    BINARY: "2c7d2d62b76c97528b736527aa09d310ea71743c9e3e79fb6c62d4b2d73af79b",
}
ADDRESSES = ("https://raw.githubusercontent.com/vladmandic/human/main/models/",)
# Arrays that nothing here needs: the guess at the gender, and constants such as the 6
# at which the activations are cut off.
NOT_USED = ("gender_pred/", "_relu/", "global_pooling/")


def second_opinion(folder: str | Path | None = None) -> keras.Model:
    """The second face network with its published weights, frozen.

    It takes float images (batch, height, width, 3) in [−1, 1], of any size, square and
    with the face filling most of the frame. It exists to score what other networks
    optimised and must never be trained against.

    Args:
        folder: where faceres.json and faceres.bin lie; else they are looked for in the
            folder ``human`` of GAN_DATA and of Keras's cache, and then downloaded.

    Returns:
        A model with two outputs: the embedding (batch, 1024) of length 1, to be
        compared by Euclidean distance, and the age in years (batch,) in [1, 100],
        which falls short by 14 years on average for people of 60 and more.

    Raises:
        FileNotFoundError: the weight files are nowhere to be found.
        ValueError: a weight file is damaged.
    """
    folder = find_weights() if folder is None else Path(folder)
    checked.verify(folder, SHA256)
    model = build_network(published_weights.read_weights(folder / MANIFEST))
    model.trainable = False
    return model


def find_weights() -> Path:
    """The folder with the weights, downloaded if need be.

    Raises:
        FileNotFoundError: they are neither on this machine nor to be downloaded.
    """
    wanted = (
        f"the folder human with {MANIFEST} and {BINARY} (from the folder models of "
        "https://github.com/vladmandic/human)"
    )
    found = find(Published("human", SHA256, ADDRESSES, wanted))
    if found.path is None:
        raise FileNotFoundError(found.problem)
    return found.path


def build_network(weights: Mapping[str, np.ndarray]) -> keras.Model:
    """Builds the MobileNet and its age head from the published arrays.

    Raises:
        ValueError: arrays are missing, left over or of the wrong shape.
    """
    unused = {
        name: array
        for name, array in weights.items()
        if not any(part in name for part in NOT_USED)
    }
    images = keras.Input((None, None, 3), name="images")
    x = layers.Resizing(224, 224, interpolation="bilinear")(images)
    # The network was trained on pixel − mean with pixels in 0…255.
    x = layers.Normalization(
        mean=CHANNEL_MEANS / 127.5 - 1, variance=np.full(3, 1 / 127.5**2)
    )(x)
    x = convolution(x, "conv1", unused, strides=2)
    for number in range(1, N_BLOCKS + 1):
        strides = 2 if number in HALVING else 1
        x = depthwise(x, f"conv_dw_{number}", unused, strides)
        x = convolution(x, f"conv_pw_{number}", unused)
    features = layers.GlobalAveragePooling2D(name="features")(x)
    x = dense(features, "feats", unused, "relu")
    chances = dense(x, "age_pred", unused, "softmax")
    if unused:
        raise ValueError(
            f"The weight file does not fit the network ({', '.join(unused)} left "
            "over); use the published file faceres."
        )
    embedding = layers.UnitNormalization(name="embedding")(features)
    return keras.Model(
        images, [embedding, expected_age(chances)], name="second_opinion"
    )


def expected_age(chances):
    """The mean of the 100 ages, each weighted with its probability."""
    layer = layers.Dense(1, use_bias=False, name="expected_age")
    years = layer(chances)
    layer.kernel.assign(np.arange(1.0, N_AGES + 1)[:, None])
    return layers.Reshape((), name="age")(years)


def take(weights: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Removes one array from the dictionary and returns it.

    Raises:
        ValueError: it is not there.
    """
    if name not in weights:
        raise ValueError(
            f"The weight file lacks {name}; use the published file faceres."
        )
    return weights.pop(name)


def convolution(x, name: str, weights: dict[str, np.ndarray], strides: int = 1):
    """A convolution over all channels: 1×1 ("pointwise") but for the first one.

    The published kernel has the scale of the batch normalisation behind it folded in.
    """
    kernel = take(weights, f"{name}/convolution/merged_input")
    if name == "conv1":
        kernel = kernel[:, :, ::-1]  # it was trained on blue, green, red
    layer = layers.Conv2D(
        kernel.shape[-1], kernel.shape[:2], strides=strides, padding="same", name=name
    )
    x = layer(x)
    layer.kernel.assign(kernel)
    layer.bias.assign(take(weights, f"{name}_bn/batchnorm_1/sub"))
    return layers.ReLU(6.0)(x)


def depthwise(x, name: str, weights: dict[str, np.ndarray], strides: int):
    """A 3×3 convolution of each channel by itself, with the scale behind it folded in.

    s · (k ∗ x) + t  =  (s·k) ∗ x + t
    """
    kernel = take(weights, f"{name}/depthwise_kernel")
    scale = take(weights, f"{name}_bn/batchnorm_1/mul")
    layer = layers.DepthwiseConv2D(
        kernel.shape[:2], strides=strides, padding="same", name=name
    )
    x = layer(x)
    layer.kernel.assign(kernel * scale[:, None])
    layer.bias.assign(take(weights, f"{name}_bn/batchnorm_1/sub"))
    return layers.ReLU(6.0)(x)


def dense(x, name: str, weights: dict[str, np.ndarray], activation: str):
    """A dense layer with its published matrix."""
    kernel = take(weights, f"{name}/kernel")
    layer = layers.Dense(kernel.shape[1], activation=activation, name=name)
    x = layer(x)
    layer.kernel.assign(kernel)
    layer.bias.assign(take(weights, f"{name}/bias"))
    return x
