"""Seconds a step and images a second: the course's digits and those of its peers.

    python benchmarks/step_time.py

Every contestant has its own batch size and trains on noise, which takes as long as on
pictures. They take turns, each time in a new process. Ours run in fit(), as
gan_utils.train has them run but for its callbacks; the peers run in a bare loop.

Writes benchmarks/results/step_seconds.json: contestant → median seconds a step, from
which curves that were measured in steps get their seconds.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch_process

# This file also runs where only numpy and torch are installed, or TensorFlow without
# torch: both are imported where they are needed.
RESULTS = Path(__file__).parent / "results" / "step_seconds.json"
OURS = {"dcgan": "mnist", "cgan": "mnist", "pix2pix": "facades"}
NAMES = {
    "dcgan": "our dcgan",
    "tutorial": "TensorFlow's tutorial",
    "torch": "the same in PyTorch",
    "keras_dcgan": "keras.io's DCGAN",
    "cgan": "our cgan",
    "keras_cgan": "keras.io's conditional GAN",
    "pix2pix": "our pix2pix, 128×128",
}
COMPARED_WITH = {"dcgan": "tutorial", "torch": "tutorial", "keras_dcgan": "tutorial"}
COMPARED_WITH |= {"cgan": "keras_cgan"}
N_DIGITS, N_PAIRS = 60_000, 400
WARM_UP, FEWEST = 2, 3  # steps that do not count, and how many do at least


def noise(count: int, image_size: int, channels: int) -> np.ndarray:
    """Images in [−1, 1] that show nothing."""
    shape = (count, image_size, image_size, channels)
    return 2 * np.random.default_rng(0).random(shape, "float32") - 1


def peer_steps(name: str) -> tuple[int, Iterator[float]]:
    """A peer's batch size and the seconds of each of its endless steps."""
    if name == "torch":
        import torch_dcgan

        peer = torch_dcgan.TorchDCGAN(0)
    else:
        import peers

        peer = peers.PEERS[name](0)
    labels = np.arange(N_DIGITS) % 10

    def steps():
        stream = iter(peer.batches(noise(N_DIGITS, 28, 1), labels))
        while True:
            start = time.perf_counter()
            float(peer.step(*next(stream))[0])
            yield time.perf_counter() - start

    return peer.batch_size, steps()


def measure_peer(name: str, seconds: float) -> dict:
    """Steps of a peer for so many seconds."""
    batch_size, steps = peer_steps(name)
    for _ in range(WARM_UP):
        next(steps)
    found = []
    while len(found) < FEWEST or sum(found) < seconds:
        found.append(next(steps))
    return {"batch_size": batch_size, "seconds": found}


def measure_ours(recipe: str, seconds: float) -> dict:
    """Steps of a recipe in fit() for so many seconds."""
    import keras

    from gan_utils import command_line, distribution, recipes, training

    class Clock(keras.callbacks.Callback):
        """Notes the end of each step, and stops in time."""

        times = []

        def on_train_batch_end(self, batch, logs=None):
            self.times.append(time.perf_counter())
            measured = self.times[WARM_UP:]
            if len(measured) > FEWEST and measured[-1] > measured[0] + seconds:
                self.model.stop_training = True

    arguments = command_line.parse(
        [recipe, "--data", OURS[recipe], "--source", "sample", "--out", "unused"]
    )
    keras.utils.set_random_seed(arguments.seed)
    if recipe == "pix2pix":
        pictures = noise(N_PAIRS, arguments.image_size, 3)
        train = SimpleNamespace(targets=pictures, sources=pictures[::-1])
    else:
        train = SimpleNamespace(
            images=noise(N_DIGITS, 28, 1),
            labels=np.arange(N_DIGITS) % 10,
            class_names=[str(digit) for digit in range(10)],
        )
    gan = recipes.RECIPES[recipe](train, arguments)
    strategy = gan.distribute_strategy
    distribution.prepare(gan, strategy)
    arrays = recipes.training_arrays(gan, train, recipe)
    stream = training.batches(*arrays, arguments.batch_size, arguments.seed)
    gan.fit(
        distribution.parts(stream, arguments.batch_size, strategy),
        steps_per_epoch=1_000_000,  # the clock ends it
        verbose=0,
        shuffle=False,
        callbacks=[Clock()],
    )
    found = np.diff(Clock.times[WARM_UP:]).tolist()
    return {"batch_size": arguments.batch_size, "seconds": found}


