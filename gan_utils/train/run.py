"""The course's recipes from a shell, for long, headless and resumed runs.

    python -m gan_utils.train dcgan --data mnist --out runs/dcgan --minutes 3

writes into the folder: generator.keras (averaged weights, loads with plain Keras),
history.csv, samples.png, film.gif, run.json, and a checkpoint for --resume; age_cgan
also encoder.keras, ipcgan also age_classifier.keras.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import keras
import tensorflow as tf

from gan_utils import age_cgan, course, health, plotting, training
from gan_utils.ageing import IPCGAN
from gan_utils.files.checked import load_weights, write_whole
from gan_utils.train import callbacks, devices, recipes
from gan_utils.train.options import parse

STEPS_PER_EPOCH = 100
DEFAULT_STEPS = 5000
OUTPUTS = ("checkpoint.weights.h5", "history.csv", "run.json", "generator.keras")


def run(arguments: argparse.Namespace) -> dict:
    """Trains one recipe and writes its folder; returns what run.json holds.

    Raises:
        FileExistsError: the folder holds a run and --resume was not given.
        FloatingPointError: training diverged; the last good weights are written.
    """
    strategy = devices.start(arguments.strategy)
    arguments.out = devices.folder(arguments.out, strategy)
    out = course.writable_folder(arguments.out)
    if not arguments.resume and any((out / name).exists() for name in OUTPUTS):
        raise FileExistsError(
            f"{out} already holds a run; add --resume to go on with it, or choose "
            "another --out."
        )
    keras.utils.set_random_seed(arguments.seed)
    if arguments.deterministic:
        tf.config.experimental.enable_op_determinism()
    train, held_out = recipes.load(arguments)
    judges = recipes.judges(train, arguments)
    with strategy.scope():
        gan = recipes.RECIPES[arguments.recipe](train, arguments, **judges)
        if arguments.mixed_precision:
            devices.compute_in(gan.generator, "mixed_bfloat16")
            devices.compute_in(gan.discriminator, "mixed_bfloat16")
    # Before loading: the checkpoint holds the annealed rates of its step.
    first_rates = (
        float(gan.generator_optimizer.learning_rate.numpy()),
        float(gan.discriminator_optimizer.learning_rate.numpy()),
    )
    checkpoint = out / "checkpoint.weights.h5"
    if arguments.resume and checkpoint.exists():
        load_checkpoint(gan, checkpoint)
    devices.prepare(gan, strategy)
    film = plotting.Film(
        *recipes.fixed_inputs(gan, held_out, arguments.seed), folder=out / "frames"
    )
    result = {
        "arguments": vars(arguments) | {"out": str(arguments.out)},
        "versions": course.versions(),
        "device": course.device(),
        "devices": strategy.num_replicas_in_sync,
        **recipes.describe(train, arguments.recipe),
        "finished": False,
    }
    try:
        result |= fit(gan, train, film, first_rates, arguments, out)
        if arguments.recipe == "age_cgan":
            result |= train_encoder(gan, train, arguments, out)
        result["finished"] = True
    except FloatingPointError as error:
        result["error"] = str(error)
        raise
    finally:
        if result["finished"] or "error" in result:
            write_results(gan, film, held_out, result, out)
            devices.wait_for_all(strategy)
    return result


def load_checkpoint(gan: training.TwoPlayerGame, path: Path) -> None:
    """Puts networks, optimizers and random states back as they were when saved.

    Raises:
        ValueError: the file is damaged, or of other networks.
    """
    try:
        load_weights(gan, path)
    except ValueError as error:
        raise ValueError(
            f"{path} is damaged or of other networks; give the arguments of its run "
            "again, or delete the file to start afresh."
        ) from error


def fit(
    gan: training.TwoPlayerGame,
    train: recipes.AnySet,
    film: plotting.Film,
    first_rates: tuple[float, float],
    arguments: argparse.Namespace,
    out: Path,
) -> dict:
    """Trains for the asked steps or minutes; returns steps, seconds and images/s."""
    start = time.perf_counter()
    first_step = gan.steps_done
    record = callbacks.read_record(out / "history.csv")
    earlier = max(
        [float(row["seconds"]) for row in record if int(row["step"]) <= first_step],
        default=0.0,
    )
    steps, seconds = arguments.steps or DEFAULT_STEPS, None
    if arguments.minutes:
        steps, seconds = None, 60 * arguments.minutes
    going_on = first_step < steps if steps else earlier < seconds
    if going_on:
        arrays = recipes.training_arrays(gan, train, arguments.recipe)
        falling = [callbacks.Anneal(first_rates, steps, seconds, earlier)]
        if arguments.recipe in recipes.CONSTANT_RATES:
            falling = []
        stream = training.batches(
            *arrays,
            arguments.batch_size,
            arguments.seed,
            first_step,
        )
        gan.fit(
            devices.parts(stream, arguments.batch_size, gan.distribute_strategy),
            steps_per_epoch=STEPS_PER_EPOCH,
            epochs=sys.maxsize,  # StopAt ends it
            verbose=0,
            shuffle=False,
            callbacks=[
                health.StopOnNonFinite(),
                health.TrainingWarnings(*arrays),
                *falling,
                callbacks.Record(out / "history.csv"),
                film,
                Progress(),
                callbacks.Checkpoint(
                    out / "checkpoint.weights.h5", arguments.checkpoint_seconds
                ),
                callbacks.StopAt(steps, seconds, earlier),
            ],
        )
    spent = time.perf_counter() - start
    done = gan.steps_done - first_step
    return {
        "steps": first_step + done,
        "seconds": round(earlier + spent, 2),
        "images_per_second": round(done * arguments.batch_size / spent, 1),
    }


def train_encoder(
    gan: training.TwoPlayerGame,
    train: recipes.AnySet,
    arguments: argparse.Namespace,
    out: Path,
) -> dict:
    """Trains Age-cGAN's encoder for the averaged generator; writes encoder.keras."""
    start = time.perf_counter()
    encoder, loss = age_cgan.train_encoder(
        gan.averaged_generator(),
        recipes.training_arrays(gan, train, arguments.recipe)[1],
        arguments.encoder_steps,
        arguments.base_filters,
        seed=arguments.seed,
        path=out / "encoder.npz",
        resume=arguments.resume,
    )
    write_whole(out / "encoder.keras", encoder.save)
    seconds = round(time.perf_counter() - start, 2)
    return {"encoder_loss": loss, "encoder_seconds": seconds}


