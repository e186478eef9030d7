"""The course's recipes from a shell, for long, headless and resumed runs.

    python -m gan_utils.train dcgan --data mnist --out runs/dcgan --minutes 3

writes into the folder: generator.keras (averaged weights, loads with plain Keras),
history.csv, samples.png, film.gif, run.json, and a checkpoint for --resume; age_cgan
also encoder.keras, ipcgan also age_classifier.keras.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import keras

from gan_utils import ageing, callbacks, course, data, plotting, recipes, training
from gan_utils.ipcgan import IPCGAN

STEPS_PER_EPOCH = 100
DEFAULT_STEPS = 5000
DATA = (*data.DOWNLOADS, "utkface")
OUTPUTS = ("checkpoint.weights.h5", "history.csv", "run.json", "generator.keras")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m gan_utils.train", description="Trains a GAN of the course."
    )
    parser.add_argument("recipe", choices=recipes.RECIPES)
    parser.add_argument(
        "--data",
        required=True,
        type=data_set,
        help=f"{', '.join(DATA)}, or a folder of pairs for pix2pix",
    )
    parser.add_argument("--source", default="auto", choices=data.SOURCES)
    parser.add_argument("--out", required=True, type=Path, help="folder of the run")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--steps", type=positive(int), help="steps in all")
    length.add_argument("--minutes", type=positive(float), help="training time in all")
    parser.add_argument(
        "--batch-size", type=positive(int), help="64; pix2pix 4, ipcgan 16"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--resume", action="store_true", help="go on with the run in --out, if any"
    )
    sizes = parser.add_argument_group("pix2pix, age_cgan, ipcgan")
    sizes.add_argument("--image-size", type=positive(int), help="128; faces 64")
    sizes.add_argument("--base-filters", type=positive(int), help="16; age_cgan 32")
    pix2pix = parser.add_argument_group("pix2pix")
    pix2pix.add_argument("--loss", choices=recipes.PIX2PIX_LOSSES, default="both")
    pix2pix.add_argument("--patch", type=int, choices=recipes.PATCHES, default=16)
    pix2pix.add_argument("--no-skips", action="store_true", help="encoder–decoder")
    faces = parser.add_argument_group("age_cgan and ipcgan")
    faces.add_argument("--encoder-steps", type=positive(int), default=1500)
    faces.add_argument("--classifier-steps", type=positive(int), default=1000)
    faces.add_argument(
        "--without", nargs="*", choices=recipes.IPCGAN_LOSSES, default=[]
    )
    parsed = parser.parse_args(arguments)
    for name, size in recipes.SIZES.get(parsed.recipe, {"batch_size": 64}).items():
        if getattr(parsed, name) is None:
            setattr(parsed, name, size)
    return parsed


def data_set(text: str) -> str:
    """A type for argparse: the name of a data set, or a folder."""
    if text not in DATA and not Path(text).is_dir():
        raise argparse.ArgumentTypeError(
            f"{text} is neither one of {', '.join(DATA)} nor a folder"
        )
    return text


def positive(number: type) -> Callable[[str], float]:
    """A type for argparse: a number above 0."""

    def convert(text: str):
        try:
            value = number(text)
        except ValueError:
            value = 0
        if not value > 0:
            raise argparse.ArgumentTypeError(f"{text} must be a number above 0")
        return value

    return convert


def run(arguments: argparse.Namespace) -> dict:
    """Trains one recipe and writes its folder; returns what run.json holds.

    Raises:
        FileExistsError: the folder holds a run and --resume was not given.
        FloatingPointError: training diverged; the last good weights are written.
    """
    out = course.writable_folder(arguments.out)
    if not arguments.resume and any((out / name).exists() for name in OUTPUTS):
        raise FileExistsError(
            f"{out} already holds a run; add --resume to go on with it, or choose "
            "another --out."
        )
    keras.utils.set_random_seed(arguments.seed)
    train, held_out = recipes.load(arguments)
    gan = recipes.RECIPES[arguments.recipe](train, arguments)
    # Before loading: the checkpoint holds the annealed rates of its step.
    first_rates = (
        float(gan.generator_optimizer.learning_rate),
        float(gan.discriminator_optimizer.learning_rate),
    )
    checkpoint = out / "checkpoint.weights.h5"
    if arguments.resume and checkpoint.exists():
        gan.load_weights(checkpoint)
    film = callbacks.Film(
        *recipes.fixed_inputs(gan, held_out, arguments.seed), folder=out / "frames"
    )
    result = {
        "arguments": vars(arguments) | {"out": str(arguments.out)},
        "versions": course.versions(),
        "device": course.device(),
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
    return result


def fit(
    gan: training.GAN,
    train: recipes.AnySet,
    film: callbacks.Film,
    first_rates: tuple[float, float],
    arguments: argparse.Namespace,
    out: Path,
) -> dict:
    """Trains for the asked steps or minutes; returns steps, seconds and images/s."""
    start = time.perf_counter()
    first_step = callbacks.current_step(gan)
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
        gan.fit(
            training.batches(
                *recipes.training_arrays(gan, train, arguments.recipe),
                arguments.batch_size,
                arguments.seed,
                first_step,
            ),
            steps_per_epoch=STEPS_PER_EPOCH,
            epochs=sys.maxsize,  # StopAt ends it
            verbose=0,
            shuffle=False,
            callbacks=[
                callbacks.StopOnNonFinite(),
                callbacks.Anneal(first_rates, steps, seconds, earlier),
                callbacks.Record(out / "history.csv"),
                film,
                Progress(),
                callbacks.Checkpoint(out / "checkpoint.weights.h5"),
                callbacks.StopAt(steps, seconds, earlier),
            ],
        )
    spent = time.perf_counter() - start
    done = callbacks.current_step(gan) - first_step
    return {
        "steps": first_step + done,
        "seconds": round(earlier + spent, 2),
        "images_per_second": round(done * arguments.batch_size / spent, 1),
    }


def train_encoder(
    gan: training.GAN,
    train: recipes.AnySet,
    arguments: argparse.Namespace,
    out: Path,
) -> dict:
    """Trains Age-cGAN's encoder for the averaged generator; writes encoder.keras."""
    start = time.perf_counter()
    encoder, loss = ageing.train_encoder(
        gan.averaged_generator(),
        recipes.training_arrays(gan, train, arguments.recipe)[1],
        arguments.encoder_steps,
        arguments.base_filters,
        seed=arguments.seed,
    )
    replace(out / "encoder.keras", encoder.save)
    seconds = round(time.perf_counter() - start, 2)
    return {"encoder_loss": loss, "encoder_seconds": seconds}


