"""No work that takes long is mute: a bar with numbers, the time left and a picture.

In a notebook it is one output that is redrawn, and that is empty at the end, so that
nothing of it is stored. On a terminal it is one line, in a log file one now and then.
"""

import base64
import html
import math
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import imageio.v3 as imageio
import keras
import numpy as np

from gan_utils import plotting
from gan_utils.language import say

_PICTURE_WIDTH = 480  # of a screen
# Keras's own Progbar is wider than a terminal, and fills a log file with backspaces.


class Bar(keras.callbacks.Callback):
    """Shows how far some work is; gone when the work is done.

    Use it in ``with``. Either call ``advance``, or give it to Keras's ``fit``, after
    the callbacks that add a ``frame`` to the logs of an epoch.

    Args:
        total: steps of the whole work.
        shown: False keeps it mute.
    """

    def __init__(self, total: int, shown: bool = True):
        super().__init__()
        self.total, self.done, self.timed_from = total, 0, 0
        self.numbers: dict[str, float] = {}
        self.frame: np.ndarray | None = None
        self.start = self.shown_at = time.perf_counter()
        self.place = _place() if shown else _Nowhere()

    def __enter__(self) -> "Bar":
        self.place.show(self)
        return self

    def __exit__(self, *_: Any) -> None:
        self.place.clear()

    def advance(self, steps: int = 1, **numbers: Any) -> None:
        """Some steps are done; ``numbers`` stand beside the bar.

        Of them ``frame`` is a picture, as in a film: a grid in uint8 or images
        (n, h, w, c) in [−1, 1].
        """
        now = time.perf_counter()
        if not self.done:  # TensorFlow prepares the first step, which takes long
            self.start, self.timed_from = now, steps
        self.done += steps
        self.frame = numbers.pop("frame", self.frame)
        self.numbers |= {k: v for k, v in numbers.items() if np.ndim(v) == 0}
        if now - self.shown_at >= self.place.seconds_between:
            self.shown_at = now
            self.place.show(self)

    def on_train_batch_end(self, batch, logs=None):
        """Moves on by a step."""
        self.advance(**logs)

    def on_epoch_end(self, epoch, logs=None):
        """Takes the new picture."""
        self.frame = logs.get("frame", self.frame)

    def text(self) -> str:
        """Steps, time left and numbers, first the losses, on one line."""
        words = [f"{self.done}/{self.total}"]
        if self.done > self.timed_from:
            seconds = time.perf_counter() - self.start
            seconds *= (self.total - self.done) / (self.done - self.timed_from)
            time_left = f"{seconds // 60:.0f}:{seconds % 60:02.0f}"
            words.append(say("{time} left", time=time_left))
        names = sorted(self.numbers, key=lambda name: "loss" not in name)
        return "  ".join([*words, *[f"{n} {self.numbers[n]:.3f}" for n in names]])


def track(
    things: Sequence[Any], history: Mapping[str, Sequence[Any]] | None = None
) -> Iterator[Any]:
    """Yields one thing after the other, and shows how many are left.

    Args:
        things: what a loop goes through.
        history: as of a Run; its newest numbers and ``frame`` are shown.
    """
    with Bar(len(things)) as bar:
        for thing in things:
            yield thing
            bar.advance(**{name: kept[-1] for name, kept in (history or {}).items()})


class _Notebook:
    """An output of the cell, beside what it prints."""

    seconds_between = 1.0
    handle = frame = None
    picture = ""

    def show(self, bar: Bar) -> None:
        """Draws bar and picture anew."""
        line = html.escape(bar.text()).replace("  ", " · ")
        shown = f'<progress value="{bar.done}" max="{bar.total}"></progress> {line}'
        if bar.frame is not self.frame:  # a new one: to encode it takes a while
            self.frame, self.picture = bar.frame, _picture(bar.frame)
        self._replace({"text/html": shown + self.picture, "text/plain": bar.text()})

    def clear(self) -> None:
        """Leaves an empty output, which takes no room."""
        if self.handle:
            self._replace({"text/html": "", "text/plain": ""})

    def _replace(self, content: dict[str, str]) -> None:
        from IPython.display import display

        if self.handle:
            self.handle.update(content, raw=True)
        else:
            self.handle = display(content, raw=True, display_id=True)


class _Terminal:
    """One line that is written over."""

    seconds_between = 0.1

    def show(self, bar: Bar) -> None:
        """Writes bar and text, no wider than the terminal."""
        done = "=" * (20 * bar.done // bar.total)
        line = f"[{done:<20}] {bar.text()}"
        print(f"\r{line[: shutil.get_terminal_size().columns - 1]}\x1b[K", end="")
        sys.stdout.flush()

    def clear(self) -> None:
        """Wipes the line out."""
        print("\r\x1b[K", end="", flush=True)


class _Log:
    """A line now and then."""

    seconds_between = 30.0

    def show(self, bar: Bar) -> None:
        """Writes a line, but for the first."""
        if bar.done:
            print(bar.text(), flush=True)

    def clear(self) -> None:
        """Leaves the lines as they are."""


class _Nowhere(_Log):
    """For those who asked to see nothing."""

    seconds_between = math.inf


def _place() -> "_Notebook | _Terminal | _Log":
    """Where the bar is to be seen."""
    if _in_notebook():
        return _Notebook()
    return _Terminal() if sys.stdout.isatty() else _Log()


def _in_notebook() -> bool:
    """Whether a kernel runs this: JupyterLab's, VS Code's, Colab's or Kaggle's."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


def _picture(frame: np.ndarray) -> str:
    """A frame as HTML, each of its pixels a square."""
    if frame.dtype != np.uint8:
        frame = plotting.image_grid(frame)
    content = imageio.imwrite("<bytes>", np.squeeze(frame), extension=".png")
    encoded = base64.b64encode(content).decode()
    alt = say("What the training makes by now")
    return (
        f'<br><img src="data:image/png;base64,{encoded}" width="{_PICTURE_WIDTH}" '
        f'style="image-rendering: pixelated" alt="{alt}">'
    )
