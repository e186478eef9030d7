"""Measurements of the course, a file for each question: ``python -m benchmarks.NAME``.

This file, timing and tables import no TensorFlow: a process that measures the memory
of those it starts must stay small.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
CURVES = ROOT / "benchmarks" / "curves"
STEP_SECONDS = RESULTS / "step_seconds.json"  # contestant → seconds of a step
# Who is compared: ours, and what a student might pick instead.
TITLES = {
    "dcgan": "our dcgan",
    "tutorial": "TensorFlow's tutorial",
    "keras_dcgan": "keras.io's DCGAN",
    "cgan": "our cgan",
    "keras_cgan": "keras.io's conditional GAN",
    "pix2pix": "our pix2pix, 128×128",
    "pix2pix_256": "our pix2pix, 256×256",
    "tutorial_pix2pix": "TensorFlow's pix2pix, 256×256",
}
