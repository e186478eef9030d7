"""In and out of grading: notebooks in any state, zips of an LMS, tables and pages."""

import csv
import json
import zipfile
from pathlib import Path

import pytest

from homework.grading import grade as tool
from homework.grading import intake, integrity, marks, notebook, sandbox
from homework.grading.intake import collect
from homework.grading.marks import Grade
from homework.grading.report import Results

IMPORT = "from homework.checks.intro_gan import check"
CELL = {"cell_type": "code", "source": [IMPORT]}
GRADES = [
    Grade("Ana", "Ana/1.ipynb", "double", 2.0, 2, ""),
    Grade("Ana", "Ana/1.ipynb", "square", 0.0, 3, "no; Hint: times itself"),
    Grade("Ana", "Ana/1.ipynb", "essay", "", 4, "to be read by a person"),
]


# Reading --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"nbformat": 4, "cells": [CELL]}),  # no metadata at all
        json.dumps(
            {"nbformat": 4, "metadata": None, "cells": [CELL | {"metadata": 0}]}
        ),
        "\ufeff" + json.dumps({"cells": [CELL, None, {"cell_type": "code"}]}),
        json.dumps({"nbformat": 3, "worksheets": [{"cells": [CELL]}]}),
        json.dumps(
            {"nbformat": 2, "worksheets": [{"cells": [CELL | {"input": IMPORT}]}]}
        ),
    ],
)
def test_old_and_incomplete_notebooks_are_read(text, tmp_path):
    path = tmp_path / "hw.ipynb"
    path.write_text(text, encoding="utf-8")
    assert notebook.homework_of(notebook.read_cells(path)) == "intro_gan"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"cells": [', "damaged"),
        (b"", "damaged"),
        (b"\xff\xfe", "damaged"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"cells": ' + b"9" * 5000 + b"}", "damaged"),
        (b"[]", "no cells"),
        (b'{"cells": null}', "no cells"),
    ],
)
def test_what_is_no_notebook_is_told_and_costs_nothing_else(data, why, tmp_path):
    path = tmp_path / "hw.ipynb"
    path.write_bytes(data)
    with pytest.raises(notebook.NotANotebook, match=why):
        notebook.read_cells(path)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[1]",
        b'{"task": "double"}',
        b'{"nonce": "n", "task": "x", "seen": {"shape": [2], "values": [1]}}',
        b'{"nonce": "n", "x": {"shape": [], "values": [' + b"9" * 400 + b"]}}",
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_a_report_that_is_not_ours_counts_as_none(line):
    assert marks.parse(line, "n") == {}


# In -------------------------------------------------------------------------------


def put(path: Path, text: str = "{}") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def students(source, tmp_path):
    found = collect(source, tmp_path / "unpacked")
    return {(one.student, one.path.name if one.path else None) for one in found}


def test_the_zip_of_moodle_names_its_students_and_who_handed_in_nothing(tmp_path):
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("José Ão_12_assignsubmission_file/hw.ipynb", "{}")
        archive.writestr("Ana Lima_13_assignsubmission_file_/own.zip", b"no zip")
        archive.writestr("Bia_14_assignsubmission_file_01_intro_gan.ipynb", "{}")
        archive.writestr("Caio_15_assignsubmission_onlinetext/", "")
        archive.writestr("../../outside.ipynb", "{}")
    found = students(tmp_path / "class.zip", tmp_path)
    assert {name for name, _ in found} == {"José Ão", "Ana Lima", "Bia", "Caio"}
    assert ("Caio", None) in found and ("José Ão", "hw.ipynb") in found
    assert not (tmp_path.parent / "outside.ipynb").exists()


def test_a_folder_of_classroom_and_a_zip_of_a_student(tmp_path):
    folder = tmp_path / "class"
    put(folder / "Maria Silva - 01_intro_gan.ipynb")
    put(folder / "Cópia de Zé.ipynb")
    put(folder / ".hidden" / "no.ipynb")
    folder.joinpath("Davi").mkdir()
    with zipfile.ZipFile(folder / "Davi" / "tudo.zip", "w") as archive:
        archive.writestr("inside/hw.ipynb", "{}")
    assert students(folder, tmp_path) == {
        ("Maria Silva", "Maria Silva - 01_intro_gan.ipynb"),
        ("Zé", "Cópia de Zé.ipynb"),
        ("Davi", "hw.ipynb"),
    }


def test_a_zip_that_grows_without_end_is_left_at_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "MAX_UNPACKED", 2_500)
    folder = tmp_path / "class" / "Eva"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(100):
            archive.writestr(f"{number:03}.ipynb", b" " * 1_000)
    names = {name for _, name in students(tmp_path / "class", tmp_path)}
    assert names == {"000.ipynb", "001.ipynb", "002.ipynb", "damaged.ipynb"}


