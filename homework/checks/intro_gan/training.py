"""Homework 01, tasks 5 and 6: repair a training step, read curves of losses."""

from collections.abc import Callable

import keras
import tensorflow as tf
from keras import layers, ops

from gan_utils import losses
from homework.checks import probes
from homework.checks.tasks import Task

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


def small_networks() -> tuple[keras.Model, keras.Model]:
    """D and G for points in the plane, always with the same weights."""

    def dense(units, seed, activation=None):
        start = keras.initializers.GlorotUniform(seed)
        return layers.Dense(units, activation, kernel_initializer=start)

    D = keras.Sequential([layers.Input((2,)), dense(8, 1, "tanh"), dense(1, 2)])
    G = keras.Sequential([layers.Input((2,)), dense(2, 3)])
    return D, G


class _Noted(keras.optimizers.SGD):
    """Plain descent that notes when it is used."""

    def __init__(self, rate: float, name: str, order: list[str]):
        super().__init__(rate)
        self.note = lambda: order.append(name)

    def apply(self, gradients, weights=None):
        self.note()
        return super().apply(gradients, weights)


def play(step: Callable, real, latents, rate_D: float, rate_G: float) -> dict:
    """The probe: two steps of a small game; which network moved, and where to?"""
    real, latents = tf.constant(real), tf.constant(latents)
    D, G = small_networks()
    order: list[str] = []
    optimizer_D = _Noted(rate_D, "D", order)
    optimizer_G = _Noted(rate_G, "G", order)
    seen = {}
    before = logits(D, G, real, latents)
    for number in (1, 2):
        old = probes.weights_of(D), probes.weights_of(G)
        step(D, G, optimizer_D, optimizer_G, real, latents)
        for name, network, rate, weights in (
            ("D", D, rate_D, old[0]),
            ("G", G, rate_G, old[1]),
        ):
            moved = probes.moved(network, weights)
            verb = "moves" if rate else "stays"
            seen[f"{name} {verb} in step {number}"] = moved == bool(rate)
    after = logits(D, G, real, latents)
    if rate_G == 0:  # nothing but D has changed, so both can be told
        gaps = [real_logit - fake_logit for real_logit, fake_logit in (before, after)]
        seen["D tells them apart better"] = gaps[1] > gaps[0]
        seen["D's logits of real points rise"] = after[0] > before[0]
        seen["D's logits of fakes fall"] = after[1] < before[1]
    if rate_D == 0:
        seen["D's logits of fakes rise"] = after[1] > before[1]
    seen["D moves first, then G"] = order[:1] != ["G"]
    return seen


def logits(D, G, real, latents) -> tuple[float, float]:
    """D's mean logit of real points and of fakes."""
    return float(ops.mean(D(real))), float(ops.mean(D(G(latents))))


def game_cases(rng):
    """Two games on the same points; in each one player's rate is 0, so it rests."""
    real = rng.normal((2, 0), 0.3, (32, 2)).astype("float32")
    latents = rng.normal(size=(32, 2)).astype("float32")
    return {
        "the rate of G is 0": (real, latents, 0.1, 0.0),
        "the rate of D is 0": (real, latents, 0.0, 0.1),
    }


TRAINED_ONCE = (
    "D learns once and never again: who sets D.trainable = False, and who sets it back?"
)


def frozen_after_one_step(D, G, optimizer_D, optimizer_G, real, latents):
    """The step that the students repair."""
    move(D, optimizer_D, lambda: discriminator_loss(D, G, real, latents))
    D.trainable = False
    move(G, optimizer_G, lambda: generator_loss(D, G, latents))


TRAIN_STEP = Task(
    points=4,
    reference=train_step,
    cases=game_cases,
    probe=play,
    seeds=1,
    mistakes={
        TRAINED_ONCE: frozen_after_one_step,
        "the optimizers are swapped: optimizer_D moves D, optimizer_G moves G.": (
            optimizers_swapped
        ),
        "G follows the sum of both losses: in D's loss its fakes count as fakes, which "
        "holds it back. G's gradient is that of G's loss alone.": follows_both,
    },
    hints=(
        "print len(D.trainable_variables) before each step. What changes?",
        "to keep D still while G learns, nothing needs to be frozen: optimizer_G "
        "moves only the weights that it is given.",
    ),
    case_hints={
        "D moves in step 1": (
            "D never moves: it is frozen (D.trainable = False), it has no step, or "
            "optimizer_D is given other weights."
        ),
        "D moves in step 2": TRAINED_ONCE,
        "G moves in step 1": "G never moves: it is frozen, or has no step of its own.",
        "G moves in step 2": "G moves once and never again: was it frozen meanwhile?",
        "G stays in step 1": (
            "D's step also moves G: give optimizer_D the gradients of D's weights only."
        ),
        "D stays in step 1": (
            "G's step also moves D: give optimizer_G the gradients of G's weights only."
        ),
        "D tells them apart better": (
            "D learns the wrong way round: real up, fakes down."
        ),
        "D's logits of real points rise": "D does not learn from real points.",
        "D's logits of fakes fall": "D does not learn from fakes.",
        "D moves first, then G": (
            "G moves before D: first D's step, once, then G's, which asks the new D."
        ),
        "D's logits of fakes rise": (
            "G learns the wrong way round: its fakes should look real to D."
        ),
    },
)

# Task 6: the curves ---------------------------------------------------------------

RIGHT_LETTERS = "BDAC"


DIAGNOSES = Task(
    points=3,
    reference=lambda: RIGHT_LETTERS,
    cases=lambda rng: {f"run {number}": (number,) for number in (1, 2, 3, 4)},
    probe=probes.letters(RIGHT_LETTERS),
    secret=True,
    seeds=1,
    parts={f"run {number}": (f"run {number}",) for number in (1, 2, 3, 4)},
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
    case_hints={
        "number of letters": 'return one letter a run, four in all, such as "AAAA".',
    },
    hints=(
        "draw two lines by eye: log 4 ≈ 1.386 for D's loss, log 2 ≈ 0.693 for G's.",
        "which player's loss is near 0? That one wins, against what opponent?",
        "a D that always says ½ has the loss log 4. A larger loss means that D is "
        "fooled again and again, and does nothing about it.",
    ),
)
