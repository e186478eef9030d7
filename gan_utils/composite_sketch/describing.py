"""A face from a description: the data, the networks and the game.

Reed et al. 2016, "Generative Adversarial Text to Image Synthesis", with the projection
of Miyato and Koyama 2018 and the encoder of CVAE-GAN, Bao et al. 2017.
"""

from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from gan_utils import data
from gan_utils.composite_sketch.words import N_NUMBERS, SIZES
from gan_utils.files import checked, find
from gan_utils.models import image_to_vector, small_normal, vector_to_image
from gan_utils.super_resolution import PixelShuffle
from gan_utils.training import ConditionalGAN, adam, jitter

LATENT_DIM = 64
_GROUP_OF = np.repeat(np.eye(len(SIZES), dtype="float32"), SIZES, axis=1)
_MOST_BYTES = 100_000  # of the table of descriptions


class DescribedFaces(NamedTuple):
    """Drawn faces and what is to be seen in them.

    Attributes:
        faces: a ``data.FaceSet``.
        rows: int32 (n, 7), the description of each, see ``words``.
    """

    faces: data.FaceSet
    rows: np.ndarray


def described_faces() -> tuple[DescribedFaces, DescribedFaces]:
    """The sample of drawn faces with their descriptions: 300 people, and 50 others."""
    path = find.embedded_folder("weights") / "composite_sketch" / "descriptions.npz"
    rows = checked.read_arrays(path, _MOST_BYTES)["rows"].astype("int32")
    train, test = data.utkface("sample")
    n = len(train.ages)  # the sample is sorted by person, the last ones are held out
    return DescribedFaces(train, rows[:n]), DescribedFaces(test, rows[n:])


def forget(described, seed=None):
    """Leaves groups out at random: what a witness does not say.

    How much is left is drawn for each description, from nothing to everything.

    Args:
        described: (batch, N_NUMBERS), from ``encode``.
        seed: seed or keras.random.SeedGenerator.
    """
    count = ops.shape(described)[0]
    said = keras.random.uniform((count, 1), seed=seed)
    kept = keras.random.uniform((count, len(SIZES)), seed=seed) < said
    return described * keep(ops.cast(kept, "float32"))


def keep(groups):
    """1 for each number of a group that is kept: (…, 7) of 0 and 1 → (…, N_NUMBERS)."""
    return ops.matmul(groups, _GROUP_OF)


