"""Right and wrong answers to homework 05, tasks 1 and 2."""

from collections.abc import Callable

import numpy as np

from gan_utils.data import age_cgan_group
from homework.references.known import Known

# Task 1: age groups ---------------------------------------------------------------


def by_borders(*borders: int) -> Callable:
    """A mistake: groups that start at other ages."""
    return lambda ages: np.digitize(ages, borders)


AGE_GROUP = Known(
    reference=age_cgan_group,
    mistakes={
        "the borders are off by one: 19, 30, 40, … begin a new group, and you leave "
        "them in the old one.": by_borders(20, 31, 41, 51, 61),
        "the borders are off by one: 18, 29, 39, … are the *last* year of a group.": (
            by_borders(18, 29, 39, 49, 59)
        ),
        "the groups are numbered from 0 to 5, yours from 1.": (
            lambda ages: age_cgan_group(ages) + 1
        ),
        "the groups are no tens of years: the first goes up to 18.": (
            lambda ages: ages // 10
        ),
        "the first border is not at 20: 0–18 is the first group, 19–29 the second.": (
            by_borders(20, 30, 40, 50, 60)
        ),
        "these are IPCGAN's five groups, of notebook 06.": by_borders(21, 31, 41, 51),
        "the last group, 60+, is missing.": by_borders(19, 30, 40, 50),
        "the order is turned round: group 0 is the youngest.": (
            lambda ages: 5 - age_cgan_group(ages)
        ),
        "the first group is missing: 0–18 and 19–29 are two groups.": (
            by_borders(30, 40, 50, 60)
        ),
    },
)

# Task 2: labels stay with their images --------------------------------------------


def read_faces(names, load):
    """Images and ages of the files that can be read, in order."""
    images, ages = [], []
    for name in names:
        parts = name.split("_")
        if len(parts) != 4 or not parts[0].isdigit():
            continue
        try:
            images.append(load(name))
        except OSError:
            continue
        ages.append(int(parts[0]))
    return np.array(images), np.array(ages)


READ_FACES = Known(
    reference=read_faces,
    mistakes={},
)
