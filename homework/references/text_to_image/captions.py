"""Right and wrong answers to homework 11, tasks 1 and 3."""

import numpy as np

from homework.references.known import Known

# Task 1: the mean of the word vectors ---------------------------------------------


def caption_vector(
    caption, vectors, lower=True, clean=True, once=False, of_all=False, of_none=0.0
):
    """Mean vector of the known words, and the unknown words."""
    text = caption.lower() if lower else caption
    words = (text.replace(",", " ").replace(".", " ") if clean else text).split()
    counted = list(dict.fromkeys(words)) if once else words
    known = [vectors[word] for word in counted if word in vectors]
    size = len(next(iter(vectors.values())))
    total = np.sum(known, axis=0) if known else np.full(size, of_none)
    count = len(counted) if of_all else len(known)
    return total / max(count, 1), [word for word in words if word not in vectors]


def with_(**changes):
    """The vector with something changed."""
    return lambda caption, vectors: caption_vector(caption, vectors, **changes)


def summed(caption, vectors):
    """A mistake: nothing is divided."""
    vector, unknown = caption_vector(caption, vectors)
    count = len([w for w in caption.lower().split() if w.strip(",.") in vectors])
    return vector * count, unknown


def known_instead(caption, vectors):
    """A mistake: the known words are listed."""
    vector, unknown = caption_vector(caption, vectors)
    words = caption.lower().replace(",", " ").replace(".", " ").split()
    return vector, [word for word in words if word not in unknown]


def all_words(caption, vectors):
    """A mistake: known and unknown words are listed."""
    vector, _ = caption_vector(caption, vectors)
    return vector, caption.lower().replace(",", " ").replace(".", " ").split()


CAPTION_VECTOR = Known(
    reference=caption_vector,
    mistakes={
        "divide by the number of known words; unknown ones are no zeros.": with_(
            of_all=True
        ),
        "capital letters: make small ones of all.": with_(lower=False),
        "a comma or a full stop is no part of a word: take punctuation away.": with_(
            clean=False
        ),
        "a word that comes twice counts twice.": with_(once=True),
        "with no known word there is no mean, and NumPy's is nan: give zeros.": with_(
            of_none=np.nan
        ),
        "this is the sum: divide it by the number of known words.": summed,
        "these are the known words; asked for are the unknown ones.": known_instead,
        "these are all words; asked for are only the unknown ones.": all_words,
    },
)

# Task 3: captions that do not fit -------------------------------------------------


def mismatched(captions, step=1, round_the_end=True, none=-1, first=False):
    """The next place with another caption, or −1."""
    n, found = len(captions), []
    for i in range(n):
        tries = range(n) if first else [i + step * k for k in range(1, n)]
        if not round_the_end:
            tries = [j for j in tries if 0 <= j < n]
        fits = [j % n for j in tries if captions[j % n] != captions[i]]
        found.append(fits[0] if fits else (i if none == "own" else none))
    return found


def changed(**changes):
    """The search with something changed."""
    return lambda captions: mismatched(captions, **changes)


MISMATCHED = Known(
    reference=mismatched,
    mistakes={
        "the next caption may have the same words: look on for one that differs.": (
            lambda captions: np.roll(np.arange(len(captions)), -1)
        ),
        "after the last place the search goes on at the beginning.": changed(
            round_the_end=False
        ),
        "the search begins after i, not at the first place of the batch.": changed(
            first=True
        ),
        "the search goes on to the next places; yours goes back.": changed(step=-1),
        "where no other caption exists the answer is −1; yours is its own place.": (
            changed(none="own")
        ),
        "where no other caption exists the answer is −1; yours is 0.": changed(none=0),
    },
)
