"""Translation without pairs: CycleGAN, Zhu et al. 2017, and one way, Park et al. 2020.

CycleGAN learns both directions and asks that there and back again gives the picture
itself. The second game learns one direction and asks that each place of the translation
resembles its own place of the source more than any other; it sees through frozen
features: "Contrastive Learning for Unpaired Image-to-Image Translation".
"""

from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from gan_utils import frozen_features, losses
from gan_utils.frozen_features.game import FrozenFeaturesGame
from gan_utils.training import TwoPlayerGame, adam, batches
from gan_utils.unpaired.networks import (
    both_ways,
    convolution,
    patch_discriminator,
    shrunk_and_grown,
    translator,
)

__all__ = [
    "both_ways",
    "convolution",
    "patch_discriminator",
    "shrunk_and_grown",
    "translator",
    "PicturePool",
    "CycleGAN",
    "OneWayTranslation",
    "cut_marked",
    "difference",
    "mirrored",
    "parted",
    "unpaired_batches",
]

PLACES = 160  # of each map at which the second game compares


class PicturePool(layers.Layer):
    """Fakes of earlier steps, shown again: D forgets none of G's tricks.

    Until it is full it keeps and returns what is new. Then half of the new pictures
    change places with kept ones (Shrivastava et al. 2017).
    """

    def __init__(self, size: int, picture_shape: Sequence[int], seed: int | None):
        super().__init__()
        self.size = size
        options = {"initializer": "zeros", "trainable": False}
        self.kept = self.add_weight(shape=(size, *picture_shape), **options)
        self.count = self.add_weight(shape=(), dtype="int32", **options)
        self.seed = keras.random.SeedGenerator(seed)
        self.built = True

    def call(self, pictures):
        """New pictures → as many, some of them from earlier steps."""
        n = ops.shape(pictures)[0]
        slots = keras.random.shuffle(ops.arange(self.size), seed=self.seed)[:n]
        filling = self.count < self.size
        slots = ops.where(filling, (self.count + ops.arange(n)) % self.size, slots)
        coin = keras.random.uniform((n, 1, 1, 1), seed=self.seed) < 0.5
        old = ops.take(self.kept, slots, axis=0)
        swapped = ops.logical_and(coin, ops.logical_not(filling))
        stays_old = ops.logical_not(ops.logical_or(coin, filling))
        into = ops.where(stays_old, old, pictures)
        self.kept.assign(ops.scatter_update(self.kept, slots[:, None], into))
        self.count.assign(ops.minimum(self.count + n, self.size))
        return ops.where(swapped, old, pictures)


