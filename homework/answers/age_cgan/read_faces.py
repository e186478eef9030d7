"""Answers to `read_faces` of homework 05."""

import contextlib
import re

import numpy as np
import tensorflow as tf

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def good_name(name):
    return name.count("_") == 3


def readable(name, load):
    try:
        load(name)
    except OSError:
        return False
    return True


def age_of(name):
    return int(name.split("_")[0])


def arrays(images, ages):
    return np.array(images), np.array(ages)


def collected(keep=good_name, image=lambda name, load: load(name), age=age_of):
    """Pairs of the names to keep, with another image or age for each."""

    def answer(names, load):
        images, ages = [], []
        for name in filter(keep, names):
            with contextlib.suppress(OSError):
                images.append(image(name, load))
                ages.append(age(name))
        return arrays(images, ages)

    return answer


def black_if_broken(name, load):
    return load(name) if readable(name, load) else np.zeros((2, 2))


def unpacked(name):
    age, _, _, _ = name.split("_")
    return int(age)


in_one_loop = collected()

wrong(
    "do not belong together|stand-ins", black_pictures=collected(image=black_if_broken)
)
wrong(
    r"\*first\* part",
    gender_in_place_of_age=collected(age=lambda name: int(name.split("_")[1])),
)
wrong(
    "0 is an age",
    zero_is_false=collected(lambda name: good_name(name) and age_of(name)),
)
wrong(
    "three digits|one, two or three",
    two_digits=collected(age=lambda name: int(name[:2].strip("_"))),
)
wrong("without four parts", wrong_names_not_expected=collected(bool, age=unpacked))
wrong("order of the faces", both_sorted=lambda n, load: in_one_loop(sorted(n), load))
wrong("two|images and ages|ages", images_only=lambda n, load: in_one_loop(n, load)[0])
wrong("images.*ages|order", ages_first=lambda n, load: in_one_loop(n, load)[::-1])


@wrong("catch it")
def nothing_caught(names, load):
    return arrays([load(name) for name in names], [age_of(name) for name in names])


@wrong("one list but not in the other")
def ages_of_all(names, load):
    images = [load(name) for name in names if readable(name, load)]
    return arrays(images, [age_of(name) for name in names])


@wrong("one list but not in the other")
def ages_before_images(names, load):
    images, ages = [], []
    for name in names:
        with contextlib.suppress(OSError, ValueError):
            ages.append(age_of(name))
            images.append(load(name))
    return arrays(images, ages)


@wrong("do not belong together")
def cut_to_the_same_length(names, load):
    images, ages = ages_before_images(names, load)
    return images, ages[: len(images)]


@wrong("do not belong together|stand-ins")
def the_last_picture_again(names, load):
    images, ages, image = [], [], None
    for name in filter(good_name, names):
        image = load(name) if readable(name, load) else image
        images.append(image)
        ages.append(age_of(name))
    return arrays(images, ages)


@wrong("do not belong together")
def images_sorted(names, load):
    images = [load(name) for name in sorted(names) if readable(name, load)]
    return np.array(images), in_one_loop(names, load)[1]


@wrong("do not belong together")
def ages_sorted(names, load):
    images, ages = in_one_loop(names, load)
    return images, np.sort(ages)


@wrong("no stopping")
def stops_at_the_first(names, load):
    images, ages = [], []
    with contextlib.suppress(OSError):
        for name in filter(good_name, names):
            images.append(load(name))
            ages.append(age_of(name))
    return arrays(images, ages)


@wrong("without four parts")
def wrong_names_kept(names, load):
    images, ages = [], []
    for name in names:
        with contextlib.suppress(OSError, IndexError):
            images.append(load(name))
            ages.append(int(re.findall(r"\d+", name)[0]))
    return arrays(images[: len(ages)], ages)


@wrong("only these|skip")
def list_shortened_while_it_is_read(names, load):
    for i, name in enumerate(names):
        if not good_name(name) or not readable(name, load):
            del names[i + 1 : i + 2]
    return in_one_loop(names, load)


right(in_one_loop=in_one_loop)


@right
def with_two_lists(names, load):
    good = [name for name in names if good_name(name) and readable(name, load)]
    images = [load(name) for name in good]
    return images, [int(name.partition("_")[0]) for name in good]


@right
def with_pairs(names, load):
    pairs = []
    for name in names:
        found = re.fullmatch(r"(\d+)_\d_\d_\w+\.jpg", name)
        with contextlib.suppress(OSError):
            if found:
                pairs.append((load(name), int(found[1])))
    images, ages = zip(*pairs, strict=True)
    return np.stack(images), np.array(ages, "float32")


@right
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


@right
def with_a_dictionary(names, load):
    good = [name for name in names if good_name(name)]
    faces = {name: load(name) for name in good if readable(name, load)}
    return list(faces.values()), [age_of(name) for name in faces]
