"""Homework 08, task 2: a pool of earlier fakes."""

from collections.abc import Callable
from typing import Any

from homework.checks.tasks import Task, returned


def ask(answer: Callable, kept, new, size, coin, place) -> dict[str, Any]:
    """The probe: what is shown, and what the pool holds then."""
    shown, pool = returned(answer, kept, new, size, coin, place)
    return {"shown to D": shown, "pictures in the pool": len(pool), "the pool": pool}


def pool_cases(rng):
    """A pool with room and a full one, whose coin says keep or swap."""
    pictures = rng.normal(0, 1, (5, 3, 2)).round(2)
    kept, new = list(pictures[:4]), pictures[4]
    return {
        "a full pool, the coin says an old one": (kept, new, 4, True, 1),
        "a full pool, the coin says the new one": (kept, new, 4, False, 1),
        "a pool with room, the coin says an old one": (kept, new, 6, True, 1),
        "an empty pool": ([], new, 3, False, 0),
    }


ASK_POOL = Task(
    points=3,
    cases=pool_cases,
    probe=ask,
    hints=(
        "three cases: there is room; it is full and the coin says old; full and new.",
        "with room: keep the new picture and show it, whatever the coin says.",
        "full and old: show what lies at `place`, and put the new picture there. Full "
        "and new: show the new one, and leave the pool as it is.",
    ),
    case_hints={
        "a full pool, the coin says an old one": (
            "show the picture at `place`, and put the new one in its place."
        ),
        "a full pool, the coin says the new one": (
            "show the new picture; the pool stays as it is."
        ),
        "a pool with room, the coin says an old one": (
            "while there is room the coin does not count: keep the new picture, at the "
            "end, and show it."
        ),
        "an empty pool": "the first picture is kept and shown.",
        "returned": "give back two things: the picture for D, and the kept ones.",
    },
)
