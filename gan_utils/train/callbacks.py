"""What happens during a training from the shell besides learning.

All of it acts at the end of an epoch, which in this course is a fixed number of steps
between two looks, not a pass through the data.
"""

import csv
import os
import time
from pathlib import Path

import keras
import numpy as np

from gan_utils import runs
from gan_utils.files import checked


class Record(keras.callbacks.Callback):
    """Appends one line an epoch to a CSV file: step, seconds and the losses.

    A run that goes on after an interruption first drops the lines of steps that its
    checkpoint does not know, so that nothing is missing or doubled.
    """

    def __init__(self, path: str | Path):
        super().__init__()
        self.path = Path(path)
        self.seconds_before = 0.0

    def on_train_begin(self, logs=None):
        """Keeps the lines up to the current step and starts the clock."""
        step = self.model.steps_done
        kept = [row for row in read_record(self.path) if int(row["step"]) <= step]
        self.seconds_before = float(kept[-1]["seconds"]) if kept else 0.0
        self.start = time.perf_counter()

        def write(part):
            with open(part, "w", newline="") as file:
                if kept:
                    writer = csv.DictWriter(file, kept[0])
                    writer.writeheader()
                    writer.writerows(kept)

        checked.write_whole(self.path, write)

    def on_epoch_end(self, epoch, logs=None):
        """Writes one line."""
        seconds = self.seconds_before + time.perf_counter() - self.start
        row = {"step": self.model.steps_done, "seconds": f"{seconds:.2f}"}
        row |= {name: f"{float(value):.6g}" for name, value in logs.items()}
        with open(self.path, "a", newline="") as file:
            writer = csv.DictWriter(file, row)
            if file.tell() == 0:
                writer.writeheader()
            writer.writerow(row)
            file.flush()
            os.fsync(file.fileno())  # on the disk before a checkpoint relies on it


def read_record(path: str | Path) -> list[dict[str, str]]:
    """The whole lines of a history.csv, oldest first; none if there is no file.

    A power cut may tear the last line. Its step is then done again, and so is the line.

    Raises:
        ValueError: the file is damaged elsewhere.
    """
    if not Path(path).is_file():
        return []
    with open(path, newline="", errors="replace") as file:
        whole = [line for line in file if line.endswith("\n")]
    rows = list(csv.DictReader(whole))
    for row in rows:
        numbers = row.get("step"), row.get("seconds")
        if None in row or None in row.values() or not all(map(is_number, numbers)):
            raise ValueError(f"{path} is damaged; delete it to go on without it.")
    return rows


def is_number(text: str | None) -> bool:
    """True for the text of a number that is not negative, such as 12 or 0.5."""
    return bool(text) and text.replace(".", "", 1).isdecimal()


class Checkpoint(keras.callbacks.Callback):
    """Saves both networks, both optimizers and the seeds in one file.

    The file appears under its name only when it is whole, so that a kill at any moment
    leaves the last one untouched. ``model.load_weights(path)`` goes on from there.

    Args:
        path: the file, NAME.weights.h5.
        every_seconds: time between two savings; longer where saving takes more than
            a fiftieth of it.
    """

    def __init__(self, path: str | Path, every_seconds: float = 30):
        super().__init__()
        self.path, self.clock = Path(path), runs.Clock(every_seconds)

    def on_epoch_end(self, epoch, logs=None):
        """Saves if the last time is long enough ago."""
        if self.clock.due():
            self.save()

    def on_train_end(self, logs=None):
        """Saves the final state."""
        self.save()

    def save(self) -> None:
        """Writes beside the final name, then renames."""
        with self.clock.saving():
            checked.write_whole(self.path, self.model.save_weights)


class StopAt(keras.callbacks.Callback):
    """Ends training after so many steps, or so many seconds with compilation."""

    def __init__(
        self,
        steps: int | None = None,
        seconds: float | None = None,
        seconds_before: float = 0.0,
    ):
        super().__init__()
        self.steps, self.seconds = steps, seconds
        self.seconds_before = seconds_before

    def on_train_begin(self, logs=None):
        """Starts the clock."""
        self.start = time.perf_counter() - self.seconds_before
        self.step = self.model.steps_done

    def on_train_batch_end(self, batch, logs=None):
        """Asks Keras to stop when the limit is reached."""
        self.step += 1
        late = self.seconds and time.perf_counter() - self.start >= self.seconds
        if late or (self.steps and self.step >= self.steps):
            self.model.stop_training = True


class Anneal(keras.callbacks.Callback):
    """Lowers both learning rates along half a cosine, to 0 at the end of the run.

    With constant rates the players circle around the solution; ever smaller steps let
    them settle. The end is a number of steps, or of seconds for a run that is bounded
    by time. ``first_rates`` are those of the generator and the discriminator.
    """

    def __init__(
        self,
        first_rates: tuple[float, float],
        steps: int | None = None,
        seconds: float | None = None,
        seconds_before: float = 0.0,
    ):
        super().__init__()
        self.first_rates, self.steps, self.seconds = first_rates, steps, seconds
        self.seconds_before = seconds_before

    def on_train_begin(self, logs=None):
        """Starts the clock and sets the first rates."""
        self.start = time.perf_counter() - self.seconds_before
        self.on_epoch_end(0)

    def on_epoch_end(self, epoch, logs=None):
        """Sets the rates of the next epoch."""
        if self.steps:
            done = self.model.steps_done / self.steps
        else:
            done = (time.perf_counter() - self.start) / self.seconds
        factor = 0.5 * (1 + np.cos(np.pi * min(done, 1.0)))
        gan = self.model
        gan.generator_optimizer.learning_rate = self.first_rates[0] * factor
        gan.discriminator_optimizer.learning_rate = self.first_rates[1] * factor
