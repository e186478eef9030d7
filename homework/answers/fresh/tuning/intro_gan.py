"""Fresh answers to homework `intro_gan`, the half for tuning."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses
from homework.answers import tasks
from homework.answers.shared import given

TASKS = tasks()


wrong, right = TASKS["best_discriminator"]


wrong("epsilon|added|constant|1e-|0.001|small", eps=lambda p, q: p / (p + q + 1e-3))


wrong(
    "ratio|difference|sigmoid|share",
    sigmoid_of_difference=lambda p, q: 1 / (1 + np.exp(q - p)),
)


wrong("logit|sigmoid|logarithm", logit=lambda p, q: np.log(p / q))


wrong("round|decimal|digit", rounded=lambda p, q: np.round(p / (p + q), 1))


right(vectorised=np.vectorize(lambda a, b: a / (a + b)))


wrong, right = TASKS["game_value"]


@right  # what only one of them makes contributes log 1
def only_where_both(p, q):
    ok = (p > 0) & (q > 0)
    d = p[ok] / (p[ok] + q[ok])
    return np.sum(p[ok] * np.log(d)) + np.sum(q[ok] * np.log(1 - d))


@wrong("NaN|nan|0 log|0 · log|0 counts|contribut|term|nothing")
def nan_of_total_to_zero(p, q):
    d = p / (p + q)
    return float(np.nan_to_num(np.sum(p * np.log(d)) + np.sum(q * np.log(1 - d))))


@wrong("Jensen|JSD|log 4|constant|divergence")
def jensen_shannon(p, q):
    m = (p + q) / 2
    a = sum(x * np.log(x / y) for x, y in zip(p, m, strict=True) if x > 0)
    b = sum(x * np.log(x / y) for x, y in zip(q, m, strict=True) if x > 0)
    return (a + b) / 2


@right
def entropies(p, q):
    p, q = np.asarray(p, float), np.asarray(q, float)
    total = p + q

    def x_log_x(values):
        return np.sum(values[values > 0] * np.log(values[values > 0]))

    return x_log_x(p) + x_log_x(q) - x_log_x(total)


wrong, right = TASKS["discriminator_loss"]


@wrong("each batch|own batch|separat|two means|half|sizes|one mean|joined|together")
def one_batch_with_labels(real_logits, fake_logits):
    labels = ops.concatenate([ops.ones_like(real_logits), ops.zeros_like(fake_logits)])
    logits = ops.concatenate([real_logits, fake_logits])
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    return bce(labels, logits)


@wrong("order|first argument|argument|swapped|label.*first|turned round")
def arguments_turned_round(real_logits, fake_logits):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    return bce(real_logits, ops.ones_like(real_logits)) + bce(
        fake_logits, ops.zeros_like(fake_logits)
    )


@wrong("mean|scalar|each example|for each|one number")
def no_mean(real_logits, fake_logits):
    real = tf.nn.sigmoid_cross_entropy_with_logits(
        tf.ones_like(real_logits), real_logits
    )
    fake = tf.nn.sigmoid_cross_entropy_with_logits(
        tf.zeros_like(fake_logits), fake_logits
    )
    return tf.concat([real, fake], axis=0)


@wrong("stable|large|200|round|clip|epsilon|infin")
def epsilon_in_the_logarithm(real_logits, fake_logits):
    real, fake = tf.sigmoid(real_logits), tf.sigmoid(fake_logits)
    return -tf.reduce_mean(tf.math.log(real + 1e-12)) - tf.reduce_mean(
        tf.math.log(1 - fake + 1e-12)
    )


right(
    log_add_exp=lambda real_logits, fake_logits: (
        ops.mean(ops.logaddexp(0.0, -real_logits))
        + ops.mean(ops.logaddexp(0.0, fake_logits))
    )
)


wrong, right = TASKS["generator_loss"]


@wrong("order|first argument|argument|swapped|label.*first|turned round")
def labels_second(fake_logits):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    return bce(fake_logits, ops.ones_like(fake_logits))


@wrong("smooth|0.9|label")
def smooth_labels(fake_logits):
    bce = keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.2)
    return bce(ops.ones_like(fake_logits), fake_logits)


wrong(
    "half|twice|factor|0.5",
    halved=lambda fake_logits: 0.5 * ops.mean(ops.softplus(-fake_logits)),
)


wrong(
    "sigmoid|logit|sign|probabilit|D\\(G",
    softplus_of_the_probability=lambda fake_logits: ops.mean(
        ops.softplus(-ops.sigmoid(fake_logits))
    ),
)


@right
def functional(fake_logits):
    ones = ops.ones_like(fake_logits)
    each = ops.binary_crossentropy(ones, fake_logits, from_logits=True)
    return ops.sum(each) / ops.cast(ops.size(fake_logits), "float32")


wrong, right = TASKS["train_step"]


@wrong("outside|inside|tape|no gradient|G does not move|does not learn|reach")
def fakes_made_once(D, G, optimizer_D, optimizer_G, real, latents):
    fake = G(latents)
    with tf.GradientTape() as tape:
        d_loss = losses.cross_entropy_discriminator(D(real), D(fake))
    weights = D.trainable_variables
    optimizer_D.apply(tape.gradient(d_loss, weights), weights)
    with tf.GradientTape() as tape:
        g_loss = losses.non_saturating_generator(D(fake))
    weights = G.trainable_variables
    optimizer_G.apply(tape.gradient(g_loss, weights), weights)
    return {"d_loss": d_loss, "g_loss": g_loss}


@wrong("frozen|trainable|G.*(stops|no longer|does not move)|second step|next step")
def both_frozen_in_turn(D, G, optimizer_D, optimizer_G, real, latents):
    D.trainable = True
    G.trainable = False
    with tf.GradientTape() as tape:
        d_loss = losses.cross_entropy_discriminator(D(real), D(G(latents)))
    weights = D.trainable_variables
    optimizer_D.apply(tape.gradient(d_loss, weights), weights)
    D.trainable = False
    with tf.GradientTape() as tape:
        g_loss = losses.non_saturating_generator(D(G(latents)))
    weights = G.trainable_variables
    optimizer_G.apply(tape.gradient(g_loss, weights), weights)
    return {"d_loss": d_loss, "g_loss": g_loss}


@wrong("G.*(move|learn|train)|apply|optimizer_G")
def g_forgotten(D, G, optimizer_D, optimizer_G, real, latents):
    D.trainable = True
    with tf.GradientTape() as tape:
        d_loss = losses.cross_entropy_discriminator(D(real), D(G(latents)))
    weights = D.trainable_variables
    optimizer_D.apply(tape.gradient(d_loss, weights), weights)
    g_loss = losses.non_saturating_generator(D(G(latents)))
    return {"d_loss": d_loss, "g_loss": g_loss}


wrong, right = TASKS["diagnoses"]


wrong[given("DBAC")] = "D has learnt|never|Run 1|run 1|learns|untrained|4.75|rises"


wrong[given("BDCE")] = "collapse|mode|Run 3|run 3|log 4"


wrong[given("BDA")] = "four|4 letters|letters|one letter"


right(given("bdac"))
