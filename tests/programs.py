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
            timeout=300,
        )
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"not done after 300 s:\n{error.stdout}")
    assert done.returncode == 0, done.stdout
    return done.stdout
