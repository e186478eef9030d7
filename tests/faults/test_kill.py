"""Trainings that are killed for real, with SIGKILL, at random moments."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import keras
import numpy as np
import pytest

N_KILLS = int(os.environ.get("GAN_KILLS", "20"))
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
# Imports once; every training is a fork of its own, so that a kill costs no new import.
# Nothing of TensorFlow has run in the parent when it forks.
NURSERY = """
import os, sys
from gan_utils.train import trainer
trainer.STEPS_PER_EPOCH = 30
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        sys.stdin.close()
        os._exit(trainer.main(line.split()))
    print("started", child, flush=True)
    print("ended", os.waitpid(child, 0)[1], flush=True)
"""
# Saved after every epoch, so that a test need not wait for the usual 30 seconds.
IMPATIENT = "from gan_utils import runs\nruns.Run.due = lambda run: True\n"


class Nursery:
    """Starts trainings quickly, each in its own process."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-c", NURSERY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, arguments):
        self.process.stdin.write(" ".join(arguments) + "\n")
        self.process.stdin.flush()
        return int(self.told("started"))

    def end(self):
        """Waits for the training; 0 when it came to its end."""
        return int(self.told("ended"))

    def told(self, word):
        for line in self.process.stdout:  # between what the training prints
            if line.startswith(word):
                return line.split()[1]
        raise AssertionError("the nursery died")


def arguments(out):
    options = "--source sample --steps 2400 --deterministic --checkpoint-seconds 0.01"
    return ["gan", "--data", "mnist", "--out", str(out), "--resume", *options.split()]


def wait_for_another_saving(file):
    """Until the training that was just started has saved itself."""

    def saved_at():
        return file.stat().st_mtime_ns if file.exists() else None

    before, patience = saved_at(), time.monotonic() + 300
    while saved_at() == before:
        assert time.monotonic() < patience, "the training does not start"
        time.sleep(0.01)


@pytest.mark.slow
def test_a_training_killed_again_and_again_ends_in_the_same_bits(tmp_path):
    rng, nursery = np.random.default_rng(), Nursery()
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    nursery.start(arguments(whole))
    assert nursery.end() == 0
    for number in range(N_KILLS):
        process = nursery.start(arguments(killed))
        if number % 4:  # while it trains, draws or saves
            wait_for_another_saving(killed / "run.npz")
            time.sleep(rng.uniform(0, 0.4))
        else:  # while it still starts
            time.sleep(rng.uniform(0, 2))
        os.kill(process, signal.SIGKILL)
        assert nursery.end() == signal.SIGKILL, "it ended before it was killed"
    nursery.start(arguments(killed))
    assert nursery.end() == 0
    nursery.process.stdin.close()
    assert_same_run(whole, killed)


def assert_same_run(whole, killed):
    """All that the run keeps, and what is written from it, bit for bit."""
    ours, theirs = (kept_in(folder / "run.npz") for folder in (whole, killed))
    assert ours.keys() == theirs.keys() and len(ours["history_step"]) == 2400 / 30
    for name in ours.keys() - {"history_seconds"}:
        np.testing.assert_array_equal(ours[name], theirs[name], name)
    ours, theirs = (
        keras.models.load_model(folder / "generator.keras").get_weights()
        for folder in (whole, killed)
    )
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(one, other)
    assert rows_of(whole) == rows_of(killed)
    assert (whole / "film.gif").read_bytes() == (killed / "film.gif").read_bytes()


def kept_in(path):
    with np.load(path) as file:
        return dict(file)


def rows_of(out):
    """Those of history.csv, but for the time that they took."""
    with open(out / "history.csv", newline="") as file:
        return [row | {"seconds": None} for row in csv.DictReader(file)]


def cells_up_to_training(name, resume):
    """The code of a notebook up to the cell that trains, as one program."""
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    code = [
        "".join(cell["source"])
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]
    last = next(
        i for i, cell in enumerate(code) if "run.add(" in cell or "Watch()" in cell
    )
    switch = next(i for i, cell in enumerate(code) if "RESUME = False" in cell)
    code[switch] = code[switch].replace("RESUME = False", f"RESUME = {resume}")
    code.insert(switch, IMPATIENT)
    return "\n".join(code[: last + 2])


def start_notebook(name, folder, resume=False):
    """Runs the cells in a process of their own, at pace smoke."""
    folder.mkdir(exist_ok=True)
    (folder / "cells.py").write_text(cells_up_to_training(name, resume))
    with open(folder / "output.txt", "w") as output:
        return subprocess.Popen(
            [sys.executable, "cells.py"],
            cwd=folder,
            env=os.environ | {"GAN_PACE": "smoke", "MPLBACKEND": "agg"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def end_of_notebook(process, folder):
    assert process.wait(timeout=600) == 0, (folder / "output.txt").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["01_intro_gan", "02_dcgan"])
def test_a_notebook_that_was_killed_goes_on_when_it_is_run_again(name, tmp_path):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    file = Path("runs", name, "smoke", "digits.npz")
    end_of_notebook(start_notebook(name, whole), whole)
    process = start_notebook(name, killed)
    while not (killed / file).exists():
        assert process.poll() is None, (killed / "output.txt").read_text()
        time.sleep(0.005)
    process.kill()
    process.wait()
    ours = kept_in(whole / file)
    assert 0 < kept_in(killed / file)["epoch"] < ours["epoch"]
    end_of_notebook(start_notebook(name, killed, resume=True), killed)
    theirs = kept_in(killed / file)
    assert ours.keys() == theirs.keys()
    for key in ours.keys() - {"settings"}:
        np.testing.assert_allclose(ours[key], theirs[key], atol=1e-5, err_msg=key)
