"""A discriminator that looks through a frozen network, Sauer et al. 2021.

A discriminator that starts from nothing must first learn what a picture is. This one
sees pictures through EfficientNet-lite0, which learnt a thousand classes of ImageNet
photographs and never changes; only four small heads are trained. Fixed random
convolutions mix the channels and the scales of what it sees, so that no head can rest
on the few features that are easiest to judge by.

Sauer, Chitta, Müller and Geiger, "Projected GANs Converge Faster", NeurIPS 2021.
Before that, for faces: Sungatullina et al., "Perceptual Discriminators", ECCV 2018.
"""

from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from gan_utils.frozen_features.efficientnet import (
    STAGES,
    WEIGHTS,
    feature_network,
)

__all__ = [
    "STAGES",
    "WEIGHTS",
    "contrastive_heads",
    "contrastive_loss",
    "diff_augment",
    "feature_network",
    "projected_discriminator",
    "projection",
]

MIXED_CHANNELS = (64, 64, 128, 256)
# A fourth of the root mean square of the mixed maps on photographs of faces: divided by
# it, every head begins alike, and as sharp as its spectral norm of 1 lets it be.
MIXED_SCALES = (6.75, 4.5, 3.0, 1.0)
CONDITION_DIM = 64
TEMPERATURE = 0.07  # of the contrastive loss


def projection(
    image_size: int = 128, seed: int = 0, network: keras.Model | None = None
) -> keras.Model:
    """Frozen features, mixed at random: images → four maps, of which none changes.

    1×1 convolutions with random weights mix the channels of each map; going from the
    coarse map to the fine one, each is enlarged, mixed and added to the next (sections
    3.2 and 4 of the paper). The maps have 64, 64, 128 and 256 channels.

    Args:
        image_size: height and width, a multiple of 32.
        seed: of the random weights; the same seed gives the same maps.
        network: images → feature maps, fine to coarse; else ``feature_network()``.
    """
    network = network or feature_network()
    images = keras.Input((image_size, image_size, 3), name="images")
    maps = network(images)
    mixed, coarser = [], None
    for number in reversed(range(len(maps))):
        filters = MIXED_CHANNELS[number]
        x = _mix(maps[number], filters, [seed, number, 0])
        if coarser is not None:
            coarser = _mix(coarser, filters, [seed, number, 1])
            coarser = layers.UpSampling2D(interpolation="bilinear")(coarser)
            x = layers.Add()([x, coarser])
        mixed.insert(0, layers.Rescaling(1 / MIXED_SCALES[number])(x))
        coarser = x
    model = keras.Model(images, mixed, name="projection")
    model.trainable = False
    return model


def _mix(x, filters: int, seed: Sequence[int]):
    """A 1×1 convolution with random weights, which nobody trains."""
    number = int(np.random.default_rng(seed).integers(2**31))
    initializer = keras.initializers.HeNormal(seed=number)
    return layers.Conv2D(filters, 1, use_bias=False, kernel_initializer=initializer)(x)


def projected_discriminator(
    projected: keras.Model, condition_dim: int = 0, base_filters: int = 64
) -> keras.Model:
    """The four heads: maps of ``projected`` (and conditions) → logits.

    Each head halves its map down to 8×8 and gives one logit a place; those of all heads
    stand in one row. Every convolution has spectral norm 1, which keeps D from
    overpowering G; there is no other norm and no penalty. With a condition each head
    gives 64 numbers a place, whose product with the embedded condition is the logit
    (Miyato and Koyama 2018, "cGANs with Projection Discriminator"). Several conditions
    of one picture cost little more than one.

    Args:
        projected: what ``projection`` returns.
        condition_dim: how many numbers describe a condition, such as one-hot labels
            or the Fourier features of an age; 0 for none.
        base_filters: filters of the first convolution of the finest head.

    Returns:
        Without a condition [map, map, map, map] → logits (batch, places); with it
        [map, map, map, map, conditions (batch, n, condition_dim)] → (batch, n, places).
    """
    maps = [keras.Input(output.shape[1:]) for output in projected.outputs]
    channels = CONDITION_DIM if condition_dim else 1
    places = layers.Concatenate(axis=1)(
        [_head(x, channels, base_filters) for x in maps]
    )
    if not condition_dim:
        logits = layers.Flatten()(places)
        return keras.Model(maps, logits, name="discriminator")
    conditions = keras.Input((None, condition_dim), name="conditions")
    keys = layers.Dense(2 * CONDITION_DIM, activation="leaky_relu")(conditions)
    keys = layers.Dense(CONDITION_DIM)(keys)
    logits = ops.einsum("bnc,bpc->bnp", keys, places) / CONDITION_DIM**0.5
    return keras.Model([*maps, conditions], logits, name="discriminator")


