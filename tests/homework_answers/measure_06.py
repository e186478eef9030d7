"""Answers to tasks 4 and 5 of homework 06; answers_01.py describes the form."""

import itertools

import numpy as np
import tensorflow as tf
from keras import ops

# Task 4 ---------------------------------------------------------------------------


def norms(a, b):
    return np.linalg.norm(a[:, None] - b[None], axis=-1)


def spread(x):
    """Mean distance of different rows."""
    return norms(x, x)[~np.eye(len(x), dtype=bool)].mean()


def groups_compared(photos, aged):
    return np.mean([spread(person) for person in aged]) / spread(photos)


def to_the_photo(photos, aged):
    gaps = np.sqrt(((aged - photos[:, None]) ** 2).sum(-1))
    return gaps.mean() / spread(photos)


def not_divided(photos, aged):
    return np.mean([spread(aged[:, g]) for g in range(aged.shape[1])])


def upside_down(photos, aged):
    return spread(photos) / np.mean([spread(group) for group in aged.swapaxes(0, 1)])


def self_above(photos, aged):
    between = [norms(group, group).mean() for group in aged.swapaxes(0, 1)]
    return np.mean(between) / spread(photos)


def self_below(photos, aged):
    between = [spread(group) for group in aged.swapaxes(0, 1)]
    return np.mean(between) / norms(photos, photos).mean()


def all_together(photos, aged):
    return spread(aged.reshape(-1, aged.shape[2])) / spread(photos)


def first_group(photos, aged):
    return spread(aged[:, 0]) / spread(photos)


def last_group(photos, aged):
    return spread(aged[:, -1]) / spread(photos)


def squared(photos, aged):
    def square(x):
        return (norms(x, x) ** 2).mean()

    return np.mean([square(group) for group in aged.swapaxes(0, 1)]) / square(photos)


def mean_face_first(photos, aged):
    return spread(aged.mean(axis=1)) / spread(photos)


def standard_deviation(photos, aged):
    return aged.std(axis=0).mean() / photos.std(axis=0).mean()


def one_number_a_group(photos, aged):
    return [spread(group) / spread(photos) for group in aged.swapaxes(0, 1)]


def neighbours_only(photos, aged):
    between = np.linalg.norm(np.diff(aged, axis=0), axis=-1).mean()
    return between / np.linalg.norm(np.diff(photos, axis=0), axis=-1).mean()


def cosines(photos, aged):
    def unlike(x):
        x = x / np.linalg.norm(x, axis=-1, keepdims=True)
        return (1 - x @ x.T)[~np.eye(len(x), dtype=bool)].mean()

    return np.mean([unlike(group) for group in aged.swapaxes(0, 1)]) / unlike(photos)


def largest_distance(photos, aged):
    between = [norms(group, group).max() for group in aged.swapaxes(0, 1)]
    return np.mean(between) / norms(photos, photos).max()


WRONG_DIVERSITY = {
    groups_compared: r"different \*people\*",
    to_the_photo: "own photo",
    not_divided: "not divided",
    upside_down: "upside down",
    self_above: "leave it out",
    self_below: "leave it out|different. people",
    all_together: "within each group",
    first_group: "only the first group",
    last_group: "over the groups|all of them",
    squared: "not their squares",
    mean_face_first: "first the distances",
    standard_deviation: "distance between",
    one_number_a_group: "mean|shape",
    neighbours_only: "different. people|all pairs",
    cosines: "mean distance",
    largest_distance: "mean distance",
}


def with_both_zeros(photos, aged):
    between = [norms(group, group).mean() for group in aged.swapaxes(0, 1)]
    return np.mean(between) / norms(photos, photos).mean()


def in_loops(photos, aged):
    pairs = list(itertools.combinations(range(len(photos)), 2))
    above = below = 0.0
    for i, j in pairs:
        below += np.sqrt(sum((photos[i] - photos[j]) ** 2))
        for group in range(aged.shape[1]):
            gap = np.sqrt(sum((aged[i, group] - aged[j, group]) ** 2))
            above += gap / aged.shape[1]
    return above / below


def in_one_go(photos, aged):
    gaps = np.linalg.norm(aged[:, None] - aged[None], axis=-1)
    below = np.linalg.norm(photos[:, None] - photos[None], axis=-1)
    return gaps.sum() / aged.shape[1] / below.sum()


def with_tensors(photos, aged):
    above = tf.norm(aged[:, None] - aged[None], axis=-1)
    return tf.reduce_mean(above) / tf.reduce_mean(
        tf.norm(photos[:, None] - photos[None], axis=-1)
    )


def with_keras(photos, aged):
    gap = ops.convert_to_tensor(aged[:, None] - aged[None])
    below = ops.convert_to_tensor(photos[:, None] - photos[None])
    return ops.mean(ops.norm(gap, axis=-1)) / ops.mean(ops.norm(below, axis=-1))


RIGHT_DIVERSITY = [with_both_zeros, in_loops, in_one_go, with_tensors, with_keras]

# Task 5 ---------------------------------------------------------------------------


