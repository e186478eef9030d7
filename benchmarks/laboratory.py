"""Which GAN? All contestants of notebook 09 for the same processor time.

    GAN_DATA=folder python -m benchmarks.laboratory clock       # seconds of a step
    GAN_DATA=folder python -m benchmarks.laboratory train       # what is missing
    python -m benchmarks.laboratory rates                       # the map, on the grid
    python -m benchmarks.laboratory                             # the section

``clock`` lets all take turns of a second and writes the step of the fastest turn into
benchmarks/results/laboratory_steps.csv: other work on the machine only slows a step.
The clock is that of the process, on one core (``taskset -c 1``); a first step, which
traces the graph, does not count. ``train`` gives each the steps that fit in SECONDS by
that clock, and writes data/samples/laboratory_games.csv after each training: two looks
a training, at half and at all of the steps.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Callable, Iterator

os.environ.setdefault("OMP_NUM_THREADS", "1")

import keras
import numpy as np
import pandas as pd

from benchmarks import RESULTS, ROOT, tables
from gan_utils import data, metrics
from gan_utils.laboratory import clock, contestants, grid

GAMES = ROOT / "data" / "samples" / "laboratory_games.csv"
STEPS = RESULTS / "laboratory_steps.csv"
RATES = ROOT / "data" / "samples" / "laboratory_rates.csv"
SECONDS = {"digits": 10.0, "grid": 6.0}  # of processor time, a training
TURNS, TURN_SECONDS = 5, 1.0
COLUMNS = {"step_ms": min, "median_ms": statistics.median, "slowest_ms": max}
RATE_STEPS, RATE_LOOKS = 800, 4
TRIED = (3e-4, 1e-3, 3e-3, 1e-2)
N_DRAWN, SEEDS = 2000, (0, 1, 2)


def judge_of_digits() -> Callable:
    """Scores 2,000 digits against as many test digits."""
    _, test = data.mnist("real")
    classifier = metrics.digit_classifier()
    real = metrics.features(classifier, metrics.random_subset(test.images, N_DRAWN))

    def scores(drawn):
        fake = metrics.features(classifier, drawn)
        precision, recall = metrics.precision_recall(real, fake)
        distance = metrics.frechet_distance(real, fake)
        return {"frechet": distance, "precision": precision, "recall": recall}

    return scores


def score_of_points(drawn: np.ndarray) -> dict:
    """Modes found, of 25, and the share of the points that lie on one."""
    found, share = grid.modes_found(drawn)
    return {"modes": found, "on_modes": share}


def values_of(kind: str) -> np.ndarray:
    """What the contestants learn from."""
    if kind == "grid":
        return grid.grid_points(20_000)
    return data.mnist("real")[0].images[:20_000]


# The clock --------------------------------------------------------------------------


def clock_steps(kinds: list[str], names: list[str]) -> None:
    """Times a step of each contestant: the fastest of a few turns counts."""
    for kind in kinds:
        values, points = values_of(kind), kind == "grid"
        made = {name: contestants.contestant(name, points) for name in names}
        found = {name: [] for name in made}
        for number in range(TURNS):
            for name in list(made)[:: -1 if number % 2 else 1]:
                found[name].append(seconds_a_step(made[name], values, TURN_SECONDS))
        for name, turns in found.items():
            row = {"data": kind, "contestant": name}
            for column, choose in COLUMNS.items():
                row[column] = round(1000 * choose(turns), 3)
            tables.keep(STEPS, row, "data", "contestant")
            print(row, file=sys.stderr, flush=True)
        keras.backend.clear_session()


def seconds_a_step(made: contestants.Contestant, values, seconds: float) -> float:
    """Processor seconds of a step, measured for about so many seconds."""
    watch = clock.EqualTime([seconds])
    clock.fit(made, values, 10**6, [watch])
    return watch.spent / (watch.steps - 1)


def steps_in_time(kind: str, name: str) -> int:
    """An even number of steps that takes a contestant SECONDS by the clock.

    Raises:
        ValueError: the clock did not measure this contestant.
    """
    rows = tables.read(STEPS)
    if not rows.empty:
        rows = rows[(rows.data == kind) & (rows.contestant == name)]
    if rows.empty:
        raise ValueError(f"no step of {name} was timed; run `clock` with {kind} first.")
    return 2 * round(500 * SECONDS[kind] / float(rows.step_ms.iloc[0]))


# Trainings --------------------------------------------------------------------------


def train(kinds: list[str], names: list[str], seeds: tuple) -> None:
    """Trains what is missing, one seed after the other."""
    judges = {"grid": score_of_points}
    if "digits" in kinds:
        judges["digits"] = judge_of_digits()
    values = {kind: values_of(kind) for kind in kinds}
    for seed in seeds:
        for kind in kinds:
            for name in names:
                if not _known(kind, name, seed):
                    train_one(kind, name, seed, judges[kind], values[kind])


def _known(kind: str, name: str, seed: int) -> bool:
    rows = tables.read(GAMES)
    if rows.empty:
        return False
    same = (rows.data == kind) & (rows.contestant == name) & (rows.seed == seed)
    return bool((same & (rows.seconds == SECONDS[kind])).any())


def train_one(kind: str, name: str, seed: int, judge: Callable, values) -> None:
    """One training with its two looks."""
    made = contestants.contestant(name, kind == "grid", seed)
    half = steps_in_time(kind, name) // 2

    def look(epoch, logs=None):
        drawn = made.draw(N_DRAWN)
        scores = judge(drawn) if np.isfinite(drawn).all() else {}
        row = {"data": kind, "contestant": name, "seed": seed}
        row |= {"seconds": SECONDS[kind] * (epoch + 1) / 2, "steps": half * (epoch + 1)}
        row |= {measure: round(float(value), 4) for measure, value in scores.items()}
        tables.keep(GAMES, row, "data", "contestant", "seed", "seconds")
        print(row, file=sys.stderr, flush=True)

    after = keras.callbacks.LambdaCallback(on_epoch_end=look)
    clock.fit(made, values, half, [after], seed, epochs=2)
    keras.backend.clear_session()


# The map of rates -----------------------------------------------------------------


def map_rates(seed: int = 0) -> None:
    """The non-saturating game on the grid with each pair of rates."""
    values = grid.grid_points(20_000)
    known = tables.read(RATES)
    for g in TRIED:
        for d in TRIED:
            if known.empty or not ((known.rate_g == g) & (known.rate_d == d)).any():
                tables.keep(RATES, rates_row(g, d, values, seed), "rate_g", "rate_d")


def rates_row(g: float, d: float, values: np.ndarray, seed: int) -> dict:
    """What a pair of rates reaches: the last look, and how much the looks differ."""
    keras.utils.set_random_seed(seed)
    setting = contestants.Setting(rates=(g, d), ema=None)
    generator = contestants.new_generator(points=True)
    made = contestants.new_gan(setting, generator, True, seed)
    batches, looks = clock.endless(values, made.batch_size, seed), []
    for _ in range(RATE_LOOKS):
        made.model.fit(batches, steps_per_epoch=RATE_STEPS // RATE_LOOKS, verbose=0)
        looks.append(score_of_points(made.draw(N_DRAWN)))
    late = [one["modes"] for one in looks[RATE_LOOKS // 2 :]]
    row = {"rate_g": g, "rate_d": d, "modes": late[-1]}
    row |= {"fewest": min(late), "most": max(late)}
    row["on_modes"] = round(looks[-1]["on_modes"], 4)
    print(row, file=sys.stderr, flush=True)
    keras.backend.clear_session()
    return row


# Telling ----------------------------------------------------------------------------


def table(kind: str) -> str:
    """The last look of each contestant: median and range of the seeds."""
    rows = tables.read(GAMES)
    rows = rows[(rows.data == kind) & (rows.seconds == SECONDS[kind])]
    names = ["frechet", "precision", "recall"]
    if kind == "grid":
        names = ["modes", "on_modes"]
    lines = []
    for name, group in rows.groupby("contestant", sort=False):
        line = {"contestant": name, "seeds": len(group)}
        line["steps"] = f"{group.steps.median():.0f}"
        for measure in names:
            form = {"frechet": "{:.1f}", "modes": "{:.0f}"}.get(measure, "{:.2f}")
            line[measure] = tables.median_and_range(group[measure], form)
        lines.append((group[names[0]].median(), line))
    lines.sort(key=lambda pair: pair[0] if kind == "digits" else -pair[0])
    return tables.markdown(pd.DataFrame([line for _, line in lines]))


def section() -> Iterator[str]:
    """Lines of the section."""
    yield "## Which GAN? Equal processor time\n"
    for kind in tables.read(GAMES).data.unique():
        seconds = SECONDS[kind]
        yield f"**{kind}**, {seconds:.0f} s of one core a training by the clock:\n"
        yield table(kind) + "\n"


def main() -> None:
    """Times steps, trains, maps rates, or prints the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", nargs="?", choices=("clock", "train", "rates"))
    parser.add_argument("names", nargs="*", metavar="CONTESTANT")
    parser.add_argument("--data", nargs="+", choices=SECONDS, default=list(SECONDS))
    parser.add_argument("--seeds", nargs="+", type=int, default=SEEDS)
    given = parser.parse_args()
    if unknown := set(given.names) - set(contestants.NAMES):
        parser.error(f"{', '.join(unknown)}: choose from {contestants.NAMES}")
    if given.command == "clock":
        clock_steps(given.data, given.names or contestants.NAMES)
    elif given.command == "train":
        train(given.data, given.names or contestants.NAMES, given.seeds)
    elif given.command == "rates":
        map_rates()
    else:
        print("\n".join(section()))


if __name__ == "__main__":
    main()
