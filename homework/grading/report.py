"""What a lecturer gets: tables, feedback for each student, the written answers."""

import csv
import html
import json
from collections import defaultdict
from pathlib import Path

from gan_utils.language import speaking, spoken
from homework.checks.words import _
from homework.grading.integrity import Alike
from homework.grading.marks import Grade

NOT_GRADED = "could not be graded: "
PAGE = """<!DOCTYPE html><html lang="{language}"><meta charset="utf-8">
<title>{title}</title>
<style>body{{font-family:sans-serif;max-width:46em;margin:2em auto}}
td,th{{text-align:left;padding:.3em 1em .3em 0;vertical-align:top}}
pre{{white-space:pre-wrap}}</style><h1>{title}</h1>{body}</html>
"""


class Results:
    """The rows of a class in its folder; written after every submission.

    Args:
        folder: where the files go.
        semicolon: separate columns by ``;``, as a Brazilian Excel expects.
    """

    def __init__(self, folder: Path, semicolon: bool = False):
        self.folder, self.delimiter = folder, ";" if semicolon else ","
        folder.mkdir(parents=True, exist_ok=True)
        self.state = folder / "grading.jsonl"
        self.rows: dict[str, list[Grade]] = {}  # by the digest and name of a file
        if self.state.exists():
            for line in self.state.read_text(encoding="utf-8").splitlines():
                self._remember(line)
        self.by_hand = self._points_by_hand()

    def _remember(self, line: str) -> None:
        """Takes one line of the state; the last one may be cut off."""
        try:
            found = json.loads(line)
            self.rows[found["key"]] = [Grade(*row) for row in found["rows"]]
        except (ValueError, KeyError, TypeError):
            return

    def _points_by_hand(self) -> dict[tuple, str]:
        """Points in grades.csv that are not those that the grader wrote there."""
        path = self.folder / "grades.csv"
        if not path.exists():
            return {}
        ours = {row[:3]: row for rows in self.rows.values() for row in rows}
        text = path.read_text(encoding="utf-8-sig")
        delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
        found = {}
        for row in csv.DictReader(text.splitlines(), delimiter=delimiter):
            key = tuple(unsafe(row.get(name) or "") for name in Grade._fields[:3])
            points = (row.get("points") or "").strip().replace(",", ".")
            if points and (key not in ours or points != number(ours[key].points)):
                found[key] = points
        return found

    def add(self, key: str, rows: list[Grade]) -> None:
        """Keeps the rows of one file, and writes the tables anew."""
        self.rows[key] = rows
        if any(row.reason.startswith(NOT_GRADED) for row in rows):
            return self.write_grades()  # the next time it is tried again
        with self.state.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": key, "rows": rows}) + "\n")
        self.write_grades()

    def current(self) -> list[Grade]:
        """All rows, with the points that a person gave."""
        rows = [row for rows in self.rows.values() for row in rows]
        return [
            row._replace(points=float(given)) if is_number(given) else row
            for row in rows
            for given in [self.by_hand.get(row[:3], "")]
        ]

    def write_grades(self) -> None:
        """grades.csv: a row for each task of each file."""
        rows = [[*row[:3], number(row.points), *row[4:]] for row in self.current()]
        self._table("grades.csv", Grade._fields, rows)

    def _table(self, name: str, head: tuple, rows: list) -> None:
        """A table that Excel opens with its accents."""
        part = self.folder / f".{name}.part"  # never half a table under its name
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=self.delimiter)
            writer.writerow(head)
            writer.writerows([[safe(cell) for cell in row] for row in rows])
        part.replace(self.folder / name)

    def best(self) -> dict[str, dict[str, list[Grade]]]:
        """{student: {homework: rows of the best file}}."""
        files: dict[tuple, list[Grade]] = defaultdict(list)
        for row in self.current():
            files[row.student, row.submission].append(row)
        chosen: dict[str, dict] = defaultdict(dict)
        for (student, _file), rows in files.items():
            tasks = tuple(row.task for row in rows if row.max_points)
            old = chosen[student].get(tasks)
            if old is None or total(rows) > total(old):
                chosen[student][tasks] = rows
        for student, by_homework in chosen.items():
            if len(by_homework) > 1:  # a file that is no homework counts only alone
                chosen[student] = {k: v for k, v in by_homework.items() if k}
        return chosen

    def write_all(
        self, similar: list[Alike], texts: dict[tuple, str], languages: dict[str, str]
    ) -> None:
        """The tables of students, the feedback in their languages, written answers."""
        self.write_grades()
        students, lms = [], []
        (self.folder / "feedback").mkdir(exist_ok=True)
        for student, by_homework in sorted(self.best().items()):
            rows = [row for rows in by_homework.values() for row in rows]
            possible = sum(row.max_points for row in rows)
            open_ = [row.task for row in rows if row.points == "" and row.max_points]
            lost = [f"{row.task}: {row.reason}" for row in rows if is_lost(row)]
            files = ", ".join(dict.fromkeys(row.submission for row in rows))
            earned = number(total(rows)) if files else ""
            students.append([student, files, earned, possible, ", ".join(open_)])
            lms.append([student, earned, " | ".join(lost)])
            page = self.folder / "feedback" / f"{file_name(student)}.html"
            with speaking(languages.get(student, "en")):
                page.write_text(feedback(student, by_homework), encoding="utf-8")
        head = ("student", "files", "points", "max_points", "to be read")
        self._table("students.csv", head, students)
        self._table("lms.csv", ("Full name", "Grade", "Feedback comments"), lms)
        self._table("similar.csv", Alike._fields, similar)
        body = "".join(
            f"<h2>{html.escape(task)} · {html.escape(student)}</h2>"
            f"<pre>{html.escape(text)}</pre>"
            for (task, student), text in sorted(texts.items())
        )
        page = PAGE.format(title="Written answers", body=body, language="en")
        (self.folder / "written.html").write_text(page, encoding="utf-8")