class Progress(keras.callbacks.Callback):
    """Prints one line every ten epochs."""

    def on_epoch_end(self, epoch, logs=None):
        """Prints step and losses."""
        if epoch % 10 == 9:
            losses = "  ".join(f"{name} {value:.3f}" for name, value in logs.items())
            print(f"step {self.model.steps_done}  {losses}", flush=True)


def write_results(
    gan: training.TwoPlayerGame,
    film: plotting.Film,
    held_out: recipes.AnySet,
    result: dict,
    out: Path,
) -> None:
    """Writes generator.keras, samples.png, film.gif and run.json, each in one step."""
    generator = gan.averaged_generator()
    devices.compute_in(generator, "float32")  # as on any machine
    images = recipes.samples(generator, (film.latents, film.labels), held_out)
    grid = plotting.as_pillow(plotting.image_grid(images, film.columns), enlarge=2)
    film.take(gan.steps_done)
    writers = {
        "generator.keras": generator.save,
        "samples.png": grid.save,
        "film.gif": lambda path: plotting.save_film(film.frames, path),
        "run.json": lambda path: path.write_text(json.dumps(result, indent=1)),
    }
    if isinstance(gan, IPCGAN):
        writers["age_classifier.keras"] = gan.age_classifier.save
    for name, write in writers.items():
        write_whole(out / name, write)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a recipe; 0 when all went well, 1 with a one-line reason otherwise."""
    try:
        result = run(parse(arguments))
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