class CycleGAN(TwoPlayerGame):
    """Two translators and two discriminators, Zhu et al. 2017.

    ``fit`` takes batches of (a, b), which do not belong together. All losses are least
    squares or mean absolute differences.

    Args:
        generator: [a, b] → [fakes of b, fakes of a], see ``both_ways``.
        discriminator: [a, b] → the logits of one discriminator a set.
        cycle_weight: of ‖a − back(there(a))‖₁; half of the paper's, as our (D − 1)² is.
        identity_weight: of ‖b − there(b)‖₁, both ways: a zebra is a zebra already.
        pool_size: earlier fakes that D is shown again; 0 for none.
        seed: seed of mirroring and of the pools.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        cycle_weight: float = 5.0,
        identity_weight: float = 2.5,
        pool_size: int = 50,
        seed: int | None = None,
    ):
        reported = "cycle", "identity"
        super().__init__(generator, discriminator, losses.least_squares, *reported)
        self.cycle_weight, self.identity_weight = cycle_weight, identity_weight
        self.pool_size, self.seed = pool_size, seed
        self.mirror_seed = keras.random.SeedGenerator(seed)
        shapes = [tensor.shape[1:] for tensor in discriminator.inputs]
        self.pools = [PicturePool(pool_size, s, seed) for s in shapes if pool_size]

    def update_discriminators(self, real, fake):
        """One step of both D: real up, translated down, halved as in the paper."""
        if self.pools:
            fake = [pool(f) for pool, f in zip(self.pools, fake, strict=True)]
        with tf.GradientTape() as tape:
            up, down = (self.discriminator(x, training=True) for x in (real, fake))
            both = zip(up, down, strict=True)
            loss = 0.5 * sum(self.game.discriminator(*logits) for logits in both)
        self.descend(self.discriminator, self.discriminator_optimizer, loss, tape)
        share = [ops.mean(ops.cast(ops.stack(x) > 0.5, "float32")) for x in (up, down)]
        return {"d_loss": loss, "d_real": share[0], "d_fake": share[1]}

    def train_step(self, batch):
        """One step of both G, then of both D, on the same translations."""
        a, b = (mirrored(pictures, self.mirror_seed) for pictures in batch)
        with tf.GradientTape() as tape:
            fake_b, fake_a = self.generator([a, b], training=True)
            # The same two networks, swapped: there(fake a) should be b again.
            again_b, again_a = self.generator([fake_a, fake_b], training=True)
            logits = self.discriminator([fake_a, fake_b], training=True)
            g_loss = sum(self.game.generator(one) for one in logits)
            cycle = difference(a, again_a) + difference(b, again_b)
            loss, identity = g_loss + self.cycle_weight * cycle, ops.zeros(())
            if self.identity_weight:
                same_b, same_a = self.generator([b, a], training=True)
                identity = difference(a, same_a) + difference(b, same_b)
                loss += self.identity_weight * identity
        self.descend(self.generator, self.generator_optimizer, loss, tape)
        logs = self.update_discriminators([a, b], [fake_a, fake_b])
        logs |= {"g_loss": g_loss, "cycle": cycle, "identity": identity}
        return self.running_means(logs)


def mirrored(pictures, seed):
    """Half of the pictures mirrored, at random."""
    coin = keras.random.uniform((ops.shape(pictures)[0], 1, 1, 1), seed=seed) < 0.5
    return ops.where(coin, pictures[:, :, ::-1], pictures)


def difference(x, y):
    """Mean absolute difference."""
    return ops.mean(ops.abs(x - y))


class OneWayTranslation(FrozenFeaturesGame):
    """One translator, one D on frozen features, and a contrastive loss.

    ``fit`` takes batches of (sources, targets), which do not belong together. With a
    fourth channel, 1 where the animal stands and −1 elsewhere, D is shown the animal
    alone, and G shall leave the rest as it is: or else D looks at meadows.

    Args:
        generator: sources → pictures like the targets.
        discriminator: the heads, see ``frozen_features.projected_discriminator``.
        heads: ``frozen_features.contrastive_heads`` of what ``features`` gives.
        projection: pictures → what D sees, frozen; a function, which no run saves.
        features: pictures → the feature maps that are compared, likewise.
        contrast_weight: of the contrastive loss.
        identity_weight: of ‖target − G(target)‖₁.
        seed: seed of mirroring, of D's view and of the places.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        heads: keras.Model,
        projection: Callable,
        features: Callable,
        contrast_weight: float = 2.0,
        identity_weight: float = 5.0,
        seed: int | None = None,
    ):
        reported = "contrast", "identity", "background"
        super().__init__(generator, discriminator, projection, *reported, seed=seed)
        self.heads, self.features = heads, features
        self.contrast_weight, self.identity_weight = contrast_weight, identity_weight

    def compile(self, *optimizers, **options):
        """As TwoPlayerGame's; the heads move with an Adam of their own."""
        super().compile(*optimizers, **options)
        rate = self.generator_optimizer.learning_rate
        self.heads_optimizer = adam(float(rate), beta_1=0.0)
        self.heads_optimizer.build(self.heads.trainable_variables)

    def contrast(self, fakes, sources):
        """The contrastive loss of all maps, each at PLACES random places."""
        found, kept = (
            self.heads(self.features(x), training=True) for x in (fakes, sources)
        )
        total = 0.0
        for x, y in zip(found, kept, strict=True):
            places = keras.random.shuffle(ops.arange(x.shape[1]), seed=self.random)
            x, y = (ops.take(v, places[:PLACES], axis=1) for v in (x, y))
            total += frozen_features.contrastive_loss(x, y)
        return total / len(found)

    def train_step(self, batch):
        """One step of each player on the same translations."""
        sources, targets = (mirrored(pictures, self.random) for pictures in batch)
        (sources, here), (targets, there) = parted(sources), parted(targets)
        with tf.GradientTape() as tape:
            fakes = self.generator(sources, training=True)
            maps = self.see(here * fakes)
            with tape.stop_recording():  # D's step is no part of G's gradient
                logs = self.update_discriminator(there * targets, maps)
            opinion = self.discriminator(maps, training=True)
            logs["g_loss"] = self.game.generator(opinion)
            logs["contrast"] = self.contrast(fakes, sources)
            same = self.generator(targets, training=True)
            logs["identity"] = difference(targets, same)
            logs["background"] = ops.mean((1 - here) * ops.abs(fakes - sources))
            loss = logs["g_loss"] + self.contrast_weight * logs["contrast"]
            loss += self.identity_weight * (logs["identity"] + logs["background"])
        players = self.generator.trainable_variables, self.heads.trainable_variables
        of_generator, of_heads = tape.gradient(loss, players)
        self.generator_optimizer.apply(of_generator, players[0])
        self.heads_optimizer.apply(of_heads, players[1])
        return self.running_means(logs)


