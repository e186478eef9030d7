"""TensorFlow's pix2pix tutorial, written from its published description.

tensorflow.org/tutorials/generative/pix2pix: a U-Net of 54.41 M weights and a patch
discriminator of 2.77 M at 256×256, batch 1, batch norm everywhere but in the first
layers, Adam 2e-4 with β₁ 0.5, both players updated from one forward pass, D called for
real and fake separately, each pair enlarged to 286, cut to 256 and mirrored at random.
Nothing of gan_utils is in it.
"""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from benchmarks.peers import Peer, from_logits, learn

SIZE, ENLARGED = 256, 286
L1_WEIGHT = 100


class TutorialPix2Pix(Peer):
    """The tutorial's two players and its step."""

    batch_size, learning_rate, beta_1 = 1, 2e-4, 0.5

    def new_generator(self) -> keras.Model:
        """Sources (batch, 256, 256, 3) → images in [−1, 1]."""
        x = source = layers.Input((SIZE, SIZE, 3))
        maps = []
        for i, filters in enumerate((64, 128, 256, 512, 512, 512, 512, 512)):
            x = _down(x, filters, norm=i > 0)
            maps.append(x)
        for i, filters in enumerate((512, 512, 512, 512, 256, 128, 64)):
            x = layers.Concatenate()([_up(x, filters, dropout=i < 3), maps[6 - i]])
        last = layers.Conv2DTranspose(
            3, 4, 2, "same", kernel_initializer=_start(), activation="tanh"
        )
        return keras.Model(source, last(x))

    def new_discriminator(self) -> keras.Model:
        """[sources, targets] → a map of logits."""
        source, target = layers.Input((SIZE, SIZE, 3)), layers.Input((SIZE, SIZE, 3))
        x = layers.Concatenate()([source, target])
        for filters in (64, 128, 256):
            x = _down(x, filters, norm=filters > 64)
        x = layers.Conv2D(512, 4, kernel_initializer=_start(), use_bias=False)(
            layers.ZeroPadding2D()(x)
        )
        x = layers.LeakyReLU()(layers.BatchNormalization()(x))
        x = layers.Conv2D(1, 4, kernel_initializer=_start())(layers.ZeroPadding2D()(x))
        return keras.Model([source, target], x)

    def batches(self, targets: np.ndarray, sources: np.ndarray) -> tf.data.Dataset:
        """Endless moved pairs (target, source), one at a time."""
        pairs = tf.data.Dataset.from_tensor_slices((targets, sources))
        return pairs.shuffle(len(targets)).map(_move).batch(self.batch_size).repeat()

    @tf.function
    def step(self, target, source):
        """Both players learn from one forward pass."""
        with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
            fake = self.generator(source, training=True)
            real_logits = self.discriminator([source, target], training=True)
            fake_logits = self.discriminator([source, fake], training=True)
            ones, zeros = tf.ones_like(fake_logits), tf.zeros_like(fake_logits)
            l1 = tf.reduce_mean(tf.abs(target - fake))
            g_loss = from_logits(ones, fake_logits) + L1_WEIGHT * l1
            d_loss = from_logits(ones, real_logits) + from_logits(zeros, fake_logits)
        learn(g_tape, g_loss, self.generator, self.optimizers[0])
        learn(d_tape, d_loss, self.discriminator, self.optimizers[1])
        return d_loss, g_loss

    def draw(self, sources: np.ndarray) -> np.ndarray:
        """The tutorial's test: training=True, one picture at a time."""
        images = [self.generator(source[None], training=True) for source in sources]
        return np.concatenate(images)


def _start() -> keras.Initializer:
    """N(0, 0.02), as in the paper."""
    return keras.initializers.RandomNormal(0.0, 0.02)


def _down(x, filters: int, norm: bool = True):
    """Half the height and width."""
    x = layers.Conv2D(
        filters, 4, 2, "same", kernel_initializer=_start(), use_bias=False
    )(x)
    if norm:
        x = layers.BatchNormalization()(x)
    return layers.LeakyReLU()(x)


def _up(x, filters: int, dropout: bool):
    """Twice the height and width."""
    x = layers.Conv2DTranspose(
        filters, 4, 2, "same", kernel_initializer=_start(), use_bias=False
    )(x)
    x = layers.BatchNormalization()(x)
    if dropout:
        x = layers.Dropout(0.5)(x)
    return layers.ReLU()(x)


def _move(target, source):
    """Enlarges, cuts out and mirrors both alike."""
    both = tf.concat([target, source], axis=-1)
    both = tf.image.resize(both, (ENLARGED, ENLARGED), "nearest")
    both = tf.image.random_crop(both, (SIZE, SIZE, both.shape[-1]))
    both = tf.image.random_flip_left_right(both)
    return both[..., :3], both[..., 3:]
