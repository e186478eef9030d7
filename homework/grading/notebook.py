"""The code of a submitted notebook, whatever has happened to the file."""

import json
import re
from pathlib import Path
from typing import Any

from gan_utils.language import LANGUAGES

MAX_FILE = 20_000_000  # bytes


class NotANotebook(ValueError):
    """A file that holds no notebook; the text says why."""


def read_cells(path: Path) -> list[str]:
    """The code cells of a notebook of nbformat 2 to 4, in order.

    Raises:
        NotANotebook: the file cannot be read, is too large, or holds something else.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise NotANotebook(f"it is larger than {MAX_FILE // 10**6} MB")
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except RecursionError as error:
        raise NotANotebook("its brackets are nested too deep") from error
    except (OSError, ValueError) as error:  # JSON and Unicode errors are ValueErrors
        if isinstance(error, NotANotebook):
            raise
        raise NotANotebook(f"it is damaged ({error})") from error
    if not isinstance(found, dict):
        raise NotANotebook("it holds no cells")
    sheets = [found, *_dicts(found.get("worksheets"))]  # nbformat 2 and 3 have sheets
    cells = [cell for sheet in sheets for cell in _dicts(sheet.get("cells"))]
    if not cells:
        raise NotANotebook("it holds no cells")
    return [_source(cell) for cell in cells if cell.get("cell_type") == "code"]


def read_text(path: Path, name: str) -> str:
    """What stands in the cell of a written answer, "" where there is none."""
    found = json.loads(path.read_text(encoding="utf-8-sig"))
    for cell in _dicts(found.get("cells")):
        metadata = cell.get("metadata")
        marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        if isinstance(marks, dict) and marks.get("grade_id") == name:
            return _source(cell)
    return ""


def _dicts(found: Any) -> list[dict]:
    """The dictionaries in a list, and nothing where it is none."""
    return [x for x in found if isinstance(x, dict)] if isinstance(found, list) else []


def _source(cell: dict) -> str:
    """The text of a cell: a string or a list of lines, called `input` before 4."""
    source = cell.get("source", cell.get("input", ""))
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


IMPORT = re.compile(r"from homework\.checks\.(\w+) import check\b")


def homework_of(cells: list[str]) -> str | None:
    """The name of the checks that a notebook imports, None where it imports none."""
    found = IMPORT.search("\n".join(cells))
    return found[1] if found else None


LANGUAGE = re.compile(r"^course\.setup\(.*\blanguage *= *[\"'](\w+)[\"']", re.MULTILINE)


def language_of(cells: list[str]) -> str:
    """The language that a notebook speaks to its student, "en" or "pt"."""
    found = LANGUAGE.search("\n".join(cells))
    return found[1] if found and found[1] in LANGUAGES else "en"
