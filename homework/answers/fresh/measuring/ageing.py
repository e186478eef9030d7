"""Fresh answers to homework `ageing`, the half for measuring."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import tasks
from homework.answers.fresh.common import mean_distance, take_step, terms

TASKS = tasks()


wrong, right = TASKS["discriminator_loss"]


@wrong("sigmoid|logit|directly")
def sigmoid_before(real_logits, wrong_logits, fake_logits):
    real, wrong, fake = map(ops.sigmoid, (real_logits, wrong_logits, fake_logits))
    loss = 0.5 * ops.mean((real - 1) ** 2) + 0.25 * ops.mean(wrong**2)
    return loss + 0.25 * ops.mean(fake**2)


wrong(
    "-1|−1|target|towards 0",
    minus_one=lambda r, w, f: (
        0.5 * ops.mean((r - 1) ** 2)
        + 0.25 * ops.mean((w + 1) ** 2)
        + 0.25 * ops.mean((f + 1) ** 2)
    ),
)


wrong(
    "mean.*square|square.*mean|before the mean|each logit|inside|mean comes",
    square_of_the_mean=lambda r, w, f: (
        0.5 * (ops.mean(r) - 1) ** 2 + 0.25 * ops.mean(w) ** 2 + 0.25 * ops.mean(f) ** 2
    ),
)


@right
def with_mse(real_logits, wrong_logits, fake_logits):
    def mse(logits, target):
        return tf.reduce_mean(tf.math.squared_difference(logits, target))

    bad = mse(wrong_logits, 0.0) + mse(fake_logits, 0.0)
    return (2 * mse(real_logits, 1.0) + bad) / 4


wrong, right = TASKS["feature_loss"]


wrong(
    "below|denominator|h\\(x\\)|kept|photo",
    divided_by_the_aged=lambda kept, found: (
        ops.mean((kept - found) ** 2) / ops.mean(found**2)
    ),
)


wrong(
    "root|square",
    root=lambda kept, found: ops.sqrt(
        ops.mean((kept - found) ** 2) / ops.mean(kept**2)
    ),
)


wrong(
    "absolute|square",
    absolute_values=lambda kept, found: (
        ops.mean(ops.abs(kept - found)) / ops.mean(ops.abs(kept))
    ),
)


right(
    norms=lambda kept, found: tf.nn.l2_loss(kept - found) / tf.nn.l2_loss(kept),
)


wrong, right = TASKS["generator_step"]


@wrong("feature|same face|kept|person|identity|photo")
def features_of_the_fakes_twice(G, D, classifier, features, optimizer, photos, targets):
    def loss():
        real, _, age = terms(G, D, classifier, features, photos, targets)
        fakes = G([photos, targets])
        kept, found = features(fakes), features(fakes)
        return real + 60 * ops.mean((kept - found) ** 2) / ops.mean(kept**2) + age

    take_step(G, optimizer, loss)


@wrong("critic|nobody else|only G|moves|D |judge")
def d_plays_along(G, D, classifier, features, optimizer, photos, targets):
    def loss():
        return sum(terms(G, D, classifier, features, photos, targets))

    take_step(G, optimizer, loss, G.trainable_variables + D.trainable_variables)


@wrong("twice|one step|step|too far|large")
def two_steps(G, D, classifier, features, optimizer, photos, targets):
    for _ in range(2):
        take_step(
            G,
            optimizer,
            lambda: sum(terms(G, D, classifier, features, photos, targets)),
        )


@right
def compiled(G, D, classifier, features, optimizer, photos, targets):
    weights = G.trainable_variables
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch([w.value for w in weights])
        real, same, age = terms(G, D, classifier, features, photos, targets)
        loss = tf.add_n([real, same, age])
    gradients = tape.gradient(loss, [w.value for w in weights])
    optimizer.apply_gradients(list(zip(gradients, weights, strict=True)))


wrong, right = TASKS["diversity"]


@wrong("in each group|group|averag|before")
def mean_face_of_each_person(photos, aged):
    return mean_distance(aged.mean(axis=1)) / mean_distance(photos)


@wrong("turned|photos|divided by|other way|below|ratio")
def turned_round(photos, aged):
    groups = [mean_distance(aged[:, g]) for g in range(aged.shape[1])]
    return mean_distance(photos) / np.mean(groups)


@wrong("different people|own photo|photo and|each other|among")
def away_from_the_photo(photos, aged):
    gaps = np.linalg.norm(aged - photos[:, None], axis=-1)
    return gaps.mean() / mean_distance(photos)


@right
def with_tensors(photos, aged):
    def mean(points):
        points = tf.convert_to_tensor(points)
        i, j = np.triu_indices(points.shape[0], 1)
        return tf.reduce_mean(
            tf.norm(tf.gather(points, i) - tf.gather(points, j), axis=-1)
        )

    return mean(aged) / mean(photos)


wrong, right = TASKS["table_by_part"]


@wrong("n − 1|n - 1|ddof|standard error|p \\(1|third")
def sample_deviation(part, kept, judge_right):
    part, kept, judge_right = map(np.asarray, (part, kept, judge_right))
    rows = []
    for name in np.unique(part):
        here = part == name
        n = here.sum()
        error = np.std(kept[here], ddof=1) / np.sqrt(n) if n > 1 else 0.0
        rows.append([n, kept[here].mean(), error, judge_right[here].mean()])
    return np.array(rows)


@wrong("occur|not occur|absent|empty|gap|rows|every part")
def rows_for_absent_parts(part, kept, judge_right):
    part, kept, judge_right = map(np.asarray, (part, kept, judge_right))
    rows = []
    for name in range(part.max() + 1):
        here = part == name
        n = here.sum()
        p = kept[here].mean() if n else 0.0
        right_ones = judge_right[here].mean() if n else 0.0
        rows.append([n, p, np.sqrt(p * (1 - p) / max(n, 1)), right_ones])
    return np.array(rows)


@wrong("all faces|own|n of|each part|standard error|number of faces")
def error_with_all_faces(part, kept, judge_right):
    part, kept, judge_right = map(np.asarray, (part, kept, judge_right))
    rows = []
    for name in np.unique(part):
        here = part == name
        p = kept[here].mean()
        error = np.sqrt(p * (1 - p) / len(part))
        rows.append([here.sum(), p, error, judge_right[here].mean()])
    return np.array(rows)


@right
def plain_lists(part, kept, judge_right):
    table = []
    for name in sorted(set(np.asarray(part).tolist())):
        rows = [i for i, value in enumerate(part) if value == name]
        p = sum(bool(kept[i]) for i in rows) / len(rows)
        judged = sum(bool(judge_right[i]) for i in rows) / len(rows)
        table.append([len(rows), p, (p * (1 - p) / len(rows)) ** 0.5, judged])
    return table
