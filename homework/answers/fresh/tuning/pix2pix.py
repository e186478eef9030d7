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


wrong, right = TASKS["receptive_field"]


@wrong("before|own stride|j < i|earlier|itself")
def own_stride_included(kernels, strides):
    field, step = 1, 1
    for kernel, stride in zip(kernels, strides, strict=True):
        step *= stride
        field += (kernel - 1) * step
    return field


@wrong("after|before|j < i|later|earlier|direction|order")
def strides_after(kernels, strides):
    return 1 + sum(
        (k - 1) * int(np.prod(strides[i + 1 :])) for i, k in enumerate(kernels)
    )


@wrong("before|stride|last layer|j < i|product|each layer")
def product_of_all_strides(kernels, strides):
    return 1 + sum(k - 1 for k in kernels) * int(np.prod(strides))


@right
def backwards(kernels, strides):
    field = 1
    for kernel, stride in zip(kernels[::-1], strides[::-1], strict=True):
        field = (field - 1) * stride + kernel
    return field


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


wrong, right = TASKS["generator_loss"]


wrong(
    "weight|λ|lambda|1 - |1 −|mix|adversarial",
    mixture=lambda target, fake, fake_logits, l1_weight: (
        (1 - l1_weight) * ops.mean(ops.softplus(-fake_logits))
        + l1_weight * ops.mean(ops.abs(target - fake))
    ),
)


wrong(
    "square|L2|absolute|L1|root",
    huber=lambda target, fake, fake_logits, l1_weight: (
        ops.mean(ops.softplus(-fake_logits))
        + l1_weight * keras.losses.Huber()(target, fake)
    ),
)


wrong(
    "weight|100|l1_weight|λ|lambda",
    always_a_hundred=lambda target, fake, fake_logits, l1_weight: (
        ops.mean(ops.softplus(-fake_logits)) + 100 * ops.mean(ops.abs(target - fake))
    ),
)


wrong(
    "sign|label|fool|real|caught|minus|direction",
    d_side=lambda target, fake, fake_logits, l1_weight: (
        ops.mean(ops.softplus(fake_logits))
        + l1_weight * ops.mean(ops.abs(target - fake))
    ),
)


@right
def keras_losses(target, fake, fake_logits, l1_weight):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    mae = keras.losses.MeanAbsoluteError()
    return bce(tf.ones_like(fake_logits), fake_logits) + l1_weight * mae(target, fake)


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
