"""Homework 05, tasks 1 and 2: age groups, and labels that stay with their images."""

from collections.abc import Callable

import numpy as np

from homework.checks.tasks import Task, returned

# Task 1: age groups ---------------------------------------------------------------


def age_cases(rng):
    """Ages, at the borders and far from them."""
    ages = rng.permutation([3, 11, 18, 19, 24, 29, 30, 39, 40, 49, 50, 59, 60, 61, 88])
    return {
        "fifteen ages": (ages,),
        "last year of each group": (np.array([18, 29, 39, 49, 59]),),
        "first year of each group": (np.array([19, 30, 40, 50, 60]),),
        "a newborn and the oldest in the set": (np.array([0, 1, 116]),),
        "a table of ages": (rng.integers(0, 100, (3, 4)),),
    }


AGE_GROUP = Task(
    points=2,
    cases=age_cases,
    hints=(
        "write down the first age of groups 1 to 5, and count how many of them an age "
        "has reached.",
        "np.digitize(ages, borders) counts the borders that are ≤ age.",
        "the borders are 19, 30, 40, 50 and 60.",
    ),
    case_hints={
        "fifteen ages": (
            "look at the borders: which groups has an age of 41 reached, and which is "
            "the last of them? Give a whole number, no name, for each age of the "
            "array, all ages at once."
        ),
        "last year of each group": (
            "18, 29, 39, 49 and 59 are the last years of groups 0 to 4: look at the "
            "borders."
        ),
        "first year of each group": (
            "19, 30, 40, 50 and 60 are the first years of groups 1 to 5: look at the "
            "borders."
        ),
        "a newborn and the oldest in the set": (
            "the first group starts at 0, and the last has no end."
        ),
        "a table of ages": "the groups come in the shape of the ages.",
    },
)

# Task 2: labels stay with their images --------------------------------------------


def face_files(rng, broken: bool, misnamed: bool) -> list[str]:
    """Names of files as in UTKFace; some are broken, some have a part too few."""
    ages = rng.permutation(np.arange(21, 33))
    names = [
        f"{age}_{age % 2}_{age % 5}_20170109{100 + i}.jpg" for i, age in enumerate(ages)
    ]
    if broken:
        for i in (3, 7):
            names[i] = names[i].replace("20170109", "20170109broken")
    if misnamed:
        names[5] = "44_1_20170109101.jpg"
        names[9] = "notes.jpg"
    return names


def load(name: str) -> np.ndarray:
    """A picture of 2×2 pixels, all of them the age; an OSError for a broken file."""
    if "broken" in name:
        raise OSError(f"{name}: image file is truncated")
    return np.full((2, 2), float(name.split("_")[0]) if "_" in name else -1.0)


def mistaken_load(name: str):
    """A load with a mistake in it, which nobody shall hide."""
    raise TypeError(f"load has a mistake, met at {name}")


def pairs_read(answer: Callable, names: list[str], load: Callable = load) -> dict:
    """The probe: which images came back, and with which ages?"""
    if load is mistaken_load:
        return {"a TypeError comes through": comes_through(answer, names)}
    given = returned(answer, list(names), load)
    images, ages = (np.asarray(part) for part in given)
    drawn = images[:, 0, 0] if images.ndim == 3 else images
    wanted = [name for name in names if is_good(name)]
    return {
        "as many images as ages": len(images) == len(ages),
        "images and ages belong together": np.array_equal(drawn, ages),
        "number of faces": "right" if len(ages) == len(wanted) else str(len(ages)),
        "shape of the images": str(images.shape[1:]),
        "ages": ages,
    }


def comes_through(answer: Callable, names: list[str]) -> bool:
    """Whether an error that is no broken file reaches the caller."""
    try:
        answer(list(names), mistaken_load)
    except TypeError:
        return True
    return False


def is_good(name: str) -> bool:
    """Whether a file has four parts in its name and can be read."""
    return name.count("_") == 3 and "broken" not in name


READ_FACES = Task(
    points=3,
    cases=lambda rng: {
        "twelve good files": (face_files(rng, False, False),),
        "two of twelve are broken": (face_files(rng, True, False),),
        "two have wrong names": (face_files(rng, False, True),),
        "broken files and wrong names": (face_files(rng, True, True),),
        "a baby of 0 years and a very old man": (
            ["0_0_2_20170110.jpg", "110_0_0_20170111.jpg", "9_1_0_20170112.jpg"],
        ),
        "a mistake in load itself, a TypeError": (
            face_files(rng, False, False),
            mistaken_load,
        ),
    },
    probe=pairs_read,
    hints=(
        "one loop over the names; at its end either both lists have grown or neither.",
        "try: image = load(name), except OSError: continue. Only then append both.",
        "a name has four parts, name.split('_'); the first is the age.",
    ),
    case_hints={
        "as many images as ages": (
            "some files are skipped in one list but not in the other: append image "
            "and age together, or neither."
        ),
        "shape of the images": "give the images back as load returns them.",
        "ages": "the order of the faces is that of the names.",
        "twelve good files": (
            "images and ages do not belong together: the age is the *first* part of a "
            "name, and neither list is sorted. Return both: images and ages."
        ),
        "two of twelve are broken": (
            "load raises an OSError for a broken file: catch it (try … except "
            "OSError), skip the file in both lists, and go on with the next: no "
            "stopping, no stand-ins, or images and ages do not belong together."
        ),
        "two have wrong names": (
            "a name without four parts (age_gender_race_date) is skipped, image and "
            "age: look at it before you load."
        ),
        "broken files and wrong names": (
            "both kinds of bad files occur: skip the image and the age of each, and "
            "only these."
        ),
        "a baby of 0 years and a very old man": (
            "0 is an age like any other, and ages may have one, two or three digits: "
            "the age is all of the first part, name.split('_')[0]."
        ),
        "a mistake in load itself, a TypeError": (
            "a mistake in load itself is hidden: catch OSError only, neither Exception "
            "nor everything."
        ),
    },
)
