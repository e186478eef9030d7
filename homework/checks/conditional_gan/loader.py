"""Homework 03, task 2: images and labels that stay together."""

import numpy as np

from homework.checks.tasks import Task

# Task 2: the loader ---------------------------------------------------------------


ANOTHER_KIND = "an error of another kind comes through"


def loading(answer, labels, unreadable, error=OSError, names=()) -> dict:
    """The probe: loads images that show their own number, some of them unreadable."""
    names = list(names) or [f"face_{number}.png" for number in range(len(labels))]

    def read(name):
        number = names_as_given.index(name)
        if number in unreadable:
            raise error(f"{name} cannot be read")
        return np.full((2, 2, 1), number, "float32")

    names_as_given, labels_as_given = list(names), list(labels)
    if error is not OSError:
        return {ANOTHER_KIND: comes(answer, names, labels, read, error)}
    images, loaded = answer(names, labels, read)
    images, loaded = list(images), list(np.asarray(loaded).ravel())
    seen = {"number of images": len(images), "number of labels": len(loaded)}
    if len(images) == len(loaded):
        seen["image number"] = np.array([np.mean(image) for image in images])
        seen["labels"] = np.array(loaded, "float64")
    same = names == names_as_given and list(labels) == labels_as_given
    seen["the given lists are unchanged"] = same
    return seen


def comes(answer, names, labels, read, error) -> bool:
    """Whether an error that is no damaged file reaches the caller."""
    try:
        answer(names, labels, read)
    except error:
        return True
    return False


def loading_cases(rng):
    """Labels and the numbers of unreadable files."""
    labels = rng.permutation(np.repeat(np.arange(4), 3)).tolist()
    return {
        "all files can be read": (list(labels), ()),
        "the last file is unreadable": ([3, 1, 2], (2,)),
        "the first file is unreadable": ([3, 1, 2], (0,)),
        "two neighbours are unreadable, labels repeat": ([0, 1, 0, 1, 2, 1, 0], (3, 4)),
        "12 files, three of them unreadable": (list(labels), (1, 5, 9)),
        "a name that comes twice, with two labels": (
            [3, 1, 2, 0],
            (1,),
            OSError,
            ("a.png", "b.png", "a.png", "c.png"),
        ),
        "a mistake in read itself, a TypeError": ([1, 2, 3], (1,), TypeError),
    }


HIDDEN = "a mistake in read itself is hidden: catch OSError only, never everything."
LOAD_PAIRS = Task(
    points=4,
    cases=loading_cases,
    probe=loading,
    seeds=2,
    hints=(
        "after an unreadable file, which label does the next image meet?",
        "go through names and labels together, with zip.",
        "append the label in the same place as the image: after read has succeeded.",
    ),
    case_hints={
        "returned": (
            "return two lists, the images and the labels, not one list of pairs nor "
            "only one of the two."
        ),
        "number of images": (
            "the images returned are those that could be read, no more and no fewer."
        ),
        "number of labels": "there is one label for each image that could be read.",
        "image number": "the images keep the order of the names.",
        "labels": (
            "an image stands beside another one's label: append both together, "
            "and find a label by its position, not by its value."
        ),
        "the given lists are unchanged": (
            "you change the list that was given to you; the caller still needs it. "
            "Build new lists."
        ),
        "a mistake in read itself, a TypeError": HIDDEN,
    },
)
