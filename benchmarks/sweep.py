"""Why the recipes are as they are: one change at a time, the same number of pictures.

    GAN_DATA=folder python -m benchmarks.sweep train dcgan          # what is missing
    GAN_DATA=folder python -m benchmarks.sweep train dcgan "hinge" --seed 1
    python -m benchmarks.sweep clock dcgan                          # what each takes
    python -m benchmarks.sweep                                      # the section

``train`` writes results/sweep-RECIPE.csv after each variant: what the judges of
benchmarks/score.py say after STEPS steps. ``clock`` adds how many times the recipe's
time a variant takes, the two in turns on a quiet machine.
"""

import argparse
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import keras
import pandas as pd
from keras import layers

from benchmarks import RESULTS, cases, tables
from benchmarks.score import MEASURES, judge_of_digits, judge_of_facades
from benchmarks.timing import fits_in_turns, ratios
from gan_utils import losses, training

STEPS = 1600
COMMON = {
    "the recipe": {},
    "rates fall to 0 (half a cosine)": {"anneal": True},
    "hinge": {"game": losses.hinge},
    "least squares": {"game": losses.least_squares},
}
AVERAGED = {
    "no average": {"ema": None},
    "batch 128, half the steps": {"batch_size": 128, "steps": STEPS // 2},
}
VARIANTS = {
    "dcgan": COMMON
    | AVERAGED
    | {
        "G without the layer at 7×7": {"refine": False},
        "D without the hidden layer": {"hidden": 0},
        "neither (a plain DCGAN)": {"refine": False, "hidden": 0},
        "48 filters": {"filters": 48},
        "D without batch norm": {"normalise": None},
        "spectral norm in D": {"normalise": "spectral"},
        "batch 32, twice the steps": {"batch_size": 32, "steps": 2 * STEPS},
        "rates 2e-3, 2e-3": {"rates": (2e-3, 2e-3)},
        "rates 1e-3, 3e-3 (D faster: TTUR)": {"rates": (1e-3, 3e-3)},
        # Better with seeds 0 to 2; but of seeds 3 to 8 one collapses within 300 steps.
        "rates 6e-3, 2e-3": {"rates": (6e-3, 2e-3)},
        "rates fall from 6e-3, 2e-3 to 0": {"rates": (6e-3, 2e-3), "anneal": True},
        "beta_1 0": {"beta_1": 0.0},
        "average over more steps (0.998)": {"ema": 0.998},
        "R1, weight 1": {"r1": 1.0},
        "G resizes, then convolves": {"resize": True},
    },
    "cgan": COMMON
    | AVERAGED
    | {
        "rates 3e-3, 1e-3": {"rates": (3e-3, 1e-3)},
        "rates fall from 4e-3, 4e-3 to 0": {"rates": (4e-3, 4e-3), "anneal": True},
    },
    "pix2pix": COMMON
    | {
        "rates 2e-4, 2e-4 (the paper)": {"rates": (2e-4, 2e-4)},
        "averaged (0.995)": {"ema": 0.995},
        "batch 1, four times the steps": {"batch_size": 1, "steps": 4 * STEPS},
        "pairs not moved or mirrored": {"augment": False},
    },
}
OF_G, OF_D = {"filters", "refine", "resize"}, {"filters", "hidden", "normalise"}
KEPT = {  # the first one sorts the table
    "dcgan": ("frechet", "sure"),
    "cgan": ("frechet", "label_accuracy"),
    "pix2pix": ("pixel_accuracy", "mean_iou"),
}


def path_of(recipe: str) -> Path:
    """Where the scores of its variants lie."""
    return RESULTS / f"sweep-{recipe}.csv"


# A variant -------------------------------------------------------------------------


def new_generator(
    filters: int = 32, refine: bool = True, resize: bool = False
) -> keras.Model:
    """The DCGAN's generator of digits, or one with a change."""
    latent = layers.Input((100,))
    x = layers.Dense(49 * 2 * filters, kernel_initializer=_normal())(latent)
    x = _normalised(layers.Reshape((7, 7, 2 * filters))(x))
    common = {"padding": "same", "use_bias": False}
    if refine:
        convolve = layers.Conv2D(2 * filters, 3, kernel_initializer=_normal(), **common)
        x = _normalised(convolve(x))
    x = _normalised(_doubled(x, filters, resize, use_bias=False))
    return keras.Model(latent, _doubled(x, 1, resize, activation="tanh"))


def _doubled(x, filters: int, resize: bool, **options):
    """Twice the height and width: by stamps, or pixels repeated and then convolved."""
    options |= {"padding": "same", "kernel_initializer": _normal()}
    if not resize:
        return layers.Conv2DTranspose(filters, 4, 2, **options)(x)
    return layers.Conv2D(filters, 3, **options)(layers.UpSampling2D()(x))


def new_discriminator(
    filters: int = 32, hidden: int = 512, normalise: str | None = "batch"
) -> keras.Model:
    """The DCGAN's discriminator of digits, or one with a change."""
    images = x = layers.Input((28, 28, 1))
    for i in range(2):
        convolve = layers.Conv2D(
            filters * 2**i, 4, 2, "same", kernel_initializer=_normal()
        )
        if normalise == "spectral":
            convolve = layers.SpectralNormalization(convolve)
        x = convolve(x)
        if normalise == "batch" and i:
            x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.LeakyReLU(0.2)(x)
    x = layers.Flatten()(x)
    if hidden:
        x = layers.Dense(hidden, kernel_initializer=_normal())(x)
        if normalise == "batch":
            x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.LeakyReLU(0.2)(x)
    return keras.Model(images, layers.Dense(1, kernel_initializer=_normal())(x))


def _normal() -> keras.Initializer:
    return keras.initializers.RandomNormal(stddev=0.02)


def _normalised(x):
    return layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))


