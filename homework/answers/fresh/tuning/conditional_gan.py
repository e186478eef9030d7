"""Fresh answers to homework `conditional_gan`, the half for tuning."""

import contextlib

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import tasks
from homework.answers.shared import given

TASKS = tasks()


wrong, right = TASKS["projection_logit"]


wrong(
    "sigmoid|logit|probabilit",
    probabilities=lambda features, labels, weights, bias, table: tf.sigmoid(
        tf.linalg.matvec(features, weights)
        + bias
        + tf.reduce_sum(tf.gather(table, labels) * features, axis=1)
    ),
)


@wrong("mean|sum|average|divided by d|number of features")
def mean_of_products(features, labels, weights, bias, table):
    fits = tf.reduce_mean(tf.gather(table, labels) * features, axis=1)
    return tf.linalg.matvec(features, weights) + bias + fits


@wrong("\\(n, n\\)|own label|shape|one logit|every.*with every|each image|matrix")
def all_with_all(features, labels, weights, bias, table):
    fits = ops.matmul(features, ops.transpose(ops.take(table, labels, axis=0)))
    return ops.matmul(features, ops.reshape(weights, (-1, 1))) + bias + fits


@right  # a column may stand for a vector
def column(features, labels, weights, bias, table):
    rows = ops.take(table, labels, axis=0) + weights
    return ops.sum(rows * features, axis=1, keepdims=True) + bias


@right
def einsum(features, labels, weights, bias, table):
    hot = ops.one_hot(labels, table.shape[0])
    return ops.einsum("nd,nd->n", ops.matmul(hot, table) + weights, features) + bias


wrong, right = TASKS["load_pairs"]


@wrong("same name|twice|duplicate|index|first")
def label_by_index_of_the_name(names, labels, read):
    images, kept = [], []
    for name in names:
        try:
            images.append(read(name))
            kept.append(labels[names.index(name)])
        except OSError:
            continue
    return images, kept


@wrong("first damaged|stop|after|break|rest|all|too few|skip")
def stops_at_the_first(names, labels, read):
    images, kept = [], []
    try:
        for name, label in zip(names, labels, strict=True):
            images.append(read(name))
            kept.append(label)
    except OSError:
        print("damaged file")
    return images, kept


@wrong("skip|None|damaged|placeholder|in place|length|zeros")
def black_pictures(names, labels, read):
    images = []
    for name in names:
        try:
            images.append(read(name))
        except OSError:
            images.append(np.zeros((4, 4, 1)))
    return images, labels


@wrong("two lists|pair|tuple|images and labels|separate")
def one_list_of_pairs(names, labels, read):
    pairs = []
    for name, label in zip(names, labels, strict=True):
        try:
            pairs.append((read(name), label))
        except OSError:
            continue
    return pairs


@right
def suppressed(names, labels, read):
    pairs = []
    for i, name in enumerate(names):
        with contextlib.suppress(OSError):
            pairs.append((read(name), labels[i]))
    return [image for image, _ in pairs], [label for _, label in pairs]


wrong, right = TASKS["accuracy_by_class"]


@wrong("n_classes|number of classes|every class|nobody asked|shape|columns|logits")
def classes_from_the_asked(logits, asked):
    found = np.argmax(logits, axis=1)
    return np.array(
        [
            np.mean(found[asked == c] == c) if np.any(asked == c) else np.nan
            for c in range(np.max(asked) + 1)
        ]
    )


@wrong("argmax|largest|positive|highest|greatest|threshold|calls")
def positive_logit(logits, asked):
    out = []
    for c in range(logits.shape[1]):
        mine = logits[asked == c, c]
        out.append(np.mean(mine > 0) if len(mine) else np.nan)
    return np.array(out)


@wrong("nobody|NaN|not asked|never asked")
def one_if_nobody_asked(logits, asked):
    found = np.argmax(logits, axis=1)
    return np.array(
        [
            np.mean(found[asked == c] == c) if np.any(asked == c) else 1.0
            for c in range(logits.shape[1])
        ]
    )


