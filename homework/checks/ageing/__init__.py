"""Checks of homework 06, ageing that keeps the person."""

from homework.checks.ageing import losses, measure, step
from homework.checks.expected import Stored
from homework.checks.session import Homework

check = Homework(
    tasks={
        "discriminator_loss": losses.DISCRIMINATOR_LOSS,
        "feature_loss": losses.FEATURE_LOSS,
        "generator_step": step.GENERATOR_STEP,
        "diversity": measure.DIVERSITY,
        "table_by_part": measure.TABLE_BY_PART,
    },
    expected=Stored(__file__),
    written={"honest_pictures": 3},
)
