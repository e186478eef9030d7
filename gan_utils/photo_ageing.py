"""Ageing photographs without pairs, by a discriminator on frozen features.

The third game of notebook 06. The generator takes a photo, its age and an age to come,
0 to 80 years, and predicts a *difference* and a *mask*: photo + mask · difference. The
discriminator of ``frozen_features`` is told the age and also refuses real faces whose
age is given wrongly. A critic of age goes on learning from the aged photos, of which it
is told how old the people really are: so it cannot be bribed with a pattern, as a
frozen one is. A face network speaks up only where the person is in danger.

Zoss et al. 2022, "Production-Ready Face Re-Aging for Visual Effects" (FRAN), predict
the difference; Sauer et al. 2021, "Projected GANs", see through frozen features; Reed
et al. 2016 showed D real pictures with a wrong condition.
"""

import math
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from gan_utils import losses
from gan_utils.data.draws import OLDEST
from gan_utils.frozen_features.ages import age_loss, expected_age, view_of_face
from gan_utils.training import TwoPlayerGame, adam

FREQUENCIES = 8
AGE_NUMBERS = 2 * FREQUENCIES
WRONG_YEARS = (12.0, 50.0)  # how far off a wrong age is
STRENGTH = 1.5  # by eye, from sheets of 1, 1.5 and 2; 2 burns the faces of children
CRITIC_RATE = 1e-4
SAFE_DISTANCE = 0.3  # half of dlib's threshold: below it, nobody doubts the person


def age_features(ages):
    """Fourier features of ages or differences in years: (batch,) → (batch, 16).

    sin(π k a / 80) and cos(π k a / 80), k = 1 … 8: a network that is given the bare
    number changes little between neighbouring ages (Tancik et al. 2020).
    """
    angles = (math.pi / OLDEST) * ages[:, None] * ops.arange(1.0, FREQUENCIES + 1)
    return ops.concatenate([ops.sin(angles), ops.cos(angles)], axis=-1)


def wrong_ages(ages, seed):
    """Ages that are 12 to 50 years off, between 0 and OLDEST: (batch,) → (batch,)."""
    years = keras.random.uniform(ops.shape(ages), *WRONG_YEARS, seed=seed)
    sign = ops.sign(keras.random.uniform(ops.shape(ages), -1, 1, seed=seed))
    wrong = ages + sign * years
    # Where one direction leads out of the range of ages, take the other.
    outside = ops.logical_or(wrong < 0, wrong > OLDEST)
    return ops.clip(ops.where(outside, ages - sign * years, wrong), 0, OLDEST)


