"""Training that goes wrong says so, once, with what it means and what to try.

Pass ``TrainingWarnings`` to ``fit`` with the arrays that it trains on:

    gan.fit(batches(images, labels), callbacks=[TrainingWarnings(images, labels)])

It looks between epochs and warns; it stops nothing and changes nothing. To stop a run
whose loss is not finite, with the last good weights back, add
``StopOnNonFinite``. The limits below lie between the course's healthy runs
and its broken ones; tests/front_room/test_health.py holds the numbers of both.
"""

import warnings

import keras
import numpy as np
import tensorflow as tf

from gan_utils import losses, runs
from gan_utils.files import arrays
from gan_utils.language import later, say, spoken
from gan_utils.training import sample

STEPS_BETWEEN_LOOKS = 100  # at samples and weights; at the losses after every epoch
SURE = 0.99  # D is too strong when it is right about this share of real and of fakes
ALIKE = 0.1  # samples are alike when they differ by this share of what images do


class TrainingWarning(UserWarning):
    """Something is wrong with the training of a GAN; each subclass is one fault."""

    patience: int  # steps that the fault lasts before it is reported
    meaning: str
    advice: str
    notebook: str  # where it is explained: notebook and heading
    section: str

    def __init__(self, seen: str):
        section = say(self.section)
        folder = "notebooks/pt" if spoken() == "pt" else "notebooks"
        place = f"{folder}/{self.notebook}.ipynb#{section.replace(' ', '-')}"
        advice = say("Try: {advice}.", advice=say(self.advice))
        where = f'{self.notebook[:2]}, "{section}": {place}'
        where = say("Explained in notebook {where}", where=where)
        super().__init__(f"{seen} {say(self.meaning)} {advice} {where}")


class NonFiniteLoss(TrainingWarning):
    """A loss or a weight is infinite or not a number."""

    patience = 0
    meaning = later(
        "Nothing is learnt any more and the weights are lost: as a rule, a step was "
        "so large that the next loss could not be computed."
    )
    advice = later(
        "learning rates ten times lower; the non-saturating or the hinge game; the R1 "
        "penalty; health.StopOnNonFinite(), which brings the last good weights back"
    )
    notebook, section = "02_dcgan", later("Theory 3: the rules of the DCGAN")


class DiscriminatorTooStrong(TrainingWarning):
    """D is right about nearly every image for long, real or fake."""

    patience = 300
    meaning = later(
        "A D that is always sure hardly tells G what would make a fake better, so G "
        "may stand still while both losses look good."
    )
    advice = later(
        "a lower learning rate for D or a higher one for G; more training images, or "
        "moved and mirrored ones; the R1 penalty; real and fake in separate batches "
        "where D has batch norm; the non-saturating game instead of minimax"
    )
    notebook, section = "02_dcgan", later("Break it: one mixed batch")


class DiscriminatorStandsStill(TrainingWarning):
    """No weight of D changes, although D is told to learn."""

    patience = 100
    meaning = later(
        "D learns nothing, so G learns to please a D that knows nothing: its loss "
        "falls and its images do not get better."
    )
    advice = later(
        "gan.discriminator.trainable = True before fit; a learning rate of D above 0 "
        "(its schedule may have ended); compile once more, which builds D's optimizer"
    )
    notebook = "01_intro_gan"
    section = later("Break it: the discriminator that never learns")


class ModeCollapse(TrainingWarning):
    """Fakes of different latents (sources, photos) look alike for long."""

    patience = 500
    meaning = later(
        "G draws nearly one and the same image whatever it is given: it never learnt "
        "to use its input, or D has driven all fakes to one place."
    )
    advice = later(
        "a lower learning rate for G or a higher one for D; the R1 penalty; a larger "
        "batch; in IPCGAN a larger feature_weight; and see that the latents reach the "
        "images in the generator's layers"
    )
    notebook, section = "01_intro_gan", later("Mode collapse")


