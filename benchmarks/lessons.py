"""What notebooks 01 to 03 claim of data and networks, measured at more length.

    python -m benchmarks.lessons checkerboard                       # a few seconds
    GAN_DATA=folder python -m benchmarks.lessons floors             # a minute
    GAN_DATA=folder python -m benchmarks.lessons few_labels train   # two minutes
    python -m benchmarks.lessons few_labels                         # the table
    GAN_DATA=folder python -m benchmarks.lessons dcgan train        # 15 minutes
    python -m benchmarks.lessons dcgan                              # the table

``checkerboard``: the share of the variance with period 2 in untrained stacks of three
layers. ``floors``: distances between sets of real digits. ``few_labels``: does moving
few digits help a classifier? Half of each batch is real; the other half is the same
digits again, or the same digits moved. Each seed draws other real digits. ``dcgan``:
notebook 02's own cells, all but those of CIFAR-10, with three seeds.
"""

import argparse
import runpy
import sys
import tempfile
from pathlib import Path

import keras
import nbformat
import numpy as np
import pandas as pd
import scipy.stats
import tensorflow as tf
from keras import layers

from benchmarks import RESULTS, ROOT, tables
from gan_utils import data, metrics, training

N_NETWORKS = 20  # whose checkerboard is measured
FLOORS, DRAWS = (1000, 5000, 10_000), 3  # images on each side; how often
PATH = RESULTS / "few_labels.csv"
SIZES, SEEDS, LOOKS = (10, 100), (0, 1, 2), (150, 300, 500, 1000)
REAL, MOVED = "real only", "shift and rotate"
N_EXTRA = 2000  # digits of the other half
TESTED = slice(None, None, 4)  # of the test digits, every fourth
CLOSE = "import matplotlib.pyplot; matplotlib.pyplot.close('all')"  # after each cell
DCGAN, NOTEBOOK_SEEDS = RESULTS / "notebook_02.csv", (1, 2, 3)


# Checkerboard and floors -----------------------------------------------------------


def share_of_period_2(images: np.ndarray, margin: int = 4) -> float:
    """Share of the variance that alternates from pixel to pixel, without the border."""
    inner = images[:, margin:-margin, margin:-margin]
    inner = inner - inner.mean(axis=(1, 2), keepdims=True)
    power = np.abs(np.fft.fft2(inner, axes=(1, 2))) ** 2
    half = inner.shape[1] // 2  # the frequency of period 2
    both = power[:, half].sum() + power[:, :, half].sum() - power[:, half, half].sum()
    return float(both / power.sum())


def random_stack(kernel_size: int, resize: bool) -> keras.Model:
    """Three untrained layers that each double the image, 4×4 → 32×32."""
    stack = [layers.Input((4, 4, 16))]
    options = {"padding": "same", "use_bias": False, "activation": "relu"}
    for _ in range(3):
        if resize:
            stack += [layers.UpSampling2D(), layers.Conv2D(16, kernel_size, **options)]
        else:
            stack += [layers.Conv2DTranspose(16, kernel_size, 2, **options)]
    return keras.Sequential(stack)


def checkerboard() -> str:
    """The share of period 2, of single networks."""
    keras.utils.set_random_seed(1)
    inputs = np.random.default_rng(1).standard_normal((16, 4, 4, 16))
    rows = []
    for kernel, resize in ((3, False), (5, False), (4, False), (3, True)):
        shares = pd.Series(
            share_of_period_2(np.asarray(random_stack(kernel, resize)(inputs)))
            for _ in range(N_NETWORKS)
        )
        kind = "resize, then convolve" if resize else "transposed"
        row = {"three layers": f"{kind}, kernel {kernel}", "mean": shares.mean()}
        rows.append(row | {"smallest": shares.min(), "largest": shares.max()})
    forms = dict.fromkeys(("mean", "smallest", "largest"), "{:.3f}")
    return tables.markdown(pd.DataFrame(rows), forms)


def floors() -> str:
    """Fréchet distance between test and training digits, by chance and the first."""
    train, test = data.mnist("real")
    judge = metrics.digit_classifier()
    ours, other = (metrics.features(judge, part.images) for part in (test, train))
    rows = []
    for n in FLOORS:
        by_chance = [
            metrics.frechet_distance(
                metrics.random_subset(ours, n, seed),
                metrics.random_subset(other, n, seed),
            )
            for seed in range(DRAWS)
        ]
        row = {"images": f"{n:,}"}
        row["by chance"] = tables.median_and_range(by_chance, "{:.2f}")
        row["the first"] = f"{metrics.frechet_distance(ours[:n], other[:n]):.2f}"
        rows.append(row)
    return tables.markdown(pd.DataFrame(rows))


# Few labels -------------------------------------------------------------------------


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


def new_classifier() -> keras.Model:
    """That of notebook 03."""
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
    return classifier


def halves(real: tuple, extra: tuple) -> tf.data.Dataset:
    """Endless batches of 32 real digits and 32 of the others."""
    streams = [
        tf.data.Dataset.from_tensor_slices(half).shuffle(2000, seed=i).repeat()
        for i, half in enumerate((real, extra))
    ]
    batches = tf.data.Dataset.zip(*(stream.batch(32) for stream in streams))
    return batches.map(
        lambda a, b: tuple(tf.concat(pair, 0) for pair in zip(a, b, strict=True))
    )


def accuracies(real: tuple, extra: tuple, test: data.ImageSet, seed: int) -> list:
    """Test accuracy after each of LOOKS steps."""
    keras.utils.set_random_seed(seed)
    classifier, found = new_classifier(), []
    stream = iter(halves(real, extra).prefetch(2))
    for step in range(1, max(LOOKS) + 1):
        classifier.train_on_batch(*next(stream))
        if step in LOOKS:
            part = test.images[TESTED], test.labels[TESTED]
            found.append(round(metrics.label_accuracy(classifier, *part), 3))
    return found


