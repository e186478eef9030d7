"""Answers to task 3 of homework 06; answers_01.py describes the form."""

import keras
import tensorflow as tf
from keras import ops

entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def loss_of(G, D, C, F, x, t, judged=None):
    fakes = G([x, t])
    kept, found = F(x), F(fakes)
    loss = 75 * 0.5 * tf.reduce_mean((D([fakes, t]) - 1) ** 2)
    loss += 60 * tf.reduce_mean((kept - found) ** 2) / tf.reduce_mean(kept**2)
    return loss + 15 * entropy(t, C(fakes))


def step(loss, weights, optimizer):
    with tf.GradientTape() as tape:
        value = loss()
    optimizer.apply(tape.gradient(value, weights), weights)


def all_weights(G, D, C, F, optimizer, x, t):
    weights = [w for network in (G, D, C, F) for w in network.trainable_variables]
    step(lambda: loss_of(G, D, C, F, x, t), weights, optimizer)


def whatever_was_watched(G, D, C, F, optimizer, x, t):
    with tf.GradientTape() as tape:
        loss = loss_of(G, D, C, F, x, t)
    weights = tape.watched_variables()
    for weight, slope in zip(weights, tape.gradient(loss, weights), strict=True):
        weight.assign_sub(1e-3 * slope)


def D_as_well(G, D, C, F, optimizer, x, t):
    weights = G.trainable_variables + D.trainable_variables
    step(lambda: loss_of(G, D, C, F, x, t), weights, optimizer)


def classifier_as_well(G, D, C, F, optimizer, x, t):
    weights = G.trainable_variables + C.trainable_variables
    step(lambda: loss_of(G, D, C, F, x, t), weights, optimizer)


def features_as_well(G, D, C, F, optimizer, x, t):
    weights = G.trainable_variables + F.trainable_variables
    step(lambda: loss_of(G, D, C, F, x, t), weights, optimizer)


def D_in_place_of_G(G, D, C, F, optimizer, x, t):
    step(lambda: loss_of(G, D, C, F, x, t), D.trainable_variables, optimizer)


def G_frozen(G, D, C, F, optimizer, x, t):
    for network in (G, D, C, F):
        network.trainable = False
    weights = [w for network in (G, D) for w in network.trainable_variables]
    if weights:
        step(lambda: loss_of(G, D, C, F, x, t), weights, optimizer)


def G_frozen_afterwards(G, D, C, F, optimizer, x, t):
    if G.trainable_variables:
        step(lambda: loss_of(G, D, C, F, x, t), G.trainable_variables, optimizer)
    G.trainable = False


def predicted(G, D, C, F, optimizer, x, t):
    def loss():
        fakes = G.predict([x.numpy(), t.numpy()], verbose=0)
        return entropy(t, C(fakes)) + tf.reduce_mean((D([fakes, t]) - 1) ** 2)

    step(loss, G.trainable_variables, optimizer)


def fakes_stopped(G, D, C, F, optimizer, x, t):
    def loss():
        fakes = tf.stop_gradient(G([x, t]))
        return entropy(t, C(fakes)) + tf.reduce_mean((D([fakes, t]) - 1) ** 2)

    step(loss, G.trainable_variables, optimizer)


def not_applied(G, D, C, F, optimizer, x, t):
    with tf.GradientTape() as tape:
        loss = loss_of(G, D, C, F, x, t)
    return tape.gradient(loss, G.trainable_variables)


def no_age(G, D, C, F, optimizer, x, t):
    def loss():
        fakes, kept = G([x, t]), F(x)
        found = tf.reduce_mean((kept - F(fakes)) ** 2) / tf.reduce_mean(kept**2)
        return 75 * tf.reduce_mean((D([fakes, t]) - 1) ** 2) / 2 + 60 * found

    step(loss, G.trainable_variables, optimizer)


def age_with_minus(G, D, C, F, optimizer, x, t):
    def loss():
        return loss_of(G, D, C, F, x, t) - 30 * entropy(t, C(G([x, t])))

    step(loss, G.trainable_variables, optimizer)


