"""Answers to task 2 of homework 03; answers_01.py describes the form."""

import contextlib

import numpy as np


def as_given(names, labels, read):
    images = []
    for name in names:
        try:
            images.append(read(name))
        except OSError:
            print("skipped", name)
    return np.array(images), np.array(labels)


def zipped_afterwards(names, labels, read):
    images, labels = as_given(names, labels, read)
    pairs = list(zip(images, labels, strict=False))
    return [image for image, _ in pairs], [label for _, label in pairs]


def last_labels(names, labels, read):
    images, labels = as_given(names, labels, read)
    return images, labels[len(labels) - len(images) :]


def black_images(names, labels, read):
    images = []
    for name in names:
        try:
            images.append(read(name))
        except OSError:
            images.append(np.zeros((2, 2, 1), "float32"))
    return images, list(labels)


def the_image_before(names, labels, read):
    images, last = [], np.zeros((2, 2, 1))
    for name in names:
        with contextlib.suppress(OSError):
            last = read(name)
        images.append(last)
    return images, list(labels)


def label_first(names, labels, read):
    images, kept = [], []
    for name, label in zip(names, labels, strict=True):
        try:
            kept.append(label)
            images.append(read(name))
        except OSError:
            continue
    return images, kept


def try_around_the_loop(names, labels, read):
    images, kept = [], []
    try:
        for name, label in zip(names, labels, strict=True):
            images.append(read(name))
            kept.append(label)
    except OSError:
        pass
    return images, kept


def remove_by_value(names, labels, read):
    images, kept = [], list(labels)
    for name, label in zip(names, labels, strict=True):
        try:
            images.append(read(name))
        except OSError:
            kept.remove(label)
    return images, kept


def delete_while_going(names, labels, read):
    images, kept = [], list(labels)
    for index, name in enumerate(names):
        try:
            images.append(read(name))
        except OSError:
            del kept[min(index, len(kept) - 1)]
    return images, kept


def delete_in_the_given_list(names, labels, read):
    images, index = [], 0
    for name in names:
        try:
            images.append(read(name))
            index += 1
        except OSError:
            del labels[index]
    return images, labels


def no_exception_handled(names, labels, read):
    return [read(name) for name in names], list(labels)


def everything_caught(names, labels, read):
    images, kept = [], []
    for name, label in zip(names, labels, strict=True):
        try:
            images.append(read(name))
        except Exception:
            continue
        kept.append(label)
    return images, kept


def counter_not_moved(names, labels, read):
    images, kept, index = [], [], 0
    for name in names:
        try:
            images.append(read(name))
            kept.append(labels[index])
            index += 1
        except OSError:
            continue
    return images, kept


def sorted_by_label(names, labels, read):
    images, kept = right_with_zip(names, labels, read)
    return images, sorted(kept)


def names_for_images(names, labels, read):
    images, kept = right_with_zip(names, labels, read)
    return kept, images


def dictionary_by_label(names, labels, read):
    found = {}
    for name, label in zip(names, labels, strict=True):
        try:
            found[label] = read(name)
        except OSError:
            continue
    return list(found.values()), list(found)


def without_the_bad_class(names, labels, read):
    images, bad = {}, set()
    for index, name in enumerate(names):
        try:
            images[index] = read(name)
        except OSError:
            bad.add(labels[index])
    kept = [index for index in images if labels[index] not in bad]
    return [images[index] for index in kept], [labels[index] for index in kept]


def one_retry(names, labels, read):
    images, kept = [], []
    for index, label in enumerate(labels):
        try:
            images.append(read(names[index]))
        except OSError:
            images.append(read(names[(index + 1) % len(names)]))
        kept.append(label)
    return images, kept


def right_with_zip(names, labels, read):
    images, kept = [], []
    for name, label in zip(names, labels, strict=True):
        try:
            image = read(name)
        except OSError:
            continue
        images.append(image)
        kept.append(label)
    return images, kept


WRONG_LOAD_PAIRS = {
    as_given: "more labels",
    zipped_afterwards: "not yet the \\*right\\*|another one's label",
    last_labels: "another one's label|position",
    black_images: "zeros",
    the_image_before: "no more|leave unreadable",
    label_first: "more labels|after read|one label for each",
    try_around_the_loop: "go on|stop",
    remove_by_value: "by its value",
    delete_while_going: "another one's label|position",
    delete_in_the_given_list: "given to you",
    no_exception_handled: "OSError|unreadable",
    everything_caught: "hidden",
    counter_not_moved: "another one's label|position|\\*right\\*",
    sorted_by_label: "another one's label|sort|order",
    names_for_images: "images first|swapped|order",
    dictionary_by_label: "no fewer|several",
    without_the_bad_class: "no fewer",
    one_retry: "no more|leave unreadable",
}


def by_index(names, labels, read):
    images, kept = [], []
    for i in range(len(names)):
        try:
            images.append(read(names[i]))
            kept.append(labels[i])
        except OSError as error:
            print("skipped", error)
    return np.array(images), np.array(kept)


def by_pairs(names, labels, read):
    def pairs():
        for name, label in zip(names, labels, strict=True):
            with contextlib.suppress(OSError):
                yield read(name), label

    found = list(pairs())
    return [image for image, _ in found], tuple(label for _, label in found)


def by_a_mask(names, labels, read):
    images, readable = [], np.zeros(len(names), bool)
    for i, name in enumerate(names):
        try:
            images.append(read(name))
        except (OSError, EOFError):
            continue
        readable[i] = True
    return images, np.asarray(labels)[readable]


def by_a_sentinel(names, labels, read):
    def try_to_read(name):
        try:
            return read(name)
        except OSError:
            return None

    found = [(try_to_read(n), label) for n, label in zip(names, labels, strict=True)]
    found = [pair for pair in found if pair[0] is not None]
    return [pair[0] for pair in found], [pair[1] for pair in found]


RIGHT_LOAD_PAIRS = [right_with_zip, by_index, by_pairs, by_a_mask, by_a_sentinel]