class Progress(keras.callbacks.Callback):
    """Prints one line every ten epochs."""

    def on_epoch_end(self, epoch, logs=None):
        """Prints step and losses."""
        if epoch % 10 == 9:
            losses = "  ".join(f"{name} {value:.3f}" for name, value in logs.items())
            print(f"step {callbacks.current_step(self.model)}  {losses}", flush=True)


def write_results(
    gan: training.GAN,
    film: callbacks.Film,
    held_out: recipes.AnySet,
    result: dict,
    out: Path,
) -> None:
    """Writes generator.keras, samples.png, film.gif and run.json, each in one step."""
    generator = gan.averaged_generator()
    images = recipes.samples(generator, (film.latents, film.labels), held_out)
    grid = plotting.as_pillow(plotting.image_grid(images, film.columns), enlarge=2)
    film.take(callbacks.current_step(gan))
    writers = {
        "generator.keras": generator.save,
        "samples.png": grid.save,
        "film.gif": lambda path: plotting.save_film(film.frames, path),
        "run.json": lambda path: path.write_text(json.dumps(result, indent=1)),
    }
    if isinstance(gan, IPCGAN):
        writers["age_classifier.keras"] = gan.age_classifier.save
    for name, write in writers.items():
        replace(out / name, write)


def replace(path: Path, write: Callable[[Path], object]) -> None:
    """Writes a file beside its final name, then renames it: whole or not at all."""
    part = path.with_name(f"part-{path.name}")
    write(part)
    os.replace(part, path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a recipe; 0 when all went well, 1 with a one-line reason otherwise."""
    try:
        result = run(parse(arguments))
    except (ValueError, OSError, FloatingPointError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(
        f"{result['steps']} steps in {result['seconds']:.0f} s, "
        f"{result['images_per_second']:.0f} images/s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
