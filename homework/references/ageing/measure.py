"""Right and wrong answers to homework 06, tasks 4 and 5."""

from collections.abc import Callable

import numpy as np

from homework.references.known import Known

# Task 4: two people in, two people out --------------------------------------------


def mean_distance(embeddings):
    """The mean distance between different rows."""
    gaps = np.linalg.norm(embeddings[:, None] - embeddings[None], axis=-1)
    count = len(embeddings)
    return gaps.sum() / (count * (count - 1))


def diversity(photos, aged):
    """Mean distance between people in one group, over that of their photos."""
    between = [mean_distance(aged[:, group]) for group in range(aged.shape[1])]
    return np.mean(between) / mean_distance(photos)


def self_counted(photos, aged):
    """Above with everybody's distance to themselves, below without: a mistake."""
    return diversity(photos, aged) * (len(photos) - 1) / len(photos)


DIVERSITY = Known(
    reference=diversity,
    mistakes={
        "compare different *people* in the same group; you compare the groups of one "
        "person.": lambda photos, aged: (
            np.mean([mean_distance(person) for person in aged]) / mean_distance(photos)
        ),
        "this is the distance of the aged faces from their own photo: whether they are "
        "still the same person, not whether people stay different.": (
            lambda photos, aged: (
                np.mean(np.linalg.norm(aged - photos[:, None], axis=-1))
                / mean_distance(photos)
            )
        ),
        "it is not divided by the distance between the photos.": lambda photos, aged: (
            np.mean([mean_distance(aged[:, g]) for g in range(aged.shape[1])])
        ),
        "upside down: the aged faces above, the photos below.": lambda photos, aged: (
            1 / diversity(photos, aged)
        ),
        "everybody's distance of 0 to themselves is no pair: leave it out above *and* "
        "below.": self_counted,
        "compare within each group, then average; you throw all groups together.": (
            lambda photos, aged: (
                mean_distance(aged.reshape(-1, aged.shape[-1])) / mean_distance(photos)
            )
        ),
        "only the first group is looked at; average over all of them.": (
            lambda photos, aged: mean_distance(aged[:, 0]) / mean_distance(photos)
        ),
        "this is the standard deviation over the people; the mean *distance* between "
        "pairs of people was asked for.": lambda photos, aged: (
            np.mean(aged.std(axis=0)) / np.mean(photos.std(axis=0))
        ),
        "distances, not their squares.": lambda photos, aged: (
            np.mean([mean_square(aged[:, g]) for g in range(aged.shape[1])])
            / mean_square(photos)
        ),
        "the mean face of the groups hides what happens in each: first the distances, "
        "then the mean.": lambda photos, aged: (
            mean_distance(aged.mean(axis=1)) / mean_distance(photos)
        ),
    },
)


def mean_square(embeddings):
    """The mean squared distance between different rows."""
    gaps = ((embeddings[:, None] - embeddings[None]) ** 2).sum(axis=-1)
    return gaps.sum() / (len(embeddings) * (len(embeddings) - 1))


# Task 5: for whom? ----------------------------------------------------------------


def table_by_part(part, kept, judge_right):
    """A row for each part: faces, share kept, its standard error, the judge's share."""
    rows = []
    for name in np.unique(part):
        here = part == name
        count, share = here.sum(), kept[here].mean()
        error = np.sqrt(share * (1 - share) / count)
        rows.append([count, share, error, judge_right[here].mean()])
    return np.array(rows)


def with_column(index: int, change: Callable) -> Callable:
    """A mistake in one column of the table."""

    def table(part, kept, judge_right):
        right = table_by_part(part, kept, judge_right)
        right[:, index] = change(right, part, kept, judge_right)
        return right

    return table


def by_appearance(part, kept, judge_right):
    """A mistake: rows in the order in which the parts first appear."""
    first = [list(part).index(name) for name in np.unique(part)]
    return table_by_part(part, kept, judge_right)[np.argsort(first)]


TABLE_BY_PART = Known(
    reference=table_by_part,
    mistakes={
        "rows come in *increasing* order of the part (2, 5, 9), not in the order in "
        "which the parts first appear: np.unique(part) sorts.": by_appearance,
        "the share is of the faces of *this part*: divide by its number, not by that "
        "of all faces.": with_column(
            1, lambda t, part, kept, _: t[:, 1] * t[:, 0] / len(part)
        ),
        "this is the number of kept faces; a share divides by the faces of the part.": (
            with_column(1, lambda t, *_: t[:, 1] * t[:, 0])
        ),
        "this is how the kept faces are spread over the parts; the share asked for is "
        "within each part.": with_column(
            1, lambda t, part, kept, _: t[:, 1] * t[:, 0] / max(kept.sum(), 1)
        ),
        "this is the share that is lost.": with_column(1, lambda t, *_: 1 - t[:, 1]),
        "the same share in each row: look at the faces of one part at a time.": (
            with_column(1, lambda t, part, kept, _: kept.mean())
        ),
        "the root is missing: √(p (1 − p) / n).": with_column(
            2, lambda t, *_: t[:, 2] ** 2
        ),
        "this is the spread of single faces, √(p (1 − p)); the error of a share of n "
        "faces is smaller by √n.": with_column(
            2, lambda t, *_: t[:, 2] * np.sqrt(t[:, 0])
        ),
        "n is the number of faces in this part, not of all.": with_column(
            2, lambda t, part, *_: t[:, 2] * np.sqrt(t[:, 0] / len(part))
        ),
        "the formula divides by n, not by n − 1: √(p (1 − p) / n), no np.std with "
        "ddof=1.": with_column(
            2, lambda t, *_: t[:, 2] * np.sqrt(t[:, 0] / np.maximum(t[:, 0] - 1, 1))
        ),
        "divide by n, not by √n, under the root: √(p (1 − p) / n).": with_column(
            2, lambda t, *_: t[:, 2] / np.sqrt(t[:, 0])
        ),
        "the last column is the share of untouched photos on which the judge is right; "
        "you give its errors.": with_column(3, lambda t, *_: 1 - t[:, 3]),
        "the judge's share is of all photos of this part, not of the kept ones only.": (
            with_column(
                3,
                lambda t, part, kept, judged: [
                    judged[(part == name) & kept].mean() for name in np.unique(part)
                ],
            )
        ),
        "this is the share kept divided by the judge's; leave the two side by side.": (
            with_column(1, lambda t, *_: t[:, 1] / t[:, 3])
        ),
    },
)
