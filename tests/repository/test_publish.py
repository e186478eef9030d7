"""The address of the repository: set everywhere, twice is once, by Python alone."""

import subprocess
import sys
from pathlib import Path

import notebook_checks as checks
import pytest
from copies import contents
from nbformat.v4 import new_code_cell, new_notebook

from tools import notebooks, publish

ROOT = Path(__file__).parents[2]
SLUG = publish.address(ROOT)


def text_files(folder):
    for name, content in contents(folder).items():
        yield name, content.decode("utf-8", errors="ignore")


def test_publish_rewrites_every_address(copy):
    before = contents(copy)
    publish.publish(copy, "jane/gans-for-all")
    left = publish.mentions(SLUG)
    for name, text in text_files(copy):
        assert not left.search(text), name
    assert publish.address(copy) == "jane/gans-for-all"
    for path in sorted((copy / "notebooks").glob("*.ipynb")):
        notebook = notebooks.read(path)
        assert (
            checks.bad_address(notebook, f"notebooks/{path.name}", "jane/gans-for-all")
            == []
        )
        assert notebooks.code_hash(
            notebook, "jane/gans-for-all"
        ) == notebooks.code_hash(notebooks.read(ROOT / "notebooks" / path.name), SLUG)
    publish.publish(copy, SLUG)
    assert contents(copy) == before


def test_a_published_copy_names_no_placeholder(copy):
    publish.publish(copy, "jane/gans-for-all")
    assert publish.check(copy) == 0
    for name, text in text_files(copy):
        assert f"{publish.NOBODY}/gan" not in text, name


def test_a_release_without_an_address_is_refused(tmp_path, capsys):
    settings = '[project.urls]\nRepository = "https://github.com/OWNER/gan-course"\n'
    (tmp_path / "pyproject.toml").write_text(settings)
    assert publish.check(tmp_path) == 1
    assert "publish.py owner/name" in capsys.readouterr().err


def test_a_second_call_changes_nothing(copy):
    assert publish.publish(copy, "jane/gans-for-all")
    once = contents(copy)
    assert publish.publish(copy, "jane/gans-for-all") == []
    assert contents(copy) == once


def test_publish_needs_no_package(copy):
    command = [sys.executable, "-I", "-S", "tools/publish.py", "jane/gans"]
    ran = subprocess.run(command, cwd=copy, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    assert "pyproject.toml" in ran.stdout.split()


def test_a_tag_is_set_in_the_setup_cells_and_leaves_outputs_fresh(tmp_path):
    settings = '[project.urls]\nRepository = "https://github.com/jane/gans"\n'
    (tmp_path / "pyproject.toml").write_text(settings)
    path = tmp_path / "notebooks" / "01_made_up.ipynb"
    notebook = new_notebook(cells=[new_code_cell('import os\n\nTAG = "main"\nos')])
    notebooks.write(path, notebooks.nbformat.writes(notebook))
    setup = tmp_path / notebooks.SETUP
    setup.parent.mkdir()
    setup.write_text('TAG = "main"  # whose code\n')
    publish.publish(tmp_path, "jane/gans", tag="v1.2")
    assert setup.read_text() == 'TAG = "v1.2"  # whose code\n'
    tagged = notebooks.read(path)
    assert tagged.cells[0].source == 'import os\n\nTAG = "v1.2"\nos'
    assert notebooks.code_hash(tagged, "jane/gans") == notebooks.code_hash(
        notebook, "jane/gans"
    )


@pytest.mark.parametrize("slug", ["", "jane", "https://github.com/jane/gans", "a/b/c"])
def test_publish_refuses_what_is_no_address(slug, tmp_path):
    with pytest.raises(SystemExit, match="make publish REPO="):
        publish.publish(tmp_path, slug)


@pytest.mark.parametrize("tag", ["", "-x", 'v1"', "a b"])
def test_publish_refuses_what_is_no_tag(tag, tmp_path):
    with pytest.raises(SystemExit, match="--tag v1"):
        publish.publish(tmp_path, "jane/gans", tag)