def _only(names: set[str], changes: dict) -> dict:
    return {name: changes[name] for name in names & changes.keys()}


def new_variant(
    recipe: str, changes: dict, source: str = "real", seed: int = 0
) -> tuple[cases.Case, int]:
    """The case of a recipe with the changes, and the steps that it trains."""
    steps, case = changes.get("steps", STEPS), cases.new_case(recipe, source, seed)
    gan, optimizers, xla = case.gan, [], case.gan.jit_compile
    rates = changes.get("rates")
    for i, optimizer in enumerate(cases.optimizers_of(gan)):
        config = optimizer.get_config() | _only({"beta_1"}, changes)
        if rates:
            config["learning_rate"] = rates[i]
        if changes.get("anneal"):
            config["learning_rate"] = keras.optimizers.schedules.CosineDecay(
                config["learning_rate"], steps
            )
        if "ema" in changes and not i:
            config["use_ema"] = changes["ema"] is not None
            config["ema_momentum"] = changes["ema"] or 0.99
        optimizers.append(type(optimizer).from_config(config))
    if (OF_G | OF_D) & changes.keys():
        keras.utils.set_random_seed(seed)
        g = new_generator(**_only(OF_G, changes))
        d = new_discriminator(**_only(OF_D, changes))
        gan = case.gan = training.GAN(g, d, gan.game, seed=seed)
    if "r1" in changes:
        gan.penalty = lambda d, real, _: changes["r1"] * losses.r1_penalty(d, real)
    for name, value in _only({"game", "augment"}, changes).items():
        setattr(gan, name, value)
    gan.compile(*optimizers, jit_compile=xla)
    case.batch_size = changes.get("batch_size", case.batch_size)
    return case, steps


# Recording and telling -------------------------------------------------------------


def train(recipe: str, names: list[str], seed: int = 0) -> None:
    """Trains the variants and keeps what they reach."""
    judge = judge_of_facades() if recipe == "pix2pix" else judge_of_digits()
    for name in names:
        case, steps = new_variant(recipe, VARIANTS[recipe][name], seed=seed)
        case.fit(steps)
        scores = judge(case.draw)
        row = {measure: round(float(scores[measure]), 4) for measure in KEPT[recipe]}
        keep(recipe, f"{name}, seed {seed}" if seed else name, **row)
        keras.backend.clear_session()


def clock(recipe: str, names: list[str], seconds: float, rounds: int) -> None:
    """Keeps what each variant takes beside the recipe: the median of the rounds."""
    ours, steps = new_variant(recipe, VARIANTS[recipe]["the recipe"], "sample")
    for name in names:
        case, its_steps = new_variant(recipe, VARIANTS[recipe][name], "sample")
        found = fits_in_turns({"it": case.fit, "ours": ours.fit}, seconds, rounds)
        factor = statistics.median(
            ratio.wall for ratio in ratios(found["it"], found["ours"])
        )
        keep(recipe, name, time=round(factor * its_steps / steps, 2))


def keep(recipe: str, variant: str, **values: float) -> None:
    """Adds to a variant's row: others may train beside."""
    row = {"variant": variant} | values
    tables.keep(path_of(recipe), row, "variant")
    print(row, file=sys.stderr, flush=True)


def table(recipe: str) -> str:
    """What the variants reached, the best first."""
    first, second = KEPT[recipe]
    rising = first == "frechet"
    frame = tables.read(path_of(recipe)).sort_values(first, ascending=rising)
    titles = {name: title for name, (title, _) in MEASURES.items()}
    titles |= {"variant": recipe, "time": "× the time"}
    forms = dict.fromkeys((titles[first], titles[second]), "{:.3f}")
    forms |= {titles["frechet"]: "{:.4g}", "× the time": "{:.2f}"}
    return tables.markdown(frame.rename(columns=titles), forms, bold="the recipe")


def section() -> Iterator[str]:
    """Lines of the section."""
    yield "## Why the recipes are as they are\n"
    yield (
        f"One change at a time, {STEPS:,} steps, seed 0: 10,000 digits of the "
        "averaged generator, 20 held-out plans for pix2pix. The time "
        "is that of the whole training as a multiple of the recipe's. Rates stay as "
        "they are but in the variant that says otherwise; `gan_utils.train` lets those "
        "of cgan and pix2pix fall. Other seeds say how much of a difference is chance."
    )
    for recipe in VARIANTS:
        yield f"\n{table(recipe)}"


def main() -> None:
    """Trains variants, times them, or prints the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="the same: nothing trains")
    parser.add_argument("command", nargs="?", choices=("train", "clock"))
    parser.add_argument("recipe", nargs="?", choices=VARIANTS, default="dcgan")
    parser.add_argument("variants", nargs="*", metavar="VARIANT")
    parser.add_argument("--seed", type=int, default=0, help="of a training")
    parser.add_argument("--seconds", type=float, default=1, help="of a clock's turn")
    parser.add_argument("--rounds", type=int, default=5, help="of a clock")
    given = parser.parse_args()
    if not given.command:
        print("\n".join(section()))
        return
    variants = VARIANTS[given.recipe]
    if unknown := set(given.variants) - set(variants):
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(variants)}")
    known = tables.read(path_of(given.recipe)).get("variant", pd.Series()).tolist()
    if given.command == "train":
        missing = [name for name in variants if name not in known]
        train(given.recipe, given.variants or missing, given.seed)
    else:
        chosen = given.variants or [name for name in variants if name in known]
        clock(given.recipe, chosen, given.seconds, given.rounds)


if __name__ == "__main__":
    main()
