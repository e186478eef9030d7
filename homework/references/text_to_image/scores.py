"""Right and wrong answers to homework 11, tasks 2 and 4."""

import numpy as np
from keras import ops

from homework.references.known import Known

# Task 2: the loss of a matching-aware D -------------------------------------------


def matching_loss(right, wrong, made, weights=(1, 0.5, 0.5), signs=(-1, 1, 1)):
    """Right pairs up, wrong captions and made pictures down, half of a weight each."""
    terms = [
        weight * ops.mean(ops.softplus(sign * logits))
        for weight, sign, logits in zip(
            weights, signs, (right, wrong, made), strict=True
        )
    ]
    return terms[0] + terms[1] + terms[2]


def with_(**changes):
    """The loss with something changed."""
    return lambda *logits: matching_loss(*logits, **changes)


def by_logarithms(right, wrong, made):
    """A mistake: log of a sigmoid that has rounded to 0 or 1."""
    real = -ops.mean(ops.log(ops.sigmoid(right)))
    fakes = [-ops.mean(ops.log(1 - ops.sigmoid(x))) for x in (wrong, made)]
    return real + 0.5 * (fakes[0] + fakes[1])


MATCHING_LOSS = Known(
    reference=matching_loss,
    mistakes={
        "wrong captions and made pictures weigh ½ each; yours weigh 1.": with_(
            weights=(1, 1, 1)
        ),
        "the right pairs weigh 1, not ½: only the two kinds of fakes share a weight.": (
            with_(weights=(0.5, 0.5, 0.5))
        ),
        "a wrong caption is fake: its logit shall go down, and yours goes up.": with_(
            signs=(-1, -1, 1)
        ),
        "the wrong captions are missing: D may look at the picture alone.": (
            with_(weights=(1, 0, 1))
        ),
        "the wrong captions are missing, and made pictures weigh ½ only.": with_(
            weights=(1, 0, 0.5)
        ),
        "the made pictures are missing.": with_(weights=(1, 0.5, 0)),
        "all signs are turned round: −log D is softplus(−logit).": with_(
            signs=(1, -1, -1)
        ),
        "this is G's wish: made pictures go down in D's loss, yours go up.": with_(
            signs=(-1, 1, -1)
        ),
        "one mean over all logits gives each kind a third of the weight; right pairs "
        "weigh 1, the two others ½.": with_(weights=(1 / 3, 1 / 3, 1 / 3)),
        "the log of a sigmoid is not finite for large logits; softplus is.": (
            by_logarithms
        ),
    },
)

# Task 4: the search ---------------------------------------------------------------


def search(texts, images, k, unit=(True, True), turned=False, sign=1, strict=True):
    """Share of the texts with fewer than k images that are more alike."""
    if unit[0]:
        texts = texts / np.linalg.norm(texts, axis=1, keepdims=True)
    if unit[1]:
        images = images / np.linalg.norm(images, axis=1, keepdims=True)
    likeness = sign * (texts @ images.T)
    if turned:
        likeness = likeness.T
    better = (likeness > np.diag(likeness)[:, None] + 1e-12).sum(axis=1)
    return np.mean(better < k if strict else better <= k)


def changed(**changes):
    """The search with something changed."""
    return lambda *all_: search(*all_, **changes)


SEARCH = Known(
    reference=search,
    mistakes={
        "a long vector wins by its length: divide each by its length.": changed(
            unit=(False, False)
        ),
        "rows are texts: you ask which text an image finds.": changed(turned=True),
        "your list begins with the least alike.": changed(sign=-1),
        "fewer than k images may be more alike; yours lets k pass, one too many.": (
            changed(strict=False)
        ),
        "k is left out: the first k count, not only the first.": (
            lambda texts, images, k: search(texts, images, 1)
        ),
        "this is a number of texts; a share is divided by how many there are.": (
            lambda texts, images, k: len(texts) * search(texts, images, k)
        ),
    },
)
