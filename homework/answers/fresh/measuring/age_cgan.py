"""Fresh answers to homework `age_cgan`, the half for measuring."""

import random

import numpy as np
import tensorflow as tf

from homework.answers import tasks
from homework.answers.fresh.common import rates, slope

TASKS = tasks()


wrong, right = TASKS["balanced_weights"]


@wrong("number for each group|each face|shape|how many|as many|one for each")
def one_for_each_group(ages, borders, share):
    counts = np.bincount(np.digitize(ages, borders))
    balanced = np.where(counts > 0, 1 / np.maximum(counts, 1), 0)
    return share * balanced / balanced.sum() + (1 - share) / len(counts)


@wrong("turned|rare|frequent|more often|inverse|1 /|equally often")
def frequent_ones_first(ages, borders, share):
    groups = np.digitize(ages, borders)
    frequent = np.bincount(groups)[groups].astype(float)
    return share * frequent / frequent.sum() + (1 - share) / len(ages)


@wrong("before|first|scale|normalis|mix|add up|both parts")
def mixed_and_then_normalised(ages, borders, share):
    groups = np.digitize(ages, borders)
    weights = share / np.bincount(groups)[groups] + (1 - share)
    return weights / weights.sum()


@wrong("turned|share=1|share=0|swap|other way")
def share_turned_round(ages, borders, share):
    groups = np.digitize(ages, borders)
    balanced = 1 / np.bincount(groups)[groups]
    return (1 - share) * balanced / balanced.sum() + share / len(ages)


@right
def with_unique(ages, borders, share):
    groups = np.searchsorted(borders, ages, side="right")
    names, which, counts = np.unique(groups, return_inverse=True, return_counts=True)
    balanced = 1.0 / (len(names) * counts[which])
    return np.average(
        [balanced, np.full(len(ages), 1 / len(ages))],
        axis=0,
        weights=[share, 1 - share],
    )


wrong, right = TASKS["split_people"]


@wrong("at least one|rounded|round")
def rounded_down(names, share, seed):
    people = sorted({name[:3] for name in names})
    count = int(share * len(people))
    tested = np.random.default_rng(seed).permutation(people)[:count]
    train = [name for name in names if name[:3] not in tested]
    return train, [name for name in names if name[:3] in tested]


@wrong("people|not of the pictures|number of people")
def people_until_the_pictures_are_enough(names, share, seed):
    people = sorted({name[:3] for name in names})
    np.random.default_rng(seed).shuffle(people)
    tested = set()
    while sum(name[:3] in tested for name in names) < share * len(names):
        tested.add(people.pop())
    train = [name for name in names if name[:3] not in tested]
    return train, [name for name in names if name[:3] in tested]


@wrong("seed|same again|drawn")
def another_time_others(names, share, seed):
    people = list({name[:3] for name in names})
    np.random.shuffle(people)
    tested = people[: max(1, round(share * len(people)))]
    train = [name for name in names if name[:3] not in tested]
    return train, [name for name in names if name[:3] in tested]


@wrong("in both|no person|first three|same person|leak")
def name_before_the_ending(names, share, seed):
    people = sorted({name.split(".")[0] for name in names})
    np.random.default_rng(seed).shuffle(people)
    tested = people[: max(1, round(share * len(people)))]
    train = [name for name in names if name.split(".")[0] not in tested]
    return train, [name for name in names if name.split(".")[0] in tested]


@right
def with_a_dictionary(names, share, seed):
    pictures = {}
    for name in names:
        pictures.setdefault(name.partition("A")[0], []).append(name)
    draw = random.Random(seed)
    count = max(1, round(len(pictures) * share))
    tested = draw.sample(sorted(pictures), count)
    test = [name for person in tested for name in pictures[person]]
    return sorted(set(names) - set(test), key=names.index), sorted(
        test, key=names.index
    )


wrong, right = TASKS["identity_objective"]


@wrong("mean|batch|each|own|factor|divid")
def gradient_of_the_mean(generator, describe, latents, groups, photos):
    target = describe(photos)
    with tf.GradientTape() as tape:
        tape.watch(latents)
        gap = target - describe(generator([latents, groups]))
        distances = tf.reduce_sum(gap**2, axis=1)
        loss = tf.reduce_mean(distances)
    return distances, tape.gradient(loss, latents)


@wrong("sign|downhill|minus|direction|negative|uphill")
def negative_gradient(generator, describe, latents, groups, photos):
    target = describe(photos)
    with tf.GradientTape() as tape:
        tape.watch(latents)
        gap = target - describe(generator([latents, groups]))
        distances = tf.reduce_sum(gap**2, axis=1)
    return distances, -tape.gradient(distances, latents)


