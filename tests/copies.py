"""The working tree of the course, copied elsewhere for a test."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def working_tree() -> list[str]:
    """The files that git keeps or would keep, as they are now."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    if listed.returncode:
        # An unpacked archive has no list of its files to copy.
        pytest.skip("needs git and a clone, whose list of files is copied")
    names = dict.fromkeys(listed.stdout.split("\0"))
    return [name for name in names if name and (ROOT / name).is_file()]


@pytest.fixture
def copy(tmp_path) -> Path:
    """The working tree, elsewhere."""
    for name in working_tree():
        (tmp_path / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / "copy" / name)
    return tmp_path / "copy"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
