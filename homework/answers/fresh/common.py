"""What answers of both halves are made with: right pieces beside which one is wrong."""

import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses


def take_step(network, optimizer, loss, weights=None):
    """One step of a network, or of other weights, down loss(); returns its value."""
    with tf.GradientTape() as tape:
        value = loss()
    weights = network.trainable_variables if weights is None else weights
    optimizer.apply(tape.gradient(value, weights), weights)
    return value


def step_of_g(D, G, optimizer_G, latents, **modes):
    """The second half of DCGAN's step, as it should be."""
    with tf.GradientTape() as tape:
        fake = G(latents, training=modes.get("G", True))
        g_loss = losses.non_saturating_generator(D(fake, training=modes.get("D", True)))
    weights = G.trainable_variables
    optimizer_G.apply(tape.gradient(g_loss, weights), weights)
    return g_loss


def receptive(layers):
    """The receptive field of layers (kernel, stride) without holes."""
    field, step = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * step
        step *= stride
    return field


def crop_pairs(targets, sources, size, mirror):
    """Random windows of each pair, turned by mirror()."""
    moved_t, moved_s = [], []
    for t, s in zip(np.asarray(targets), np.asarray(sources), strict=True):
        top = np.random.randint(t.shape[0] - size + 1)
        left = np.random.randint(t.shape[1] - size + 1)
        turn = mirror()
        moved_t.append(t[top : top + size, left : left + size][turn])
        moved_s.append(s[top : top + size, left : left + size][turn])
    return np.stack(moved_t), np.stack(moved_s)


def rates(same, different, candidates):
    """Both rates of errors at each candidate."""
    accepts = np.array([np.mean(different < t) for t in candidates])
    rejects = np.array([np.mean(same >= t) for t in candidates])
    return accepts, rejects


def slope(generator, describe, z, groups, target):
    """The gradient of the distances by the latents."""
    with tf.GradientTape() as tape:
        tape.watch(z)
        loss = tf.reduce_sum((describe(generator([z, groups])) - target) ** 2)
    return tape.gradient(loss, z)


def terms(G, D, classifier, features, photos, targets):
    """The three terms of IPCGAN's G, each with its weight."""
    fakes = G([photos, targets])
    kept, found = features(photos), features(fakes)
    one_hot = ops.one_hot(targets, classifier.output_shape[-1])
    named = ops.log_softmax(classifier(fakes))
    real = 75 * 0.5 * ops.mean((D([fakes, targets]) - 1) ** 2)
    same = 60 * ops.mean((kept - found) ** 2) / ops.mean(kept**2)
    age = -15 * ops.mean(ops.sum(one_hot * named, axis=-1))
    return real, same, age


def mean_distance(points):
    """Mean distance of different rows."""
    n = len(points)
    gaps = [
        np.linalg.norm(points[i] - points[j]) for i in range(n) for j in range(i + 1, n)
    ]
    return np.mean(gaps)
