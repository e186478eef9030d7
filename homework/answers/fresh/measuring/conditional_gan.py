"""Fresh answers to homework `conditional_gan`, the half for measuring."""

import contextlib

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import tasks
from homework.answers.shared import given

TASKS = tasks()


wrong, right = TASKS["projection_logit"]


@wrong("bias|once|twice")
def bias_twice(features, labels, weights, bias, table):
    alone = tf.linalg.matvec(features, weights) + bias
    fits = tf.reduce_sum(tf.gather(table, labels) * features, axis=1) + bias
    return alone + fits


@wrong("sum|added|add|product|multipl")
def votes_multiplied(features, labels, weights, bias, table):
    alone = tf.linalg.matvec(features, weights) + bias
    return alone * tf.reduce_sum(tf.gather(table, labels) * features, axis=1)


@wrong("own label|row|label|all classes|class|table")
def all_labels_vote(features, labels, weights, bias, table):
    fits = ops.sum(ops.matmul(features, ops.transpose(table)), axis=1)
    return ops.matmul(features, weights) + bias + fits


@right
def picked_from_all_classes(features, labels, weights, bias, table):
    every = tf.matmul(features, table, transpose_b=True)
    own = tf.gather(every, tf.cast(labels, "int32"), axis=1, batch_dims=1)
    return tf.linalg.matvec(features, weights) + bias + own


wrong, right = TASKS["load_pairs"]


@wrong("label|before|length|own label|order|damaged")
def label_before_reading(names, labels, read):
    images, kept = [], []
    for name, label in zip(names, labels, strict=True):
        try:
            kept.append(label)
            images.append(read(name))
        except OSError:
            pass
    return images, kept


@wrong("TypeError|other error|every error|only OSError|hid|through|mistake")
def three_kinds_of_error(names, labels, read):
    images, kept = [], []
    for name, label in zip(names, labels, strict=True):
        try:
            images.append(read(name))
        except (OSError, TypeError, ValueError):
            continue
        kept.append(label)
    return images, kept


@wrong("own label|cut|first labels|length|from the start|shift")
def labels_cut_to_length(names, labels, read):
    images = []
    for name in names:
        with contextlib.suppress(OSError):
            images.append(read(name))
    return images, labels[: len(images)]


@right
def good_places(names, labels, read):
    images = {}
    for place in range(len(names)):
        try:
            images[place] = read(names[place])
        except OSError as error:
            print(error)
    return list(images.values()), [labels[place] for place in images]


wrong, right = TASKS["accuracy_by_class"]


@wrong("percent|share|0 to 1|100|between 0 and 1")
def percent(logits, asked):
    found = np.argmax(logits, axis=1)
    with np.errstate(all="ignore"):
        return np.array(
            [
                100 * np.sum((found == c) & (asked == c)) / np.sum(asked == c)
                for c in range(logits.shape[1])
            ]
        )


@wrong("asked for|own class|all pictures|divid|other classes|of the pictures")
def one_against_the_rest(logits, asked):
    found = np.argmax(logits, axis=1)
    shares = [np.mean((found == c) == (asked == c)) for c in range(logits.shape[1])]
    return np.where(np.isin(np.arange(logits.shape[1]), asked), shares, np.nan)


@wrong("probabilit|argmax|calls|largest|share of the pictures|softmax")
def mean_probability(logits, asked):
    odds = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    out = np.full(logits.shape[1], np.nan)
    for c in np.unique(asked):
        out[c] = odds[asked == c, c].mean()
    return out


@right
def as_a_list(logits, asked):
    shares = []
    for c in range(len(logits[0])):
        mine = [row for row, a in zip(logits, asked, strict=True) if a == c]
        right_ones = [row for row in mine if max(row) == row[c]]
        shares.append(len(right_ones) / len(mine) if mine else float("nan"))
    return shares


wrong, right = TASKS["between"]


@wrong("difference|end.*start|start.*end|1 - t|1 − t|away|both ends|last row")
def start_plus_share_of_end(latent, table, start, end, count):
    t = np.linspace(0, 1, count)[:, None]
    path = table[start] + t * table[end]
    return np.concatenate([np.tile(latent, (count, 1)), path], axis=1)


@wrong("both ends|ends|included|first row|last row")
def only_the_inside(latent, table, start, end, count):
    path = np.linspace(table[start], table[end], count + 2)[1:-1]
    return np.concatenate([np.tile(latent, (count, 1)), path], axis=1)


@wrong("embedding|row|label|table|number")
def through_the_labels_between(latent, table, start, end, count):
    labels = np.round(np.linspace(start, end, count)).astype(int)
    return np.concatenate([np.tile(latent, (count, 1)), table[labels]], axis=1)


@right
def a_loop(latent, table, start, end, count):
    rows = []
    for i in range(count):
        t = i / (count - 1)
        rows.append([*latent, *(table[start] * (1 - t) + table[end] * t)])
    return np.array(rows)


wrong, right = TASKS["r1_penalty"]


@wrong("mean.*logit|batch|each image|sum.*logit|size")
def slope_of_the_mean(D, images, labels):
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = tf.reduce_mean(D([images, labels]))
    slopes = tape.gradient(logits, images)
    return 0.5 * tf.reduce_mean(tf.reduce_sum(slopes**2, axis=(1, 2, 3)))


@wrong("norm.*1|− 1|- 1|WGAN|one|0, not 1|towards")
def like_wgan_gp(D, images, labels):
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = D([images, labels])
    slopes = tape.gradient(logits, images)
    norm = tf.sqrt(tf.reduce_sum(slopes**2, axis=(1, 2, 3)))
    return 0.5 * tf.reduce_mean((norm - 1) ** 2)


@wrong("watch|None|gradient|constant")
def not_watched(D, images, labels):
    with tf.GradientTape() as tape:
        logits = D([images, labels])
    slopes = tape.gradient(logits, images)
    return 0.5 * tf.reduce_mean(tf.reduce_sum(slopes**2, axis=(1, 2, 3)))


@right
def pure_gradients(D, images, labels):
    images = tf.convert_to_tensor(images)
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = D([images, labels])[:, 0]
    flat = tf.reshape(tape.gradient(logits, images), (len(images), -1))
    return tf.reduce_mean(tf.norm(flat, axis=1) ** 2) / 2


wrong, right = TASKS["verdicts"]


wrong[given("CDEBD")] = "honest|xperiment 2|50 of the 200|kept aside|once"


wrong[given("CAEDB")] = (
    "seen labels|all of MNIST|relative|version|xperiment 4|xperiment 5"
)


wrong[given("CAEBBD")] = "five|5 letters|letters"


right(given(["C", "A", "E", "B", "D"]))
