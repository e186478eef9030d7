"""Right and wrong answers to homework 08, task 3."""

import numpy as np

from homework.references.known import Known


def change(sources, translated):
    """The absolute change of each pixel and channel."""
    return np.abs(translated - sources)


def change_in_and_out(sources, translated, masks):
    """Mean absolute change in the masks, and outside."""
    found = change(sources, translated)
    return found[masks].mean(), found[~masks].mean()


def each_photo(sources, translated, masks):
    """A mistake: photos with a small animal count as much as others."""
    rows = [
        change_in_and_out(*one) for one in zip(sources, translated, masks, strict=True)
    ]
    return tuple(np.mean(rows, axis=0))


CHANGE_IN_AND_OUT = Known(
    reference=change_in_and_out,
    mistakes={
        "swapped: the animal comes first.": lambda s, t, m: change_in_and_out(s, t, ~m),
        "take absolute values first: brighter and darker pixels cancel out.": (
            lambda s, t, m: ((t - s)[m].mean(), (t - s)[~m].mean())
        ),
        "absolute values come before the mean, pixel by pixel.": lambda s, t, m: (
            abs((t - s)[m].mean()),
            abs((t - s)[~m].mean()),
        ),
        "the absolute change, not its square.": lambda s, t, m: (
            ((t - s)[m] ** 2).mean(),
            ((t - s)[~m] ** 2).mean(),
        ),
        "divide by the pixels of the mask, not by all: a small animal would seem to "
        "change little.": lambda s, t, m: (
            (change(s, t) * m[..., None]).mean(),
            (change(s, t) * ~m[..., None]).mean(),
        ),
        "one mean over all pixels of all photos; yours averages the photos' means, so "
        "that one pixel of a small animal counts as much as a hundred.": each_photo,
        "the second number is of the background alone, not of the whole photo.": (
            lambda s, t, m: (change(s, t)[m].mean(), change(s, t).mean())
        ),
        "take the mean, not the sum: masks differ in size.": lambda s, t, m: (
            change(s, t)[m].sum(),
            change(s, t)[~m].sum(),
        ),
        "add nothing over the channels: the mean is over pixels and channels.": (
            lambda s, t, m: tuple(3 * x for x in change_in_and_out(s, t, m))
        ),
        "these are the shares of the change; give the two means.": lambda s, t, m: (
            change(s, t)[m].sum() / change(s, t).sum(),
            change(s, t)[~m].sum() / change(s, t).sum(),
        ),
    },
)
