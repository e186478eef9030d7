"""Fresh answers to homework `ageing`, the half for tuning."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import tasks
from homework.answers.fresh.common import mean_distance, take_step, terms

TASKS = tasks()


wrong, right = TASKS["discriminator_loss"]


@wrong("own batch|each mean|size|separat|joined|1/4|batches")
def fakes_and_wrong_joined(real_logits, wrong_logits, fake_logits):
    bad = ops.concatenate([wrong_logits, fake_logits], axis=0)
    return 0.5 * ops.mean((real_logits - 1) ** 2) + 0.5 * ops.mean(bad**2)


wrong(
    "square|absolute",
    absolute=lambda r, w, f: (
        0.5 * ops.mean(ops.abs(r - 1))
        + 0.25 * ops.mean(ops.abs(w))
        + 0.25 * ops.mean(ops.abs(f))
    ),
)


wrong(
    "wrong age|wrong_logits|middle",
    wrong_ages_count_as_real=lambda r, w, f: (
        0.5 * ops.mean((r - 1) ** 2)
        + 0.25 * ops.mean((w - 1) ** 2)
        + 0.25 * ops.mean(f**2)
    ),
)


wrong(
    "1/4|¼|quarter|weight|factor|half|½",
    halves_everywhere=lambda r, w, f: (
        0.5 * ops.mean((r - 1) ** 2) + 0.5 * ops.mean(w**2) + 0.5 * ops.mean(f**2)
    ),
)


wrong, right = TASKS["feature_loss"]


@wrong("one mean|each image|whole batch|mean above|over the batch|ratio of")
def ratio_of_each_image(kept, found):
    axes = tuple(range(1, len(kept.shape)))
    above = ops.mean((kept - found) ** 2, axis=axes)
    return ops.mean(above / ops.mean(kept**2, axis=axes))


wrong(
    "variance|centred|mean.*subtract|h\\(x\\)²|spread|below",
    divided_by_the_variance=lambda kept, found: (
        ops.mean((kept - found) ** 2) / ops.var(kept)
    ),
)


wrong(
    "difference|each feature|squared|before|place by place",
    difference_of_squares=lambda kept, found: (
        ops.abs(ops.mean(kept**2) - ops.mean(found**2)) / ops.mean(kept**2)
    ),
)


wrong(
    "gradient|tensor|NumPy|float",
    with_numpy=lambda kept, found: (
        float(np.mean((np.array(kept) - np.array(found)) ** 2))
        / float(np.mean(np.array(kept) ** 2))
    ),
)


wrong, right = TASKS["generator_step"]


@wrong("age|classifier|sign|minus")
def age_with_the_wrong_sign(G, D, classifier, features, optimizer, photos, targets):
    def loss():
        real, same, age = terms(G, D, classifier, features, photos, targets)
        return real + same - age

    take_step(G, optimizer, loss)


@wrong("classifier|age|photos|aged|fakes")
def classifier_sees_the_photos(G, D, classifier, features, optimizer, photos, targets):
    def loss():
        real, same, _ = terms(G, D, classifier, features, photos, targets)
        one_hot = ops.one_hot(targets, classifier.output_shape[-1])
        named = ops.log_softmax(classifier(photos))
        return real + same - 15 * ops.mean(ops.sum(one_hot * named, axis=-1))

    take_step(G, optimizer, loss)


@wrong("stop_gradient|does not move|no gradient|G.*move|reach")
def still_stopped(G, D, classifier, features, optimizer, photos, targets):
    with tf.GradientTape() as tape:
        fakes = tf.stop_gradient(G([photos, targets]))
        loss = 37.5 * ops.mean((D([fakes, targets]) - 1) ** 2)
    weights = G.trainable_variables
    gradients = tape.gradient(loss, weights, unconnected_gradients="zero")
    optimizer.apply(gradients, weights)


@wrong("feature|same face|person|age|classifier|term|critic")
def only_d_is_asked(G, D, classifier, features, optimizer, photos, targets):
    take_step(
        G, optimizer, lambda: terms(G, D, classifier, features, photos, targets)[0]
    )


wrong, right = TASKS["diversity"]


@wrong("root|square")
def squares(photos, aged):
    def mean_square(points):
        n = len(points)
        return np.mean(
            [np.sum((points[i] - points[j]) ** 2) for i in range(n) for j in range(i)]
        )

    groups = [mean_square(aged[:, g]) for g in range(aged.shape[1])]
    return np.mean(groups) / mean_square(photos)


@wrong("different people|same person|within|group")
def ages_of_one_person(photos, aged):
    return np.mean([mean_distance(person) for person in aged]) / mean_distance(photos)


@wrong("standard deviation|spread|distance|Euclid")
def standard_deviations(photos, aged):
    return np.mean(aged.std(axis=0)) / np.mean(photos.std(axis=0))


@wrong("themselves|itself|nobody|diagonal|self")
def zeros_above_only(photos, aged):
    gaps = aged[:, None] - aged[None]
    return np.linalg.norm(gaps, axis=-1).mean() / mean_distance(photos)


@right
def zeros_on_both_sides(photos, aged):
    def mean(points):
        return np.linalg.norm(points[:, None] - points[None], axis=-1).mean()

    return np.mean([mean(group) for group in np.swapaxes(aged, 0, 1)]) / mean(photos)


wrong, right = TASKS["table_by_part"]


@wrong("number of faces|count|first column")
def shares_of_the_faces(part, kept, judge_right):
    part, kept, judge_right = map(np.asarray, (part, kept, judge_right))
    rows = []
    for name in np.unique(part):
        here = part == name
        p = kept[here].mean()
        error = np.sqrt(p * (1 - p) / here.sum())
        rows.append([here.mean(), p, error, judge_right[here].mean()])
    return np.array(rows)


@wrong("judge|all faces|untouched|kept|last column|fourth")
def judge_on_the_kept(part, kept, judge_right):
    part, kept, judge_right = map(np.asarray, (part, kept, judge_right))
    rows = []
    for name in np.unique(part):
        here = part == name
        n, p = here.sum(), kept[here].mean()
        judged = judge_right[here & kept]
        share = judged.mean() if len(judged) else 0.0
        rows.append([n, p, np.sqrt(p * (1 - p) / n), share])
    return np.array(rows)


@wrong("row|column|transpos|shape|turned")
def columns_for_parts(part, kept, judge_right):
    part, kept, judge_right = map(np.asarray, (part, kept, judge_right))
    names = np.unique(part)
    n = np.array([np.sum(part == name) for name in names])
    p = np.array([kept[part == name].mean() for name in names])
    r = np.array([judge_right[part == name].mean() for name in names])
    return np.array([n, p, np.sqrt(p * (1 - p) / n), r])


@wrong("root|sqrt|standard error")
def without_the_root(part, kept, judge_right):
    part, kept, judge_right = map(np.asarray, (part, kept, judge_right))
    rows = []
    for name in np.unique(part):
        here = part == name
        n, p = here.sum(), kept[here].mean()
        rows.append([n, p, p * (1 - p) / n, judge_right[here].mean()])
    return np.array(rows)


@right
def with_bincount(part, kept, judge_right):
    names, places = np.unique(part, return_inverse=True)
    n = np.bincount(places, minlength=len(names))
    p = np.bincount(places, weights=np.asarray(kept, float)) / n
    r = np.bincount(places, weights=np.asarray(judge_right, float)) / n
    return np.stack([n, p, np.sqrt(p * (1 - p) / n), r], axis=1)
