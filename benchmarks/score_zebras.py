"""How good is horse to zebra? Scores of photographs that the training has not seen.

    GAN_DATA=folder python -m benchmarks.score_zebras runs/zebras
    GAN_DATA=folder python -m benchmarks.score_zebras           # the shipped weights

There is no true answer, so three questions stand in for it. *Kernel*: how far are the
translations from zebras? The features are what filters by chance make of fine detail;
no training looked through them. *Told*: how often does a fresh classifier tell them
from zebras, in five parts; .5 is perfect. *Animal* and *background*: how much did the
pixels change there, as the masks say? The floor are the horses themselves, the ceiling
is one half of the zebras against the other half.
"""

import argparse
from pathlib import Path

import keras
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler

from benchmarks import tables
from benchmarks.super_resolution import statistics
from gan_utils import data, metrics, training, unpaired
from gan_utils.faces import realism
from gan_utils.files import half_weights

SHIPPED = "research_only/horse2zebra/generator.npz"
FORMS = {"kernel": "{:.3f}", "told": "{:.2f}", "animal": "{:.3f}"}
FORMS["background"] = FORMS["animal"]


def translator_of(run: Path | None) -> keras.Model:
    """The generator of a run, or the one that the course ships."""
    if run:
        return keras.models.load_model(run / "generator.keras", compile=False)
    return half_weights.load(unpaired.translator(128, difference=True), SHIPPED)


def likeness(images: np.ndarray, zebras: np.ndarray, steps: int) -> dict[str, float]:
    """Kernel distance and fresh classifier, of pictures against zebras."""
    features = [statistics(pictures) for pictures in (images, zebras)]
    scaler = StandardScaler().fit(features[1])
    kernel = metrics.kernel_distance(*map(scaler.transform, features))
    told = realism.fresh_classifier_accuracy(zebras, images, steps)
    return {"kernel": kernel, "told": told}


def rows(translator: keras.Model, test: data.UnpairedSet, steps: int) -> list[dict]:
    """Ceiling, floor and translations."""
    horses, zebras = test.sources(), test.targets()
    translated = training.sample(translator, horses, batch_size=8)
    masks = test.source_masks
    change = np.abs(translated - horses).mean(axis=-1)[: len(masks)]
    changed = {"animal": change[masks].mean(), "background": change[~masks].mean()}
    return [
        {"by": "zebras, one half"} | likeness(zebras[::2], zebras[1::2], steps),
        {"by": "translated"} | likeness(translated, zebras, steps) | changed,
        {"by": "horses, unchanged"} | likeness(horses, zebras, steps),
    ]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", type=Path, nargs="?", help="what gan_utils.train wrote")
    parser.add_argument("--steps", type=int, default=200, help="of each classifier")
    options = parser.parse_args()
    _, test = data.horses_and_zebras()
    table = pd.DataFrame(rows(translator_of(options.run), test, options.steps))
    print(f"{len(test.source_pixels)} horses, {len(test.target_pixels)} zebras\n")
    print(tables.markdown(table, FORMS))


if __name__ == "__main__":
    main()
