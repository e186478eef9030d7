"""Where the pages of the edition lie: notebooks, homework, documents.

A page's name is that of its catalogue: ``01_intro_gan`` for the course's notebook,
``homework_01_intro_gan`` for its homework, ``lecturers_guide`` for a document.
"""

import re
from pathlib import Path, PurePosixPath

LANGUAGE = "pt"
FOLDER = "locale/pt_BR/LC_MESSAGES"
HOMEWORK = "homework_"
DOCUMENTS = {
    PurePosixPath(path).stem: path
    for path in ("docs/lecturers_guide.md", "docs/playground.md")
}
NAME = re.compile(rf"(?:{HOMEWORK})?\d\d_\w+")


def catalogue(root: Path, name: str) -> Path:
    """Where the catalogue of a page lies."""
    return root / FOLDER / f"{name}.po"


def page(name: str, language: str = "") -> str:
    """A page's path in the repository, English or in another language."""
    if name in DOCUMENTS:
        return f"docs/{language}/{name}.md" if language else DOCUMENTS[name]
    folder = "homework" if name.startswith(HOMEWORK) else "notebooks"
    language = f"{language}/" if language else ""
    return f"{folder}/{language}{name.removeprefix(HOMEWORK)}.ipynb"


def english(root: Path, name: str) -> Path:
    """Where the English page lies."""
    return root / page(name)


def portuguese(root: Path, name: str) -> Path:
    """Where the Portuguese page lies."""
    return root / page(name, LANGUAGE)


def every(root: Path) -> list[str]:
    """The names of all pages that can be translated."""
    names = [path.stem for path in (root / "notebooks").glob("[0-9][0-9]_*.ipynb")]
    homework = (root / "homework").glob("[0-9][0-9]_*.ipynb")
    names = sorted(names) + sorted(f"{HOMEWORK}{path.stem}" for path in homework)
    return names + [name for name in DOCUMENTS if english(root, name).exists()]


def chosen(root: Path, starts: list[str]) -> list[str]:
    """The pages whose names start so.

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
    """The names of the pages that have a catalogue."""
    stems = [path.stem for path in (root / FOLDER).glob("*.po")]
    return sorted(stem for stem in stems if NAME.fullmatch(stem) or stem in DOCUMENTS)
