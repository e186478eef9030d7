"""Faults that the checks once overlooked, and right answers that they once refused."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

from homework.checks import (
    age_cgan,
    ageing,
    conditional_gan,
    dcgan,
    intro_gan,
    pix2pix,
)
from homework.checks.tasks import observe
from homework.references.ageing import step
from homework.references.pix2pix import pictures


def verdict(chapter, name, answer):
    return chapter.check.verdict_of(name, answer)


# Wrong answers --------------------------------------------------------------------


def rows_by_appearance(part, kept, judge_right):
    rows = []
    for name in dict.fromkeys(part.tolist()):
        here = part == name
        n, p = here.sum(), kept[here].mean()
        rows.append([n, p, np.sqrt(p * (1 - p) / n), judge_right[here].mean()])
    return np.array(rows)


def holes_skipped(layers):
    pixels = {0}
    for kernel, stride in reversed(layers):
        pixels = {place * stride + i for place in pixels for i in range(kernel)}
    return len(pixels)


def dictionary(names, labels, read):
    found = {}
    for name, label in zip(names, labels, strict=True):
        try:
            found[name] = (read(name), label)
        except OSError:
            continue
    return [image for image, _ in found.values()], [one for _, one in found.values()]


def sorted_only_by_luck(names, share, seed):
    people = list({int(name[:3]): None for name in names})
    count = max(1, round(share * len(people)))
    tested = set(np.random.default_rng(seed).permutation(people)[:count])
    train = [name for name in names if int(name[:3]) not in tested]
    return train, [name for name in names if int(name[:3]) in tested]


def visible_ones_only(target, fake, fake_logits, visible, l1_weight):
    gaps = ops.abs(target - fake)[tf.broadcast_to(visible, tf.shape(target)) > 0]
    return ops.mean((fake_logits - 1) ** 2) + l1_weight * ops.mean(gaps)


@pytest.mark.parametrize(
    ("chapter", "name", "answer", "said"),
    [
        (ageing, "table_by_part", rows_by_appearance, "increasing"),
        (dcgan, "receptive_field", holes_skipped, "holes"),
        (conditional_gan, "load_pairs", dictionary, "same name"),
        (age_cgan, "split_people", sorted_only_by_luck, "sort the people"),
        (pix2pix, "masked_loss", visible_ones_only, "at least 1"),
    ],
)
def test_what_one_seed_or_case_did_not_show_is_named(chapter, name, answer, said):
    found = verdict(chapter, name, answer)
    assert not found.passed and said in found.message


def judges_left_frozen(G, D, classifier, features, *rest):
    for judge in (D, classifier, features):
        judge.trainable = False
    step.step_with()(G, D, classifier, features, *rest)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (judges_left_frozen, "frozen afterwards"),
        (step.step_with(ask=step.with_pixels), "pixels"),
        (step.step_with(ask=step.with_ages(step.next_group)), "group"),
        (step.step_with(goal=0.0), "goal"),
    ],
)
def test_a_step_of_G_is_compared_in_numbers(answer, said):
    found = verdict(ageing, "generator_step", answer)
    assert not found.passed and said in found.message


def G_first(D, G, optimizer_D, optimizer_G, real, latents):
    for network, optimizer, loss in (
        (G, optimizer_G, lambda: ops.mean(ops.softplus(-D(G(latents))))),
        (
            D,
            optimizer_D,
            lambda: ops.mean(ops.softplus(-D(real)) + ops.softplus(D(G(latents)))),
        ),
    ):
        with tf.GradientTape() as tape:
            value = loss()
        weights = network.trainable_weights
        optimizer.apply(tape.gradient(value, weights), weights)


def test_G_that_moves_before_D_is_told():
    assert "G moves before D" in verdict(intro_gan, "train_step", G_first).message


def objective(generator, describe, latents, groups, photos, training=True):
    with tf.GradientTape() as tape:
        tape.watch(latents)
        found = describe(generator([latents, groups], training=training))
        distances = ops.sum((found - describe(photos)) ** 2, axis=1)
    return distances, tape.gradient(distances, latents)


def test_networks_in_training_mode_are_told():
    found = verdict(age_cgan, "identity_objective", objective)
    assert not found.passed and "training mode" in found.message


def clipped_gradients(generator, describe, latents, groups, photos, steps, rate, bound):
    for _ in range(steps):
        slope = objective(generator, describe, latents, groups, photos, False)[1]
        latents = latents - rate * ops.clip(slope, -1, 1)
        latents = ops.clip(latents, -bound, bound)
    return latents


def test_clipped_gradients_are_told_and_are_no_wrong_sign():
    found = verdict(age_cgan, "improve", clipped_gradients)
    assert not found.passed and "clip the *gradient*" in found.message


@pytest.mark.parametrize("smoothing", [0.1, 0.2])
def test_smooth_labels_are_named(smoothing):
    bce = keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=smoothing)
    found = verdict(
        intro_gan, "generator_loss", lambda fake: bce(ops.ones_like(fake), fake)
    )
    assert "smooth" in found.message


# Right answers --------------------------------------------------------------------


def average_in_place(path, beta):
    for t in range(1, len(path)):
        path[t] = beta * path[t - 1] + (1 - beta) * path[t]
    return path


def weights_one_by_one(ages, borders, share):
    groups = [sum(age >= border for border in borders) for age in ages]
    kinds = len(set(groups))
    return [share / kinds / groups.count(g) + (1 - share) / len(ages) for g in groups]


@pytest.mark.parametrize(
    ("chapter", "name", "answer"),
    [
        (dcgan, "moving_average", average_in_place),
        (age_cgan, "balanced_weights", weights_one_by_one),
    ],
)
def test_unusual_right_answers_are_accepted(chapter, name, answer):
    assert verdict(chapter, name, answer).passed


def reached(kernels, strides, paddings, place, size):
    """The pixels that change a logit of a stack whose kernels are all ones."""
    rows = np.eye(size)  # one pixel is 1 in each row
    for kernel, stride, padding in zip(kernels, strides, paddings, strict=True):
        rows = np.pad(rows, ((0, 0), (padding, padding)))
        windows = np.lib.stride_tricks.sliding_window_view(rows, kernel, axis=1)
        rows = windows[:, ::stride].sum(axis=-1)
    return np.flatnonzero(rows[:, place])


@pytest.mark.parametrize("place", [0, 3, 7])
def test_the_patch_of_a_logit_is_where_its_pixels_are(place):
    layers = [4, 3, 5, 4], [2, 1, 2, 2], [1, 2, 0, 1]
    pixels = reached(*layers, place, 80)
    first, last = pictures.patch(*layers, place)
    inside = np.clip([first, last], 0, 79)
    assert (pixels.min(), pixels.max()) == tuple(inside)
    assert place != 3 or (first, last) == tuple(inside)  # the one in the middle


# Half of the points ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        (lambda s, d, t: (np.mean(d < t), np.mean(s >= t)), 1),
        (lambda s, d, t: (np.mean(d < t), 0.5), 0.5),
        (lambda s, d, t: (np.mean(s >= t), np.mean(d < t)), 0),
        (lambda s, d, t: "many", 0),
    ],
)
def test_a_task_of_two_parts_gives_half_of_its_points_for_one(answer, share):
    found = verdict(age_cgan, "error_rates", answer)
    assert found.share == share
    assert ("Half of the points for: false accepts." in found.message) == (share == 0.5)


@pytest.mark.parametrize(("letters", "share"), [("BDAC", 1), ("BDCA", 0.5), ("A", 0)])
def test_half_of_the_letters_gives_half_of_the_points(letters, share):
    assert verdict(intro_gan, "diagnoses", lambda: letters).share == share


# Untouched or broken ----------------------------------------------------------------


def test_only_the_untouched_stub_is_not_done_yet():
    def untouched(*_):
        raise NotImplementedError("your code comes here")

    def broken(*_):  # as TensorFlow says it of a tensor that has no value yet
        raise NotImplementedError("Cannot convert a symbolic tf.Tensor to numpy")

    task = next(iter(intro_gan.check.tasks.values()))
    assert list(observe(task, untouched).values()) == [{"not done": ""}]
    assert "symbolic" in next(iter(observe(task, broken).values()))["raised"]
