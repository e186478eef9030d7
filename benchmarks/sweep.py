"""Why the DCGAN's recipe is as it is: one change at a time, the same number of steps.

    GAN_DATA=folder python benchmarks/sweep.py train            # what is still missing
    GAN_DATA=folder python benchmarks/sweep.py train "hinge"    # one variant
    python benchmarks/sweep.py clock                            # what each takes
    python benchmarks/sweep.py                                  # the section

``train`` writes results/sweep.csv after each variant: the scores of the digits'
judge after STEPS steps. ``clock`` writes results/sweep_times.json: how many times the
recipe's time a variant takes, the two in turns on a quiet machine.
"""

import argparse
import csv
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops
from quality_curves import judge_of_digits, write_rows

from gan_utils import data, losses, runs, training
from gan_utils.models import downsample, refine, small_normal, upsample

RESULTS = Path(__file__).parent / "results" / "sweep.csv"
TIMES = RESULTS.with_name("sweep_times.json")
STEPS, SEED = 1600, 0
RECIPE = {
    "filters": 32,
    "latent_dim": 100,
    "refine": True,
    "resize": False,
    "hidden": 512,
    "third_layer": False,
    "normalise": "batch",
    "dropout": 0.0,
    "moved": 0.0,
    "batch_size": 64,
    "rates": (3e-3, 1e-3),
    "beta_1": 0.5,
    "ema": 0.995,
    "game": losses.non_saturating,
    "r1": 0.0,
    "kind": training.GAN,
    "anneal": False,
    "seed": SEED,
}


class OnePassGAN(training.GAN):
    """Both players learn from one batch of fakes and D's one verdict on it."""

    def train_step(self, real):
        """The gradients of both are taken before either moves."""
        with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
            fake = self.generate(None, ops.shape(real)[0])
            logits = self.judge(real, None), self.judge(fake, None)
            found = self.game.generator(logits[1]), self.game.discriminator(*logits)
        players = (
            self.generator.trainable_variables,
            (self.discriminator.trainable_variables),
        )
        tapes = g_tape, d_tape
        gradients = [
            tape.gradient(loss, weights)
            for tape, loss, weights in zip(tapes, found, players, strict=True)
        ]
        self.generator_optimizer.apply(gradients[0], players[0])
        self.discriminator_optimizer.apply(gradients[1], players[1])
        return {"g_loss": found[0], "d_loss": found[1]}


