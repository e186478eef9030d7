"""Fresh answers to homework `pix2pix`, the half for measuring."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import tasks
from homework.answers.fresh.common import crop_pairs

TASKS = tasks()


wrong, right = TASKS["best_answers"]


@wrong("pixel by pixel|whole photo|each pixel|one of the photos|own")
def nearest_photo(photos):
    gaps = np.abs(photos[:, None] - photos[None]).reshape(len(photos), len(photos), -1)
    squares = gaps**2
    return photos[gaps.mean((1, 2)).argmin()], photos[squares.mean((1, 2)).argmin()]


wrong(
    "axis|one number|shape|each pixel|picture",
    over_everything=lambda photos: (np.median(photos), np.mean(photos)),
)


wrong(
    "error|loss|picture|answer itself|not the distance|value",
    errors_instead=lambda photos: (
        np.abs(photos - np.median(photos, axis=0)).mean(axis=0),
        ((photos - np.mean(photos, axis=0)) ** 2).mean(axis=0),
    ),
)


right(
    quantile=lambda photos: [
        np.quantile(photos, 0.5, axis=0),
        np.average(photos, axis=0),
    ]
)


wrong, right = TASKS["receptive_field"]


@wrong("product|all earlier|multipl|sum of|strides before")
def sum_of_strides(kernels, strides):
    return 1 + sum((k - 1) * max(1, sum(strides[:i])) for i, k in enumerate(kernels))


@wrong("1 \\+|one|start|itself|plus 1|\\+ 1|first")
def without_the_one(kernels, strides):
    return sum((k - 1) * int(np.prod(strides[:i])) for i, k in enumerate(kernels))


@wrong("k − 1|k - 1|minus 1|kernel.*1|overlap|whole kernel")
def k_instead_of_k_minus_one(kernels, strides):
    return 1 + sum(k * int(np.prod(strides[:i])) for i, k in enumerate(kernels))


@right
def numpy_number(kernels, strides):
    steps = np.concatenate([[1], np.cumprod(strides)])[: len(kernels)]
    return np.dot(np.array(kernels) - 1, steps) + 1.0


wrong, right = TASKS["move_pairs"]


@wrong("each pair|own|all alike|whole batch|mirror")
def one_mirror_for_the_batch(targets, sources, size):
    turn = np.random.choice([-1, 1])
    return crop_pairs(
        targets, sources, size, lambda: (slice(None), slice(None, None, turn))
    )


@wrong("window|resize|values|scale|cut|size")
def resized(targets, sources, size):
    turn = np.random.rand(len(targets)) < 0.5
    both = [np.asarray(tf.image.resize(x, (size, size))) for x in (targets, sources)]
    return tuple(np.where(turn[:, None, None, None], x[:, :, ::-1], x) for x in both)


@wrong("order|shuffl|place|pairs stay|own pair")
def shuffled(targets, sources, size):
    def mirror():
        return (slice(None), slice(None, None, np.random.choice([-1, 1])))

    order = np.random.permutation(len(targets))
    targets, sources = np.asarray(targets)[order], np.asarray(sources)[order]
    return crop_pairs(targets, sources, size, mirror)


@right
def with_tensorflow(targets, sources, size):
    both = tf.concat(
        [tf.cast(targets, "float32"), tf.cast(sources, "float32")], axis=-1
    )

    def move(pair):
        pair = tf.image.random_crop(pair, (size, size, pair.shape[-1]))
        return tf.image.random_flip_left_right(pair)

    moved = tf.stack([move(pair) for pair in both])
    return moved[..., :3], moved[..., 3:]


wrong, right = TASKS["wire"]


@wrong("bottleneck|last map|never joined|same size|sizes|half|picture|which")
def bottleneck_joined(x, down, up):
    maps = []
    for block in down:
        x = block(x)
        maps.append(x)
    for block, skip in zip(up, maps[::-1], strict=False):
        x = ops.concatenate([block(x), skip], axis=-1)
    return x


@wrong("size|order|reverse|same size|last|first map|backwards")
def maps_in_the_order_of_the_encoder(x, down, up):
    maps = []
    for block in down:
        x = block(x)
        maps.append(x)
    for block, skip in zip(up, maps, strict=False):
        x = ops.concatenate([block(x), skip], axis=-1)
    return x


@wrong("goes on|next|joined map|only|into|uses|input of|dropped|before")
def joined_but_not_used(x, down, up):
    maps = []
    for block in down:
        x = block(x)
        maps.append(x)
    for block, skip in zip(up, maps[-2::-1], strict=True):
        x = block(x)
        joined = ops.concatenate([x, skip], axis=-1)
    return joined


@right
def by_index(x, down, up):
    maps = {}
    for i in range(len(down)):
        maps[i] = down[i](x if i == 0 else maps[i - 1])
    out = maps[len(down) - 1]
    for j in range(len(up)):
        out = tf.concat([up[j](out), maps[len(down) - 2 - j]], 3)
    return out


wrong, right = TASKS["generator_loss"]


wrong(
    "absolute|mean.*difference|sign|cancel|each",
    distance_of_means=lambda target, fake, fake_logits, l1_weight: (
        ops.mean(ops.softplus(-fake_logits))
        + l1_weight * ops.abs(ops.mean(target - fake))
    ),
)


wrong(
    "mean|sum|numbers of a picture|pixels",
    l1_summed_over_the_picture=lambda target, fake, fake_logits, l1_weight: (
        ops.mean(ops.softplus(-fake_logits))
        + l1_weight * ops.mean(ops.sum(ops.abs(target - fake), axis=(1, 2, 3)))
    ),
)


wrong(
    "weight|adversarial|λ|lambda|both|l1_weight",
    weight_on_both=lambda target, fake, fake_logits, l1_weight: (
        l1_weight
        * (ops.mean(ops.softplus(-fake_logits)) + ops.mean(ops.abs(target - fake)))
    ),
)


@right
def log_sigmoid(target, fake, fake_logits, l1_weight):
    flat = tf.reshape(target - fake, [-1])
    distance = tf.norm(flat, ord=1) / tf.cast(tf.size(flat), "float32")
    return l1_weight * distance - ops.mean(ops.log_sigmoid(fake_logits))


wrong, right = TASKS["mean_iou"]


@wrong("weight|each class|equal|frequen|large classes|mean over the classes")
def weighted_by_frequency(confusion):
    hits, rows = np.diag(confusion), confusion.sum(axis=1)
    here = rows > 0
    union = rows + confusion.sum(axis=0) - hits
    return np.sum(rows[here] / rows.sum() * hits[here] / union[here])


@wrong("found as|found|column|recall|false|union")
def recall(confusion):
    rows = confusion.sum(axis=1)
    return np.mean(np.diag(confusion)[rows > 0] / rows[rows > 0])


@wrong("plan|occur|not in the plan|absent|only found|rows")
def classes_that_were_only_found_too(confusion):
    hits = np.diag(confusion)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - hits
    with np.errstate(all="ignore"):
        return np.nanmean(hits / union)


@right
def masked(confusion):
    c = np.ma.array(confusion, dtype=float)
    union = c.sum(0) + c.sum(1) - c.diagonal()
    return float(np.mean(np.asarray(c.diagonal() / union)[np.asarray(c.sum(1)) > 0]))
