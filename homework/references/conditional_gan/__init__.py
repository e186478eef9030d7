"""Right and wrong answers to homework 03, conditional GAN."""

from homework.checks.conditional_gan import check as asked
from homework.references.conditional_gan import loader, measures, networks, penalty
from homework.references.known import with_references

check = with_references(
    asked,
    {
        "projection_logit": networks.PROJECTION_LOGIT,
        "load_pairs": loader.LOAD_PAIRS,
        "accuracy_by_class": measures.ACCURACY_BY_CLASS,
        "between": networks.BETWEEN,
        "r1_penalty": penalty.R1_PENALTY,
        "verdicts": measures.VERDICTS,
    },
)
