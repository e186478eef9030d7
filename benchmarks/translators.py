"""What each part of Pix2Pix is good for: long runs, one change at a time.

    GAN_DATA=folder python -m benchmarks.translators train --steps 2000
    GAN_DATA=folder python -m benchmarks.translators score
    python -m benchmarks.translators houses

``train`` trains the variants one after another, each for as many steps of one pair at
128×128, in the folder ``--runs``; given again it goes on where it was cut off.
``score`` lets the shipped judge read the held-out plans back from what each draws, and
writes the table and a picture for notebook 04: houses that the variants draw of plans
of the course's own. No photograph is in that picture. ``houses`` draws the README's:
such plans, and what the shipped generator of 256×256 pixels builds.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import imageio.v3 as imageio
import keras
import numpy as np

from benchmarks import ROOT, cases, score, tables
from gan_utils import data, pix2pix, plotting
from gan_utils.files import half_weights

VARIANTS = {
    "both losses, patch 70": ["--patch", "70"],
    "L1 alone": ["--loss", "l1"],
    "GAN alone": ["--patch", "70", "--loss", "gan"],
    "no shortcuts": ["--patch", "70", "--no-skips"],
    "patch 16": ["--patch", "16"],
    "patch 1": ["--patch", "1"],
}
FOLDER = ROOT / "data" / "weights" / "research_only" / "facades"
TABLE, PICTURE = FOLDER / "variants.csv", FOLDER / "variants.jpg"
DRAWN_PLANS = (0, 3, 7)  # held-out plans of the sample, as different as possible
HOUSES = ROOT / "pictures" / "houses.jpg"


def folder(runs: Path, name: str) -> Path:
    """Where the run of a variant lies."""
    return runs / name.replace(" ", "_").replace(",", "")


def train(runs: Path, steps: int) -> None:
    """Trains what is missing, each in a process of its own."""
    command = [sys.executable, "-m", "gan_utils.train", "pix2pix", "--data", "facades"]
    command += ["--source", "real", "--batch-size", "1", "--steps", str(steps)]
    for name, options in VARIANTS.items():
        out = ["--resume", "--out", str(folder(runs, name))]
        subprocess.run([*command, *options, *out], check=True)


def scores(runs: Path) -> None:
    """Writes the table and the picture of the variants that have come to their end."""
    _, test = data.facades("real", score.SEGMENTER_SIZE)
    _, drawn = data.facades("sample", score.SEGMENTER_SIZE)
    plans = drawn.sources[list(DRAWN_PLANS)]
    judge, floor = score.judge_of_facades(), score.mean_photo()
    rows, pictures = [], [plans]
    for name in VARIANTS:
        made = json.loads((folder(runs, name) / "run.json").read_text())
        generator = keras.models.load_model(folder(runs, name) / "generator.keras")
        found = judge(lambda g=generator: cases.draw(g, test))
        rows.append({"variant": name, "steps": made["steps"]} | found)
        keras.utils.set_random_seed(0)  # of the dropout
        pictures.append(pix2pix.translate(generator, plans))
    rows.insert(0, {"variant": "real photos"} | judge(lambda: test.targets))
    rows.append({"variant": "mean photo"} | judge(lambda: floor))
    tables.write(TABLE, rows)
    grid = plotting.image_grid(np.concatenate(pictures), columns=len(plans))
    imageio.imwrite(PICTURE, grid, quality=90)
    print(score.table({row.pop("variant"): row for row in rows}))


def draw_houses() -> None:
    """Writes the picture of plans and the houses that the shipped generator builds."""
    _, drawn = data.facades("sample", score.SEGMENTER_SIZE)
    plans = drawn.sources[:4].repeat(2, axis=1).repeat(2, axis=2)
    builder = pix2pix.unet_generator(256, 16)
    half_weights.load(builder, "research_only/facades/generator.npz")
    keras.utils.set_random_seed(0)  # of the dropout
    houses = pix2pix.translate(builder, plans, batch_size=4)
    grid = plotting.image_grid(np.concatenate([plans, houses]), columns=len(plans))
    imageio.imwrite(HOUSES, grid, quality=85)


def main() -> None:
    """Trains, scores, or draws houses."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("train", "score", "houses"))
    parser.add_argument("--runs", type=Path, default=ROOT / "runs" / "translators")
    parser.add_argument("--steps", type=int, default=2000)
    given = parser.parse_args()
    if given.what == "train":
        train(given.runs, given.steps)
    elif given.what == "score":
        scores(given.runs)
    else:
        draw_houses()


if __name__ == "__main__":
    main()
