"""Did the face age, and is it still the same person?

Aged faces come as (n, n_groups, h, w, c), as ``age_cgan.age_faces`` makes them. The
judges are networks that no generator was trained against: those of ``judges``.
"""

from collections.abc import Callable

import numpy as np
import scipy.stats
from scipy.spatial import distance

from gan_utils import metrics


def group_ages(ages: np.ndarray, groups: np.ndarray, n_groups: int) -> np.ndarray:
    """Mean age of the people in each group, in years: (n_groups,)."""
    return np.array([ages[groups == group].mean() for group in range(n_groups)])


def judged_ages(judge: Callable, aged: np.ndarray) -> np.ndarray:
    """Ages in years that a judge sees in aged faces: (n, n_groups)."""
    return _ask(judge, aged)


def _ask(judge: Callable, aged: np.ndarray) -> np.ndarray:
    """What a judge says of aged faces (n, n_groups, …): (n, n_groups, …)."""
    found = judge(aged.reshape(-1, *aged.shape[2:]))
    return found.reshape(*aged.shape[:2], *found.shape[1:])


def age_scores(judged: np.ndarray, target_ages: np.ndarray) -> dict[str, float]:
    """How well judged ages (n, n_groups) follow the groups asked for.

    Args:
        judged: years, from ``judged_ages``.
        target_ages: (n_groups,), the mean age of the real people of each group.

    Returns:
        age_error: mean absolute difference to the target ages, in years.
        rank_correlation: Spearman's, of target and judged age over all pictures.
        rank_correlation_of_means: the same over the means of the groups.
        change: mean judged age in the last group minus that in the first, in years.
    """
    targets = np.broadcast_to(target_ages, judged.shape)
    means = judged.mean(axis=0)
    return {
        "age_error": float(np.abs(judged - targets).mean()),
        "rank_correlation": rank_correlation(targets.ravel(), judged.ravel()),
        "rank_correlation_of_means": rank_correlation(target_ages, means),
        "change": float(means[-1] - means[0]),
    }


def rank_correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Spearman's rank correlation, and 0 where one side is constant."""
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    return float(scipy.stats.spearmanr(x, y).statistic)


def identity_distances(
    embed: Callable, photos: np.ndarray, aged: np.ndarray
) -> np.ndarray:
    """Distances of aged faces (n, n_groups, …) to their photos: (n, n_groups)."""
    return np.linalg.norm(embed(photos)[:, None] - _ask(embed, aged), axis=-1)


def identity_accuracy(
    embed: Callable,
    photos: np.ndarray,
    identities: np.ndarray,
    aged: np.ndarray,
    aged_identities: np.ndarray,
) -> float:
    """Share of aged faces whose nearest photo shows the right person.

    Args:
        embed: photos → embeddings.
        photos: (m, h, w, c), of all people in question, at all their ages.
        identities: (m,), who is in each photo.
        aged: (n, n_groups, h, w, c).
        aged_identities: (n,), who they should be.
    """
    gallery, found = embed(photos), _ask(embed, aged)
    nearest = distance.cdist(found.reshape(-1, found.shape[-1]), gallery).argmin(axis=1)
    named = identities[nearest].reshape(aged.shape[:2])
    return float(np.mean(named == np.asarray(aged_identities)[:, None]))


def diversity(embed: Callable, photos: np.ndarray, aged: np.ndarray) -> float:
    """How different aged faces are from each other, against the photos: about 1.

    The mean distance between faces of different people in the same group, divided by
    that of their photos. 0 is the collapse in which every face becomes the same.
    """
    found = _ask(embed, aged)
    groups = range(aged.shape[1])
    between = [distance.pdist(found[:, group]).mean() for group in groups]
    return float(np.mean(between) / distance.pdist(embed(photos)).mean())


def distances_by_group(
    embed: Callable,
    real: np.ndarray,
    real_groups: np.ndarray,
    aged: np.ndarray,
    compare: Callable = metrics.kernel_distance,
) -> np.ndarray:
    """Kernel (or Fréchet) distance of aged to real faces of each group: (n_groups,)."""
    return np.array(
        [
            compare(embed(real[real_groups == group]), embed(aged[:, group]))
            for group in range(aged.shape[1])
        ]
    )
