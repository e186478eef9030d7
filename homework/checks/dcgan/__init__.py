"""Checks of homework 02, the DCGAN. In a notebook: ``check.task(function)``."""

from collections.abc import Callable

from gan_utils.homework import (
    tasks_02_distance,
    tasks_02_sizes,
    tasks_02_stamps,
    tasks_02_training,
)
from gan_utils.homework.session import Homework

TASKS = {
    "map_sizes": tasks_02_sizes.MAP_SIZES,
    "receptive_field": tasks_02_sizes.RECEPTIVE_FIELD,
    "transposed_convolution": tasks_02_stamps.TRANSPOSED_CONVOLUTION,
    "moving_average": tasks_02_training.MOVING_AVERAGE,
    "train_step": tasks_02_training.TRAIN_STEP,
    "frechet_distance": tasks_02_distance.FRECHET_DISTANCE,
}
WRITTEN = {"checkerboard": 4}

homework = Homework(TASKS, WRITTEN)
hint, done = homework.hint, homework.done
require, summary = homework.require, homework.summary


def map_sizes(answer: Callable, seed: int = 0) -> None:
    """Checks task 1, (size, layers) → a size for each layer."""
    homework.check("map_sizes", answer, seed)


def receptive_field(answer: Callable, seed: int = 0) -> None:
    """Checks task 2, layers → number of input pixels."""
    homework.check("receptive_field", answer, seed)


def transposed_convolution(answer: Callable, seed: int = 0) -> None:
    """Checks task 3, (x, kernel, stride, padding) → vector."""
    homework.check("transposed_convolution", answer, seed)


def moving_average(answer: Callable, seed: int = 0) -> None:
    """Checks task 4, (path, beta) → averages, of the shape of path."""
    homework.check("moving_average", answer, seed)


def train_step(answer: Callable, seed: int = 0) -> None:
    """Checks task 5, (D, G, optimizer_D, optimizer_G, real, latents) → anything."""
    homework.check("train_step", answer, seed)


def frechet_distance(answer: Callable, seed: int = 0) -> None:
    """Checks task 6, (real, fake) → squared distance, from features (n, d)."""
    homework.check("frechet_distance", answer, seed)
