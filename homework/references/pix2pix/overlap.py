"""Right and wrong answers to homework 04, task 6."""

from collections.abc import Callable

import numpy as np

from homework.references.known import Known


def mean_iou(confusion):
    """Intersection over union, averaged over the classes that occur."""
    right, asked, found = areas(confusion)
    occurs = asked > 0
    return np.mean(right[occurs] / (asked + found - right)[occurs])


def areas(confusion):
    """Pixels of each class: found where asked for, asked for, found."""
    return np.diag(confusion), confusion.sum(axis=1), confusion.sum(axis=0)


def ratio(top: Callable, bottom: Callable, all_classes: bool = False) -> Callable:
    """A mistake: the mean over the classes of another fraction."""

    def score(confusion):
        right, asked, found = areas(confusion)
        share = top(right, asked, found) / bottom(right, asked, found)
        return np.mean(share if all_classes else share[asked > 0])

    return score


MEAN_IOU = Known(
    reference=mean_iou,
    mistakes={
        "union: the pixels that are right lie in both areas, and you count them "
        "twice.": ratio(lambda r, a, f: r, lambda r, a, f: a + f),
        "this is the Dice score, 2 · intersection / (sum of both areas); IoU divides "
        "by the union.": ratio(lambda r, a, f: 2 * r, lambda r, a, f: a + f),
        "this is the share of the true pixels that were found (recall); the union "
        "also holds pixels found where they should not be.": ratio(
            lambda r, a, f: r, lambda r, a, f: a
        ),
        "this is the share of found pixels that are right (precision); the union "
        "also holds true pixels that were missed.": ratio(
            lambda r, a, f: r, lambda r, a, f: f
        ),
        "this is the pixel accuracy: a class of few pixels hardly counts. First the "
        "fraction of each class, then their mean.": lambda confusion: (
            np.trace(confusion) / confusion.sum()
        ),
        "first the fraction of each class, then their mean; you add up the pixels of "
        "all classes first.": lambda confusion: (
            np.trace(confusion) / (2 * confusion.sum() - np.trace(confusion))
        ),
        "every class counts alike, however few pixels it has: the plain mean, without "
        "weights.": lambda confusion: np.average(
            areas(confusion)[0]
            / np.maximum(np.sum(areas(confusion)[1:], axis=0) - areas(confusion)[0], 1),
            weights=areas(confusion)[1],
        ),
        "a number from 0 to 1 was asked for, not percent.": lambda confusion: (
            100 * mean_iou(confusion)
        ),
        "average over the classes: you return one number a class.": (
            lambda confusion: (
                areas(confusion)[0]
                / (areas(confusion)[1] + areas(confusion)[2] - areas(confusion)[0])
            )
        ),
        "the intersection is taken off twice: this divides by the wrong pixels "
        "only.": ratio(lambda r, a, f: r, lambda r, a, f: a + f - 2 * r, True),
        "a class that does not occur makes 0/0: leave it out of the mean.": ratio(
            lambda r, a, f: r, lambda r, a, f: a + f - r, True
        ),
        "a class that does not occur counts as 0 in your mean; leave it out.": ratio(
            lambda r, a, f: r, lambda r, a, f: np.maximum(a + f - r, 1), True
        ),
    },
)
