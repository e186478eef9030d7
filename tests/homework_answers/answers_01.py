"""Answers to homework 01 as students write them: wrong ones, and right ones.

WRONG holds, for each task, {answer: pattern}: the hint must match the pattern to count
as one that names the mistake. RIGHT holds right answers in different styles.
"""

from homework_answers import losses_01, theory_01, training_01

WRONG = {
    "best_discriminator": theory_01.WRONG_BEST_DISCRIMINATOR,
    "game_value": theory_01.WRONG_GAME_VALUE,
    "discriminator_loss": losses_01.WRONG_DISCRIMINATOR_LOSS,
    "generator_loss": losses_01.WRONG_GENERATOR_LOSS,
    "train_step": training_01.WRONG_TRAIN_STEP,
    "diagnoses": training_01.WRONG_DIAGNOSES,
}
RIGHT = {
    "best_discriminator": theory_01.RIGHT_BEST_DISCRIMINATOR,
    "game_value": theory_01.RIGHT_GAME_VALUE,
    "discriminator_loss": losses_01.RIGHT_DISCRIMINATOR_LOSS,
    "generator_loss": losses_01.RIGHT_GENERATOR_LOSS,
    "train_step": training_01.RIGHT_TRAIN_STEP,
    "diagnoses": training_01.RIGHT_DIAGNOSES,
}