class TrainingWarnings(keras.callbacks.Callback):
    """Warns, once a run and by name, when a GAN's training goes wrong.

    Works for every GAN of the course. A fit() that goes on at the step where the last
    one ended belongs to the same run. No weight, running average or random state of
    the model moves; each look costs one call of the generator for a few images.

    Args:
        images: (n, …) real images, floats or 8-bit, as for ``training.batches``;
            without them, or where no two differ that share a label, samples are not
            looked at.
        condition: (n,) labels, or (n, …) sources of Pix2Pix, as for ``batches``.
        count: how many real images and fakes are compared at most.
    """

    def __init__(
        self,
        images: np.ndarray | None = None,
        condition: np.ndarray | None = None,
        count: int = 32,
    ):
        super().__init__()
        self.images, self.labels, self.sources = None, None, None
        self.real_spread, self.last_step = 0.0, None
        if images is None:
            return
        labels = condition if np.ndim(condition) == 1 else None
        rows = _few_of_each(len(images), labels, count)
        some = None if condition is None else np.asarray(condition)[rows]
        self.images, some = arrays.converted(images[rows], some)
        if labels is None:
            self.sources = some
        else:
            self.labels = some
        self.real_spread = _spread(self.images, self.labels)

    def on_train_begin(self, logs=None):
        """Forgets an earlier run, unless this one goes on with it."""
        # Python would show an equal text of a second run only once; filters that
        # the user sets come first.
        warnings.simplefilter("always", TrainingWarning, append=True)
        step = self.model.steps_done
        if step == self.last_step:
            return
        self.last_step = self.last_look = step
        self.issued = set()
        self.fine_at = dict.fromkeys(TrainingWarning.__subclasses__(), step)
        self.weights_before = self._discriminator_weights()
        self.inputs = self._generator_inputs()

    def on_epoch_end(self, epoch, logs=None):
        """Looks at the losses and, if the last look is long ago, at everything."""
        step = self.last_step = self.model.steps_done
        self._look_at_losses(step, logs)
        if step - self.last_look >= STEPS_BETWEEN_LOOKS:
            self._look_at_weights(step, logs)
            if self.inputs is not None:
                self._look_at_samples(step, self.variety())
            self.last_look = step

    def _look_at_losses(self, step: int, logs: dict) -> None:
        """Are they finite, and is D right about everything?"""
        broken = [name for name, value in logs.items() if not np.isfinite(value).all()]
        seen = say("not finite: {names}", names=", ".join(broken))
        self._report(NonFiniteLoss, bool(broken), step, seen)
        # A Wasserstein critic has no border between real and fake at 0.
        if "d_fake" in logs and self.model.game != losses.wasserstein:
            real, fake = logs["d_real"], 1 - logs["d_fake"]
            knew = {"real": real, "fake": fake}
            seen = say(
                "D knew {real:.1%} of real and {fake:.1%} of fake images", **knew
            )
            self._report(DiscriminatorTooStrong, min(real, fake) >= SURE, step, seen)

    def _look_at_weights(self, step: int, logs: dict) -> None:
        """Are they finite, and does D move?"""
        finite = all(np.isfinite(value).all() for value in _values(self.model.weights))
        seen = say("a weight is not finite")
        self._report(NonFiniteLoss, not finite, step, seen)
        if "d_loss" in logs:  # a Pix2Pix or IPCGAN without a game has no such loss
            weights = self._discriminator_weights()
            still = all(map(np.array_equal, weights, self.weights_before))
            seen = say("no weight of the discriminator changed")
            self._report(DiscriminatorStandsStill, still, step, seen)
            self.weights_before = weights

    def _look_at_samples(self, step: int, ratio: float) -> None:
        """Do fakes differ about as much as real images do?"""
        fakes = say("fakes") if self.labels is None else say("fakes of one label")
        seen = say("{ratio:.0%} of the real images' differences", ratio=ratio)
        seen = say("{fakes} differed by {seen}", fakes=fakes, seen=seen)
        self._report(ModeCollapse, ratio < ALIKE, step, seen)

    def variety(self) -> float:
        """Spread of fakes divided by that of real images, 0 where all are alike."""
        fakes = sample(self.model.generator, self.inputs, self.labels)
        return _spread(fakes, self.labels) / self.real_spread

    def _report(self, kind: type, wrong: bool, step: int, seen: str) -> None:
        """Warns if this has been wrong for long enough, and not yet in this run."""
        if not wrong:
            self.fine_at[kind] = step
            return
        since = step - self.fine_at[kind]
        if since < kind.patience or kind in self.issued:
            return
        self.issued.add(kind)
        lasted = say(" over {since} steps", since=since) if kind.patience else ""
        about = {"step": step, "seen": seen, "lasted": lasted}
        text = say("At step {step}: {seen}{lasted}.", **about)
        warnings.warn(kind(text), stacklevel=2)

    def _discriminator_weights(self) -> list[np.ndarray]:
        """What D may learn; nothing if it has been frozen."""
        return [w.numpy() for w in self.model.discriminator.trainable_variables]

    def _generator_inputs(self) -> np.ndarray | None:
        """What G turns into fakes: latents, or the sources or photos it is given."""
        if not self.real_spread:  # no images, or none to compare
            return None
        first = self.model.generator.inputs[0]
        if len(first.shape) == 2:
            shape = len(self.images), first.shape[-1]
            return np.random.default_rng(0).normal(size=shape).astype("float32")
        return self.images if self.sources is None else self.sources