def described_generator(
    latent_dim: int = LATENT_DIM, base_filters: int = 40, image_size: int = 64
) -> keras.Model:
    """[latents, descriptions (batch, N_NUMBERS)] → faces.

    Nearly all is computed at half the size, as in notebook 10: four channels of a map
    become one of twice the height and width (``PixelShuffle``), and a last convolution
    joins their seams.
    """
    latent = layers.Input((latent_dim,), name="latent")
    described = layers.Input((N_NUMBERS,), name="described")
    meaning = layers.Dense(latent_dim, activation="relu")(described)
    both = layers.Concatenate()([latent, meaning, described])
    x = vector_to_image(both, image_size // 2, 32, base_filters)
    x = PixelShuffle()(x)
    last = layers.Conv2D(3, 3, padding="same", activation="tanh", name="colours")
    return keras.Model([latent, described], last(x), name="generator")


def described_discriminator(
    base_filters: int = 32, image_size: int = 64
) -> keras.Model:
    """[images, descriptions (batch, n, N_NUMBERS)] → logits (batch, n).

    The logit is w·φ(x) + (V c)·φ(x), the projection of Miyato and Koyama 2018. The
    costly φ(x) is computed once for the n descriptions that each image is shown with.
    """
    images = layers.Input((image_size, image_size, 3), name="images")
    described = layers.Input((None, N_NUMBERS), name="described")
    features = image_to_vector(_packed(images), image_size // 2, base_filters)
    options = {"use_bias": False, "kernel_initializer": small_normal()}
    looks_real = layers.Dense(1, kernel_initializer=small_normal())(features)
    meaning = layers.Dense(features.shape[-1], **options)(described)
    fits = ops.einsum("bnf,bf->bn", meaning, features)
    return keras.Model([images, described], looks_real + fits, name="discriminator")


def latent_encoder(
    latent_dim: int = LATENT_DIM, base_filters: int = 32, image_size: int = 64
) -> keras.Model:
    """[images, descriptions (batch, N_NUMBERS)] → mean and log variance of latents.

    Told the description, it need not write it into the latent again.
    """
    images = layers.Input((image_size, image_size, 3), name="images")
    described = layers.Input((N_NUMBERS,), name="described")
    features = image_to_vector(_packed(images), image_size // 2, base_filters)
    both = layers.Concatenate()([features, described])
    moments = layers.Dense(latent_dim)(both), layers.Dense(latent_dim)(both)
    return keras.Model([images, described], moments, name="encoder")


def _packed(images):
    """Half the height and width: four pixels become the twelve channels of one."""
    half = images.shape[1] // 2
    x = layers.Reshape((half, 2, half, 2, 3))(images)
    return layers.Reshape((half, half, 12))(layers.Permute((1, 3, 2, 4, 5))(x))


class DescribedGAN(ConditionalGAN):
    """A conditional GAN that is given descriptions with gaps, and wrong ones.

    D learns from three kinds of pair, Reed et al. 2016, section 4.2: a real face with
    its description is real; a real face with that of somebody else, and a made face
    with the description that it was made from, are fake, with half the weight each.
    Without the second kind D may look at the face alone.

    G also practises on true faces, as in CVAE-GAN (Bao et al. 2017): an encoder makes a
    latent of a face, and G has to draw this face again from latent and description. The
    latents of all faces together shall look like N(0, I), which costs their KL
    divergence. It teaches G in a few hundred steps what a face is.

    ``fit`` takes batches of (images, descriptions (batch, N_NUMBERS)).

    Args:
        generator: see ``described_generator``.
        discriminator: see ``described_discriminator``.
        encoder: see ``latent_encoder``.
        l1_weight: of the mean distance of a face drawn again.
        kl_weight: of the KL divergence, in nats.
        seed: of latents, gaps and movements.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        encoder: keras.Model,
        l1_weight: float = 40.0,
        kl_weight: float = 0.04,
        seed: int | None = None,
    ):
        super().__init__(generator, discriminator, seed=seed)
        self.encoder, self.l1_weight, self.kl_weight = encoder, l1_weight, kl_weight
        self.means |= {name: keras.metrics.Mean(name) for name in ("l1", "kl")}

    def compile(self, *optimizers, encoder_optimizer=None, **options):
        """As every game's, with an optimizer for the encoder too."""
        super().compile(*optimizers, **options)
        self.encoder_optimizer = encoder_optimizer or adam()
        self.encoder_optimizer.build(self.encoder.trainable_variables)

    def fit(self, x=None, y=None, **options):
        """Keras's own: D takes several descriptions an image, a batch has one."""
        return keras.Model.fit(self, x, y, **options)

    def discriminate(self, images, labels):
        """D's logits (batch, n), images moved by up to a sixteenth of their size."""
        images, _ = jitter(images, images[..., :0], self.latent_seed, 1 / 16)
        if len(labels.shape) == 2:
            labels = labels[:, None]
        return self.discriminator([images, labels], training=True)

    def update_discriminator(self, real, labels, made):
        """One step of D: right pairs up, wrong descriptions and made faces down."""
        both = ops.stack([labels, ops.roll(labels, 1, axis=0)], axis=1)
        with tf.GradientTape() as tape:
            right, wrong = ops.split(self.discriminate(real, both), 2, axis=1)
            fake = self.discriminate(made, labels)
            against_fake = self.game.discriminator(right, fake)
            against_wrong = self.game.discriminator(right, wrong)
            loss = 0.5 * (against_fake + against_wrong)
        self.descend(self.discriminator, self.discriminator_optimizer, loss, tape)
        return {
            "d_loss": loss,
            "d_real": ops.mean(ops.cast(right > 0, "float32")),
            "d_fake": ops.mean(ops.cast(fake > 0, "float32")),
        }

    def draw_both(self, images, labels):
        """Faces drawn again, new ones from N(0, I), and the KL divergence."""
        mean, log_variance = self.encoder([images, labels], training=True)
        noise, latents = ops.split(self.draw_latents(2 * ops.shape(images)[0]), 2)
        found = mean + ops.exp(0.5 * log_variance) * noise
        inputs = [ops.concatenate([found, latents]), ops.concatenate([labels, labels])]
        again, made = ops.split(self.generator(inputs, training=True), 2)
        kl = 0.5 * (mean**2 + ops.exp(log_variance) - 1 - log_variance)
        return again, made, ops.mean(ops.sum(kl, axis=-1))

    def train_step(self, batch):
        """One step of each player on a batch whose descriptions have gaps."""
        images, described = batch
        labels = forget(described, self.latent_seed)
        with tf.GradientTape() as tape:
            again, made, kl = self.draw_both(images, labels)
            with tape.stop_recording():  # D's step is no part of G's gradient
                logs = self.update_discriminator(images, labels, made)
            logs["g_loss"] = self.game.generator(self.discriminate(made, labels))
            logs |= {"l1": ops.mean(ops.abs(images - again)), "kl": kl}
            loss = logs["g_loss"] + self.l1_weight * logs["l1"] + self.kl_weight * kl
        optimizers = self.generator_optimizer, self.encoder_optimizer
        weights = [x.trainable_variables for x in (self.generator, self.encoder)]
        gradients = tape.gradient(loss, weights)
        for optimizer, *moved in zip(optimizers, gradients, weights, strict=True):
            optimizer.apply(*moved)
        return self.running_means(logs)
