"""Right and wrong answers to homework 05, Age-cGAN."""

from homework.checks.age_cgan import check as asked
from homework.references.age_cgan import descent, files, latent, same_person
from homework.references.known import with_references

check = with_references(
    asked,
    {
        "age_group": files.AGE_GROUP,
        "read_faces": files.READ_FACES,
        "identity_objective": latent.IDENTITY_OBJECTIVE,
        "improve": descent.IMPROVE,
        "error_rates": same_person.ERROR_RATES,
        "equal_error_threshold": same_person.EQUAL_ERROR,
    },
)
