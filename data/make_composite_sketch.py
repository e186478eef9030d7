"""Trains what notebook 11 draws faces with, from a description and from a sketch.

    python -m data.make_composite_sketch descriptions
    taskset -c 1 python -m data.make_composite_sketch described
    taskset -c 1 python -m data.make_composite_sketch sketch
    taskset -c 1 python -m data.make_composite_sketch reader
    python -m data.make_composite_sketch measure

The first writes what each face of data/samples/faces.npz shows; the next three train,
each in at most ten minutes of processor time; the last prints the numbers of the model
card. All goes into data/weights/composite_sketch.
"""

import argparse
import io
import json
import multiprocessing
import time
from functools import partial
from pathlib import Path

import keras
import numpy as np
import PIL.Image

from data.drawing import draw_faces
from data.drawing.face_attributes import attributes
from data.drawing.face_people import identity
from data.make_face_weights import worn
from gan_utils import composite_sketch as composite
from gan_utils import course, pix2pix, runs, training
from gan_utils.faces import judges
from gan_utils.files import half_weights

SEED = 20261  # of the reader's people; neither that of the samples nor of the judges
N_OF_READER = 2500  # people, one picture of each
YOUNGEST, OLDEST = 1, 85
GLASSES = 0.3  # as many of them wear glasses: seldom seen is seldom learnt
SHOWN_WITH_GLASSES = 3  # times as often, in the sample, for the same reason
STEPS = {"described": 1800, "sketch": 3150, "reader": 1200}
BATCH_SIZES = {"described": 24, "sketch": 8, "reader": 64}
ADULT = range(2, 11)  # bands of age from 19 years on, but the last one
FOLDER = Path(__file__).parent / "weights" / "composite_sketch"


def picture(number: int) -> tuple[np.ndarray, list[int]]:
    """Person `number` at some age, once a JPEG like the sample: pixels, description."""
    rng = np.random.default_rng([SEED, number])
    person = identity(rng)
    if rng.random() < GLASSES and person["glasses"] == "none":
        person["glasses"] = str(rng.choice(["round", "square"]))
    age = int(rng.integers(YOUNGEST, OLDEST, endpoint=True))
    file = io.BytesIO()
    drawn = PIL.Image.fromarray(draw_faces.draw(person, age, rng))
    drawn.save(file, "JPEG", quality=draw_faces.QUALITY, subsampling=0)
    return np.asarray(PIL.Image.open(file)), attributes(person, age)


def people(n_people: int) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (n, 64, 64, 3) and descriptions (n, 7), drawn on all cores."""
    with multiprocessing.get_context("spawn").Pool() as pool:
        drawn = pool.map(picture, range(n_people), chunksize=50)
    pixels, rows = zip(*drawn, strict=True)
    return np.stack(pixels), np.array(rows, "int8")


def descriptions() -> None:
    """Writes what each face of the sample shows, in the sample's order."""
    rows = []
    for number in range(draw_faces.N_TRAIN + draw_faces.N_TEST):
        person = identity(np.random.default_rng([draw_faces.SEED, number]))
        for turn, band in enumerate(draw_faces.BANDS):
            rng = np.random.default_rng([draw_faces.SEED, number, turn])
            rows.append(attributes(person, int(rng.integers(*band, endpoint=True))))
    rows = np.array(rows, "int8")
    np.savez_compressed(FOLDER / "descriptions.npz", rows=rows)


def falling(rate: float, ema: float | None = None) -> keras.optimizers.Adam:
    """Adam with a rate that falls to 0 along half a cosine."""
    steps = STEPS["described"]
    return training.adam(keras.optimizers.schedules.CosineDecay(rate, steps), ema=ema)


def described() -> keras.Model:
    """The generator that draws what a description says."""
    train, _ = composite.described_faces()
    game = composite.DescribedGAN(
        composite.described_generator(),
        composite.described_discriminator(),
        composite.latent_encoder(),
        seed=0,
    )
    rates = falling(2e-3, ema=0.99), falling(1e-3)
    game.compile(*rates, encoder_optimizer=falling(2e-3))
    often = np.where(train.rows[:, -1] == 1, SHOWN_WITH_GLASSES, 1)
    shown = np.repeat(np.arange(len(often)), often)
    pixels, said = train.faces.pixels[shown], composite.encode(train.rows[shown])
    stream = training.batches(pixels, said, BATCH_SIZES["described"])
    runs.fit(game, stream, STEPS["described"], path="runs/described.npz", resume=True)
    return game.averaged_generator()


def sketch() -> keras.Model:
    """The generator that makes a face of a sketch and a description."""
    train, _ = composite.described_faces()
    channels = 1 + composite.N_NUMBERS
    game = pix2pix.Pix2Pix(
        composite.sketch_unet(),
        pix2pix.patchgan_discriminator(64, 16, channels, strided_layers=2),
        seed=0,
    )
    game.compile(training.adam(1e-3, ema=0.995), training.adam(2e-4))
    said = composite.encode(train.rows)
    pairs = composite.sketch_pairs(train.faces.pixels, said, BATCH_SIZES["sketch"])
    runs.fit(game, pairs, STEPS["sketch"], path="runs/sketch.npz", resume=True)
    return game.averaged_generator()


