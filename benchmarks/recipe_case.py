"""A recipe with its data, trained by fit or by a bare loop, and its callbacks."""

from collections.abc import Sequence
from pathlib import Path

import keras
import tensorflow as tf
from bare_steps import bare_step
from saving import SETTINGS

from gan_utils import callbacks, command_line, health, recipes, runs, training
from gan_utils.train import DEFAULT_STEPS, STEPS_PER_EPOCH, Progress

RECIPES = {name: SETTINGS[name] for name in SETTINGS if name != "pix2pix 256/64"}


class Case:
    """A recipe with its data: what the benchmarks train.

    Args:
        name: one of saving.SETTINGS.
        folder: where the recipe may write.
        source: "real", "sample" or "auto", as for gan_utils.data.
        options: more of the command line's options.
    """

    def __init__(self, name: str, folder: Path, source: str, *options: str):
        keras.utils.set_random_seed(1)
        options = [*SETTINGS[name], *options, "--source", source, "--out", str(folder)]
        arguments = command_line.parse(options)
        self.train, self.held_out = recipes.load(arguments)
        judges = recipes.judges(self.train, arguments)
        build = recipes.RECIPES[arguments.recipe]
        self.gan = build(self.train, arguments, **judges)
        self.batch_size, self.seed = arguments.batch_size, arguments.seed
        self.arrays = recipes.training_arrays(self.gan, self.train, arguments.recipe)
        self.stream = training.batches(*self.arrays, self.batch_size)
        self.bare_step = tf.function(bare_step(self.gan), autograph=False)

    def fit(self, steps: int, extra: Sequence[keras.callbacks.Callback] = ()) -> None:
        """Trains as train.py does, in epochs of about STEPS_PER_EPOCH steps."""
        epochs = max(1, round(steps / STEPS_PER_EPOCH))
        self.gan.fit(
            self.stream,
            steps_per_epoch=steps // epochs,
            epochs=epochs,
            verbose=0,
            shuffle=False,
            callbacks=list(extra),
        )

    def bare_loop(self, steps: int) -> None:
        """Trains as many steps as fit with the bare step."""
        epochs = max(1, round(steps / STEPS_PER_EPOCH))
        for batch in self.stream.take(epochs * (steps // epochs)):
            found = self.bare_step(*(batch if isinstance(batch, tuple) else (batch,)))
        found[0].numpy()  # wait for the last step

    def read(self, count: int) -> None:
        """Takes batches from the stream and does nothing with them."""
        for batch in self.stream.take(count):
            last = batch
        tf.nest.flatten(last)[0].numpy()

    def callbacks(self, folder: Path) -> dict[str, keras.callbacks.Callback]:
        """The callbacks of train.py, and last the notebooks' runs.Run."""
        inputs = recipes.fixed_inputs(self.gan, self.held_out, self.seed)
        rates = [
            float(optimizer.learning_rate.numpy())
            for optimizer in (
                self.gan.generator_optimizer,
                self.gan.discriminator_optimizer,
            )
        ]
        # A rate that is lowered to 0 would end the training of the next round.
        last_step = callbacks.current_step(self.gan) + 100 * DEFAULT_STEPS
        found = [
            callbacks.StopOnNonFinite(),
            health.TrainingWarnings(*self.arrays),
            callbacks.Anneal(rates, last_step),
            callbacks.Record(folder / "history.csv"),
            callbacks.Film(*inputs, folder=folder / "frames"),
            Progress(),
            callbacks.Checkpoint(folder / "checkpoint.weights.h5"),
            callbacks.StopAt(last_step),
            runs.Run(folder / "run.npz", self.gan),
        ]
        return {type(callback).__name__: callback for callback in found}
