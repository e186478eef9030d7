"""One training step of each recipe, written out plainly: what fit is compared with.

The networks, losses and optimizers are the recipe's own; there is no train_step, no
Keras metric and no random generator of ours.
"""

from collections.abc import Callable

import tensorflow as tf

from gan_utils import pix2pix, training


def bare_step(gan: training.GAN) -> Callable:
    """One step of both players, written out: no train_step, no metrics."""
    kind = type(gan).__name__
    write = {"Pix2Pix": bare_pix2pix, "IPCGAN": bare_ipcgan}.get(kind, bare_gan)
    return write(gan)


def bare_gan(gan: training.GAN) -> Callable:
    """The step of GAN and ConditionalGAN."""
    generator, discriminator = gan.generator, gan.discriminator
    g_weights = generator.trainable_variables
    d_weights = discriminator.trainable_variables

    def inputs(first, labels):
        return first if labels is None else [first, labels]

    def step(real, labels=None):
        latents = tf.random.normal((tf.shape(real)[0], gan.latent_dim))
        fake = generator(inputs(latents, labels), training=True)
        with tf.GradientTape() as tape:
            d_loss = gan.game.discriminator(
                discriminator(inputs(real, labels), training=True),
                discriminator(inputs(fake, labels), training=True),
            )
        gan.discriminator_optimizer.apply(tape.gradient(d_loss, d_weights), d_weights)
        latents = tf.random.normal((tf.shape(real)[0], gan.latent_dim))
        with tf.GradientTape() as tape:
            fake = generator(inputs(latents, labels), training=True)
            logits = discriminator(inputs(fake, labels), training=True)
            g_loss = gan.game.generator(logits)
        gan.generator_optimizer.apply(tape.gradient(g_loss, g_weights), g_weights)
        return d_loss, g_loss

    return step


def bare_pix2pix(gan: pix2pix.Pix2Pix) -> Callable:
    """The step of Pix2Pix with both its losses."""
    generator, discriminator = gan.generator, gan.discriminator
    g_weights = generator.trainable_variables
    d_weights = discriminator.trainable_variables

    def step(target, source):
        target, source = pix2pix.jitter(target, source)
        n = tf.shape(target)[0]
        with tf.GradientTape() as g_tape:
            fake = generator(source, training=True)
            with g_tape.stop_recording(), tf.GradientTape() as d_tape:
                both = [tf.concat([target, fake], 0), tf.concat([source, source], 0)]
                logits = discriminator(both, training=True)
                d_loss = 0.5 * gan.game.discriminator(logits[:n], logits[n:])
            with g_tape.stop_recording():
                gradients = d_tape.gradient(d_loss, d_weights)
                gan.discriminator_optimizer.apply(gradients, d_weights)
            logits = discriminator([fake, source], training=True)
            l1 = tf.reduce_mean(tf.abs(target - fake))
            g_loss = gan.game.generator(logits) + gan.l1_weight * l1
        gan.generator_optimizer.apply(g_tape.gradient(g_loss, g_weights), g_weights)
        return d_loss, g_loss

    return step


def bare_ipcgan(gan: training.GAN) -> Callable:
    """The step of IPCGAN with all its losses."""
    generator, discriminator = gan.generator, gan.discriminator
    g_weights = generator.trainable_variables
    d_weights = discriminator.trainable_variables

    def draw(groups, first):
        return tf.random.uniform(tf.shape(groups), first, gan.n_groups, groups.dtype)

    def step(photos, groups):
        targets = draw(groups, 0)
        wrong = (groups + draw(groups, 1)) % gan.n_groups
        with tf.GradientTape() as g_tape:
            fakes = generator([photos, targets], training=True)
            with g_tape.stop_recording(), tf.GradientTape() as d_tape:
                real_logits = discriminator([photos, groups], training=True)
                wrong_logits = discriminator([photos, wrong], training=True)
                fake_logits = discriminator([fakes, targets], training=True)
                d_loss = 0.5 * tf.reduce_mean((real_logits - 1) ** 2)
                d_loss += 0.25 * tf.reduce_mean(wrong_logits**2 + fake_logits**2)
            with g_tape.stop_recording():
                gradients = d_tape.gradient(d_loss, d_weights)
                gan.discriminator_optimizer.apply(gradients, d_weights)
            kept = gan.feature_network(photos, training=False)
            change = kept - gan.feature_network(fakes, training=False)
            features = tf.reduce_mean(change**2) / tf.reduce_mean(kept**2)
            age = tf.nn.sparse_softmax_cross_entropy_with_logits(
                targets, gan.age_classifier(fakes, training=False)
            )
            fooled = gan.game.generator(discriminator([fakes, targets], training=True))
            g_loss = gan.adversarial_weight * fooled + gan.feature_weight * features
            g_loss += gan.age_weight * tf.reduce_mean(age)
        gan.generator_optimizer.apply(g_tape.gradient(g_loss, g_weights), g_weights)
        return d_loss, g_loss

    return step