def feedback(student: str, by_homework: dict[tuple, list[Grade]]) -> str:
    """The page of one student: points, and the hint for each lost one."""
    body = ""
    for rows in by_homework.values():
        name = rows[0].submission or _("no file").capitalize()
        body += f"<h2>{html.escape(name)}</h2><table>"
        for row in rows:
            if row.task == "flag":
                continue  # for the lecturer's eyes
            of = _("{points} of {possible}")
            of = of.format(points=in_words(row.points) or "–", possible=row.max_points)
            shown = of if row.max_points else ""
            task = _("cells") if row.task == "cells" else row.task
            cells = (task, shown, _(row.reason))
            inside = "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells)
            body += f"<tr>{inside}</tr>"
        together = _("Together: {points} points.").format(points=in_words(total(rows)))
        body += f"</table><p>{together}</p>"
    language = {"pt": "pt-BR"}.get(spoken(), spoken())
    return PAGE.format(title=html.escape(student), body=body, language=language)


def total(rows: list[Grade]) -> float:
    """The points that are known."""
    return sum(float(row.points) for row in rows if row.points != "")


def is_lost(row: Grade) -> bool:
    """Whether points are lost in this row."""
    return row.points != "" and float(row.points) < row.max_points


def number(points: float | str) -> str:
    """Points as text: 2, 1.5, or nothing."""
    return points if isinstance(points, str) else f"{points:g}"


def in_words(points: float | str) -> str:
    """Points as text for a student: in Portuguese with a comma."""
    text = number(points)
    return text.replace(".", ",") if spoken() == "pt" else text


def is_number(text: str) -> bool:
    """Whether a cell holds a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def safe(cell: object) -> object:
    """A cell that a spreadsheet does not take for a formula."""
    is_formula = isinstance(cell, str) and cell[:1] in tuple("=+-@") and cell[:1]
    return f"'{cell}" if is_formula else cell


def unsafe(cell: str) -> str:
    """What `safe` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell


def file_name(student: str) -> str:
    """A name of a file that no system refuses."""
    kept = "".join(c if c.isalnum() or c in " -_." else "_" for c in student)
    return kept.strip(" .")[:100] or "_"
