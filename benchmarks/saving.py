"""What keeping a training costs: the time to save, by recipe, at the default interval.

    python benchmarks/saving.py

Both ways are timed in turns: ``callbacks.Checkpoint``, which the shell entry uses, and
``runs.Run``, which the notebooks use. The share is that of a training that saves every
30 seconds, or so seldom that saving takes a fiftieth of the time.
"""

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


def main() -> None:
    """Prints one line a recipe."""
    print("| recipe | MB | Checkpoint, s | Run, s | share of the time, at most |")
    print("|---|---|---|---|---|")
    for name, options in SETTINGS.items():
        with tempfile.TemporaryDirectory() as folder:
            gan = new_gan(options, Path(folder))
            checkpoint = callbacks.Checkpoint(Path(folder) / "checkpoint.weights.h5")
            checkpoint.set_model(gan)
            run = runs.Run(Path(folder) / "run.npz", gan)
            pairs = [
                (seconds(checkpoint.save), seconds(run.save)) for _ in range(ROUNDS)
            ]
            ours = [statistics.median(column) for column in zip(*pairs, strict=True)]
            megabytes = run.path.stat().st_size / 1e6
        share = max(ours) / max(EVERY_SECONDS, 50 * max(ours))
        print(
            f"| {name} | {megabytes:.0f} | {ours[0]:.2f} | {ours[1]:.2f} "
            f"| {share:.1%} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
