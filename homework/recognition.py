"""What the checks recognise: python -m homework.recognition [measuring|tuning].

Puts collected answers to the checks and counts the wrong ones that are rejected, the
hints that name the mistake, and the right ones that are accepted. With the name of a
half of ``homework/answers/fresh`` it prints the figures of that half, and each miss.
"""

import importlib
import re
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

from homework.checks.session import Homework
from homework.checks.tasks import first_difference, observe
from tools.notebooks import ROOT, read

FOLDER = ROOT / "homework"
CHECKS = re.compile(r"^from homework\.checks\.(\w+) import check$", re.MULTILINE)


def sources() -> list[Path]:
    """The instructor's notebooks."""
    return sorted((FOLDER / "instructor").glob("[0-9][0-9]_*.ipynb"))


class Row(NamedTuple):
    """What the check of one task made of the answers in homework/answers."""

    homework: str
    task: str
    wrong: list[str]
    accepted_wrong: list[str]
    unnamed: list[str]
    unknown: list[str]
    right: list[str]
    rejected_right: list[str]


def asked_of(source: Path) -> Homework:
    """The ``check`` that a student's notebook imports."""
    name = checks_of(source)[0]
    return importlib.import_module(f"homework.checks.{name}").check


def checks_of(source: Path) -> tuple[str, Homework]:
    """The name of a notebook's folder of checks, and its ``check`` with references."""
    code = "\n".join(cell.source for cell in read(source).cells)
    name = CHECKS.search(code)[1]
    return name, importlib.import_module(f"homework.references.{name}").check


def measure(source: Path, half: str = "") -> list[Row]:
    """Puts the collected answers to one homework, or a fresh half, to its checks."""
    folder, check = checks_of(source)
    asked, rows = asked_of(source), []
    for name in check.tasks:
        wrong, right = _collected(folder, name, half)
        with np.errstate(all="ignore"):
            row = _measure_task(asked, check, name, wrong, right)
        rows.append(Row(source.name[:2], name, *row))
    return rows


def _collected(folder: str, task: str, half: str) -> tuple[dict, list]:
    """The wrong and the right answers to a task."""
    if half:
        fresh = importlib.import_module(f"homework.answers.fresh.{half}.{folder}")
        return fresh.TASKS[task]
    answers = importlib.import_module(f"homework.answers.{folder}.{task}")
    return answers.wrong, answers.right


def _measure_task(
    asked: Homework, check: Homework, task: str, wrong: dict, right: list
) -> tuple[list[str], ...]:
    """What is accepted of the wrong, not named, not known; and refused of the right."""
    accepted, unnamed, unknown, rejected = [], [], [], []
    for answer, pattern in wrong.items():
        verdict = asked.verdict_of(task, answer)
        if verdict.passed:
            accepted.append(answer.__name__)
        hint = verdict.message.split("Hint: ")[-1].split("\n  Half")[0]
        if not re.search(pattern, hint):
            unnamed.append(f"{answer.__name__}: {verdict.message}")
        if not _is_known(check, task, observe(check.tasks[task], answer)):
            unknown.append(answer.__name__)
    for answer in right:
        verdict = asked.verdict_of(task, answer)
        if not verdict.passed:
            rejected.append(f"{answer.__name__}: {verdict.message}")
    names = [[answer.__name__ for answer in answers] for answers in (wrong, right)]
    return names[0], accepted, unnamed, unknown, names[1], rejected


def _is_known(check: Homework, task: str, seen: dict) -> bool:
    """Whether a mistake that the check knows does the same in every case."""
    computed = check.expected
    return any(
        all(
            first_difference(made, seen[case]) is None
            for case, made in computed.all_of(task, mistaken, 0).items()
            if case in seen
        )
        for mistaken in computed.known[task].mistakes.values()
    )


def table(rows: list[Row]) -> str:
    """The rows in Markdown, with their sum."""
    lines = [
        "| homework, task | wrong answers | rejected | the hint names the mistake | "
        "unknown to the check | of these named | right answers | accepted |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    counted = [_counts(row) for row in rows]
    for row, numbers in zip(rows, counted, strict=True):
        cells = " | ".join(str(number) for number in numbers)
        lines.append(f"| {row.homework} `{row.task}` | {cells} |")
    total = [sum(column) for column in zip(*counted, strict=True)]
    lines.append(f"| all | {' | '.join(str(number) for number in total)} |")
    return "\n".join(lines) + "\n"


def _counts(row: Row) -> list[int]:
    """The numbers of one row of the table."""
    unnamed = {text.split(":")[0] for text in row.unnamed}
    return [
        len(row.wrong),
        len(row.wrong) - len(row.accepted_wrong),
        len(row.wrong) - len(row.unnamed),
        len(row.unknown),
        len([name for name in row.unknown if name not in unnamed]),
        len(row.right),
        len(row.right) - len(row.rejected_right),
    ]


def shares(rows: list[Row]) -> str:
    """The three shares of all rows in one sentence."""
    wrong, rejected, named, _, _, right, accepted = map(
        sum, zip(*map(_counts, rows), strict=True)
    )
    return (
        f"{rejected} of {wrong} wrong answers rejected ({rejected / wrong:.0%}), "
        f"{named} of {wrong} named ({named / wrong:.0%}), "
        f"{accepted} of {right} right answers accepted ({accepted / right:.0%})"
    )


def main() -> int:
    """Prints what was missed in one collection, and its shares."""
    half = sys.argv[1] if len(sys.argv) > 1 else ""
    rows = [row for source in sources() for row in measure(source, half)]
    for row in rows:
        for kind in ("accepted_wrong", "rejected_right", "unnamed"):
            for text in getattr(row, kind):
                print(f"{row.homework} {row.task} {kind}: {text}")
    print(f"{half or 'all known'}: {shares(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
