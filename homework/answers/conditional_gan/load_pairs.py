"""Answers to `load_pairs` of homework 03."""

import contextlib

import numpy as np

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def tried(names, read):
    """The images, None in place of those that cannot be read."""
    images = []
    for name in names:
        try:
            images.append(read(name))
        except OSError:
            images.append(None)
    return images


def readable(names, read):
    """The images that can be read."""
    return [image for image in tried(names, read) if image is not None]


@wrong("more labels")
def as_given(names, labels, read):
    return np.array(readable(names, read)), np.array(labels)


@wrong("not yet the \\*right\\*|another one's label")
def zipped_afterwards(names, labels, read):
    pairs = list(zip(readable(names, read), labels, strict=False))
    return [image for image, _ in pairs], [label for _, label in pairs]


@wrong("another one's label|position")
def last_labels(names, labels, read):
    images = readable(names, read)
    return images, labels[len(labels) - len(images) :]


@wrong("zeros")
def black_images(names, labels, read):
    black = np.zeros((2, 2, 1), "float32")
    images = [black if x is None else x for x in tried(names, read)]
    return images, list(labels)


@wrong("no more|leave unreadable")
def the_image_before(names, labels, read):
    images, last = [], np.zeros((2, 2, 1))
    for image in tried(names, read):
        last = last if image is None else image
        images.append(last)
    return images, list(labels)


@wrong("more labels|after read|one label for each")
def label_first(names, labels, read):
    images, kept = [], []
    for name, label in zip(names, labels, strict=True):
        with contextlib.suppress(OSError):
            kept.append(label)
            images.append(read(name))
    return images, kept


@wrong("go on|stop")
def try_around_the_loop(names, labels, read):
    images, kept = [], []
    with contextlib.suppress(OSError):
        for name, label in zip(names, labels, strict=True):
            images.append(read(name))
            kept.append(label)
    return images, kept


@wrong("by its value")
def remove_by_value(names, labels, read):
    kept = list(labels)
    for image, label in zip(tried(names, read), labels, strict=True):
        if image is None:
            kept.remove(label)
    return readable(names, read), kept


@wrong("another one's label|position")
def delete_while_going(names, labels, read):
    kept = list(labels)
    for index, image in enumerate(tried(names, read)):
        if image is None:
            del kept[min(index, len(kept) - 1)]
    return readable(names, read), kept


@wrong("given to you")
def delete_in_the_given_list(names, labels, read):
    index = 0
    for image in tried(names, read):
        if image is None:
            del labels[index]
        else:
            index += 1
    return readable(names, read), labels


@wrong("OSError|unreadable")
def no_exception_handled(names, labels, read):
    return [read(name) for name in names], list(labels)


@wrong("hidden")
def everything_caught(names, labels, read):
    images, kept = [], []
    for name, label in zip(names, labels, strict=True):
        with contextlib.suppress(Exception):
            images.append(read(name))
            kept.append(label)
    return images, kept


@wrong("another one's label|position|\\*right\\*")
def counter_not_moved(names, labels, read):
    images, kept, index = [], [], 0
    for name in names:
        with contextlib.suppress(OSError):
            images.append(read(name))
            kept.append(labels[index])
            index += 1
    return images, kept


@wrong("another one's label|sort|order")
def sorted_by_label(names, labels, read):
    images, kept = with_zip(names, labels, read)
    return images, sorted(kept)


@wrong("images first|swapped|order")
def names_for_images(names, labels, read):
    return with_zip(names, labels, read)[::-1]


@wrong("no fewer|several")
def dictionary_by_label(names, labels, read):
    images, kept = with_zip(names, labels, read)
    found = dict(zip(kept, images, strict=True))
    return list(found.values()), list(found)


@wrong("no fewer")
def without_the_bad_class(names, labels, read):
    pairs = list(zip(tried(names, read), labels, strict=True))
    bad = {label for image, label in pairs if image is None}
    kept = [(image, label) for image, label in pairs if label not in bad]
    return [image for image, _ in kept], [label for _, label in kept]


@wrong("no more|leave unreadable")
def one_retry(names, labels, read):
    images = tried(names, read)
    for index, image in enumerate(images):
        if image is None:
            images[index] = read(names[(index + 1) % len(names)])
    return images, list(labels)


@right
def with_zip(names, labels, read):
    images, kept = [], []
    for name, label in zip(names, labels, strict=True):
        try:
            image = read(name)
        except OSError:
            continue
        images.append(image)
        kept.append(label)
    return images, kept


@right
def by_index(names, labels, read):
    images, kept = [], []
    for i in range(len(names)):
        with contextlib.suppress(OSError):
            images.append(read(names[i]))
            kept.append(labels[i])
    return np.array(images), np.array(kept)


@right
def by_pairs(names, labels, read):
    def pairs():
        for name, label in zip(names, labels, strict=True):
            with contextlib.suppress(OSError):
                yield read(name), label

    found = list(pairs())
    return [image for image, _ in found], tuple(label for _, label in found)


@right
def by_a_mask(names, labels, read):
    images, mask = [], np.zeros(len(names), bool)
    for i, name in enumerate(names):
        try:
            images.append(read(name))
        except (OSError, EOFError):
            continue
        mask[i] = True
    return images, np.asarray(labels)[mask]


@right
def by_a_sentinel(names, labels, read):
    pairs = zip(tried(names, read), labels, strict=True)
    found = [pair for pair in pairs if pair[0] is not None]
    return [pair[0] for pair in found], [pair[1] for pair in found]
