"""Answers to homework 05, as answers_01.py describes."""

from homework_answers import (
    descent_05,
    files_05,
    groups_05,
    latent_05,
    same_person_05,
)

WRONG = {
    "age_group": groups_05.WRONG_AGE_GROUP,
    "read_faces": files_05.WRONG_READ_FACES,
    "identity_objective": latent_05.WRONG_IDENTITY_OBJECTIVE,
    "improve": descent_05.WRONG_IMPROVE,
    "error_rates": same_person_05.WRONG_ERROR_RATES,
    "equal_error_threshold": same_person_05.WRONG_EQUAL_ERROR,
}
RIGHT = {
    "age_group": groups_05.RIGHT_AGE_GROUP,
    "read_faces": files_05.RIGHT_READ_FACES,
    "identity_objective": latent_05.RIGHT_IDENTITY_OBJECTIVE,
    "improve": descent_05.RIGHT_IMPROVE,
    "error_rates": same_person_05.RIGHT_ERROR_RATES,
    "equal_error_threshold": same_person_05.RIGHT_EQUAL_ERROR,
}