def age_of_the_photo(G, D, C, F, optimizer, x, t):
    def loss():
        right = loss_of(G, D, C, F, x, t) - 15 * entropy(t, C(G([x, t])))
        return right + 15 * entropy(t, C(x))

    step(loss, G.trainable_variables, optimizer)


def other_targets(G, D, C, F, optimizer, x, t):
    def loss():
        fakes = G([x, t])
        return loss_of(G, D, C, F, x, t) + 30 * (
            entropy((t + 1) % 3, C(fakes)) - entropy(t, C(fakes))
        )

    step(loss, G.trainable_variables, optimizer)


def caught(G, D, C, F, optimizer, x, t):
    def loss():
        fakes, kept = G([x, t]), F(x)
        found = tf.reduce_mean((kept - F(fakes)) ** 2) / tf.reduce_mean(kept**2)
        game = 75 * tf.reduce_mean((D([fakes, t]) + 1) ** 2)
        return game + 60 * found + 15 * entropy(t, C(fakes))

    step(loss, G.trainable_variables, optimizer)


def no_features(G, D, C, F, optimizer, x, t):
    def loss():
        fakes = G([x, t])
        game = 75 * tf.reduce_mean((D([fakes, t]) - 1) ** 2) / 2
        return game + 15 * entropy(t, C(fakes))

    step(loss, G.trainable_variables, optimizer)


def features_with_minus(G, D, C, F, optimizer, x, t):
    def loss():
        kept, found = F(x), F(G([x, t]))
        change = tf.reduce_mean((kept - found) ** 2) / tf.reduce_mean(kept**2)
        return loss_of(G, D, C, F, x, t) - 120 * change

    step(loss, G.trainable_variables, optimizer)


def uphill(G, D, C, F, optimizer, x, t):
    step(lambda: -loss_of(G, D, C, F, x, t), G.trainable_variables, optimizer)


def judges_in_turn(G, D, C, F, optimizer, x, t):
    plain(G, D, C, F, optimizer, x, t)
    step(
        lambda: entropy(t, C(G([x, t]))), C.trainable_variables, keras.optimizers.SGD()
    )


WRONG_GENERATOR_STEP = {
    all_weights: "itself is trained",
    whatever_was_watched: "itself is trained",
    D_as_well: "D itself is trained",
    classifier_as_well: "age classifier itself is trained",
    features_as_well: "feature network itself is trained",
    D_in_place_of_G: "G does not move",
    G_frozen: "G does not move",
    G_frozen_afterwards: "frozen",
    predicted: "no gradient|predict",
    fakes_stopped: "stop_gradient|no gradient",
    not_applied: "G does not move",
    no_age: "age loss does not fall",
    age_with_minus: "age loss does not fall",
    age_of_the_photo: "age loss does not fall",
    other_targets: r"\*target\* group",
    caught: "D is not convinced",
    no_features: "features drift",
    features_with_minus: "features drift",
    uphill: "does not fall|not convinced|drift",
    judges_in_turn: "age classifier itself is trained",
}


def plain(G, D, C, F, optimizer, x, t):
    step(lambda: loss_of(G, D, C, F, x, t), G.trainable_variables, optimizer)


def frozen_and_thawed(G, D, C, F, optimizer, x, t):
    judges = (D, C, F)
    for judge in judges:
        judge.trainable = False
    step(lambda: loss_of(G, D, C, F, x, t), G.trainable_variables, optimizer)
    for judge in judges:
        judge.trainable = True


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


def judge_by_judge(G, D, C, F, optimizer, x, t):
    with tf.GradientTape(persistent=True) as tape:
        fakes, kept = G([x, t]), F(x)
        parts = [
            37.5 * tf.reduce_mean((D([fakes, t]) - 1) ** 2),
            60 * tf.reduce_mean((kept - F(fakes)) ** 2) / tf.reduce_mean(kept**2),
            15 * entropy(t, C(fakes)),
        ]
    weights = G.trainable_variables
    slopes = [tape.gradient(part, weights) for part in parts]
    optimizer.apply([sum(of_one) for of_one in zip(*slopes, strict=True)], weights)


RIGHT_GENERATOR_STEP = [plain, frozen_and_thawed, with_keras_ops, judge_by_judge]
