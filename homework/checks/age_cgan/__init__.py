"""Checks of homework 05, Age-cGAN. In a notebook: ``check.task(function)``."""

from collections.abc import Callable

from gan_utils.homework import tasks_05_files, tasks_05_latent, tasks_05_same_person
from gan_utils.homework.session import Homework

TASKS = {
    "age_group": tasks_05_files.AGE_GROUP,
    "read_faces": tasks_05_files.READ_FACES,
    "identity_objective": tasks_05_latent.IDENTITY_OBJECTIVE,
    "improve": tasks_05_latent.IMPROVE,
    "error_rates": tasks_05_same_person.ERROR_RATES,
    "equal_error_threshold": tasks_05_same_person.EQUAL_ERROR,
}
WRITTEN = {"constant_encoder": 3}

homework = Homework(TASKS, WRITTEN)
hint, done = homework.hint, homework.done
require, summary = homework.require, homework.summary


def age_group(answer: Callable, seed: int = 0) -> None:
    """Checks task 1, ages → groups 0 to 5, of the same shape."""
    homework.check("age_group", answer, seed)


def read_faces(answer: Callable, seed: int = 0) -> None:
    """Checks task 2, (names, load) → (images, ages) of the good files."""
    homework.check("read_faces", answer, seed)


def identity_objective(answer: Callable, seed: int = 0) -> None:
    """Checks task 3, (generator, describe, latents, groups, photos) → (loss, slope)."""
    homework.check("identity_objective", answer, seed)


def improve(answer: Callable, seed: int = 0) -> None:
    """Checks task 4, (…, steps, rate, bound) → improved latents."""
    homework.check("improve", answer, seed)


def error_rates(answer: Callable, seed: int = 0) -> None:
    """Checks task 5, (same, different, threshold) → (false accepts, false rejects)."""
    homework.check("error_rates", answer, seed)


def equal_error_threshold(answer: Callable, seed: int = 0) -> None:
    """Checks task 6, (same, different) → the threshold of equal errors."""
    homework.check("equal_error_threshold", answer, seed)
