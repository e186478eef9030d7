"""How good the pictures are, after how many seconds: a contestant, a seed, a curve.

    GAN_DATA=folder python -m benchmarks.time_to_quality train dcgan --steps 2600
    python -m benchmarks.time_to_quality chart pictures/quality.png
    python -m benchmarks.time_to_quality                             # the section

``train`` writes benchmarks/curves/NAME-SEED.csv: at each look the step, the seconds of
training up to it, and what the judge (benchmarks/score.py) says. Cut off, a peer goes
on where it was. Ours keep their first learning rates: a curve has no end to lower them
towards.

The section turns steps into seconds by what one step takes on a quiet machine
(results/step_seconds.json, measured with the contestants in turns), so that curves may
be recorded on a busy one.
"""

import argparse
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import keras
import pandas as pd
from matplotlib.figure import Figure

from benchmarks import CURVES, STEP_SECONDS, TITLES, cases, tables
from benchmarks.curves import Curve, Looks, looks
from benchmarks.score import judge_of_digits, judge_of_facades
from gan_utils import runs

DIGITS = ("dcgan", "tutorial", "keras_dcgan", "cgan", "keras_cgan")
FACADES = ("pix2pix", "tutorial_pix2pix")
CONDITIONAL = ("cgan", "keras_cgan")
GOAL = "tutorial"  # ours are to reach its last distance in a hundredth of the time
MOMENTS, FACADE_MOMENTS = (10, 30, 60, 120, 600, 1800), (30, 60, 120, 240)
JUDGES = dict.fromkeys(DIGITS, judge_of_digits)
JUDGES |= dict.fromkeys(FACADES, judge_of_facades)


def train_peer(name: str, steps: int, seed: int, path: Path, source: str) -> None:
    """Trains a peer in its bare loop; a run that was cut off goes on at a look."""
    peer, judge = cases.PEERS[name](seed), JUDGES[name](source)
    arrays, held_out = cases.peer_data(name, source)
    run = runs.Run(
        path.with_suffix(".npz"), *peer.players, *peer.optimizers, resume=True
    )
    # One epoch of the run is one look, and its weights are of the last one.
    curve = Curve(
        path, lambda: judge(lambda: cases.draw_as_peer(peer, held_out)), run.epoch
    )
    keras.utils.set_random_seed(seed + curve.steps)  # after a break: other draws
    stream = iter(peer.batches(*arrays))
    curve.clock.start()
    to_come = [step for step in looks(steps) if step > curve.steps]
    for first, last in itertools.pairwise([curve.steps, *to_come]):
        for batch in itertools.islice(stream, last - first):
            loss, _ = peer.step(*batch)
        float(loss)  # the clock waits for the last step
        curve.look(last)
        run.epoch += 1
        run.save()
    run.path.unlink()


def train_ours(name: str, steps: int, seed: int, path: Path, source: str) -> None:
    """Trains a recipe in fit(); scores the averaged generator."""
    case, judge = cases.new_case(name, source, seed), JUDGES[name](source)
    case.fit(steps, [Looks(Curve(path, lambda: judge(case.draw)), steps)])


# What was recorded -----------------------------------------------------------------


def recorded() -> dict[str, list[pd.DataFrame]]:
    """Contestant → its curves, one a seed, with ``quiet`` seconds in each row."""
    step_seconds, found = json.loads(STEP_SECONDS.read_text()), {}
    for name in (*DIGITS, *FACADES):
        for path in sorted(CURVES.glob(f"{name}-*.csv")):
            curve = tables.read(path)
            curve["quiet"] = curve["step"] * step_seconds[name]
            found.setdefault(name, []).append(curve)
    return found


def value_at(curve: pd.DataFrame, seconds: float, measure: str) -> float | None:
    """The measure at the last look before so many quiet seconds, if training lasted."""
    seen = curve[curve["quiet"] <= seconds]
    if seen.empty or curve["quiet"].iloc[-1] < 0.95 * seconds:
        return None
    return seen[measure].iloc[-1]


def seconds_until(curve: pd.DataFrame, distance: float) -> float | None:
    """Quiet seconds until the first look whose Fréchet distance is not above it."""
    arrived = curve[curve["frechet"] <= distance]
    return None if arrived.empty else arrived["quiet"].iloc[0]


