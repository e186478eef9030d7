"""Scores trained ageing networks on held-out faces of UTKFace, or on drawn ones.

    python benchmarks/score_ageing.py --age-cgan runs/age_cgan --ipcgan runs/ipcgan

The folders are those that gan_utils.train wrote. It prints the tables of the README:
who is recognised after each way to find a latent, whether faces age, whether they keep
their identity, and for whom that works less well. For photographs the judges are
dlib's network (optimised by Age-cGAN's third stage, hence no judge of it) and a second,
independent one; for drawn faces the judges kept in data/weights.
"""

import argparse
import time
from pathlib import Path

import keras
import numpy as np

from gan_utils import (
    ageing,
    data,
    face_data,
    face_judges,
    face_metrics,
    identity,
    metrics,
    plotting,
    training,
)

GROUPS = face_data.AGE_CGAN_GROUPS


def load(path: Path) -> keras.Model:
    """A saved network, ready to be asked."""
    return keras.models.load_model(path, compile=False)


def row(*cells: object) -> None:
    """Prints one line of a Markdown table."""
    texts = [f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in cells]
    print("| " + " | ".join(texts) + " |", flush=True)


def header(*cells: str) -> None:
    """Prints the head of a Markdown table."""
    row(*cells)
    row(*["---"] * len(cells))


def share(values: np.ndarray) -> str:
    """A share as per cent."""
    return f"{np.mean(values):.1%}"


def describe_judges(judges: face_judges.Judges, faces: face_data.FaceSet) -> None:
    """What the judges find in untouched photos: the ceiling of everything below."""
    images = faces.images()
    judged = judges.age(images)
    groups = face_data.age_cgan_group(faces.ages)
    found = face_metrics.rank_correlation(groups, judged)
    print(f"\nJudges: {judges.name}. On {len(images)} untouched held-out faces:")
    print(f"- age off by {np.abs(judged - faces.ages).mean():.1f} years;")
    print(f"- rank correlation of true group and judged age {found:.2f};")
    mirrored = face_metrics.identity_distances(
        judges.embed, images[:500], images[:500, None, :, ::-1]
    )
    kept, other = (
        (mirrored < judges.same_person),
        face_metrics.mean_distance(judges.embed(images[:500])),
    )
    print(f"- a face and its mirror image: distance {mirrored.mean():.3f},")
    print(f"  {share(kept)} taken for the same person; two people: {other:.3f};")
    shuffled = np.roll(images[:500], 1, axis=0)
    strangers = face_metrics.identity_distances(
        judges.embed, images[:500], shuffled[:, None]
    )
    print(f"- two people taken for one: {share(strangers < judges.same_person)}.")


def score_age_cgan(
    run: Path,
    train: face_data.FaceSet,
    faces: face_data.FaceSet,
    embedding: keras.Model,
    judges: face_judges.Judges,
    iterations: int,
) -> None:
    """Prints Age-cGAN's tables: ways to find the latent, and the ages."""
    generator, encoder = load(run / "generator.keras"), load(run / "encoder.keras")
    photos, groups = faces.images(), face_data.age_cgan_group(faces.ages)
    first = np.asarray(encoder.predict(photos, verbose=0))
    latents = {"z₀, the encoder alone": first}
    for name, describe in (("pixels", ageing.pixels), ("identity", embedding)):
        start = time.perf_counter()
        latents[name] = ageing.optimise_latents(
            generator, describe, photos, groups, first, iterations
        )
        seconds = (time.perf_counter() - start) / len(photos)
        print(f"\n{name}: {seconds:.2f} s a photo", flush=True)
    print(f"\nReconstructions of {len(photos)} held-out faces:\n")
    header("latent", "pixels", "optimised network", "judge", "same person", "length")
    for name, latent in latents.items():
        images = training.sample(generator, latent, groups)
        optimised = face_metrics.identity_distances(
            embedding_of(embedding), photos, images[:, None]
        )
        judged = face_metrics.identity_distances(judges.embed, photos, images[:, None])
        row(
            name,
            float(np.abs(images - photos).mean()),
            float(optimised.mean()),
            f"{judged.mean():.3f} ± {judged.std() / np.sqrt(len(photos)):.3f}",
            share(judged < judges.same_person),
            float(np.linalg.norm(latent, axis=1).mean()),
        )
    aged = ageing.age_faces(generator, latents["identity"], len(GROUPS))
    real = train.select(spread(train))
    real_groups = face_data.age_cgan_group(real.ages)
    print_ages(aged, photos, real, real_groups, GROUPS, judges)
    drawn = ageing.age_faces(
        generator,
        np.random.default_rng(0).normal(size=(200, first.shape[1])).astype("float32"),
        len(GROUPS),
    )
    print("\nKernel distance to the real faces of each group, in thousandths:\n")
    header("faces", *GROUPS)
    distances = face_metrics.distances_by_group(
        judges.embed, real.images(), real_groups, drawn
    )
    row("random latents", *(f"{1000 * distance:.2f}" for distance in distances))
    row("other real faces", *(f"{1000 * x:.2f}" for x in floor(real, judges)))


def floor(real: face_data.FaceSet, judges: face_judges.Judges) -> list[float]:
    """Kernel distances between two halves of the real faces of each group."""
    features, groups = judges.embed(real.images()), face_data.age_cgan_group(real.ages)
    halves = np.arange(len(groups)) % 2 == 0
    return [
        metrics.kernel_distance(
            features[halves & (groups == group)], features[~halves & (groups == group)]
        )
        for group in range(len(GROUPS))
    ]