def _few_of_each(n: int, labels: np.ndarray | None, count: int) -> np.ndarray:
    """Rows of at most ``count`` of n images at random, equally many of each label.

    At least two of a label, so that they can be compared: labels may be left out.
    """
    rows = np.random.default_rng(0).permutation(n)
    if labels is None:
        return rows[:count]
    kinds = np.unique(labels)[: count // 2]
    each = count // len(kinds)
    return np.concatenate([rows[labels[rows] == kind][:each] for kind in kinds])


def _spread(images: np.ndarray, labels: np.ndarray | None = None) -> float:
    """How much images of one label differ: the root of the mean variance of a pixel.

    √2 times as much is the root mean square distance of two of them, a pixel.
    """
    pixels = np.asarray(images, "float64").reshape(len(images), -1)
    labels = np.zeros(len(pixels)) if labels is None else labels
    kinds = np.unique(labels)
    for kind in kinds:
        pixels[labels == kind] -= pixels[labels == kind].mean(axis=0)
    freedom = max(1, len(pixels) - len(kinds))  # each mean takes one away
    return float(np.sqrt(np.mean(np.sum(pixels**2, axis=0) / freedom)))


class StopOnNonFinite(keras.callbacks.Callback):
    """Stops when a loss or a weight is no longer a number.

    Networks, optimizers, averaged weights and random states are then as they were at
    the end of the last good epoch.

    Raises:
        FloatingPointError: out of fit(), with what to try.
    """

    def on_train_begin(self, logs=None):
        """Remembers the state that training starts from."""
        self.variables = runs.variables_of([self.model])
        self.good_state = [np.array(value) for value in _values(self.variables)]

    def on_epoch_end(self, epoch, logs=None):
        """Compares, and remembers the state if all is well."""
        state = _values(self.variables)
        if all(np.isfinite(value).all() for value in [*logs.values(), *state]):
            for kept, value in zip(self.good_state, state, strict=True):
                np.copyto(kept, value)
            return
        for variable, value in zip(self.variables, self.good_state, strict=True):
            variable.assign(value)
        text = say(
            "Training diverged: a loss or a weight stopped being finite; everything is "
            "as it was at step {step} again. Try a lower learning rate, the "
            "non-saturating or the hinge game, or a gradient penalty.",
            step=self.model.steps_done,
        )
        raise FloatingPointError(text)


def _values(variables: list[keras.Variable]) -> list[np.ndarray]:
    """The values of variables to look at, not to keep; on a CPU nothing is copied."""
    return [np.asarray(tf.convert_to_tensor(variable)) for variable in variables]
