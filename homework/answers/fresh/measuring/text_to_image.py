"""Fresh answers to homework `text_to_image`, the half that only measures."""

import string

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from homework.answers import tasks

TASKS = tasks()
wrong, right = TASKS["caption_vector"]


def words_of(caption):
    """Words without commas and full stops, in small letters."""
    return caption.lower().replace(",", " ").replace(".", " ").split()


@wrong("known|unknown|divide")
def unknown_ones_count_as_zeros(caption, vectors):
    size = len(next(iter(vectors.values())))
    words = words_of(caption)
    total = sum((vectors.get(w, np.zeros(size)) for w in words), np.zeros(size))
    return total / max(len(words), 1), [w for w in words if w not in vectors]


@wrong("small|lower|capital")
def capitals_stay(caption, vectors):
    words = caption.replace(",", " ").replace(".", " ").split()
    known = [vectors[w] for w in words if w in vectors]
    mean = np.mean(known, axis=0) if known else 0 * next(iter(vectors.values()))
    return mean, [w for w in words if w not in vectors]


@wrong("comma|full stop|punctuation")
def commas_stay(caption, vectors):
    words = caption.lower().split()
    known = [vectors[w] for w in words if w in vectors]
    mean = np.mean(known, axis=0) if known else 0 * next(iter(vectors.values()))
    return mean, [w for w in words if w not in vectors]


@wrong("zero|nan|no word|none")
def empty_mean(caption, vectors):
    words = words_of(caption)
    known = [vectors[w] for w in words if w in vectors]
    return np.mean(known, axis=0) if known else None, [
        w for w in words if w not in vectors
    ]


@wrong("twice|once|each time|again")
def a_set_of_words(caption, vectors):
    words = sorted(set(words_of(caption)))
    known = [vectors[w] for w in words if w in vectors]
    mean = np.mean(known, axis=0) if known else 0 * next(iter(vectors.values()))
    return mean, [w for w in words if w not in vectors]


@wrong("mean|divide|length|unit")
def unit_length(caption, vectors):
    words = words_of(caption)
    total = sum((vectors[w] for w in words if w in vectors), 0.0)
    total = total + 0 * next(iter(vectors.values()))
    length = np.linalg.norm(total)
    return total / (length or 1), [w for w in words if w not in vectors]


@right
def with_translate(caption, vectors):
    table = str.maketrans(dict.fromkeys(string.punctuation, " "))
    total, count, lost = 0 * next(iter(vectors.values())), 0, []
    for word in caption.translate(table).casefold().split():
        try:
            total = total + vectors[word]
            count += 1
        except KeyError:
            lost.append(word)
    return total / max(count, 1), lost


@right
def stacked(caption, vectors):
    words = [word.strip(".,") for word in caption.lower().split()]
    words = [word for word in words if word]
    rows = [np.zeros_like(next(iter(vectors.values())))]
    rows += [vectors[word] for word in words if word in vectors]
    mean = np.stack(rows).sum(axis=0) / max(len(rows) - 1, 1)
    return list(mean), tuple(word for word in words if word not in vectors)


wrong, right = TASKS["matching_loss"]


def softplus_means(right_, wrong_, made):
    """The three terms, each a mean."""
    return (
        tf.reduce_mean(tf.nn.softplus(-right_)),
        tf.reduce_mean(tf.nn.softplus(wrong_)),
        tf.reduce_mean(tf.nn.softplus(made)),
    )


@wrong("half|½")
def all_three_alike(right, wrong, made):
    return sum(softplus_means(right, wrong, made))


@wrong("wrong|fake|down|sign")
def wrong_ones_are_real_too(right, wrong, made):
    a, _, c = softplus_means(right, wrong, made)
    b = tf.reduce_mean(tf.nn.softplus(-wrong))
    return a + (b + c) / 2


@wrong("half|½|third|mean")
def one_mean_of_all(right, wrong, made):
    labels = ops.concatenate([ops.ones_like(right), 0 * wrong, 0 * made])
    logits = ops.concatenate([right, wrong, made])
    return keras.losses.BinaryCrossentropy(from_logits=True)(labels, logits)


@wrong("large|softplus|finite|stay")
def clipped_sigmoid(right, wrong, made):
    def probability(x):
        return ops.clip(ops.sigmoid(x), 1e-7, 1 - 1e-7)

    real = -ops.mean(ops.log(probability(right)))
    fakes = [-ops.mean(ops.log(1 - probability(x))) for x in (wrong, made)]
    return real + (fakes[0] + fakes[1]) / 2


@wrong("wrong caption|wrong")
def forgot_the_wrong_captions(right, wrong, made):
    a, _, c = softplus_means(right, wrong, made)
    return a + c


