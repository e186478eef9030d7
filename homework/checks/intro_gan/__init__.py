"""Checks of homework 01, the intro GAN. In a notebook: ``check.task(function)``."""

from collections.abc import Callable

from gan_utils.homework import tasks_01_losses, tasks_01_theory, tasks_01_training
from gan_utils.homework.session import Homework

TASKS = {
    "best_discriminator": tasks_01_theory.BEST_DISCRIMINATOR,
    "game_value": tasks_01_theory.GAME_VALUE,
    "discriminator_loss": tasks_01_losses.DISCRIMINATOR_LOSS,
    "generator_loss": tasks_01_losses.GENERATOR_LOSS,
    "train_step": tasks_01_training.TRAIN_STEP,
    "diagnoses": tasks_01_training.DIAGNOSES,
}
WRITTEN = {"two_rates": 4}

homework = Homework(TASKS, WRITTEN)
hint, done = homework.hint, homework.done
require, summary = homework.require, homework.summary


def best_discriminator(answer: Callable, seed: int = 0) -> None:
    """Checks task 1, (p, q) → D*, all of one shape."""
    homework.check("best_discriminator", answer, seed)


def game_value(answer: Callable, seed: int = 0) -> None:
    """Checks task 2, (p, q) → V(D*, G), two vectors to a number."""
    homework.check("game_value", answer, seed)


def discriminator_loss(answer: Callable, seed: int = 0) -> None:
    """Checks task 3, (real_logits, fake_logits) → loss of D."""
    homework.check("discriminator_loss", answer, seed)


def generator_loss(answer: Callable, seed: int = 0) -> None:
    """Checks task 4, fake_logits → loss of G."""
    homework.check("generator_loss", answer, seed)


def train_step(answer: Callable, seed: int = 0) -> None:
    """Checks task 5, (D, G, optimizer_D, optimizer_G, real, latents) → anything."""
    homework.check("train_step", answer, seed)


def diagnoses(answer: Callable, seed: int = 0) -> None:
    """Checks task 6, () → one letter a run."""
    homework.check("diagnoses", answer, seed)
