"""Curves of quality over seconds, recorded while a training runs."""

import sys
from collections.abc import Callable
from pathlib import Path

import keras

from benchmarks import tables
from benchmarks.timing import Stopwatch

FIRST_LOOK, LOOKS_GROW_BY = 50, 1.3


def looks(steps: int) -> list[int]:
    """Steps to look at, each a little further from the last one, and the end."""
    found, step = [], FIRST_LOOK
    while round(step) < steps:
        found.append(round(step))
        step *= LOOKS_GROW_BY
    return [*found, steps]


class Curve:
    """The rows of one training, written at each look; its clock rests meanwhile.

    Args:
        path: a CSV file.
        score: the measures at a look.
        known_rows: so many rows of the file are those of a training that was cut off;
            what else it holds is replaced at the first look.
    """

    def __init__(
        self, path: Path, score: Callable[[], dict[str, float]], known_rows: int = 0
    ):
        self.path, self.score = path, score
        known = tables.read(path).to_dict("records") if known_rows else []
        self.rows = known[:known_rows]
        last = self.rows[-1] if self.rows else {"step": 0, "seconds": 0.0}
        self.steps, self.clock = int(last["step"]), Stopwatch(last["seconds"])

    def look(self, step: int) -> None:
        """Stops the clock, scores, writes a row, goes on."""
        self.clock.stop()
        scores = {name: round(value, 4) for name, value in self.score().items()}
        row = {"step": step, "seconds": round(self.clock.seconds, 1)} | scores
        self.rows.append(row)
        tables.write(self.path, self.rows)
        print(self.path.stem, row, file=sys.stderr, flush=True)
        self.clock.start()


class Looks(keras.callbacks.Callback):
    """Looks at the wanted steps of a ``fit`` of one epoch."""

    def __init__(self, curve: Curve, steps: int):
        super().__init__()
        self.curve, self.wanted = curve, looks(steps)

    def on_train_begin(self, logs=None):
        """Starts the clock."""
        self.curve.clock.start()

    def on_train_batch_end(self, batch, logs=None):
        """Scores and writes a row."""
        if batch + 1 in self.wanted:
            self.curve.look(batch + 1)
