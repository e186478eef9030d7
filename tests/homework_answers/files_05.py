"""Answers to task 2 of homework 05; answers_01.py describes the form."""

import re

import numpy as np
import tensorflow as tf


def good_name(name):
    return name.count("_") == 3


def nothing_caught(names, load):
    return (
        np.stack([load(name) for name in names]),
        np.array([int(name.split("_")[0]) for name in names]),
    )


def ages_of_all(names, load):
    images = []
    for name in names:
        try:
            images.append(load(name))
        except OSError:
            continue
    return np.array(images), np.array([int(name.split("_")[0]) for name in names])


def ages_before_images(names, load):
    images, ages = [], []
    for name in names:
        try:
            ages.append(int(name.split("_")[0]))
            images.append(load(name))
        except (OSError, ValueError):
            continue
    return np.array(images), np.array(ages)


def cut_to_the_same_length(names, load):
    images, ages = ages_before_images(names, load)
    return images, ages[: len(images)]


def black_pictures(names, load):
    images, ages = [], []
    for name in filter(good_name, names):
        try:
            images.append(load(name))
        except OSError:
            images.append(np.zeros((2, 2)))
        ages.append(int(name.split("_")[0]))
    return np.array(images), np.array(ages)


def the_last_picture_again(names, load):
    images, ages, image = [], [], None
    for name in filter(good_name, names):
        image = load(name) if readable(name, load) else image
        images.append(image)
        ages.append(int(name.split("_")[0]))
    return np.array(images), np.array(ages)


def gender_in_place_of_age(names, load):
    images, ages = [], []
    for name in filter(good_name, names):
        try:
            images.append(load(name))
            ages.append(int(name.split("_")[1]))
        except OSError:
            continue
    return np.array(images), np.array(ages)


def images_sorted(names, load):
    images, ages = in_one_loop(names, load)
    return np.array(
        [load(name) for name in sorted(names) if readable(name, load)]
    ), ages


def ages_sorted(names, load):
    images, ages = in_one_loop(names, load)
    return images, np.sort(ages)


def both_sorted(names, load):
    return in_one_loop(sorted(names), load)


def stops_at_the_first(names, load):
    images, ages = [], []
    try:
        for name in filter(good_name, names):
            images.append(load(name))
            ages.append(int(name.split("_")[0]))
    except OSError:
        print("broken file")
    return np.array(images), np.array(ages)


def wrong_names_kept(names, load):
    images, ages = [], []
    for name in names:
        try:
            images.append(load(name))
            ages.append(int(re.findall(r"\d+", name)[0]))
        except (OSError, IndexError):
            continue
    return np.array(images[: len(ages)]), np.array(ages)


def wrong_names_not_expected(names, load):
    images, ages = [], []
    for name in names:
        try:
            image = load(name)
        except OSError:
            continue
        age, _, _, _ = name.split("_")
        images.append(image)
        ages.append(int(age))
    return np.array(images), np.array(ages)


def zero_is_false(names, load):
    images, ages = [], []
    for name in filter(good_name, names):
        age = int(name.split("_")[0])
        if age and readable(name, load):
            images.append(load(name))
            ages.append(age)
    return np.array(images), np.array(ages)


def two_digits(names, load):
    images, ages = [], []
    for name in filter(good_name, names):
        if readable(name, load):
            images.append(load(name))
            ages.append(int(name[:2].strip("_")))
    return np.array(images), np.array(ages)


def images_only(names, load):
    return in_one_loop(names, load)[0]


def ages_first(names, load):
    return in_one_loop(names, load)[::-1]


def list_shortened_while_it_is_read(names, load):
    for i, name in enumerate(names):
        if not good_name(name) or not readable(name, load):
            del names[i + 1 : i + 2]
    return in_one_loop(names, load)


def readable(name, load):
    try:
        load(name)
    except OSError:
        return False
    return True


def in_one_loop(names, load):
    images, ages = [], []
    for name in names:
        if not good_name(name):
            continue
        try:
            image = load(name)
        except OSError:
            continue
        images.append(image)
        ages.append(int(name.split("_")[0]))
    return np.array(images), np.array(ages)


WRONG_READ_FACES = {
    nothing_caught: "catch it",
    ages_of_all: "one list but not in the other",
    ages_before_images: "one list but not in the other",
    cut_to_the_same_length: "do not belong together",
    black_pictures: "do not belong together|stand-ins",
    the_last_picture_again: "do not belong together|stand-ins",
    gender_in_place_of_age: r"\*first\* part",
    images_sorted: "do not belong together",
    ages_sorted: "do not belong together",
    both_sorted: "order of the faces",
    stops_at_the_first: "no stopping",
    wrong_names_kept: "without four parts",
    wrong_names_not_expected: "without four parts",
    zero_is_false: "0 is an age",
    two_digits: "three digits|one, two or three",
    images_only: "two|images and ages|ages",
    ages_first: "images.*ages|order",
    list_shortened_while_it_is_read: "only these|skip",
}


def with_two_lists(names, load):
    good = [name for name in names if good_name(name) and readable(name, load)]
    images = [load(name) for name in good]
    return images, [int(name.partition("_")[0]) for name in good]


def with_pairs(names, load):
    pairs = []
    for name in names:
        found = re.fullmatch(r"(\d+)_\d_\d_\w+\.jpg", name)
        try:
            if found:
                pairs.append((load(name), int(found[1])))
        except OSError:
            continue
    images, ages = zip(*pairs, strict=True)
    return np.stack(images), np.array(ages, "float32")


def with_unpacking(names, load):
    images, ages = [], []
    for name in names:
        try:
            age, _, _, _ = name.split("_")
            image = load(name)
        except (ValueError, OSError):
            continue
        images += [image]
        ages += [int(age)]
    return tf.stack(images), tf.constant(ages)


def with_a_dictionary(names, load):
    faces = {
        name: load(name) for name in names if good_name(name) and readable(name, load)
    }
    return list(faces.values()), [int(name.split("_")[0]) for name in faces]


RIGHT_READ_FACES = [
    in_one_loop,
    with_two_lists,
    with_pairs,
    with_unpacking,
    with_a_dictionary,
]
