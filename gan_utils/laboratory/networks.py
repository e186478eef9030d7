"""Small networks that all players of the laboratory share."""

import keras
from keras import initializers, layers

from gan_utils.models import small_normal


def image_discriminator(
    normalise: str | None = None, filters: int = 8, hidden: int = 64
) -> keras.Model:
    """Digits → logits; between the layers nothing, "batch" or "spectral" norm."""
    images = x = layers.Input((28, 28, 1))
    for i in range(2):
        start = start_of(normalise)
        stride = layers.Conv2D(filters * 2**i, 4, 2, "same", kernel_initializer=start)
        x = _normalised(stride, normalise if i else _unless_batch(normalise))(x)
    wide = layers.Dense(hidden, kernel_initializer=start_of(normalise))
    x = _normalised(wide, normalise)(layers.Flatten()(x))
    logits = layers.Dense(1, kernel_initializer=start_of(normalise))
    return keras.Model(images, _spectral(logits, normalise)(x), name="discriminator")


def start_of(normalise: str | None) -> keras.Initializer:
    """Starting weights of D: the DCGAN's with its batch norm, else Keras's own.

    N(0, 0.02) is part of the DCGAN (Radford et al. 2016), whose batch norm undoes the
    small scale. Without a norm nothing does; so the others start as Keras starts.
    """
    return small_normal() if normalise == "batch" else initializers.GlorotUniform()


def _unless_batch(normalise: str | None) -> str | None:
    """The DCGAN leaves batch norm out of D's first layer."""
    return None if normalise == "batch" else normalise


def _spectral(layer: layers.Layer, normalise: str | None) -> layers.Layer:
    return layers.SpectralNormalization(layer) if normalise == "spectral" else layer


def _normalised(layer: layers.Layer, normalise: str | None) -> keras.Sequential:
    """A layer, its norm if any, and the LeakyReLU."""
    parts = [_spectral(layer, normalise)]
    if normalise == "batch":
        parts.append(layers.BatchNormalization(momentum=0.9))
    return keras.Sequential([*parts, layers.LeakyReLU(0.2)])


def point_network(n_inputs: int, n_outputs: int, normalise=None) -> keras.Model:
    """Two hidden layers of 128: a generator or a discriminator of points."""
    inputs = x = layers.Input((n_inputs,))
    for _ in range(2):
        hidden = layers.Dense(128, kernel_initializer=start_of(normalise))
        x = _normalised(hidden, normalise)(x)
    last = layers.Dense(n_outputs, kernel_initializer=start_of(normalise))
    return keras.Model(inputs, _spectral(last, normalise)(x))


def image_encoder(latent_dim: int, filters: int = 8) -> keras.Model:
    """Digits → mean and log variance of their latent, for the VAE."""
    images = x = layers.Input((28, 28, 1))
    for i in range(2):
        x = layers.Conv2D(filters * 2**i, 4, 2, "same")(x)
        x = layers.LeakyReLU(0.2)(x)
    x = layers.Dense(64)(layers.Flatten()(x))
    return keras.Model(images, layers.Dense(2 * latent_dim)(layers.LeakyReLU(0.2)(x)))


def image_velocity(filters: int = 8) -> keras.Model:
    """A small U-Net for flow matching: [digits, time (batch, 1)] → velocity."""
    images, time = layers.Input((28, 28, 1)), layers.Input((1,))
    clock = layers.Dense(64, "silu")(time)
    widths, x, kept = (filters, 2 * filters, 4 * filters), images, []
    for i, width in enumerate(widths):
        x = layers.Conv2D(width, 3, 2 if i else 1, "same")(x)
        x = layers.Activation("silu")(_timed(x, clock, width))
        kept.append(x)
    for width, skip in zip(widths[1::-1], kept[1::-1], strict=True):
        x = layers.Concatenate()([layers.UpSampling2D()(x), skip])
        x = layers.Conv2D(width, 3, padding="same")(x)
        x = layers.Activation("silu")(_timed(x, clock, width))
    return keras.Model([images, time], layers.Conv2D(1, 3, padding="same")(x))


def _timed(x, clock, width: int):
    """Adds what the time says to every place of a map."""
    return layers.Add()([x, layers.Reshape((1, 1, width))(layers.Dense(width)(clock))])


def point_velocity() -> keras.Model:
    """The same for points: [points, time (batch, 1)] → velocity."""
    points, time = layers.Input((2,)), layers.Input((1,))
    both = layers.Concatenate()([points, time])
    return keras.Model([points, time], point_network(3, 2)(both))
