"""Whose notebook is it? Folders and zips as an LMS gives them, as a list of files."""

import re
import unicodedata
import zipfile
from pathlib import Path
from typing import NamedTuple

from homework.grading.notebook import MAX_FILE
from homework.grading.sandbox import ROOT

MOODLE = re.compile(r"^(.+?)_(\d+)_assignsubmission_")
CLASSROOM = re.compile(r"^(.+?) - .+\.ipynb$")
COPY = re.compile(r"^(c[óo]pia de|copia de|copy of)\s+", re.IGNORECASE)
AGAIN = re.compile(r"\s*\(\d+\)$")
MAX_ENTRIES, MAX_UNPACKED = 5_000, 500_000_000  # files and bytes of one zip


class Submission(NamedTuple):
    """One file of one student; no file where the student handed in none."""

    student: str
    path: Path | None
    name: str  # the path in the folder or zip, for the table


def collect(source: Path, unpacked: Path) -> list[Submission]:
    """The submissions in a folder or zip, with zips in it unpacked elsewhere.

    Raises:
        SystemExit: there is no such folder, it is the course itself, or it is empty.
    """
    folder = source.resolve()
    if not folder.exists():
        raise SystemExit(f"There is no {source}; say make grade SUBMISSIONS=folder.")
    if folder.is_file():
        folder = _unpack(folder, unpacked / "class")
    elif (folder / "gan_utils").is_dir() or folder.is_relative_to(ROOT / "homework"):
        raise SystemExit(
            f"{source} holds the course, no class; say make grade SUBMISSIONS=folder."
        )
    found = _in_folder(_innermost(folder), unpacked)
    if not any(submission.path for submission in found):
        raise SystemExit(
            f"No notebooks in {source}; say make grade SUBMISSIONS=folder (or a zip)."
        )
    return found


def _in_folder(folder: Path, unpacked: Path) -> list[Submission]:
    """The notebooks, and students whose folder holds none."""
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_symlink() or any(part[0] == "." for part in parts):
            continue
        student, name = student_of(parts), "/".join(map(tidy, parts))
        if path.suffix == ".ipynb" and path.is_file():
            found.append(Submission(student, path, name))
        elif path.suffix == ".zip":
            inside = _unpack(path, unpacked / str(len(found)) / path.stem)
            for one in sorted(inside.rglob("*.ipynb")):
                found.append(Submission(student, one, f"{name}/{tidy(one.name)}"))
    with_file = {submission.student for submission in found}
    for path in sorted(folder.iterdir()):
        student = student_of((path.name, ""))
        moodle = MOODLE.match(tidy(path.name))
        if path.is_dir() and moodle and student not in with_file:
            with_file.add(student)
            found.append(Submission(student, None, ""))
    return found


def _innermost(folder: Path) -> Path:
    """The folder of the class: one folder around all the others does not count."""
    inside = [p for p in folder.iterdir() if p.name[0] not in "._"]
    if len(inside) == 1 and inside[0].is_dir():
        deeper = [p for p in inside[0].iterdir() if p.is_dir()]
        return _innermost(inside[0]) if len(deeper) > 1 else folder
    return folder


def student_of(parts: tuple[str, ...]) -> str:
    """The student, from a path in the class: Moodle's, Classroom's, or any folder's."""
    first = tidy(parts[0])
    if found := MOODLE.match(first) or (len(parts) == 1 and CLASSROOM.match(first)):
        return found[1].strip()
    if len(parts) > 1:
        return first
    return AGAIN.sub("", COPY.sub("", Path(first).stem))


def tidy(name: str) -> str:
    """A name with its accents in one form, on one line."""
    text = unicodedata.normalize("NFC", name)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _unpack(path: Path, into: Path) -> Path:
    """The notebooks (and zips) of a zip, in a new folder.

    A damaged zip also gives a file that is no notebook, so that its student has a row.
    """
    into.mkdir(parents=True, exist_ok=True)
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist()[:MAX_ENTRIES]:
                name = _decoded(entry)
                target = (into / name).resolve()
                if not target.is_relative_to(into.resolve()) or "__MACOSX" in name:
                    continue
                if entry.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                elif target.suffix in (".ipynb", ".zip") and not target.is_dir():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(entry) as file:  # a bomb stops at the limits
                        left -= target.write_bytes(file.read(MAX_FILE + 1))
                    if left < 0:
                        raise ValueError("more than any homework holds")
    # RuntimeError: it has a password. NotImplementedError: it was packed in a way that
    # Python does not know. ValueError: too much, or a name that no file can have.
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        (into / "damaged.ipynb").write_text("this zip is damaged", encoding="utf-8")
    return into


def _decoded(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; older tools write UTF-8 without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename
