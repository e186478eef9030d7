"""How good the digits are, after how many steps: a contestant, a seed, a curve.

    GAN_DATA=folder python benchmarks/time_to_quality.py train dcgan --steps 2600
    python benchmarks/time_to_quality.py                     # the section

``train`` writes benchmarks/curves/NAME-SEED.csv: at each look the step, the seconds of
training up to it, and the scores of 10,000 digits from fixed latents, by the judge in
data/weights, which never saw a generated one. Cut off, a peer goes on where it was.

The section turns steps into seconds by what one step takes on a quiet machine
(benchmarks/results/step_seconds.json, measured with the contestants in turns), so that
curves may be recorded on a busy one.
"""

import argparse
import csv
import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import keras
import numpy as np
import peers
from quality_curves import CURVES, Curve, Looks, judge_of_digits, looks

from gan_utils import command_line, data, recipes, runs, training

STEP_SECONDS = Path(__file__).parent / "results" / "step_seconds.json"
NAMES = {
    "dcgan": "our dcgan",
    "tutorial": "TensorFlow's tutorial",
    "keras_dcgan": "keras.io's DCGAN",
    "cgan": "our cgan",
    "keras_cgan": "keras.io's conditional GAN",
}
GOAL = "tutorial"  # ours is to reach its last distance in a hundredth of the time


def train_peer(name: str, steps: int, seed: int, path: Path, train) -> None:
    """Trains a peer in its bare loop; a run that was cut off goes on at a look."""
    peer, score = peers.PEERS[name](seed), judge_of_digits()
    run = runs.Run(
        path.with_suffix(".npz"), *peer.players, *peer.optimizers, resume=True
    )
    # One epoch of the run is one look, and its weights are of the last one.
    curve = Curve(path, lambda: score(peer.draw, peer.latent_dim), run.epoch)
    keras.utils.set_random_seed(seed + curve.steps)  # after a break: other draws
    stream = iter(peer.batches(train.images, train.labels))
    curve.start()
    to_come = [step for step in looks(steps) if step > curve.steps]
    for first, last in itertools.pairwise([curve.steps, *to_come]):
        for batch in itertools.islice(stream, last - first):
            loss, _ = peer.step(*batch)
        float(loss)  # the clock waits for the last step
        curve.look(last)
        run.epoch += 1
        run.save()
    run.path.unlink()


def train_ours(recipe: str, steps: int, seed: int, path: Path, train) -> None:
    """Trains a recipe in fit(), at its rates; scores the averaged generator."""
    arguments = command_line.parse(
        [recipe, "--data", "mnist", "--out", "unused", "--seed", str(seed)]
    )
    keras.utils.set_random_seed(seed)
    gan, score = recipes.RECIPES[recipe](train, arguments), judge_of_digits()

    def draw(latents, labels):
        labels = labels if recipe == "cgan" else None
        return training.sample(gan.averaged_generator(), latents, labels)

    curve = Curve(path, lambda: score(draw, gan.latent_dim))
    arrays = recipes.training_arrays(gan, train, recipe)
    gan.fit(
        training.batches(*arrays, arguments.batch_size, seed),
        steps_per_epoch=steps,
        verbose=0,
        shuffle=False,
        callbacks=[Looks(curve, steps)],
    )


def recorded() -> dict[str, list[list[dict]]]:
    """Contestant → its curves, one a seed, with ``quiet`` seconds in each row."""
    step_seconds = json.loads(STEP_SECONDS.read_text())
    found = {}
    for name in NAMES:
        for path in sorted(CURVES.glob(f"{name}-*.csv")):
            rows = [
                {key: float(value) for key, value in row.items()}
                for row in csv.DictReader(path.open())
            ]
            for row in rows:
                row["quiet"] = row["step"] * step_seconds[name]
            found.setdefault(name, []).append(rows)
    return found


def value_at(rows: list[dict], seconds: float, measure: str) -> float | None:
    """The measure at the last look before so many quiet seconds, if training lasted."""
    if rows[-1]["quiet"] < 0.95 * seconds or rows[0]["quiet"] > seconds:
        return None
    return [row[measure] for row in rows if row["quiet"] <= seconds][-1]


def seconds_until(rows: list[dict], measure: str, good: Callable) -> float | None:
    """Quiet seconds until the first look that is good enough."""
    return next((row["quiet"] for row in rows if good(row[measure])), None)


def cell(values: list[float | None], form: str) -> str:
    """Median of the seeds that got there, with the worst and the best if several."""
    values = [value for value in values if value is not None]
    if not values:
        return "–"
    middle = form.format(np.median(values))
    if len(values) == 1:
        return middle
    return f"{middle} ({form.format(min(values))}–{form.format(max(values))})"


MOMENTS = (10, 30, 60, 120, 600, 1800)


