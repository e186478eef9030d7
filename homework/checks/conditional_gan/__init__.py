"""Checks of homework 03, conditional GAN."""

from homework.checks.conditional_gan import loader, measures, networks, penalty
from homework.checks.expected import Stored
from homework.checks.session import Homework

check = Homework(
    tasks={
        "projection_logit": networks.PROJECTION_LOGIT,
        "load_pairs": loader.LOAD_PAIRS,
        "accuracy_by_class": measures.ACCURACY_BY_CLASS,
        "between": networks.BETWEEN,
        "r1_penalty": penalty.R1_PENALTY,
        "verdicts": measures.VERDICTS,
    },
    expected=Stored(__file__),
    written={"label_shares": 4},
)
