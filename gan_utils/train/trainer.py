"""The course's recipes from a shell, for long, headless and resumed runs.

    python -m gan_utils.train dcgan --data mnist --out runs/dcgan --minutes 3

keeps the run in a file of its folder, run.npz, from which --resume goes on. From it
come history.csv, generator.keras (averaged weights, loads with plain Keras),
samples.png, film.gif (film.mp4 where there is ffmpeg) and run.json; age_cgan also
leaves encoder.keras, ipcgan age_classifier.keras.
"""

import contextlib
import functools
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict

import imageio.v3 as imageio
import keras
import numpy as np
import tensorflow as tf

from gan_utils import course, health, plotting, runs
from gan_utils.files.checked import save_model, write_whole
from gan_utils.files.lock import hold
from gan_utils.train import devices
from gan_utils.train.choices import Options
from gan_utils.train.options import RunOptions, parse
from gan_utils.train.recipe import Recipe

STEPS_PER_EPOCH = 100
DEFAULT_STEPS = 5000
_OUTPUTS = ("run.npz", "history.csv", "run.json", "generator.keras")


def _train_recipe(recipe: Recipe, options: Options, run_options: RunOptions) -> dict:
    """Trains one recipe and writes its folder; returns what run.json holds.

    Raises:
        BlockingIOError: another process trains into the folder.
        FileExistsError: the folder holds a run and resume was not asked for.
        ValueError: the run in the folder is damaged, or has other options or data.
        FloatingPointError: training diverged; the last good weights are written.
    """
    strategy = devices.choose_strategy(run_options.strategy)
    out = devices.folder_of_this_process(run_options.out, strategy)
    out, resume = course.writable_folder(out), run_options.resume
    lock = hold(out / _OUTPUTS[0])  # as long as this function works
    for left in out.glob("part-*"):  # by a process that was killed
        left.unlink()
    if not resume and any((out / name).exists() for name in _OUTPUTS):
        raise FileExistsError(
            f"{out} already holds a run; add --resume to go on with it, or choose "
            "another --out."
        )
    keras.utils.set_random_seed(options.seed)
    if run_options.deterministic:
        tf.config.experimental.enable_op_determinism()
    train, held_out = recipe.load(run_options.data, run_options.source, options)
    networks = {
        name: train_helper(train, options, path=out / f"{name}.npz", resume=resume)
        for name, train_helper in recipe.before.items()
    }
    with strategy.scope():
        gan = recipe.build(train, options, run_options.xla, **networks)
        if run_options.mixed_precision:
            devices.compute_in(gan.generator, "mixed_bfloat16")
            devices.compute_in(gan.discriminator, "mixed_bfloat16")
        run = _RunWithTable(
            out / "run.npz",
            gan,
            resume=resume,
            every_seconds=run_options.checkpoint_seconds,
            recipe=recipe.name,
            data=[train.name, train.sha256],
            mixed_precision=run_options.mixed_precision,
            **asdict(options),
        )
    devices.prepare(gan, strategy)
    inputs = recipe.inputs(gan, held_out, options.seed)
    film = recipe.film(*inputs, history=run.history)
    film.set_model(gan)
    result = _description(recipe, options, run_options, train)
    result["devices"] = strategy.num_replicas_in_sync
    n_epochs_before, diverged = run.epoch, None
    try:
        result |= _fit(gan, recipe, options, run_options, train, run, film)
        for name, train_helper in recipe.after.items():
            start = time.perf_counter()
            # What was trained for an earlier state of the GAN is of no use.
            goes_on = resume and run.epoch == n_epochs_before
            networks[name], result[f"{name}_loss"] = train_helper(
                gan, train, options, path=out / f"{name}.npz", resume=goes_on
            )
            result[f"{name}_seconds"] = round(time.perf_counter() - start, 2)
    except FloatingPointError as error:
        diverged = error
        result["error"] = str(error)
    result["finished"] = not diverged
    networks["generator"] = gan.averaged_generator()
    devices.compute_in(networks["generator"], "float32")  # as on any machine
    images = recipe.samples(networks["generator"], inputs, held_out)
    if gan.steps_done not in film.steps:
        film.take()
    _write_results(out, networks, images, film, result)
    devices.wait_for_all(strategy)
    del lock
    if diverged:
        raise diverged
    return result


def _description(recipe, options, run_options, train) -> dict:
    """What run.json says of a run before it begins."""
    return {
        "arguments": {"recipe": recipe.name} | asdict(run_options) | asdict(options),
        "versions": course.versions(),
        "device": course.device(),
        "data": {
            "name": train.name,
            "sha256": train.sha256,
            "found_in": train.found_in,
            "images": len(recipe.arrays(train)[0]),
        },
        **recipe.label_names(train),
    }


