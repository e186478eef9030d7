"""Answers to `caption_vector` of homework 11."""

import re

import numpy as np

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def split(caption):
    """Words in small letters without punctuation."""
    return re.findall(r"[^\s,.]+", caption.lower())


def answered(words_of=split, mean=None, unknown=None):
    """The right answer with parts that may be changed."""

    def answer(caption, vectors):
        words, size = words_of(caption), len(next(iter(vectors.values())))
        rows = [vectors[word] for word in words if word in vectors]
        lost = [word for word in words if word not in vectors]
        vector = (np.mean(rows, axis=0) if rows else np.zeros(size),)
        if mean is not None:
            vector = (mean(rows, words, size),)
        return vector[0], lost if unknown is None else unknown(lost, words)

    return answer


wrong("small|capital", no_lower=answered(lambda c: re.findall(r"[^\s,.]+", c)))
wrong("capital|small", upper=answered(lambda c: re.findall(r"[^\s,.]+", c.upper())))
wrong("punctuation|comma", only_split=answered(lambda c: c.lower().split()))
wrong(
    "punctuation|comma|full stop",
    commas_only=answered(lambda c: c.lower().replace(",", "").split()),
)
wrong(
    "known|unknown",
    by_all_words=answered(
        mean=lambda rows, words, size: sum(rows, np.zeros(size)) / max(len(words), 1)
    ),
)
wrong(
    "sum|divide",
    the_sum=answered(mean=lambda rows, words, size: sum(rows, np.zeros(size))),
)
wrong(
    "zeros|nan|no known",
    mean_of_nothing=answered(
        mean=lambda rows, words, size: (
            np.mean(rows, axis=0) if rows else np.full(size, np.nan)
        )
    ),
)
wrong(
    "zeros|nan|no known",
    ones=answered(
        mean=lambda rows, words, size: np.mean(rows, axis=0) if rows else np.ones(size)
    ),
)
wrong(
    "zeros|shape",
    a_bare_zero=answered(
        mean=lambda rows, words, size: np.mean(rows, axis=0) if rows else 0.0
    ),
)
wrong(
    "mean|divide|sum",
    median=answered(
        mean=lambda rows, words, size: (
            np.median(rows, axis=0) if rows else np.zeros(size)
        )
    ),
)
wrong(
    "twice",
    each_once=answered(lambda c: list(dict.fromkeys(split(c)))),
)
wrong(
    "unknown",
    the_known_ones=answered(
        unknown=lambda lost, words: [word for word in words if word not in lost]
    ),
)
wrong("unknown|order", sorted_words=answered(unknown=lambda lost, words: sorted(lost)))
wrong("unknown|list", how_many=answered(unknown=lambda lost, words: [len(lost)]))
wrong("unknown|list", all_words=answered(unknown=lambda lost, words: words))
wrong("two things", only_the_vector=lambda c, v: answered()(c, v)[0])
wrong("return", nothing=lambda c, v: None)


right(plain=answered())


@right
def in_a_loop(caption, vectors):
    total, count, lost = 0.0, 0, []
    for word in caption.lower().replace(",", "").replace(".", "").split():
        if word in vectors:
            total, count = total + vectors[word], count + 1
        else:
            lost.append(word)
    return (total / count if count else np.zeros(4)), lost


@right
def as_a_matrix(caption, vectors):
    names = list(vectors)
    words = split(caption)
    counts = np.array([words.count(name) for name in names], "float64")
    shares = counts / max(counts.sum(), 1)
    table = np.stack([vectors[name] for name in names])
    return shares @ table, [word for word in words if word not in names]


@right
def running_mean(caption, vectors):
    mean, seen, lost = np.zeros(len(list(vectors.values())[0])), 0, ()
    for word in split(caption):
        if word not in vectors:
            lost += (word,)
            continue
        seen += 1
        mean = mean + (vectors[word] - mean) / seen
    return mean, lost
