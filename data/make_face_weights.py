"""Trains the judges of drawn faces: how old is it, and who is it?

    python -m data.make_face_weights

It draws 1,200 people of whom none is in data/samples/faces.npz, each at ten ages, and
writes drawn_faces_age.weights.h5 and drawn_faces_identity.weights.h5 into data/weights,
with their model cards.
"""

import io
import multiprocessing
import time
from pathlib import Path

import keras
import numpy as np
import PIL.Image
import scipy.stats
from scipy import ndimage
from scipy.spatial import distance

from data.drawing.draw_faces import draw
from data.drawing.face_people import identity
from gan_utils import course
from gan_utils.data import AGE_CGAN_GROUPS, FaceSet, age_cgan_group, utkface
from gan_utils.faces import judges

SEED = 20260  # of the people; draw_faces.SEED is another
N_TRAIN, N_CALIBRATION, N_AGES = 1100, 100, 10
YOUNGEST, OLDEST = 1, 85
STEPS = {"age": 2000, "identity": 3000}
BATCH_SIZE = 64
FOLDER = Path(__file__).parent / "weights"

CARD = """# Model card: {file}

- What: weights of `gan_utils.faces.judges.{network}`,
  {parameters:,} parameters; images (batch, 64, 64, 3) in [−1, 1] →
  {output}.
- Data: {people:,} people drawn by `data.drawing`, each at {n_ages} ages from
  {youngest} to {oldest}; none of them is in `data/samples/faces.npz` (another seed, and
  a test compares them). Half of the pictures were blurred a little, half made noisy,
  and all stored as JPEGs of quality 40–95, because generated faces are not as crisp as
  drawn ones. In training all are mirrored, shifted by up to 4 pixels, and changed in
  brightness and contrast at random.
- Training: {steps:,} steps of {batch_size}, Adam with a cosine schedule from 2e-3,
  {loss}, seed {seed};
  {seconds:.0f} s of wall time and {cpu_seconds:.0f} s of processor time on {device}
  ({versions}).
{measured}
- Made by: `python -m data.make_face_weights`.
- Use: scoring aged faces of the course's drawn kind. Nothing is optimised against it.
  It is no judge of photographs.
- Licence: MIT, as the course's code.
"""

AGE_MEASURED = """- **Mean absolute error: {mae:.2f} years**, rank correlation
  {rank:.3f} (Spearman), on the {n} pictures of the sample's 50 test people. By age
  group: {by_group}.
- Softened and noisy pictures of these people: {worn_mae:.2f} years, {worn_rank:.3f}."""

IDENTITY_MEASURED = """- **Equal error rate: {eer:.2%}**, on all pairs of the {n}
  pictures of the sample's 50 test people, whatever the two ages. Softened and noisy:
  {worn_eer:.2%}.
- Threshold {threshold:.3f}, from 100 further people: there {own_eer:.2%} of both kinds
  of pair are judged wrongly; of the sample's test people {rejected:.2%} of the pairs of
  one person and {accepted:.2%} of the pairs of two. Where one picture shows a child of
  up to 18 and the other an adult, {child_rejected:.2%} of the pairs of one person are.
- A picture's nearest neighbour among one picture, at another age, of each of the 50
  people is the same person in {nearest:.1%} of all cases.
- Mean distance {same:.2f} between pictures of one person, {other:.2f} of two.
- Weak: two people of one shade of skin are taken for one person more often (few test
  people each):
  {by_skin}."""


def pictures(number: int) -> tuple[np.ndarray, np.ndarray]:
    """One person at N_AGES ages, one in each stretch of life: images and years."""
    person = judges_person(number)
    edges = np.linspace(YOUNGEST, OLDEST + 1, N_AGES + 1)
    images, ages = [], []
    for turn in range(N_AGES):
        rng = np.random.default_rng([SEED, number, turn])
        age = int(rng.uniform(edges[turn], edges[turn + 1]))
        images.append(draw(person, age, rng))
        ages.append(age)
    return np.stack(images), np.array(ages)


def judges_person(number: int) -> dict:
    """Person `number` of those that the judges learn from."""
    return identity(np.random.default_rng([SEED, number]))


def drawn_faces() -> dict[str, np.ndarray]:
    """Pixels, ages and identities, drawn on all cores."""
    with multiprocessing.get_context("spawn").Pool() as pool:
        rows = pool.map(pictures, range(N_TRAIN + N_CALIBRATION), chunksize=20)
    pixels, ages = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    identities = np.repeat(np.arange(len(rows)), N_AGES)
    return {"pixels": pixels, "ages": ages, "identities": identities}


def worn(pixels: np.ndarray, seed: int = SEED) -> np.ndarray:
    """Half of the images softened, half noisy, all once a JPEG: what judges shall bear.

    uint8 (n, h, w, 3) → float32 in [−1, 1].
    """
    rng = np.random.default_rng(seed)
    images = np.empty(pixels.shape, "float32")
    for i, picture in enumerate(pixels):
        picture = picture.astype("float32")
        if rng.random() < 0.5:
            sigma = rng.uniform(0.3, 1.0)
            picture = ndimage.gaussian_filter(picture, (sigma, sigma, 0))
        if rng.random() < 0.5:
            picture = picture + rng.normal(0, rng.uniform(1, 8), picture.shape)
        file = io.BytesIO()
        rounded = PIL.Image.fromarray(np.clip(np.rint(picture), 0, 255).astype("uint8"))
        rounded.save(file, "JPEG", quality=int(rng.integers(40, 96)))
        images[i] = np.asarray(PIL.Image.open(file)) / 127.5 - 1
    return images


