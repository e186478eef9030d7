"""Do generated digits help where labels are few? Notebook 03's question, at length.

    GAN_DATA=folder python -m benchmarks.few_labels train --seeds 5   # what is missing
    python -m benchmarks.few_labels                                   # the section

Half of each batch of a small classifier is real; the other half is the same digits, the
digits moved, or drawn by a GAN that knows these digits only, or by one that saw every
label. Each seed draws other real digits.
"""

import argparse
import sys
from collections.abc import Iterator

import keras
import numpy as np
import pandas as pd
import scipy.stats
from keras import layers

from benchmarks import RESULTS, tables
from gan_utils import data, metrics, models, training

PATH = RESULTS / "few_labels.csv"
SIZES = (10, 100)  # real digits of each class
METHODS = ("real only", "shift and rotate", "GAN, few labels", "GAN, all labels (leak)")
CLASSIFIER_STEPS, GAN_STEPS, LEAK_STEPS = 500, 600, 1440
N_EXTRA = 2000  # digits of the other half


def pick(train: data.ImageSet, per_class: int, seed: int) -> tuple:
    """A random few training digits of each class, with their labels."""
    rng = np.random.default_rng(seed)
    rows = [
        rng.choice(np.flatnonzero(train.labels == k), per_class, replace=False)
        for k in range(10)
    ]
    rows = rng.permutation(np.concatenate(rows))
    return train.images[rows], train.labels[rows]


def moved(images: np.ndarray, labels: np.ndarray, seed: int) -> tuple:
    """Copies moved by up to 3 pixels and 15 degrees."""
    outside = {"fill_mode": "constant", "fill_value": -1.0}
    shift = layers.RandomTranslation(3 / 28, 3 / 28, seed=seed, **outside)
    turn = layers.RandomRotation(15 / 360, seed=seed + 1, **outside)
    rows = np.arange(N_EXTRA) % len(images)
    copies = turn(shift(images[rows], training=True), training=True)
    return np.asarray(copies), labels[rows]


def drawn(generator: keras.Model, seed: int) -> tuple:
    """Generated digits, all classes equally often."""
    latents = np.random.default_rng(seed).normal(size=(N_EXTRA, 100))
    labels = (np.arange(N_EXTRA) % 10).astype("int32")
    return training.sample(generator, latents, labels), labels


def trained_generator(real: tuple, filters: int, steps: int, seed: int) -> keras.Model:
    """The averaged generator of a conditional GAN that sees these digits only."""
    keras.utils.set_random_seed(seed)
    gan = training.ConditionalGAN(
        models.conditional_generator(10, base_filters=filters),
        models.conditional_discriminator(10, base_filters=filters),
        seed=seed,
    )
    gan.compile(training.adam(2e-3, ema=0.98), training.adam(2e-3))
    stream = training.batches(*real, 64, seed)
    gan.fit(stream, steps_per_epoch=steps, verbose=0, shuffle=False)
    return gan.averaged_generator()


def test_accuracy(real: tuple, extra: tuple, test: data.ImageSet, seed: int) -> float:
    """Trains the classifier on both halves and tests it on all real test digits."""
    keras.utils.set_random_seed(seed)
    classifier = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(16, 5, strides=2, activation="relu"),
            layers.Conv2D(32, 3, strides=2, activation="relu"),
            layers.Flatten(),
            layers.Dropout(0.4),
            layers.Dense(10),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    classifier.compile(keras.optimizers.Adam(1e-3), loss)
    rng = np.random.default_rng(seed)
    for _ in range(CLASSIFIER_STEPS):
        parts = []
        for images, labels in (real, extra):
            rows = rng.integers(len(images), size=32)
            parts.append((images[rows], labels[rows]))
        classifier.train_on_batch(*map(np.concatenate, zip(*parts, strict=True)))
    return metrics.label_accuracy(classifier, test.images, test.labels)


def train(seeds: int) -> None:
    """Keeps the accuracy of each method, size and seed that is missing."""
    everything, test = data.mnist("real")
    known = tables.read(PATH)
    leaky = trained_generator((everything.images, everything.labels), 32, LEAK_STEPS, 0)
    for seed in range(seeds):
        for size in SIZES:
            if len(known) and ((known.seed == seed) & (known.digits == size)).any():
                continue
            real = pick(everything, size, seed)
            honest = trained_generator(real, 16, GAN_STEPS, seed)
            extras = real, moved(*real, seed), drawn(honest, seed), drawn(leaky, seed)
            found = [test_accuracy(real, extra, test, seed) for extra in extras]
            row = {"digits": size, "seed": seed}
            row |= dict(zip(METHODS, np.round(found, 4).tolist(), strict=True))
            tables.keep(PATH, row, "digits", "seed")
            print(row, file=sys.stderr, flush=True)
            keras.backend.clear_session()


def section() -> Iterator[str]:
    """Lines of the section."""
    frame = tables.read(PATH)
    n = frame.seed.nunique()
    yield "## Do generated digits help where labels are few?\n"
    yield (
        f"Test accuracy of a small classifier after {CLASSIFIER_STEPS:,} steps, half "
        f"of each batch real, {n} draws of the real digits; in brackets the gain in "
        "points over the real digits alone, with a 95 % interval (Student's t, paired). "
        f"The honest GAN trains for {GAN_STEPS:,} steps on these digits only, the leak "
        f"for {LEAK_STEPS:,} on all 60,000 labels.\n"
    )
    rows = []
    for size, part in frame.groupby("digits"):
        row = {"real digits of each class": str(size)}
        for name in METHODS:
            gain = 100 * (part[name] - part[METHODS[0]])
            reach = gain.std() / np.sqrt(n) * scipy.stats.t.ppf(0.975, n - 1)
            more = f" ({gain.mean():+.1f} ± {reach:.1f})" if name != METHODS[0] else ""
            row[name] = f"{part[name].mean():.3f}{more}"
        rows.append(row)
    yield tables.markdown(pd.DataFrame(rows))


def main() -> None:
    """Trains what is missing, or prints the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="the same: nothing trains")
    parser.add_argument("command", nargs="?", choices=("train",))
    parser.add_argument("--seeds", type=int, default=5, help="draws of the real digits")
    given = parser.parse_args()
    if given.command:
        train(given.seeds)
    else:
        print("\n".join(section()))


if __name__ == "__main__":
    main()
