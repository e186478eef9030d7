"""The networks, each a function that returns a plain keras.Model.

Images are float32 NHWC in [−1, 1], latents N(0, I), labels integers; discriminators
return logits of shape (batch, 1). Only Keras's own layers are used, so that a saved
model loads without this module.
"""

import math

import keras
from keras import initializers, layers

DCGAN_SIZES = (28, 32, 64)


def small_normal() -> keras.Initializer:
    """N(0, 0.02), the initial weights of Radford et al. 2016, section 3.

    A new object each time: one initializer used twice would give twice the same
    random numbers.
    """
    return initializers.RandomNormal(stddev=0.02)


def mlp_generator(
    latent_dim: int = 64, image_shape: tuple = (28, 28, 1), width: int = 256
) -> keras.Model:
    """Fully connected generator: (batch, latent_dim) → images in [−1, 1]."""
    return keras.Sequential(
        [
            layers.Input((latent_dim,)),
            layers.Dense(width),
            layers.LeakyReLU(0.2),
            layers.Dense(2 * width),
            layers.LeakyReLU(0.2),
            layers.Dense(math.prod(image_shape), activation="tanh"),
            layers.Reshape(image_shape),
        ],
        name="generator",
    )


def mlp_discriminator(
    image_shape: tuple = (28, 28, 1), width: int = 256, dropout: float = 0.3
) -> keras.Model:
    """Fully connected discriminator: images → logits (batch, 1)."""
    return keras.Sequential(
        [
            layers.Input(image_shape),
            layers.Flatten(),
            layers.Dense(2 * width),
            layers.LeakyReLU(0.2),
            layers.Dropout(dropout),
            layers.Dense(width),
            layers.LeakyReLU(0.2),
            layers.Dropout(dropout),
            layers.Dense(1),
        ],
        name="discriminator",
    )


def upsample(x, filters: int):
    """Transposed convolution, batch norm, ReLU: twice the height and width."""
    # 4 is a multiple of the stride 2: each pixel gets equally many stamps.
    x = layers.Conv2DTranspose(
        filters, 4, 2, "same", use_bias=False, kernel_initializer=small_normal()
    )(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    return layers.ReLU()(x)


def downsample(x, filters: int, normalise: bool = True):
    """Strided convolution, batch norm, LeakyReLU: half the height and width."""
    x = layers.Conv2D(filters, 4, 2, "same", kernel_initializer=small_normal())(x)
    if normalise:
        x = layers.BatchNormalization(momentum=0.9)(x)
    return layers.LeakyReLU(0.2)(x)


def convolve(x, filters: int, strides: int = 1, kernel_initializer="glorot_uniform"):
    """3×3 convolution, batch norm, ReLU."""
    options = {"use_bias": False, "kernel_initializer": kernel_initializer}
    x = layers.Conv2D(filters, 3, strides, "same", **options)(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    return layers.ReLU()(x)


def vector_to_image(x, image_size: int, channels: int, base_filters: int):
    """Projects a vector onto a small map and doubles it up to an image."""
    if image_size not in DCGAN_SIZES:
        raise ValueError(
            f"No DCGAN is defined for image_size={image_size}; resize the images to "
            f"one of {DCGAN_SIZES}."
        )
    size = 7 if image_size == 28 else 4
    filters = base_filters * image_size // (2 * size)
    x = layers.Dense(size * size * filters, kernel_initializer=small_normal())(x)
    x = layers.Reshape((size, size, filters))(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    x = layers.ReLU()(x)
    if size == 7:  # two doublings alone are too shallow to agree on a whole digit
        x = convolve(x, filters, kernel_initializer=small_normal())
    while 2 * size < image_size:
        size, filters = 2 * size, filters // 2
        x = upsample(x, filters)
    return layers.Conv2DTranspose(
        channels, 4, 2, "same", activation="tanh", kernel_initializer=small_normal()
    )(x)


def image_to_vector(x, image_size: int, base_filters: int):
    """Halves an image down to a map of 7×7 or 4×4 and flattens it."""
    size, filters = image_size, base_filters
    while size > 7:
        x = downsample(x, filters, normalise=size < image_size)
        size, filters = size // 2, 2 * filters
    x = layers.Flatten()(x)
    if size == 7:  # each place of that map has seen 10 of 28 pixels, not the digit
        x = layers.Dense(512, kernel_initializer=small_normal())(x)
        x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.LeakyReLU(0.2)(x)
    return x


def dcgan_generator(
    image_size: int = 28, channels: int = 1, latent_dim: int = 100, base_filters=32
) -> keras.Model:
    """DCGAN generator, Radford et al. 2016: (batch, latent_dim) → images."""
    latent = layers.Input((latent_dim,), name="latent")
    images = vector_to_image(latent, image_size, channels, base_filters)
    return keras.Model(latent, images, name="generator")


def dcgan_discriminator(
    image_size: int = 28, channels: int = 1, base_filters: int = 32
) -> keras.Model:
    """DCGAN discriminator, Radford et al. 2016: images → logits (batch, 1)."""
    images = layers.Input((image_size, image_size, channels), name="images")
    features = image_to_vector(images, image_size, base_filters)
    logits = layers.Dense(1, kernel_initializer=small_normal())(features)
    return keras.Model(images, logits, name="discriminator")


def conditional_generator(
    n_classes: int,
    image_size: int = 28,
    channels: int = 1,
    latent_dim: int = 100,
    base_filters: int = 32,
) -> keras.Model:
    """Generator told what to draw: [latent, labels (batch,)] → images."""
    latent = layers.Input((latent_dim,), name="latent")
    labels = layers.Input((), dtype="int32", name="labels")
    meaning = layers.Embedding(n_classes, latent_dim)(labels)
    both = layers.Concatenate()([latent, meaning])
    images = vector_to_image(both, image_size, channels, base_filters)
    return keras.Model([latent, labels], images, name="generator")


def conditional_discriminator(
    n_classes: int, image_size: int = 28, channels: int = 1, base_filters: int = 32
) -> keras.Model:
    """Asks whether an image is real *and* fits its label: [images, labels] → logits.

    The logit is w·φ(x) + e(y)·φ(x), the projection of Miyato and Koyama 2018: one
    vote on the image alone, one on how well its features agree with the label.
    """
    images = layers.Input((image_size, image_size, channels), name="images")
    labels = layers.Input((), dtype="int32", name="labels")
    features = image_to_vector(images, image_size, base_filters)
    looks_real = layers.Dense(1, kernel_initializer=small_normal())(features)
    meaning = layers.Embedding(n_classes, features.shape[-1])(labels)
    fits_label = layers.Dot(axes=1)([features, meaning])
    logits = layers.Add()([looks_real, fits_label])
    return keras.Model([images, labels], logits, name="discriminator")