def reader() -> keras.Model:
    """The judge of attributes, from people that nothing else has seen."""
    pixels, rows = people(N_OF_READER)
    network = composite.attribute_reader()
    said = composite.encode(rows)
    loss = composite.ReaderLoss()
    batch_size, steps = BATCH_SIZES["reader"], STEPS["reader"]
    judges.fit_quietly(network, worn(pixels, SEED), said, loss, steps, SEED, batch_size)
    return network


def measure() -> dict[str, dict[str, float]]:
    """The numbers of the model card, on the sample's 50 people kept for tests."""
    test = composite.described_faces()[1]
    said, truth = composite.encode(test.rows), test.faces.images()
    seen = partial(composite.read_faces, composite.trained("reader"))
    random = np.random.default_rng(0)
    latents = random.normal(size=(len(said), composite.LATENT_DIM)).astype("float32")
    told = training.sample(composite.trained("described"), latents, said)
    lines, none = composite.pencil(truth), np.zeros_like(said)
    artist = composite.trained("sketch")

    def drawn(sketches: np.ndarray, words: np.ndarray) -> np.ndarray:
        source = composite.with_description(sketches, words)
        return training.sample(artist, source.numpy())

    probes = {
        "the picture itself": truth,
        "sketch": drawn(lines, none),
        "sketch and description": drawn(lines, said),
        "description": told,
        "lines alone": lines.repeat(3, axis=-1),
    }
    for pixels in (1, 2, 3):
        shaky = composite.wobble(lines, pixels)
        probes[f"sketch and description, lines off by {pixels}"] = drawn(shaky, said)
    others = np.roll(np.arange(len(said)), 12)  # the next person at the same age
    found = {
        "read in true pictures": composite.agreement(test.rows, seen(truth)),
        "read in those of others": composite.agreement(test.rows, seen(truth)[others]),
        "read in drawn ones": composite.agreement(test.rows, seen(told)),
    }
    for name in ("sketch", "sketch and description"):
        read = composite.agreement(test.rows, seen(probes[name]))
        found[f"read in {name}"] = read
    distances = {name: np.abs(x - truth).mean() for name, x in probes.items()}
    found["L1"] = distances | {"another person": np.abs(truth[others] - truth).mean()}
    found |= {f"search by {name}": search(x, test) for name, x in probes.items()}
    rounded = {
        k: {n: round(float(x), 3) for n, x in v.items()} for k, v in found.items()
    }
    return rounded | {"people whom a description fits": who_fits(test.rows)}


def search(probes: np.ndarray, test: composite.DescribedFaces) -> dict[str, float]:
    """Rank-1 and rank-5 among everybody's next picture, from 19 to 85 years.

    Each probe is compared with one picture of each of the 50 people, in the next band
    of age and in another scene.
    """
    embed = judges.drawn_face_judges().embed
    vectors = embed(probes).reshape(-1, 12, 96)
    gallery = embed(test.faces.images()).reshape(-1, 12, 96)
    who = np.arange(len(gallery))
    places = np.concatenate(
        [
            composite.place_among(vectors[:, turn], gallery[:, turn + 1], who)
            for turn in ADULT
        ]
    )
    return {"rank 1": (places == 1).mean(), "rank 5": (places <= 5).mean()}


def who_fits(rows: np.ndarray) -> dict[str, float]:
    """How many of 50 people of one age fit the description of one of them."""
    people = rows.reshape(-1, 12, rows.shape[1])[:, ADULT, 1:]
    same = (people[:, None] == people).all(axis=-1).sum(axis=1)
    return {"mean": same.mean(), "alone": (same == 1).mean()}


def train(kind: str) -> None:
    """Trains one network and writes its weights, and what its training was."""
    course.setup(SEED)
    start, cpu_start = time.perf_counter(), time.process_time()
    network = {"described": described, "sketch": sketch, "reader": reader}[kind]()
    half_weights.save(network, FOLDER / f"{kind}.npz")
    record = {
        "steps": STEPS[kind],
        "batch_size": BATCH_SIZES[kind],
        "parameters": network.count_params(),
        "seconds": round(time.perf_counter() - start),
        "cpu_seconds": round(time.process_time() - cpu_start),
        "device": course.device(),
        "versions": course.versions(),
    }
    (FOLDER / f"{kind}.json").write_text(json.dumps(record, indent=1) + "\n")
    print(record)


def main() -> None:
    """Does what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["descriptions", *STEPS, "measure"])
    what = parser.parse_args().what
    if what == "descriptions":
        descriptions()
    elif what == "measure":
        print(json.dumps(measure(), indent=1))
    else:
        train(what)


if __name__ == "__main__":
    main()
