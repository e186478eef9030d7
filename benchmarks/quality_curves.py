"""Curves of quality over seconds, and the judge of digits."""

import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np

from gan_utils import data, metrics, runs

CURVES = Path(__file__).parent / "curves"
N_IMAGES = 10_000
FIRST_LOOK, LOOKS_GROW_BY = 50, 1.3


def judge_of_digits() -> Callable[[Callable, int], dict[str, float]]:
    """A function that scores the digits of ``draw(latents, labels)``."""
    _, test = data.mnist("real")
    classifier = metrics.digit_classifier()
    real_features = metrics.features(classifier, test.images)
    labels = np.arange(N_IMAGES) % 10

    def scores(draw, latent_dim):
        rng = np.random.default_rng(2026)
        latents = rng.normal(size=(N_IMAGES, latent_dim)).astype("float32")
        images = draw(latents, labels)
        features = metrics.features(classifier, images)
        return {
            "frechet": metrics.frechet_distance(real_features, features),
            "sure": metrics.confident_share(classifier, images),
            # A tenth, by chance, for those who were not told the label.
            "label_accuracy": metrics.label_accuracy(classifier, images, labels),
        }

    return scores


def looks(steps: int) -> list[int]:
    """Steps to look at, each a little further from the last one, and the end."""
    found, step = [], FIRST_LOOK
    while round(step) < steps:
        found.append(round(step))
        step *= LOOKS_GROW_BY
    return [*found, steps]


class Curve:
    """The rows of one training, written at each look; its clock rests meanwhile.

    The first ``known_rows`` of the file are those of a training that was cut off; what
    else it holds is replaced at the first look.
    """

    def __init__(
        self, path: Path, score: Callable[[], dict[str, float]], known_rows: int = 0
    ):
        self.path, self.score = path, score
        known = list(csv.DictReader(path.open())) if known_rows else []
        self.rows = known[:known_rows]
        self.seconds = float(self.rows[-1]["seconds"]) if self.rows else 0.0
        self.steps = int(self.rows[-1]["step"]) if self.rows else 0

    def start(self) -> None:
        """Starts the clock."""
        self.started = time.perf_counter()

    def look(self, step: int) -> None:
        """Stops the clock, scores, writes a row, goes on."""
        self.seconds += time.perf_counter() - self.started
        scores = {name: round(value, 4) for name, value in self.score().items()}
        row = {"step": step, "seconds": round(self.seconds, 1)} | scores
        self.rows.append(row)
        runs.write_whole(self.path, lambda part: write_rows(part, self.rows))
        print(self.path.stem, row, file=sys.stderr, flush=True)
        self.start()


def write_rows(path: Path, rows: list[dict]) -> None:
    """Writes rows with equal columns as CSV."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


class Looks(keras.callbacks.Callback):
    """Looks at the wanted steps of a ``fit`` of one epoch."""

    def __init__(self, curve: Curve, steps: int):
        super().__init__()
        self.curve, self.wanted = curve, looks(steps)

    def on_train_begin(self, logs=None):
        """Starts the clock."""
        self.curve.start()

    def on_train_batch_end(self, batch, logs=None):
        """Scores and writes a row."""
        if batch + 1 in self.wanted:
            self.curve.look(batch + 1)
