"""Scores the photo-ageing game on held-out photographs, also while it still trains.

    python -m benchmarks.score_photos runs/photo_ageing

The folder is one that ``gan_utils.train photo_ageing`` writes. The judge of age and
person took no part in the training, nor did the features that it looks through. A row
for real faces of the target age is the ceiling, one for the unchanged photo the floor.
"""

import argparse
import json
import shutil
import tempfile
from dataclasses import fields
from pathlib import Path

import imageio.v3 as imageio
import keras
import numpy as np
import pandas as pd

from benchmarks import tables
from gan_utils import data, photo_ageing, plotting, runs
from gan_utils.faces import realism, scores
from gan_utils.faces.judges import Judges, photo_judges
from gan_utils.frozen_features import ages
from gan_utils.train.recipes import RECIPES

TARGETS = np.array([8, 20, 35, 50, 70])
WIDTH = 4  # years around a target within which a real face counts as of that age
PRESENT_AGES = ((0, 18), (18, 40), (40, 120))
SPANS = ((0, 4), (4, 12), (12, 18), (18, 25), (25, 35), (35, 50), (50, 65), (65, 80))


def trained_generator(folder: Path, train: data.FaceSet) -> tuple[keras.Model, int]:
    """The averaged generator of a run, finished or not, and its steps."""
    recipe = RECIPES["photo_ageing"]
    with tempfile.TemporaryDirectory() as copies:  # the run itself may be going on
        path = shutil.copy(folder / "run.npz", copies)
        with np.load(path) as file:
            told = json.loads(str(file["settings"]))
        names = [field.name for field in fields(recipe.options)]
        options = recipe.options(**{name: told[name] for name in names})
        game = recipe.build(train, options, age_critic=ages.age_critic())
        runs.Run(path, game, resume=True, **told)
    return game.averaged_generator(), game.steps_done


def of_age(faces: data.FaceSet, age: float) -> np.ndarray:
    """Photographs of people about that old, in [−1, 1]."""
    return faces.images(np.flatnonzero(np.abs(faces.ages - age) <= WIDTH))


def table_by_target(
    judge: Judges, photos: np.ndarray, aged: np.ndarray, test: data.FaceSet, folds: int
) -> pd.DataFrame:
    """A row for each target age: judged age, person, classifier and bands."""
    years = scores.judged_ages(judge.age, aged)
    gaps = scores.identity_distances(judge.embed, photos, aged)
    rows = []
    for i, target in enumerate(TARGETS):
        real = of_age(test, target)
        ratios = realism.frequency_bands(aged[:, i]) / realism.frequency_bands(real)
        row = {
            "target": str(target),
            "real faces": len(real),
            "judged": years[:, i].mean(),
            "judged, real": judge.age(real).mean(),
            "same person %": 100 * (gaps[:, i] < judge.same_person).mean(),
        }
        if folds:
            row["fresh classifier"] = realism.fresh_classifier_accuracy(
                real, aged[:, i], folds=folds
            )
        rows.append(row | dict(zip(("low", "middle", "high"), ratios, strict=True)))
    return pd.DataFrame(rows)


def table_by_group(faces: data.FaceSet, years: np.ndarray) -> pd.DataFrame:
    """Mean change from the first target to the last, by who is in the photo.

    ``older`` and ``younger`` are the shares of it above and below the present age: the
    judged age at the last and at the first target against that of the photo itself.
    """
    parts = {"all": np.ones(len(faces.ages), bool)}
    parts |= {f"gender {g}": faces.genders == g for g in np.unique(faces.genders)}
    for number, name in enumerate(faces.ethnicity_names):
        parts[name] = faces.ethnicities == number
    for low, high in PRESENT_AGES:
        parts[f"{low} to {high - 1} years"] = (faces.ages >= low) & (faces.ages < high)
    rows = [
        {
            "group": name,
            "people": int(part.sum()),
            "change": (years[part, -1] - years[part, 1]).mean(),
            "younger": (years[part, 1] - years[part, 0]).mean(),
            "older": (years[part, -1] - years[part, 0]).mean(),
        }
        for name, part in parts.items()
        if part.any()
    ]
    return pd.DataFrame(rows)


def table_of_light(faces: data.FaceSet, edge: int = 12) -> pd.DataFrame:
    """How photographs are lit at each age: what a D could take for age.

    Contrast is the standard deviation of the brightness within a photo; dark edge the
    share of nearly black pixels (below −0.7) of its left and right edge.
    """
    rows = []
    for low, high in SPANS:
        here = np.flatnonzero((faces.ages >= low) & (faces.ages < high))
        if not len(here):
            continue
        light = faces.images(here).mean(axis=-1)
        sides = np.concatenate([light[..., :edge], light[..., -edge:]], axis=-1)
        row = {"years": f"{low} to {high - 1}", "photos": len(here)}
        row["contrast"] = light.std(axis=(1, 2)).mean()
        rows.append(row | {"dark edge %": 100 * (sides < -0.7).mean()})
    return pd.DataFrame(rows)


def main() -> None:
    """Prints the tables of a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--count", type=int, default=100, help="photographs to age")
    parser.add_argument("--folds", type=int, default=5, help="0: no fresh classifier")
    parser.add_argument("--sheet", type=Path, help="a picture of 50 random results")
    parser.add_argument(
        "--strength", type=float, default=photo_ageing.STRENGTH, help="of the change"
    )
    parser.add_argument("--light", action="store_true", help="only how photos are lit")
    options = parser.parse_args()
    train, test = data.utkface("real", RECIPES["photo_ageing"].options().image_size)
    if options.light:
        forms = {"contrast": "{:.2f}", "dark edge %": "{:.0f}"}
        print(tables.markdown(table_of_light(test), forms))
        return
    generator, steps = trained_generator(options.folder, train)
    rows = np.random.default_rng(0).permutation(len(test.ages))[: options.count]
    faces = test.select(np.isin(np.arange(len(test.ages)), rows))
    photos = faces.images()
    aged = photo_ageing.age_photos(
        generator, photos, faces.ages, TARGETS, options.strength
    )
    judge = photo_judges()
    years = scores.judged_ages(judge.age, aged)
    found = scores.age_scores(years, TARGETS)
    print(
        f"{steps} steps, {len(photos)} photographs: judged change "
        f"{found['change']:.1f} years, rank correlation "
        f"{found['rank_correlation']:.2f}, judged error {found['age_error']:.1f}\n"
    )
    by_target = table_by_target(judge, photos, aged, test, options.folds)
    forms = dict.fromkeys(by_target.columns, "{:.2f}")
    whole = {"judged": "{:.1f}", "judged, real": "{:.1f}", "same person %": "{:.0f}"}
    print(tables.markdown(by_target, forms | whole | {"real faces": "{}"}), "\n")
    by_group = table_by_group(faces, np.column_stack([judge.age(photos), years]))
    numbers = ("change", "younger", "older")
    print(tables.markdown(by_group, dict.fromkeys(numbers, "{:.1f}")))
    if options.sheet:
        shown = np.random.default_rng(steps).choice(len(photos), 10, replace=False)
        cells = np.concatenate([photos[shown, None], aged[shown]], axis=1)
        grid = plotting.image_grid(cells.reshape(-1, *cells.shape[2:]), 6)
        imageio.imwrite(options.sheet, grid)


if __name__ == "__main__":
    main()