def table(part, kept, judged, share=None, error=None, judge=None):
    rows = []
    for name in sorted(set(part.tolist())):
        here = part == name
        n, p = here.sum(), kept[here].mean()
        rows.append(
            [
                n,
                share(here, kept, judged) if share else p,
                error(n, p, len(part)) if error else (p * (1 - p) / n) ** 0.5,
                judge(here, kept, judged) if judge else judged[here].mean(),
            ]
        )
    return np.array(rows)


def variant(**change):
    def answer(part, kept, judged):
        return table(part, kept, judged, **change)

    answer.__name__ = next(iter(change)) + " " + change[next(iter(change))].__name__
    return answer


def of_all_faces(here, kept, judged):
    return (here & kept).mean()


def counted(here, kept, judged):
    return (here & kept).sum()


def of_the_kept(here, kept, judged):
    return (here & kept).sum() / max(kept.sum(), 1)


def lost(here, kept, judged):
    return (~kept[here]).mean()


def alike(here, kept, judged):
    return kept.mean()


def both_agree(here, kept, judged):
    return (kept & judged)[here].mean()


def corrected(here, kept, judged):
    return kept[here].mean() / judged[here].mean()


def no_root(n, p, total):
    return p * (1 - p) / n


def of_one_face(n, p, total):
    return np.sqrt(p * (1 - p))


def of_everybody(n, p, total):
    return np.sqrt(p * (1 - p) / total)


def divided_outside(n, p, total):
    return np.sqrt(p * (1 - p)) / n


def one_less(n, p, total):
    return np.sqrt(p * (1 - p) / max(n - 1, 1))


def no_complement(n, p, total):
    return np.sqrt(p / n)


def two_errors(n, p, total):
    return 1.96 * np.sqrt(p * (1 - p) / n)


def errors_of_the_judge(here, kept, judged):
    return 1 - judged[here].mean()


def judge_of_the_kept(here, kept, judged):
    return judged[here & kept].mean() if (here & kept).any() else np.nan


def judge_of_everybody(here, kept, judged):
    return judged.mean()


def three_columns(part, kept, judged):
    return table(part, kept, judged)[:, :3]


def lying(part, kept, judged):
    return table(part, kept, judged).T


def fixed_parts(part, kept, judged):
    rows = [
        [
            (part == k).sum(),
            kept[part == k].mean(),
            kept[part == k].std() / max((part == k).sum(), 1) ** 0.5,
            judged[part == k].mean(),
        ]
        for k in range(3)
    ]
    return np.array(rows)


def sorted_by_share(part, kept, judged):
    rows = table(part, kept, judged)
    return rows[np.argsort(rows[:, 1])]


WRONG_TABLE_BY_PART = {
    variant(share=of_all_faces): r"\*this part\*",
    variant(share=counted): "number of kept",
    variant(share=of_the_kept): "within each part",
    variant(share=lost): "lost|1 minus",
    variant(share=alike): "same share in each row",
    variant(share=both_agree): "share that is kept",
    variant(share=corrected): "side by side",
    variant(error=no_root): "root is missing",
    variant(error=of_one_face): "single faces",
    variant(error=of_everybody): "not of all",
    variant(error=divided_outside): "under the root",
    variant(error=one_less): "number n",
    variant(error=no_complement): r"1 − p",
    variant(error=two_errors): r"√\(p",
    variant(judge=errors_of_the_judge): "its errors",
    variant(judge=judge_of_the_kept): "not of the kept",
    variant(judge=judge_of_everybody): "of this part",
    three_columns: "four numbers",
    lying: "one row for each part",
    fixed_parts: "occurs",
    sorted_by_share: "order of",
}


def with_lists(part, kept, judged):
    rows = []
    for name in np.unique(part):
        chosen = [i for i in range(len(part)) if part[i] == name]
        n, p = len(chosen), sum(kept[i] for i in chosen) / len(chosen)
        judge = sum(judged[i] for i in chosen) / n
        rows.append((n, p, (p * (1 - p) / n) ** 0.5, judge))
    return rows


def with_counts(part, kept, judged):
    _, place, n = np.unique(part, return_inverse=True, return_counts=True)
    p, judge = (np.bincount(place, weights=x) / n for x in (kept, judged))
    return np.column_stack([n, p, np.sqrt(p * (1 - p) / n), judge])


def with_spread(part, kept, judged):
    rows = []
    for name in np.unique(part):
        mine = kept[part == name]
        error = mine.std() / np.sqrt(mine.size)
        rows.append([mine.size, mine.mean(), error, judged[part == name].mean()])
    return np.array(rows)


def with_segments(part, kept, judged):
    names, place = np.unique(part, return_inverse=True)
    count = len(names)
    n = tf.math.unsorted_segment_sum(np.ones(len(part)), place, count)
    p = tf.math.unsorted_segment_mean(kept.astype(float), place, count)
    judge = tf.math.unsorted_segment_mean(judged.astype(float), place, count)
    return tf.stack([n, p, tf.sqrt(p * (1 - p) / n), judge], axis=1)


RIGHT_TABLE_BY_PART = [table, with_lists, with_counts, with_spread, with_segments]
