"""Answers to `train_step` of homework 01."""

import tensorflow as tf

from gan_utils import losses
from homework.answers import Right, Wrong
from homework.answers.shared import step

wrong, right = Wrong(), Right()


def step_D(D, G, opt_D, real, z):
    step(lambda: d_loss(D, G, real, z), opt_D, D)


def step_G(D, G, opt_G, z):
    step(lambda: g_loss(D, G, z), opt_G, G)


def d_loss(D, G, real, z):
    return losses.cross_entropy_discriminator(D(real), D(G(z)))


def g_loss(D, G, z):
    return losses.non_saturating_generator(D(G(z)))


@wrong("once and never again")
def as_given(D, G, opt_D, opt_G, real, z):
    step_D(D, G, opt_D, real, z)
    D.trainable = False
    step_G(D, G, opt_G, z)


@wrong("once and never again")
def layers_frozen(D, G, opt_D, opt_G, real, z):
    step_D(D, G, opt_D, real, z)
    for layer in D.layers:
        layer.trainable = False
    step_G(D, G, opt_G, z)


@wrong("frozen")
def thawed_after_the_step_of_D(D, G, opt_D, opt_G, real, z):
    D.trainable = False
    step_D(D, G, opt_D, real, z)
    D.trainable = True
    step_G(D, G, opt_G, z)


@wrong("G never moves")
def froze_G_instead(D, G, opt_D, opt_G, real, z):
    G.trainable = False
    step_D(D, G, opt_D, real, z)
    step_G(D, G, opt_G, z)


@wrong("once and never again")
def froze_both(D, G, opt_D, opt_G, real, z):
    G.trainable = False
    step_D(D, G, opt_D, real, z)
    G.trainable, D.trainable = True, False
    step_G(D, G, opt_G, z)


@wrong("has no step")
def threw_out_G(D, G, opt_D, opt_G, real, z):
    step_D(D, G, opt_D, real, z)


@wrong("no step")
def threw_out_D(D, G, opt_D, opt_G, real, z):
    step_G(D, G, opt_G, z)


@wrong("also moves D|leave D alone")
def one_optimizer_for_all(D, G, opt_D, opt_G, real, z):
    step_D(D, G, opt_D, real, z)
    step(lambda: g_loss(D, G, z), opt_G, G, D)


@wrong("also moves G|leave G alone")
def generator_follows_d_loss(D, G, opt_D, opt_G, real, z):
    step(lambda: d_loss(D, G, real, z), opt_D, D, G)
    step_G(D, G, opt_G, z)


@wrong("D learns the wrong way")
def swapped_batches(D, G, opt_D, opt_G, real, z):
    step(lambda: losses.cross_entropy_discriminator(D(G(z)), D(real)), opt_D, D)
    step_G(D, G, opt_G, z)


@wrong("G learns the wrong way")
def G_minimises_the_loss_of_D(D, G, opt_D, opt_G, real, z):
    step_D(D, G, opt_D, real, z)
    step(lambda: d_loss(D, G, real, z), opt_G, G)


@wrong("not learn from fakes")
def D_sees_no_fakes(D, G, opt_D, opt_G, real, z):
    step(lambda: losses.non_saturating_generator(D(real)), opt_D, D)
    step_G(D, G, opt_G, z)


@wrong("not learn from real")
def D_sees_only_fakes(D, G, opt_D, opt_G, real, z):
    step(lambda: losses.non_saturating_generator(-D(G(z))), opt_D, D)
    step_G(D, G, opt_G, z)


@wrong("other weights")
def applied_outside_its_network(D, G, opt_D, opt_G, real, z):
    step(lambda: d_loss(D, G, real, z), opt_D, G)
    step_G(D, G, opt_G, z)


@wrong("stop_gradient|no gradient")
def fakes_stopped(D, G, opt_D, opt_G, real, z):
    step_D(D, G, opt_D, real, z)
    fake = tf.stop_gradient(G(z))
    step(lambda: losses.non_saturating_generator(D(fake)), opt_G, G)


@right
def line_removed(D, G, opt_D, opt_G, real, z):
    step_D(D, G, opt_D, real, z)
    step_G(D, G, opt_G, z)


@right
def thawed_again(D, G, opt_D, opt_G, real, z):
    D.trainable = True
    as_given(D, G, opt_D, opt_G, real, z)
    D.trainable = True


@right
def both_at_once(D, G, opt_D, opt_G, real, z):
    with tf.GradientTape(persistent=True) as tape:
        fake_logits = D(G(z))
        loss_D = losses.cross_entropy_discriminator(D(real), fake_logits)
        loss_G = losses.non_saturating_generator(fake_logits)
    for_D = tape.gradient(loss_D, D.trainable_variables)
    for_G = tape.gradient(loss_G, G.trainable_variables)
    opt_D.apply(for_D, D.trainable_variables)
    opt_G.apply(for_G, G.trainable_variables)
    return {"d_loss": loss_D, "g_loss": loss_G}


@right
def other_losses(D, G, opt_D, opt_G, real, z):
    fake = tf.stop_gradient(G(z))
    step(lambda: losses.hinge.discriminator(D(real), D(fake)), opt_D, D)
    step(lambda: losses.hinge.generator(D(G(z))), opt_G, G)
