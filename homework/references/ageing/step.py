"""Right and wrong answers to homework 06, task 3."""

from collections.abc import Callable

import tensorflow as tf
from keras import ops

from gan_utils import losses
from homework.checks.ageing.step import N_GROUPS
from homework.references.known import Known


def parts(G, D, classifier, features, photos, targets) -> dict:
    """The three losses of G."""
    fakes = G([photos, targets])
    one_hot = ops.one_hot(targets, N_GROUPS)
    logits = classifier(fakes)
    kept, found = features(photos), features(fakes)
    return {
        "adversarial": losses.least_squares_generator(D([fakes, targets])),
        "features": ops.mean((kept - found) ** 2) / ops.mean(kept**2),
        "age": ops.mean(
            ops.categorical_crossentropy(one_hot, logits, from_logits=True)
        ),
    }


def step_with(weights: tuple = (75, 60, 15), goal: float = 1.0, ask=None):
    """A step of G; with other weights, D's goal or another game: a mistake."""

    def step(G, D, classifier, features, optimizer, photos, targets):
        networks = G, D, classifier, features
        with tf.GradientTape() as tape:
            found = (ask or parts)(*networks, photos, targets)
            if goal != 1:
                fakes = G([photos, targets])
                found["adversarial"] = 0.5 * ops.mean((D([fakes, targets]) - goal) ** 2)
            loss = sum(
                w * part for w, part in zip(weights, found.values(), strict=True)
            )
        own = G.trainable_variables
        optimizer.apply(tape.gradient(loss, own), own)

    return step


def with_pixels(G, D, classifier, features, photos, targets) -> dict:
    """A mistake: pixels in place of features."""
    found = parts(G, D, classifier, features, photos, targets)
    fakes = G([photos, targets])
    found["features"] = ops.mean((photos - fakes) ** 2) / ops.mean(photos**2)
    return found


def with_ages(wanted: Callable, drawn: Callable = lambda targets: targets) -> Callable:
    """A mistake: D and the classifier, or G, are told other groups."""

    def ask(G, D, classifier, features, photos, targets):
        return parts(
            lambda inputs: G([photos, drawn(targets)]),
            lambda inputs: D([inputs[0], wanted(targets)]),
            classifier,
            features,
            photos,
            wanted(targets),
        )

    return ask


def twice(G, D, classifier, features, optimizer, photos, targets):
    """A mistake: two steps."""
    for _ in range(2):
        step_with()(G, D, classifier, features, optimizer, photos, targets)


def next_group(targets):
    """Another group than the one asked for."""
    return (targets + 1) % N_GROUPS


MISTAKES = {
    "features are missing, or G gets none of their gradient: the second loss compares "
    "features(photos) with features(fakes), the same face.": step_with((75, 0, 15)),
    "pixels are compared: put photos and fakes through `features` first.": step_with(
        ask=with_pixels
    ),
    "the age is missing, or the classifier is asked about the photos, which G does not "
    "change: the third loss is its cross-entropy at the target group, for the fakes.": (
        step_with((75, 60, 0))
    ),
    "the age loss has the wrong sign (it alone, or all three?): G flees from the "
    "target group. The optimizer goes downhill by itself.": step_with((75, 60, -15)),
    "D's opinion is missing: the first loss is ½ mean((D([fakes, targets]) − 1)²).": (
        step_with((0, 60, 15))
    ),
    "the goal of G is D = 1; 0 is what D wants of fakes.": step_with(goal=0.0),
    "the loss of the features has the wrong sign: G flees from the face.": step_with(
        (75, -60, 15)
    ),
    "½ is lost: 75 · ½ · mean((D − 1)²).": step_with((150, 60, 15)),
    "the weights 75, 60 and 15 stay as they are.": step_with((1, 1, 1)),
    "G is asked for another group than the one in `targets`.": step_with(
        ask=with_ages(lambda targets: targets, next_group)
    ),
    "D and the classifier are told another group than the one in `targets`.": step_with(
        ask=with_ages(next_group)
    ),
    "one step is asked for; yours takes two, or a step twice as long.": twice,
}
GENERATOR_STEP = Known(
    reference=step_with(),
    mistakes=MISTAKES,
)