def test_a_path_above_the_working_folder_works(tmp_path, monkeypatch):
    put(tmp_path / "class" / "Ana" / "hw.ipynb")
    (tmp_path / "course").mkdir()
    monkeypatch.chdir(tmp_path / "course")
    assert students(Path("../class"), tmp_path) == {("Ana", "hw.ipynb")}


@pytest.mark.parametrize("what", ["empty", "missing", "repository", "homework"])
def test_what_is_no_class_is_refused(what, tmp_path):
    (tmp_path / "empty").mkdir()
    source = {"repository": sandbox.ROOT, "homework": sandbox.ROOT / "homework"}
    with pytest.raises(SystemExit, match="SUBMISSIONS="):
        tool.grade_class(source.get(what, tmp_path / what), sandbox.Limits())


# Out ------------------------------------------------------------------------------


def table(path: Path, delimiter: str = ",") -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_the_better_of_two_files_counts_and_every_student_has_one_row(tmp_path):
    results = Results(tmp_path)
    results.add("one", GRADES)
    better = [row._replace(submission="Ana/2.ipynb", points=2.5) for row in GRADES[:2]]
    results.add("two", [*better, GRADES[2]._replace(submission="Ana/2.ipynb")])
    results.add("none", [Grade("Caio", "", "", 0, 0, "no file")])
    results.write_all([], {}, {})
    rows = {row["student"]: row for row in table(tmp_path / "students.csv")}
    assert rows["Ana"]["points"] == "5" and rows["Ana"]["files"] == "Ana/2.ipynb"
    assert rows["Caio"]["points"] == "" and len(rows) == 2


def test_a_brazilian_excel_opens_the_table(tmp_path):
    Results(tmp_path, semicolon=True).add("key", [GRADES[0]._replace(student="=José")])
    data = (tmp_path / "grades.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfstudent;submission;")
    assert table(tmp_path / "grades.csv", ";")[0]["student"] == "'=José"


def test_grading_goes_on_after_an_interruption_and_keeps_points_by_hand(tmp_path):
    Results(tmp_path).add("key", GRADES)
    with (tmp_path / "grading.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"key": "cut o')  # killed while writing
    path = tmp_path / "grades.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("essay,,4", "essay,3.5,4"), encoding="utf-8-sig")
    results = Results(tmp_path)
    assert "key" in results.rows
    results.add("other", [GRADES[0]._replace(student="Bia", submission="b.ipynb")])
    rows = {(row["student"], row["task"]): row["points"] for row in table(path)}
    assert rows["Ana", "essay"] == "3.5" and rows["Bia", "double"] == "2"


def test_feedback_holds_the_hint_of_every_lost_point_and_no_markup_of_students(
    tmp_path,
):
    results = Results(tmp_path)
    results.add("key", [row._replace(student="<b>Ana") for row in GRADES])
    results.write_all([], {("essay", "<b>Ana"): "<script>"}, {})
    page = next((tmp_path / "feedback").iterdir()).read_text(encoding="utf-8")
    assert "Hint: times itself" in page and "&lt;b&gt;Ana" in page
    assert "&lt;script&gt;" in (tmp_path / "written.html").read_text(encoding="utf-8")


# Whose work is it? ----------------------------------------------------------------

LONG = "\n".join(f"def f{i}(x):\n    return x[{i}] * 3 + 1  # own" for i in range(20))


def test_a_renamed_copy_is_listed_and_other_work_is_not():
    shapes = {
        ("Ana", "a"): integrity.shape_of([LONG], set()),
        ("Bia", "b"): integrity.shape_of(
            [LONG.replace("x", "values").replace("own", "mine")], set()
        ),
        ("Caio", "c"): integrity.shape_of(["y = 1\n" * 100], set()),
        ("Ana", "again"): integrity.shape_of([LONG], set()),
    }
    pairs = {(pair.first, pair.second) for pair in integrity.alike(shapes)}
    assert pairs == {("a", "b"), ("b", "again")}


def test_cells_that_were_given_are_nobodys_copy():
    assert integrity.shape_of([LONG], {LONG}) == []


@pytest.mark.parametrize(
    "code",
    [
        "globals()[n] = check.TASKS[n].reference",
        "from homework.references.intro_gan import theory",
        "import gc",
        "sys._getframe(1)",
        "from homework.checks.intro_gan import theory",
        "import homework.checks.intro_gan.losses",
        "sys.modules['homework']",
    ],
)
def test_prying_code_is_flagged(code):
    assert integrity.prying([code], set())
    assert not integrity.prying([IMPORT, "x = np.mean(y)"], set())
