"""Writes what the notebooks' checks expect: python -m homework.references."""

import json
import sys

import numpy as np

from homework.checks.expected import as_lists
from homework.checks.session import Homework
from homework.recognition import FOLDER, checks_of, sources

DIGITS = 6  # of a number; the checks compare three


def stored(check: Homework) -> dict[str, list[dict]]:
    """{task: for each draw what is right, and the mistakes not seen in one before}."""
    return {name: _draws(check, name) for name in check.tasks}


def _draws(check: Homework, name: str) -> list[dict]:
    """What is expected of one task in each draw that a notebook looks at."""
    draws, told = [], set()
    for seed in range(check.tasks[name].seeds):
        expected = check.expected(name, seed)
        mistakes = {}
        if told < check.expected.known[name].mistakes.keys():
            mistakes = {case: expected.mistakes(case) for case in expected.right}
        new = {
            case: {hint: made[hint] for hint in made if hint not in told}
            for case, made in mistakes.items()
        }
        told |= {hint for made in new.values() for hint in made}
        draws.append({"right": expected.right, "mistakes": new})
    return draws


def text(check: Homework) -> str:
    """The file of one homework."""
    return json.dumps(stored(check), default=_short, ensure_ascii=False) + "\n"


def _short(array: np.ndarray) -> dict:
    """An array as JSON holds it, without the digits that nobody compares."""
    lists = as_lists(array)
    lists["values"] = [float(f"{x:.{DIGITS}g}") for x in lists["values"]]
    return lists


def main() -> int:
    """Writes the file of each homework beside its checks."""
    for source in sources():
        name, check = checks_of(source)
        path = FOLDER / "checks" / name / "expected.json"
        path.write_text(text(check), encoding="utf-8")
        print(f"{path.name} of {name}: {path.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
