"""Right and wrong answers to homework 01, the intro GAN."""

from homework.checks.intro_gan import check as asked
from homework.references.intro_gan import losses, theory, training
from homework.references.known import with_references

check = with_references(
    asked,
    {
        "best_discriminator": theory.BEST_DISCRIMINATOR,
        "game_value": theory.GAME_VALUE,
        "discriminator_loss": losses.DISCRIMINATOR_LOSS,
        "generator_loss": losses.GENERATOR_LOSS,
        "train_step": training.TRAIN_STEP,
        "diagnoses": training.DIAGNOSES,
    },
)
