"""Scores trained ageing networks on held-out faces of UTKFace, or on drawn ones.

    python -m benchmarks.score_ageing --age-cgan runs/age_cgan --ipcgan runs/ipcgan

The folders are those that gan_utils.train wrote. It prints the tables of the results
page: who is recognised after each way to find a latent, whether faces age, whether they
keep their identity, and for whom that works less well. For photographs the judges are
dlib's network (optimised by Age-cGAN's third stage, hence no judge of it) and a second,
independent one; for drawn faces the judges kept in data/weights.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import pandas as pd
import tensorflow as tf

from benchmarks import tables
from gan_utils import age_cgan, data, metrics, plotting, training
from gan_utils.faces import identity, scores
from gan_utils.faces.judges import (
    Judges,
    drawn_face_judges,
    photo_judges,
    same_person_threshold,
    train_embedding,
)
from gan_utils.photo_ageing import OLDEST

AGES = np.array([8, 20, 35, 50, 70])  # that Age-cGAN is asked for, in years
WIDTH = 4  # years around one within which a real face counts as of that age
PIXEL_WEIGHT = 1.0  # in what Age-cGAN's third stage is asked to keep


class Scorer(NamedTuple):
    """Who scores: independent judges, and the network that is optimised through."""

    judges: Judges
    network: keras.Model
    threshold: float  # distance of its embeddings below which two are one person
    train: data.FaceSet

    def embed(self, images: np.ndarray) -> np.ndarray:
        """The network's embeddings of any number of images."""
        return self.network.predict(images, batch_size=100, verbose=0)

    def same(self, photos: np.ndarray, aged: np.ndarray) -> np.ndarray:
        """Which aged faces (n, n_groups, …) the judge takes for the same person."""
        gaps = scores.identity_distances(self.judges.embed, photos, aged)
        return gaps < self.judges.same_person


def load(path: Path) -> keras.Model:
    """A saved network, ready to be asked."""
    return keras.models.load_model(path, compile=False)


def show(frame: pd.DataFrame, form: str = "{:.1f}") -> None:
    """Prints a table."""
    forms = dict.fromkeys(frame.columns, form)
    print(f"\n{tables.markdown(frame, forms)}\n", flush=True)


def share(values: np.ndarray) -> str:
    """A share as per cent."""
    return f"{np.mean(values):.1%}"


def describe_judges(scorer: Scorer, faces: data.FaceSet) -> None:
    """What the judges find in untouched photos: the ceiling of everything below."""
    judges, images = scorer.judges, faces.images()
    judged, some = judges.age(images), images[:500]
    found = scores.rank_correlation(faces.ages, judged)
    strangers = np.roll(some, 1, axis=0)[:, None]
    print(f"\nJudges: {judges.name}. On {len(images)} untouched held-out faces:\n")
    print(f"- age off by {np.abs(judged - faces.ages).mean():.1f} years")
    print(f"- rank correlation of true and judged age: {found:.2f}")
    mirrored = scorer.same(some, some[:, None, :, ::-1])
    print(f"- a face and its mirror image taken for one person: {share(mirrored)}")
    print(f"- two people taken for one: {share(scorer.same(some, strangers))}")