def spread(faces: face_data.FaceSet, count: int = 3000) -> np.ndarray:
    """Indices of about so many faces, evenly from the whole set."""
    return np.arange(0, len(faces.ages), max(1, len(faces.ages) // count))


def print_ages(aged, photos, real, real_groups, names, judges) -> np.ndarray:
    """Prints how judged ages follow the groups, and what remains of the person.

    The target of a group is what the judge says of its real people, so that the
    judge's own errors do not count. Returned are the targets.
    """
    judged = face_metrics.judged_ages(judges.age, aged)
    true = face_metrics.group_ages(real.ages, real_groups, len(names))
    targets = face_metrics.group_ages(
        judges.age(real.images()), real_groups, len(names)
    )
    print("\nAges:\n")
    header("group", *names)
    row("real people, true age", *(f"{age:.1f}" for age in true))
    row("real people, judged age", *(f"{age:.1f}" for age in targets))
    row("aged faces, judged age", *(f"{age:.1f}" for age in judged.mean(axis=0)))
    print()
    for name, value in face_metrics.age_scores(judged, targets).items():
        print(f"- {name}: {value:.2f}")
    gaps = face_metrics.identity_distances(judges.embed, photos, aged)
    print(f"- judge's distance to the photo: {gaps.mean():.3f}")
    print(f"- same person, says the judge: {share(gaps < judges.same_person)}")
    print(f"- diversity: {face_metrics.diversity(judges.embed, photos, aged):.2f}")
    return targets


def embedding_of(network: keras.Model):
    """A network as a function of any number of images."""
    return lambda images: network.predict(images, batch_size=100, verbose=0)


def score_ipcgan(
    run: Path,
    train: face_data.FaceSet,
    faces: face_data.FaceSet,
    embedding: keras.Model,
    judges: face_judges.Judges,
    threshold: float,
) -> None:
    """Prints IPCGAN's tables: ages, identity, and both by group of people."""
    generator, names = load(run / "generator.keras"), face_data.IPCGAN_GROUPS
    photos = faces.images()
    aged = ageing.age_faces(generator, photos, len(names))
    real = train.select(face_data.ipcgan_group(train.ages) >= 0)
    real = real.select(spread(real))
    print(f"\nIPCGAN on {len(photos)} held-out faces")
    targets = print_ages(
        aged, photos, real, face_data.ipcgan_group(real.ages), names, judges
    )
    gaps = face_metrics.identity_distances(embedding_of(embedding), photos, aged)
    print(f"- other network: distance {gaps.mean():.3f},", end=" ")
    print(f"below {threshold:.2f} in {share(gaps < threshold)}")
    judged = face_metrics.judged_ages(judges.age, aged)
    own_error = np.abs(judges.age(photos) - faces.ages)
    error = np.abs(judged - targets)
    kept = gaps < threshold
    judge_kept = (
        face_metrics.identity_distances(judges.embed, photos, aged) < judges.same_person
    )
    print("\nFor whom it works:\n")
    header(
        *("people", "faces", "kept, network 1", "kept, judge", "age off, aged"),
        "age off, photo itself",
    )
    groups = face_data.ipcgan_group(faces.ages)
    parts = {"all": np.ones(len(photos), bool)}
    parts |= {n: faces.ethnicities == i for i, n in enumerate(faces.ethnicity_names)}
    parts |= {n: faces.genders == i for i, n in enumerate(face_data.GENDERS)}
    parts |= {f"{n} years": groups == i for i, n in enumerate(names)}
    for name, rows in parts.items():
        if rows.any():
            row(
                *(name, int(rows.sum()), share(kept[rows]), share(judge_kept[rows])),
                f"{error[rows].mean():.1f}",
                f"{own_error[rows].mean():.1f}",
            )


def save_faces(run: Path, path: Path) -> None:
    """Draws faces that belong to nobody: random latents in all groups."""
    generator = load(run / "generator.keras")
    latents = np.random.default_rng(8).normal(size=(6, generator.inputs[0].shape[-1]))
    aged = ageing.age_faces(generator, latents.astype("float32"), len(GROUPS))
    grid = plotting.image_grid(aged.reshape(-1, *aged.shape[2:]), len(GROUPS))
    plotting.as_pillow(grid, enlarge=2).save(path)


def main() -> None:
    """Reads the command line, scores what is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--age-cgan", type=Path, help="a run of age_cgan")
    parser.add_argument("--ipcgan", type=Path, help="a run of ipcgan")
    parser.add_argument("--source", choices=data.SOURCES, default="real")
    parser.add_argument("--faces", type=int, default=120, help="of Age-cGAN's table")
    parser.add_argument("--iterations", type=int, default=40, help="of L-BFGS")
    parser.add_argument("--pictures", type=Path, help="write generated faces here")
    arguments = parser.parse_args()
    train, held_out = face_data.utkface(arguments.source)
    if train.name == "UTKFace":
        judges = face_judges.photo_judges()
        embedding, threshold = identity.identity_network(), identity.SAME_PERSON
    else:
        judges = face_judges.drawn_face_judges()
        embedding = face_judges.train_embedding(train.images(), train.identities, 1000)
        threshold = face_judges.same_person_threshold(
            embedding.predict(held_out.images(), verbose=0), held_out.identities
        )[0]
    order = np.random.default_rng(0).permutation(len(held_out.ages))
    describe_judges(judges, held_out.select(order[:1000]))
    if arguments.age_cgan:
        some = held_out.select(order[: arguments.faces])
        score_age_cgan(
            arguments.age_cgan, train, some, embedding, judges, arguments.iterations
        )
        if arguments.pictures:
            save_faces(arguments.age_cgan, arguments.pictures)
    if arguments.ipcgan:
        grown = order[face_data.ipcgan_group(held_out.ages[order]) >= 0][:1000]
        some = held_out.select(grown)
        score_ipcgan(arguments.ipcgan, train, some, embedding, judges, threshold)


if __name__ == "__main__":
    main()