def _fit(gan, recipe, options, run_options, train, run, film) -> dict:
    """Trains for the asked steps or minutes; returns steps, seconds and images/s."""
    arrays, batch_size = recipe.arrays(train), options.batch_size
    start, first_step = time.perf_counter(), gan.steps_done
    seconds_before = float(run.history.get("seconds", [0.0])[-1])
    schedule = _Schedule(
        start - seconds_before,
        first_step,
        run_options.steps or (None if run_options.minutes else DEFAULT_STEPS),
        run_options.minutes,
        recipe.rates if recipe.falling else (),
    )
    if schedule.share_done() < 1:
        stream = recipe.batches(train, options, first_step)
        gan.fit(
            devices.share_batches(stream, batch_size, gan.distribute_strategy),
            steps_per_epoch=STEPS_PER_EPOCH,
            epochs=sys.maxsize,  # the schedule ends it
            verbose=0,
            shuffle=False,
            callbacks=[
                health.StopOnNonFinite(),
                # Only batches of arrays tell what to give to G for a look.
                health.TrainingWarnings(*(() if recipe.stream else arrays)),
                film,
                _Progress(),
                schedule,
                run,
            ],
        )
    spent = time.perf_counter() - start
    done = gan.steps_done - first_step
    return {
        "steps": first_step + done,
        "seconds": round(seconds_before + spent, 2),
        "images_per_second": round(done * batch_size / spent, 1),
    }


class _RunWithTable(runs.Run):
    """Writes history.csv, one line an epoch, whenever it saves."""

    def save(self):
        """Writes both files."""
        super().save()
        columns = {k: v for k, v in self.history.items() if not k.startswith("frame")}
        columns = {"step": [], "seconds": []} | columns  # these two come first
        write_whole(
            self.path.with_name("history.csv"),
            lambda path: np.savetxt(
                path,
                np.column_stack(list(columns.values())),
                ["%d"] + ["%.6g"] * (len(columns) - 1),
                delimiter=",",
                header=",".join(columns),
                comments="",
            ),
        )


class _Schedule(keras.callbacks.Callback):
    """Ends training after so many steps or minutes; adds step and seconds to the logs.

    With constant rates the players circle around the solution; rates that fall along
    half a cosine, to 0 at the end, let them settle.
    """

    def __init__(self, start, step, steps, minutes, falling_rates):
        super().__init__()
        self.start, self.step = start, step
        self.steps, self.minutes = steps, minutes
        decay = keras.optimizers.schedules.CosineDecay
        self.rates = [decay(rate, decay_steps=1.0) for rate in falling_rates]

    def share_done(self) -> float:
        """How much of the training is over; 1 at its end, and more after it."""
        if self.steps:
            return self.step / self.steps
        return (time.perf_counter() - self.start) / (60 * self.minutes)

    def on_train_begin(self, logs=None):
        """Sets the first rates."""
        self._set_rates()

    def on_train_batch_end(self, batch, logs=None):
        """Asks Keras to stop when the end is reached."""
        self.step += 1
        self.model.stop_training = self.share_done() >= 1

    def on_epoch_end(self, epoch, logs=None):
        """Sets the rates of the next epoch."""
        logs |= {"step": self.step, "seconds": time.perf_counter() - self.start}
        self._set_rates()

    def _set_rates(self):
        if self.rates:
            g_rate, d_rate = (rate(self.share_done()) for rate in self.rates)
            self.model.generator_optimizer.learning_rate = g_rate
            self.model.discriminator_optimizer.learning_rate = d_rate


class _Progress(keras.callbacks.Callback):
    """Prints one line every ten epochs."""

    def on_epoch_end(self, epoch, logs=None):
        """Prints step and losses."""
        if epoch % 10 == 9:
            losses = "  ".join(f"{name} {value:.3f}" for name, value in logs.items())
            print(f"step {self.model.steps_done}  {losses}", flush=True)


def _write_results(out, networks, images, film, result) -> None:
    """Writes the networks, samples.png, the films and run.json, each in one step."""
    grid = plotting.image_grid(images, film.columns).repeat(2, 0).repeat(2, 1)
    text = json.dumps(result, indent=1, default=str)

    def write_film(path):
        plotting.save_film(film.frames, path)

    for name, network in networks.items():
        write_whole(out / f"{name}.keras", functools.partial(save_model, network))
    write_whole(out / "samples.png", lambda p: imageio.imwrite(p, np.squeeze(grid)))
    write_whole(out / "film.gif", write_film)
    write_whole(out / "run.json", lambda path: path.write_text(text))
    with contextlib.suppress(FileNotFoundError):  # no ffmpeg, no MP4
        write_whole(out / "film.mp4", write_film)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a recipe; 0 when all went well, 1 with a one-line reason otherwise."""
    try:
        result = _train_recipe(*parse(arguments))
    except devices.LOST_WORKER:
        print(
            "error: a worker is gone; start all of them again with --resume.",
            file=sys.stderr,
        )
        return 1
    except (ValueError, OSError, FloatingPointError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(
        f"{result['steps']} steps in {result['seconds']:.0f} s, "
        f"{result['images_per_second']:.0f} images/s"
    )
    return 0