def section() -> Iterator[str]:
    """Lines of the section."""
    curves = recorded()
    yield "## Time to quality\n"
    yield (
        "Fréchet distance of 10,000 digits to the 10,000 real test digits, in the "
        "features of the judge in data/weights, after so many seconds of training on "
        "real MNIST. Seconds are steps times the median step of a quiet machine "
        "(section *Seconds a step*): the curves were recorded with other work beside. "
        "Median of the seeds, in brackets the best and the worst; each figure is that "
        "of the last look before the moment. Ours keep their first learning rates: a "
        "curve has no end to lower them towards.\n"
    )
    yield from moments(curves, "frechet", "{:.3g}", list(NAMES))
    if GOAL in curves:
        yield from goal(curves)
    yield "\nShare of the digits that show the label asked for, by the same judge:\n"
    yield from moments(curves, "label_accuracy", "{:.3f}", ["cgan", "keras_cgan"])


def moments(curves, measure: str, form: str, names: list[str]) -> Iterator[str]:
    """A table: contestants down, seconds across."""
    yield f"| contestant | seeds | {' | '.join(f'{t:,} s' for t in MOMENTS)} | last |"
    yield f"|---|---:|{'---:|' * (len(MOMENTS) + 1)}"
    for name in names:
        if name not in curves:
            continue
        rows = curves[name]
        cells = [cell([value_at(r, t, measure) for r in rows], form) for t in MOMENTS]
        last = cell([r[-1][measure] for r in rows], form)
        end = np.median([r[-1]["quiet"] for r in rows])
        yield (
            f"| {NAMES[name]} | {len(rows)} | {' | '.join(cells)} "
            f"| {last} at {end:,.0f} s |"
        )


def goal(curves) -> Iterator[str]:
    """How long each takes to what the tutorial reaches at its end."""
    end = curves[GOAL][0][-1]
    first = seconds_until(curves[GOAL][0], "frechet", lambda x: x <= end["frechet"])
    yield (
        f"\n{NAMES[GOAL]} ends at {end['frechet']:.1f}, after {end['step']:,.0f} "
        f"steps, {end['quiet']:,.0f} seconds; it was there for the first time after "
        f"{first:,.0f}. The others come as near as that after\n"
    )
    yield "| contestant | seconds | of the tutorial's whole time |"
    yield "|---|---:|---:|"
    for name, rows in curves.items():
        if name == GOAL:
            continue
        reached = [
            seconds_until(r, "frechet", lambda value: value <= end["frechet"])
            for r in rows
        ]
        arrived = [seconds for seconds in reached if seconds is not None]
        if not arrived:
            nearest = min(row["frechet"] for r in rows for row in r)
            yield f"| {NAMES[name]} | not reached, nearest {nearest:.0f} | |"
            continue
        share = f"1/{end['quiet'] / np.median(arrived):.0f}"
        if len(arrived) < len(rows):
            share += f", {len(arrived)} of {len(rows)} seeds"
        yield f"| {NAMES[name]} | {cell(arrived, '{:.0f}')} | {share} |"


def draw_chart(path: Path) -> None:
    """One picture: distance against seconds, a line a seed."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(7.5, 4.2), dpi=120, layout="constrained")
    all_curves = recorded()
    for number, (name, curves) in enumerate(all_curves.items()):
        for i, rows in enumerate(curves):
            axis.loglog(
                [row["quiet"] for row in rows],
                [row["frechet"] for row in rows],
                color=f"C{number}",
                linewidth=1.8 if name in recipes.RECIPES else 1.2,
                label=NAMES[name] if i == 0 else None,
            )
    if GOAL in all_curves:
        end = all_curves[GOAL][0][-1]["frechet"]
        axis.axhline(
            end, color="grey", linestyle=":", label=f"the tutorial's last, {end:.1f}"
        )
    axis.xaxis.set_major_formatter("{x:,.0f}")
    axis.yaxis.set_major_formatter("{x:,.0f}")
    axis.set_xlabel("seconds of training, two cores")
    axis.set_ylabel("Fréchet distance to real digits")
    axis.grid(which="both", alpha=0.2)
    axis.legend(frameon=False)
    figure.savefig(path)


def main() -> None:
    """Trains one contestant, draws the chart, or prints the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command")
    one = commands.add_parser("train", help="record one curve")
    one.add_argument("name", choices=NAMES)
    one.add_argument("--steps", type=int, required=True)
    one.add_argument("--seed", type=int, default=0)
    one.add_argument("--out", type=Path, default=CURVES)
    chart = commands.add_parser("chart", help="draw the curves")
    chart.add_argument("path", type=Path)
    parser.add_argument("--quick", action="store_true", help="the same: nothing trains")
    arguments = parser.parse_args()
    if arguments.command == "chart":
        draw_chart(arguments.path)
    elif arguments.command == "train":
        digits, _ = data.mnist("real")
        path = arguments.out / f"{arguments.name}-{arguments.seed}.csv"
        train = train_ours if arguments.name in recipes.RECIPES else train_peer
        train(arguments.name, arguments.steps, arguments.seed, path, digits)
    else:
        print("\n".join(section()))


if __name__ == "__main__":
    main()
