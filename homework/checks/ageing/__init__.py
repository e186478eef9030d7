"""Checks of homework 06, ageing that keeps the person: ``check.task(function)``."""

from collections.abc import Callable

from gan_utils.homework import tasks_06_losses, tasks_06_measure, tasks_06_step
from gan_utils.homework.session import Homework

TASKS = {
    "discriminator_loss": tasks_06_losses.DISCRIMINATOR_LOSS,
    "feature_loss": tasks_06_losses.FEATURE_LOSS,
    "generator_step": tasks_06_step.GENERATOR_STEP,
    "diversity": tasks_06_measure.DIVERSITY,
    "table_by_part": tasks_06_measure.TABLE_BY_PART,
}
WRITTEN = {"honest_pictures": 3}

homework = Homework(TASKS, WRITTEN)
hint, done = homework.hint, homework.done
require, summary = homework.require, homework.summary


def discriminator_loss(answer: Callable, seed: int = 0) -> None:
    """Checks task 1, (real_logits, wrong_logits, fake_logits) → loss of D."""
    homework.check("discriminator_loss", answer, seed)


def feature_loss(answer: Callable, seed: int = 0) -> None:
    """Checks task 2, (kept, found) → the share of the features that has changed."""
    homework.check("feature_loss", answer, seed)


def generator_step(answer: Callable, seed: int = 0) -> None:
    """Checks task 3, (G, D, classifier, features, optimizer, photos, targets)."""
    homework.check("generator_step", answer, seed)


def diversity(answer: Callable, seed: int = 0) -> None:
    """Checks task 4, (photos (n, d), aged (n, groups, d)) → about 1."""
    homework.check("diversity", answer, seed)


def table_by_part(answer: Callable, seed: int = 0) -> None:
    """Checks task 5, (part, kept, judge_right) → one row of four numbers a part."""
    homework.check("table_by_part", answer, seed)
