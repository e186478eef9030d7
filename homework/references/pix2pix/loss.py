"""Right and wrong answers to homework 04, task 5."""

from collections.abc import Callable

from keras import ops

from homework.references.known import Known


def masked_loss(target, fake, fake_logits, visible, l1_weight):
    """Least squares plus l1_weight times the mean distance of what is visible."""
    return squares(fake_logits) + l1_weight * distance(target, fake, visible)


def squares(fake_logits, goal: float = 1.0):
    """The least-squares loss, a mean over all logits."""
    return ops.mean((fake_logits - goal) ** 2)


def distance(target, fake, visible, gap: Callable = ops.abs):
    """The mean over all visible numbers, and 0 where there are none."""
    count = ops.maximum(numbers(target, visible), 1)
    return ops.sum(visible * gap(target - fake)) / count


def numbers(target, visible):
    """How many numbers are visible."""
    return ops.sum(visible) * target.shape[-1]


def total(of_logits: Callable = squares, of_pictures: Callable = distance) -> Callable:
    """The weighted sum, with a mistake in one of its parts."""
    return lambda t, f, d, v, w: of_logits(d) + w * of_pictures(t, f, v)


def half_masked(target, fake, visible):
    """The mean distance of pictures of which one was masked: a mistake."""
    return ops.sum(ops.abs(target - fake)) / ops.maximum(numbers(target, visible), 1)


def each_by_itself(target, fake, visible):
    """A mean for each photo, and then over the photos: a mistake."""
    pairs = zip(target, fake, visible, strict=True)
    return sum(distance(*pair) for pair in pairs) / len(target)


MASKED_LOSS = Known(
    reference=masked_loss,
    mistakes={
        "the weight belongs to L1, not to the adversarial loss.": (
            lambda t, f, d, v, w: w * squares(d) + distance(t, f, v)
        ),
        "the weight stands before both losses; only L1 has one.": (
            lambda t, f, d, v, w: w * (squares(d) + distance(t, f, v))
        ),
        "the weight of L1 is missing.": (
            lambda t, f, d, v, w: squares(d) + distance(t, f, v)
        ),
        "the adversarial loss is missing.": total(lambda d: 0 * squares(d)),
        "L1 is missing.": lambda t, f, d, v, w: squares(d),
        "the mask is missing: what a tree hides counts as well.": total(
            of_pictures=lambda t, f, v: ops.mean(ops.abs(t - f))
        ),
        "the mask is turned round: 1 is visible, 0 is hidden.": total(
            of_pictures=lambda t, f, v: distance(t, f, 1 - v)
        ),
        "you divide by *all* numbers, also by those that are hidden: a mean over the "
        "visible ones divides by how many these are.": total(
            of_pictures=lambda t, f, v: ops.mean(v * ops.abs(t - f))
        ),
        "you divide by the number of visible *pixels*; each has as many numbers as the "
        "photos have channels.": total(
            of_pictures=lambda t, f, v: t.shape[-1] * distance(t, f, v)
        ),
        "a mean over all visible numbers of the *batch*; yours is one of each photo, "
        "and then over the photos, so that a hardly visible photo counts as much.": (
            total(of_pictures=each_by_itself)
        ),
        "L1 is a mean over what is visible, yours is a sum.": total(
            of_pictures=lambda t, f, v: ops.sum(v * ops.abs(t - f))
        ),
        "both, target and fake, are masked; yours compares the fake with 0 where "
        "something is hidden.": total(
            of_pictures=lambda t, f, v: half_masked(t * v, f, v)
        ),
        "both, target and fake, are masked; yours compares the target with 0 where "
        "something is hidden.": total(
            of_pictures=lambda t, f, v: half_masked(t, f * v, v)
        ),
        "this is the squared distance; L1 is the absolute one.": total(
            of_pictures=lambda t, f, v: distance(t, f, v, ops.square)
        ),
        "the absolute value is missing: too light and too dark cancel out.": total(
            of_pictures=lambda t, f, v: -distance(t, f, v, lambda gap: gap)
        ),
        "L1 has the wrong sign: G flees from the target.": total(
            of_pictures=lambda t, f, v: -distance(t, f, v)
        ),
        "the goal of G is 1, real: (l − 1)². With the goal 0 it lets itself be "
        "caught.": total(lambda d: squares(d, 0.0)),
        "the goal is +1, and the bracket (l − 1).": total(lambda d: squares(d, -1.0)),
        "this is the cross-entropy; the least-squares loss was asked for.": total(
            lambda d: ops.mean(ops.softplus(-d))
        ),
        "this is WGAN's loss; the least-squares loss was asked for.": total(
            lambda d: -ops.mean(d)
        ),
        "the logits go into the square as they are, without a sigmoid.": total(
            lambda d: squares(ops.sigmoid(d))
        ),
        "without ½: the mean of (l − 1)².": total(lambda d: squares(d) / 2),
        "the square is missing: this is |l − 1|.": total(
            lambda d: ops.mean(ops.abs(d - 1))
        ),
        "the adversarial loss has the wrong sign: G lets itself be caught.": total(
            lambda d: -squares(d)
        ),
        "the adversarial loss is a mean over the logits, yours is their sum.": total(
            lambda d: ops.sum((d - 1) ** 2)
        ),
        "the mean comes last: first the square of each logit's distance to 1, then "
        "their mean.": total(lambda d: (ops.mean(d) - 1) ** 2),
        "take the mean over the batch and all logits: you return many losses.": total(
            lambda d: (d - 1) ** 2
        ),
        "nothing is visible, and you divide by 0: the second loss shall be 0, not NaN. "
        "Divide by at least 1.": total(
            of_pictures=lambda t, f, v: ops.sum(v * ops.abs(t - f)) / numbers(t, v)
        ),
    },
)
