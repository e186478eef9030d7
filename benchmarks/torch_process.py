"""Which Python has PyTorch: it is optional, and may live without TensorFlow.

The variable TORCH_PYTHON names its Python; without it, it is looked for in this one.
"""

import os
import subprocess
import sys

PYTHON = os.environ.get("TORCH_PYTHON", sys.executable)


def version(python: str = PYTHON) -> str | None:
    """The version of torch that a Python has; None without it."""
    code = "import torch; print(torch.__version__)"
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True)
    except OSError as error:
        raise FileNotFoundError(
            f"{python} cannot be run ({error.strerror}); set TORCH_PYTHON to a Python "
            "that has torch."
        ) from error
    return done.stdout.strip() or None
