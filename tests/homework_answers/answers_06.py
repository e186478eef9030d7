"""Answers to homework 06, as answers_01.py describes."""

from homework_answers import losses_06, measure_06, step_06

WRONG = {
    "discriminator_loss": losses_06.WRONG_DISCRIMINATOR_LOSS,
    "feature_loss": losses_06.WRONG_FEATURE_LOSS,
    "generator_step": step_06.WRONG_GENERATOR_STEP,
    "diversity": measure_06.WRONG_DIVERSITY,
    "table_by_part": measure_06.WRONG_TABLE_BY_PART,
}
RIGHT = {
    "discriminator_loss": losses_06.RIGHT_DISCRIMINATOR_LOSS,
    "feature_loss": losses_06.RIGHT_FEATURE_LOSS,
    "generator_step": step_06.RIGHT_GENERATOR_STEP,
    "diversity": measure_06.RIGHT_DIVERSITY,
    "table_by_part": measure_06.RIGHT_TABLE_BY_PART,
}
