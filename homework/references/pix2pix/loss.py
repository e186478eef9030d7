"""Right and wrong answers to homework 04, task 5."""

from keras import ops

from gan_utils import losses
from homework.references.known import Known


def generator_loss(target, fake, fake_logits, l1_weight):
    """Adversarial loss plus l1_weight times the mean absolute difference."""
    return adversarial(fake_logits) + l1_weight * distance(target, fake)


def adversarial(fake_logits):
    """The non-saturating loss, a mean over all patches."""
    return losses.non_saturating_generator(fake_logits)


def distance(target, fake):
    """The mean absolute difference of all numbers."""
    return ops.mean(ops.abs(target - fake))


GENERATOR_LOSS = Known(
    reference=generator_loss,
    mistakes={
        "the weight belongs to L1, not to the adversarial loss.": lambda t, f, d, w: (
            w * adversarial(d) + distance(t, f)
        ),
        "the weight stands before both losses; only L1 has one.": lambda t, f, d, w: (
            w * (adversarial(d) + distance(t, f))
        ),
        "the weight of L1 is missing.": lambda t, f, d, w: (
            adversarial(d) + distance(t, f)
        ),
        "the adversarial loss is missing.": lambda t, f, d, w: w * distance(t, f),
        "L1 is missing.": lambda t, f, d, w: adversarial(d),
        "this is the squared distance; L1 is the absolute one.": lambda t, f, d, w: (
            adversarial(d) + w * ops.mean((t - f) ** 2)
        ),
        "L1 is a mean over all pixels, yours is their sum: with the weight 100 it "
        "would drown the game.": lambda t, f, d, w: (
            adversarial(d) + w * ops.sum(ops.abs(t - f))
        ),
        "L1 is a mean over all pixels, yours is a sum for each picture.": (
            lambda t, f, d, w: (
                adversarial(d) + w * ops.mean(ops.sum(ops.abs(t - f), axis=(1, 2, 3)))
            )
        ),
        "the adversarial loss is a mean over the patches, yours is their sum.": (
            lambda t, f, d, w: ops.sum(ops.softplus(-d)) + w * distance(t, f)
        ),
        "the mean comes last: first the loss of each patch, then their mean.": (
            lambda t, f, d, w: ops.softplus(-ops.mean(d)) + w * distance(t, f)
        ),
        "this is D's term, with the label fake; G wants every patch called real.": (
            lambda t, f, d, w: ops.mean(ops.softplus(d)) + w * distance(t, f)
        ),
        "this is the minimax loss, flat where D is sure; take the non-saturating "
        "one, −log D.": lambda t, f, d, w: (
            losses.minimax_generator(d) + w * distance(t, f)
        ),
        "the adversarial loss has the wrong sign: G lets itself be caught.": (
            lambda t, f, d, w: -adversarial(d) + w * distance(t, f)
        ),
        "L1 has the wrong sign: G flees from the target.": lambda t, f, d, w: (
            adversarial(d) - w * distance(t, f)
        ),
        "the absolute value is missing: too light and too dark cancel out.": (
            lambda t, f, d, w: adversarial(d) + w * ops.mean(f - t)
        ),
        "only D's loss is halved; G's adversarial loss is not.": lambda t, f, d, w: (
            adversarial(d) / 2 + w * distance(t, f)
        ),
        "this is the least-squares game; the cross-entropy, −log D, was asked for.": (
            lambda t, f, d, w: losses.least_squares_generator(d) + w * distance(t, f)
        ),
        "take the mean over the batch and all patches: you return many losses.": (
            lambda t, f, d, w: ops.softplus(-d) + w * distance(t, f)
        ),
    },
)
