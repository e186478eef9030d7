"""Image-to-image translation with paired data: Pix2Pix, Isola et al. 2017."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses, models, runs
from gan_utils.training import GAN, batches


class Pix2Pix(GAN):
    """Translation of images into images, learnt from pairs, Isola et al. 2017.

    ``fit`` takes batches of (targets, sources). G minimises its adversarial loss plus
    ``l1_weight`` times the mean absolute difference to the target (equation 4); D's
    loss is halved as there (section 3.3), though Adam's steps hardly depend on it.

    Args:
        generator: sources → images like the targets; dropout is its only noise.
        discriminator: [targets, sources] → logits, one or a map of them.
        game: the adversarial losses, one of the games in gan_utils.losses.
        l1_weight: 0 leaves the adversarial loss alone.
        adversarial_weight: 0 leaves the L1 loss alone, and D untrained.
        augment: moves and mirrors each pair at random.
        seed: seed of these movements.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        game: losses.Game = losses.non_saturating,
        l1_weight: float = 100.0,
        adversarial_weight: float = 1.0,
        augment: bool = True,
        seed: int | None = None,
    ):
        super().__init__(generator, discriminator, game)
        self.l1_weight, self.adversarial_weight = l1_weight, adversarial_weight
        self.augment = augment
        self.jitter_seed = keras.random.SeedGenerator(seed)
        self.means["l1"] = keras.metrics.Mean("l1")

    def update_discriminator(self, target, source, fake):
        """One step of D: real pairs up, translated ones down."""
        count = ops.shape(target)[0]
        pairs = [ops.concatenate([target, fake]), ops.concatenate([source, source])]
        with tf.GradientTape() as tape:
            # Without batch norm real and fake may share a batch: it is faster.
            logits = self.discriminator(pairs, training=True)
            real_logits, fake_logits = logits[:count], logits[count:]
            loss = 0.5 * self.game.discriminator(real_logits, fake_logits)
        weights = self.discriminator.trainable_variables
        self.discriminator_optimizer.apply(tape.gradient(loss, weights), weights)
        return {
            "d_loss": loss,
            "d_real": ops.mean(ops.cast(real_logits > 0, "float32")),
            "d_fake": ops.mean(ops.cast(fake_logits > 0, "float32")),
        }

    def train_step(self, batch):
        """One step of each player on the same translation of the batch."""
        target, source = batch
        if self.augment:
            target, source = jitter(target, source, self.jitter_seed)
        logs = {}
        with tf.GradientTape() as tape:
            fake = self.generator(source, training=True)
            logs["l1"] = ops.mean(ops.abs(target - fake))
            loss = self.l1_weight * logs["l1"]
            if self.adversarial_weight:
                with tape.stop_recording():  # D's step is no part of G's gradient
                    logs |= self.update_discriminator(target, source, fake)
                logits = self.discriminator([fake, source], training=True)
                logs["g_loss"] = self.game.generator(logits)
                loss += self.adversarial_weight * logs["g_loss"]
        weights = self.generator.trainable_variables
        self.generator_optimizer.apply(tape.gradient(loss, weights), weights)
        for name, value in logs.items():
            self.means[name].update_state(value)
        return {name: self.means[name].result() for name in logs}


def jitter(target, source, seed=None, largest_shift: float = 15 / 256):
    """Shifts and mirrors each pair at random, target and source alike.

    (batch, height, width, channels) twice → the same shapes. The paper enlarges 256 to
    286 pixels and cuts out 256 (section 6.2); we shift as far, but by whole pixels over
    mirrored edges, because enlarging would blur small pictures.
    """
    both = ops.concatenate([target, source], axis=-1)
    count, height, width = ops.shape(both)[0], both.shape[1], both.shape[2]
    margin = round(largest_shift * height)
    room = tf.pad(both, [[0, 0], [margin, margin], [margin, margin], [0, 0]], "REFLECT")
    top, left = ops.unstack(
        keras.random.randint((2, count, 1), 0, 2 * margin + 1, seed=seed)
    )
    rows, columns = top + ops.arange(height), left + ops.arange(width)
    coin = keras.random.uniform((count, 1), seed=seed) < 0.5
    columns = ops.where(coin, columns, ops.flip(columns, axis=1))
    moved = tf.gather(room, rows, axis=1, batch_dims=1)
    moved = tf.gather(moved, columns, axis=2, batch_dims=1)
    channels = target.shape[-1]
    return moved[..., :channels], moved[..., channels:]


def translate(
    generator: keras.Model, sources: np.ndarray, batch_size: int = 20
) -> np.ndarray:
    """Translations of sources (n, h, w, c) with dropout on, as in the paper's test.

    Dropout is the only noise of Pix2Pix, so two calls differ a little. No weight and,
    for want of running averages, no statistic moves.
    """
    batches = []
    for i in range(0, len(sources), batch_size):
        images = generator(sources[i : i + batch_size], training=True)
        batches.append(np.asarray(images))
    return np.concatenate(batches)


def train_segmenter(
    photos: np.ndarray, labels: np.ndarray, n_classes: int, steps: int, seed=0, **run
) -> keras.Model:
    """A network that learns, from real photos, to name each pixel.

    Args:
        photos: (n, h, w, 3) in [−1, 1].
        labels: integers (n, h, w) below n_classes.
        n_classes: how many kinds of pixel there are.
        steps: training steps of eight moved pairs.
        seed: of the order of the photos and of their movements.
        run: path and resume of runs.fit.
    """
    segmenter = models.segmenter(n_classes, photos.shape[1])
    segmenter.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(2e-3, steps)),
        keras.losses.CategoricalCrossentropy(from_logits=True),
    )
    one_hot = np.eye(n_classes, dtype="float32")[labels]
    movements = keras.random.SeedGenerator(seed)
    stream = batches(photos, one_hot, batch_size=8, seed=seed)
    moved = stream.map(lambda photo, label: jitter(photo, label, movements))
    runs.fit(segmenter, moved, steps, epochs=1, **run)
    return segmenter
