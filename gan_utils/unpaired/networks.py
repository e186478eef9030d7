"""Networks for translation without pairs: translators and a critic of patches."""

import keras
from keras import layers, ops

from gan_utils.pix2pix import encode


def translator(
    image_size: int | None = 128,
    base_filters: int = 32,
    n_blocks: int = 5,
    name: str = "translator",
    difference: bool = False,
) -> keras.Model:
    """Pictures of one set → pictures like those of the other.

    It draws the picture anew, or the ``difference`` that is added to what it was shown.
    An ``image_size`` of None takes any that 4 divides.
    """
    pictures = keras.Input((image_size, image_size, 3), name="pictures")
    x = shrunk_and_grown(pictures, base_filters, n_blocks)
    if not difference:
        drawn = layers.Conv2D(3, 3, padding="same", activation="tanh")(x)
        return keras.Model(pictures, drawn, name=name)
    start = keras.initializers.VarianceScaling(0.02)  # nearly no difference at first
    change = layers.Conv2D(3, 3, padding="same", kernel_initializer=start)(x)
    return keras.Model(pictures, ops.clip(pictures + change, -1, 1), name=name)


def shrunk_and_grown(pictures, base_filters: int, n_blocks: int):
    """Two strided convolutions, residual blocks, two resizings; the picture itself."""
    x = convolution(pictures, base_filters, 4, strides=2)
    x = convolution(x, 4 * base_filters, strides=2)
    for _ in range(n_blocks):
        change = convolution(x, 4 * base_filters)
        x = layers.Add()([x, convolution(change, 4 * base_filters, activation=None)])
    # Resized, because transposed convolutions leave a grid.
    x = layers.UpSampling2D(interpolation="bilinear")(x)
    x = convolution(convolution(x, 2 * base_filters), base_filters // 2)
    x = layers.UpSampling2D(interpolation="bilinear")(x)
    return convolution(layers.Concatenate()([x, pictures]), base_filters // 2)


def convolution(x, filters: int, kernel_size=3, strides=1, activation="relu"):
    """Convolution, instance norm and, but at the end of a block, ReLU."""
    options = {"padding": "same", "use_bias": False, "kernel_initializer": "he_normal"}
    x = layers.Conv2D(filters, kernel_size, strides, **options)(x)
    x = layers.GroupNormalization(groups=-1, epsilon=1e-5)(x)
    return layers.Activation(activation)(x)


def patch_discriminator(
    image_size: int = 128, base_filters: int = 32, name: str = "discriminator"
) -> keras.Model:
    """PatchGAN that is shown no source: pictures → a map of logits, one a patch."""
    pictures = keras.Input((image_size, image_size, 3), name="pictures")
    x, filters = pictures, base_filters
    while x.shape[1] > 8:
        x = encode(x, filters, normalise=x is not pictures)
        filters = min(2 * filters, 4 * base_filters)
    logits = layers.Conv2D(1, 3, padding="same")(x)
    return keras.Model(pictures, logits, name=name)


def both_ways(there: keras.Model, back: keras.Model) -> keras.Model:
    """Two networks as one: [a, b] → [there(a), back(b)]."""
    inputs = [keras.Input(network.input_shape[1:]) for network in (there, back)]
    outputs = [there(inputs[0]), back(inputs[1])]
    return keras.Model(inputs, outputs, name="both_ways")
