"""What a student does all evening must not fill the memory."""

import subprocess
import sys

import pytest

# Prints the memory in use (MB) after 10 and 24 runs of a notebook's training cell, and
# after 100 and 1,100 steps of one training.
SCRIPT = """
import gc, sys
import keras
import numpy as np
from pathlib import Path
from gan_utils import health, models, runs, training

def used():
    gc.collect()
    line = next(l for l in open("/proc/self/status") if l.startswith("VmRSS"))
    return int(line.split()[1]) / 1024

images = np.random.default_rng(0).uniform(-1, 1, (64, 8, 8, 1)).astype("float32")

def training_cell(steps, epochs):
    keras.utils.set_random_seed(1)  # empties TensorFlow's cache of kernels as well
    gan = training.GAN(
        models.mlp_generator(4, (8, 8, 1), width=16),
        models.mlp_discriminator((8, 8, 1), width=16),
    )
    gan.compile()
    stream = training.batches(images, batch_size=16)
    watch = health.TrainingWarnings(images)
    runs.fit(gan, stream, steps, Path("run.npz"), epochs=epochs, callbacks=[watch])

if sys.argv[1] == "runs":
    for number in range(1, 25):
        training_cell(2, 1)
        if number in (10, 24):
            print(used())
else:
    training_cell(100, 10)
    print(used())
    training_cell(1000, 10)
    print(used())
"""


def memory_in_use(what, folder):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, what], capture_output=True, text=True, cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return [float(line) for line in done.stdout.split()]


on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="reads the memory in use from /proc"
)


@on_linux
@pytest.mark.slow
def test_running_a_training_cell_again_and_again_does_not_fill_the_memory(tmp_path):
    after_10, after_24 = memory_in_use("runs", tmp_path)
    assert (after_24 - after_10) / 14 < 20 / 30  # MB that each training keeps


@on_linux
@pytest.mark.slow
def test_a_thousand_steps_do_not_fill_the_memory(tmp_path):
    before, after = memory_in_use("steps", tmp_path)
    assert after - before < 30
