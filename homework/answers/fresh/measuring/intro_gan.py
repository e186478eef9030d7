"""Fresh answers to homework `intro_gan`, the half for measuring."""

import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses
from homework.answers import tasks
from homework.answers.shared import given

TASKS = tasks()


wrong, right = TASKS["best_discriminator"]


wrong(
    "decision|0 or 1|between 0 and 1|threshold|compar|hard|ratio|share",
    hard_decision=lambda p, q: np.where(p > q, 1.0, 0.0),
)


wrong(
    "every place|each place|one number|scalar|shape|sum",
    one_for_all=lambda p, q: np.sum(p) / (np.sum(p) + np.sum(q)),
)


@wrong("return|None|print")
def printed(p, q):
    print(p / (p + q))


right(odds=lambda p, q: 1 / (1 + np.divide(q, p)))


wrong, right = TASKS["game_value"]


@wrong("mean|sum|average|number of outcomes|divid")
def mean_of_terms(p, q):
    d = p / (p + q + 1e-300)
    first = np.where(p > 0, p * np.log(d + 1e-300), 0)
    second = np.where(q > 0, q * np.log(1 - d + 1e-300), 0)
    return np.mean(first) + np.mean(second)


@wrong("second|weigh|q\\(x\\)|fakes|q times|p in both|both sums")
def p_in_both_sums(p, q):
    d = p / (p + q)
    with np.errstate(all="ignore"):
        return np.nansum(p * np.log(d)) + np.nansum(p * np.log1p(-d))


@wrong("half|1/2|0.5|best|D\\*|optimal|guess")
def never_better_than_guessing(p, q):
    d = 0.5
    return np.sum(p * np.log(d)) + np.sum(q * np.log(1 - d))


@right
def log_of_a_tiny_number(p, q):
    d = p / (p + q + 1e-30)
    return np.sum(p * np.log(d + 1e-30)) + np.sum(
        q * np.log(q / (p + q + 1e-30) + 1e-30)
    )


wrong, right = TASKS["discriminator_loss"]


wrong(
    "hinge|margin|cross-entropy",
    hinge=lambda real_logits, fake_logits: (
        ops.mean(ops.relu(1 - real_logits)) + ops.mean(ops.relu(1 + fake_logits))
    ),
)


@wrong("fake|second|both|forgot|missing")
def real_only(real_logits, fake_logits):
    return ops.mean(ops.softplus(-real_logits))


wrong(
    "label|swapped|fakes are|fakes.*real",
    both_labelled_real=lambda real_logits, fake_logits: (
        ops.mean(ops.softplus(-real_logits)) + ops.mean(ops.softplus(-fake_logits))
    ),
)


@right
def by_hand(real_logits, fake_logits):
    def softplus(x):
        return tf.maximum(x, 0.0) + tf.math.log1p(tf.exp(-tf.abs(x)))

    return tf.reduce_mean(softplus(-real_logits)) + tf.reduce_mean(
        softplus(fake_logits)
    )


wrong, right = TASKS["generator_loss"]


wrong(
    "large|200|round|clip|epsilon|stable|infin",
    epsilon=lambda fake_logits: -ops.mean(ops.log(ops.sigmoid(fake_logits) + 1e-8)),
)


wrong(
    "hinge|margin|cross-entropy|logarithm",
    hinge_g=lambda fake_logits: ops.mean(ops.relu(1 - fake_logits)),
)


@wrong("gradient|tensor|number|float")
def as_a_float(fake_logits):
    return float(ops.mean(ops.softplus(-fake_logits)))


right(from_the_course=lambda fake_logits: losses.non_saturating_generator(fake_logits))


wrong, right = TASKS["train_step"]


@wrong("optimizer|learning rate|optimiser")
def optimizers_swapped(D, G, optimizer_D, optimizer_G, real, latents):
    with tf.GradientTape() as tape:
        d_loss = losses.cross_entropy_discriminator(D(real), D(G(latents)))
    weights = D.trainable_variables
    optimizer_G.apply(tape.gradient(d_loss, weights), weights)
    with tf.GradientTape() as tape:
        g_loss = losses.non_saturating_generator(D(G(latents)))
    weights = G.trainable_variables
    optimizer_D.apply(tape.gradient(g_loss, weights), weights)
    return {"d_loss": d_loss, "g_loss": g_loss}


@wrong("one loss|sum|both losses|added|each.*own loss|against|G.*D's loss|direction")
def one_tape_one_loss(D, G, optimizer_D, optimizer_G, real, latents):
    with tf.GradientTape(persistent=True) as tape:
        fake_logits = D(G(latents))
        d_loss = losses.cross_entropy_discriminator(D(real), fake_logits)
        g_loss = losses.non_saturating_generator(fake_logits)
        loss = d_loss + g_loss
    weights = D.trainable_variables
    optimizer_D.apply(tape.gradient(loss, weights), weights)
    weights = G.trainable_variables
    optimizer_G.apply(tape.gradient(loss, weights), weights)
    return {"d_loss": d_loss, "g_loss": g_loss}


@wrong("saturat|minimax|loss of G|G's loss|wrong (loss|label)|direction|better")
def g_with_the_loss_of_d(D, G, optimizer_D, optimizer_G, real, latents):
    with tf.GradientTape() as tape:
        d_loss = losses.cross_entropy_discriminator(D(real), D(G(latents)))
    weights = D.trainable_variables
    optimizer_D.apply(tape.gradient(d_loss, weights), weights)
    with tf.GradientTape() as tape:
        g_loss = losses.cross_entropy_discriminator(D(real), D(G(latents)))
    weights = G.trainable_variables
    optimizer_G.apply(tape.gradient(g_loss, weights), weights)
    return {"d_loss": d_loss, "g_loss": g_loss}


@right
def thawed_at_the_start(D, G, optimizer_D, optimizer_G, real, latents):
    D.trainable = True
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch([v.value for v in D.trainable_variables])
        fake = tf.stop_gradient(G(latents))
        d_loss = losses.cross_entropy_discriminator(D(real), D(fake))
    weights = D.trainable_variables
    gradients = tape.gradient(d_loss, [v.value for v in weights])
    optimizer_D.apply(gradients, weights)
    with tf.GradientTape() as tape:
        g_loss = losses.non_saturating_generator(D(G(latents)))
    weights = G.trainable_variables
    optimizer_G.apply_gradients(
        zip(tape.gradient(g_loss, weights), weights, strict=True)
    )
    return {"d_loss": d_loss, "g_loss": g_loss}


wrong, right = TASKS["diagnoses"]


wrong[given("BAAC")] = "leap|swing|rate|Run 2|run 2"


wrong[given("CDAE")] = "Who wins|wins|Run 4|run 4|near 0|other way"


wrong[given([2, 4, 1, 3])] = "letter|A to E|A, B|string"


right(given("B, D, A, C"))
