"""Checks of homework 05, Age-cGAN."""

from homework.checks.age_cgan import descent, latent, people, same_person
from homework.checks.expected import Stored
from homework.checks.session import Homework

check = Homework(
    tasks={
        "balanced_weights": people.BALANCED_WEIGHTS,
        "split_people": people.SPLIT_PEOPLE,
        "identity_objective": latent.IDENTITY_OBJECTIVE,
        "improve": descent.IMPROVE,
        "error_rates": same_person.ERROR_RATES,
        "equal_error_threshold": same_person.EQUAL_ERROR,
    },
    expected=Stored(__file__),
    written={"constant_encoder": 3},
)
