"""Right and wrong answers to homework 12, music."""

from homework.checks.music import check as asked
from homework.references.known import with_references
from homework.references.music import harmony, notes

check = with_references(
    asked,
    {
        "to_roll": notes.TO_ROLL,
        "straight_through": notes.STRAIGHT_THROUGH,
        "parallels": harmony.PARALLELS,
        "chain": harmony.CHAIN,
    },
)
