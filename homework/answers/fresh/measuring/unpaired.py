"""Fresh answers to homework `unpaired`, the half that only measures."""

import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import tasks

TASKS = tasks()

wrong, right = TASKS["cycle_loss"]


@wrong("gradient|stop|fixed|constant|learn|tensor")
def stopped_at_the_fakes(there, back, a, b):
    fake_b, fake_a = tf.stop_gradient(there(a)), tf.stop_gradient(back(b))
    return ops.mean(ops.abs(a - back(fake_b))) + ops.mean(ops.abs(b - there(fake_a)))


@wrong("both|second|other|one way|b ")
def one_circle_only(there, back, a, b):
    return ops.mean(ops.abs(a - back(there(a))))


@wrong("square|absolute|abs")
def squares(there, back, a, b):
    one, other = a - back(there(a)), b - there(back(b))
    return ops.mean(one**2) + ops.mean(other**2)


@right
def in_one_line_each(there, back, a, b):
    first = tf.reduce_mean(tf.abs(back(there(a)) - a))
    return first + tf.reduce_mean(tf.abs(there(back(b)) - b))


wrong, right = TASKS["ask_pool"]


@wrong("kept|pool|take|place|replace|stays")
def never_replaced(kept, new, size, coin, place):
    if len(kept) < size:
        return new, [*kept, new]
    return (kept[place], kept) if coin else (new, kept)


@wrong("full|room|coin")
def coin_first(kept, new, size, coin, place):
    if coin and kept:
        shown = kept[place % len(kept)]
        return shown, [new if i == place else one for i, one in enumerate(kept)]
    return new, [*kept, new] if len(kept) < size else kept


@wrong("end|last|order|first")
def kept_at_the_front(kept, new, size, coin, place):
    if len(kept) < size:
        return new, [new, *kept]
    if not coin:
        return new, kept
    return kept[place], [*kept[:place], new, *kept[place + 1 :]]


@right
def with_a_copy(kept, new, size, coin, place):
    pool, shown = list(kept), new
    if len(pool) < size:
        pool.append(new)
    elif coin:
        shown, pool[place] = pool[place], new
    return shown, pool


wrong, right = TASKS["change_in_and_out"]


@wrong("all photos|together|mean of means|each photo|pixels|size")
def a_mean_of_each_photo(sources, translated, masks):
    change = np.abs(translated - sources).mean(axis=-1)
    inside = [c[m].mean() for c, m in zip(change, masks, strict=True) if m.any()]
    outside = [c[~m].mean() for c, m in zip(change, masks, strict=True) if not m.all()]
    return np.mean(inside), np.mean(outside)


@wrong("order|swap|first|animal")
def the_other_way_round(sources, translated, masks):
    change = np.abs(translated - sources)
    return change[~masks].mean(), change[masks].mean()


@wrong("absolute|sign|abs")
def signed(sources, translated, masks):
    change = translated - sources
    return change[masks].mean(), change[~masks].mean()


@right
def by_weights(sources, translated, masks):
    change = np.abs(np.asarray(translated) - np.asarray(sources)).mean(axis=-1)
    inside = np.asarray(masks).astype("float64")
    outside = 1 - inside
    return (
        (change * inside).sum() / inside.sum(),
        (change * outside).sum() / outside.sum(),
    )
