"""Ageing a photo, keeping the person: IPCGAN, Wang et al. 2018.

"Face Aging with Identity-Preserved Conditional Generative Adversarial Networks". The
generator takes the photo itself, and three judges teach it: a discriminator (a real
face of that age?), a frozen age classifier (the age asked for?) and frozen features of
a face network (still the same face?).
"""

from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from gan_utils import face_models, losses, runs
from gan_utils.training import ConditionalGAN, batches


class IPCGAN(ConditionalGAN):
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
        super().__init__(generator, discriminator, losses.least_squares)
        self.age_classifier, self.feature_network = age_classifier, feature_network
        self.n_groups = age_classifier.output_shape[-1]
        self.adversarial_weight, self.feature_weight = (
            adversarial_weight,
            feature_weight,
        )
        self.age_weight = age_weight
        self.group_seed = keras.random.SeedGenerator(seed)
        self.means |= {
            name: keras.metrics.Mean(name) for name in ("d_wrong", "features", "age")
        }

    def update_discriminator(self, photos, groups, fakes, targets):
        """One step of D: right age up; wrong age and aged photos down, half each."""
        others = keras.random.randint(
            ops.shape(groups), 1, self.n_groups, seed=self.group_seed
        )
        wrong = ops.mod(groups + others, self.n_groups)
        with tf.GradientTape() as tape:
            real_logits = self.judge(photos, groups)
            wrong_logits = self.judge(photos, wrong)
            fake_logits = self.judge(fakes, targets)
            loss = 0.5 * (
                ops.mean((real_logits - 1) ** 2)
                + 0.5 * ops.mean(wrong_logits**2)
                + 0.5 * ops.mean(fake_logits**2)
            )
        weights = self.discriminator.trainable_variables
        self.discriminator_optimizer.apply(tape.gradient(loss, weights), weights)
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
                logs["g_loss"] = self.game.generator(self.judge(fakes, targets))
                loss += self.adversarial_weight * logs["g_loss"]
        weights = self.generator.trainable_variables
        self.generator_optimizer.apply(tape.gradient(loss, weights), weights)
        for name, value in logs.items():
            self.means[name].update_state(value)
        return {name: self.means[name].result() for name in logs}

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
    classifier = face_models.age_classifier(n_groups, images.shape[1])
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
