"""Answers to `generator_step` of homework 06."""

import keras
import tensorflow as tf
from keras import ops

from homework.answers import Right, Wrong
from homework.answers.shared import step

wrong, right = Wrong(), Right()

entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def game(D, fakes, t, goal=1):
    return 75 * tf.reduce_mean((D([fakes, t]) - goal) ** 2) / 2


def change(F, x, fakes):
    kept, found = F(x), F(fakes)
    return 60 * tf.reduce_mean((kept - found) ** 2) / tf.reduce_mean(kept**2)


def age(C, fakes, t):
    return 15 * entropy(t, C(fakes))


def three(G, D, C, F, x, t):
    """The three losses as they should be."""
    fakes = G([x, t])
    return game(D, fakes, t) + change(F, x, fakes) + age(C, fakes, t)


def minimise(loss):
    """G's step on a loss of (G, D, C, F, x, t)."""

    def answer(G, D, C, F, optimizer, x, t):
        step(lambda: loss(G, D, C, F, x, t), optimizer, G)

    answer.__name__ = loss.__name__
    return answer


def train(*chosen):
    """The step with other networks than G, by their place."""

    def answer(G, D, C, F, optimizer, x, t):
        networks = [(G, D, C, F)[place] for place in chosen]
        step(lambda: three(G, D, C, F, x, t), optimizer, *networks)

    return answer


wrong("itself is trained", all_weights=train(0, 1, 2, 3))
wrong("D itself is trained", D_as_well=train(0, 1))
wrong("age classifier itself is trained", classifier_as_well=train(0, 2))
wrong("feature network itself is trained", features_as_well=train(0, 3))
wrong("G does not move", D_in_place_of_G=train(1))
wrong("wrong sign", uphill=minimise(lambda *batch: -three(*batch)))


@wrong("itself is trained")
def whatever_was_watched(G, D, C, F, optimizer, x, t):
    with tf.GradientTape() as tape:
        loss = three(G, D, C, F, x, t)
    weights = tape.watched_variables()
    for weight, slope in zip(weights, tape.gradient(loss, weights), strict=True):
        weight.assign_sub(1e-3 * slope)


@wrong("G does not move")
def G_frozen(G, D, C, F, optimizer, x, t):
    for network in (G, D, C, F):
        network.trainable = False
    if G.trainable_variables + D.trainable_variables:
        step(lambda: three(G, D, C, F, x, t), optimizer, G, D)


@wrong("frozen")
def G_frozen_afterwards(G, D, C, F, optimizer, x, t):
    if G.trainable_variables:
        plain(G, D, C, F, optimizer, x, t)
    G.trainable = False


@wrong("no gradient|predict")
@minimise
def predicted(G, D, C, F, x, t):
    fakes = G.predict([x.numpy(), t.numpy()], verbose=0)
    return entropy(t, C(fakes)) + tf.reduce_mean((D([fakes, t]) - 1) ** 2)


@wrong("stop_gradient|no gradient")
@minimise
def fakes_stopped(G, D, C, F, x, t):
    fakes = tf.stop_gradient(G([x, t]))
    return entropy(t, C(fakes)) + tf.reduce_mean((D([fakes, t]) - 1) ** 2)


@wrong("G does not move")
def not_applied(G, D, C, F, optimizer, x, t):
    with tf.GradientTape() as tape:
        loss = three(G, D, C, F, x, t)
    return tape.gradient(loss, G.trainable_variables)


@wrong("age is missing")
@minimise
def no_age(G, D, C, F, x, t):
    fakes = G([x, t])
    return game(D, fakes, t) + change(F, x, fakes)


@wrong("age loss has the wrong sign")
@minimise
def age_with_minus(G, D, C, F, x, t):
    return three(G, D, C, F, x, t) - 2 * age(C, G([x, t]), t)


@wrong("age is missing|about the photos")
@minimise
def age_of_the_photo(G, D, C, F, x, t):
    return three(G, D, C, F, x, t) - age(C, G([x, t]), t) + age(C, x, t)


@wrong(r"\*target\* group|another group")
@minimise
def other_targets(G, D, C, F, x, t):
    fakes = G([x, t])
    added = age(C, fakes, (t + 1) % 3) - age(C, fakes, t)
    return three(G, D, C, F, x, t) + 2 * added


@wrong("D is not convinced")
@minimise
def caught(G, D, C, F, x, t):
    fakes = G([x, t])
    return 2 * game(D, fakes, t, goal=-1) + change(F, x, fakes) + age(C, fakes, t)


@wrong("features are missing")
@minimise
def no_features(G, D, C, F, x, t):
    fakes = G([x, t])
    return game(D, fakes, t) + age(C, fakes, t)


@wrong("features has the wrong sign")
@minimise
def features_with_minus(G, D, C, F, x, t):
    return three(G, D, C, F, x, t) - 2 * change(F, x, G([x, t]))


@wrong("age classifier itself is trained")
def critics_in_turn(G, D, C, F, optimizer, x, t):
    plain(G, D, C, F, optimizer, x, t)
    step(lambda: entropy(t, C(G([x, t]))), keras.optimizers.SGD(), C)


plain = minimise(three)
right(plain=plain)


@right
def frozen_and_thawed(G, D, C, F, optimizer, x, t):
    for network in (D, C, F):
        network.trainable = False
    plain(G, D, C, F, optimizer, x, t)
    for network in (D, C, F):
        network.trainable = True


@right
def with_keras_ops(G, D, C, F, optimizer, x, t):
    with tf.GradientTape() as tape:
        fakes = G([x, t], training=True)
        named = ops.log_softmax(C(fakes), axis=-1)
        age = -ops.mean(ops.sum(ops.one_hot(t, 3) * named, axis=-1))
        change = ops.sum((F(x) - F(fakes)) ** 2) / ops.sum(F(x) ** 2)
        loss = 37.5 * ops.mean((D([fakes, t]) - 1) ** 2) + 60 * change + 15 * age
    slopes = tape.gradient(loss, G.trainable_weights)
    optimizer.apply_gradients(zip(slopes, G.trainable_weights, strict=True))
    return {"loss": loss}


@right
def part_by_part(G, D, C, F, optimizer, x, t):
    with tf.GradientTape(persistent=True) as tape:
        fakes = G([x, t])
        parts = game(D, fakes, t), change(F, x, fakes), age(C, fakes, t)
    weights = G.trainable_variables
    slopes = [tape.gradient(part, weights) for part in parts]
    optimizer.apply([sum(of_one) for of_one in zip(*slopes, strict=True)], weights)