def parted(images):
    """Pictures, and where their animals stand, 0 to 1; without a fourth channel 1."""
    return images[..., :3], images[..., 3:] / 2 + 0.5 if images.shape[-1] > 3 else 1.0


def cut_marked(images, size: int, zoom: float, seed: tuple):
    """A square around a marked place of each picture: → (batch, size, size, 4).

    Args:
        images: (batch, h, w, 4), of which the last channel is 1 at places that may be
            the middle, else −1; without any, each place may be.
        size: of the result, in pixels.
        zoom: the largest enlargement; each picture gets one between 1 and it.
        seed: two whole numbers; the same ones cut at the same places.
    """
    count, (height, width) = tf.shape(images)[0], images.shape[1:3]
    # A number below 1 for each place, and 2 more where it is marked: the largest one is
    # any of the marked places.
    places = tf.random.stateless_uniform((count, height * width), seed)
    places += tf.reshape(images[..., 3], (count, -1))
    middle = tf.cast(tf.argmax(places, axis=1), "int32")
    middle = tf.stack([middle // width, middle % width], axis=1)
    enlarged = tf.random.stateless_uniform((count, 1), seed, 1.0, zoom)
    side = (size - 1) / enlarged
    room = tf.constant([height - 1, width - 1], "float32") - side
    corner = tf.clip_by_value(tf.cast(middle, "float32") - side / 2, 0, room)
    corner = tf.floor(corner)  # so that without zoom pixels stay pixels
    boxes = tf.concat([corner, corner + side], axis=1)
    boxes /= tf.constant([height - 1, width - 1] * 2, "float32")
    return tf.image.crop_and_resize(images, boxes, tf.range(count), (size, size))


def unpaired_batches(
    sources: np.ndarray,
    targets: np.ndarray,
    batch_size: int = 4,
    seed: int = 0,
    first_step: int = 0,
) -> tf.data.Dataset:
    """An endless stream of (sources, targets), each shuffled by itself."""
    return tf.data.Dataset.zip(
        batches(sources, None, batch_size, 2 * seed, first_step),
        batches(targets, None, batch_size, 2 * seed + 1, first_step),
    )
