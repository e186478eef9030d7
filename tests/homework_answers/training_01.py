"""Answers to tasks 5 and 6 of homework 01; answers_01.py describes the form."""

import tensorflow as tf

from gan_utils import losses

# Task 5 ---------------------------------------------------------------------------


def step(network, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss()
    weights = network.trainable_weights
    optimizer.apply(tape.gradient(value, weights), weights)


def d_loss(D, G, real, z):
    return losses.cross_entropy_discriminator(D(real), D(G(z)))


def g_loss(D, G, z):
    return losses.non_saturating_generator(D(G(z)))


def as_given(D, G, opt_D, opt_G, real, z):
    step(D, opt_D, lambda: d_loss(D, G, real, z))
    D.trainable = False
    step(G, opt_G, lambda: g_loss(D, G, z))


def layers_frozen(D, G, opt_D, opt_G, real, z):
    step(D, opt_D, lambda: d_loss(D, G, real, z))
    for layer in D.layers:
        layer.trainable = False
    step(G, opt_G, lambda: g_loss(D, G, z))


def thawed_after_the_step_of_D(D, G, opt_D, opt_G, real, z):
    D.trainable = False
    step(D, opt_D, lambda: d_loss(D, G, real, z))
    D.trainable = True
    step(G, opt_G, lambda: g_loss(D, G, z))


def froze_G_instead(D, G, opt_D, opt_G, real, z):
    G.trainable = False
    step(D, opt_D, lambda: d_loss(D, G, real, z))
    step(G, opt_G, lambda: g_loss(D, G, z))


def froze_both(D, G, opt_D, opt_G, real, z):
    G.trainable = False
    step(D, opt_D, lambda: d_loss(D, G, real, z))
    G.trainable, D.trainable = True, False
    step(G, opt_G, lambda: g_loss(D, G, z))


def threw_out_G(D, G, opt_D, opt_G, real, z):
    step(D, opt_D, lambda: d_loss(D, G, real, z))


def threw_out_D(D, G, opt_D, opt_G, real, z):
    step(G, opt_G, lambda: g_loss(D, G, z))


def one_optimizer_for_all(D, G, opt_D, opt_G, real, z):
    step(D, opt_D, lambda: d_loss(D, G, real, z))
    with tf.GradientTape() as tape:
        value = g_loss(D, G, z)
    weights = G.trainable_variables + D.trainable_variables
    opt_G.apply(tape.gradient(value, weights), weights)


def generator_follows_d_loss(D, G, opt_D, opt_G, real, z):
    with tf.GradientTape() as tape:
        value = d_loss(D, G, real, z)
    weights = D.trainable_variables + G.trainable_variables
    opt_D.apply(tape.gradient(value, weights), weights)
    step(G, opt_G, lambda: g_loss(D, G, z))


def swapped_batches(D, G, opt_D, opt_G, real, z):
    step(D, opt_D, lambda: losses.cross_entropy_discriminator(D(G(z)), D(real)))
    step(G, opt_G, lambda: g_loss(D, G, z))


def G_minimises_the_loss_of_D(D, G, opt_D, opt_G, real, z):
    step(D, opt_D, lambda: d_loss(D, G, real, z))
    step(G, opt_G, lambda: d_loss(D, G, real, z))


def D_sees_no_fakes(D, G, opt_D, opt_G, real, z):
    step(D, opt_D, lambda: losses.non_saturating_generator(D(real)))
    step(G, opt_G, lambda: g_loss(D, G, z))


def D_sees_only_fakes(D, G, opt_D, opt_G, real, z):
    step(D, opt_D, lambda: losses.non_saturating_generator(-D(G(z))))
    step(G, opt_G, lambda: g_loss(D, G, z))


def applied_outside_its_network(D, G, opt_D, opt_G, real, z):
    step(G, opt_D, lambda: d_loss(D, G, real, z))
    step(G, opt_G, lambda: g_loss(D, G, z))


def fakes_stopped(D, G, opt_D, opt_G, real, z):
    step(D, opt_D, lambda: d_loss(D, G, real, z))
    fake = tf.stop_gradient(G(z))
    step(G, opt_G, lambda: losses.non_saturating_generator(D(fake)))


WRONG_TRAIN_STEP = {
    as_given: "once and never again",
    layers_frozen: "once and never again",
    thawed_after_the_step_of_D: "frozen",
    froze_G_instead: "G never moves",
    froze_both: "once and never again",
    threw_out_G: "has no step",
    threw_out_D: "no step",
    one_optimizer_for_all: "also moves D|leave D alone",
    generator_follows_d_loss: "also moves G|leave G alone",
    swapped_batches: "D learns the wrong way",
    G_minimises_the_loss_of_D: "G learns the wrong way",
    D_sees_no_fakes: "not learn from fakes",
    D_sees_only_fakes: "not learn from real",
    applied_outside_its_network: "other weights",
    fakes_stopped: "stop_gradient|no gradient",
}


def line_removed(D, G, opt_D, opt_G, real, z):
    step(D, opt_D, lambda: d_loss(D, G, real, z))
    step(G, opt_G, lambda: g_loss(D, G, z))


def thawed_again(D, G, opt_D, opt_G, real, z):
    D.trainable = True
    as_given(D, G, opt_D, opt_G, real, z)
    D.trainable = True


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


def other_losses(D, G, opt_D, opt_G, real, z):
    fake = tf.stop_gradient(G(z))
    step(D, opt_D, lambda: losses.hinge.discriminator(D(real), D(fake)))
    step(G, opt_G, lambda: losses.hinge.generator(D(G(z))))


RIGHT_TRAIN_STEP = [line_removed, thawed_again, both_at_once, other_losses]

# Task 6 ---------------------------------------------------------------------------


def given(letters):
    """An answer that gives these letters."""

    def answer():
        return letters

    answer.__name__ = f"given {letters}"
    return answer


WRONG_DIAGNOSES = {
    given("EDAC"): "shows a collapse",
    given("BDEC"): "shows a collapse",
    given(["B", "E", "A", "C"]): "shows a collapse",
    given("CDAB"): "Who wins",
    given("ADAC"): "a loss near 0",
    given("BDAA"): "a loss near 0",
    given("BDAB"): "D has learnt something",
    given("DBAC"): "nothing leaps",
    given("BAAC"): "leap up and down",
    given("BCAC"): "neither player wins for long",
    given("BDBC"): "near log 4",
    given("BDDC"): "nothing leaps",
    given("CADB"): "Who wins",
    given("BDA"): "four|one letter",
    given(None): "return",
    given("healthy"): "four|one letter",
}
RIGHT_DIAGNOSES = [
    given("BDAC"),
    given(["b", "d", "a", "c"]),
    given("B, D, A, C"),
    given({"run 1": "B", "run 2": "D", "run 3": "A", "run 4": "C"}),
]