def train() -> None:
    """Keeps the accuracies of each size, seed and method."""
    everything, test = data.mnist("real")
    for size in SIZES:
        for seed in SEEDS:
            real = pick(everything, size, seed)
            for name, extra in ((REAL, real), (MOVED, moved(*real, seed))):
                for step, it in zip(
                    LOOKS, accuracies(real, extra, test, seed), strict=True
                ):
                    row = {"digits": size, "seed": seed, "method": name, "steps": step}
                    row |= {"accuracy": it}
                    tables.keep(PATH, row, "digits", "seed", "method", "steps")
                    print(row, file=sys.stderr, flush=True)


def few_labels() -> str:
    """The gain by moving the digits, with its 95 % interval."""
    keys = ["digits", "steps", "seed"]
    frame = tables.read(PATH).pivot_table("accuracy", keys, "method")
    n, rows = len(SEEDS), []
    for (size, steps), part in frame.groupby(level=["digits", "steps"]):
        gain = 100 * (part[MOVED] - part[REAL])
        reach = gain.std() / np.sqrt(n) * scipy.stats.t.ppf(0.975, n - 1)
        row = {"real digits of each class": str(size), "steps": f"{steps:,}"}
        row |= {name: f"{part[name].mean():.3f}" for name in (REAL, MOVED)}
        rows.append(row | {"gain in points": f"{gain.mean():+.1f} ± {reach:.1f}"})
    return tables.markdown(pd.DataFrame(rows))


# Notebook 02 with other seeds --------------------------------------------------------


def notebook_values(path: Path, seed: int) -> dict:
    """What the variables of notebook 02 hold after a run; CIFAR-10 is left out.

    Raises:
        ValueError: no cell sets the seed.
    """
    part, sources, cells = "", [], nbformat.read(path, 4).cells
    if not any("SEED = 1 " in cell.source for cell in cells):
        raise ValueError(f"{path.name} has no SEED = 1 to replace.")
    for cell in cells:
        if cell.cell_type == "markdown":
            headings = [line for line in cell.source.split("\n") if line[:1] == "#"]
            part = headings[-1] if headings else part
        elif "CIFAR" not in part:
            sources += [cell.source.replace("SEED = 1 ", f"SEED = {seed} "), CLOSE]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, f"{path.stem}.py")
        script.write_text("\n".join(sources), encoding="utf-8")
        return runpy.run_path(str(script))


def told_by_02(values: dict) -> dict:
    """The numbers that its text leans on."""
    history, told = values["history"], {}
    share = values["share_of_period_2"]
    told["untrained: share of period 2"] = share(values["untrained"], 2)
    told["distance, first"] = history["averaged"][0]
    for name in ("d_loss", "g_loss"):
        told[f"{name}, last"] = history[name][-1]
    for name in ("plain", "averaged"):
        last = history[name][-len(history[name]) // 4 :]
        told[f"{name}, last quarter: mean"] = np.mean(last)
        told[f"{name}, last quarter: deviation"] = np.std(last)
    for name, images in values["candidates"].items():
        described = values["describe"](images)
        distance = metrics.frechet_distance(values["reference"], described)
        told[f"{name}: recognised"] = metrics.confident_share(values["judge"], images)
        told[f"{name}: distance"] = distance
        told[f"{name}: share of period 2"] = share(images, 2)
    for name in ("d_loss", "g_loss"):
        told[f"mixed batch: {name}"] = values["kept"][name][-1]
    for name in ("of_real", "of_fakes", "alone"):
        told[f"mixed batch: logit {name}"] = np.mean(values[name])
    told["mixed batch: distance"] = values["distance_of"](values["mixed"])
    told["healthy at that step: distance"] = history["averaged"][values["moment"]]
    for name, points in values["middles"].items():
        images = training.sample(values["averaged"], np.float32(points))
        clear = metrics.confident_share(values["judge"], images)
        told[f"walk, {name}: clear"] = clear
    for name, images in values["groups"].items():
        near = metrics.nearest_neighbours(images, values["train"].images)[1]
        told[f"nearest, {name}"] = np.median(near[:, 0])
    return {name: round(float(value), 4) for name, value in told.items()}


def train_dcgan() -> None:
    """Keeps the numbers of each seed."""
    path = ROOT / "notebooks" / "02_dcgan.ipynb"
    for seed in NOTEBOOK_SEEDS:
        told = told_by_02(notebook_values(path, seed))
        tables.keep(DCGAN, {"seed": seed} | told, "seed")


def dcgan() -> str:
    """A row a number that depends on the seed, a column a seed."""
    frame = tables.read(DCGAN).set_index("seed").T.rename_axis("number")
    frame = frame[frame.nunique(axis=1) > 1]  # without those of real digits
    names = {seed: f"seed {seed}" for seed in frame.columns}
    forms = dict.fromkeys(names.values(), "{:.3f}")
    return tables.markdown(frame.rename(columns=names).reset_index(), forms)


def main() -> None:
    """Prints a table, or trains what it tells."""
    show = {"checkerboard": checkerboard, "floors": floors}
    show |= {"few_labels": few_labels, "dcgan": dcgan}
    trained = {"few_labels": train, "dcgan": train_dcgan}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=show)
    parser.add_argument("command", nargs="?", choices=("train",))
    given = parser.parse_args()
    if given.what in trained and given.command:
        trained[given.what]()
    else:
        print(show[given.what]())


if __name__ == "__main__":
    main()