def in_new_process(name: str, seconds: float, torch_python: str) -> dict:
    """One turn of a contestant: its batch size and its median step."""
    python = torch_python if name == "torch" else sys.executable
    command = [python, __file__, "--only", name, "--seconds", str(seconds)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    found["seconds"] = statistics.median(found["seconds"])
    print(f"{name}: {found['seconds']:.4f} s a step", file=sys.stderr)
    return found


def table(found: dict[str, list[dict]], torch_version: str | None) -> Iterator[str]:
    """Lines of the section; ``found`` holds each contestant's turns."""
    yield "## Seconds a step\n"
    yield (
        "Each contestant with its own batch size, on noise of the size of its images: "
        f"the median step of each turn, and of these the median; {len(found['dcgan'])} "
        "turns each, in new processes. Faster: images a second against the peer named, "
        "turn by turn.\n"
    )
    yield "| contestant | batch | seconds a step | images/s | faster |"
    yield "|---|---:|---:|---:|---|"
    for name, title in NAMES.items():
        if name not in found:
            yield f"| {title} | – | not installed | | |"
            continue
        turns, batch_size = found[name], found[name][0]["batch_size"]
        seconds = statistics.median(turn["seconds"] for turn in turns)
        faster = ""
        if other := COMPARED_WITH.get(name):
            ratio = statistics.median(
                rate(mine) / rate(theirs)
                for mine, theirs in zip(turns, found[other], strict=True)
            )
            faster = f"{ratio:.1f} × {NAMES[other]}"
        yield (
            f"| {title} | {batch_size} | {seconds:.4f} | {batch_size / seconds:,.0f} "
            f"| {faster} |"
        )
    yield (
        "\nOur networks of digits are smaller, so that a step costs fewer operations: "
        "this table says what a step costs, not what it teaches."
    )
    if torch_version:
        yield f"PyTorch is {torch_version}, eager."


def rate(turn: dict) -> float:
    """Images a second."""
    return turn["batch_size"] / turn["seconds"]


def main() -> None:
    """Lets all take turns, prints the section and writes the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one short turn each")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8, help="of a turn")
    parser.add_argument(
        "--torch-python",
        default=torch_process.PYTHON,
        help="a Python that has torch; TORCH_PYTHON, or this one, by default",
    )
    parser.add_argument(
        "--out", type=Path, help=f"{RESULTS.name}; with --quick nothing is written"
    )
    parser.add_argument("--only", choices=NAMES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        measure = measure_ours if arguments.only in OURS else measure_peer
        print(json.dumps(measure(arguments.only, arguments.seconds)))
        return
    if arguments.quick:
        arguments.rounds, arguments.seconds = 1, 0.1
    elif arguments.out is None:
        arguments.out = RESULTS
    torch_version = torch_process.version(arguments.torch_python)
    found = {name: [] for name in NAMES if name != "torch" or torch_version}
    for _ in range(arguments.rounds):
        for name, turns in found.items():
            turns.append(
                in_new_process(name, arguments.seconds, arguments.torch_python)
            )
    print("\n".join(table(found, torch_version)))
    if arguments.out:
        medians = {
            name: statistics.median(turn["seconds"] for turn in turns)
            for name, turns in found.items()
        }
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(json.dumps(medians, indent=1) + "\n")


if __name__ == "__main__":
    main()
