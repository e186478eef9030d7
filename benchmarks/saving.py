"""What keeping a training costs: the time to save, by recipe, at the default interval.

    python benchmarks/saving.py

Both ways are timed in turns, ``callbacks.Checkpoint`` and ``runs.Run``.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from gan_utils import callbacks, command_line, recipes, runs, training

ROUNDS = 5
EVERY_SECONDS = 30
SETTINGS = {
    "gan": ["gan", "--data", "mnist"],
    "dcgan": ["dcgan", "--data", "mnist"],
    "cgan": ["cgan", "--data", "mnist"],
    "pix2pix 128/16": ["pix2pix", "--data", "facades"],
    "pix2pix 256/64": ["pix2pix", "--data", "facades"]
    + ["--image-size", "256", "--base-filters", "64"],
    "age_cgan": ["age_cgan", "--data", "utkface"],
    "ipcgan": ["ipcgan", "--data", "utkface", "--classifier-steps", "1"],
}


def new_gan(options: list[str], folder: Path) -> training.GAN:
    """The GAN of a recipe as it is when its training starts."""
    options = [*options, "--source", "sample", "--out", str(folder)]
    arguments = command_line.parse(options)
    images, _ = recipes.load(arguments)
    judges = recipes.judges(images, arguments)
    return recipes.RECIPES[arguments.recipe](images, arguments, **judges)


def seconds(save: Callable[[], None]) -> float:
    """How long one saving takes."""
    start = time.perf_counter()
    save()
    return time.perf_counter() - start


def measure(options: list[str], rounds: int) -> tuple[float, float, float]:
    """Megabytes of a saved run, and median seconds of a Checkpoint and of a Run."""
    with tempfile.TemporaryDirectory() as folder:
        gan = new_gan(options, Path(folder))
        checkpoint = callbacks.Checkpoint(Path(folder) / "checkpoint.weights.h5")
        checkpoint.set_model(gan)
        run = runs.Run(Path(folder) / "run.npz", gan)
        pairs = [(seconds(checkpoint.save), seconds(run.save)) for _ in range(rounds)]
        both = [statistics.median(column) for column in zip(*pairs, strict=True)]
        return run.path.stat().st_size / 1e6, *both


def main() -> None:
    """Prints the section, one row a recipe."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two recipes, once")
    quick = parser.parse_args().quick
    rounds = 1 if quick else ROUNDS
    settings = dict(list(SETTINGS.items())[:2]) if quick else SETTINGS
    print("## Saving\n")
    print(
        f"The time of one saving, the median of {rounds}, the two ways in turns: "
        "`callbacks.Checkpoint`, which the shell entry uses, and `runs.Run`, which the "
        f"notebooks use. A training saves every {EVERY_SECONDS} seconds, or so seldom "
        "that saving takes a fiftieth of its time.\n"
    )
    print("| recipe | MB | Checkpoint, s | Run, s | ratio | share of the time |")
    print("|---|---:|---:|---:|---:|---:|")
    shares = {}
    for name, options in settings.items():
        megabytes, checkpoint, run = measure(options, rounds)
        slower = max(checkpoint, run)
        shares[name] = slower / max(EVERY_SECONDS, 50 * slower)
        print(
            f"| {name} | {megabytes:.0f} | {checkpoint:.2f} | {run:.2f} "
            f"| {run / checkpoint:.1f} | {shares[name]:.1%} |",
            flush=True,
        )
    worst = max(shares, key=shares.get)
    print(f"\nSaving takes at most {shares[worst]:.1%} of the time, with {worst}.")


if __name__ == "__main__":
    main()
