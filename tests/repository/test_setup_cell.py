"""The setup cell: one source, and one sentence where it cannot find the course."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import notebooks as tool
from tools import publish

ROOT = Path(__file__).parents[2]
CELL = (ROOT / tool.SETUP).read_text(encoding="utf-8").strip()


def git(*arguments: str, cwd: Path) -> str:
    who = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    command = ["git", *who, *arguments]
    ran = subprocess.run(command, cwd=cwd, check=True, capture_output=True)
    return ran.stdout.decode().strip()


def course_in(folder: Path) -> Path:
    """The least that the cell takes for the course."""
    (folder / "gan_utils").mkdir(parents=True)
    (folder / "gan_utils" / "course.py").touch()
    return folder


@pytest.fixture
def alone(monkeypatch, tmp_path) -> Path:
    """An empty folder to work in; gan_utils is not installed, GitHub is not there."""
    folder = tmp_path / "alone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("GAN_COURSE_REPO", (tmp_path / "nowhere").as_uri())
    monkeypatch.setenv("GIT_TERMINAL_PROMPT", "0")
    return folder


@pytest.fixture
def published(alone, monkeypatch, tmp_path) -> Path:
    """A repository in place of GitHub: the branch main, and a tag before its end."""
    folder = course_in(tmp_path / "published")
    git("init", "--initial-branch=main", cwd=folder)
    for name in ("v1", "v2"):
        (folder / "version").write_text(name)
        git("add", ".", cwd=folder)
        git("commit", "-m", name, cwd=folder)
        git("tag", name, cwd=folder)
    monkeypatch.setenv("GAN_COURSE_REPO", folder.as_uri())
    return folder


def run(tag: str = "main", kaggle: Path = Path("nowhere")) -> Path:
    """The folder that the cell put first on Python's path."""
    cell = publish.TAG_LINE.sub(rf"\g<1>{tag}", CELL)
    exec(cell.replace("/kaggle/input", str(kaggle)), {})
    return Path(sys.path[0])


def test_every_notebook_has_this_setup_cell_folded_away():
    homework = sorted((ROOT / "homework").rglob("[0-9]*.ipynb"))
    english = [path for path in homework if path.parent.name != "pt"]
    for path in [*tool.find(ROOT, []), *english]:
        cell = tool.code_cells(tool.read(path))[0]
        assert cell.source == CELL, path
        folded = {"cellView": "form", "jupyter": {"source_hidden": True}}
        assert json.loads(json.dumps(cell.metadata)).items() >= folded.items(), path


# Where it looks ---------------------------------------------------------------------


@pytest.mark.parametrize("where", [".", "notebooks", "homework", "homework/instructor"])
def test_in_a_clone_from_any_working_folder_it_takes_the_clone(where, alone):
    course_in(alone)
    (alone / where).mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(alone / where)
        assert run() == alone


def test_an_unpacked_copy_beside_the_notebook_is_taken(alone):
    unpacked = course_in(alone / "gan-course-main")
    assert run() == unpacked


@pytest.mark.parametrize("depth", ["gans", "datasets/jane/gans/gan-course"])
def test_on_kaggle_without_internet_it_takes_what_is_attached(depth, alone, tmp_path):
    attached = course_in(tmp_path / "input" / depth)
    for folder in (attached, *attached.parents[:2], attached / "gan_utils"):
        folder.chmod(0o555)
    assert run(kaggle=tmp_path / "input") == attached
    assert list(alone.iterdir()) == []
    for folder in (attached, *attached.parents[:2], attached / "gan_utils"):
        folder.chmod(0o755)


def test_alone_it_fetches_the_tag_or_the_commit_that_it_names(published, alone):
    assert run("v1") == alone / "gan-course" / "v1"
    assert Path(sys.path[0], "version").read_text() == "v1"
    assert Path(run("main"), "version").read_text() == "v2"
    commit = git("rev-parse", "v1", cwd=published)
    assert Path(run(commit), "version").read_text() == "v1"


def test_a_second_run_needs_no_network(published, alone, monkeypatch):
    first = run("v1")
    monkeypatch.setenv("GAN_COURSE_REPO", "file:///nowhere")
    assert run("v1") == first


def test_half_a_copy_is_finished_and_not_taken_for_a_whole(published, alone):
    part = alone / "gan-course" / "v1.part"
    part.mkdir(parents=True)
    git("init", cwd=part)
    git("fetch", "--depth=1", published.as_uri(), "v1", cwd=part)
    course_in(part)
    (part / "version").write_text("ha")
    assert run("v1").name == "v1" and Path(sys.path[0], "version").read_text() == "v1"


# Where it cannot find it ------------------------------------------------------------


def test_without_such_a_repository_one_sentence_says_what_to_do(alone):
    sentence = "does not appear to be a git repository; go online, correct URL or TAG, "
    with pytest.raises(RuntimeError, match=sentence):
        run()


def test_without_such_a_tag_one_sentence_says_what_to_do(published):
    sentence = "couldn't find remote ref v9; go online, correct URL or TAG"
    with pytest.raises(RuntimeError, match=sentence):
        run("v9")


def test_without_internet_one_sentence_says_what_to_do(alone, monkeypatch):
    # The name ends in .invalid, which no network knows.
    monkeypatch.setenv("GAN_COURSE_REPO", "https://github.invalid/jane/gans")
    with pytest.raises(RuntimeError, match="github.invalid.*; go online"):
        run()


def test_of_a_copy_that_git_cannot_mend_one_sentence_says_what_to_do(published, alone):
    (alone / "gan-course" / "v1.part" / ".git").mkdir(parents=True)
    (alone / "gan-course" / "v1.part" / ".git" / "HEAD").touch()
    with pytest.raises(RuntimeError, match="not a git repository.*delete gan-course"):
        run("v1")
