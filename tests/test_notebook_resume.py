"""The notebooks' own cells, killed in the middle of a training and run again."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
# Saved after every epoch, so that a test need not wait for the usual 30 seconds.
IMPATIENT = "from gan_utils import runs\nruns.Clock.due = lambda clock: True\n"


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
    switch = next(i for i, cell in enumerate(code) if cell.startswith("RESUME = False"))
    code[switch] = code[switch].replace("RESUME = False", f"RESUME = {resume}")
    code.insert(switch, IMPATIENT)
    return "\n".join(code[: last + 2])


def start(name, folder, resume=False):
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


def end(process, folder):
    assert process.wait(timeout=600) == 0, (folder / "output.txt").read_text()


def kept_in(folder, name):
    with np.load(folder / "runs" / name / "smoke" / "digits.npz") as file:
        return dict(file)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["01_intro_gan", "02_dcgan"])
def test_a_notebook_that_was_killed_goes_on_when_it_is_run_again(name, tmp_path):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    end(start(name, whole), whole)
    process = start(name, killed)
    file = killed / "runs" / name / "smoke" / "digits.npz"
    while not file.exists():
        assert process.poll() is None, (killed / "output.txt").read_text()
        time.sleep(0.005)
    process.kill()
    process.wait()
    n_epochs = kept_in(whole, name)["epoch"]
    assert 0 < kept_in(killed, name)["epoch"] < n_epochs
    end(start(name, killed, resume=True), killed)
    ours, theirs = kept_in(whole, name), kept_in(killed, name)
    assert ours.keys() == theirs.keys()
    for key in ours:
        if key != "settings":
            np.testing.assert_allclose(ours[key], theirs[key], atol=1e-5, err_msg=key)
