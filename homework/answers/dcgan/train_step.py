"""Answers to `train_step` of homework 02."""

import keras
import tensorflow as tf
from keras import ops

from gan_utils import losses
from homework.answers import Right, Wrong
from homework.answers.shared import step

wrong, right = Wrong(), Right()

bce = keras.losses.BinaryCrossentropy(from_logits=True)


def d_loss(D, real, fake):
    return losses.cross_entropy_discriminator(
        D(real, training=True), D(fake, training=True)
    )


def g_loss(D, real, fake):
    return losses.non_saturating_generator(D(fake, training=True))


def play(of_D=d_loss, of_G=g_loss):
    """A step of each player with these losses, (D, real, fake) → loss."""

    def answer(D, G, opt_D, opt_G, real, z):
        fake = G(z, training=True)
        step(lambda: of_D(D, real, fake), opt_D, D)
        step(lambda: of_G(D, real, G(z, training=True)), opt_G, G)

    return answer


def mixed(D, real, fake):
    return D(ops.concatenate([real, fake]), training=True)


def on_a_mixed_batch(D, real, fake):
    logits = mixed(D, real, fake)
    return losses.cross_entropy_discriminator(logits[: len(real)], logits[len(real) :])


def on_a_shuffled_batch(D, real, fake):
    order = tf.random.shuffle(tf.range(len(real) + len(fake)))
    batch = tf.gather(tf.concat([real, fake], axis=0), order)
    labels = tf.concat([tf.ones((len(real), 1)), tf.zeros((len(fake), 1))], axis=0)
    return 2 * bce(tf.gather(labels, order), D(batch, training=True))


def on_equally_many(D, real, fake):
    count = min(len(real), len(fake))
    return d_loss(D, real[:count], fake[:count])


def of_mixed_fakes(D, real, fake):
    return losses.non_saturating_generator(mixed(D, real, fake)[len(real) :])


def without_training(D, real, fake):
    return losses.non_saturating_generator(D(fake))


def minimax(D, real, fake):
    return losses.minimax_generator(D(fake, training=True))


wrong("one batch", as_given=play(on_a_mixed_batch))
wrong("one batch", shuffled_mixed_batch=play(on_a_shuffled_batch))
wrong("equally large|all of", split_in_the_middle=play(on_equally_many))
wrong("training=True", D_frozen_for_G=play(of_G=without_training))
wrong("real points", mixed_for_G_as_well=play(of_G=of_mixed_fakes))
wrong("half", halved=play(lambda *batch: 0.5 * d_loss(*batch)))
wrong("real points|given loss", fakes_twice=play(lambda D, _, f: d_loss(D, f, f)))
wrong("given loss|minimax", saturating=play(of_G=minimax))


@wrong("training=True")
def G_without_training(D, G, opt_D, opt_G, real, z):
    step(lambda: d_loss(D, real, G(z)), opt_D, D)
    step(lambda: g_loss(D, real, G(z)), opt_G, G)


@wrong("frozen|training=True|stand still")
def batch_norm_frozen(D, G, *others):
    for layer in D.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    play()(D, G, *others)


@wrong("tape|No gradient|no gradient")
def G_cut_off(D, G, opt_D, opt_G, real, z):
    fake = G(z, training=True)
    step(lambda: d_loss(D, real, fake), opt_D, D)
    step(lambda: g_loss(D, real, fake), opt_G, G)


@wrong("also moves G")
def G_moves_with_D(D, G, opt_D, opt_G, real, z):
    step(lambda: d_loss(D, real, G(z, training=True)), opt_D, D, G)
    step(lambda: g_loss(D, real, G(z, training=True)), opt_G, G)


def by_keras(D, real, fake):
    on_fake, on_real = D(fake, training=True), D(real, training=True)
    return bce(tf.ones_like(on_real), on_real) + bce(tf.zeros_like(on_fake), on_fake)


def by_keras_for_G(D, real, fake):
    logits = D(fake, training=True)
    return bce(tf.ones_like(logits), logits)


right(two_calls=play(), with_keras_losses=play(by_keras, by_keras_for_G))


@right
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


@right
def two_tapes(D, G, opt_D, opt_G, real, z):
    weights = D.trainable_variables
    fake = tf.stop_gradient(G(z, training=True))
    with tf.GradientTape() as on_real, tf.GradientTape() as on_fake:
        loss_real = ops.mean(ops.softplus(-D(real, training=True)))
        loss_fake = ops.mean(ops.softplus(D(fake, training=True)))
    slopes = on_real.gradient(loss_real, weights), on_fake.gradient(loss_fake, weights)
    opt_D.apply([a + b for a, b in zip(*slopes, strict=True)], weights)
    step(lambda: g_loss(D, real, G(z, training=True)), opt_G, G)
