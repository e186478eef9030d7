"""GANs as Keras models: train_step is the game, fit() and callbacks do the rest."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses, workarounds
from gan_utils.files import arrays
from gan_utils.training.streams import batches, jitter

__all__ = [
    "GAN",
    "ConditionalGAN",
    "FewImagesGAN",
    "TwoPlayerGame",
    "adam",
    "batches",
    "jitter",
    "sample",
]


def adam(
    learning_rate: float = 5e-4, beta_1: float = 0.5, ema: float | None = None
) -> keras.optimizers.Adam:
    """Adam with the β₁ of DCGAN; with ``ema`` it also averages the weights it moves."""
    return workarounds.FusedAdam(
        learning_rate, beta_1=beta_1, use_ema=ema is not None, ema_momentum=ema or 0.99
    )


class TwoPlayerGame(keras.Model):
    """A generator and a discriminator, each with an optimizer; see ``train_step``.

    Args:
        generator: G, whatever it makes its images of.
        discriminator: D, which returns logits.
        game: their two losses, one of the games in gan_utils.losses.
        reported: names of further numbers that ``train_step`` reports.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        game: losses.Game,
        *reported: str,
    ):
        super().__init__()
        self.generator, self.discriminator, self.game = generator, discriminator, game
        names = ("d_loss", "g_loss", "d_real", "d_fake", *reported)
        self.means = {name: keras.metrics.Mean(name) for name in names}
        self.built = True

    def compile(
        self,
        generator_optimizer: keras.Optimizer | None = None,
        discriminator_optimizer: keras.Optimizer | None = None,
        jit_compile: bool = False,
        **options,
    ):
        """Takes one optimizer a player and builds both; the rest is Keras's own."""
        super().compile(optimizer=None, jit_compile=jit_compile, **options)
        self.generator_optimizer = generator_optimizer or adam(ema=0.995)
        self.discriminator_optimizer = discriminator_optimizer or adam()
        self.generator_optimizer.build(self.generator.trainable_variables)
        self.discriminator_optimizer.build(self.discriminator.trainable_variables)

    @property
    def steps_done(self) -> int:
        """Number of updates of the generator so far, over all runs."""
        return int(np.asarray(self.generator_optimizer.iterations))

    def fit(self, x=None, y=None, **options):
        """Keras's; raises a ValueError where D does not take these images or labels."""
        if isinstance(x, np.ndarray):
            x, y = arrays.converted(x, y)
        arrays.check_fit(workarounds.made_of(x) or (x, y), self.discriminator)
        return super().fit(x, y, **options)

    def descend(self, player, optimizer, loss, tape):
        """Moves a player's weights down the gradient of its loss."""
        weights = player.trainable_variables
        optimizer.apply(tape.gradient(loss, weights), weights)

    def running_means(self, logs):
        """Takes a step's numbers into the means of the epoch, and returns these."""
        for name, value in logs.items():
            self.means[name].update_state(value)
        return {name: self.means[name].result() for name in logs}

    def seed_states(self) -> list[keras.Variable]:
        """The states of all random generators: of latents, movements, dropout."""
        return [v for v in self.non_trainable_variables if "seed_generator" in v.path]

    def averaged_generator(self, copy: keras.Model | None = None) -> keras.Model:
        """A copy of G with the weights that its optimizer averaged over the steps.

        Without ``ema``, or before the first step, a plain copy. An earlier copy, if
        given, is brought up to date instead, which is quicker.
        """
        if copy is None:
            copy = keras.models.clone_model(self.generator)
        copy.set_weights(self.generator.get_weights())
        kept = self.generator_optimizer.variables
        averages = [v for v in kept if v.path.endswith("_average")]
        if averages and self.steps_done:
            for weight, mean in zip(copy.trainable_weights, averages, strict=True):
                weight.assign(mean)
        return copy