def difference_generator(image_size: int = 128, base_filters: int = 32) -> keras.Model:
    """[photos, years (batch, 2)] → aged photos: photo + mask · difference.

    The years are the age in the photo and the one asked for. The size must be a
    multiple of 8; 32 base filters are 1.7 million weights.
    """
    photos = keras.Input((image_size, image_size, 3), name="photos")
    years = keras.Input((2,), name="years")
    numbers, x, maps = steering(years), photos, []
    for factor in (1, 2, 4):
        maps.append(x)
        x = layers.LeakyReLU(0.2)(convolution(factor * base_filters, 4, strides=2)(x))
    for _ in range(4):
        change = steered(convolution(4 * base_filters)(x), numbers)
        x = layers.Add()([x, convolution(4 * base_filters, gain=0.2)(change)])
    for factor in (2, 1):
        x = layers.UpSampling2D(interpolation="bilinear")(x)
        x = layers.Concatenate()([x, maps.pop()])
        x = steered(convolution(factor * base_filters)(x), numbers)
    # Narrow before the last resizing: at full size every channel costs.
    x = layers.UpSampling2D(interpolation="bilinear")(convolution(base_filters // 2)(x))
    x = layers.Concatenate()([x, maps.pop()])
    x = layers.LeakyReLU(0.2)(convolution(base_filters // 2)(x))
    return keras.Model([photos, years], changed(photos, x), name="generator")


def convolution(filters, kernel_size=3, strides=1, gain=2.0) -> layers.Conv2D:
    """A convolution whose weights have the variance gain / inputs; He et al. take 2."""
    weights = keras.initializers.VarianceScaling(gain)
    options = {"padding": "same", "kernel_initializer": weights}
    return layers.Conv2D(filters, kernel_size, strides, **options)


def steering(years):
    """Age and target age (batch, 2) → 128 numbers that steer the blocks."""
    ages, targets = years[:, 0], years[:, 1]
    numbers = [age_features(x) for x in (ages, targets, targets - ages)]
    numbers = ops.concatenate(numbers, axis=-1)
    numbers = layers.Dense(128, activation="leaky_relu")(numbers)
    return layers.Dense(128, activation="leaky_relu")(numbers)


def steered(x, numbers):
    """Normalised channels, scaled and shifted by the ages (FiLM, Perez et al. 2018).

    Without the norm the change that all photos have in common, a tint, grows first.
    """
    filters = x.shape[-1]
    x = layers.GroupNormalization(groups=-1, center=False, scale=False)(x)
    scale = layers.Reshape((1, 1, filters))(layers.Dense(filters)(numbers))
    shift = layers.Reshape((1, 1, filters))(layers.Dense(filters)(numbers))
    return layers.LeakyReLU(0.2)(x * (1 + scale) + shift)


def changed(photos, x):
    """Adds mask · difference; the last map says how to shade and to fade a place.

    The difference makes a place lighter or darker, and its colours paler or stronger.
    It brings no new hue: hair turns grey and skin folds, but nobody turns green.
    """
    # Nearly no difference at first: the untrained network gives the photo back.
    shade, fade, mask = ops.split(convolution(3, gain=0.02)(x), 3, axis=-1)
    colours = photos - ops.mean(photos, axis=-1, keepdims=True)
    difference = layers.Identity(name="difference")(shade + ops.tanh(fade) * colours)
    mask = layers.Activation("sigmoid", name="mask")(mask)
    return ops.clip(photos + mask * difference, -1, 1)


def change_predictor(generator: keras.Model, strength: float = STRENGTH) -> keras.Model:
    """What to add to a photo of any size: inputs → strength · mask · difference.

    The game learns in which direction a face ages, and takes small steps, because D
    refuses what goes too far for one face in a hundred. 1 is the step that it takes.
    """
    parts = [generator.get_layer(name).output for name in ("difference", "mask")]
    change = strength * parts[0] * parts[1]
    return keras.Model(generator.inputs, change, name="change_predictor")


class PhotoAgeing(TwoPlayerGame):
    """Hinge losses on frozen features, a critic of age that learns, and the person.

    ``fit`` takes batches of (photos, ages), of which the first half is aged. The target
    ages are those of the other faces in this half, so that they are as frequent among
    aged faces as among real ones and D learns nothing from them.

    Args:
        generator: see ``difference_generator``.
        discriminator: heads with a condition of AGE_NUMBERS numbers, see
            ``frozen_features.projected_discriminator``.
        projection: images → feature maps, frozen; a function, which no run saves.
        identity: images → embeddings of a frozen face network, likewise.
        critic: images → logits of ages, see ``frozen_features.ages``; it learns on.
        age_weight: of the years between what the critic sees and the target, by ten.
        identity_weight: of the distance of embeddings beyond SAFE_DISTANCE.
        flat_weight: of what changes colour and light over whole areas, ``flat_loss``.
        seed: seed of target ages, wrong ages and of what D's view is changed by.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        projection: Callable,
        identity: Callable,
        critic: keras.Model,
        age_weight: float = 0.5,
        identity_weight: float = 10.0,
        flat_weight: float = 10.0,
        seed: int | None = None,
    ):
        reported = "d_wrong", "identity", "flat", "age", "critic_real", "critic_aged"
        super().__init__(generator, discriminator, losses.hinge, *reported)
        self.projection, self.identity, self.critic = projection, identity, critic
        self.age_weight, self.identity_weight = age_weight, identity_weight
        self.flat_weight = flat_weight
        self.view_seed = keras.random.SeedGenerator(seed)
        self.age_seed = keras.random.SeedGenerator(seed)

    def compile(self, *optimizers, **options):
        """Takes those of G and D; the critic goes on at a small rate of its own."""
        super().compile(*optimizers, **options)
        self.critic_optimizer = adam(CRITIC_RATE, beta_1=0.0)
        self.critic_optimizer.build(self.critic.trainable_variables)

    def view(self, images):
        """Images as D and the critic see them, changed at random."""
        return view_of_face(images, self.view_seed)

    def update_discriminator(self, photos, years, fakes, targets):
        """One step of D: right age up; aged photo and wrong age down, half each.

        ``fakes`` are the feature maps of views of aged photos.
        """
        reals = self.projection(self.view(photos), training=False)
        with tf.GradientTape() as tape:
            right, wrong = ops.unstack(
                self.discriminate(reals, years, wrong_ages(years, self.age_seed)),
                axis=1,
            )
            fake = self.discriminate(fakes, targets)
            loss = 0.5 * (
                self.game.discriminator(right, fake)
                + self.game.discriminator(right, wrong)
            )
        self.descend(self.discriminator, self.discriminator_optimizer, loss, tape)
        shares = {"d_real": right, "d_fake": fake, "d_wrong": wrong}
        share = {k: ops.mean(ops.cast(v > 0, "float32")) for k, v in shares.items()}
        return {"d_loss": loss} | share

    def update_critic(self, photos, years, views, true_years):
        """One step of the critic, which is told the truth of both: a bribe works once.

        ``views`` show aged photos of people who are ``true_years`` old.
        """
        with tf.GradientTape() as tape:
            real = self.critic(self.view(photos), training=True)
            aged = self.critic(views, training=True)
            loss = ops.mean(age_loss(years, real))
            loss += 0.5 * ops.mean(age_loss(true_years, aged))
        self.descend(self.critic, self.critic_optimizer, loss, tape)
        off = {"critic_real": (real, years), "critic_aged": (aged, true_years)}
        return {
            name: ops.mean(ops.abs(expected_age(logits) - truth))
            for name, (logits, truth) in off.items()
        }

    def discriminate(self, maps, *years):
        """D's logits (batch, n, places) for feature maps and n ages of each picture."""
        conditions = ops.stack([age_features(one) for one in years], axis=1)
        return self.discriminator([*maps, conditions], training=True)

    def train_step(self, batch):
        """One step of each player; half of the photos are aged, D sees all of them."""
        real, real_years = batch
        count = ops.shape(real_years)[0] // 2
        photos, years = real[:count], real_years[:count]
        distance = keras.random.randint((), 1, count, seed=self.age_seed)
        targets = tf.roll(years, distance, 0)
        with tf.GradientTape() as tape:
            asked = ops.stack([years, targets], axis=1)
            aged = self.generator([photos, asked], training=True)
            view = self.view(aged)
            maps = self.projection(view, training=False)
            with tape.stop_recording():  # their steps are no part of G's gradient
                logs = self.update_discriminator(real, real_years, maps, targets)
                others = real[count:], real_years[count:]
                logs |= self.update_critic(*others, view, years)
            terms = self.generator_terms(photos, aged, view, maps, targets)
            loss = terms["g_loss"] + self.age_weight * terms["age"] / 10
            loss += self.identity_weight * terms["identity"]
            loss += self.flat_weight * terms["flat"]
        self.descend(self.generator, self.generator_optimizer, loss, tape)
        return self.running_means(logs | terms)

    def generator_terms(self, photos, aged, view, maps, targets):
        """What G is asked for, unweighted; ``age`` in years off the target."""
        seen = expected_age(self.critic(view, training=False))
        # The face network is slow and seldom speaks up: a quarter is enough.
        some = slice((ops.shape(targets)[0] + 3) // 4)
        return {
            "g_loss": self.game.generator(self.discriminate(maps, targets)),
            "age": ops.mean(ops.abs(seen - targets)),
            "identity": self.identity_loss(photos[some], aged[some]),
            "flat": self.flat_loss(aged - photos),
        }

    def flat_loss(self, change):
        """Mean squared change of 8×8 pixels: of colour, and a quarter as dear of light.

        A wrinkle costs nothing, a tan or a darker room does; grey hair may be worth it.
        """
        light = ops.mean(change, axis=-1, keepdims=True)
        colour = ops.mean(ops.average_pool(change - light, 8) ** 2)
        return colour + 0.25 * ops.mean(ops.average_pool(light, 8) ** 2)

    def identity_loss(self, photos, aged):
        """By how much the embeddings are farther apart than SAFE_DISTANCE."""
        kept, found = self.identity(photos), self.identity(aged)
        # The square root has no finite gradient at 0, hence the small constant.
        apart = ops.sqrt(ops.sum((kept - found) ** 2, axis=-1) + 1e-8)
        return ops.mean(ops.relu(apart - SAFE_DISTANCE))


def age_photos(
    generator: keras.Model,
    photos: np.ndarray,
    ages: np.ndarray,
    targets: np.ndarray,
    strength: float = STRENGTH,
) -> np.ndarray:
    """Every photo at every target age: (n, h, w, 3) → (n, n_targets, h, w, 3).

    ``photos`` are float32 in [−1, 1], ``ages`` (n,) how old the people are in them,
    ``targets`` the ages to come; strength: see ``change_predictor``.
    """
    ages = np.minimum(ages, OLDEST)
    predictor, columns = change_predictor(generator, strength), []
    for target in targets:
        years = np.stack([ages, np.full(len(ages), target)], axis=1)
        change = predictor.predict(
            [photos, years.astype("float32")], batch_size=32, verbose=0
        )
        columns.append(np.clip(photos + change, -1, 1))
    return np.stack(columns, axis=1)
