"""From what was observed of a submission to points, in the grader's own process."""

import importlib
import json
from typing import NamedTuple

from homework.checks.expected import Expected, as_array
from homework.checks.marking import Verdict, mark
from homework.checks.session import Homework
from homework.checks.tasks import Task
from homework.checks.words import _


class Grade(NamedTuple):
    """One row of the result: a task, or in place of one what went wrong."""

    student: str
    submission: str
    task: str
    points: float | str
    max_points: int
    reason: str


def find_check(module: str) -> Homework | None:
    """The check of a homework with its references, None where there is none."""
    module = module.replace("checks", "references", 1)
    try:
        return getattr(importlib.import_module(module), "check", None)
    except ModuleNotFoundError:
        return None


def parse(line: bytes, nonce: str) -> dict:
    """One line of the channel; anything that our own runner did not write is {}."""
    try:
        report = json.loads(line, object_hook=as_array)
    except (ValueError, TypeError, RecursionError, OverflowError):
        return {}
    return report if isinstance(report, dict) and report.get("nonce") == nonce else {}


def marks_of(check: Homework, seed: int, reports: list[dict], why: str) -> list[tuple]:
    """(task, points, possible points, reason) of each task; why: how the run ended.

    An answer was looked at more than once: the best result counts.
    """
    rows = []
    for name, task in check.tasks.items():
        looks = [report for report in reports if report.get("task") == name]
        expected = check.expected(name, seed)
        missing = _("the notebook holds no function {name}.").format(name=name)
        best, reason = 0.0, f"{missing} {why}".strip()
        for look in looks:
            verdict = _verdict(task, look.get("seen"), expected)
            if verdict.share > best or not best:
                best, reason = verdict.share, verdict.message
                meant = look.get("meant")
                if verdict.share and meant not in (name, None):
                    found = _("found under the name {meant}.").format(meant=meant)
                    reason = f"{found} {reason}"
        points = task.points * best
        told = "" if best == 1 and reason == _("right.") else one_line(reason)
        rows.append((name, points, task.points, told))
    return rows


def _verdict(task: Task, seen: object, expected: Expected) -> Verdict:
    """The verdict on observations that may have been tampered with."""
    if isinstance(seen, dict) and seen.keys() == {"all"}:
        text = _("your function raised {error}")
        return Verdict(0, text.format(error=seen["all"].get("raised", "")))
    try:
        verdict = mark(task, seen, expected)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        return Verdict(0, _("the report of this task was tampered with."))
    return verdict if verdict.done else Verdict(0, _("not done"))


def one_line(text: object) -> str:
    """A text fit for one cell of a table."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
