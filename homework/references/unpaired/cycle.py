"""Right and wrong answers to homework 08, task 1."""

from collections.abc import Callable

from keras import ops

from homework.references.known import Known


def gap(x, y):
    """Mean absolute difference."""
    return ops.mean(ops.abs(x - y))


def loss_of(between: Callable = lambda x: x, distance: Callable = gap) -> Callable:
    """The loss, with something between the networks, or another distance."""

    def cycle_loss(there, back, a, b):
        return distance(a, back(between(there(a)))) + distance(
            b, there(between(back(b)))
        )

    return cycle_loss


def squares(x, y):
    """A mistake: the square."""
    return ops.mean((x - y) ** 2)


CYCLE_LOSS = Known(
    reference=loss_of(),
    mistakes={
        "the value is right, but the first network of each way gets no gradient: "
        "something is stopped between there and back. This is the popular bug: take "
        "the translation as it comes.": loss_of(ops.stop_gradient),
        "only the way of a; b goes back and there, too.": lambda there, back, a, b: gap(
            a, back(there(a))
        ),
        "only the way of b; a goes there and back, too.": lambda there, back, a, b: gap(
            b, there(back(b))
        ),
        "both ways start with the wrong network: a goes there first, b goes back "
        "first.": lambda there, back, a, b: (
            gap(a, there(back(a))) + gap(b, back(there(b)))
        ),
        "b starts with the wrong network: back first, then there.": (
            lambda there, back, a, b: gap(a, back(there(a))) + gap(b, back(there(b)))
        ),
        "this is the identity loss: nothing comes back again.": (
            lambda there, back, a, b: gap(b, there(b)) + gap(a, back(a))
        ),
        "each picture is compared with its translation; compare it with what comes "
        "back.": lambda there, back, a, b: gap(a, there(a)) + gap(b, back(b)),
        "the absolute difference, not its square.": loss_of(distance=squares),
        "take the mean, not the sum.": loss_of(
            distance=lambda x, y: ops.sum(ops.abs(x - y))
        ),
        "first the absolute value of each pixel, then the mean.": loss_of(
            distance=lambda x, y: ops.abs(ops.mean(x - y))
        ),
        "the two ways are added, not averaged.": lambda there, back, a, b: (
            loss_of()(there, back, a, b) / 2
        ),
        "no weight here: the 10 stands where the losses are added.": (
            lambda there, back, a, b: 10 * loss_of()(there, back, a, b)
        ),
    },
)
