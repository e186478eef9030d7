"""Checks of homework 12, music."""

from homework.checks.expected import Stored
from homework.checks.music import harmony, notes
from homework.checks.session import Homework

check = Homework(
    tasks={
        "to_roll": notes.TO_ROLL,
        "straight_through": notes.STRAIGHT_THROUGH,
        "parallels": harmony.PARALLELS,
        "chain": harmony.CHAIN,
    },
    expected=Stored(__file__),
    written={},
)
