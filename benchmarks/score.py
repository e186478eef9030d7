"""Scores generators of digits that gan_utils.train wrote.

    GAN_DATA=folder python benchmarks/score.py runs/dcgan runs/cgan

Each run's generator.keras draws 10,000 digits from fixed latents. The judge is the
digit classifier in data/weights, which never saw a generated picture. The first row is
the floor: real training digits against the 10,000 real test digits.
"""

import argparse
from pathlib import Path

import keras
import numpy as np

from gan_utils import data, metrics, training

N_IMAGES = 10_000
N_NEIGHBOUR_SEARCH = 3_000  # precision and recall compare every pair
SEED = 2026
COLUMNS = (
    ("label accuracy", "{:.3f}"),
    ("sure (p ≥ 0.9)", "{:.3f}"),
    ("classes ≥ 4 %", "{:.0f}"),
    ("rarest class", "{:.3f}"),
    ("Fréchet", "{:.1f}"),
    ("kernel", "{:.2f}"),
    ("precision", "{:.2f}"),
    ("recall", "{:.2f}"),
)


def drawn(folder: Path) -> tuple[np.ndarray, np.ndarray | None]:
    """10,000 images of a run's generator, with the labels asked for, if any."""
    generator = keras.models.load_model(folder / "generator.keras")
    rng = np.random.default_rng(SEED)
    shape = (N_IMAGES, generator.inputs[0].shape[-1])
    latents = rng.normal(size=shape).astype("float32")
    labels = np.arange(N_IMAGES) % 10 if len(generator.inputs) == 2 else None
    return training.sample(generator, latents, labels), labels


def scores(images, labels, classifier, real_features) -> list[float]:
    """One row of the table."""
    features = metrics.features(classifier, images)
    some = slice(N_NEIGHBOUR_SEARCH)
    asked = labels is not None
    return [
        metrics.label_accuracy(classifier, images, labels) if asked else np.nan,
        metrics.confident_share(classifier, images),
        metrics.classes_covered(classifier, images),
        metrics.class_shares(classifier, images).min(),
        metrics.frechet_distance(real_features, features),
        metrics.kernel_distance(real_features, features),
        *metrics.precision_recall(real_features[some], features[some]),
    ]


def main() -> None:
    """Prints one Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", nargs="+", type=Path)
    runs = parser.parse_args().runs
    train, test = data.mnist("real")
    classifier = metrics.digit_classifier()
    real_features = metrics.features(classifier, test.images)
    names = [name for name, _ in COLUMNS]
    print(f"| run | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
    rows = {"real digits": (train.images[:N_IMAGES], train.labels[:N_IMAGES])}
    rows |= {run.name: None for run in runs}
    for name, run in zip(rows, [None, *runs], strict=True):
        images, labels = rows[name] or drawn(run)
        row = scores(images, labels, classifier, real_features)
        cells = [
            "–" if np.isnan(value) else form.format(value)
            for value, (_, form) in zip(row, COLUMNS, strict=True)
        ]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
