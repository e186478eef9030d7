"""How good the pictures of a run of gan_utils.train are, and the judges that say so.

    GAN_DATA=folder python -m benchmarks.score digits runs/dcgan runs/cgan
    GAN_DATA=folder python -m benchmarks.score facades runs/both runs/l1

Digits: 10,000 of each generator, from fixed latents, beside the 10,000 real test
digits; the judge is the classifier in data/weights. Facades: the held-out plans, with
dropout on; the judge is the shipped segmenter, which learnt from real training photos.
Neither ever saw a generated picture. The first row is the ceiling, what real pictures
reach (of the digits, 10,000 of the training set, drawn by chance); the last row of the
facades is the floor, the mean of all training photos.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pandas as pd
import tensorflow as tf

from benchmarks import cases, tables
from gan_utils import data, metrics, pix2pix

Judge = Callable[[Callable[[], np.ndarray]], dict[str, float]]
N_COMPARED = 3_000  # precision and recall compare every pair
SEGMENTER_SIZE = 128  # larger pictures are halved for the judge
REPETITIONS = 3  # dropout is random: translate so often and average
# Measure → its title, and the form of its numbers.
MEASURES = {
    "label_accuracy": ("right label", "{:.3f}"),
    "sure": ("sure (p ≥ 0.9)", "{:.3f}"),
    "classes": ("classes ≥ 4 %", "{:.0f}"),
    "rarest": ("rarest class", "{:.3f}"),
    "frechet": ("Fréchet", "{:.1f}"),
    "kernel": ("kernel", "{:.2f}"),
    "precision": ("precision", "{:.2f}"),
    "recall": ("recall", "{:.2f}"),
    "l1": ("L1", "{:.3f}"),
    "ssim": ("SSIM", "{:.3f}"),
    "pixel_accuracy": ("pixel accuracy", "{:.3f}"),
    "class_accuracy": ("class accuracy", "{:.3f}"),
    "mean_iou": ("mean IoU", "{:.3f}"),
}


def judge_of_digits(source: str = "real") -> Judge:
    """A function that scores the 10,000 digits that ``draw()`` makes.

    The label accuracy is a tenth, by chance, for those who were not told the label.
    """
    _, test = data.mnist(source)
    classifier = metrics.digit_classifier()
    real_features = metrics.features(classifier, test.images)

    def scores(draw):
        images = draw()
        labels = np.arange(len(images)) % 10
        features = metrics.features(classifier, images)
        shares = metrics.class_shares(classifier, images)
        both = (real_features, features)
        some = (metrics.random_subset(x, N_COMPARED) for x in both)
        precision, recall = metrics.precision_recall(*some)
        return {
            "frechet": metrics.frechet_distance(real_features, features),
            "sure": metrics.confident_share(classifier, images),
            "label_accuracy": metrics.label_accuracy(classifier, images, labels),
            "classes": (shares >= 0.04).sum(),
            "rarest": shares.min(),
            "kernel": metrics.kernel_distance(real_features, features),
            "precision": precision,
            "recall": recall,
        }

    return scores


def judge_of_facades(source: str = "real", image_size: int = SEGMENTER_SIZE) -> Judge:
    """A function that scores what ``draw()`` makes of the held-out plans.

    It is the judge that the course ships, of photographs or of drawn houses.
    """
    _, test = data.facades(source, image_size)
    pictures = "drawn" if source == "sample" else "photos"
    segmenter = pix2pix.facade_judge(pictures, image_size)
    labels = data.labels_of(test.sources)

    def once(images):
        return metrics.label_recovery(segmenter, images, labels) | {
            "l1": np.abs(images - test.targets).mean(),
            "ssim": np.mean(tf.image.ssim(test.targets, images, max_val=2.0)),
        }

    def scores(draw):
        found = [once(smaller(draw(), image_size)) for _ in range(REPETITIONS)]
        return {name: float(np.mean([one[name] for one in found])) for name in found[0]}

    return scores


def mean_photo(source: str = "real", image_size: int = SEGMENTER_SIZE) -> np.ndarray:
    """The floor: the mean of all training photos, once for each held-out plan."""
    train, test = data.facades(source, image_size)
    return np.repeat(train.targets.mean(axis=0)[None], len(test.targets), axis=0)


def smaller(images: np.ndarray, size: int) -> np.ndarray:
    """Pictures of that size: means of squares of pixels where they are larger."""
    n, height, _, channels = images.shape
    k = height // size
    return images.reshape((n, size, k, size, k, channels)).mean(axis=(2, 4))


def table(rows: dict[str, dict[str, float]]) -> str:
    """The scores of each run, in the order of MEASURES."""
    frame = pd.DataFrame(list(rows.values()), dtype=float)
    known = {name: MEASURES[name] for name in MEASURES if name in frame}
    frame = frame[list(known)].rename(columns={n: t for n, (t, _) in known.items()})
    frame.insert(0, "run", list(rows))
    return tables.markdown(frame, dict(known.values()))


def title(run: Path) -> str:
    """The name of a run with its steps and seconds."""
    result = json.loads((run / "run.json").read_text())
    return f"{run.name}, {result['steps']:,} steps in {result['seconds']:.0f} s"


def score_digits(runs: list[Path], source: str) -> str:
    """The table of generators of digits."""
    train, test = data.mnist(source)
    judge = judge_of_digits(source)
    real = metrics.random_subset(train.images, cases.N_DIGITS)
    rows = {"real digits": judge(lambda: real)}
    asked = metrics.random_subset(train.labels, cases.N_DIGITS)
    right = metrics.label_accuracy(metrics.digit_classifier(), real, asked)
    rows["real digits"]["label_accuracy"] = right
    for run in runs:
        generator = keras.models.load_model(run / "generator.keras")
        scores = judge(lambda g=generator: cases.draw(g, test))
        if len(generator.inputs) == 1:  # it was not told the label
            scores["label_accuracy"] = np.nan
        rows[title(run)] = scores
    return table(rows)


def score_facades(runs: list[Path], source: str) -> str:
    """The table of generators of facades, all of the first one's size."""
    generators = {run: keras.models.load_model(run / "generator.keras") for run in runs}
    _, test = data.facades(source, generators[runs[0]].input_shape[1])
    judge = judge_of_facades(source)
    rows = {"real photos": judge(lambda: test.targets)}
    for run, generator in generators.items():
        rows[title(run)] = judge(lambda g=generator: cases.draw(g, test))
    return table(rows | {"mean photo": judge(lambda: mean_photo(source))})


def main() -> None:
    """Prints one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("digits", "facades"))
    parser.add_argument("runs", nargs="+", type=Path, help="folders of gan_utils.train")
    parser.add_argument("--source", choices=data.SOURCES, default="real")
    given = parser.parse_args()
    score = {"digits": score_digits, "facades": score_facades}[given.what]
    print(score(given.runs, given.source))


if __name__ == "__main__":
    main()