def score_age_cgan(
    run: Path, faces: data.FaceSet, scorer: Scorer, iterations: int
) -> None:
    """Prints Age-cGAN's tables: ways to find the latent, and the ages."""
    generator, encoder = load(run / "generator.keras"), load(run / "encoder.keras")
    photos, ages = faces.images(), np.minimum(faces.ages, OLDEST)
    ages = ages.astype("float32")
    first = np.asarray(encoder.predict(photos, verbose=0))
    latents = {"z₀, the encoder alone": first}
    both = age_cgan.identity_and_pixels(scorer.network, PIXEL_WEIGHT)
    ways = {"pixels": tf.identity, "identity": scorer.network, "both": both}
    for name, describe in ways.items():
        parts = []
        for some in np.array_split(np.arange(len(photos)), -(-len(photos) // 32)):
            distance = age_cgan.description_distance(
                generator, describe, photos[some], ages[some]
            )
            parts.append(age_cgan.optimise_latents(distance, first[some], iterations))
        latents[name] = np.concatenate(parts)
    rows = []
    for name, latent in latents.items():
        again = training.sample(generator, latent, ages)
        length = np.linalg.norm(latent, axis=1).mean()
        rows.append([name, *compare(photos, again, scorer), length])
    columns = ["latent", "pixels", "optimised network", "judge", "same person"]
    print(f"\nReconstructions of {len(photos)} held-out faces:")
    show(pd.DataFrame(rows, columns=[*columns, "length of z"]), "{:.3f}")
    real = scorer.train.select(spread(scorer.train))
    nearest = np.abs(real.ages[:, None] - AGES)
    real_groups = np.where(nearest.min(1) <= WIDTH, nearest.argmin(1), -1)
    targets = AGES.astype("float32")
    aged = age_cgan.age_faces(generator, latents["both"], targets)
    print_ages(aged, photos, real, real_groups, AGES, scorer)
    drawn = age_cgan.age_faces(generator, random_latents(200, generator), targets)
    embed = scorer.judges.embed
    found = scores.distances_by_group(embed, real.images(), real_groups, drawn)
    rows = {
        "random latents": 1000 * found,
        "other real faces": 1000 * floor(real, real_groups, scorer),
    }
    print("Kernel distance to the real faces of each age, in thousandths:")
    show(by_group("faces", rows, AGES), "{:.2f}")


def compare(photos: np.ndarray, again: np.ndarray, scorer: Scorer) -> list:
    """How far reconstructions are from their photos: four cells."""
    judges = scorer.judges
    optimised = scores.identity_distances(scorer.embed, photos, again[:, None])
    judged = scores.identity_distances(judges.embed, photos, again[:, None])
    return [
        np.abs(again - photos).mean(),
        optimised.mean(),
        f"{judged.mean():.3f} ± {judged.std() / np.sqrt(len(photos)):.3f}",
        share(judged < judges.same_person),
    ]


def by_group(title: str, rows: dict, groups: Sequence) -> pd.DataFrame:
    """A table with one column a group."""
    frame = pd.DataFrame(list(rows.values()), columns=groups)
    frame.insert(0, title, list(rows))
    return frame


def random_latents(count: int, generator: keras.Model, seed: int = 0) -> np.ndarray:
    """Latents of faces that belong to nobody."""
    shape = (count, generator.inputs[0].shape[-1])
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def floor(real: data.FaceSet, groups: np.ndarray, scorer: Scorer) -> np.ndarray:
    """Kernel distances between two halves of the real faces of each age."""
    features = scorer.judges.embed(real.images())
    halves = np.arange(len(features)) % 2
    parts = [
        [features[(groups == g) & (halves == h)] for h in (0, 1)]
        for g in range(len(AGES))
    ]
    return np.array([metrics.kernel_distance(*pair) for pair in parts])


def spread(faces: data.FaceSet, count: int = 3000) -> np.ndarray:
    """Indices of about so many faces, evenly from the whole set."""
    return np.arange(0, len(faces.ages), max(1, len(faces.ages) // count))


def print_ages(aged, photos, real, real_groups, names, scorer: Scorer) -> np.ndarray:
    """Prints how judged ages follow the groups, and what remains of the person.

    The target of a group is what the judge says of its real people, so that the
    judge's own errors do not count. Returned are the targets.
    """
    judges, n = scorer.judges, len(names)
    judged = scores.judged_ages(judges.age, aged)
    targets = scores.group_ages(judges.age(real.images()), real_groups, n)
    rows = {
        "real people, true age": scores.group_ages(real.ages, real_groups, n),
        "real people, judged age": targets,
        "aged faces, judged age": judged.mean(axis=0),
    }
    print("\nAges:")
    show(by_group("group", rows, names))
    for name, value in scores.age_scores(judged, targets).items():
        print(f"- {name}: {value:.2f}")
    gaps = scores.identity_distances(judges.embed, photos, aged)
    print(f"- judge's distance to the photo: {gaps.mean():.3f}")
    print(f"- same person, says the judge: {share(scorer.same(photos, aged))}")
    print(f"- diversity: {scores.diversity(judges.embed, photos, aged):.2f}\n")
    return targets


def score_ipcgan(run: Path, faces: data.FaceSet, scorer: Scorer) -> None:
    """Prints IPCGAN's tables: ages, identity, and both by group of people."""
    generator, names = load(run / "generator.keras"), data.IPCGAN_GROUPS
    photos, groups = faces.images(), data.ipcgan_group(faces.ages)
    aged = age_cgan.age_faces(generator, photos, len(names))
    real = scorer.train.select(data.ipcgan_group(scorer.train.ages) >= 0)
    real = real.select(spread(real))
    print(f"\nIPCGAN on {len(photos)} held-out faces")
    targets = print_ages(
        aged, photos, real, data.ipcgan_group(real.ages), names, scorer
    )
    gaps = scores.identity_distances(scorer.embed, photos, aged)
    kept, same = gaps < scorer.threshold, scorer.same(photos, aged)
    print(f"- other network: distance {gaps.mean():.3f}, below", end=" ")
    print(f"{scorer.threshold:.2f} in {share(kept)}")
    error = np.abs(scores.judged_ages(scorer.judges.age, aged) - targets)
    own_error = np.abs(scorer.judges.age(photos) - faces.ages)
    parts = {"all": np.ones(len(photos), bool)}
    parts |= {n: faces.ethnicities == i for i, n in enumerate(faces.ethnicity_names)}
    parts |= {n: faces.genders == i for i, n in enumerate(data.GENDERS)}
    parts |= {f"{n} years": groups == i for i, n in enumerate(names)}
    columns = ["people", "faces", "kept, network 1", "kept, judge"]
    columns += ["age off, aged", "age off, photo itself"]
    rows = []
    for name, part in parts.items():
        cells = [str(part.sum()), share(kept[part]), share(same[part])]
        if part.any():
            rows.append([name, *cells, error[part].mean(), own_error[part].mean()])
    print("\nFor whom it works:")
    show(pd.DataFrame(rows, columns=columns))


def save_faces(run: Path, path: Path) -> None:
    """Draws faces that belong to nobody: random latents at all AGES."""
    generator = load(run / "generator.keras")
    latents = random_latents(6, generator, 8)
    aged = age_cgan.age_faces(generator, latents, AGES.astype("float32"))
    grid = plotting.image_grid(aged.reshape(-1, *aged.shape[2:]), len(AGES))
    plotting.as_pillow(grid, enlarge=2).save(path)


def new_scorer(train: data.FaceSet, held_out: data.FaceSet) -> Scorer:
    """The judges of photographs, or those of drawn faces."""
    if train.name == "UTKFace":
        network = identity.identity_network()
        return Scorer(photo_judges(), network, identity.SAME_PERSON, train)
    network = train_embedding(train.images(), train.identities, 1000)
    embeddings = network.predict(held_out.images(), verbose=0)
    threshold, *_ = same_person_threshold(embeddings, held_out.identities)
    return Scorer(drawn_face_judges(), network, threshold, train)


def main() -> None:
    """Reads the command line, scores what is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--age-cgan", type=Path, help="a run of age_cgan")
    parser.add_argument("--ipcgan", type=Path, help="a run of ipcgan")
    parser.add_argument("--source", choices=data.SOURCES, default="real")
    parser.add_argument("--faces", type=int, default=120, help="of Age-cGAN's table")
    parser.add_argument("--iterations", type=int, default=150, help="of L-BFGS")
    parser.add_argument("--pictures", type=Path, help="write generated faces here")
    given = parser.parse_args()
    train, held_out = data.utkface(given.source)
    scorer = new_scorer(train, held_out)
    order = np.random.default_rng(0).permutation(len(held_out.ages))
    describe_judges(scorer, held_out.select(order[:1000]))
    if given.age_cgan:
        faces = held_out.select(order[: given.faces])
        score_age_cgan(given.age_cgan, faces, scorer, given.iterations)
        if given.pictures:
            save_faces(given.age_cgan, given.pictures)
    if given.ipcgan:
        grown = order[data.ipcgan_group(held_out.ages[order]) >= 0][:1000]
        score_ipcgan(given.ipcgan, held_out.select(grown), scorer)


if __name__ == "__main__":
    main()
