"""Checks of homework 04, Pix2Pix. In a notebook: ``check.task(function)``."""

from collections.abc import Callable

from gan_utils.homework import (
    tasks_04_loss,
    tasks_04_overlap,
    tasks_04_pairs,
    tasks_04_pictures,
    tasks_04_unet,
)
from gan_utils.homework.session import Homework

TASKS = {
    "best_answers": tasks_04_pictures.BEST_ANSWERS,
    "receptive_field": tasks_04_pictures.RECEPTIVE_FIELD,
    "move_pairs": tasks_04_pairs.MOVE_PAIRS,
    "wire": tasks_04_unet.WIRE,
    "generator_loss": tasks_04_loss.GENERATOR_LOSS,
    "mean_iou": tasks_04_overlap.MEAN_IOU,
}
WRITTEN = {"shortcuts": 4}

homework = Homework(TASKS, WRITTEN)
hint, done = homework.hint, homework.done
require, summary = homework.require, homework.summary


def best_answers(answer: Callable, seed: int = 0) -> None:
    """Checks task 1, photos (n, …) → two pictures, best by distance and by square."""
    homework.check("best_answers", answer, seed)


def receptive_field(answer: Callable, seed: int = 0) -> None:
    """Checks task 2, (kernels, strides) → pixels along one side."""
    homework.check("receptive_field", answer, seed)


def move_pairs(answer: Callable, seed: int = 0) -> None:
    """Checks task 3, (targets, sources, size) → both, in windows of that size."""
    homework.check("move_pairs", answer, seed)


def wire(answer: Callable, seed: int = 0) -> None:
    """Checks task 4, (x, down, up) → the last map of the U-Net."""
    homework.check("wire", answer, seed)


def generator_loss(answer: Callable, seed: int = 0) -> None:
    """Checks task 5, (target, fake, fake_logits, l1_weight) → loss of G."""
    homework.check("generator_loss", answer, seed)


def mean_iou(answer: Callable, seed: int = 0) -> None:
    """Checks task 6, counts (n_classes, n_classes) → a number from 0 to 1."""
    homework.check("mean_iou", answer, seed)
