"""The committed notebooks: well made, fresh, and alone in a folder they still run."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import notebook_checks as checks
import pytest
from copies import contents
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebook_checks import ROOT, SLUG

from tools import notebooks as tool
from tools.execution import code_cells

PATHS = tool.find(ROOT, [])
NOTEBOOKS = {path.stem: tool.read(path) for path in PATHS}
each_notebook = pytest.mark.parametrize("name", NOTEBOOKS)


@each_notebook
@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_there_is_nothing_to_complain_of(name, check):
    assert check(NOTEBOOKS[name]) == []


@each_notebook
def test_badge_and_setup_lead_to_the_repository(name):
    path = f"notebooks/{name}.ipynb"
    assert checks.bad_address(NOTEBOOKS[name], path, SLUG) == []


def test_readme_and_citation_lead_to_the_repository():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in PATHS:
        assert f"github/{SLUG}/blob/main/notebooks/{path.name}" in readme
    assert f"https://github.com/{SLUG}" in (ROOT / "CITATION.cff").read_text()


# The checks themselves can fail -----------------------------------------------------


def made_up(*outputs, source: str = "1") -> nbformat.NotebookNode:
    cell = new_code_cell(source, outputs=list(outputs), execution_count=1)
    notebook = new_notebook(cells=[new_markdown_cell("# Title"), cell])
    code = tool.code_hash(notebook, SLUG)
    notebook.metadata["gan_course"] = {"code_sha256": code, "pace": "lecture"}
    return notebook


def stream(text: str, name: str = "stdout") -> nbformat.NotebookNode:
    return new_output("stream", name=name, text=text)


def test_what_is_fine_passes_and_what_a_lesson_needs_is_missed():
    data = {"image/png": "/tmp/iVBORw0KGgo="}
    picture = new_output("display_data", data, metadata={"alt": "a ring"})
    film = '<video aria-label="a film" src="data:video/mp4;base64,R0/tmp/x="></video>'
    film = new_output("display_data", {"text/html": film})
    notebook = made_up(stream("1,800 images/s\n" * 40), picture, film)
    found = [text for check in checks.CHECKS for text in check(notebook)]
    assert found == checks.missing_parts(notebook)
    assert len(found) == len(checks.PARTS)
    assert len(checks.bad_address(notebook, "notebooks/01_a.ipynb", SLUG)) == 3


def test_changed_code_is_stale():
    notebook = made_up()
    notebook.cells[1].source = "2"
    assert checks.stale(notebook)


def test_a_notebook_that_never_ran_is_stale():
    assert checks.stale(new_notebook(cells=[new_code_cell("1")]))


def test_changed_address_is_not_stale():
    source = 'REPOSITORY = "https://github.com/{}"'
    notebook = made_up(source=source.format(SLUG))
    notebook.cells[1].source = source.format("jane/gans")
    assert checks.stale(notebook, "jane/gans") == []


def test_cells_run_twice_are_out_of_order():
    notebook = made_up()
    notebook.cells[1].execution_count = 2
    assert checks.out_of_order(notebook)


@pytest.mark.parametrize(
    "output",
    [
        new_output("error", ename="ValueError", evalue="no", traceback=[]),
        new_output("display_data", {checks.WIDGET: {"model_id": "1"}}),
        stream("Traceback (most recent call last):\n"),
        stream("10%\r20%\n", "stderr"),
        stream("1/9\b\b\b2/9\n"),
        new_output("display_data", {"text/html": '<progress value="1" max="9">'}),
        stream("line\n" * 41),
        new_output("execute_result", {"text/plain": "'loss': 0.1,\n" * 41}),
        stream("saved to /home/jane/runs/film.gif"),
        stream("'/content/gan-course/data'"),
        stream("C:\\Users\\jane\\film.gif"),
        new_output("execute_result", {"text/plain": "<History at 0x7f3b0c1d2e90>"}),
    ],
    ids=str,
)
def test_bad_output_is_found(output):
    assert checks.bad_outputs(made_up(output))


def test_a_figure_or_a_film_without_a_text_is_found():
    picture = new_output("display_data", {"image/png": "iVBORw0KGgo="})
    film = new_output("display_data", {"text/html": '<video src="data:x"></video>'})
    assert len(checks.mute_figures(made_up(picture, film))) == 2


@each_notebook
def test_setup_and_settings_are_forms_and_a_gpu_is_asked_for(name):
    notebook = NOTEBOOKS[name]
    assert checks.not_folded(notebook) == []
    assert notebook.metadata["accelerator"] == "GPU"


def test_a_setup_that_is_not_folded_is_found():
    notebook = made_up(source="# @title Setup")
    notebook.cells.append(new_code_cell("# @title Settings"))
    assert len(checks.not_folded(notebook)) == 3


def test_stored_widgets_are_found():
    notebook = made_up()
    notebook.metadata["widgets"] = {}
    assert checks.bad_outputs(notebook)


@pytest.mark.parametrize(
    "name", ["01_intro_gan", "02_dcgan", "03_conditional_gan", "04_pix2pix"]
)
def test_a_notebook_fits_a_lecture(name):
    assert checks.too_long_for_a_lecture(NOTEBOOKS[name]) == []


def test_a_notebook_that_fits_no_lecture_is_found():
    cells = [new_code_cell("1") for _ in range(61)]
    cells += [new_markdown_cell("word " * 3501), new_markdown_cell("## Appendix\n" * 2)]
    assert len(checks.too_long_for_a_lecture(new_notebook(cells=cells))) == 2
    assert checks.too_long_for_a_lecture(new_notebook(cells=cells[-1:] + cells)) == []


def test_large_file_is_found():
    picture = new_output("display_data", {"image/png": "x" * 1_500_000})
    assert checks.too_large(made_up(picture))


def test_long_cells_are_found():
    longest_and_median = checks.bad_cells(made_up(source="x\n" * 25))
    assert len(longest_and_median) == 2
    assert checks.bad_cells(made_up(source="x" * 89))


def test_code_that_the_library_does_not_hold_is_found():
    notebook = made_up(source="# gan_utils.course.by_pace\ndef by_pace(): ...")
    assert checks.other_code(notebook)


def test_unknown_latex_is_found():
    notebook = new_notebook(cells=[new_markdown_cell(r"$\nosuchcommand x$ and $y^2$")])
    assert len(checks.unreadable_equations(notebook)) == 1


# Commands on a copy of the repository -----------------------------------------------


def test_sync_copies_the_library_once(copy):
    path = copy / "notebooks" / "00_made_up.ipynb"
    name = "gan_utils.course.by_pace"
    notebook = new_notebook(cells=[new_code_cell(f"# {name}\nold"), new_code_cell("1")])
    nbformat.write(notebook, path)
    tool.sync(copy)
    assert tool.read(path).cells[0].source == tool.library_source(name)
    assert tool.read(path).cells[1].source == "1"
    once = contents(copy)
    tool.sync(copy)
    assert contents(copy) == once


def test_a_method_is_shown_without_its_indentation(tmp_path, monkeypatch):
    source = "class Shown:\n    def method(self):\n        return 1\n"
    (tmp_path / "shown_module.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    name = "shown_module.Shown.method"
    assert tool.library_source(name) == f"# {name}\ndef method(self):\n    return 1"


def test_a_cell_that_names_nothing_is_refused():
    with pytest.raises(LookupError, match="correct its first line"):
        tool.library_source("gan_utils.models.no_such_network")


def test_unknown_notebook_is_refused(copy):
    with pytest.raises(SystemExit, match="No notebook starts with '99'"):
        tool.find(copy, ["99"])


# Alone, as in Colab -----------------------------------------------------------------


@pytest.fixture
def bare_python(tmp_path) -> Path:
    """A Python with this one's packages, in which gan_utils is not installed.

    Python reads no .pth file in a folder that a .pth file added, so an editable
    install in this environment does not reach the new one.
    """
    folder = tmp_path / "bare"
    create = [sys.executable, "-m", "venv", "--without-pip", str(folder)]
    subprocess.run(create, check=True)
    bare = {"base": str(folder), "platbase": str(folder)}
    site_packages = Path(sysconfig.get_path("purelib", "venv", vars=bare))
    packages = f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n"
    (site_packages / "packages.pth").write_text(packages)
    scripts = Path(sysconfig.get_path("scripts", "venv", vars=bare))
    python = scripts / Path(sys.executable).name
    install = [str(python), "-m", "ipykernel", "install", "--sys-prefix"]
    subprocess.run(install, check=True, capture_output=True)
    return python


def git(*arguments: str, cwd: Path) -> None:
    who = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=cwd, check=True, capture_output=True)


@pytest.mark.slow
def test_one_notebook_alone_clones_the_course_and_runs(copy, bare_python, tmp_path):
    git("init", "--quiet", "--initial-branch=main", cwd=copy)
    git("add", "--all", cwd=copy)
    git("commit", "--quiet", "--message", "copy", cwd=copy)
    folder = tmp_path / "alone"
    folder.mkdir()
    notebook = tool.read(PATHS[0])
    notebook.cells.append(new_code_cell("import gan_utils\nprint(gan_utils.__file__)"))
    nbformat.write(notebook, folder / PATHS[0].name)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    environment |= {"GAN_PACE": "smoke", "GAN_COURSE_REPO": copy.as_uri()}
    execute = ["-m", "nbconvert", "--to=notebook", "--execute", "--inplace"]
    ran = subprocess.run(
        [str(bare_python), *execute, PATHS[0].name],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    cells = code_cells(tool.read(folder / PATHS[0].name))
    outputs = [output for cell in cells for output in cell.outputs]
    # Not a word from TensorFlow, neither as it loads nor about functions traced anew.
    assert [o.text for o in outputs if o.get("name") == "stderr"] == []
    imported_from = outputs[-1].text
    assert Path(imported_from.strip()).is_relative_to(folder / "gan-course")
