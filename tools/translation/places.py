"""Where the notebooks of the edition lie: those of the course and the homework.

A notebook's name is that of its catalogue: ``01_intro_gan`` for the course's notebook,
``homework_01_intro_gan`` for its homework.
"""

import re
from pathlib import Path

LANGUAGE = "pt"
FOLDER = "locale/pt_BR/LC_MESSAGES"
HOMEWORK = "homework_"
NAME = re.compile(rf"(?:{HOMEWORK})?\d\d_\w+")


def catalogue(root: Path, name: str) -> Path:
    """Where the catalogue of a notebook lies."""
    return root / FOLDER / f"{name}.po"


def page(name: str, language: str = "") -> str:
    """A notebook's path in the repository, English or in another language."""
    folder = "homework" if name.startswith(HOMEWORK) else "notebooks"
    language = f"{language}/" if language else ""
    return f"{folder}/{language}{name.removeprefix(HOMEWORK)}.ipynb"


def english(root: Path, name: str) -> Path:
    """Where the English notebook lies."""
    return root / page(name)


def portuguese(root: Path, name: str) -> Path:
    """Where the Portuguese notebook lies."""
    return root / page(name, LANGUAGE)


def every(root: Path) -> list[str]:
    """The names of all notebooks that can be translated."""
    names = [path.stem for path in (root / "notebooks").glob("[0-9][0-9]_*.ipynb")]
    homework = (root / "homework").glob("[0-9][0-9]_*.ipynb")
    return sorted(names) + sorted(f"{HOMEWORK}{path.stem}" for path in homework)


def chosen(root: Path, starts: list[str]) -> list[str]:
    """The notebooks whose names start so.

    Raises:
        SystemExit: none does.
    """
    names = every(root)
    for start in starts:
        if not any(name.startswith(start) for name in names):
            known = ", ".join(names) or "there are none"
            raise SystemExit(
                f"No notebook starts with {start!r}; choose from: {known}."
            )
    return [name for name in names if name.startswith(tuple(starts))]


def translated(root: Path) -> list[str]:
    """The names of the notebooks that have a catalogue."""
    stems = [path.stem for path in (root / FOLDER).glob("*.po")]
    return sorted(stem for stem in stems if NAME.fullmatch(stem))
