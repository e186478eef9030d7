"""Right and wrong answers to homework 03, task 2."""

import numpy as np

from homework.checks.conditional_gan.loader import HIDDEN
from homework.references.known import Known

# Task 2: the loader ---------------------------------------------------------------


def load_pairs(names, labels, read):
    """Only what could be read, image and label together."""
    pairs = []
    for name, label in zip(names, labels, strict=True):
        try:
            pairs.append((read(name), label))
        except OSError:
            continue
    return [image for image, _ in pairs], [label for _, label in pairs]


def broken_load(names, labels, read):
    """What the students repair: the labels of unreadable files stay."""
    images = []
    for name in names:
        try:
            images.append(read(name))
        except OSError:
            continue
    return images, labels


def cut_to_length(names, labels, read):
    """A mistake: as many labels as images, from the start."""
    images, labels = broken_load(names, labels, read)
    return images, labels[: len(images)]


def zeros_for_unreadable(names, labels, read):
    """A mistake: a black image takes the place of an unreadable one."""
    images = []
    for name in names:
        try:
            images.append(read(name))
        except OSError:
            images.append(np.zeros((2, 2, 1)))
    return images, labels


def stop_at_the_first(names, labels, read):
    """A mistake: break for continue."""
    images, kept = [], []
    for name, label in zip(names, labels, strict=True):
        try:
            images.append(read(name))
        except OSError:
            break
        kept.append(label)
    return images, kept


def in_a_dictionary(names, labels, read):
    """A mistake: a dictionary has one place for each name."""
    images, labels = load_pairs(names, labels, read)
    found = {
        float(np.mean(image)): label
        for image, label in zip(images, labels, strict=True)
    }
    return [np.full((2, 2, 1), number) for number in found], list(found.values())


def label_of_the_first(names, labels, read):
    """A mistake: the label is looked up by the name."""
    label_of = dict(zip(reversed(names), reversed(labels), strict=True))
    return load_pairs(names, [label_of[name] for name in names], read)


def catch_everything(names, labels, read):
    """A mistake: except Exception."""

    def read_quietly(name):
        try:
            return read(name)
        except Exception as error:
            raise OSError(name) from error

    return load_pairs(names, labels, read_quietly)


LOAD_PAIRS = Known(
    reference=load_pairs,
    mistakes={
        "the labels of unreadable files are still there: more labels than images.": (
            broken_load
        ),
        "as many labels as images are not yet the *right* labels: cutting the end off "
        "drops those of readable files.": cut_to_length,
        "an image of zeros with a label teaches D that this class is black; leave "
        "unreadable files out.": zeros_for_unreadable,
        "after an unreadable file you stop; go on with the next one.": (
            stop_at_the_first
        ),
        HIDDEN: catch_everything,
        "two files of a list may have the same name, and a dictionary keeps only one "
        "of them: keep images and labels in lists, by position.": in_a_dictionary,
        "two files of a list may have the same name: names.index(name) and a "
        "dictionary find the same label for both. Use zip(names, labels).": (
            label_of_the_first
        ),
    },
)
