"""PyTorch in a process of its own, which may be another Python.

    TORCH_PYTHON=path/to/python python benchmarks/torch_process.py folder --steps 50 100

PyTorch is optional, and may live in an environment without TensorFlow. The variable
TORCH_PYTHON names its Python; without it, it is looked for in this one. Pictures travel
as .npz files.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

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


def train_elsewhere(
    images: np.ndarray,
    labels: np.ndarray,
    latents: np.ndarray,
    steps: Iterable[int],
    seed: int = 0,
    python: str = PYTHON,
) -> Iterator[tuple[int, float, np.ndarray]]:
    """Trains in another process: (step, seconds so far, images drawn) as they come.

    Raises:
        RuntimeError: the process failed; its last words stand above.
    """
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.npz"
        np.savez(data, images=images, labels=labels, latents=latents)
        command = [python, __file__, folder, "--seed", str(seed)]
        command += ["--steps", *map(str, steps)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                look = json.loads(line)
                path = Path(folder) / f"images-{look['step']}.npz"
                with np.load(path) as file:
                    yield look["step"], look["seconds"], file["images"]
                path.unlink()
    if process.returncode:
        raise RuntimeError(f"{python} {Path(__file__).name} failed; see above.")


def train(folder: Path, steps: list[int], seed: int) -> None:
    """Trains on folder/data.npz; writes images-STEP.npz and a line at each step named.

    A line holds the step and the seconds of training so far, as JSON.
    """
    import torch_dcgan  # here, because only the other Python has torch

    with np.load(folder / "data.npz") as file:
        images, labels, latents = (file[x] for x in ("images", "labels", "latents"))
    peer, seconds = torch_dcgan.TorchDCGAN(seed), 0.0
    stream = peer.batches(images, labels)
    for step in range(1, max(steps) + 1):
        start = time.perf_counter()
        peer.step(*next(stream))[0].item()
        seconds += time.perf_counter() - start
        if step in steps:
            drawn = peer.draw(latents, labels)
            np.savez(folder / f"images-{step}.npz", images=drawn)
            print(json.dumps({"step": step, "seconds": seconds}), flush=True)


def main() -> None:
    """What another Python is asked to do."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="holds data.npz, gets the pictures")
    parser.add_argument("--steps", type=int, nargs="+", default=[50])
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    train(arguments.folder, arguments.steps, arguments.seed)


if __name__ == "__main__":
    main()
