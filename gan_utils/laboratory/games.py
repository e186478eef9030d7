"""Games that the other notebooks do not play: relativistic, and with several critics.

The plain ones (minimax, non-saturating, least squares, hinge, Wasserstein) are in
gan_utils.losses; a penalty is an argument of gan_utils.training.GAN.
"""

import tensorflow as tf
from keras import ops

from gan_utils import losses
from gan_utils.training import GAN


def relativistic_discriminator(real_logits, fake_logits):
    """E softplus(−(D(x) − D(G(z)))): each real image shall beat a fake one."""
    return ops.mean(ops.softplus(fake_logits - real_logits))


def relativistic_generator(real_logits, fake_logits):
    """The mirror image: each fake shall beat a real image; it needs both logits."""
    return ops.mean(ops.softplus(real_logits - fake_logits))


relativistic = losses.Game(relativistic_discriminator, relativistic_generator)


def r1(weight: float):
    """A penalty: weight/2 · E ‖∇D(x)‖² on real images, as the penalty of a GAN."""
    return lambda d, real, fake: weight * losses.r1_penalty(d, real)


def r1_r2(weight: float):
    """The same on real and on fake images, Huang et al. 2024."""

    def penalty(d, real, fake):
        return weight * (losses.r1_penalty(d, real) + losses.r1_penalty(d, fake))

    return penalty


def towards_one(weight: float):
    """A penalty: weight · E (‖∇D(x̂)‖ − 1)², Gulrajani et al. 2017 (WGAN-GP)."""
    return lambda d, real, fake: weight * losses.gradient_penalty(d, real, fake)


class RelativisticGAN(GAN):
    """A GAN whose two players look at pairs, Huang et al. 2024 (R3GAN)."""

    def update_generator(self, real, labels=None):
        """One step of G; ``real`` is a batch and not, as in GAN, its size."""
        count = ops.shape(real)[0]
        real_logits = self.discriminate(real, labels)
        with tf.GradientTape() as tape:
            fake_logits = self.discriminate(self.generate(labels, count), labels)
            loss = self.game.generator(real_logits, fake_logits)
        self.descend(self.generator, self.generator_optimizer, loss, tape)
        return {"g_loss": loss}

    def train_step(self, batch):
        """One step of each player on the same real images."""
        logs = self.update_discriminator(batch)
        logs |= self.update_generator(batch)
        return self.running_means(logs)


class CriticGAN(GAN):
    """A GAN whose D moves several times before G moves once, as in WGAN-GP."""

    critic_steps = 5

    def train_step(self, batch):
        """``critic_steps`` steps of D, each on its own part of the batch, one of G."""
        for real in ops.split(batch, self.critic_steps):
            logs = self.update_discriminator(real)
        logs |= self.update_generator(ops.shape(real)[0])
        return self.running_means(logs)
