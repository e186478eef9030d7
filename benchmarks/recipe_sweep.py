"""What the recipes of cgan and pix2pix were compared with, one change at a time.

    GAN_DATA=folder python benchmarks/recipe_sweep.py train cgan       # what is missing
    GAN_DATA=folder python benchmarks/recipe_sweep.py train pix2pix
    python benchmarks/recipe_sweep.py                                  # the section

``train`` writes results/sweep-RECIPE.csv after each variant. The judges are those of
quality_curves and facade_quality. Networks are compared in sweep.py.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import facade_quality
import keras
from quality_curves import judge_of_digits
from sweep import keep_row, recorded

from gan_utils import command_line, losses, pix2pix, recipes, training

RESULTS = Path(__file__).parent / "results"
STEPS, SEED = 1600, 0
OPTIONS = {
    "cgan": ["cgan", "--data", "mnist", "--out", "unused"],
    "pix2pix": ["pix2pix", "--data", "facades", "--out", "unused"],
}
RATES = {"cgan": (2e-3, 2e-3), "pix2pix": (1e-3, 5e-4)}  # those of the recipes
EMA = {"cgan": 0.995, "pix2pix": None}
COMMON = {
    "the recipe": {},
    "another seed": {"seed": 1},
    "rates fall to 0 (half a cosine)": {"anneal": True},
    "hinge": {"game": losses.hinge},
    "least squares": {"game": losses.least_squares},
}
VARIANTS = {
    "cgan": COMMON
    | {
        "rates 1e-3, 1e-3": {"rates": (1e-3, 1e-3)},
        "rates 3e-3, 1e-3": {"rates": (3e-3, 1e-3)},
        "rates 3e-3, 3e-3": {"rates": (3e-3, 3e-3)},
        "no average": {"ema": None},
        "batch 128, half the steps": {"batch_size": 128, "steps": STEPS // 2},
    },
    "pix2pix": COMMON
    | {
        "rates 2e-4, 2e-4 (the paper)": {"rates": (2e-4, 2e-4)},
        "rates 1e-3, 1e-3": {"rates": (1e-3, 1e-3)},
        "averaged (0.995)": {"ema": 0.995},
        "batch 1, four times the steps": {"batch_size": 1, "steps": 4 * STEPS},
        "pairs not moved or mirrored": {"augment": False},
    },
}
MEASURES = {
    "cgan": {"frechet": "Fréchet", "label_accuracy": "label accuracy"},
    "pix2pix": {"pixel_accuracy": "pixel accuracy", "mean_iou": "mean IoU"},
}


def new_judge(recipe: str, held_out) -> Callable[[training.GAN], dict[str, float]]:
    """A function that scores what the averaged generator of a GAN draws."""
    if recipe == "cgan":
        judge = judge_of_digits()

        def of_digits(gan):
            generator = gan.averaged_generator()
            return judge(
                lambda latents, labels: training.sample(generator, latents, labels),
                gan.latent_dim,
            )

        return of_digits
    judge = facade_quality.new_judge()

    def of_facades(gan):
        generator = gan.averaged_generator()
        return judge(lambda: pix2pix.translate(generator, held_out.sources))

    return of_facades


def train(recipe: str, changes: dict, data) -> training.GAN:
    """The recipe with the changes, trained."""
    seed = changes.get("seed", SEED)
    arguments = command_line.parse([*OPTIONS[recipe], "--seed", str(seed)])
    batch_size = changes.get("batch_size", arguments.batch_size)
    steps = changes.get("steps", STEPS)
    keras.utils.set_random_seed(seed)
    gan = recipes.RECIPES[recipe](data, arguments)
    gan.game = changes.get("game", gan.game)
    if "augment" in changes:
        gan.augment = changes["augment"]
    rates = changes.get("rates", RATES[recipe])
    if changes.get("anneal"):
        rates = [keras.optimizers.schedules.CosineDecay(r, steps) for r in rates]
    ema = changes.get("ema", EMA[recipe])
    gan.compile(training.adam(rates[0], ema=ema), training.adam(rates[1]))
    arrays = recipes.training_arrays(gan, data, recipe)
    stream = training.batches(*arrays, batch_size, seed)
    gan.fit(stream, steps_per_epoch=steps, verbose=0, shuffle=False)
    return gan


def record(recipe: str, names: list[str]) -> None:
    """Trains the variants and keeps what they reach."""
    data, held_out = recipes.load(command_line.parse(OPTIONS[recipe]))
    judge = new_judge(recipe, held_out)
    for name in names:
        scores = judge(train(recipe, VARIANTS[recipe][name], data))
        row = {"variant": name} | {
            measure: round(float(scores[measure]), 4) for measure in MEASURES[recipe]
        }
        keep_row(path_of(recipe), row, VARIANTS[recipe])
        keras.backend.clear_session()


def path_of(recipe: str) -> Path:
    """Where the scores of its variants lie."""
    return RESULTS / f"sweep-{recipe}.csv"


def section() -> Iterator[str]:
    """Lines of the section."""
    yield "## What else was tried for cgan and pix2pix\n"
    yield (
        f"One change of the recipe at a time, {STEPS:,} steps, seed {SEED}: 10,000 "
        "digits for cgan, 20 held-out plans for pix2pix. Rates stay as they are but in "
        "the variant that says otherwise; `gan_utils.train` lets those of both fall. "
        "The other seed says how much of a difference is chance."
    )
    for recipe, measures in MEASURES.items():
        first = next(iter(measures))
        yield f"\n| {recipe} | {' | '.join(measures.values())} |"
        yield f"|---|{'---:|' * len(measures)}"
        rows = sorted(
            recorded(path_of(recipe)).values(), key=lambda row: float(row[first])
        )
        for row in rows if first == "frechet" else reversed(rows):
            mark = "**" if row["variant"] == "the recipe" else ""
            scores = (f"{float(row[measure]):.3f}" for measure in measures)
            cells = [row["variant"], *scores]
            yield "| " + " | ".join(f"{mark}{cell}{mark}" for cell in cells) + " |"


def main() -> None:
    """Trains variants, or prints the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="the same: nothing trains")
    commands = parser.add_subparsers(dest="command")
    train_command = commands.add_parser("train", help="train variants")
    train_command.add_argument("recipe", choices=VARIANTS)
    train_command.add_argument("variants", nargs="*", metavar="VARIANT")
    arguments = parser.parse_args()
    if arguments.command == "train":
        done, variants = recorded(path_of(arguments.recipe)), VARIANTS[arguments.recipe]
        if unknown := set(arguments.variants) - set(variants):
            parser.error(f"{', '.join(unknown)}: choose from {', '.join(variants)}")
        missing = [name for name in variants if name not in done]
        record(arguments.recipe, arguments.variants or missing)
    else:
        print("\n".join(section()))


if __name__ == "__main__":
    main()
