"""Scores generators of facades that gan_utils.train wrote.

    GAN_DATA=folder python benchmarks/score_pix2pix.py runs/both runs/l1

Each run's generator.keras translates the held-out label maps, with dropout on. The
judge is a segmenter trained here on the real training pairs, which never sees a
generated picture. The first and the last row are its ceiling and its floor: the real
photos, and the mean of all training photos.
"""

import argparse
import json
from pathlib import Path

import keras
import numpy as np

from gan_utils import metrics, paired_data, pix2pix

SEGMENTER_STEPS = 600
REPETITIONS = 5  # dropout is random: translate so often and average


def scores(images, test, labels, segmenter) -> np.ndarray:
    """One row: L1, SSIM, and the three numbers of label recovery."""
    return np.array(
        [
            np.abs(images - test.targets).mean(),
            metrics.structural_similarity(test.targets, images),
            *metrics.label_recovery(segmenter, images, labels).values(),
        ]
    )


def main() -> None:
    """Prints one Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", nargs="+", type=Path)
    runs = parser.parse_args().runs
    generators = {run: keras.models.load_model(run / "generator.keras") for run in runs}
    image_size = generators[runs[0]].input_shape[1]
    train, test = paired_data.facades("real", image_size)
    labels = paired_data.labels_of(test.sources)
    keras.utils.set_random_seed(1)
    segmenter = pix2pix.train_segmenter(
        train.targets,
        paired_data.labels_of(train.sources),
        len(paired_data.FACADE_CLASSES),
        SEGMENTER_STEPS,
    )
    rows = {"real photos": scores(test.targets, test, labels, segmenter)}
    for run, generator in generators.items():
        result = json.loads((run / "run.json").read_text())
        name = f"{run.name}, {result['steps']:,} steps in {result['seconds']:.0f} s"
        repeated = [
            scores(pix2pix.translate(generator, test.sources), test, labels, segmenter)
            for _ in range(REPETITIONS)
        ]
        rows[name] = np.mean(repeated, axis=0)
    mean = np.broadcast_to(train.targets.mean(axis=0), test.targets.shape)
    rows["mean photo"] = scores(np.array(mean), test, labels, segmenter)
    names = ("L1", "SSIM", "pixel accuracy", "class accuracy", "mean IoU")
    print(f"| run | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
    for name, row in rows.items():
        print(f"| {name} | {' | '.join(f'{value:.3f}' for value in row)} |")


if __name__ == "__main__":
    main()
