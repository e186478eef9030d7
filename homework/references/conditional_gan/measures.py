"""Right and wrong answers to homework 03, tasks 3 and 6."""

from collections.abc import Callable

import numpy as np

from homework.references.known import Known

# Task 3: does it obey? ------------------------------------------------------------


def accuracy_by_class(logits, asked):
    """Share of each class's pictures that the classifier calls so."""
    called = np.argmax(logits, axis=1)
    classes = range(logits.shape[1])
    with np.errstate(all="ignore"):
        right = [np.sum((called == k) & (asked == k)) for k in classes]
        return np.array(right) / np.array([np.sum(asked == k) for k in classes])


def by_class(count: Callable) -> Callable:
    """count(called, asked, k) for each class."""

    def answer(logits, asked):
        called = np.argmax(logits, axis=1)
        with np.errstate(all="ignore"):
            return np.array([count(called, asked, k) for k in range(logits.shape[1])])

    return answer


ACCURACY_BY_CLASS = Known(
    reference=accuracy_by_class,
    mistakes={
        "of the pictures *called* 1 this is the share that was asked for; take the "
        "share of those *asked* for.": by_class(
            lambda called, asked, k: (
                np.sum((called == k) & (asked == k)) / np.sum(called == k)
            )
        ),
        "divide by the number asked for of this class, not by all the pictures.": (
            by_class(lambda called, asked, k: np.mean((called == k) & (asked == k)))
        ),
        "this is the number of right ones; divide it by how many were asked for.": (
            by_class(lambda called, asked, k: np.sum((called == k) & (asked == k)))
        ),
        "this is how often each class is *called*; compare with what was asked.": (
            by_class(lambda called, asked, k: np.mean(called == k))
        ),
        "“neither called nor asked” is no obedience: look only at the pictures for "
        "which this class was asked.": by_class(
            lambda called, asked, k: np.mean((called == k) == (asked == k))
        ),
        "this is the share that was *not* obeyed.": by_class(
            lambda called, asked, k: np.mean(called[asked == k] != k)
        ),
        "one number for each class, not one for all together.": (
            lambda logits, asked: np.mean(np.argmax(logits, axis=1) == asked)
        ),
        "a class that nobody asked for still has its place in the result, with NaN: "
        "one number for each column of logits.": (
            lambda logits, asked: accuracy_by_class(logits, asked)[np.unique(asked)]
        ),
        "where nobody asked for a class its accuracy is unknown: NaN, not 0.": (
            lambda logits, asked: np.nan_to_num(accuracy_by_class(logits, asked))
        ),
        "where nobody asked for a class its accuracy is unknown: NaN, not 1.": (
            lambda logits, asked: np.nan_to_num(accuracy_by_class(logits, asked), nan=1)
        ),
    },
)

# Task 6: which comparison is honest? ----------------------------------------------

RIGHT_LETTERS = "CAEBD"


VERDICTS = Known(
    reference=lambda: RIGHT_LETTERS,
    mistakes={},
)