@wrong("count|share|divid|how many")
def counts(logits, asked):
    found = np.argmax(logits, axis=1)
    return np.array(
        [
            float(np.sum(found[asked == c] == c)) if np.any(asked == c) else np.nan
            for c in range(logits.shape[1])
        ]
    )


@right
def with_bincount(logits, asked):
    asked, n = np.asarray(asked), np.shape(logits)[1]
    hits = np.argmax(logits, axis=1) == asked
    with np.errstate(all="ignore"):
        return np.bincount(asked, hits, n) / np.bincount(asked, minlength=n)


wrong, right = TASKS["between"]


@wrong("equal|straight|linear|even|sphere|angle|steps")
def slerp(latent, table, start, end, count):
    a, b = table[start], table[end]
    angle = np.arccos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1))
    t = np.linspace(0, 1, count)[:, None]
    path = (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)
    return np.concatenate([np.tile(latent, (count, 1)), path], axis=1)


@wrong("equal steps|even|equal|linear|straight")
def slow_at_the_ends(latent, table, start, end, count):
    t = np.linspace(0, 1, count)[:, None]
    t = t * t * (3 - 2 * t)
    path = (1 - t) * table[start] + t * table[end]
    return np.concatenate([np.tile(latent, (count, 1)), path], axis=1)


@wrong("latent|z|join|concat|style|shape")
def embeddings_only(latent, table, start, end, count):
    return np.linspace(table[start], table[end], count)


@wrong("order|latent first|first the latent|\\[z, e\\]|swapped|latent.*then")
def label_first(latent, table, start, end, count):
    path = np.linspace(table[start], table[end], count)
    return np.hstack([path, np.tile(latent, (count, 1))])


@right
def whole_vectors(latent, table, start, end, count):
    ends = [np.concatenate([latent, table[label]]) for label in (start, end)]
    return np.linspace(*ends, count)


wrong, right = TASKS["r1_penalty"]


@wrong("logit|loss|not of the loss|itself")
def slope_of_the_loss(D, images, labels):
    with tf.GradientTape() as tape:
        tape.watch(images)
        loss = tf.nn.softplus(-D([images, labels]))
    slopes = tape.gradient(loss, images)
    return 0.5 * tf.reduce_mean(tf.reduce_sum(slopes**2, axis=(1, 2, 3)))


@wrong("every pixel|all pixels|sum|axis|axes|mean over")
def sum_over_one_axis(D, images, labels):
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = D([images, labels])
    slopes = tape.gradient(logits, images)
    return 0.5 * tf.reduce_mean(tf.reduce_sum(slopes**2, axis=1))


@wrong("gradient|weights|stop|reach|flow|train")
def gradient_stopped(D, images, labels):
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = D([images, labels])
    slopes = tf.stop_gradient(tape.gradient(logits, images))
    return 0.5 * tf.reduce_mean(tf.reduce_sum(slopes**2, axis=(1, 2, 3)))


@wrong("squared|square|root|norm")
def root_of_the_sum(D, images, labels):
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = D([images, labels])
    slopes = tape.gradient(logits, images)
    return 0.5 * tf.reduce_mean(tf.sqrt(tf.reduce_sum(slopes**2, axis=(1, 2, 3))))


@right
def sum_of_all(D, images, labels):
    images = tf.identity(images)
    with tf.GradientTape() as tape:
        tape.watch(images)
        total = tf.reduce_sum(D([images, labels]))
    slopes = tape.gradient(total, images)
    return tf.nn.l2_loss(slopes) / tf.cast(tf.shape(images)[0], slopes.dtype)


wrong, right = TASKS["verdicts"]


wrong[given("AAEBD")] = "test set|best of|40 numbers|choice|chosen|xperiment 1"


wrong[given("CAABD")] = "epoch|steps|race|equal|xperiment 3|longer"


wrong[given("CAEBA")] = "version|relative|half|xperiment 5|same digit"


right(given("caebd"))
