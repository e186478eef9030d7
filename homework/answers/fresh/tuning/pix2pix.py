"""Fresh answers to homework `pix2pix`, the half for tuning."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import tasks
from homework.answers.fresh.common import crop_pairs

TASKS = tasks()


wrong, right = TASKS["best_answers"]


wrong(
    "sort|in the middle|by size|order|median",
    middle_of_the_list=lambda photos: (photos[len(photos) // 2], photos.mean(axis=0)),
)


wrong(
    "mean|root|square|second",
    root_mean_square=lambda photos: (
        np.median(photos, axis=0),
        np.sqrt(np.mean(photos**2, axis=0)),
    ),
)


wrong(
    "mean|extremes|middle|between|second|smallest and",
    between_the_extremes=lambda photos: (
        np.median(photos, axis=0),
        (photos.max(axis=0) + photos.min(axis=0)) / 2,
    ),
)


@wrong("median|mode|often|most frequent|first")
def most_frequent(photos):
    best = np.empty_like(photos[0])
    for place in np.ndindex(photos.shape[1:]):
        values, counts = np.unique(photos[(slice(None), *place)], return_counts=True)
        best[place] = values[counts.argmax()]
    return best, photos.mean(axis=0)


@right
def sorted_middle(photos):
    return np.sort(photos, axis=0)[len(photos) // 2], sum(photos) / len(photos)


wrong, right = TASKS["patch"]


@wrong("padding|−1|outside")
def without_padding(kernels, strides, paddings, place):
    first = last = place
    for k, s in zip(reversed(kernels), reversed(strides), strict=True):
        first, last = first * s, last * s + k - 1
    return first, last


@wrong("outside|−1|border|clip|0")
def cut_at_the_border(kernels, strides, paddings, place):
    first = last = place
    for k, s, p in zip(kernels[::-1], strides[::-1], paddings[::-1], strict=True):
        first = max(first * s - p, 0)
        last = last * s - p + k - 1
    return first, last


@wrong("last|k − 1|kernel − 1|one too|included|first place")
def one_pixel_too_many(kernels, strides, paddings, place):
    step, field, start = 1, 1, 0
    for k, s, p in zip(kernels, strides, paddings, strict=True):
        field += (k - 1) * step
        start -= p * step
        step *= s
    first = start + place * step
    return first, first + field


@wrong("order|direction|last layer|backward|from the logit|first layer")
def from_the_picture_on(kernels, strides, paddings, place):
    first = last = place
    for k, s, p in zip(kernels, strides, paddings, strict=True):
        first = first * s - p
        last = last * s - p + k - 1
    return first, last


@right
def from_all_pixels(kernels, strides, paddings, place):
    seen = {place}
    for k, s, p in list(zip(kernels, strides, paddings, strict=True))[::-1]:
        seen = {unit * s - p + i for unit in seen for i in range(k)}
    return [min(seen), max(seen)]


wrong, right = TASKS["move_pairs"]


@wrong("row|column|top|left|diagonal|two numbers|same number|independent")
def one_number_for_both_directions(targets, sources, size):
    moved_t, moved_s = [], []
    for t, s in zip(np.asarray(targets), np.asarray(sources), strict=True):
        high = min(t.shape[0], t.shape[1]) - size + 1
        top = left = np.random.randint(high)
        turn = -1 if np.random.rand() < 0.5 else 1
        moved_t.append(t[top : top + size, left : left + size][:, ::turn])
        moved_s.append(s[top : top + size, left : left + size][:, ::turn])
    return np.stack(moved_t), np.stack(moved_s)


@wrong("left|upside|vertical|top|axis|direction|right")
def upside_down(targets, sources, size):
    def mirror():
        return (slice(None, None, -1) if np.random.rand() < 0.5 else slice(None),)

    return crop_pairs(targets, sources, size, mirror)


@wrong("half|probab|always|never|every|mirror")
def always_mirrored(targets, sources, size):
    return crop_pairs(
        targets, sources, size, lambda: (slice(None), slice(None, None, -1))
    )


@wrong("mirror|target|source|alike|both|half of")
def only_the_target_is_mirrored(targets, sources, size):
    moved_t, moved_s = crop_pairs(targets, sources, size, lambda: ())
    turn = np.random.rand(len(moved_t)) < 0.5
    return np.where(turn[:, None, None, None], moved_t[:, :, ::-1], moved_t), moved_s


@right
def joined_channels(targets, sources, size):
    both = np.concatenate([targets, sources], axis=-1)
    rng, out = np.random.default_rng(), []
    for pair in both:
        if rng.integers(2):
            pair = np.fliplr(pair)
        top, left = rng.integers(np.array(pair.shape[:2]) - size + 1)
        out.append(pair[top : top + size, left : left + size])
    out = np.stack(out)
    return out[..., :3], out[..., 3:]


wrong, right = TASKS["wire"]


@wrong("join|concat|add|channels|sum")
def added(x, down, up):
    maps = []
    for block in down:
        x = block(x)
        maps.append(x)
    for block, skip in zip(up, maps[-2::-1], strict=True):
        new = block(x)
        channels = min(new.shape[-1], skip.shape[-1])
        x = new[..., :channels] + skip[..., :channels]
    return x


@wrong("last|each|every|not joined|final")
def last_not_joined(x, down, up):
    maps = []
    for block in down:
        x = block(x)
        maps.append(x)
    maps.pop()
    for block in up[:-1]:
        x = ops.concatenate([block(x), maps.pop()], axis=-1)
    return up[-1](x)


@wrong("channel|axis|last axis|height|width|batch")
def joined_along_the_width(x, down, up):
    maps = []
    for block in down:
        x = block(x)
        maps.append(x)
    for block, skip in zip(up, maps[-2::-1], strict=True):
        x = ops.concatenate([block(x), skip], axis=2)
    return x


@wrong("after|before|bottleneck|size")
def joined_before_the_block(x, down, up):
    maps = []
    for block in down:
        x = block(x)
        maps.append(x)
    for block, skip in zip(up, maps[::-1], strict=False):
        x = block(ops.concatenate([x, skip], axis=-1))
    return x


@right
def recursive(x, down, up):
    first, *inner = down
    skip = first(x)
    if not inner:
        return skip
    below = recursive(skip, inner, up[:-1])
    return keras.layers.concatenate([up[-1](below), skip])


wrong, right = TASKS["masked_loss"]


@wrong("visible|mask|all pixels|hidden|divide")
def mean_over_everything(target, fake, fake_logits, visible, l1_weight):
    distance = ops.mean(visible * ops.abs(target - fake))
    return ops.mean((fake_logits - 1) ** 2) + l1_weight * distance


@wrong("channel")
def channels_not_counted(target, fake, fake_logits, visible, l1_weight):
    distance = ops.sum(visible * ops.abs(target - fake)) / (ops.sum(visible) + 1e-8)
    return ops.mean(ops.square(fake_logits - 1)) + l1_weight * distance


@wrong("least.squares|cross-entropy|square")
def the_old_game(target, fake, fake_logits, visible, l1_weight):
    shown = visible * ops.ones_like(target)
    distance = ops.sum(shown * ops.abs(target - fake)) / ops.maximum(ops.sum(shown), 1)
    return ops.mean(ops.softplus(-fake_logits)) + l1_weight * distance


@wrong("NaN|nothing is visible|0/0|divide|zero")
def nothing_over_nothing(target, fake, fake_logits, visible, l1_weight):
    shown = tf.broadcast_to(visible, tf.shape(target))
    distance = tf.reduce_sum(shown * tf.abs(target - fake)) / tf.reduce_sum(shown)
    return tf.reduce_mean((fake_logits - 1.0) ** 2) + l1_weight * distance


@right
def with_boolean_mask(target, fake, fake_logits, visible, l1_weight):
    shown = tf.boolean_mask(tf.abs(target - fake), visible[..., 0] > 0.5)
    game = tf.reduce_mean(tf.math.squared_difference(fake_logits, 1.0))
    if tf.size(shown) == 0:
        return game
    return game + l1_weight * tf.reduce_mean(shown)


wrong, right = TASKS["mean_iou"]


@wrong("union|twice|overlap|both|subtract|minus|once")
def intersection_counted_twice(confusion):
    hits, rows = np.diag(confusion), confusion.sum(axis=1)
    here = rows > 0
    return np.mean(hits[here] / (rows + confusion.sum(axis=0))[here])


@wrong("each class|per class|for each|mean of|all classes together|first")
def all_classes_together(confusion):
    hits = np.trace(confusion)
    return hits / (2 * confusion.sum() - hits)


@wrong("never found|missed|left out|counts? (as|with) 0|with 0|occur in the plan")
def classes_that_were_met(confusion):
    hits = np.diag(confusion)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - hits
    with np.errstate(all="ignore"):
        iou = hits / union
    return np.mean(iou[iou > 0])


@wrong("mean|each class|list|one number|scalar|average")
def one_for_each_class(confusion):
    hits = np.diag(confusion)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - hits
    here = confusion.sum(axis=1) > 0
    return hits[here] / union[here]


@right
def with_loops(confusion):
    shares, n = [], len(confusion)
    for k in range(n):
        in_plan = sum(confusion[k][j] for j in range(n))
        if in_plan:
            found = sum(confusion[i][k] for i in range(n))
            shares.append(confusion[k][k] / (in_plan + found - confusion[k][k]))
    return sum(shares) / len(shares)
