"""Fresh answers to homework `pix2pix`, the half for measuring."""

import keras
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


wrong, right = TASKS["patch"]


@wrong("padding.*(step|stride|long|multipl)|steps? of|not.*pixels?|as long")
def paddings_in_pixels(kernels, strides, paddings, place):
    step, field = 1, 1
    for k, s in zip(kernels, strides, strict=True):
        field += (k - 1) * step
        step *= s
    first = place * step - sum(paddings)
    return first, first + field - 1


@wrong("sign|before|minus|outside|subtract|left|smaller|wrong way|taken off")
def padding_added(kernels, strides, paddings, place):
    first = last = place
    for k, s, p in zip(kernels[::-1], strides[::-1], paddings[::-1], strict=True):
        first = first * s + p
        last = last * s + p + k - 1
    return first, last


@wrong("stride|place|number|step|neighbour")
def place_in_pixels(kernels, strides, paddings, place):
    step, field, start = 1, 1, 0
    for k, s, p in zip(kernels, strides, paddings, strict=True):
        field += (k - 1) * step
        start -= p * step
        step *= s
    return start + place, start + place + field - 1


@wrong("two|how many|first|size|where|number of pixels")
def how_many(kernels, strides, paddings, place):
    field = 1
    for k, s in zip(kernels[::-1], strides[::-1], strict=True):
        field = (field - 1) * s + k
    return field


@right
def by_steps(kernels, strides, paddings, place):
    steps = np.cumprod([1, *strides])
    first = place * steps[-1] - np.dot(paddings, steps[:-1])
    return np.array([first, first + np.dot(np.array(kernels) - 1, steps[:-1])])


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


wrong, right = TASKS["masked_loss"]


@wrong("batch|each photo|per photo|photo by photo|picture")
def photo_by_photo(target, fake, fake_logits, visible, l1_weight):
    gaps = ops.sum(visible * ops.abs(target - fake), axis=(1, 2, 3))
    counts = ops.sum(visible, axis=(1, 2, 3)) * target.shape[-1]
    distance = ops.mean(gaps / ops.maximum(counts, 1))
    return ops.mean((fake_logits - 1) ** 2) + l1_weight * distance


@wrong("hidden|inver|turned|1 where|visible")
def mask_turned_round(target, fake, fake_logits, visible, l1_weight):
    shown = (1 - visible) * ops.ones_like(target)
    distance = ops.sum(shown * ops.abs(target - fake)) / ops.maximum(ops.sum(shown), 1)
    return ops.mean((fake_logits - 1) ** 2) + l1_weight * distance


@wrong("label fake|goal|real|1|D's|caught")
def goal_of_the_discriminator(target, fake, fake_logits, visible, l1_weight):
    shown = visible * ops.ones_like(target)
    distance = ops.sum(shown * ops.abs(target - fake)) / ops.maximum(ops.sum(shown), 1)
    return ops.mean(fake_logits**2) + l1_weight * distance


@wrong("target|fake|hidden|both|influence")
def only_the_target_masked(target, fake, fake_logits, visible, l1_weight):
    count = ops.maximum(ops.sum(visible) * target.shape[-1], 1)
    distance = ops.sum(ops.abs(target * visible - fake)) / count
    return ops.mean((fake_logits - 1) ** 2) + l1_weight * distance


@right
def with_where(target, fake, fake_logits, visible, l1_weight):
    same = tf.where(visible > 0, fake, target)
    count = tf.math.count_nonzero(visible, dtype="float32") * target.shape[3]
    distance = tf.math.divide_no_nan(tf.norm(tf.reshape(target - same, [-1]), 1), count)
    return (
        keras.losses.MeanSquaredError()(tf.ones_like(fake_logits), fake_logits)
        + tf.cast(l1_weight, "float32") * distance
    )


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