def moments(curves: dict, measure: str, form: str, names, seconds: tuple) -> str:
    """A table: contestants down, seconds across, the median of the seeds.

    A moment that no training lasted to is left out.
    """
    rows = []
    for name in [name for name in names if name in curves]:
        ours = curves[name]
        row = {"contestant": TITLES[name], "seeds": len(ours)}
        for moment in seconds:
            values = [value_at(curve, moment, measure) for curve in ours]
            row[f"{moment:,} s"] = tables.median_and_range(values, form)
        last = [curve[measure].iloc[-1] for curve in ours]
        end = pd.Series([curve["quiet"].iloc[-1] for curve in ours]).median()
        row["last"] = f"{tables.median_and_range(last, form)} at {end:,.0f} s"
        rows.append(row)
    frame = pd.DataFrame(rows)
    return tables.markdown(frame.loc[:, (frame != "–").any()])


def goal(curves: dict) -> Iterator[str]:
    """How long each takes to what the tutorial reaches at its end."""
    end = curves[GOAL][0].iloc[-1]
    first = seconds_until(curves[GOAL][0], end["frechet"])
    yield (
        f"\n{TITLES[GOAL]} ends at {end['frechet']:.1f}, after {end['step']:,.0f} "
        f"steps, {end['quiet']:,.0f} seconds; it was there for the first time "
        f"after {first:,.0f}. The others come as near as that after\n"
    )
    rows = []
    for name in [name for name in DIGITS if name in curves and name != GOAL]:
        reached = [seconds_until(curve, end["frechet"]) for curve in curves[name]]
        arrived = pd.Series([x for x in reached if x is not None], dtype=float)
        if arrived.empty:
            nearest = min(curve["frechet"].min() for curve in curves[name])
            rows.append((TITLES[name], f"not reached, nearest {nearest:.0f}", ""))
            continue
        share = f"1/{end['quiet'] / arrived.median():.0f}"
        if len(arrived) < len(reached):
            share += f", {len(arrived)} of {len(reached)} seeds"
        seconds = tables.median_and_range(arrived, "{:.0f}")
        rows.append((TITLES[name], seconds, share))
    columns = ["contestant", "seconds", "of the tutorial's whole time"]
    yield tables.markdown(pd.DataFrame(rows, columns=columns))


def section() -> Iterator[str]:
    """Lines of the section."""
    curves = recorded()
    yield "## Time to quality\n"
    yield (
        "Fréchet distance of 10,000 digits to the 10,000 real test digits, in the "
        "features of the judge in data/weights, after so many seconds of training on "
        "real MNIST. Seconds are steps times the median step of a quiet machine: the "
        "curves were recorded with other work beside. Median of the seeds, in brackets "
        "the smallest and the largest; each figure is that of the last look before the "
        "moment.\n"
    )
    yield moments(curves, "frechet", "{:.3g}", DIGITS, MOMENTS)
    if GOAL in curves:
        yield from goal(curves)
    yield "\nShare of the digits that show the label asked for, by the same judge:\n"
    yield moments(curves, "label_accuracy", "{:.3f}", CONDITIONAL, MOMENTS)
    yield (
        "\nFacades: share of the pixels whose class a segmenter reads from the picture "
        "as the plan has it, on 20 held-out pairs. Pictures of 256×256 are halved for "
        "it.\n"
    )
    yield moments(curves, "pixel_accuracy", "{:.3f}", FACADES, FACADE_MOMENTS)


def draw_chart(path: Path) -> None:
    """One picture of the digits: distance against seconds, a line a seed."""
    figure = Figure(figsize=(7.5, 4.2), dpi=120, layout="constrained")
    axis, found = figure.subplots(), recorded()
    for number, name in enumerate(name for name in DIGITS if name in found):
        for i, curve in enumerate(found[name]):
            axis.loglog(
                curve["quiet"],
                curve["frechet"],
                color=f"C{number}",
                linewidth=1.8 if name in cases.CASES else 1.2,
                label=TITLES[name] if i == 0 else None,
            )
    if GOAL in found:
        end = found[GOAL][0]["frechet"].iloc[-1]
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
    parser.add_argument("--quick", action="store_true", help="the same: nothing trains")
    commands = parser.add_subparsers(dest="command")
    one = commands.add_parser("train", help="record one curve")
    one.add_argument("name", choices=(*DIGITS, *FACADES))
    one.add_argument("--steps", type=int, required=True)
    one.add_argument("--seed", type=int, default=0)
    one.add_argument("--source", default="real")
    one.add_argument("--out", type=Path, default=CURVES, help="folder of the curves")
    chart = commands.add_parser("chart", help="draw the curves")
    chart.add_argument("path", type=Path)
    given = parser.parse_args()
    if given.command == "chart":
        draw_chart(given.path)
    elif given.command == "train":
        path = given.out / f"{given.name}-{given.seed}.csv"
        train = train_ours if given.name in cases.CASES else train_peer
        train(given.name, given.steps, given.seed, path, given.source)
    else:
        print("\n".join(section()))


if __name__ == "__main__":
    main()