class GAN(TwoPlayerGame):
    """Images from latents, by the game of Goodfellow et al. 2014.

    ``fit`` takes batches of images, of any size. At each step D learns from real and
    fake images, then G from D's opinion of new fakes.

    Args:
        generator: latents (batch, latent_dim) → images.
        discriminator: images → logits (batch, 1).
        game: the two losses, one of the games in gan_utils.losses.
        penalty: None, or a function (discriminator, real, fake) → scalar that is
            added to D's loss, weights included.
        seed: seed of the latents.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        game: losses.Game = losses.non_saturating,
        penalty: Callable | None = None,
        seed: int | None = None,
    ):
        super().__init__(generator, discriminator, game)
        self.penalty, self.seed = penalty, seed
        self.latent_dim = generator.inputs[0].shape[-1]
        self.latent_seed = keras.random.SeedGenerator(seed)

    def draw_latents(self, count):
        """Draws ``count`` latents from N(0, I).

        Of several devices (gan_utils.train.devices) each draws those of all, the same
        numbers as one device would, and takes its own.
        """
        device = tf.distribute.get_replica_context()
        shape = (count * device.num_replicas_in_sync, self.latent_dim)
        latents = keras.random.normal(shape, seed=self.latent_seed)
        first = count * device.replica_id_in_sync_group
        return latents[first : first + count]

    def generate(self, labels, count):
        """Draws ``count`` latents and turns them into fakes, as in training."""
        return self.generator(self.draw_latents(count), training=True)

    def discriminate(self, images, labels):
        """D's logits for a batch, as in training."""
        return self.discriminator(images, training=True)

    def update_discriminator(self, real, labels=None):
        """One step of D: real up, fake down."""
        fake = self.generate(labels, ops.shape(real)[0])  # outside the tape: G rests
        with tf.GradientTape() as tape:
            real_logits = self.discriminate(real, labels)
            fake_logits = self.discriminate(fake, labels)
            loss = self.game.discriminator(real_logits, fake_logits)
            if self.penalty is not None:
                loss += self.penalty(lambda x: self.discriminate(x, labels), real, fake)
        self.descend(self.discriminator, self.discriminator_optimizer, loss, tape)
        return {
            "d_loss": loss,
            "d_real": ops.mean(ops.cast(real_logits > 0, "float32")),
            "d_fake": ops.mean(ops.cast(fake_logits > 0, "float32")),
        }

    def update_generator(self, count, labels=None):
        """One step of G: make D call the fakes real."""
        with tf.GradientTape() as tape:
            fake_logits = self.discriminate(self.generate(labels, count), labels)
            loss = self.game.generator(fake_logits)
        self.descend(self.generator, self.generator_optimizer, loss, tape)
        return {"g_loss": loss}

    def train_step(self, batch):
        """One step of each player; ``batch`` is images or (images, labels)."""
        real, labels = batch if isinstance(batch, tuple) else (batch, None)
        logs = self.update_discriminator(real, labels)
        logs |= self.update_generator(ops.shape(real)[0], labels)
        return self.running_means(logs)


class ConditionalGAN(GAN):
    """A GAN whose two players are told the label, Mirza and Osindero 2014.

    ``fit`` takes batches of (images, labels). The generator maps [latents, labels] to
    images, the discriminator [images, labels] to logits.
    """

    def generate(self, labels, count):
        """Draws one latent a label and turns both into fakes, as in training."""
        return self.generator([self.draw_latents(count), labels], training=True)

    def discriminate(self, images, labels):
        """D's logits for a batch with its labels, as in training."""
        return self.discriminator([images, labels], training=True)


def sample(
    generator: keras.Model,
    latents: np.ndarray,
    labels: np.ndarray | None = None,
    batch_size: int = 500,
    training: bool = False,
) -> np.ndarray:
    """Images for given latents (and labels), in batches; ``training``: with dropout."""
    batches = []
    for i in range(0, len(latents), batch_size):
        inputs = latents[i : i + batch_size]
        if labels is not None:
            inputs = [inputs, labels[i : i + batch_size]]
        made = generator(inputs, training=training)
        batches += made if isinstance(made, list) else [made]  # two of both_ways
    return np.concatenate(batches)


class FewImagesGAN(ConditionalGAN):
    """A conditional GAN for few images: what D sees is moved and mirrored at random.

    Real and fake alike, and differentiably, Zhao et al. 2020: D cannot learn the
    images by heart so soon, and G does not learn to draw moved ones.
    """

    def discriminate(self, images, labels):
        """D's logits for a batch, moved by up to a sixteenth of its size."""
        # jitter moves pairs; the second of ours has no channels.
        images, _ = jitter(images, images[..., :0], self.latent_seed, 1 / 16)
        return self.discriminator([images, labels], training=True)