VARIANTS = {
    "the recipe": {},
    "another seed": {"seed": 1},
    "a third seed": {"seed": 2},
    "G without the layer at 7×7": {"refine": False},
    "D without the hidden layer": {"hidden": 0},
    "neither (a plain DCGAN)": {"refine": False, "hidden": 0},
    "D with a third strided layer instead": {"hidden": 0, "third_layer": True},
    "128 hidden units": {"hidden": 128},
    "16 filters": {"filters": 16},
    "48 filters": {"filters": 48},
    "32 latents": {"latent_dim": 32},
    "G resizes, then convolves": {"resize": True},
    "D without batch norm": {"normalise": None},
    "spectral norm in D": {"normalise": "spectral"},
    "dropout 0.3 in D": {"dropout": 0.3},
    "D sees everything moved by up to 10 %": {"moved": 0.1},
    "batch 32, twice the steps": {"batch_size": 32, "steps": 2 * STEPS},
    "batch 128, half the steps": {"batch_size": 128, "steps": STEPS // 2},
    "rates 1e-3, 1e-3": {"rates": (1e-3, 1e-3)},
    "rates 2e-3, 2e-3": {"rates": (2e-3, 2e-3)},
    "rates 1e-3, 3e-3 (D faster: TTUR)": {"rates": (1e-3, 3e-3)},
    "rates 6e-3, 2e-3": {"rates": (6e-3, 2e-3)},
    "rates 6e-3, 2e-3, another seed": {"rates": (6e-3, 2e-3), "seed": 1},
    "rates 6e-3, 2e-3, a third seed": {"rates": (6e-3, 2e-3), "seed": 2},
    "rates fall to 0 (half a cosine)": {"anneal": True},
    "rates fall from 6e-3, 2e-3 to 0": {"rates": (6e-3, 2e-3), "anneal": True},
    "beta_1 0": {"beta_1": 0.0},
    "beta_1 0.9": {"beta_1": 0.9},
    "no average": {"ema": None},
    "average over more steps (0.998)": {"ema": 0.998},
    "least squares": {"game": losses.least_squares},
    "hinge": {"game": losses.hinge},
    "hinge, another seed": {"game": losses.hinge, "seed": 1},
    "hinge, a third seed": {"game": losses.hinge, "seed": 2},
    "R1, weight 1": {"r1": 1.0},
    "both players from one pass": {"kind": OnePassGAN},
}


def new_generator(settings: dict) -> keras.Model:
    """The recipe's generator with the changes."""
    filters = 2 * settings["filters"]
    latent = layers.Input((settings["latent_dim"],))
    x = layers.Dense(49 * filters, kernel_initializer=small_normal())(latent)
    x = layers.BatchNormalization(momentum=0.9)(layers.Reshape((7, 7, filters))(x))
    x = layers.ReLU()(x)
    if settings["refine"]:
        x = refine(x, filters)
    if settings["resize"]:
        x = refine(layers.UpSampling2D()(x), filters // 2)
    else:
        x = upsample(x, filters // 2)
    last = layers.Conv2DTranspose(
        1, 4, 2, "same", activation="tanh", kernel_initializer=small_normal()
    )
    return keras.Model(latent, last(x))


def new_discriminator(settings: dict) -> keras.Model:
    """The recipe's discriminator with the changes."""
    images = x = layers.Input((28, 28, 1))
    if settings["moved"]:
        move = layers.RandomTranslation(
            settings["moved"], settings["moved"], "constant", fill_value=-1, seed=SEED
        )
        x = move(x)
    filters, batch_norm = settings["filters"], settings["normalise"] == "batch"
    strided_layers = 3 if settings["third_layer"] else 2
    for i in range(strided_layers):
        if settings["normalise"] == "spectral":
            convolution = layers.Conv2D(
                filters, 4, 2, "same", kernel_initializer=small_normal()
            )
            x = layers.LeakyReLU(0.2)(layers.SpectralNormalization(convolution)(x))
        else:
            x = downsample(x, filters, normalise=i > 0 and batch_norm)
        if settings["dropout"]:
            x = layers.Dropout(settings["dropout"], seed=SEED)(x)
        filters *= 2
    x = layers.Flatten()(x)
    if settings["hidden"]:
        x = layers.Dense(settings["hidden"], kernel_initializer=small_normal())(x)
        if batch_norm:
            x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.LeakyReLU(0.2)(x)
    return keras.Model(images, layers.Dense(1, kernel_initializer=small_normal())(x))


def new_gan(changes: dict) -> tuple[training.GAN, int, int]:
    """The GAN of a variant, its batch size and its number of steps."""
    settings = {"steps": STEPS} | RECIPE | changes
    keras.utils.set_random_seed(settings["seed"])
    penalty = None
    if settings["r1"]:

        def penalty(discriminator, real, fake):
            return settings["r1"] * losses.r1_penalty(discriminator, real)

    gan = settings["kind"](
        new_generator(settings),
        new_discriminator(settings),
        settings["game"],
        penalty,
        settings["seed"],
    )
    rates, steps = settings["rates"], settings["steps"]
    if settings["anneal"]:
        rates = [keras.optimizers.schedules.CosineDecay(r, steps) for r in rates]
    gan.compile(
        training.adam(rates[0], settings["beta_1"], settings["ema"]),
        training.adam(rates[1], settings["beta_1"]),
    )
    return gan, settings["batch_size"], steps


def train(changes: dict, images: np.ndarray) -> training.GAN:
    """The trained GAN of a variant."""
    gan, batch_size, steps = new_gan(changes)
    stream = training.batches(
        images, batch_size=batch_size, seed=changes.get("seed", SEED)
    )
    gan.fit(stream, steps_per_epoch=steps, verbose=0, shuffle=False)
    return gan


def new_turn(changes: dict, images: np.ndarray) -> Callable[[float], float]:
    """A function that trains a variant for some seconds: seconds of its whole run."""
    gan, batch_size, steps = new_gan(changes)
    stream = iter(training.batches(images, batch_size=batch_size))
    gan.make_train_function()

    def turn(seconds: float) -> float:
        start, done = time.perf_counter(), 0
        while not done or time.perf_counter() < start + seconds:
            float(gan.train_function(stream)["g_loss"])
            done += 1
        return steps * (time.perf_counter() - start) / done

    turn(0)  # the first step compiles
    return turn


def measure_times(names: list[str], seconds: float, rounds: int) -> None:
    """Writes what each variant takes beside the recipe: the median of the rounds."""
    digits, _ = data.mnist("sample")
    recipe, found = new_turn({}, digits.images), {}
    for name in names:
        variant = new_turn(VARIANTS[name], digits.images)
        ratios = [variant(seconds) / recipe(seconds) for _ in range(rounds)]
        found[name] = round(statistics.median(ratios), 2)
        print(name, found[name], file=sys.stderr, flush=True)
    TIMES.write_text(json.dumps(found, indent=1) + "\n")


def record(names: list[str]) -> None:
    """Trains the variants and keeps what they reach."""
    digits, _ = data.mnist("real")
    score = judge_of_digits()
    for name in names:
        gan = train(VARIANTS[name], digits.images)
        generator = gan.averaged_generator()
        scores = score(lambda z, _, g=generator: training.sample(g, z), gan.latent_dim)
        row = {
            "variant": name,
            "frechet": round(scores["frechet"], 2),
            "sure": round(scores["sure"], 3),
        }
        keep_row(RESULTS, row, VARIANTS)
        keras.backend.clear_session()


def recorded(path: Path = RESULTS) -> dict[str, dict]:
    """Variant → its row, of what has been trained so far."""
    if not path.exists():
        return {}
    with path.open() as file:
        return {row["variant"]: row for row in csv.DictReader(file)}


def keep_row(path: Path, row: dict, order: Iterable[str]) -> None:
    """Adds a variant's row to what is recorded by now: others may train beside."""
    rows = recorded(path) | {row["variant"]: row}
    runs.write_whole(
        path,
        lambda part: write_rows(part, [rows[name] for name in order if name in rows]),
    )
    print(row, file=sys.stderr, flush=True)


def section() -> Iterator[str]:
    """Lines of the section."""
    times = json.loads(TIMES.read_text()) if TIMES.exists() else {}
    yield "## Why the DCGAN's recipe is as it is\n"
    yield (
        f"One change at a time, {STEPS:,} steps of 64 digits, seed {SEED}: Fréchet "
        "distance of 10,000 digits of the averaged generator to real ones, share of "
        "clear digits, and the time of the whole training as a multiple of the "
        "recipe's. Two other seeds say how much of a difference is chance.\n"
    )
    yield "| variant | Fréchet | sure | × the time |"
    yield "|---|---:|---:|---:|"
    for row in sorted(recorded().values(), key=lambda row: float(row["frechet"])):
        name = row["variant"]
        mark = "**" if name == "the recipe" else ""
        time_factor = f"{times[name]:.2f}" if name in times else "–"
        cells = [name, row["frechet"], row["sure"], time_factor]
        yield "| " + " | ".join(f"{mark}{cell}{mark}" for cell in cells) + " |"


def main() -> None:
    """Trains variants, times them, or prints the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="the same: nothing trains")
    commands = parser.add_subparsers(dest="command")
    train_command = commands.add_parser("train", help="train variants")
    train_command.add_argument("variants", nargs="*", metavar="VARIANT")
    clock = commands.add_parser("clock", help="what each takes beside the recipe")
    clock.add_argument("--seconds", type=float, default=1, help="of a turn")
    clock.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    done = recorded()
    if arguments.command == "train":
        if unknown := set(arguments.variants) - set(VARIANTS):
            parser.error(f"{', '.join(unknown)}: choose from {', '.join(VARIANTS)}")
        record(arguments.variants or [name for name in VARIANTS if name not in done])
    elif arguments.command == "clock":
        measure_times(list(done), arguments.seconds, arguments.rounds)
    else:
        print("\n".join(section()))


if __name__ == "__main__":
    main()
