"""Ageing a photo, keeping the person: IPCGAN, Wang et al. 2018.

"Face Aging with Identity-Preserved Conditional Generative Adversarial Networks". The
generator takes the photo itself, and three critics teach it: a discriminator (a real
face of that age?), a frozen age classifier (the age asked for?) and frozen features of
a face network (still the same face?).
"""

from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from gan_utils import losses, runs
from gan_utils.models import downsample, small_normal
from gan_utils.training import TwoPlayerGame, batches


def group_map(groups, n_groups: int, size: int):
    """Groups (batch,) as one-hot maps (batch, size, size, n_groups)."""
    # A table that is the identity matrix and never trained: its rows are one-hot.
    one_hot = layers.Embedding(
        n_groups, n_groups, embeddings_initializer="identity", trainable=False
    )(groups)
    return layers.Reshape((size, size, n_groups))(
        layers.RepeatVector(size * size)(one_hot)
    )


def convolve_same(x, filters: int, kernel_size: int, strides=1, activate=True):
    """Convolution, instance norm, ReLU."""
    options = {"use_bias": False, "kernel_initializer": small_normal()}
    x = layers.Conv2D(filters, kernel_size, strides, "same", **options)(x)
    x = layers.GroupNormalization(groups=-1, epsilon=1e-5)(x)
    return layers.ReLU()(x) if activate else x


def residual_block(x, kernel_size: int = 3):
    """Adds to x what two convolutions make of it, He et al. 2016."""
    filters = x.shape[-1]
    change = convolve_same(x, filters, kernel_size)
    change = convolve_same(change, filters, kernel_size, activate=False)
    return layers.Add()([x, change])


def ageing_body(x, base_filters: int, n_blocks: int = 6):
    """Two halvings, residual blocks, two doublings: (batch, s, s, c) → (…, filters)."""
    x = convolve_same(x, base_filters, 7)
    x = convolve_same(x, 2 * base_filters, 3, strides=2)
    x = convolve_same(x, 4 * base_filters, 3, strides=2)
    for _ in range(n_blocks):
        x = residual_block(x)
    for filters in (2 * base_filters, base_filters):
        # The paper's transposed convolutions leave dots in short trainings.
        x = layers.UpSampling2D(interpolation="bilinear")(x)
        x = convolve_same(x, filters, 3)
    return x


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


