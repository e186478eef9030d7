"""The networks of the ageing notebooks, each a function that returns a keras.Model.

Conventions as in ``models``: float32 NHWC images in [−1, 1], logits, integer groups;
only Keras's own layers, so that a saved model loads without this module.
"""

import keras
from keras import layers

from gan_utils.models import downsample, small_normal


def latent_encoder(
    image_size: int = 64, latent_dim: int = 100, base_filters: int = 32
) -> keras.Model:
    """Images → latents (batch, latent_dim): what a generator was given, guessed.

    Four strided 5×5 convolutions and two dense layers, Antipov et al. 2017.
    """
    images = layers.Input((image_size, image_size, 3), name="images")
    x = images
    for i in range(4):
        x = layers.Conv2D(
            base_filters * 2**i, 5, strides=2, padding="same", use_bias=False
        )(x)
        x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.ReLU()(x)
    x = layers.Flatten()(x)
    x = layers.Dense(512, use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    x = layers.ReLU()(x)
    return keras.Model(images, layers.Dense(latent_dim)(x), name="encoder")


def group_map(groups, n_groups: int, size: int):
    """Groups (batch,) as one-hot maps (batch, size, size, n_groups)."""
    # A table that is the identity matrix and never trained: its rows are one-hot.
    one_hot = layers.Embedding(
        n_groups, n_groups, embeddings_initializer="identity", trainable=False
    )(groups)
    return layers.Reshape((size, size, n_groups))(
        layers.RepeatVector(size * size)(one_hot)
    )


def convolve_same(x, filters: int, kernel_size: int, strides: int = 1):
    """Convolution, instance norm, ReLU."""
    x = layers.Conv2D(
        filters,
        kernel_size,
        strides=strides,
        padding="same",
        use_bias=False,
        kernel_initializer=small_normal(),
    )(x)
    x = layers.GroupNormalization(groups=-1, epsilon=1e-5)(x)
    return layers.ReLU()(x)


def residual_block(x, kernel_size: int = 3):
    """Adds to x what two convolutions make of it, He et al. 2016."""
    filters = x.shape[-1]
    change = convolve_same(x, filters, kernel_size)
    change = layers.Conv2D(
        filters,
        kernel_size,
        padding="same",
        use_bias=False,
        kernel_initializer=small_normal(),
    )(change)
    change = layers.GroupNormalization(groups=-1, epsilon=1e-5)(change)
    return layers.Add()([x, change])


def enlarge(x, filters: int):
    """Twice the height and width, then convolution, instance norm, ReLU.

    The paper has transposed convolutions; in short trainings theirs leave dots.
    """
    x = layers.UpSampling2D(interpolation="bilinear")(x)
    return convolve_same(x, filters, 3)


def ageing_body(x, base_filters: int, n_blocks: int = 6):
    """Two halvings, residual blocks, two doublings: (batch, s, s, c) → (…, filters)."""
    x = convolve_same(x, base_filters, 7)
    x = convolve_same(x, 2 * base_filters, 3, strides=2)
    x = convolve_same(x, 4 * base_filters, 3, strides=2)
    for _ in range(n_blocks):
        x = residual_block(x)
    x = enlarge(x, 2 * base_filters)
    return enlarge(x, base_filters)


def ageing_generator(
    n_groups: int = 5, image_size: int = 64, base_filters: int = 16, mask: bool = True
) -> keras.Model:
    """IPCGAN's generator, Wang et al. 2018: [photos, groups (batch,)] → photos.

    The paper has 32 base filters and no mask. With it the network also says how much
    of each pixel to replace: photo + mask · (new − photo).
    """
    photos = layers.Input((image_size, image_size, 3), name="photos")
    groups = layers.Input((), dtype="int32", name="groups")
    x = layers.Concatenate()([photos, group_map(groups, n_groups, image_size)])
    x = ageing_body(x, base_filters)
    options = {"padding": "same", "kernel_initializer": small_normal()}
    new = layers.Conv2D(3, 7, activation="tanh", **options)(x)
    if mask:
        share = layers.Conv2D(1, 7, activation="sigmoid", name="mask", **options)(x)
        change = layers.Multiply()([share, layers.Subtract()([new, photos])])
        new = layers.Add()([photos, change])
    return keras.Model([photos, groups], new, name="generator")


def ageing_discriminator(
    n_groups: int = 5, image_size: int = 64, base_filters: int = 32
) -> keras.Model:
    """[photos, groups] → a 4×4 map of logits: real, and of that age? Wang et al. 2018.

    The groups join after the first convolution, as maps. With batch norm: instance
    norm would hide from D how much noise there is in an image.
    """
    photos = layers.Input((image_size, image_size, 3), name="photos")
    groups = layers.Input((), dtype="int32", name="groups")
    x = downsample(photos, base_filters, normalise=False)
    x = layers.Concatenate()([x, group_map(groups, n_groups, image_size // 2)])
    filters = base_filters
    while x.shape[1] > 4:
        filters = min(2 * filters, 8 * base_filters)
        x = downsample(x, filters)
    logits = layers.Conv2D(1, 3, padding="same", kernel_initializer=small_normal())(x)
    return keras.Model([photos, groups], logits, name="discriminator")


def age_classifier(
    n_groups: int = 5, image_size: int = 64, base_filters: int = 32
) -> keras.Model:
    """Photos → logits (batch, n_groups): which age group?

    The layer named "features" holds a map of half the height and width: what IPCGAN's
    perceptual loss compares. It is early enough in the network to say where things are.
    """
    photos = layers.Input((image_size, image_size, 3), name="photos")
    x = photos
    for i, name in enumerate((None, "features", None, None)):
        x = layers.Conv2D(base_filters * min(2**i, 4), 3, padding="same")(x)
        x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.ReLU(name=name)(x)
        if i < 3:
            x = layers.MaxPooling2D()(x)
    x = layers.Dropout(0.3)(layers.GlobalAveragePooling2D()(x))
    return keras.Model(photos, layers.Dense(n_groups)(x), name="age_classifier")
