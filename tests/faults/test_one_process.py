"""Two processes on one folder: the second is refused until the first dies."""

import os
import signal
import subprocess
import sys

import pytest

from gan_utils import runs
from gan_utils.files import checked
from gan_utils.files.lock import hold

HOLDER = """
import sys, time, pathlib
from gan_utils.files.lock import hold
lock = hold(pathlib.Path(sys.argv[1]))
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that trains into run.npz."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "run.npz")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


@pytest.mark.slow
def test_a_second_process_is_refused_until_the_first_is_killed(
    holder, tiny_gan, tmp_path
):
    path = tmp_path / "run.npz"
    with pytest.raises(BlockingIOError, match=rf"written by process {holder.pid} on "):
        runs.Run(path, tiny_gan())
    assert hold(tmp_path / "other.npz")
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    (tmp_path / "part-1-run.npz").write_text("half")
    run = runs.Run(path, tiny_gan())
    assert not list(tmp_path.glob("part-*"))
    run.save()
    run.on_train_end()
    assert [file.name for file in tmp_path.iterdir()] == ["run.npz"]


def test_a_process_may_open_its_own_training_again(tmp_path):
    first = hold(tmp_path / "run.npz")
    assert hold(tmp_path / "run.npz") is first
    del first
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_needs_no_lock(tmp_path):
    (tmp_path / "file").write_text("")
    assert hold(tmp_path / "file" / "run.npz") is None


def test_half_written_files_have_a_name_for_each_process(tmp_path):
    names = []

    def write(part):
        names.append(part.name)
        part.touch()

    checked.write_whole(tmp_path / "a", write)
    assert names == [f"part-{os.getpid()}-a"]
