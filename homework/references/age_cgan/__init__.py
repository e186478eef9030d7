"""Right and wrong answers to homework 05, Age-cGAN."""

from homework.checks.age_cgan import check as asked
from homework.references.age_cgan import descent, latent, people, same_person
from homework.references.known import with_references

check = with_references(
    asked,
    {
        "balanced_weights": people.BALANCED_WEIGHTS,
        "split_people": people.SPLIT_PEOPLE,
        "identity_objective": latent.IDENTITY_OBJECTIVE,
        "improve": descent.IMPROVE,
        "error_rates": same_person.ERROR_RATES,
        "equal_error_threshold": same_person.EQUAL_ERROR,
    },
)
