"""Releases the homework and measures its checks: python -m homework.release.

Writes, for each homework/instructor/NN_name.ipynb, the students' version
homework/NN_name.ipynb, and puts the table of what the checks recognise into
homework/README.md.
"""

import re
import sys
from pathlib import Path

import nbformat

from homework.checks.tasks import STUB
from homework.recognition import FOLDER, measure, sources, table
from tools.notebooks import read, write

TABLE = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end -->)", re.DOTALL)
STUB_CODE = f'raise NotImplementedError("{STUB}")'
NB_STUB = "*Your answer comes here.*"


def released(source: Path) -> nbformat.NotebookNode:
    """The students' version of an instructor's notebook, made by nbgrader."""
    from nbgrader import preprocessors
    from traitlets.config import Config

    config = Config()
    config.ClearSolutions.code_stub = {"python": STUB_CODE}
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
