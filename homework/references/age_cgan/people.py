"""Right and wrong answers to homework 05, tasks 1 and 2."""

from collections.abc import Callable

import numpy as np

from homework.references.known import Known

# Task 1: faces of all ages, equally often -----------------------------------------


def balanced_weights(ages, borders, share):
    """Probabilities that balance the part `share` of all draws."""
    return mixed()(ages, borders, share)


def rare_first(groups):
    """Probabilities that draw all groups equally often."""
    return scaled(1 / np.bincount(groups)[groups])


def scaled(weights):
    """Weights as probabilities."""
    return weights / weights.sum()


def mixed(
    balanced: Callable = rare_first,
    mix: Callable = lambda even, share, n: share * even + (1 - share) / n,
    group: Callable = np.digitize,
) -> Callable:
    """Balanced and even draws, mixed, with a mistake in one of the steps."""
    return lambda ages, borders, share: mix(
        balanced(group(ages, borders)), share, len(ages)
    )


def all_groups(groups):
    """Every number of a group, with a 0 for those that have no face."""
    return np.bincount(groups, minlength=6)


def in_masks(groups):
    """A mean over all groups, also over those without a face: a mistake."""
    masks = np.arange(6)[:, None] == groups
    return np.mean(masks / masks.sum(axis=1, keepdims=True), axis=0)


BALANCED_WEIGHTS = Known(
    reference=balanced_weights,
    mistakes={
        "the balanced part adds up to the number of groups: divide it by its sum.": (
            mixed(lambda groups: 1 / np.bincount(groups)[groups])
        ),
        "turned round: a face of a *frequent* group shall be drawn less often, so "
        "divide by the number of faces in its group.": mixed(
            lambda groups: scaled(np.bincount(groups)[groups])
        ),
        "this is no balance yet: all groups equally often, and you only weaken the "
        "difference. Divide by the number itself, not by its root.": mixed(
            lambda groups: scaled(np.bincount(groups)[groups] ** -0.5)
        ),
        "too much: the rare groups are drawn more often than the others now. Divide by "
        "the number of faces once, not by its square.": mixed(
            lambda groups: scaled(1.0 / np.bincount(groups)[groups] ** 2)
        ),
        "all faces of a group *together* get the part of the group; you give it to "
        "each of them.": mixed(
            lambda groups: np.full(len(groups), 1 / len(np.unique(groups)))
        ),
        "these are shares of the frequent groups taken from 1: divide by the number of "
        "faces in the group.": mixed(
            lambda groups: scaled(1 - np.bincount(groups)[groups] / len(groups))
        ),
        "the sum is not 1: divide by the sum of the weights, not by the largest.": (
            mixed(
                lambda groups: (
                    np.bincount(groups)[groups].min()
                    * 1.0
                    / np.bincount(groups)[groups]
                )
            )
        ),
        "`share` has no influence: only this part of the draws is balanced.": mixed(
            mix=lambda even, share, n: even
        ),
        "`share` is turned round: share=1 balances, share=0 draws as they come.": mixed(
            mix=lambda even, share, n: (1 - share) * even + share / n
        ),
        "both parts must add up to 1 *before* they are mixed; you mix first and "
        "normalise then.": lambda ages, borders, share: scaled(
            share / np.bincount(np.digitize(ages, borders))[np.digitize(ages, borders)]
            + (1 - share)
        ),
        "the other part is missing: (1 − share) of the draws take any face, each with "
        "1/n.": mixed(mix=lambda even, share, n: share * even),
        "the two parts add up to more than 1: the even part gets (1 − share).": mixed(
            mix=lambda even, share, n: share * even + 1 / n
        ),
        "each face gets 1/n in the other part, not 1.": mixed(
            mix=lambda even, share, n: share * even + (1 - share)
        ),
        "the power `share` of the balanced weights is another mixture: add two sets of "
        "probabilities.": mixed(mix=lambda even, share, n: scaled(even**share)),
        "groups without faces count among your groups, so the sum is less than 1: "
        "only those that have any faces are drawn.": mixed(
            lambda groups: 1 / 6 / np.bincount(groups)[groups]
        ),
        "a group without faces makes 0/0, and all become NaN: leave it out, and do not "
        "count it.": mixed(in_masks),
        "normalise what the *faces* get: you make the weights of the groups add up to "
        "1, before each face gets that of its group.": mixed(
            lambda groups: (1 / all_groups(groups) / np.sum(1 / all_groups(groups)))[
                groups
            ]
        ),
        "a border is the first age of a new group: 19 belongs above it.": mixed(
            group=lambda ages, borders: np.digitize(ages, borders, right=True)
        ),
        "use the borders that are given; these are Age-cGAN's.": mixed(
            group=lambda ages, borders: np.digitize(ages, [19, 30, 40, 50, 60])
        ),
        "the groups are no tens of years: use the borders.": mixed(
            group=lambda ages, borders: ages // 10
        ),
        "the groups are those between the borders, not the single years.": mixed(
            group=lambda ages, borders: ages
        ),
    },
)

# Task 2: nobody in both sets -------------------------------------------------------


def split_people(names, share, seed):
    """(names for training, names for testing), and nobody in both."""
    people = sorted({name[:3] for name in names})
    count = max(1, round(share * len(people)))
    drawn = np.random.default_rng(seed).choice(people, count, replace=False)
    tested = set(drawn.tolist())
    train = [name for name in names if name[:3] not in tested]
    return train, [name for name in names if name[:3] in tested]


SPLIT_PEOPLE = Known(
    reference=split_people,
    mistakes={},
)
