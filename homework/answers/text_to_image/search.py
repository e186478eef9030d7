"""Answers to `search` of homework 11."""

import numpy as np
import tensorflow as tf

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def unit(vectors):
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def cosine(texts, images):
    return unit(texts) @ unit(images).T


def ranked(likeness=cosine, take=lambda order, k: order[:, :k], share=np.mean):
    """The right answer with parts that may be changed."""

    def answer(texts, images, k):
        order = np.argsort(-likeness(texts, images), axis=1, kind="stable")
        kept = take(order, k)
        return share([i in row for i, row in enumerate(kept)])

    return answer


def distance(texts, images):
    return -np.linalg.norm(texts[:, None] - images[None], axis=-1)


wrong("length", products=ranked(lambda t, i: t @ i.T))
wrong("length", images_not_scaled=ranked(lambda t, i: unit(t) @ i.T))
wrong("length|cosine", distances=ranked(distance))
wrong("length|cosine", city_block=ranked(lambda t, i: -np.abs(t[:, None] - i).sum(-1)))
wrong("least alike", ascending=ranked(lambda t, i: -cosine(t, i)))
wrong("least alike", from_behind=ranked(take=lambda order, k: order[:, -k:]))
wrong("text|rows", by_image=lambda t, i, k: ranked()(i, t, k))
wrong("k|first", first_only=ranked(take=lambda order, k: order[:, :1]))
wrong("one too many|k", one_more=ranked(take=lambda order, k: order[:, : k + 1]))
wrong("k|fewer|share|first", one_less=ranked(take=lambda order, k: order[:, : k - 1]))
wrong("number|share", counted=ranked(share=sum))
wrong("share|number|1 minus", missed=lambda t, i, k: 1 - ranked()(t, i, k))
wrong("share|number|shape", list_of_hits=ranked(share=lambda hits: hits))
wrong("share|twice|largest", doubled=lambda t, i, k: 2 * ranked()(t, i, k))
wrong("share", percent=lambda t, i, k: 100 * ranked()(t, i, k))
wrong(
    "length|cosine|axis",
    axis_zero=ranked(lambda t, i: columns(t) @ columns(i).T),
)
wrong("return", nothing=lambda t, i, k: None)


def columns(vectors):
    """A mistake: columns are made one long."""
    return vectors / np.linalg.norm(vectors, axis=0, keepdims=True)


@wrong("rounded|share|largest|text")
def any_other_text(texts, images, k):
    order = np.argsort(-cosine(texts, images), axis=1)[:, :k]
    return len(np.unique(order)) / len(images)


@wrong("length|cosine")
def centred(texts, images, k):
    texts = texts - texts.mean(axis=1, keepdims=True)
    images = images - images.mean(axis=1, keepdims=True)
    return ranked(lambda t, i: np.nan_to_num(cosine(t, i)))(texts, images, k)


right(plain=ranked())


@right
def places(texts, images, k):
    likeness = cosine(texts, images)
    own = np.diagonal(likeness)
    return float(((likeness > own[:, None] + 1e-9).sum(axis=1) < k).mean())


@right
def in_loops(texts, images, k):
    hits = 0
    for i, text in enumerate(texts):
        scores = [text @ image / np.linalg.norm(image) for image in images]
        hits += sum(score > scores[i] + 1e-9 for score in scores) < k
    return hits / len(texts)


@right
def with_top_k(texts, images, k):
    a, b = (tf.math.l2_normalize(tf.constant(x), axis=1) for x in (texts, images))
    found = tf.math.top_k(a @ tf.transpose(b), k).indices.numpy()
    return np.any(found == np.arange(len(texts))[:, None], axis=1).mean()
