"""Answers to `split_people` of homework 05."""

import hashlib
import itertools
import random
import re

import numpy as np

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def everybody(names):
    return sorted({name[:3] for name in names})


def count_of(share, people):
    return max(1, round(share * len(people)))


def parted(names, tested, person=lambda name: name[:3]):
    """Both lists, given who is tested."""
    train = [name for name in names if person(name) not in tested]
    return train, [name for name in names if person(name) in tested]


def drawn(names, share, seed):
    people = everybody(names)
    return random.Random(seed).sample(people, count_of(share, people))


def split(tested=drawn, person=lambda name: name[:3]):
    """A split by people, with another way to draw them or to tell who it is."""
    return lambda names, share, seed: parted(names, tested(names, share, seed), person)


in_two_comprehensions = split()

wrong(
    "seed alone|random_state|other people the second",
    unseeded=split(lambda n, share, seed: drawn(n, share, None)),
)
wrong(
    "every seed gives the same",
    seed_42=split(lambda n, share, seed: drawn(n, share, 42)),
)
wrong(
    "every seed gives the same",
    the_last_ones=split(
        lambda n, share, seed: everybody(n)[-count_of(share, everybody(n)) :]
    ),
)
wrong(
    "round, not int|rounded",
    rounded_down=split(
        lambda n, share, seed: drawn(
            n, int(share * len(everybody(n)) + 1e-9) / len(everybody(n)), seed
        )
    ),
)
wrong(
    "rounded|at least",
    one_more=split(
        lambda n, share, seed: drawn(n, share + 1 / len(everybody(n)), seed)
    ),
)
wrong(
    r"share. of the \*people\*",
    the_other_way_round=lambda n, share, seed: in_two_comprehensions(n, share, seed)[
        ::-1
    ],
)
wrong(
    "keep the order",
    both_sorted=lambda n, share, seed: in_two_comprehensions(sorted(n), share, seed),
)
wrong(
    "sort the people",
    as_they_appear=split(
        lambda n, share, seed: random.Random(seed).sample(
            list(dict.fromkeys(name[:3] for name in n)), count_of(share, everybody(n))
        )
    ),
)
wrong(
    "two lists",
    only_the_test=lambda n, share, seed: in_two_comprehensions(n, share, seed)[1],
)
wrong(
    "as it came",
    persons_for_names=lambda n, share, seed: tuple(
        [name[:3] for name in part] for part in in_two_comprehensions(n, share, seed)
    ),
)


@wrong("you split pictures")
def of_the_shuffled_names(names, share, seed):
    shuffled = list(names)
    random.Random(seed).shuffle(shuffled)
    count = max(1, round(share * len(names)))
    return shuffled[count:], shuffled[:count]


@wrong("no person may be in both")
def one_picture_of_each_person(names, share, seed):
    rng, test = random.Random(seed), []
    for person in everybody(names):
        own = sorted(name for name in names if name[:3] == person)
        test += rng.sample(own, max(1, round(share * len(own))))
    return [n for n in names if n not in test], [n for n in names if n in test]


@wrong("no person may be in both")
def split_by_age(names, share, seed):
    ages = sorted({name[4:6] for name in names})
    tested = random.Random(seed).sample(ages, max(1, round(share * len(ages))))
    return parted(names, tested, lambda name: name[4:6])


@wrong("in neither")
def letters_overlooked(names, share, seed):
    tested = drawn(names, share, seed)
    good = [name for name in names if re.fullmatch(r"\d{3}A\d\d\.JPG", name)]
    return parted(good, tested)


@wrong("in neither")
def a_share_of_each_list(names, share, seed):
    people = everybody(names)
    rng = random.Random(seed)
    train = rng.sample(people, len(people) - count_of(share, people))
    test = rng.sample(people, count_of(share, people))
    return parted(names, test)[1] and [n for n in names if n[:3] in train], [
        n for n in names if n[:3] in test
    ]


@wrong("exactly one|in both")
def everything_for_training(names, share, seed):
    return list(names), in_two_comprehensions(names, share, seed)[1]


@wrong("keep the order")
def person_by_person(names, share, seed):
    test = drawn(names, share, seed)
    train = [person for person in everybody(names) if person not in test]
    parts = ([n for p in part for n in names if n[:3] == p] for part in (train, test))
    return tuple(parts)


@wrong(r"of the \*people\*")
def until_the_pictures_are_enough(names, share, seed):
    people, tested = everybody(names), []
    random.Random(seed).shuffle(people)
    for person in people:
        if sum(name[:3] in tested for name in names) < share * len(names):
            tested.append(person)
    return parted(names, tested)


@wrong("sort the people|any order|another order")
def a_set_of_numbers(names, share, seed):
    people = list({int(name[:3]) for name in names})
    random.Random(seed).shuffle(people)
    tested = people[: count_of(share, people)]
    return parted(names, tested, lambda name: int(name[:3]))


@wrong("never drawn|each with the same chance|draw from all")
def from_a_random_place_on(names, share, seed):
    people = everybody(names)
    count = count_of(share, people)
    start = np.random.default_rng(seed).integers(1, len(people) - count + 1)
    return parted(names, people[start : start + count])


right(in_two_comprehensions=in_two_comprehensions)


@right
def with_a_permutation(names, share, seed):
    who = np.array([name.split("A")[0] for name in names])
    people = np.random.RandomState(seed).permutation(np.unique(who))
    tested = np.isin(who, people[: max(1, int(np.rint(share * len(people))))])
    return np.array(names)[~tested], np.array(names)[tested]


@right
def by_a_fingerprint(names, share, seed):
    def number(person):
        return hashlib.sha256(f"{seed} {person}".encode()).hexdigest()

    people = sorted(everybody(names), key=number)
    return parted(names, set(people[: count_of(share, people)]))


@right
def grouped(names, share, seed):
    groups = itertools.groupby(sorted(names), key=lambda name: name[:3])
    pictures = {person: list(own) for person, own in groups}
    count = count_of(share, pictures)
    tested = np.random.RandomState(seed).choice(sorted(pictures), count, replace=False)
    held_out = {name for person in tested for name in pictures[person]}
    return [n for n in names if n not in held_out], [n for n in names if n in held_out]


@right
def in_a_loop(names, share, seed):
    tested, train, test = set(drawn(names, share, seed)), [], []
    for name in names:
        person = re.match(r"\d+", name)[0]
        (test if person in tested else train).append(name)
    return [train, test]
