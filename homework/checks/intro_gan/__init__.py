"""Checks of homework 01, the intro GAN."""

from homework.checks.expected import Stored
from homework.checks.intro_gan import losses, theory, training
from homework.checks.session import Homework

check = Homework(
    tasks={
        "best_discriminator": theory.BEST_DISCRIMINATOR,
        "game_value": theory.GAME_VALUE,
        "discriminator_loss": losses.DISCRIMINATOR_LOSS,
        "generator_loss": losses.GENERATOR_LOSS,
        "train_step": training.TRAIN_STEP,
        "diagnoses": training.DIAGNOSES,
    },
    expected=Stored(__file__),
    written={"two_rates": 4},
)
