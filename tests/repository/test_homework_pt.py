"""The homework in Portuguese: it checks and grades as the English one does."""

import contextlib
import gettext
import io
import json
import re

import matplotlib
import nbformat
import numpy as np
import polib
import pytest

from gan_utils.language import speaking
from homework import messages, recognition
from homework.checks import words
from homework.checks.marking import mark
from homework.checks.tasks import STUBS, observe
from homework.grading import grade, report
from homework.grading.marks import Grade
from homework.grading.notebook import language_of, read_cells
from tools.execution import code_cells
from tools.notebooks import ROOT, read
from tools.translation import catalogue, hints, places, spelling

FINISHED = [
    source
    for source in recognition.sources()
    if catalogue.is_finished(
        catalogue.read(places.catalogue(ROOT, places.HOMEWORK + source.stem))
    )
]
each_source = pytest.mark.parametrize("source", FINISHED, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def entries() -> polib.POFile:
    return catalogue.read(places.catalogue(ROOT, hints.NAME))


def portuguese(source) -> nbformat.NotebookNode:
    return read(places.portuguese(ROOT, places.HOMEWORK + source.stem))


def solved(source) -> nbformat.NotebookNode:
    """The Portuguese notebook with the instructor's solutions."""
    right = {cell.id: cell.source for cell in read(source).cells}
    notebook = portuguese(source)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = right[cell.id]
    return notebook


def run(notebook, source, monkeypatch, folder) -> str:
    """Runs the code cells in this process and returns what they print."""
    monkeypatch.setattr(recognition.asked_of(source), "verdicts", {})
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GAN_PACE", "smoke")
    matplotlib.use("Agg")
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed), speaking("en"):
        for index, cell in enumerate(code_cells(notebook)):
            exec(compile(cell.source, f"<cell {index}>", "exec"), names)
    matplotlib.pyplot.close("all")
    return printed.getvalue()


# The notebooks --------------------------------------------------------------------


@each_source
def test_an_untouched_notebook_runs_and_says_in_portuguese_what_is_not_done(
    source, monkeypatch, tmp_path
):
    printed = run(portuguese(source), source, monkeypatch, tmp_path)
    tasks = recognition.asked_of(source).tasks
    for number, name in enumerate(tasks, 1):
        assert f"A questão {number} ainda não foi feita: escreva {name}" in printed
    possible = sum(task.points for task in tasks.values())
    assert f"\n0 de {possible} pontos" in printed
    assert not re.search(r"\b(not|done|task|points)\b", printed)


@each_source
def test_the_instructors_solutions_get_all_points(source, monkeypatch, tmp_path):
    printed = run(solved(source), source, monkeypatch, tmp_path)
    tasks = recognition.asked_of(source).tasks.values()
    possible = sum(task.points for task in tasks)
    assert f"\n{possible} de {possible} pontos" in printed
    assert printed.count("✓ Questão ") == len(tasks)


@each_source
def test_the_stub_is_one_that_the_checks_know(source):
    code = "\n".join(cell.source for cell in code_cells(portuguese(source)))
    stubs = re.findall(r'raise NotImplementedError\("(.*)"\)', code)
    assert len(stubs) == len(recognition.asked_of(source).tasks)
    assert set(stubs) == {STUBS[1]}


# What the checks say --------------------------------------------------------------


def test_the_list_of_messages_is_up_to_date():
    stored = messages.TEMPLATE.read_text(encoding="utf-8")
    assert stored == messages.text(), "run `make homework`"


def test_every_message_of_a_finished_homework_is_translated(entries):
    template = polib.pofile(str(messages.TEMPLATE))
    assert [x.msgid for x in template] == [x.msgid for x in entries], (
        "run `make translate`"
    )
    assert hints.complaints(ROOT, entries) == []


def test_what_python_reads_is_what_people_translated(entries):
    stored = (ROOT / hints.COMPILED).read_bytes()
    assert stored == hints.in_binary(entries), "run `make translate`"


def test_every_word_stands_in_the_dictionary_or_in_the_glossary(entries):
    if not spelling.is_there():
        pytest.skip("needs hunspell with the dictionary pt_BR")
    assert spelling.unknown(entries, spelling.glossary(ROOT)) == []


class Listener(gettext.NullTranslations):
    """The Portuguese catalogue, which remembers what it was asked for."""

    def __init__(self):
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, text: str) -> str:
        self.asked.add(text)
        return SPOKEN.gettext(text)


SPOKEN = words.CATALOGUES["pt"]