def _head(x, channels: int, base_filters: int):
    """What one head says of each place: (batch, places, channels)."""
    filters = base_filters
    while x.shape[1] > 8:
        x = layers.LeakyReLU(0.2)(_normalised(filters, 4, strides=2)(x))
        filters = 2 * base_filters
    x = layers.LeakyReLU(0.2)(_normalised(2 * base_filters, 3)(x))
    return layers.Reshape((-1, channels))(_normalised(channels, 3)(x))


def _normalised(filters: int, kernel_size: int, strides: int = 1):
    """A convolution whose matrix has the spectral norm 1, Miyato et al. 2018."""
    return layers.SpectralNormalization(
        layers.Conv2D(filters, kernel_size, strides=strides, padding="same")
    )


def diff_augment(
    images, seed, contrast: float = 0.3, light: float = 0.0, largest_shift=1 / 16
):
    """Changes light, colours, contrast and place at random, Zhao et al. 2020.

    What D sees of real and fake alike, differentiable down to the pixels: without it D
    learns small sets of pictures by heart. And patches of colour are laid over both,
    each about a fourth of the picture wide: so D learns nothing from a red cheek, and a
    generator gains nothing by painting one. Patches of light do the same for how a
    photo was lit, which in many sets goes with the age of the photo.

    Args:
        images: (batch, height, width, 3) in [−1, 1].
        seed: a keras.random.SeedGenerator.
        contrast: the contrast becomes 1 − contrast to 1 + contrast times as large.
        light: standard deviation of the patches of light.
        largest_shift: as a share of height and width; the edge goes on outside.
    """
    count, height, width = ops.shape(images)[0], images.shape[1], images.shape[2]
    amounts = keras.random.uniform((3, count, 1, 1, 1), -1, 1, seed=seed)
    brightness, saturation, change = ops.unstack(amounts, axis=0)
    tint = keras.random.uniform((count, 1, 1, 3), -1, 1, seed=seed)
    patches = keras.random.normal((count, 4, 4, 3), seed=seed)
    patches -= ops.mean(patches, axis=-1, keepdims=True)
    shades = keras.random.normal((count, 4, 4, 1), seed=seed)
    patches = 0.15 * patches + light * shades
    patches = ops.image.resize(patches, (height, width), interpolation="bicubic")
    grey = ops.mean(images, axis=-1, keepdims=True)
    x = grey + (1 + saturation) * (images - grey)
    x = x + 0.3 * brightness + 0.15 * tint + patches
    mean = ops.mean(x, axis=(1, 2, 3), keepdims=True)
    x = mean + (1 + contrast * change) * (x - mean)
    margin = round(largest_shift * height)
    room = tf.pad(x, [[0, 0], [margin, margin], [margin, margin], [0, 0]], "SYMMETRIC")
    top, left = ops.unstack(
        keras.random.randint((2, count, 1), 0, 2 * margin + 1, seed=seed)
    )
    rows, columns = top + ops.arange(height), left + ops.arange(width)
    moved = tf.gather(room, rows, axis=1, batch_dims=1)
    return tf.gather(moved, columns, axis=2, batch_dims=1)


def contrastive_heads(maps: Sequence, channels: int = 64) -> keras.Model:
    """Feature maps → at each place a unit vector: (batch, places, channels) a map.

    Two dense layers a map; what they learn is in which respects the translation shall
    resemble its source, and in which it may differ.
    """
    inputs = [keras.Input(x.shape[1:]) for x in maps]
    vectors = []
    for x in inputs:
        x = layers.Reshape((-1, x.shape[-1]))(x)
        x = layers.Dense(channels)(layers.Dense(channels, activation="relu")(x))
        vectors.append(layers.UnitNormalization()(x))
    return keras.Model(inputs, vectors, name="contrastive_heads")


def contrastive_loss(found, kept):
    """Which of the source's places is this? Park et al. 2020, equation 4.

    (batch, places, channels) twice, unit vectors: a cross-entropy over the places of
    one picture, of which the right one is the own one.
    """
    likeness = ops.einsum("bpc,bqc->bpq", found, ops.stop_gradient(kept))
    logits = likeness / TEMPERATURE
    own = ops.trace(logits, axis1=1, axis2=2) / logits.shape[-1]
    return ops.mean(ops.mean(ops.logsumexp(logits, axis=-1), axis=-1) - own)
