"""What the private parts of Keras that gan_utils touches buy: with and without them.

    python -m benchmarks.private_parts [--quick]

- Adam in one operation (workarounds.FusedAdam): the time of a step.
- Forgotten graphs (workarounds.forget_graphs): memory that each further training keeps.

A part whose figure is nothing should go.
"""

import argparse
import gc
import json
import sys
from collections.abc import Iterator

import keras
import numpy as np
import pandas as pd

from benchmarks import cases, tables, timing
from gan_utils import models, runs, training, workarounds

FORMS = {"ms a step": "{:.1f}", "processor time": "{:.3f}"}


# Adam in one operation ------------------------------------------------------------


def adam_row(name: str, seconds: float, rounds: int) -> dict:
    """The time of a recipe's step, over that of the same with Keras's own Adam."""
    ours, plain = cases.new_case(name, "sample"), cases.new_case(name, "sample")
    optimizers = [
        keras.optimizers.Adam.from_config(optimizer.get_config())
        for optimizer in cases.optimizers_of(plain.gan)
    ]
    plain.gan.compile(*optimizers, jit_compile=plain.gan.jit_compile)
    found = timing.fits_in_turns(
        {"with": ours.fit, "without": plain.fit}, seconds, rounds
    )
    ratios = timing.ratios(found["with"], found["without"])
    walls = [ratio.wall for ratio in ratios]
    return {
        "recipe": name,
        "ms a step": 1000 * timing.median(found["with"]).wall,
        "with / without, time": tables.median_and_range(walls, "{:.3f}"),
        "processor time": timing.median(ratios).processor,
    }


# Forgotten graphs -----------------------------------------------------------------


def trainings_memory(count: int, forget: bool) -> dict:
    """Megabytes that each further training keeps, in the second half of so many."""
    if not forget:
        workarounds.forget_graphs = lambda optimizer: None
    used = []
    for _ in range(count):
        _train()
        gc.collect()
        used.append(timing.bytes_in_use())
    return {"MB": (used[-1] - used[count // 2 - 1]) / (count - count // 2) / 1e6}


def _train() -> None:
    """One more training of a tiny GAN, as in a notebook's cell."""
    keras.utils.set_random_seed(1)  # empties TensorFlow's cache of kernels as well
    images = np.zeros((16, 8, 8, 1), "float32")
    gan = training.GAN(
        models.mlp_generator(4, (8, 8, 1), width=16),
        models.mlp_discriminator((8, 8, 1), width=16),
    )
    gan.compile()
    runs.fit(gan, training.batches(images, batch_size=16), 2, epochs=1)


# Telling --------------------------------------------------------------------------


def section(adam: list[dict], memory: dict[str, float]) -> Iterator[str]:
    """Lines of the section."""
    yield "## What private parts of Keras buy\n"
    yield (
        "Adam in one operation for each weight beside Keras's own Adam: steps of "
        "`fit`, the two in turns, the median of the rounds' ratios.\n"
    )
    yield tables.markdown(pd.DataFrame(adam), FORMS)
    yield (
        "\nMemory that each further training of a tiny GAN keeps in one process, the "
        "graphs of finished trainings forgotten or not:\n"
    )
    rows = pd.DataFrame(memory.items(), columns=["graphs", "MB a training"])
    yield tables.markdown(rows, {"MB a training": "{:.1f}"})


def main() -> None:
    """Measures and prints the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only prove that it works")
    parser.add_argument("--recipes", nargs="+", choices=cases.CASES)
    parser.add_argument("--only", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        count, forget = given.only
        print(json.dumps(trainings_memory(int(count), forget == "forgotten")))
        return
    names = given.recipes or [name for name in cases.CASES if name != "pix2pix_256"]
    seconds, rounds, count = 1.0, 15, 40
    if given.quick:
        names, seconds, rounds, count = names[:1], 0.05, 2, 6
    adam = []
    for name in names:
        adam.append(adam_row(name, seconds, rounds))
        print(adam[-1], file=sys.stderr, flush=True)
    memory = {
        state: timing.in_new_process("private_parts", "--only", count, state)["MB"]
        for state in ("forgotten", "kept")
    }
    print("\n".join(section(adam, memory)))


if __name__ == "__main__":
    main()
