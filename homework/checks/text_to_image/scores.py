"""Homework 11, tasks 2 and 4: the loss with wrong captions, and the search."""

import numpy as np

from homework.checks import probes
from homework.checks.tasks import Task

# Task 2: the loss of a matching-aware D -------------------------------------------


def logit_cases(rng):
    """Three kinds of logits; other numbers of each, and large ones."""

    def case(*counts, scale=1.5):
        return tuple(rng.normal(0, scale, (n, 1)).astype("float32") for n in counts)

    return {
        "5 logits of each kind": case(5, 5, 5),
        "D is sure and right": tuple(np.float32([[x]]) for x in (4, -4, -4)),
        "D believes every wrong caption": tuple(np.float32([[x]]) for x in (4, 4, -4)),
        "D believes every made picture": tuple(np.float32([[x]]) for x in (4, -4, 4)),
        "8 right, 2 wrong, 4 made": case(8, 2, 4),
        "large logits": tuple(np.float32([[x]]) for x in (-200, 150, 300)),
    }


MATCHING_LOSS = Task(
    points=3,
    cases=logit_cases,
    probe=probes.loss_and_gradients("right", "wrong", "made"),
    hints=(
        "one term for each kind of pair; which of them shall have a large logit?",
        "−log D(x) is softplus(−logit), −log(1 − D(x)) is softplus(logit).",
        "mean of softplus(−right) + ½ · mean of softplus(wrong) + ½ · mean of "
        "softplus(made)",
    ),
    case_hints={
        "5 logits of each kind": (
            "right pairs up, wrong captions and made pictures down, the last two "
            "with half the weight each."
        ),
        "D is sure and right": "near 0: nothing is left to learn here.",
        "D believes every wrong caption": (
            "a wrong caption is fake: its logit shall go down, with the weight ½."
        ),
        "D believes every made picture": (
            "a made picture is fake: its logit shall go down, with the weight ½."
        ),
        "8 right, 2 wrong, 4 made": (
            "each kind has a mean of its own, however many logits there are."
        ),
        "large logits": probes.UNSTABLE,
        "d loss / d right": probes.DETACHED,
    },
)

# Task 4: the search ---------------------------------------------------------------


def search_cases(rng):
    """Vectors by chance, then small ones whose places are plain."""
    images = rng.normal(size=(150, 6)) * rng.uniform(0.2, 5, (150, 1))
    texts = images + 0.9 * rng.normal(size=(150, 6))
    one = np.eye(4)
    turned = np.roll(one, 1, axis=0)
    long = one * np.array([[1.0], [10], [1], [1]]) + 0.2
    crowd = np.array([[1.0, 0], [0.9, 0.1], [0.8, 0.2], [0, 1]])
    return {
        "150 texts, first 1": (texts, images, 1),
        "150 texts, first 5": (texts, images, 5),
        "each text is its image": (one, one, 1),
        "each text is another's image": (turned, one, 1),
        "one long vector": (one + 0.1, long, 1),
        "texts of other lengths": (one * [[1], [5], [0.1], [2]], one, 1),
        "all texts alike, first 2": (np.tile([[1.0, 0]], (4, 1)), crowd, 2),
        "as many as there are": (turned, one, 4),
    }


SEARCH = Task(
    points=3,
    cases=search_cases,
    hints=(
        "make all vectors one long; then texts @ images.T is a table of cosines.",
        "row i belongs to text i, and its own image stands in column i.",
        "how many images are more alike than the own one? Found if fewer than k.",
    ),
    case_hints={
        "150 texts, first 1": (
            "the share of texts whose own image has the largest cosine of its row."
        ),
        "150 texts, first 5": (
            "a text is found where fewer than k images are more alike than its own."
        ),
        "each text is its image": "everybody is first, and 1 is the largest share.",
        "each text is another's image": (
            "nobody is first: the largest cosine is 1, with another image."
        ),
        "one long vector": (
            "cosines do not depend on the length: a long vector would be the first "
            "place of many texts. Divide each vector by its length."
        ),
        "texts of other lengths": "a longer text vector points the same way.",
        "all texts alike, first 2": (
            "two of four texts are found: rows are texts, columns are images."
        ),
        "as many as there are": "among all images everybody is found: 1.",
    },
)
