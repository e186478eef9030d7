"""Trainings that are killed for real, with SIGKILL, at random moments."""

import os
import signal
import subprocess
import sys
import time

import h5py
import keras
import numpy as np
import pytest

from gan_utils.train import callbacks

N_KILLS = int(os.environ.get("GAN_KILLS", "20"))
# Imports once; every training is a fork of its own, so that a kill costs no new import.
# Nothing of TensorFlow has run in the parent when it forks.
NURSERY = """
import os, sys
from gan_utils import train
train.STEPS_PER_EPOCH = 30
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        sys.stdin.close()
        os._exit(train.main(line.split()))
    print("started", child, flush=True)
    print("ended", os.waitpid(child, 0)[1], flush=True)
"""


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


def rows_of(out):
    return callbacks.read_record(out / "history.csv")


def wait_for_another_row(out):
    """Until the training that was just started has ended an epoch."""
    before, patience = rows_of(out), time.monotonic() + 300
    while rows_of(out) in (before, []):
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
        if number % 4:  # while it trains, records, draws or saves
            wait_for_another_row(killed)
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
    """All weights and random states, the history and the film, bit for bit."""
    for name in ("checkpoint.weights.h5", "generator.keras"):
        ours, theirs = (arrays_in(folder / name) for folder in (whole, killed))
        assert ours.keys() == theirs.keys()
        for key in ours:
            np.testing.assert_array_equal(ours[key], theirs[key], key)
    ours, theirs = rows_of(whole), rows_of(killed)
    for row in (*ours, *theirs):
        del row["seconds"]
    assert ours == theirs
    assert len(ours) == 2400 / 30
    film = [
        {path.name: path.read_bytes() for path in (folder / "frames").iterdir()}
        for folder in (whole, killed)
    ]
    assert film[0] == film[1]


def arrays_in(path):
    """All arrays of a file of weights, or of a Keras model, by their place in it."""
    if path.suffix == ".keras":
        weights = keras.models.load_model(path).get_weights()
        return dict(enumerate(weights))
    arrays = {}
    with h5py.File(path) as file:
        file.visititems(
            lambda name, item: (
                arrays.update({name: item[()]})
                if isinstance(item, h5py.Dataset)
                else None
            )
        )
    return arrays
