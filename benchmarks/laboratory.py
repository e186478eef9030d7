"""Which GAN? All contestants of notebook 09 for the same processor time.

    GAN_DATA=folder python -m benchmarks.laboratory train       # what is missing
    python -m benchmarks.laboratory rates                       # the map, on the grid
    python -m benchmarks.laboratory                             # the section

``train`` writes data/samples/laboratory_games.csv after each training: two looks a
training, at half and at all of the time. Steps count from the second, so that
nobody pays for TensorFlow's tracing; scores and looks do not count. The clock is that
of the process, on one core (``taskset -c 1``). Other work on the machine still slows
the steps: look at their number before you believe a rank.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator

os.environ.setdefault("OMP_NUM_THREADS", "1")

import keras
import numpy as np
import pandas as pd

from benchmarks import ROOT, tables
from gan_utils import data, metrics
from gan_utils.laboratory import clock, contestants, grid

GAMES = ROOT / "data" / "samples" / "laboratory_games.csv"
RATES = ROOT / "data" / "samples" / "laboratory_rates.csv"
SECONDS = {"digits": 10.0, "grid": 6.0}  # of processor time, a training
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


def train(kinds: list[str], names: list[str], seeds: tuple) -> None:
    """Trains what is missing, one seed after the other."""
    judges, values = {"grid": score_of_points}, {"grid": grid.grid_points(20_000)}
    if "digits" in kinds:
        judges["digits"], values["digits"] = (
            judge_of_digits(),
            data.mnist("real")[0].images[:20_000],
        )
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

    def look(seconds, steps):
        drawn = made.draw(N_DRAWN)
        scores = judge(drawn) if np.isfinite(drawn).all() else {}
        row = {"data": kind, "contestant": name, "seed": seed, "seconds": seconds}
        row |= {"steps": steps} | {k: round(float(v), 4) for k, v in scores.items()}
        tables.keep(GAMES, row, "data", "contestant", "seed", "seconds")
        print(row, file=sys.stderr, flush=True)

    seconds = SECONDS[kind]
    clock.train(made, values, [seconds / 2, seconds], look, seed)
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
        yield f"**{kind}**, {seconds:.0f} s of one core a training:\n"
        yield table(kind) + "\n"


def main() -> None:
    """Trains, maps rates, or prints the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", nargs="?", choices=("train", "rates"))
    parser.add_argument("names", nargs="*", metavar="CONTESTANT")
    parser.add_argument("--data", nargs="+", choices=SECONDS, default=list(SECONDS))
    parser.add_argument("--seeds", nargs="+", type=int, default=SEEDS)
    given = parser.parse_args()
    if unknown := set(given.names) - set(contestants.NAMES):
        parser.error(f"{', '.join(unknown)}: choose from {contestants.NAMES}")
    if given.command == "train":
        train(given.data, given.names or contestants.NAMES, given.seeds)
    elif given.command == "rates":
        map_rates()
    else:
        print("\n".join(section()))


if __name__ == "__main__":
    main()
