"""Right and wrong answers to homework 01, tasks 5 and 6."""

import tensorflow as tf

from gan_utils import losses
from homework.checks.intro_gan.training import TRAINED_ONCE
from homework.references.known import Known

# Task 5: the training step --------------------------------------------------------


def train_step(D, G, optimizer_D, optimizer_G, real, latents):
    """One step of D, then one step of G; each moves its own weights only."""
    move(D, optimizer_D, lambda: discriminator_loss(D, G, real, latents))
    move(G, optimizer_G, lambda: generator_loss(D, G, latents))


def follows_both(D, G, optimizer_D, optimizer_G, real, latents):
    """A mistake: G goes down the sum of the two losses."""
    move(D, optimizer_D, lambda: discriminator_loss(D, G, real, latents))
    move(
        G,
        optimizer_G,
        lambda: discriminator_loss(D, G, real, latents) + generator_loss(D, G, latents),
    )


def optimizers_swapped(D, G, optimizer_D, optimizer_G, real, latents):
    """A mistake: each player goes with the other's optimizer."""
    train_step(D, G, optimizer_G, optimizer_D, real, latents)


def move(network, optimizer, loss):
    """One step of one network down the slope of a loss."""
    weights = network.trainable_variables
    with tf.GradientTape() as tape:
        value = loss()
    optimizer.apply(tape.gradient(value, weights), weights)


def discriminator_loss(D, G, real, latents):
    """D's loss on one batch of each kind."""
    return losses.cross_entropy_discriminator(D(real), D(G(latents)))


def generator_loss(D, G, latents):
    """G's loss on the fakes made of these latents."""
    return losses.non_saturating_generator(D(G(latents)))


def frozen_after_one_step(D, G, optimizer_D, optimizer_G, real, latents):
    """The step that the students repair."""
    move(D, optimizer_D, lambda: discriminator_loss(D, G, real, latents))
    D.trainable = False
    move(G, optimizer_G, lambda: generator_loss(D, G, latents))


TRAIN_STEP = Known(
    reference=train_step,
    mistakes={
        TRAINED_ONCE: frozen_after_one_step,
        "the optimizers are swapped: optimizer_D moves D, optimizer_G moves G.": (
            optimizers_swapped
        ),
        "G follows the sum of both losses: in D's loss its fakes count as fakes, which "
        "holds it back. G's gradient is that of G's loss alone.": follows_both,
    },
)

# Task 6: the curves ---------------------------------------------------------------

RIGHT_LETTERS = "BDAC"


DIAGNOSES = Known(
    reference=lambda: RIGHT_LETTERS,
    mistakes={
        "no curve of losses shows a collapse: a G that draws one point at a time can "
        "keep both losses at their equilibrium. Look at samples for that.": (
            lambda: "EEEE"
        ),
        "D's loss is far above log 4: it does worse than always saying ½. Who wins?": (
            lambda: "CDAC"
        ),
        "a loss near 0 says that the other player is weak, not that all is well.": (
            lambda: "ADAA"
        ),
        "nothing leaps here: both curves run smoothly.": lambda: "DDDD",
        "these curves leap up and down; compare the size of the leaps with the rest.": (
            lambda: "BAAC"
        ),
        "D's loss is almost 0, so D has learnt something.": lambda: "BDAB",
        "D's loss is near log 4 and G's near log 2. Is that alarming?": lambda: "BDBC",
        "nobody wins here: both losses stay near their equilibrium values.": (
            lambda: "BDCC"
        ),
        "neither player wins for long here: whoever is ahead changes with each leap.": (
            lambda: "BCAC"
        ),
        "a D that never learns cannot answer: its loss would not come down again.": (
            lambda: "BBAC"
        ),
    },
)
