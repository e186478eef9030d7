"""Releases the homework and measures its checks: python -m homework.release.

Writes, for each homework/instructor/NN_name.ipynb, the students' version
homework/NN_name.ipynb, and puts the table of what the checks recognise into
homework/README.md.
"""

import importlib
import re
import sys
from pathlib import Path
from typing import NamedTuple

import nbformat
import numpy as np

from homework.checks.marking import mark
from homework.checks.session import Homework
from homework.checks.tasks import Task, first_difference, observe, remembered
from tools.notebooks import ROOT, read, write

FOLDER = ROOT / "homework"
TABLE = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end -->)", re.DOTALL)
CHECKS = re.compile(r"^from homework\.checks\.(\w+) import check$", re.MULTILINE)
STUB = 'raise NotImplementedError("your code comes here")'
NB_STUB = "*Your answer comes here.*"


# The students' version ------------------------------------------------------------


def released(source: Path) -> nbformat.NotebookNode:
    """The students' version of an instructor's notebook, made by nbgrader."""
    from nbgrader import preprocessors
    from traitlets.config import Config

    config = Config()
    config.ClearSolutions.code_stub = {"python": STUB}
    config.ClearSolutions.text_stub = NB_STUB
    notebook, resources = read(source), {}
    for step in (
        preprocessors.CheckCellMetadata,
        preprocessors.LockCells,
        preprocessors.ClearSolutions,
        preprocessors.ClearOutput,
        preprocessors.ClearHiddenTests,
        preprocessors.ComputeChecksums,
        preprocessors.CheckCellMetadata,
    ):
        notebook, resources = step(config=config).preprocess(notebook, resources)
    return notebook


def text(notebook: nbformat.NotebookNode) -> str:
    """The notebook as it stands in its file."""
    return nbformat.writes(notebook) + "\n"


def sources() -> list[Path]:
    """The instructor's notebooks."""
    return sorted((FOLDER / "instructor").glob("[0-9][0-9]_*.ipynb"))


# What the checks recognise --------------------------------------------------------


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


def checks_of(source: Path) -> tuple[str, Homework]:
    """The name of a notebook's folder of checks, and its ``check``."""
    code = "\n".join(cell.source for cell in read(source).cells)
    name = CHECKS.search(code)[1]
    return name, importlib.import_module(f"homework.checks.{name}").check


def measure(source: Path) -> list[Row]:
    """Puts the collected answers to one homework to its checks."""
    folder, check = checks_of(source)
    rows = []
    for name, task in check.tasks.items():
        answers = importlib.import_module(f"homework.answers.{folder}.{name}")
        with np.errstate(all="ignore"):
            row = _measure_task(task, answers.wrong, answers.right)
        rows.append(Row(source.name[:2], name, *row))
    return rows


def _measure_task(task: Task, wrong: dict, right: list) -> tuple[list[str], ...]:
    """What is accepted of the wrong, not named, not known; and refused of the right."""
    accepted, unnamed, unknown, rejected = [], [], [], []
    for answer, pattern in wrong.items():
        seen = observe(task, answer)
        verdict = mark(task, seen)
        if verdict.passed:
            accepted.append(answer.__name__)
        hint = verdict.message.split("Hint: ")[-1]
        if not re.search(pattern, hint):
            unnamed.append(f"{answer.__name__}: {verdict.message}")
        if not _is_known(task, seen):
            unknown.append(answer.__name__)
    for answer in right:
        verdict = mark(task, observe(task, answer))
        if not verdict.passed:
            rejected.append(f"{answer.__name__}: {verdict.message}")
    names = [[answer.__name__ for answer in answers] for answers in (wrong, right)]
    return names[0], accepted, unnamed, unknown, names[1], rejected


def _is_known(task: Task, seen: dict) -> bool:
    """Whether a mistake that the check knows does the same in every case."""
    return any(
        all(
            first_difference(remembered(task, mistaken, 0, name), values) is None
            for name, values in seen.items()
        )
        for mistaken in task.mistakes.values()
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


def main() -> int:
    """Releases every homework and renews the table."""
    rows = []
    for source in sources():
        write(FOLDER / source.name, text(released(source)))
        print(f"{source.name} released")
        rows += measure(source)
    readme = FOLDER / "README.md"
    write(readme, TABLE.sub(lambda _: table(rows), readme.read_text(encoding="utf-8")))
    print(table(rows), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
