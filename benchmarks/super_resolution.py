"""Enlarges the test photographs of the field, and scores them from three sides.

    GAN_DATA=folder python -m benchmarks.super_resolution
    GAN_DATA=folder python -m benchmarks.super_resolution --run runs/super_resolution

Set5, Set14 and Kodak, shrunk by 4 and enlarged by bicubic interpolation, by the L1
network and by SRGAN, those that the course ships or those of a run. PSNR and SSIM of
the luminance, without a border of 4 pixels. The perceptual distance looks through
dlib's face network, which took no part in the training. On tiles of 128×128 of all
photographs: how often a classifier that is trained afresh tells enlarged from real
ones, and the energy in three bands of frequency as a share of the real ones'.
"""

import argparse
from pathlib import Path

import keras
import numpy as np
import pandas as pd

from benchmarks import RESULTS, tables
from gan_utils import data, super_resolution
from gan_utils.faces import identity, realism
from gan_utils.files import half_weights

PATH = RESULTS / "super_resolution.csv"
SHIPPED = "research_only/super_resolution"
SIDE = 128  # of a tile
FORMS = {"PSNR": "{:.2f}", "SSIM": "{:.3f}", "perceptual": "{:.3f}"}


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


def face_features() -> keras.Model:
    """Two of the maps that dlib's face network sees, fine ones."""
    network = identity.identity_network()
    sums = [one for one in network.layers if isinstance(one, keras.layers.Add)]
    return keras.Model(network.inputs, [sums[0].output, sums[3].output])


def tiles(picture: np.ndarray) -> list[np.ndarray]:
    """Squares of SIDE pixels that do not overlap."""
    height, width = picture.shape[:2]
    return [
        picture[top : top + SIDE, left : left + SIDE]
        for top in range(0, height - SIDE + 1, SIDE)
        for left in range(0, width - SIDE + 1, SIDE)
    ]


def measure(ways: dict, judge, sets: dict) -> tuple[list[dict], dict]:
    """A row for each set and way of enlarging, and the tiles of each way."""
    rows, cut = [], {name: [] for name in ("real", *ways)}
    for set_name, photographs in sets.items():
        found = {name: [] for name in ways}
        for photograph in photographs.values():
            truth = photograph[None]
            small = super_resolution.shrink(truth)
            cut["real"] += tiles(photograph)
            for name, enlarge in ways.items():
                large = np.asarray(enlarge(small))
                cut[name] += tiles(large[0])
                found[name].append(
                    (
                        super_resolution.psnr(large, truth)[0],
                        super_resolution.ssim(large, truth)[0],
                        super_resolution.perceptual_distance(judge, large, truth)[0],
                    )
                )
        for name, values in found.items():
            row = {"set": f"{set_name}, {len(photographs)} photographs", "by": name}
            rows.append(row | dict(zip(FORMS, np.mean(values, axis=0), strict=True)))
    return rows, {name: np.stack(one) for name, one in cut.items()}


def realism_rows(cut: dict[str, np.ndarray]) -> list[dict]:
    """For each way: accuracy of a fresh classifier, and energy by band."""
    real, rows = cut["real"], []
    bands = realism.frequency_bands(real)
    for name, enlarged in cut.items():
        if name == "real":
            continue
        shares = realism.frequency_bands(enlarged) / bands
        accuracy = realism.fresh_classifier_accuracy(real, enlarged)
        row = {"by": name, "fresh classifier": accuracy}
        names = ("low band", "middle band", "high band")
        rows.append(row | dict(zip(names, shares, strict=True)))
    return rows


def main() -> None:
    """Prints both tables and keeps the first."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, help="folder that gan_utils.train wrote")
    options = parser.parse_args()
    ways = {"bicubic": super_resolution.enlarge} | networks(options.run)
    sets = {name: data.photographs(name, "real") for name in data.TEST_SETS}
    rows, cut = measure(ways, face_features(), sets)
    tables.write(PATH, rows)
    print(tables.markdown(pd.DataFrame(rows), FORMS))
    print(f"\n{len(cut['real'])} tiles:\n")
    table = pd.DataFrame(realism_rows(cut))
    print(tables.markdown(table, dict.fromkeys(table.columns[1:], "{:.2f}")))


if __name__ == "__main__":
    main()
