"""Two real processes that talk over the network of this machine."""

import csv
import os
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
from programs import run

from gan_utils.train import launch

HERE = Path(__file__).parent
TRAINING = HERE / "tiny_training.py"
# For instance "1:15 0:25": who is killed, and after which step.
KILLS = os.environ.get("GAN_WORKER_KILLS", "1:15")
ARGUMENTS = ["cgan", "--data", "mnist", "--source", "sample", "--batch-size", "16"]
ARGUMENTS += ["--steps", "30", "--deterministic"]


def two_workers(folder, **environment):
    """Trains with two workers into folder/run; what the launcher printed."""
    program = "import sys; from gan_utils.train import launch\n"
    program += "sys.exit(launch.run_workers(2, 3, sys.argv[1:]))"
    command = [sys.executable, TRAINING, *ARGUMENTS, "--out", folder / "run"]
    command += ["--strategy", "multi_worker"]
    return run("-c", program, *command, LEARNT=str(folder), **environment)


def state(folder, worker=0):
    with np.load(folder / f"worker_{worker}.npz") as file:
        return {name: file[name] for name in file if name.startswith("variable")}


def losses(folder):
    with open(folder / "run" / "history.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{name: row[name] for name in row if name != "seconds"} for row in rows]


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("uninterrupted")
    two_workers(folder, TMPDIR=str(folder))
    return folder


@pytest.mark.slow
def test_two_workers_end_with_equal_weights(uninterrupted):
    first, second = state(uninterrupted, 0), state(uninterrupted, 1)
    assert first.keys() == second.keys() and len(first) > 40
    for name, value in first.items():
        np.testing.assert_array_equal(second[name], value, err_msg=name)


@pytest.mark.slow
def test_two_workers_learn_what_one_device_learns(uninterrupted, tmp_path):
    run(TRAINING, *ARGUMENTS, "--out", tmp_path / "run", LEARNT=str(tmp_path))
    assert losses(uninterrupted) == losses(tmp_path)  # to the six digits written
    for name, value in state(tmp_path).items():
        found = state(uninterrupted)[name]
        np.testing.assert_allclose(found, value, rtol=1e-7, atol=1e-9, err_msg=name)


@pytest.mark.slow
def test_only_the_chief_writes_the_folder_and_nothing_else_is_left(uninterrupted):
    written = {path.name for path in (uninterrupted / "run").iterdir()}
    assert written >= {"generator.keras", "history.csv", "samples.png", "film.gif"}
    assert [row["step"] for row in losses(uninterrupted)] == ["10", "20", "30"]
    keras.models.load_model(uninterrupted / "run" / "generator.keras")
    left = {path.name for path in uninterrupted.iterdir()}
    assert left == {"run", "worker_0.npz", "worker_1.npz"}


@pytest.mark.slow
def test_after_a_worker_was_killed_all_end_as_if_nothing_had_happened(
    uninterrupted, tmp_path
):
    printed = two_workers(tmp_path, KILL=KILLS)
    assert printed.count("killed by signal 9") == len(KILLS.split())
    assert len(list(tmp_path.glob("killed_*"))) == len(KILLS.split())
    assert losses(tmp_path) == losses(uninterrupted)  # nothing missing or doubled
    for worker in (0, 1):
        for name, value in state(uninterrupted).items():
            found = state(tmp_path, worker)[name]
            np.testing.assert_array_equal(found, value, err_msg=name)


def worker(text):
    """A command that runs a few lines, for tests of the launcher alone."""
    return [sys.executable, "-c", f"import os, signal, sys, time\n{text}"]


def test_the_launcher_tells_every_worker_the_addresses_of_all(tmp_path):
    text = "open(sys.argv[1] + os.environ['TF_CONFIG'][-3], 'w').write("
    text += "os.environ['TF_CONFIG'])"
    assert launch.run_workers(3, 0, [*worker(text), f"{tmp_path}/"]) == 0
    told = {p.name: p.read_text().split('"task"')[0] for p in tmp_path.iterdir()}
    assert sorted(told) == ["0", "1", "2"] and len(set(told.values())) == 1
    assert told["0"].count("localhost:") == 3


def test_the_launcher_resumes_when_a_worker_is_killed_and_gives_up_in_the_end(
    tmp_path, capfd
):
    text = "open(sys.argv[1], 'a').write(' '.join(sys.argv[2:]) + '.')\n"
    text += "os.kill(os.getpid(), signal.SIGKILL)"
    assert (
        launch.run_workers(1, 2, [*worker(text), str(tmp_path / "starts"), "--x"]) == 1
    )
    starts = (tmp_path / "starts").read_text()
    assert starts == "--x.--x --resume.--x --resume."
    assert "killed 3 times, gave up" in capfd.readouterr().err


def test_an_error_of_a_worker_stops_the_others_and_is_not_tried_again(tmp_path):
    text = "open(sys.argv[1], 'a').write('.')\n"
    text += "sys.exit(7) if os.environ['TF_CONFIG'][-3] == '1' else time.sleep(100)"
    starts = tmp_path / "starts"
    assert launch.run_workers(2, 5, [*worker(text), str(starts)]) == 7
    assert len(starts.read_text()) <= 2
