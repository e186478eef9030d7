"""How much of the plan can be read back from a facade, after how many steps.

    GAN_DATA=folder python benchmarks/facade_quality.py train pix2pix --steps 4000
    GAN_DATA=folder python benchmarks/facade_quality.py train tutorial --steps 300
    GAN_DATA=folder python benchmarks/facade_quality.py ceiling
    python benchmarks/facade_quality.py                             # the section

``train`` writes curves/facades-NAME-SEED.csv: at each look the step, the seconds so far
and the label recovery on the 20 held-out pairs, read by a segmenter that learnt from
real photos at 128×128; the tutorial's pictures of 256×256 are halved for it.

Our recipe is that of ``gan_utils.train pix2pix``, 128×128, 16 filters, batch 4, but at
its first rates: a curve has no end to lower them towards. ``ceiling`` writes what the
same judge reads from the real photos.
"""

import argparse
import csv
import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import keras
import numpy as np
from pix2pix_peer import TutorialPix2Pix
from quality_curves import CURVES, Curve, Looks, looks

from gan_utils import command_line, metrics, paired_data, pix2pix, recipes, training

SEGMENTER_STEPS, SEGMENTER_SIZE = 600, 128
REPETITIONS = 3  # dropout is random: translate so often and average
HERE = Path(__file__).parent
STEP_SECONDS = HERE / "results" / "facade_seconds.json"
CEILING = HERE / "results" / "facade_ceiling.json"
NAMES = {
    "pix2pix": "our pix2pix, 128×128",
    "tutorial": "TensorFlow's tutorial, 256×256",
}


def new_judge() -> Callable[[Callable[[], np.ndarray]], dict[str, float]]:
    """A function that scores what ``draw()`` makes of the held-out plans."""
    train, test = paired_data.facades("real", SEGMENTER_SIZE)
    keras.utils.set_random_seed(1)
    segmenter = pix2pix.train_segmenter(
        train.targets,
        paired_data.labels_of(train.sources),
        len(paired_data.FACADE_CLASSES),
        SEGMENTER_STEPS,
        path=HERE.parent / "build" / "benchmarks" / "segmenter.npz",
        resume=True,
    )
    labels = paired_data.labels_of(test.sources)

    def scores(draw):
        found = [
            metrics.label_recovery(segmenter, halved(draw()), labels)
            for _ in range(REPETITIONS)
        ]
        return {name: float(np.mean([one[name] for one in found])) for name in found[0]}

    return scores


def halved(images: np.ndarray) -> np.ndarray:
    """Pictures of the segmenter's size: means of 2×2 pixels where they are larger."""
    n, size, _, channels = images.shape
    k = size // SEGMENTER_SIZE
    parts = (n, SEGMENTER_SIZE, k, SEGMENTER_SIZE, k, channels)
    return images.reshape(parts).mean(axis=(2, 4))


def train_tutorial(steps: int, seed: int, curve_of: Callable) -> None:
    """The peer in its bare loop."""
    train, test = paired_data.facades("real", 256)
    peer = TutorialPix2Pix(seed)
    curve = curve_of(lambda: peer.translate(test.sources))
    stream = iter(peer.batches(train.targets, train.sources))
    curve.start()
    for first, last in itertools.pairwise([0, *looks(steps)]):
        for batch in itertools.islice(stream, last - first):
            loss, _ = peer.step(*batch)
        float(loss)  # the clock waits for the last step
        curve.look(last)


def train_ours(steps: int, seed: int, curve_of: Callable) -> None:
    """The recipe in fit()."""
    arguments = command_line.parse(
        ["pix2pix", "--data", "facades", "--out", "unused", "--seed", str(seed)]
    )
    train, test = paired_data.facades("real", arguments.image_size)
    keras.utils.set_random_seed(seed)
    gan = recipes.pix2pix_recipe(train, arguments)
    curve = curve_of(lambda: pix2pix.translate(gan.generator, test.sources))
    gan.fit(
        training.batches(train.targets, train.sources, arguments.batch_size, seed),
        steps_per_epoch=steps,
        verbose=0,
        shuffle=False,
        callbacks=[Looks(curve, steps)],
    )


