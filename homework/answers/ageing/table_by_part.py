"""Answers to `table_by_part` of homework 06."""

import numpy as np
import tensorflow as tf

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def shares(share):
    """The table with another second column: (here, kept, judged) → number."""
    return lambda *people: table(*people, share=share)


def errors(error):
    """The table with another third column: (n, p, n of all) → number."""
    return lambda *people: table(*people, error=error)


def judges(judge):
    """The table with another last column: (here, kept, judged) → number."""
    return lambda *people: table(*people, judge=judge)


def of_the_kept(here, kept, judged):
    return (here & kept).sum() / max(kept.sum(), 1)


def judge_of_kept(here, kept, judged):
    return judged[here & kept].mean() if (here & kept).any() else np.nan


wrong(r"\*this part\*", of_all_faces=shares(lambda here, k, j: (here & k).mean()))
wrong("number of kept", counted=shares(lambda here, k, j: (here & k).sum()))
wrong("within each part", of_the_kept=shares(of_the_kept))
wrong("lost|1 minus", lost=shares(lambda here, k, j: (~k[here]).mean()))
wrong("same share in each row", alike=shares(lambda here, k, j: k.mean()))
wrong("share that is kept", both_agree=shares(lambda here, k, j: (k & j)[here].mean()))
wrong("side by side", corrected=shares(lambda x, k, j: k[x].mean() / j[x].mean()))
wrong("root is missing", no_root=errors(lambda n, p, total: p * (1 - p) / n))
wrong("single faces", of_one_face=errors(lambda n, p, total: (p * (1 - p)) ** 0.5))
wrong("not of all", of_everybody=errors(lambda n, p, N: (p * (1 - p) / N) ** 0.5))
wrong(
    "under the root", divided_outside=errors(lambda n, p, N: (p * (1 - p)) ** 0.5 / n)
)
wrong(
    "not by n − 1",
    one_less=errors(lambda n, p, N: (p * (1 - p) / max(n - 1, 1)) ** 0.5),
)
wrong(r"1 − p", no_complement=errors(lambda n, p, total: (p / n) ** 0.5))
wrong(r"√\(p", two_errors=errors(lambda n, p, N: 1.96 * (p * (1 - p) / n) ** 0.5))
wrong("its errors", errors_of_the_judge=judges(lambda here, k, j: 1 - j[here].mean()))
wrong("not of the kept", judge_of_the_kept=judges(judge_of_kept))
wrong("of this part", judge_of_everybody=judges(lambda here, k, j: j.mean()))
wrong("four numbers", three_columns=lambda *people: table(*people)[:, :3])
wrong("one row for each part", lying=lambda *people: table(*people).T)


@wrong("occurs")
def fixed_parts(part, kept, judged):
    rows = []
    for here in (part == 0, part == 1, part == 2):
        error = kept[here].std() / max(here.sum(), 1) ** 0.5
        rows.append([here.sum(), kept[here].mean(), error, judged[here].mean()])
    return np.array(rows)


@wrong("order of")
def sorted_by_share(part, kept, judged):
    rows = table(part, kept, judged)
    return rows[np.argsort(rows[:, 1])]


@right
def table(part, kept, judged, share=None, error=None, judge=None):
    rows = []
    for name in sorted(set(part.tolist())):
        here = part == name
        n, p = here.sum(), kept[here].mean()
        third = error(n, p, len(part)) if error else (p * (1 - p) / n) ** 0.5
        last = judge(here, kept, judged) if judge else judged[here].mean()
        rows.append([n, share(here, kept, judged) if share else p, third, last])
    return np.array(rows)


@right
def with_lists(part, kept, judged):
    rows = []
    for name in np.unique(part):
        chosen = [i for i in range(len(part)) if part[i] == name]
        n, p = len(chosen), sum(kept[i] for i in chosen) / len(chosen)
        judge = sum(judged[i] for i in chosen) / n
        rows.append((n, p, (p * (1 - p) / n) ** 0.5, judge))
    return rows


@right
def with_counts(part, kept, judged):
    _, place, n = np.unique(part, return_inverse=True, return_counts=True)
    p, judge = (np.bincount(place, weights=x) / n for x in (kept, judged))
    return np.column_stack([n, p, np.sqrt(p * (1 - p) / n), judge])


@right
def with_spread(part, kept, judged):
    rows = []
    for name in np.unique(part):
        mine = kept[part == name]
        error = mine.std() / np.sqrt(mine.size)
        rows.append([mine.size, mine.mean(), error, judged[part == name].mean()])
    return np.array(rows)


@right
def with_segments(part, kept, judged):
    names, place = np.unique(part, return_inverse=True)
    count = len(names)
    n = tf.math.unsorted_segment_sum(np.ones(len(part)), place, count)
    p = tf.math.unsorted_segment_mean(kept.astype(float), place, count)
    judge = tf.math.unsorted_segment_mean(judged.astype(float), place, count)
    return tf.stack([n, p, tf.sqrt(p * (1 - p) / n), judge], axis=1)
