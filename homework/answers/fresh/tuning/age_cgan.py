"""Fresh answers to homework `age_cgan`, the half for tuning."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import tasks
from homework.answers.fresh.common import rates, slope

TASKS = tasks()


wrong, right = TASKS["balanced_weights"]


@wrong("add up to 1|sum|probabilit|normalis")
def not_normalised(ages, borders, share):
    groups = np.digitize(ages, borders)
    counts = np.bincount(groups)
    return share / counts[groups] + (1 - share) / len(ages)


@wrong("have any faces|empty|without faces|no face|add up to 1")
def empty_groups_counted(ages, borders, share):
    groups = np.digitize(ages, borders)
    counts = np.bincount(groups, minlength=len(borders) + 1)
    balanced = 1 / (len(borders) + 1) / counts[groups]
    return share * balanced + (1 - share) / len(ages)


@wrong("share")
def share_overlooked(ages, borders, share):
    groups = np.digitize(ages, borders)
    weights = 1 / np.bincount(groups)[groups]
    return weights / weights.sum()


@wrong("border|first age|new group")
def borders_belong_below(ages, borders, share):
    groups = np.digitize(ages, borders, right=True)
    balanced = 1 / np.bincount(groups)[groups]
    return share * balanced / balanced.sum() + (1 - share) / len(ages)


@right
def group_by_group(ages, borders, share):
    edges = [-np.inf, *borders, np.inf]
    masks = [(ages >= a) & (ages < b) for a, b in zip(edges, edges[1:], strict=False)]
    masks = [mask for mask in masks if mask.any()]
    weights = np.full(len(ages), (1 - share) / len(ages))
    for mask in masks:
        weights[mask] += share / len(masks) / mask.sum()
    return weights


wrong, right = TASKS["split_people"]


@wrong("no person|in both|leak|pictures|same person")
def pictures_split(names, share, seed):
    order = np.random.default_rng(seed).permutation(len(names))
    tested = set(order[: max(1, round(share * len(names)))])
    train = [name for i, name in enumerate(names) if i not in tested]
    return train, [names[i] for i in sorted(tested)]


@wrong("order")
def people_one_after_another(names, share, seed):
    people = sorted({name[:3] for name in names})
    np.random.default_rng(seed).shuffle(people)
    count = max(1, round(share * len(people)))
    train = [name for p in people[count:] for name in names if name[:3] == p]
    return train, [name for p in people[:count] for name in names if name[:3] == p]


@wrong("seed|draw|everybody|random")
def the_first_people(names, share, seed):
    people = sorted({name.split("A")[0] for name in names})
    tested = people[: max(1, round(share * len(people)))]
    train = [name for name in names if name.split("A")[0] not in tested]
    return train, [name for name in names if name.split("A")[0] in tested]


@wrong("whatever order|order the names|sort")
def people_as_they_appear(names, share, seed):
    people = list(dict.fromkeys(name[:3] for name in names))
    rng = np.random.default_rng(seed)
    count = max(1, round(share * len(people)))
    tested = set(rng.choice(people, count, replace=False))
    train = [name for name in names if name[:3] not in tested]
    return train, [name for name in names if name[:3] in tested]


@right
def with_arrays(names, share, seed):
    names = np.array(names)
    who = np.array([int(name[:3]) for name in names])
    people = np.unique(who)
    np.random.seed(seed)
    tested = np.random.permutation(people)[: max(int(share * len(people) + 0.5), 1)]
    mask = np.isin(who, tested)
    return names[~mask], names[mask]


wrong, right = TASKS["identity_objective"]


@wrong("squared|square|root|norm")
def not_squared(generator, describe, latents, groups, photos):
    target = describe(photos)
    with tf.GradientTape() as tape:
        tape.watch(latents)
        gap = target - describe(generator([latents, groups]))
        distances = tf.norm(gap, axis=1)
    return distances, tape.gradient(distances, latents)


@wrong("describe|F\\(|pixel|description|descriptor")
def pixels(generator, describe, latents, groups, photos):
    with tf.GradientTape() as tape:
        tape.watch(latents)
        gap = photos - generator([latents, groups])
        distances = tf.reduce_sum(gap**2, axis=(1, 2, 3))
    return distances, tape.gradient(distances, latents)


@wrong("each photo|shape|batch|one number|scalar|every photo")
def one_number(generator, describe, latents, groups, photos):
    target = describe(photos)
    with tf.GradientTape() as tape:
        tape.watch(latents)
        gap = target - describe(generator([latents, groups]))
        distance = tf.reduce_sum(gap**2)
    return distance, tape.gradient(distance, latents)


@right
def through_a_variable(generator, describe, latents, groups, photos):
    z = tf.Variable(latents)
    with tf.GradientTape() as tape:
        gap = describe(generator([z, groups])) - describe(photos)
        distances = tf.einsum("nd,nd->n", gap, gap)
    return distances, tf.convert_to_tensor(tape.gradient(distances, z))


wrong, right = TASKS["improve"]


@wrong("plain|Adam|optimi|rate times")
def with_adam(generator, describe, latents, groups, photos, steps, rate, bound):
    target, z = describe(photos), tf.Variable(latents)
    optimizer = keras.optimizers.Adam(rate)
    for _ in range(steps):
        gradient = slope(generator, describe, tf.identity(z), groups, target)
        optimizer.apply_gradients([(gradient, z)])
        z.assign(tf.clip_by_value(z, -bound, bound))
    return tf.identity(z)


@wrong("plain|momentum|rate times|memory")
def with_momentum(generator, describe, latents, groups, photos, steps, rate, bound):
    target, z, speed = describe(photos), tf.identity(latents), 0.0
    for _ in range(steps):
        speed = 0.9 * speed - rate * slope(generator, describe, z, groups, target)
        z = tf.clip_by_value(z + speed, -bound, bound)
    return z


@wrong("each step|every step|again|new gradient|first gradient|anew|once")
def gradient_taken_once(
    generator, describe, latents, groups, photos, steps, rate, bound
):
    gradient = slope(generator, describe, latents, groups, describe(photos))
    for _ in range(steps):
        latents = tf.clip_by_value(latents - rate * gradient, -bound, bound)
    return latents


@right
def with_sgd(generator, describe, latents, groups, photos, steps, rate, bound):
    target, z = describe(photos), keras.Variable(latents)
    optimizer = keras.optimizers.SGD(rate)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            found = describe(generator([z.value, groups]))
            loss = ops.sum((found - target) ** 2)
        optimizer.apply([tape.gradient(loss, z.value)], [z])
        z.assign(ops.clip(z, -bound, bound))
    return ops.convert_to_tensor(z)


wrong, right = TASKS["error_rates"]


wrong(
    "below|equal|exactly|border|at the threshold",
    equal_is_accepted=lambda same, different, threshold: (
        np.mean(np.asarray(different) <= threshold),
        np.mean(np.asarray(same) > threshold),
    ),
)


wrong(
    "below|accepted|other way|direction|larger|complement|small distance",
    right_ones_counted=lambda same, different, threshold: (
        np.mean(np.asarray(different) >= threshold),
        np.mean(np.asarray(same) < threshold),
    ),
)


@wrong("of the pairs|accepted|divid|different people|precision|share")
def of_the_accepted(same, different, threshold):
    wrong_ones = np.sum(np.asarray(different) < threshold)
    accepted = wrong_ones + np.sum(np.asarray(same) < threshold)
    rejected = len(same) + len(different) - accepted
    missed = np.sum(np.asarray(same) >= threshold)
    return wrong_ones / max(accepted, 1), missed / max(rejected, 1)


wrong(
    "order|first|swapped|accepts first|turned",
    rejects_first=lambda same, different, threshold: (
        np.mean(np.asarray(same) >= threshold),
        np.mean(np.asarray(different) < threshold),
    ),
)


@right
def counted(same, different, threshold):
    accepts = sum(1 for d in different if d < threshold) / len(different)
    return accepts, 1 - sum(d < threshold for d in same) / len(same)


wrong, right = TASKS["equal_error_threshold"]


@wrong("sum|equal|difference|total|least errors|fewest")
def least_sum_of_rates(same, different):
    candidates = np.unique(np.concatenate([same, different]))
    accepts, rejects = rates(same, different, candidates)
    return candidates[np.argmin(accepts + rejects)]


@wrong("unit|0 to 1|scale|between 0 and 1|range|grid")
def grid_from_0_to_1(same, different):
    candidates = np.linspace(0, 1, 1001)
    accepts, rejects = rates(same, different, candidates)
    return candidates[np.argmin(np.abs(accepts - rejects))]


@wrong("form|Gauss|normal|spread|hill|bell|assum")
def two_gaussians(same, different):
    a, b = np.std(same), np.std(different)
    return (b * np.mean(same) + a * np.mean(different)) / (a + b)


@right
def bisection(same, different):
    low, high = (
        min(np.min(same), np.min(different)),
        max(np.max(same), np.max(different)),
    )
    for _ in range(200):
        middle = (low + high) / 2
        if np.mean(different < middle) < np.mean(same >= middle):
            low = middle
        else:
            high = middle
    ends = np.array([low, high])
    accepts, rejects = rates(same, different, ends)
    return ends[np.argmin(np.abs(accepts - rejects))]