TRAIN = {"pix2pix": train_ours, "tutorial": train_tutorial}


def measure_steps(seconds: float, rounds: int) -> None:
    """Writes the median step of both, which take turns on a quiet machine."""
    train, _ = paired_data.facades("sample", 256)
    peer = TutorialPix2Pix(0)
    their_stream = iter(peer.batches(train.targets, train.sources))
    arguments = command_line.parse(["pix2pix", "--data", "facades", "--out", "unused"])
    small, _ = paired_data.facades("sample", arguments.image_size)
    gan = recipes.pix2pix_recipe(small, arguments)
    our_stream = iter(
        training.batches(small.targets, small.sources, arguments.batch_size)
    )
    gan.make_train_function()
    steps = {
        "pix2pix": lambda: float(gan.train_function(our_stream)["l1"]),
        "tutorial": lambda: float(peer.step(*next(their_stream))[0]),
    }
    found = {name: [] for name in steps}
    for number in range(rounds + 1):
        for name, step in steps.items():
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                start = time.perf_counter()
                step()
                if number:  # the first round warms up
                    found[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(times) for name, times in found.items()}
    STEP_SECONDS.write_text(json.dumps(medians, indent=1) + "\n")
    print(medians, file=sys.stderr)


MOMENTS = (30, 60, 120, 240)


def section() -> Iterator[str]:
    """Lines of the section."""
    step_seconds = json.loads(STEP_SECONDS.read_text())
    yield "## Facades: time to quality\n"
    yield (
        "Share of the pixels whose class the segmenter reads from the picture as the "
        "plan has it, on 20 held-out pairs, after so many seconds of training: steps "
        "times the median step on a quiet machine. One line a seed; each figure is "
        "that of the last look before the moment.\n"
    )
    yield f"| contestant | {' | '.join(f'{t:,} s' for t in MOMENTS)} | last |"
    yield f"|---|{'---:|' * (len(MOMENTS) + 1)}"
    for name, title in NAMES.items():
        for path in sorted(CURVES.glob(f"facades-{name}-*.csv")):
            with path.open() as file:
                rows = list(csv.DictReader(file))
            times = [int(row["step"]) * step_seconds[name] for row in rows]
            values = [float(row["pixel_accuracy"]) for row in rows]
            cells = [
                f"{[v for t, v in zip(times, values, strict=True) if t <= end][-1]:.3f}"
                if times[0] <= end <= 1.05 * times[-1]
                else "–"
                for end in MOMENTS
            ]
            last = f"{values[-1]:.3f} at {times[-1]:,.0f} s"
            yield f"| {title} | {' | '.join(cells)} | {last} |"
    if CEILING.exists():
        ceiling = json.loads(CEILING.read_text())["pixel_accuracy"]
        yield (
            f"\nFrom the real photos of these plans the segmenter reads {ceiling:.3f}. "
            "It learnt from real photos; what a model draws is plainer than they are, "
            "and can be read better."
        )


def main() -> None:
    """Trains one contestant, measures both steps, or prints the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="the same: nothing trains")
    commands = parser.add_subparsers(dest="command")
    one = commands.add_parser("train", help="record one curve")
    one.add_argument("name", choices=NAMES)
    one.add_argument("--steps", type=int, required=True)
    one.add_argument("--seed", type=int, default=0)
    commands.add_parser("ceiling", help="what the judge reads from real photos")
    clock = commands.add_parser("clock", help="measure the seconds of a step")
    clock.add_argument("--seconds", type=float, default=8, help="of a turn")
    clock.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.command == "train":
        judge = new_judge()
        path = CURVES / f"facades-{arguments.name}-{arguments.seed}.csv"
        TRAIN[arguments.name](
            arguments.steps,
            arguments.seed,
            lambda draw: Curve(path, lambda: judge(draw)),
        )
    elif arguments.command == "ceiling":
        _, test = paired_data.facades("real", SEGMENTER_SIZE)
        scores = new_judge()(lambda: test.targets)
        CEILING.write_text(json.dumps(scores, indent=1) + "\n")
    elif arguments.command == "clock":
        measure_steps(arguments.seconds, arguments.rounds)
    else:
        print("\n".join(section()))


if __name__ == "__main__":
    main()
