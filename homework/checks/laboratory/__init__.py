"""Checks of homework 09, the laboratory."""

from homework.checks.expected import Stored
from homework.checks.laboratory import games, measures
from homework.checks.session import Homework

check = Homework(
    tasks={
        "precision_recall": measures.PRECISION_RECALL,
        "kernel_distance": measures.KERNEL_DISTANCE,
        "paired_loss": games.PAIRED_LOSS,
        "choose": games.CHOOSE,
    },
    expected=Stored(__file__),
    written={},
)
