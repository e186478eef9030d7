"""Fresh answers to homework `age_cgan`, the half for measuring."""

import numpy as np
import tensorflow as tf

from homework.answers import tasks
from homework.answers.fresh.common import rates, slope

TASKS = tasks()


wrong, right = TASKS["age_group"]


wrong(
    "0 to 5|from 0|start|one too|1 to 6|first group",
    one_to_six=lambda ages: np.digitize(ages, [19, 30, 40, 50, 60]) + 1,
)


wrong(
    "18|19|border|belongs|inclu",
    eighteen_is_grown_up=lambda ages: np.digitize(ages, [18, 29, 39, 49, 59]),
)


@wrong("number|one-hot|shape|0 to 5|group")
def one_hot(ages):
    return np.eye(6)[np.digitize(ages, [19, 30, 40, 50, 60])]


right(
    one_at_a_time=np.vectorize(
        lambda age: 0 if age < 19 else 1 if age < 30 else min(int(age) // 10 - 1, 5)
    )
)


wrong, right = TASKS["read_faces"]


@wrong("number|string|text|int")
def ages_as_text(names, load):
    images, ages = [], []
    for name in names:
        parts = name.split("_")
        if len(parts) != 4:
            continue
        try:
            image = load(name)
        except OSError:
            continue
        images.append(image)
        ages.append(parts[0])
    return np.array(images), np.array(ages)


@wrong("gender|first part|part|age")
def second_part(names, load):
    images, ages = [], []
    for name in names:
        parts = name.split("_")
        if len(parts) == 4:
            try:
                images.append(load(name))
            except OSError:
                continue
            ages.append(int(parts[1]))
    return np.array(images), np.array(ages)


@wrong("four parts|part|too few|race")
def parts_not_counted(names, load):
    images, ages = [], []
    for name in names:
        try:
            images.append(load(name))
            ages.append(int(name.split("_")[0]))
        except OSError:
            continue
    return np.array(images), np.array(ages)


@right
def two_passes(names, load):
    images = {}
    for place, name in enumerate(names):
        if name.count("_") == 3:
            try:
                images[place] = load(name)
            except OSError:
                continue
    ages = [int(names[place].partition("_")[0]) for place in images]
    return np.array(list(images.values())), np.array(ages)


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
