"""Right and wrong answers to homework 10, tasks 3 and 4."""

import numpy as np

from homework.references.known import Known

# Task 3: what a loss asks for -----------------------------------------------------


def weighted_mean(candidates, chances):
    """The picture with the smallest squared error."""
    return np.tensordot(chances, candidates, 1)


def weighted_median(candidates, chances, enough=lambda sums: sums >= 0.5):
    """The picture with the smallest absolute error."""
    order = np.argsort(candidates, axis=0)
    reached = enough(np.cumsum(chances[order], axis=0))
    first = np.take_along_axis(order, reached.argmax(axis=0)[None], axis=0)
    return np.take_along_axis(candidates, first, axis=0)[0]


def best_pictures(
    candidates, chances, first=weighted_mean, second=weighted_median, swapped=False
):
    """What the squared and what the absolute error ask for."""
    both = first(candidates, chances), second(candidates, chances)
    return both[::-1] if swapped else both


def with_(**changes):
    """The answer with something changed."""
    return lambda *all_: best_pictures(*all_, **changes)


def unsorted_chances(candidates, chances):
    """A mistake: values sorted, chances not."""
    reached = np.cumsum(chances) >= 0.5
    return np.sort(candidates, axis=0)[reached.argmax()]


def first_past_half(candidates, chances):
    """A mistake: nothing sorted."""
    return candidates[(np.cumsum(chances) >= 0.5).argmax()]


def likeliest(candidates, chances):
    """A mistake: one of the pictures."""
    return candidates[np.argmax(chances)]


BEST_PICTURES = Known(
    reference=best_pictures,
    mistakes={
        "the two are swapped: first the mean, then the median.": with_(swapped=True),
        "the mean has to weigh each picture by its chance.": with_(
            first=lambda c, p: c.mean(axis=0)
        ),
        "the median has to know the chances.": with_(
            second=lambda c, p: np.median(c, axis=0)
        ),
        "sort the chances along with the values.": with_(second=unsorted_chances),
        "nothing was sorted: first sort the values of each pixel.": with_(
            second=first_past_half
        ),
        "that is the likeliest picture; the median is one value a pixel.": with_(
            second=likeliest
        ),
        "that is the likeliest picture twice; mean and median are wanted.": with_(
            first=likeliest, second=likeliest
        ),
        "at exactly one half the smaller value is taken: ≥, not >.": with_(
            second=lambda c, p: weighted_median(c, p, lambda sums: sums > 0.5)
        ),
        "that is the mean twice; the second is the median.": with_(
            second=weighted_mean
        ),
    },
)

# Task 4: the mean of four answers -------------------------------------------------


def self_ensemble(network, small, flips=((), (1,), (2,), (1, 2)), back=True):
    """The mean of four answers, each mirrored back."""
    answers = [network(np.flip(small, axes)) for axes in flips]
    if back:
        answers = [np.flip(x, axes) for x, axes in zip(answers, flips, strict=True)]
    return np.mean(answers, axis=0)


def but(**changes):
    """The ensemble with something changed."""
    return lambda *all_: self_ensemble(*all_, **changes)


SELF_ENSEMBLE = Known(
    reference=self_ensemble,
    mistakes={
        "mirror each answer back before the mean is taken.": but(back=False),
        "upside down is missing: four versions, axes 1 and 2.": but(flips=((), (2,))),
        "mirrored sideways is missing: axes 1 and 2 (axis 0 counts the pictures).": but(
            flips=((), (1,))
        ),
        "mirrored both ways is missing: four versions.": but(flips=((), (1,), (2,))),
        "axis 3 holds the colours; mirror axes 1 and 2.": but(
            flips=((), (2,), (3,), (2, 3))
        ),
        "that is one answer, not the mean of four.": but(flips=((),)),
        "that is the sum; the mean is a quarter of it.": (
            lambda *all_: 4 * self_ensemble(*all_)
        ),
    },
)
