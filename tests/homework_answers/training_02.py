"""Answers to task 5 of homework 02; answers_01.py describes the form."""

import keras
import tensorflow as tf
from keras import ops

from gan_utils import losses

bce = keras.losses.BinaryCrossentropy(from_logits=True)


def step(network, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss()
    weights = network.trainable_weights
    optimizer.apply(tape.gradient(value, weights), weights)


def play(D, G, opt_D, opt_G, z, d_loss, g_loss):
    """A step of D on `d_loss(fake)` and a step of G on `g_loss(fake)`."""
    fake = G(z, training=True)
    step(D, opt_D, lambda: d_loss(fake))
    step(G, opt_G, lambda: g_loss(G(z, training=True)))


def as_given(D, G, opt_D, opt_G, real, z):
    def d_loss(fake):
        logits = D(ops.concatenate([real, fake]), training=True)
        return losses.cross_entropy_discriminator(
            logits[: len(real)], logits[len(real) :]
        )

    play(D, G, opt_D, opt_G, z, d_loss, lambda fake: g_loss(D, fake))


def g_loss(D, fake):
    return losses.non_saturating_generator(D(fake, training=True))


def d_loss(D, real, fake):
    return losses.cross_entropy_discriminator(
        D(real, training=True), D(fake, training=True)
    )


def shuffled_mixed_batch(D, G, opt_D, opt_G, real, z):
    def loss(fake):
        order = tf.random.shuffle(tf.range(len(real) + len(fake)))
        batch = tf.gather(tf.concat([real, fake], axis=0), order)
        labels = tf.concat([tf.ones((len(real), 1)), tf.zeros((len(fake), 1))], axis=0)
        return 2 * bce(tf.gather(labels, order), D(batch, training=True))

    play(D, G, opt_D, opt_G, z, loss, lambda fake: g_loss(D, fake))


def split_in_the_middle(D, G, opt_D, opt_G, real, z):
    def loss(fake):
        count = min(len(real), len(fake))
        return d_loss(D, real[:count], fake[:count])

    play(D, G, opt_D, opt_G, z, loss, lambda fake: g_loss(D, fake))


def D_frozen_for_G(D, G, opt_D, opt_G, real, z):
    def loss(fake):
        return losses.non_saturating_generator(D(fake))

    play(D, G, opt_D, opt_G, z, lambda fake: d_loss(D, real, fake), loss)


def G_without_training(D, G, opt_D, opt_G, real, z):
    step(D, opt_D, lambda: d_loss(D, real, G(z)))
    step(G, opt_G, lambda: g_loss(D, G(z)))


def mixed_for_G_as_well(D, G, opt_D, opt_G, real, z):
    def loss(fake):
        logits = D(tf.concat([real, fake], axis=0), training=True)
        return losses.non_saturating_generator(logits[len(real) :])

    play(D, G, opt_D, opt_G, z, lambda fake: d_loss(D, real, fake), loss)


def batch_norm_frozen(D, G, opt_D, opt_G, real, z):
    for layer in D.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    play(
        D,
        G,
        opt_D,
        opt_G,
        z,
        lambda fake: d_loss(D, real, fake),
        lambda f: g_loss(D, f),
    )


def halved(D, G, opt_D, opt_G, real, z):
    def loss(fake):
        return 0.5 * d_loss(D, real, fake)

    play(D, G, opt_D, opt_G, z, loss, lambda fake: g_loss(D, fake))


def fakes_twice(D, G, opt_D, opt_G, real, z):
    def loss(fake):
        return d_loss(D, fake, fake)

    play(D, G, opt_D, opt_G, z, loss, lambda fake: g_loss(D, fake))


def G_cut_off(D, G, opt_D, opt_G, real, z):
    fake = G(z, training=True)
    step(D, opt_D, lambda: d_loss(D, real, fake))
    step(G, opt_G, lambda: g_loss(D, fake))


def saturating(D, G, opt_D, opt_G, real, z):
    def loss(fake):
        return losses.minimax_generator(D(fake, training=True))

    play(D, G, opt_D, opt_G, z, lambda fake: d_loss(D, real, fake), loss)


def G_moves_with_D(D, G, opt_D, opt_G, real, z):
    weights = D.trainable_weights + G.trainable_weights
    with tf.GradientTape() as tape:
        value = d_loss(D, real, G(z, training=True))
    opt_D.apply(tape.gradient(value, weights), weights)
    step(G, opt_G, lambda: g_loss(D, G(z, training=True)))


WRONG_TRAIN_STEP = {
    as_given: "one batch",
    shuffled_mixed_batch: "one batch",
    split_in_the_middle: "equally large|all of",
    D_frozen_for_G: "training=True",
    G_without_training: "training=True",
    mixed_for_G_as_well: "real points",
    batch_norm_frozen: "frozen|training=True|stand still",
    halved: "half",
    fakes_twice: "real points|given loss",
    G_cut_off: "tape|No gradient|no gradient",
    saturating: "given loss|minimax",
    G_moves_with_D: "also moves G",
}


def two_calls(D, G, opt_D, opt_G, real, z):
    play(
        D,
        G,
        opt_D,
        opt_G,
        z,
        lambda fake: d_loss(D, real, fake),
        lambda f: g_loss(D, f),
    )


def with_keras_losses(D, G, opt_D, opt_G, real, z):
    def loss(fake):
        on_fake, on_real = D(fake, training=True), D(real, training=True)
        return bce(tf.ones_like(on_real), on_real) + bce(
            tf.zeros_like(on_fake), on_fake
        )

    def loss_of_G(fake):
        logits = D(fake, training=True)
        return bce(tf.ones_like(logits), logits)

    play(D, G, opt_D, opt_G, z, loss, loss_of_G)


def both_at_once(D, G, opt_D, opt_G, real, z):
    with tf.GradientTape(persistent=True) as tape:
        fake_logits = D(G(z, training=True), training=True)
        on_real = D(real, training=True)
        loss_D = losses.cross_entropy_discriminator(on_real, fake_logits)
        loss_G = losses.non_saturating_generator(fake_logits)
    for_D = tape.gradient(loss_D, D.trainable_variables)
    for_G = tape.gradient(loss_G, G.trainable_variables)
    opt_D.apply_gradients(zip(for_D, D.trainable_variables, strict=True))
    opt_G.apply_gradients(zip(for_G, G.trainable_variables, strict=True))


def two_tapes(D, G, opt_D, opt_G, real, z):
    weights = D.trainable_variables
    fake = tf.stop_gradient(G(z, training=True))
    with tf.GradientTape() as on_real, tf.GradientTape() as on_fake:
        loss_real = ops.mean(ops.softplus(-D(real, training=True)))
        loss_fake = ops.mean(ops.softplus(D(fake, training=True)))
    pairs = zip(
        on_real.gradient(loss_real, weights),
        on_fake.gradient(loss_fake, weights),
        strict=True,
    )
    opt_D.apply([a + b for a, b in pairs], weights)
    step(G, opt_G, lambda: g_loss(D, G(z, training=True)))


RIGHT_TRAIN_STEP = [two_calls, with_keras_losses, both_at_once, two_tapes]