def answers(judge: keras.Model, images: np.ndarray) -> np.ndarray:
    """What a judge says of each image."""
    return judge.predict(images, batch_size=256, verbose=0)


def age_quality(judge: keras.Model, images: np.ndarray, ages: np.ndarray) -> dict:
    """Mean absolute error in years, of all and by age group, and rank correlation."""
    errors = (years := answers(judge, images)) - ages
    groups = age_cgan_group(ages)
    by_group = [np.abs(errors[groups == group]).mean() for group in range(6)]
    return {
        "mae": np.abs(errors).mean(),
        "rank": scipy.stats.spearmanr(years, ages).statistic,
        "by_group": ", ".join(
            f"{name} {error:.1f}"
            for name, error in zip(AGE_CGAN_GROUPS, by_group, strict=True)
        ),
    }


def identity_quality(
    judge: keras.Model, images: np.ndarray, test: FaceSet, threshold: float
) -> dict:
    """Errors of the pairs at the threshold, nearest neighbours, mean distances.

    The faces are sorted by person, with equally many pictures of each.
    """
    embeddings = answers(judge, images)
    identities, ages, skins = test.identities, test.ages, test.ethnicities
    _, eer = judges.same_person_threshold(embeddings, identities)
    distances = distance.squareform(distance.pdist(embeddings))
    same = identities[:, None] == identities
    pairs = np.triu(np.ones_like(same), 1)
    across = same & (ages[:, None] <= 18) & (ages > 18)
    n_people = len(np.unique(identities))
    table = distances.reshape(n_people, -1, n_people, same[0].sum())
    # For each person and age: the nearest of everybody's pictures at one other age.
    hits = table.argmin(axis=2) == np.arange(n_people)[:, None, None]
    by_skin = {
        name: (distances[~same & (skins[:, None] == i) & (skins == i)] <= threshold)
        for i, name in enumerate(test.ethnicity_names)
    }
    other_age = ~np.eye(table.shape[1], dtype=bool)
    return {
        "eer": eer,
        "rejected": (distances[same & pairs] > threshold).mean(),
        "accepted": (distances[~same & pairs] <= threshold).mean(),
        "child_rejected": (distances[across] > threshold).mean(),
        "nearest": hits[:, other_age].mean(),
        "same": distances[same & pairs].mean(),
        "other": distances[~same & pairs].mean(),
        "by_skin": ", ".join(f"{k} {v.mean():.1%}" for k, v in by_skin.items()),
    }


def train(kind: str, images: np.ndarray, faces: dict) -> tuple[keras.Model, dict]:
    """The trained judge of that kind, and what its card says of the training."""
    keras.utils.set_random_seed(SEED)
    start, cpu_start = time.perf_counter(), time.process_time()
    rows, steps = slice(N_TRAIN * N_AGES), STEPS[kind]
    if kind == "age":
        network, judge = "age_estimator()", judges.age_estimator()
        output, loss = "years (batch,)", "mean absolute error"
        years = faces["ages"][rows].astype("float32")
        mae = keras.losses.MeanAbsoluteError()
        judges.fit_quietly(judge, images[rows], years, mae, steps, SEED, BATCH_SIZE)
    else:
        network = "embedding_network(**DRAWN_IDENTITY)"
        judge = judges.embedding_network(**judges.DRAWN_IDENTITY)
        output = "embeddings (batch, 96) of length 1"
        loss = "softmax of 16 times the cosines to the people (NormFace)"
        people = faces["identities"][rows]
        judges.train_embedding(images[rows], people, steps, SEED, BATCH_SIZE, judge)
    return judge, {
        "network": network,
        "output": output,
        "loss": loss,
        "seconds": time.perf_counter() - start,
        "cpu_seconds": time.process_time() - cpu_start,
    }


def measure(kind: str, judge: keras.Model, images: np.ndarray, faces: dict) -> str:
    """The card's lines about quality, on the sample's test people."""
    test = utkface("sample")[1]
    clean, spoilt = test.images(), worn(test.pixels)
    n = len(test.ages)
    if kind == "age":
        rough = age_quality(judge, spoilt, test.ages)
        found = age_quality(judge, clean, test.ages)
        return AGE_MEASURED.format(
            n=n, worn_mae=rough["mae"], worn_rank=rough["rank"], **found
        )
    rows = slice(N_TRAIN * N_AGES, None)
    threshold, own_eer = judges.same_person_threshold(
        answers(judge, images[rows]), faces["identities"][rows]
    )
    rough = identity_quality(judge, spoilt, test, threshold)
    found = identity_quality(judge, clean, test, threshold)
    return IDENTITY_MEASURED.format(
        n=n, threshold=threshold, own_eer=own_eer, worn_eer=rough["eer"], **found
    )


def main() -> None:
    """Draws, trains, measures, and saves weights and cards."""
    course.setup(SEED)
    faces = drawn_faces()
    images = worn(faces["pixels"])
    for kind in STEPS:
        judge, facts = train(kind, images, faces)
        name = f"drawn_faces_{kind}"
        judge.save_weights(FOLDER / f"{name}.weights.h5")
        card = CARD.format(
            file=f"{name}.weights.h5",
            parameters=judge.count_params(),
            people=N_TRAIN,
            n_ages=N_AGES,
            youngest=YOUNGEST,
            oldest=OLDEST,
            steps=STEPS[kind],
            batch_size=BATCH_SIZE,
            seed=SEED,
            device=course.device(),
            versions=", ".join(f"{k} {v}" for k, v in course.versions().items()),
            measured=measure(kind, judge, images, faces),
            **facts,
        )
        (FOLDER / f"{name}.md").write_text(card)
        print(card)


if __name__ == "__main__":
    main()
