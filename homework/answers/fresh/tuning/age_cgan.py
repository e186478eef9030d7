"""Fresh answers to homework `age_cgan`, the half for tuning."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import tasks
from homework.answers.fresh.common import rates, slope

TASKS = tasks()


wrong, right = TASKS["age_group"]


wrong(
    "19|18|border|decade|tens|not.*equally wide",
    decades=lambda ages: np.clip(np.asarray(ages) // 10 - 1, 0, 5),
)


wrong(
    "60|last|oldest",
    sixty_is_too_young=lambda ages: np.digitize(ages, [19, 30, 40, 50, 61]),
)


wrong("shape", flattened=lambda ages: np.digitize(np.ravel(ages), [19, 30, 40, 50, 60]))


@wrong("array|shape|each age|ambiguous|one age|elements|vector")
def ladder(ages):
    if ages <= 18:
        return 0
    for group, last in enumerate((29, 39, 49, 59), start=1):
        if ages <= last:
            return group
    return 5


@right
def sum_of_borders(ages):
    return sum(
        (np.asarray(ages) >= border).astype(int) for border in (19, 30, 40, 50, 60)
    )


wrong, right = TASKS["read_faces"]


@wrong("digit|two characters|first part|one digit|100|underscore")
def first_two_characters(names, load):
    images, ages = [], []
    for name in names:
        try:
            if len(name.split("_")) == 4:
                images.append(load(name))
                ages.append(int(name[:2].strip("_")))
        except OSError:
            continue
    return np.array(images), np.array(ages)


@wrong("order")
def sorted_by_name(names, load):
    images, ages = [], []
    for name in sorted(names):
        parts = name.split("_")
        if len(parts) == 4:
            try:
                images.append(load(name))
            except OSError:
                continue
            ages.append(int(parts[0]))
    return np.array(images), np.array(ages)


@wrong("broken|cannot be read|length|place|before|longer|belong|shift|own")
def age_first(names, load):
    images, ages = [], []
    for name in names:
        parts = name.split("_")
        if len(parts) == 4:
            ages.append(int(parts[0]))
            try:
                images.append(load(name))
            except OSError:
                pass
    return np.array(images), np.array(ages)


@right
def unpacked(names, load):
    found = []
    for name in names:
        try:
            age, _, _, _ = name.split("_")
        except ValueError:
            continue
        try:
            found.append((load(name), int(age)))
        except OSError:
            pass
    return np.stack([image for image, _ in found]), np.array([age for _, age in found])


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
