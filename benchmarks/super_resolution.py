"""Enlarges the test photographs of the field, and scores them from three sides.

    GAN_DATA=folder python -m benchmarks.super_resolution
    GAN_DATA=folder python -m benchmarks.super_resolution --run runs/super_resolution

Set5, Set14 and Kodak, shrunk by 4 and enlarged by bicubic interpolation, by the L1
network, by SRGAN and by their mean, those that the course ships or those of a run. PSNR
and SSIM of the luminance, without a border of 4 pixels, and the distance of fine
patches. On tiles of 128×128 of all photographs: how often a logistic regression on what
filters by chance respond tells enlarged from real ones, learnt from four fifths of the
photographs and asked about the rest in turn; the energy in three bands of frequency as
a share of the real ones'; and the share of the detail that is a grid of 4 pixels. The
floor is real tiles, mirrored. No judge here took part in a training.
"""

import argparse
from pathlib import Path

import keras
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks import RESULTS, tables
from gan_utils import data, super_resolution
from gan_utils.faces import realism
from gan_utils.files import half_weights

PATH = RESULTS / "super_resolution.csv"
SHIPPED = "research_only/super_resolution"
SIDE = 128  # of a tile
SCORES = (
    super_resolution.psnr,
    super_resolution.ssim,
    super_resolution.patch_distance,
)
FORMS = {"PSNR": "{:.2f}", "SSIM": "{:.3f}", "patches": "{:.3f}"}


def networks(run: Path | None) -> dict[str, keras.Model]:
    """The L1 network and SRGAN's generator."""
    files = {"L1 network": "pixel_network", "SRGAN": "generator"}
    if run:
        return {
            name: keras.models.load_model(run / f"{file}.keras", compile=False)
            for name, file in files.items()
        }
    return {
        name: half_weights.load(super_resolution.enlarger(), f"{SHIPPED}/{file}.npz")
        for name, file in files.items()
    }


def tiles(picture: np.ndarray) -> list[np.ndarray]:
    """Squares of SIDE pixels that do not overlap."""
    height, width = picture.shape[:2]
    return [
        picture[top : top + SIDE, left : left + SIDE]
        for top in range(0, height - SIDE + 1, SIDE)
        for left in range(0, width - SIDE + 1, SIDE)
    ]


def measure(ways: dict, sets: dict) -> tuple[list[dict], dict, np.ndarray]:
    """Rows for sets and ways of enlarging, the tiles, and their photographs."""
    rows, cut, groups = [], {name: [] for name in ("real", *ways)}, []
    for set_name, photographs in sets.items():
        found = {name: [] for name in ways}
        for name, photograph in photographs.items():
            truth = photograph[None]
            small = super_resolution.shrink(truth)
            cut["real"] += tiles(photograph)
            groups += [f"{set_name} {name}"] * len(tiles(photograph))
            for way, enlarge in ways.items():
                large = np.asarray(enlarge(small))
                cut[way] += tiles(large[0])
                found[way].append([score(large, truth)[0] for score in SCORES])
        for way, values in found.items():
            row = {"set": f"{set_name}, {len(photographs)} photographs", "by": way}
            rows.append(row | dict(zip(FORMS, np.mean(values, axis=0), strict=True)))
    return rows, {name: np.stack(one) for name, one in cut.items()}, np.array(groups)


def statistics(images: np.ndarray) -> np.ndarray:
    """How strong and how uneven filters by chance respond to tiles: (n, numbers)."""
    found = []
    for detail in super_resolution.details(images):
        sizes = np.abs(super_resolution.responses(detail)) + 1e-4
        mean, square = (np.log((sizes**power).mean(axis=1)) for power in (1, 2))
        found += [mean, square - 2 * mean]
    return np.concatenate(found, axis=1)


def told_apart(real: np.ndarray, others: np.ndarray, groups: np.ndarray) -> float:
    """How often a classifier is right about photographs it did not learn from."""
    features = np.concatenate([statistics(real), statistics(others)])
    labels = np.arange(len(features)) >= len(real)
    regression = LogisticRegression(C=0.1, max_iter=2000)
    classifier = make_pipeline(StandardScaler(), regression)
    parts = GroupKFold(5)  # real and enlarged tiles of a photograph stay together
    options = {"groups": np.concatenate([groups, groups]), "cv": parts}
    return float(cross_val_score(classifier, features, labels, **options).mean())


def realism_rows(cut: dict[str, np.ndarray], groups: np.ndarray) -> list[dict]:
    """For each way: accuracy of the classifier, and energy by band."""
    real = cut.pop("real")
    bands = realism.frequency_bands(real)
    rows = []
    for name, images in ({"real, mirrored": real[:, :, ::-1]} | cut).items():
        shares = realism.frequency_bands(images) / bands
        row = {"by": name, "told from real": told_apart(real, images, groups)}
        names = ("low band", "middle band", "high band")
        row |= dict(zip(names, shares, strict=True))
        rows.append(row | {"grid": realism.grid_share(images)})
    return rows


def main() -> None:
    """Prints both tables and keeps the first."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, help="folder that gan_utils.train wrote")
    options = parser.parse_args()
    both = networks(options.run)
    mean = super_resolution.between(*both.values(), 0.5, super_resolution.enlarger())
    ways = {"bicubic": super_resolution.enlarge} | both | {"their mean": mean}
    sets = {name: data.photographs(name, "real") for name in data.TEST_SETS}
    rows, cut, groups = measure(ways, sets)
    tables.write(PATH, rows)
    print(tables.markdown(pd.DataFrame(rows), FORMS))
    print(f"\n{len(groups)} tiles:\n")
    table = pd.DataFrame(realism_rows(cut, groups))
    print(tables.markdown(table, dict.fromkeys(table.columns[1:], "{:.2f}")))


if __name__ == "__main__":
    main()
