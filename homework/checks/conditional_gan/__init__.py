"""Checks of homework 03, conditional GAN. In a notebook: ``check.task(function)``."""

from collections.abc import Callable

from gan_utils.homework import (
    tasks_03_loader,
    tasks_03_measures,
    tasks_03_networks,
    tasks_03_penalty,
)
from gan_utils.homework.session import Homework

TASKS = {
    "projection_logit": tasks_03_networks.PROJECTION_LOGIT,
    "load_pairs": tasks_03_loader.LOAD_PAIRS,
    "accuracy_by_class": tasks_03_measures.ACCURACY_BY_CLASS,
    "between": tasks_03_networks.BETWEEN,
    "r1_penalty": tasks_03_penalty.R1_PENALTY,
    "verdicts": tasks_03_measures.VERDICTS,
}
WRITTEN = {"label_shares": 4}

homework = Homework(TASKS, WRITTEN)
hint, done = homework.hint, homework.done
require, summary = homework.require, homework.summary


def projection_logit(answer: Callable, seed: int = 0) -> None:
    """Checks task 1, (features, labels, weights, bias, table) → logits."""
    homework.check("projection_logit", answer, seed)


def load_pairs(answer: Callable, seed: int = 0) -> None:
    """Checks task 2, (names, labels, read) → (images, labels)."""
    homework.check("load_pairs", answer, seed)


def accuracy_by_class(answer: Callable, seed: int = 0) -> None:
    """Checks task 3, (logits, asked) → a share for each class."""
    homework.check("accuracy_by_class", answer, seed)


def between(answer: Callable, seed: int = 0) -> None:
    """Checks task 4, (latent, table, start, end, count) → inputs of G."""
    homework.check("between", answer, seed)


def r1_penalty(answer: Callable, seed: int = 0) -> None:
    """Checks task 5, (D, images, labels) → penalty, a scalar tensor."""
    homework.check("r1_penalty", answer, seed)


def verdicts(answer: Callable, seed: int = 0) -> None:
    """Checks task 6, () → one letter an experiment."""
    homework.check("verdicts", answer, seed)