@wrong("half|½|quarter|real")
def halves_everywhere(right, wrong, made):
    a, b, c = softplus_means(right, wrong, made)
    return 0.5 * (a + b + c)


@right
def with_keras_losses(right, wrong, made):
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    real = loss(ops.ones_like(right), right)
    wrong_ = loss(ops.zeros_like(wrong), wrong)
    return real + 0.5 * wrong_ + 0.5 * loss(ops.zeros_like(made), made)


@right
def weighted(right, wrong, made):
    terms = tf.stack(softplus_means(right, wrong, made))
    return tf.tensordot(terms, [1.0, 0.5, 0.5], 1)


wrong, right = TASKS["mismatched"]


@wrong("differ|same caption|same words|own")
def simply_the_next(captions):
    return [(i + 1) % len(captions) for i in range(len(captions))]


@wrong("round|begin|start|cycl|first")
def stops_at_the_end(captions):
    found = []
    for i in range(len(captions)):
        later = [j for j in range(i + 1, len(captions)) if captions[j] != captions[i]]
        found.append(later[0] if later else -1)
    return np.array(found)


@wrong("next|after|nearest|first")
def first_of_the_batch(captions):
    captions = np.array(captions)
    return np.array([np.argmax(captions != caption) for caption in captions])


@wrong("-1|−1|none|no other")
def itself_where_there_is_none(captions):
    n = len(captions)
    found = []
    for i in range(n):
        j = (i + 1) % n
        while captions[j] == captions[i] and j != i:
            j = (j + 1) % n
        found.append(j)
    return np.array(found)


@wrong("number|place|index|indices")
def the_captions_themselves(captions):
    n = len(captions)
    found = []
    for i in range(n):
        others = [captions[(i + k) % n] for k in range(1, n)]
        found.append(next((c for c in others if c != captions[i]), -1))
    return found


@wrong("next|after|before|order")
def backwards(captions):
    n, found = len(captions), []
    for i in range(n):
        tries = [(i - k) % n for k in range(1, n)]
        found.append(next((j for j in tries if captions[j] != captions[i]), -1))
    return found


@right
def doubled_list(captions):
    n, twice = len(captions), list(captions) * 2
    found = []
    for i, caption in enumerate(captions):
        places = [j for j in range(i + 1, i + n) if twice[j] != caption]
        found.append(min(places) % n if places else -1)
    return found


@right
def by_steps(captions):
    captions = np.asarray(captions)
    found = np.full(len(captions), -1)
    for step in range(1, len(captions)):
        place = np.roll(np.arange(len(captions)), -step)
        open_ = (found < 0) & (captions[place] != captions)
        found[open_] = place[open_]
    return found


wrong, right = TASKS["search"]


def cosines(texts, images):
    """Likeness of each text to each image."""
    texts = texts / np.linalg.norm(texts, axis=1, keepdims=True)
    return texts @ (images / np.linalg.norm(images, axis=1, keepdims=True)).T


@wrong("length|cosine|norm")
def plain_products(texts, images, k):
    order = np.argsort(-(texts @ images.T), axis=1)[:, :k]
    return np.mean([i in row for i, row in enumerate(order)])


@wrong("row|text|image|axis")
def who_is_found_by_the_image(texts, images, k):
    order = np.argsort(-cosines(texts, images), axis=0)[:k]
    return np.mean([i in order[:, i] for i in range(len(texts))])


@wrong("most alike|least|order|far")
def the_least_alike(texts, images, k):
    order = np.argsort(cosines(texts, images), axis=1)[:, :k]
    return np.mean([i in row for i, row in enumerate(order)])


@wrong("k|first")
def only_the_first(texts, images, k):
    return np.mean(cosines(texts, images).argmax(axis=1) == np.arange(len(texts)))


@wrong("distance|cosine|length")
def euclid(texts, images, k):
    gaps = ((texts[:, None] - images) ** 2).sum(-1)
    own = np.diag(gaps)[:, None]
    return ((gaps < own).sum(axis=1) < k).mean()


@wrong("k|first|place")
def one_too_many(texts, images, k):
    like = cosines(texts, images)
    return ((like > np.diag(like)[:, None]).sum(axis=1) <= k).mean()


@right
def by_places(texts, images, k):
    like = cosines(texts, images)
    better = (like > np.diag(like)[:, None] + 1e-12).sum(axis=1)
    return float(np.mean(better < k))


@right
def by_tensorflow(texts, images, k):
    a = tf.math.l2_normalize(tf.constant(texts), axis=1)
    b = tf.math.l2_normalize(tf.constant(images), axis=1)
    likeness = tf.matmul(a, b, transpose_b=True)
    hits = tf.math.in_top_k(tf.range(len(texts)), tf.cast(likeness, "float32"), k)
    return tf.reduce_mean(tf.cast(hits, "float32"))