@wrong("watch|None|gradient")
def latents_not_watched(generator, describe, latents, groups, photos):
    with tf.GradientTape() as tape:
        gap = describe(photos) - describe(generator([latents, groups]))
        distances = tf.reduce_sum(gap**2, axis=1)
    return distances, tape.gradient(distances, latents)


@right
def photo_by_photo(generator, describe, latents, groups, photos):
    distances, gradients = [], []
    for i in range(len(latents)):
        z = tf.identity(latents[i : i + 1])
        with tf.GradientTape() as tape:
            tape.watch(z)
            gap = describe(photos[i : i + 1]) - describe(
                generator([z, groups[i : i + 1]])
            )
            distance = tf.reduce_sum(gap**2)
        distances.append(distance)
        gradients.append(tape.gradient(distance, z)[0])
    return tf.stack(distances), tf.stack(gradients)


wrong, right = TASKS["improve"]


@wrong("each step|every step|clip|after each|at the end|in each")
def clipped_at_the_end(
    generator, describe, latents, groups, photos, steps, rate, bound
):
    target, z = describe(photos), tf.identity(latents)
    for _ in range(steps):
        z = z - rate * slope(generator, describe, z, groups, target)
    return tf.clip_by_value(z, -bound, bound)


@wrong("number of steps|one step|steps|too few|less")
def one_step_too_few(generator, describe, latents, groups, photos, steps, rate, bound):
    target, z = describe(photos), tf.identity(latents)
    for _ in range(1, steps):
        gradient = slope(generator, describe, z, groups, target)
        z = tf.clip_by_value(z - rate * gradient, -bound, bound)
    return z


@wrong("mean|batch|own photo|too small|factor|divid|each photo")
def mean_of_the_batch(generator, describe, latents, groups, photos, steps, rate, bound):
    target, z = describe(photos), tf.identity(latents)
    for _ in range(steps):
        gradient = slope(generator, describe, z, groups, target) / len(photos)
        z = tf.clip_by_value(z - rate * gradient, -bound, bound)
    return z


@right
def a_compiled_step(generator, describe, latents, groups, photos, steps, rate, bound):
    target = tf.stop_gradient(describe(photos))

    @tf.function(jit_compile=False)
    def step(z):
        with tf.GradientTape() as tape:
            tape.watch(z)
            loss = tf.reduce_sum((target - describe(generator([z, groups]))) ** 2)
        return tf.clip_by_value(z - rate * tape.gradient(loss, z), -bound, bound)

    z = tf.convert_to_tensor(latents)
    for _ in range(steps):
        z = step(z)
    return z


wrong, right = TASKS["error_rates"]


@wrong("of the pairs|own|all pairs|divid|number of pairs|its kind")
def of_all_pairs(same, different, threshold):
    count = len(same) + len(different)
    return (
        np.sum(np.asarray(different) < threshold) / count,
        np.sum(np.asarray(same) >= threshold) / count,
    )


@wrong("own|1 −|1 -|same person|second|each|independent|reject")
def second_is_one_minus_first(same, different, threshold):
    accepts = np.mean(np.asarray(different) < threshold)
    return accepts, 1 - accepts


wrong(
    "0 to 1|percent|100|share",
    in_percent=lambda same, different, threshold: (
        100 * np.mean(np.asarray(different) < threshold),
        100 * np.mean(np.asarray(same) >= threshold),
    ),
)


@right
def searched(same, different, threshold):
    accepts = np.searchsorted(np.sort(different), threshold) / np.size(different)
    rejects = 1 - np.searchsorted(np.sort(same), threshold) / np.size(same)
    return np.array([accepts, rejects])


wrong, right = TASKS["equal_error_threshold"]


@wrong("index|distance|place|position|number of")
def the_place(same, different):
    candidates = np.unique(np.concatenate([same, different]))
    accepts, rejects = rates(same, different, candidates)
    return np.argmin(np.abs(accepts - rejects))


@wrong("number of pairs|share|rate|count|how many")
def equal_counts(same, different):
    candidates = np.unique(np.concatenate([same, different]))
    accepts, rejects = rates(same, different, candidates)
    gap = np.abs(accepts * len(different) - rejects * len(same))
    return candidates[np.argmin(gap)]


@wrong("threshold|rate|distance|not the (error|rate)")
def the_rate_itself(same, different):
    candidates = np.unique(np.concatenate([same, different]))
    accepts, rejects = rates(same, different, candidates)
    best = np.argmin(np.abs(accepts - rejects))
    return (accepts[best] + rejects[best]) / 2


@right
def between_neighbours(same, different):
    values = np.unique(np.concatenate([same, different]))
    candidates = np.concatenate(
        [values, (values[1:] + values[:-1]) / 2, [values[-1] + 1]]
    )
    accepts, rejects = rates(np.asarray(same), np.asarray(different), candidates)
    return float(candidates[np.argmin(np.abs(accepts - rejects))])