class IPCGAN(TwoPlayerGame):
    """Identity-preserved conditional GAN, Wang et al. 2018, equations 1 to 6.

    ``fit`` takes batches of (photos, groups). Each photo is aged to a group drawn at
    random. A weight of 0 takes its loss out of the game.

    Args:
        generator: [photos, groups] → photos.
        discriminator: [photos, groups] → logits, one or a map of them.
        age_classifier: photos → logits (batch, n_groups); it stays as it is.
        feature_network: photos → features that the ageing shall keep; likewise.
        adversarial_weight: of ½ E (D(G(x, t), t) − 1)².
        feature_weight: of the relative squared distance of features.
        age_weight: of the cross-entropy of the age classifier at the target group.
        seed: seed of the target groups.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        age_classifier: keras.Model,
        feature_network: keras.Model,
        adversarial_weight: float = 75.0,
        feature_weight: float = 60.0,
        age_weight: float = 15.0,
        seed: int | None = None,
    ):
        reported = "d_wrong", "features", "age"
        super().__init__(generator, discriminator, losses.least_squares, *reported)
        self.age_classifier, self.feature_network = age_classifier, feature_network
        self.n_groups = age_classifier.output_shape[-1]
        self.adversarial_weight = adversarial_weight
        self.feature_weight, self.age_weight = feature_weight, age_weight
        self.seed = seed
        self.group_seed = keras.random.SeedGenerator(seed)

    def discriminate(self, photos, groups):
        """D's logits for photos with their groups, as in training."""
        return self.discriminator([photos, groups], training=True)

    def update_discriminator(self, photos, groups, fakes, targets):
        """One step of D: right age up; wrong age and aged photos down, half each."""
        others = keras.random.randint(
            ops.shape(groups), 1, self.n_groups, seed=self.group_seed
        )
        wrong = ops.mod(groups + others, self.n_groups)
        with tf.GradientTape() as tape:
            real_logits = self.discriminate(photos, groups)
            wrong_logits = self.discriminate(photos, wrong)
            fake_logits = self.discriminate(fakes, targets)
            loss = 0.5 * (
                ops.mean((real_logits - 1) ** 2)
                + 0.5 * ops.mean(wrong_logits**2)
                + 0.5 * ops.mean(fake_logits**2)
            )
        self.descend(self.discriminator, self.discriminator_optimizer, loss, tape)
        return {
            "d_loss": loss,
            # The least-squares game puts the border between its targets 0 and 1.
            "d_real": ops.mean(ops.cast(real_logits > 0.5, "float32")),
            "d_wrong": ops.mean(ops.cast(wrong_logits > 0.5, "float32")),
            "d_fake": ops.mean(ops.cast(fake_logits > 0.5, "float32")),
        }

    def train_step(self, batch):
        """One step of each player on the same aged photos."""
        photos, groups = batch
        targets = keras.random.randint(
            ops.shape(groups), 0, self.n_groups, seed=self.group_seed
        )
        logs = {}
        with tf.GradientTape() as tape:
            fakes = self.generator([photos, targets], training=True)
            logs["features"] = self.feature_distance(photos, fakes)
            logs["age"] = self.age_loss(fakes, targets)
            loss = self.feature_weight * logs["features"]
            loss += self.age_weight * logs["age"]
            if self.adversarial_weight:
                with tape.stop_recording():  # D's step is no part of G's gradient
                    logs |= self.update_discriminator(photos, groups, fakes, targets)
                logits = self.discriminate(fakes, targets)
                logs["g_loss"] = self.game.generator(logits)
                loss += self.adversarial_weight * logs["g_loss"]
        self.descend(self.generator, self.generator_optimizer, loss, tape)
        return self.running_means(logs)

    def feature_distance(self, photos, fakes):
        """E ‖h(x) − h(G(x, t))‖² / E ‖h(x)‖², equation 5: 0 where nothing changed.

        Divided by the squared length of the features, so that the weight does not
        depend on the network they come from.
        """
        kept = self.feature_network(photos, training=False)
        found = self.feature_network(fakes, training=False)
        return ops.mean((kept - found) ** 2) / ops.mean(kept**2)

    def age_loss(self, fakes, targets):
        """Cross-entropy of the age classifier at the target groups, equation 6."""
        logits = self.age_classifier(fakes, training=False)
        one_hot = ops.one_hot(targets, self.n_groups)
        return ops.mean(ops.categorical_crossentropy(one_hot, logits, from_logits=True))


def train_age_classifier(
    images: np.ndarray,
    groups: np.ndarray,
    n_groups: int,
    steps: int,
    batch_size: int = 64,
    seed: int = 0,
    **run: Any,
) -> keras.Model:
    """A network that tells the age group of a photo: images → logits.

    A rare group counts as much as a frequent one, or the classifier would rather name
    the frequent, and IPCGAN would exaggerate the rare to convince it.

    Args:
        images: (n, s, s, 3), uint8 or floats in [−1, 1].
        groups: (n,), 0 … n_groups − 1.
        n_groups: how many there are.
        steps: training steps of mirrored images with noise.
        batch_size: images a step.
        seed: of order and mirroring.
        run: path and resume of runs.fit, for a training that can be cut off.
    """
    classifier = age_classifier(n_groups, images.shape[1])
    # With noise on its photos the classifier cannot rely on faint patterns, which
    # IPCGAN would otherwise learn to paint instead of an age.
    disturbed = keras.Sequential(
        [
            layers.RandomFlip("horizontal", seed=seed),
            layers.GaussianNoise(0.1, seed=seed),
            classifier,
        ]
    )
    disturbed.build((None, *images.shape[1:]))
    schedule = keras.optimizers.schedules.CosineDecay(2e-3, steps)
    disturbed.compile(
        keras.optimizers.Adam(schedule),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=False,
    )
    counts = np.bincount(groups, minlength=n_groups)
    runs.fit(
        disturbed,
        batches(images, groups, batch_size, seed),
        steps,
        class_weight=dict(enumerate(len(groups) / (n_groups * np.maximum(counts, 1)))),
        **run,
    )
    return classifier


def face_features(classifier: keras.Model) -> keras.Model:
    """The part of an age classifier up to its layer "features", for the face kept."""
    return keras.Model(classifier.inputs, classifier.get_layer("features").output)
