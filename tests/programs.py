"""Runs Python programs in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LIGHT = {
    "PYTHONPATH": str(Path(__file__).parent.parent),
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
}


PATIENCE = 1200  # seconds: only a program that hangs takes so long, a busy machine less


def run(*command, **environment):
    """Runs a program; a dead-lock fails with what it has printed."""
    try:
        done = subprocess.run(
            [sys.executable, *map(str, command)],
            env={k: v for k, v in os.environ.items() if k != "TF_CONFIG"}
            | LIGHT
            | environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"not done after {PATIENCE} s:\n{error.stdout}")
    assert done.returncode == 0, done.stdout
    return done.stdout