@each_source
def test_every_wrong_answer_is_told_in_portuguese(source, monkeypatch, entries):
    listener = Listener()
    monkeypatch.setitem(words.CATALOGUES, "pt", listener)
    check = recognition.asked_of(source)
    folder = recognition.checks_of(source)[0]
    for name, task in check.tasks.items():
        wrong, _ = recognition._collected(folder, name, "")
        for answer in wrong:
            with np.errstate(all="ignore"):
                seen = observe(task, answer)
            with speaking("pt"):
                message = mark(task, seen, check.expected(name, 0)).message
            assert "Dica: " in message or message == SPOKEN.gettext("right.")
    known = {entry.msgid for entry in entries if entry.translated()}
    with speaking("pt"):
        missed = [x for x in listener.asked - known if words._(x) == x]
    assert [text for text in missed if messages.is_message(text)] == []


def test_a_known_mistake_gets_its_hint_in_portuguese(capsys):
    from homework.checks.intro_gan import check

    def best_discriminator(p, q):
        return q / (p + q)

    with speaking("pt"):
        check(best_discriminator)
    assert "real e falso estão trocados" in capsys.readouterr().out


def test_a_text_whose_values_are_filled_in_is_translated_by_its_template():
    with speaking("pt"):
        assert words._("an array of shape (2, 3)") == "um array da forma (2, 3)"
        assert words._("nobody translated this") == "nobody translated this"
    assert words._("an array of shape (2, 3)") == "an array of shape (2, 3)"


# Grading --------------------------------------------------------------------------


def test_a_portuguese_submission_is_graded_as_an_english_one(tmp_path):
    pytest.importorskip("resource", reason="grading needs Linux or macOS")
    source = FINISHED[0]
    english, notebook = read(source), solved(source)
    wrong = "def best_discriminator(p, q):\n    return q / (p + q)"
    for student, made in (("Ann", english), ("Ana", notebook)):
        cell = next(x for x in made.cells if x.source.startswith("def best_disc"))
        cell.source = wrong
        (tmp_path / student).mkdir()
        nbformat.write(made, tmp_path / student / source.name)
    rows = grade.grade_class(tmp_path, grade.sandbox.Limits())
    graded = {"Ann": {}, "Ana": {}}
    for row in rows:
        graded[row.student][row.task] = (row.points, row.max_points)
    assert graded["Ana"] == graded["Ann"]
    assert "flag" not in graded["Ana"] and "cells" not in graded["Ana"]
    reasons = {row.student: row.reason for row in rows if "best_disc" in row.task}
    assert "real and fake are swapped" in reasons["Ann"]
    assert "real e falso estão trocados" in reasons["Ana"]
    feedback = (tmp_path / "feedback" / "Ana.html").read_text(encoding="utf-8")
    assert "real e falso estão trocados" in feedback


def test_the_page_that_a_student_gets_back_is_portuguese(tmp_path):
    """Labels, points with a comma, and what the grader itself has to say."""
    ended = words.told("took longer than 4 s", "pt")
    reason = words.told("to be read by a person", "pt")
    rows = [
        Grade("Ana", "Ana/1.ipynb", "double", 1.5, 3, ended),
        Grade("Ana", "Ana/1.ipynb", "essay", "", 4, reason),
        Grade("Caio", "", "", 0, 0, "no file"),
    ]
    results = report.Results(tmp_path)
    for row in rows:
        results.add(row.task, [row])
    results.write_all([], {}, {"Ana": "pt", "Caio": "pt"})
    page = (tmp_path / "feedback" / "Ana.html").read_text(encoding="utf-8")
    assert '<html lang="pt-BR">' in page and "1,5 de 3" in page and "– de 4" in page
    assert "levou mais de 4 s" in page and "uma pessoa vai ler" in page
    assert "Total: " in page and not re.search(r"Together|points|took", page)
    page = (tmp_path / "feedback" / "Caio.html").read_text(encoding="utf-8")
    assert "Nenhum arquivo" in page and "No file" not in page


def test_two_untouched_portuguese_notebooks_share_no_code_of_their_own():
    source = FINISHED[0]
    cells = [cell.source for cell in code_cells(portuguese(source))]
    given = grade.given_cells("intro_gan")[1]
    assert grade.integrity.prying(cells, given) == []
    assert grade.integrity.shape_of(cells, given) == []


def test_the_language_of_a_submission_stands_in_its_setup(tmp_path):
    path = tmp_path / "hw.ipynb"
    for setup, language in (
        ('course.setup(seed=1, language="pt")', "pt"),
        ("course.setup(seed=1)", "en"),
        ('course.setup(language="xx")', "en"),
    ):
        cell = {"cell_type": "code", "source": setup}
        path.write_text(json.dumps({"cells": [cell]}))
        assert language_of(read_cells(path)) == language
