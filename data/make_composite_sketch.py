"""Trains what notebook 11 draws faces with, from a description and from a sketch.

    python -m data.make_composite_sketch descriptions
    taskset -c 1 python -m data.make_composite_sketch described
    taskset -c 1 python -m data.make_composite_sketch sketch
    taskset -c 1 python -m data.make_composite_sketch reader

The first writes what each face of data/samples/faces.npz shows; the next three train,
each in at most ten minutes of processor time. All goes into
data/weights/composite_sketch.
"""

import argparse
import io
import json
import multiprocessing
import time
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
    schedule = keras.optimizers.schedules.CosineDecay(rate, STEPS["described"])
    return training.adam(schedule, ema=ema)


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
    parser.add_argument("what", choices=["descriptions", *STEPS])
    what = parser.parse_args().what
    if what == "descriptions":
        descriptions()
    else:
        train(what)


if __name__ == "__main__":
    main()
