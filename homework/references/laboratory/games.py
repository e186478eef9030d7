"""Right and wrong answers to homework 09, tasks 3 and 4."""

import numpy as np
from keras import ops

from gan_utils import losses
from homework.references.known import Known

# Task 3: the loss of D --------------------------------------------------------------


def compared(real, fake):
    """The relativistic game of D."""
    return ops.mean(ops.softplus(fake - real))


def with_(game=compared, real=0.5, fake=0.5, norm=lambda x: x, gather=ops.mean):
    """The loss of D; each part may be changed."""

    def answer(D, real_images, fake_images, weight):
        def slope(images):
            return gather(norm(losses.squared_gradient_norm(D, images)))

        loss = game(D(real_images), D(fake_images))
        penalty = real * slope(real_images) + fake * slope(fake_images)
        return loss + weight * penalty

    return answer


def ordinary(real, fake):
    """A mistake: each logit for itself."""
    return ops.mean(ops.softplus(-real)) + ops.mean(ops.softplus(fake))


PAIRED_LOSS = Known(
    reference=with_(),
    mistakes={
        "turned round: this sign is the game of G; D wants D(real) above D(fake).": (
            with_(lambda real, fake: compared(fake, real))
        ),
        "compare pairs: softplus of the difference, not each logit for itself.": (
            with_(ordinary)
        ),
        "softplus is missing: this is the Wasserstein game.": with_(
            lambda real, fake: ops.mean(fake - real)
        ),
        "pairs: the mean of softplus, not softplus of the mean.": with_(
            lambda real, fake: ops.softplus(ops.mean(fake - real))
        ),
        "R2 is missing: the penalty on fake images as well.": with_(fake=0),
        "R1 is missing: the penalty on real images as well.": with_(real=0),
        "half: weight / 2 times both norms.": with_(real=1, fake=1),
        "half of each norm, not of half: weight / 2.": with_(real=0.25, fake=0.25),
        "the squared norm, not the norm: no root.": with_(norm=ops.sqrt),
        "the mean over the images, not the sum.": with_(gather=ops.sum),
        "the penalty is missing.": with_(real=0, fake=0),
    },
)

# Task 4: which would you take? ------------------------------------------------------


def last(seconds, scores, budget):
    """The last score in time, infinite if there is none."""
    scores = scores[seconds <= budget]
    return scores[-1] if len(scores) else np.inf


def choosing(score=last, middle=np.median, best=min):
    """The choice; each part may be changed."""

    def answer(curves, budget):
        values = {
            name: middle([score(*curve, budget) for curve in seeds])
            for name, seeds in curves.items()
        }
        return best(values, key=values.get)

    return answer


CHOOSE = Known(
    reference=choosing(),
    mistakes={
        "a small score is better: this is the largest.": choosing(best=max),
        "within the budget: later seconds do not count.": choosing(
            lambda s, v, b: last(s, v, np.inf)
        ),
        "the median over the seeds, not the best seed.": choosing(middle=min),
        "the median over the seeds, not the worst seed.": choosing(middle=max),
        "the median over the seeds, not the mean.": choosing(middle=np.mean),
        "the last score in time, not the best moment.": choosing(
            lambda s, v, b: min([*v[s <= b], np.inf])
        ),
        "a score exactly at the budget still counts.": choosing(
            lambda s, v, b: last(s, v, b - 1e-9)
        ),
        "the score at the budget, not the first score after it.": choosing(
            lambda s, v, b: np.r_[v[s >= b], np.inf][0]
        ),
    },
)
