"""Releases the homework and measures its checks: python -m tools.homework.

Writes, for each notebooks/homework/instructor/NN_name.ipynb, the students' version
notebooks/homework/NN_name.ipynb, and puts the table of what the checks recognise into
notebooks/homework/README.md.
"""

import importlib
import re
import sys
from pathlib import Path
from typing import NamedTuple

import nbformat
import numpy as np

from tools.notebooks import ROOT, read, write

FOLDER = ROOT / "notebooks" / "homework"
TABLE = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end -->)", re.DOTALL)
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
    """What the check of one task made of the answers in tests/homework_answers."""

    homework: str
    task: str
    wrong: list[str]
    accepted_wrong: list[str]
    unnamed: list[str]
    unknown: list[str]
    right: list[str]
    rejected_right: list[str]


def measure(number: str) -> list[Row]:
    """Puts the collected answers to one homework to its checks."""
    sys.path.insert(0, str(ROOT / "tests"))
    answers = importlib.import_module(f"homework_answers.answers_{number}")
    tasks = importlib.import_module(f"gan_utils.homework.check_{number}").TASKS
    with np.errstate(all="ignore"):
        return [
            measure_task(number, name, task, answers.WRONG[name], answers.RIGHT[name])
            for name, task in tasks.items()
        ]


def measure_task(number, name, task, wrong: dict, right: list) -> Row:
    """Counts, for one task, what is rejected, and with a hint that fits."""
    from gan_utils.homework import common, judge

    row = Row(number, name, [], [], [], [], [], [])
    for answer, pattern in wrong.items():
        observations = common.observe(task, answer)
        verdict = judge.judge(task, observations)
        row.wrong.append(answer.__name__)
        if verdict.passed:
            row.accepted_wrong.append(answer.__name__)
        hint = verdict.message.split("Hint: ")[-1]
        if not re.search(pattern, hint):
            row.unnamed.append(f"{answer.__name__}: {verdict.message}")
        if not is_known(task, observations):
            row.unknown.append(answer.__name__)
    for answer in right:
        verdict = judge.judge(task, common.observe(task, answer))
        row.right.append(answer.__name__)
        if not verdict.passed:
            row.rejected_right.append(f"{answer.__name__}: {verdict.message}")
    return row


def is_known(task, observations: dict) -> bool:
    """Whether a mistake that the check knows does the same in every case."""
    from gan_utils.homework import common

    def equal(mistaken) -> bool:
        for name, seen in observations.items():
            made = common.remembered(task, mistaken, 0, name)
            if common.first_difference(made, seen) is not None:
                return False
        return True

    return any(equal(mistaken) for mistaken in task.mistakes.values())


def table(rows: list[Row]) -> str:
    """The rows in Markdown, with their sum."""
    lines = [
        "| homework, task | wrong answers | rejected | the hint names the mistake | "
        "unknown to the check | of these named | right answers | accepted |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    counted = [counts(row) for row in rows]
    for row, numbers in zip(rows, counted, strict=True):
        cells = " | ".join(str(number) for number in numbers)
        lines.append(f"| {row.homework} `{row.task}` | {cells} |")
    total = [sum(column) for column in zip(*counted, strict=True)]
    lines.append(f"| all | {' | '.join(str(number) for number in total)} |")
    return "\n".join(lines) + "\n"


def counts(row: Row) -> list[int]:
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
        rows += measure(source.name[:2])
    readme = FOLDER / "README.md"
    write(readme, TABLE.sub(lambda _: table(rows), readme.read_text(encoding="utf-8")))
    print(table(rows), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
