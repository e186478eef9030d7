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

from pathlib import Path

import keras
import numpy as np
from keras import layers

from gan_utils.faces.published_weights import PublishedWeights

# Below this distance two pictures are taken for the same person. It is as strict as
# dlib's 0.6: at either, 9 % of the pairs of UTKFace photographs (64×64) of one
# gender and one group of Age-cGAN are mistaken for one person. Measured on 49,829 pairs
# among 1,000 training faces; 95 % interval 0.98 to 1.00. Both let children pass easily.
SAME_PERSON = 0.99
ERROR_YEARS = 6.3  # mean absolute error on 600 held-out faces of UTKFace, 64×64
PUBLISHED = PublishedWeights(
    name="human",
    files={
        "faceres.json": (
            "5b83d49c0385d2e68a05122441b94226313677cae9fcc40b9587ad50079eb4df"
        ),
        "faceres.bin": (
            "2c7d2d62b76c97528b736527aa09d310ea71743c9e3e79fb6c62d4b2d73af79b"
        ),
    },
    addresses=("https://raw.githubusercontent.com/vladmandic/human/main/models/",),
    wanted=(
        "the folder human with faceres.json and faceres.bin (from the folder 'models' "
        "of https://github.com/vladmandic/human)"
    ),
)
_CHANNEL_MEANS = np.array([123.68, 116.779, 103.939])  # red, green, blue in 0…255
_HALVING = (2, 4, 6, 12)  # the blocks of MobileNet that halve the picture
_N_BLOCKS = 13
_N_AGES = 100  # 1 to 100 years
# Arrays that nothing here needs: the guess at the gender, and constants such as the 6
# at which the activations are cut off.
_NOT_USED = ("gender_pred/", "_relu/", "global_pooling/")


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
    weights = {
        name: array
        for name, array in PUBLISHED.read(folder).items()
        if not any(part in name for part in _NOT_USED)
    }
    with PUBLISHED.each_once(weights) as take:
        images = keras.Input((None, None, 3), name="images")
        x = layers.Resizing(224, 224, interpolation="bilinear")(images)
        # The network was trained on pixel − mean with pixels in 0…255.
        x = layers.Normalization(
            mean=_CHANNEL_MEANS / 127.5 - 1, variance=np.full(3, 1 / 127.5**2)
        )(x)
        x = _convolution(x, "conv1", take, strides=2)
        for number in range(1, _N_BLOCKS + 1):
            strides = 2 if number in _HALVING else 1
            x = _depthwise(x, f"conv_dw_{number}", take, strides)
            x = _convolution(x, f"conv_pw_{number}", take)
        features = layers.GlobalAveragePooling2D(name="features")(x)
        x = _dense(features, "feats", take, "relu")
        chances = _dense(x, "age_pred", take, "softmax")
    embedding = layers.UnitNormalization(name="embedding")(features)
    outputs = [embedding, _expected_age(chances)]
    model = keras.Model(images, outputs, name="second_opinion")
    model.trainable = False
    return model


def _expected_age(chances):
    """The mean of the 100 ages, each weighted with its probability."""
    layer = layers.Dense(1, use_bias=False, name="expected_age")
    years = layer(chances)
    layer.set_weights([np.arange(1.0, _N_AGES + 1)[:, None]])
    return layers.Reshape((), name="age")(years)


def _convolution(x, name: str, take, strides: int = 1):
    """A convolution over all channels: 1×1 ("pointwise") but for the first one.

    The published kernel has the scale of the batch normalisation behind it folded in.
    """
    kernel = take(f"{name}/convolution/merged_input")
    if name == "conv1":
        kernel = kernel[:, :, ::-1]  # it was trained on blue, green, red
    layer = layers.Conv2D(
        kernel.shape[-1], kernel.shape[:2], strides=strides, padding="same", name=name
    )
    x = layer(x)
    layer.set_weights([kernel, take(f"{name}_bn/batchnorm_1/sub")])
    return layers.ReLU(6.0)(x)


def _depthwise(x, name: str, take, strides: int):
    """A 3×3 convolution of each channel by itself, with the scale behind it folded in.

    s · (k ∗ x) + t  =  (s·k) ∗ x + t
    """
    kernel = take(f"{name}/depthwise_kernel")
    scale = take(f"{name}_bn/batchnorm_1/mul")
    layer = layers.DepthwiseConv2D(
        kernel.shape[:2], strides=strides, padding="same", name=name
    )
    x = layer(x)
    shift = take(f"{name}_bn/batchnorm_1/sub")
    layer.set_weights([kernel * scale[:, None], shift])
    return layers.ReLU(6.0)(x)


def _dense(x, name: str, take, activation: str):
    """A dense layer with its published matrix."""
    kernel = take(f"{name}/kernel")
    layer = layers.Dense(kernel.shape[1], activation=activation, name=name)
    x = layer(x)
    layer.set_weights([kernel, take(f"{name}/bias")])
    return x
