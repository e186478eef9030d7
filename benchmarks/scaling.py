"""Speed with one and several devices, and what a network adds to a step.

    python benchmarks/scaling.py

First a table measured on this machine: notebook 02's DCGAN with a global batch of 64 on
one device, on two parts of the CPU and in two processes, with one core for each device
(where the system lets a process choose its cores). Then arithmetic for larger machines:
a ring all-reduce moves 2 (N − 1) / N times the bytes of the gradients over the link of
each of N devices. Beside it stands what a step takes on this machine, all of it, with
the recipe's own batch.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gan_utils import (  # noqa: E402
    command_line,
    distribution,
    face_data,
    face_models,
    launch,
    recipes,
)

DATA = {"pix2pix": "facades", "age_cgan": "utkface", "ipcgan": "utkface"}
# Bits a second. NVLink is that of an H100: 450 GB/s in each direction.
LINKS = {"1 Gbit/s": 1e9, "10 Gbit/s": 1e10, "100 Gbit/s": 1e11, "NVLink": 3.6e12}
N_DEVICES = 8
MEASURED = {  # on this machine → the strategy, parts of the CPU, cores altogether
    "one device": ("none", 1, 1),
    "two devices": ("mirrored", 2, 2),
    "two processes": ("multi_worker", 1, 2),
}


def build(recipe: str) -> tuple[keras.Model, tf.data.Dataset, int]:
    """A recipe's GAN of digits, pairs or faces, noise to train it, the batch size."""
    arguments = command_line.parse(
        [recipe, "--data", DATA.get(recipe, "mnist"), "--out", "x"]
    )
    size, channels = arguments.image_size or 28, 3 if recipe in DATA else 1
    n, n_labels = arguments.batch_size, 10
    rng = np.random.default_rng(0)
    images = rng.uniform(-1, 1, (n, size, size, channels)).astype("float32")
    given = {}
    if recipe == "ipcgan":
        n_labels = len(face_data.IPCGAN_GROUPS)
        given = {"classifier": face_models.age_classifier(n_labels, size)}
    elif recipe == "age_cgan":
        n_labels = len(face_data.AGE_CGAN_GROUPS)
    labels = rng.integers(0, n_labels, n, "int32")
    noise = Noise(images, images, images, [str(i) for i in range(10)])
    gan = recipes.RECIPES[recipe](noise, arguments, **given)
    batch = {"gan": images, "dcgan": images, "pix2pix": (images, images)}
    batch = batch.get(recipe, (images, labels))
    return gan, tf.data.Dataset.from_tensors(batch).repeat(), n


class Noise:
    """What the recipes ask of their data."""

    def __init__(self, images, targets, sources, class_names):
        self.images, self.targets, self.sources = images, targets, sources
        self.class_names = class_names


class Stopwatch(keras.callbacks.Callback):
    """Notes when each step ends."""

    def on_train_begin(self, logs=None):
        self.times = []

    def on_train_batch_end(self, batch, logs=None):
        self.times.append(time.perf_counter())

    def step(self) -> float:
        """Seconds of a step, the median without the first third."""
        return statistics.median(np.diff(self.times[len(self.times) // 3 :]))


def seconds_a_step(recipe: str, steps: int, strategy: tf.distribute.Strategy) -> float:
    """Trains for so many steps and measures."""
    with strategy.scope():
        gan, stream, batch_size = build(recipe)
    distribution.prepare(gan, strategy)
    stopwatch = Stopwatch()
    parts = distribution.parts(stream, batch_size, strategy)
    gan.fit(
        parts, steps_per_epoch=steps, verbose=0, shuffle=False, callbacks=[stopwatch]
    )
    return stopwatch.step()


def measure(name: str, out: str, steps: int) -> None:
    """Measures in this process, or in two workers that it starts."""
    strategy_name, _, cores = MEASURED[name]
    if hasattr(os, "sched_setaffinity"):  # before TensorFlow starts its threads
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    if strategy_name == "multi_worker" and "TF_CONFIG" not in os.environ:
        sys.exit(launch.run(2, 0, [sys.executable, *sys.argv]))
    strategy = distribution.start(strategy_name)
    seconds = seconds_a_step("dcgan", steps, strategy)
    if distribution.is_chief(strategy):
        Path(out).write_text(str(seconds))
    distribution.wait_for_all(strategy)


def measured(name: str, steps: int) -> float:
    """Seconds a step in a new process with one core and one thread a device."""
    environment = {k: v for k, v in os.environ.items() if k != "TF_CONFIG"} | {
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTRAOP_THREADS": "1",
        "GAN_CPU_DEVICES": str(MEASURED[name][1]),
    }
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "seconds")
        command = [sys.executable, __file__, "--steps", str(steps), "--measure", name]
        done = subprocess.run(
            [*command, out], env=environment, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"{name} failed:\n{done.stdout}{done.stderr}")
        return float(Path(out).read_text())


def print_measured(rounds: list[dict[str, float]]) -> None:
    """The table of this machine: medians of the rounds."""
    print("| dcgan, batch 64 | images/s | × one device |\n|---|---:|---:|")
    for name in MEASURED:
        rate = statistics.median(64 / one[name] for one in rounds)
        ratio = statistics.median(one["one device"] / one[name] for one in rounds)
        print(f"| {name} | {rate:.0f} | {ratio:.2f} |")


def print_links(names: list[str], steps: int) -> dict[str, float]:
    """The table of larger machines; returns each recipe's share on the slowest link."""
    print("| recipe | gradients, MB | step here |", " | ".join(LINKS), "|")
    print("|---|---:|---:|" + "---:|" * len(LINKS))
    shares = {}
    for recipe in names:
        gan, *_ = build(recipe)
        weights = gan.generator.trainable_weights + gan.discriminator.trainable_weights
        n_bytes = 4 * sum(int(np.prod(weight.shape)) for weight in weights)
        step = seconds_a_step(recipe, steps, tf.distribute.get_strategy())
        bits = 8 * 2 * (N_DEVICES - 1) / N_DEVICES * n_bytes
        moving = [bits / speed for speed in LINKS.values()]
        cells = " | ".join(f"{1e3 * seconds:.2f}" for seconds in moving)
        print(f"| {recipe} | {n_bytes / 1e6:.1f} | {1e3 * step:.0f} | {cells} |")
        shares[recipe] = moving[0] / step
    return shares


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few steps, two recipes")
    parser.add_argument("--steps", type=int, default=90, help="measured a time")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    if parsed.measure:
        return measure(*parsed.measure, parsed.steps)
    names, steps = list(recipes.RECIPES), 15
    if parsed.quick:
        parsed.steps, parsed.rounds, names, steps = 6, 1, names[:2], 6
    print("## Several devices\n")
    print(
        "First notebook 02's DCGAN with a global batch of 64 on this machine, with one "
        f"core a device, the median of {parsed.rounds} rounds in which the three "
        "take turns. Then arithmetic: the milliseconds for which a ring all-reduce of "
        f"the gradients keeps the link of each of {N_DEVICES} devices busy, beside a "
        "step on this machine with the recipe's own batch.\n"
    )
    rounds = [
        {name: measured(name, parsed.steps) for name in MEASURED}
        for _ in range(parsed.rounds)
    ]
    print_measured(rounds)
    print()
    shares = print_links(names, steps)
    worst = max(shares, key=shares.get)
    print(
        f"\nOn the slowest link {worst} waits longest: the gradients take "
        f"{shares[worst]:.1f} of its steps here."
    )


if __name__ == "__main__":
    main()
