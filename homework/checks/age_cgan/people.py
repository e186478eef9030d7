"""Homework 05, tasks 1 and 2: faces of all ages, and nobody in both sets."""

from collections.abc import Callable

import numpy as np

from homework.checks.tasks import Task, returned

BORDERS = [19, 30, 40, 50, 60]

# Task 1: faces of all ages, equally often -----------------------------------------


def ages_of(rng, counts) -> np.ndarray:
    """So many ages of each of Age-cGAN's groups, in any order."""
    first, last = [1, *BORDERS], [*BORDERS, 90]
    groups = zip(first, last, counts, strict=True)
    return rng.permutation(np.concatenate([rng.integers(*group) for group in groups]))


def uneven_cases(rng):
    """Ages that are unevenly spread, and how much of that is to be balanced."""
    ages = ages_of(rng, rng.permutation([2, 3, 3, 4, 5, 7]))
    some = rng.permutation(ages_of(rng, [3, 0, 5, 1, 0, 0]))
    border = np.array([18, 19, 19, 29, 30, 30, 30, 31])
    return {
        "24 faces, share=1": (ages, BORDERS, 1.0),
        "24 faces, share=0.3": (ages, BORDERS, 0.3),
        "24 faces, share=0": (ages, BORDERS, 0.0),
        "three groups without faces, share=1": (some, BORDERS, 1.0),
        "ages at the borders, share=1": (border, [19, 30], 1.0),
        "two groups, one without faces, share=0.5": (border, [16], 0.5),
    }


def probabilities(answer: Callable, ages, borders, share) -> dict:
    """The probe: how many probabilities there are, their sum, and which they are."""
    found = np.asarray(returned(answer, ages, borders, share), "float64")
    return {"number of probabilities": found.size, "sum": found.sum(), "value": found}


BALANCED = ("24 faces, share=1", "three groups without faces, share=1")
BALANCED_WEIGHTS = Task(
    points=3,
    cases=uneven_cases,
    probe=probabilities,
    parts={
        "balanced (share=1)": (*BALANCED, "ages at the borders, share=1"),
        "the share": (
            "24 faces, share=0.3",
            "24 faces, share=0",
            "two groups, one without faces, share=0.5",
        ),
    },
    hints=(
        "begin with share=1: in which group is each face, and how many faces are in "
        "that group?",
        "a face of a group with few faces is drawn more often: one divided by the "
        "number of faces in its group, then divided by the sum of all these.",
        "the mixture adds two sets of probabilities, each with the sum 1: share times "
        "the balanced ones plus (1 − share) times 1/n.",
    ),
    case_hints={
        "number of probabilities": "one probability for each face, not for each group.",
        "24 faces, share=1": (
            "complete balance: each group that has faces gets the same part of the "
            "draws, and its faces share that equally: the smaller the group, the more "
            "often each of its faces."
        ),
        "24 faces, share=0.3": (
            "the mixture: share times the balanced probabilities plus (1 − share) "
            "times 1/n for every face; both parts add up to 1 *before* they are mixed."
        ),
        "24 faces, share=0": "share=0 draws faces as they come: 1/n for every face.",
        "three groups without faces, share=1": (
            "a group without faces gets no draws, makes no division by 0, and does not "
            "count among the groups: the others still add up to 1."
        ),
        "ages at the borders, share=1": (
            "a border is the first age of a new group: 19 begins one, and 18 is in the "
            "group before."
        ),
        "two groups, one without faces, share=0.5": (
            "here a single group has faces: balanced or not, all are drawn equally "
            "often. Use the borders that are given, however many."
        ),
    },
)

# Task 2: nobody in both sets -------------------------------------------------------


def file_names(rng, counts, letters: bool = False) -> list[str]:
    """Names as in FG-NET: persons with different numbers of pictures, in any order."""
    names = []
    people = rng.choice(np.arange(1, 200), len(counts), replace=False)
    for person, count in zip(people, counts, strict=True):
        ages = rng.choice(70, count, replace=False)
        names += [f"{person:03}A{age:02}.JPG" for age in ages]
        if letters:
            names += [f"{person:03}A{ages[0]:02}{letter}.JPG" for letter in "ab"]
    return [str(name) for name in rng.permutation(names)]


def halves(split: Callable, names: list[str], share: float, seed: int):
    """The two lists of names that an answer gives."""
    train, test = returned(split, list(names), share, seed)
    return [str(name) for name in train], [str(name) for name in test]


