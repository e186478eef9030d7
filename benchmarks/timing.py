"""All clocks: works that take turns, steps of a training, memory, new processes."""

import functools
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import ROOT

WARM_UP, FEWEST = 3, 3  # steps that do not count, and how many do at least


class Spent(NamedTuple):
    """Seconds on the wall, and seconds that processors worked for this process.

    Where other work runs beside, only the second says something about percents.
    """

    wall: float
    processor: float


class Stopwatch:
    """Adds up the seconds between ``start`` and ``stop``."""

    def __init__(self, seconds: float = 0.0):
        self.seconds = seconds

    def start(self) -> None:
        """Starts the clock."""
        self._started = time.perf_counter()

    def stop(self) -> None:
        """Stops the clock until the next start."""
        self.seconds += time.perf_counter() - self._started


def spent(work: Callable[[], Any]) -> Spent:
    """What some work takes of both clocks."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - processor)


def median(found: list[Spent]) -> Spent:
    """The median of each clock."""
    return Spent(*map(statistics.median, zip(*found, strict=True)))


def in_turns(works: dict[str, Callable], rounds: int) -> dict[str, list[Spent]]:
    """What each work takes, the works in turns; every other round backwards."""
    found = {name: [] for name in works}
    for number in range(rounds):
        for name in list(works)[:: -1 if number % 2 else 1]:
            found[name].append(spent(works[name]))
    return found


def ratios(ours: list[Spent], theirs: list[Spent]) -> list[Spent]:
    """Ours over theirs, round by round."""
    pairs = zip(ours, theirs, strict=True)
    return [Spent(a.wall / b.wall, a.processor / b.processor) for a, b in pairs]


# Steps ----------------------------------------------------------------------------


def fits_in_turns(
    fits: dict[str, Callable[[int], Any]], seconds: float, rounds: int
) -> dict[str, list[Spent]]:
    """What a step takes of each ``fit(steps)``, in turns of about so many seconds."""
    works, steps = {}, {}
    for name, fit in fits.items():
        fit(WARM_UP)  # compiles
        ten = spent(functools.partial(fit, 10)).wall
        steps[name] = max(FEWEST, round(10 * seconds / ten))
        works[name] = functools.partial(fit, steps[name])
    return {
        name: [Spent(*(clock / steps[name] for clock in turn)) for turn in turns]
        for name, turns in in_turns(works, rounds).items()
    }


def steps_of(step: Callable[[], Any], seconds: float) -> list[float]:
    """Seconds of each step of a bare loop, for so many seconds."""
    for _ in range(WARM_UP):
        step()
    found = []
    while len(found) < FEWEST or sum(found) < seconds:
        found.append(spent(step).wall)
    return found


def steps_of_fit(gan, stream, seconds: float) -> list[float]:
    """Seconds of each step of ``gan.fit(stream)``, for so many seconds."""
    import keras

    ends = []

    class Clock(keras.callbacks.Callback):
        """Notes the end of each step, and stops in time."""

        def on_train_batch_end(self, batch, logs=None):
            """Notes the time."""
            ends.append(time.perf_counter())
            measured = ends[WARM_UP - 1 :]
            if len(measured) > FEWEST and measured[-1] > measured[0] + seconds:
                self.model.stop_training = True

    endless = {"steps_per_epoch": 1_000_000, "shuffle": False, "verbose": 0}
    gan.fit(stream, callbacks=[Clock()], **endless)
    return [b - a for a, b in itertools.pairwise(ends[WARM_UP - 1 :])]


# Memory and processes -------------------------------------------------------------


def peak_bytes(whose: int = resource.RUSAGE_SELF) -> int:
    """The most memory that this process ever held, or one of its ended children."""
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * resource.getrusage(whose).ru_maxrss


def bytes_in_use() -> int:
    """The memory that this process holds now; Linux only."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * int(next(line for line in lines if "VmRSS" in line).split()[1])


def in_new_process(module: str, *arguments: object, **environment: str) -> dict:
    """What ``python -m benchmarks.MODULE ARGUMENTS`` prints as JSON in its last line.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
        env=os.environ | environment,
    )
    return json.loads(done.stdout.splitlines()[-1])
