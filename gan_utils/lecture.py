"""For a lecture hall: GAN_LECTURE=1 makes figures large and lets strips move.

It has nothing to do with the pace `lecture`, which says how long a training may be.
"""

import os
from collections.abc import Callable, Sequence

import matplotlib.pyplot as plt
import numpy as np

from gan_utils.language import say

# Letters are 1.5 × 1.2 times as large as Matplotlib's, all else 1.5 times.
_LARGE = {"figure.dpi": 150, "font.size": 12, "lines.linewidth": 2}
_FILM_WIDTH = 800  # pixels; half of what a projector shows
_FEWEST = 4  # pictures that make a film


def is_on() -> bool:
    """Whether the environment variable GAN_LECTURE asks for it.

    Raises:
        ValueError: it is neither 0 nor 1.
    """
    asked = os.environ.get("GAN_LECTURE") or "0"
    if asked not in ("0", "1"):
        text = say(
            "GAN_LECTURE={asked} is neither 0 nor 1; set it to 1 for large figures, or "
            "unset it.",
            asked=asked,
        )
        raise ValueError(text)
    return asked == "1"


def enlarge_figures() -> None:
    """Makes the figures that follow, and the letters in them, larger."""
    plt.rcParams.update(_LARGE)


def film_width(width: int) -> int:
    """How many pixels a film is wide that has ``width`` of them otherwise."""
    return max(width, _FILM_WIDTH) if is_on() else width


def are_steps(labels: Sequence[str]) -> bool:
    """Whether the names of columns are steps of a way: rising numbers, ages say.

    The first may be a word, "photo". The numbers of classes, 0, 1, 2 …, are no steps.
    """
    numbers = [_number(label) for label in labels]
    if numbers and numbers[0] is None:
        numbers = numbers[1:]
    if len(numbers) < _FEWEST or None in numbers or numbers == [*range(len(numbers))]:
        return False
    return sorted(set(numbers)) == numbers


def _number(label: str) -> float | None:
    """What a label says, if that is a number."""
    try:
        return float(label)
    except ValueError:
        return None


def show_strip(
    film: Callable,
    images: np.ndarray,
    labels: Sequence[str],
    title: str = "",
    row_labels: Sequence[str] = (),
) -> None:
    """In a lecture, shows a grid whose columns are steps of a way as a film, too.

    ``film`` is ``plotting.film``; the rest is as in ``frames_of_strip``.
    """
    if is_on() and are_steps(labels):
        from IPython.display import display

        frames = frames_of_strip(images, labels, title, row_labels)
        display(film(frames, title or say("The columns, one after the other")))


def frames_of_strip(
    images: np.ndarray,
    labels: Sequence[str],
    title: str = "",
    row_labels: Sequence[str] = (),
) -> list[np.ndarray]:
    """The columns of a grid one after the other, the rows side by side.

    Args:
        images: (n, h, w, c) in [−1, 1], row by row.
        labels: one a column.
        title: stands above every frame, with the label.
        row_labels: stand below the pictures.

    Returns:
        uint8 frames (H, W, 3), one a column.
    """
    images, columns, frames = (np.asarray(images) + 1) / 2, len(labels), []
    rows = len(images) // columns
    middle = (np.arange(rows) + 0.5) * images.shape[2]
    for i, label in enumerate(labels):
        size = _FILM_WIDTH / 100, min(4, _FILM_WIDTH / 100 / rows) + 0.8
        figure, axis = plt.subplots(figsize=size, dpi=100, layout="constrained")
        side_by_side = np.concatenate(list(images[i::columns][:rows]), axis=1)
        axis.imshow(np.clip(side_by_side, 0, 1), cmap="gray", vmin=0, vmax=1)
        axis.set_xticks(middle[: len(row_labels)], list(row_labels)[:rows])
        axis.set_yticks([])
        axis.spines[:].set_visible(False)
        axis.set_title(f"{title}: {label}" if title else label)
        figure.canvas.draw()
        frames.append(np.asarray(figure.canvas.buffer_rgba())[..., :3].copy())
        plt.close(figure)
    return frames
