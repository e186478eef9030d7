"""A critic that knows ages: EfficientNet-lite0, taught further on faces.

A thousand classes of ImageNet need no wrinkles: heads on such features tell ages with
an error of more than ten years, and a game whose players know no ages asks for none.
This network first learns how old people are. In ``photo_ageing`` it goes on learning.
"""

from typing import Any

import keras
import tensorflow as tf
from keras import layers, ops

from gan_utils import frozen_features, runs
from gan_utils.data.draws import OLDEST

N_AGES = int(OLDEST) + 1  # 0, 1 … 80 years
BELL = 4.0  # years: standard deviation of the answer that is asked for


def age_critic(seed: int | None = None) -> keras.Model:
    """EfficientNet-lite0 with a new last layer: images → logits of 0, 1 … 80 years.

    Images in [−1, 1], of any size that 32 divides. All its weights are trained.
    """
    features = frozen_features.feature_network()
    features.trainable = True
    images = keras.Input((None, None, 3), name="images")
    x = layers.GlobalAveragePooling2D()(features(images)[-1])
    x = layers.Dropout(0.3, seed=seed)(x)
    return keras.Model(images, layers.Dense(N_AGES)(x), name="age_critic")


def age_loss(ages, logits):
    """Cross-entropy of the critic's answer with a bell around the true age: (batch,).

    Who says 31 of somebody of 30 is nearly right (Geng, Yin and Zhou 2013, "Facial Age
    Estimation by Learning from Label Distributions").
    """
    years = ops.arange(N_AGES, dtype="float32") - ops.reshape(ages, (-1, 1))
    bell = ops.softmax(-0.5 * (years / BELL) ** 2)
    return ops.categorical_crossentropy(bell, logits, from_logits=True)


def expected_age(logits):
    """The mean age, weighted by what the logits (batch, 81) say of each: (batch,)."""
    return ops.sum(ops.softmax(logits) * ops.arange(N_AGES, dtype="float32"), axis=-1)


def fade_detail(images, seed):
    """Fades what is finer than four pixels, and adds grain; each picture by its share.

    A wrinkle is fine and deep, a pattern that pleases a network is fine and faint: it
    drowns. So who wants to look old must also change what is coarse.

    Args:
        images: (batch, height, width, 3) in [−1, 1].
        seed: a keras.random.SeedGenerator.
    """
    count, height, width = ops.shape(images)[0], images.shape[1], images.shape[2]
    share, grain = ops.unstack(
        keras.random.uniform((2, count, 1, 1, 1), seed=seed), axis=0
    )
    coarse = ops.average_pool(images, 4)
    coarse = ops.image.resize(coarse, (height, width), interpolation="bilinear")
    noise = keras.random.normal(ops.shape(images), stddev=0.1, seed=seed)
    return images + share * (coarse - images) + grain * noise


def view_of_face(images, seed):
    """A face as a critic sees it: other light and colours, moved, its detail faded."""
    view = frozen_features.diff_augment(images, seed, 0.5, light=0.25)
    return fade_detail(view, seed)


class _View(layers.Layer):
    """In training ``view_of_face``, else the picture itself."""

    def __init__(self, seed):
        super().__init__()
        self.random = keras.random.SeedGenerator(seed)

    def call(self, images, training=False):
        return view_of_face(images, self.random) if training else images


def train_age_critic(
    stream: tf.data.Dataset, image_size: int, steps: int, seed: int = 0, **run: Any
) -> keras.Model:
    """A critic that has learnt the ages of faces, see ``age_critic``.

    Args:
        stream: endless batches of (photos in [−1, 1], ages in years).
        image_size: height and width of the photos.
        steps: training steps, with which the rate falls to 0.
        seed: of how the photos are changed at random.
        run: see runs.fit, for a training that can be cut off.
    """
    critic = age_critic(seed)
    learner = keras.Sequential(
        [keras.Input((image_size, image_size, 3)), _View(seed), critic]
    )
    rate = keras.optimizers.schedules.CosineDecay(3e-4, steps)
    optimizer = keras.optimizers.Adam(rate, global_clipnorm=5.0)
    learner.compile(optimizer, age_loss, jit_compile=False)
    runs.fit(learner, stream, steps, **run)
    return critic