def people_in(names: list[str]) -> frozenset:
    """Who is shown in these files."""
    return frozenset(name[:3] for name in names)


def leaks(split: Callable, names: list[str], share: float) -> dict:
    """The probe: is everything in one list, nobody in both, and who draws whom?"""
    train, test = halves(split, names, share, 0)
    everybody, tested = people_in(names), people_in(test)
    number = max(1, round(share * len(everybody)))
    both = len(people_in(train) & tested)
    again = halves(split, names, share, 0)
    rng = np.random.default_rng(0)
    orders = [names[::-1], *(rng.permutation(names).tolist() for _ in range(4))]
    others = {people_in(halves(split, order, share, 0)[1]) for order in orders}
    drawn = [people_in(halves(split, names, share, seed)[1]) for seed in range(1, 80)]
    in_order = [[n for n in names if n in set(part)] for part in (train, test)]
    missing = len(set(names) - {*train, *test})
    count = "right" if len(tested) == number else f"{len(tested)}, and not {number}"
    return {
        "both lists hold names": bool(train and test),
        "names in neither list": missing or "none",
        "names twice or changed": len(train + test) + missing - len(names) or "none",
        "people in both lists": "nobody" if both == 0 else f"{both} people",
        "names in their order": [train, test] == in_order,
        "number of people to test": count,
        "the same seed, the same people": people_in(again[1]) == tested,
        "other seeds, other people": len({tested, *drawn}) > 1,
        "the same people in any order of the names": others == {tested},
        "everybody can be drawn": frozenset().union(*drawn) == everybody,
    }


def name_cases(rng):
    """Names of files, and the share of people to test."""
    counts = rng.permutation([1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 9, 12])
    return {
        "12 people, 56 pictures, share=0.25": (file_names(rng, counts), 0.25),
        "several pictures of one age, share=0.5": (
            file_names(rng, rng.permutation([1, 2, 3, 4, 5, 6]), letters=True),
            0.5,
        ),
        "7 people, share=0.4 (2.8 people)": (
            file_names(rng, rng.permutation([2, 2, 3, 3, 4, 5, 6])),
            0.4,
        ),
        "3 people, share=0.1 (at least one)": (file_names(rng, [3, 4, 5]), 0.1),
    }


SPLIT_PEOPLE = Task(
    points=3,
    cases=name_cases,
    probe=leaks,
    seeds=2,
    parts={
        "two lists without a leak": (
            "both lists hold names",
            "names in neither list",
            "names twice or changed",
            "people in both lists",
        ),
        "how many people, and who": (
            "number of people to test",
            "the same seed, the same people",
            "other seeds, other people",
            "the same people in any order of the names",
            "everybody can be drawn",
        ),
    },
    hints=(
        "make a list of the people first, and draw from that list, not from the names.",
        "the person is name[:3]. A set of the people who are tested decides for each "
        "name in which list it goes.",
        "sorted({name[:3] for name in names}) does not depend on the order of the "
        "names; then np.random.default_rng(seed).permutation.",
    ),
    case_hints={
        "returned": "return two lists of names: for training and for testing.",
        "both lists hold names": (
            "one of the lists is empty. At least one person is tested, rounded or not."
        ),
        "names in neither list": (
            "some names are in neither list: whoever is not tested is for training, "
            "and each name goes into a list as it came, with its letter if it has one."
        ),
        "names twice or changed": (
            "some names stand in both lists, twice in one of them, or are none of the "
            "given ones: each goes into exactly one list, once, and as it came."
        ),
        "people in both lists": (
            "no person may be in both lists: you split pictures. Draw people, the "
            "first three digits of a name, and put all pictures of one person on the "
            "same side."
        ),
        "names in their order": (
            "in each list the names keep the order of `names`: go through them once, "
            "and do not sort, shuffle or group them."
        ),
        "number of people to test": (
            "`share` of the *people* is asked for, whatever the number of their "
            "pictures: rounded to a whole number (round, not int), and at least one. "
            "A person is the first three digits of a name."
        ),
        "the same seed, the same people": (
            "the same seed gives other people the second time: let the seed alone draw "
            "them, np.random.default_rng(seed)."
        ),
        "other seeds, other people": (
            "every seed gives the same people: draw them at random with the seed, not "
            "the first ones."
        ),
        "the same people in any order of the names": (
            "in another order of the names the same seed draws other people: sort the "
            "people before you draw."
        ),
        "everybody can be drawn": (
            "some people are never drawn, whatever the seed: draw from all people, "
            "each with the same chance."
        ),
    },
)
