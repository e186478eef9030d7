"""Right and wrong answers to homework 06, ageing that keeps the person."""

from homework.checks.ageing import check as asked
from homework.references.ageing import losses, measure, step
from homework.references.known import with_references

check = with_references(
    asked,
    {
        "discriminator_loss": losses.DISCRIMINATOR_LOSS,
        "feature_loss": losses.FEATURE_LOSS,
        "generator_step": step.GENERATOR_STEP,
        "diversity": measure.DIVERSITY,
        "table_by_part": measure.TABLE_BY_PART,
    },
)
