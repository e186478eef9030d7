"""Trains the two judges that read the plan of a house back from its picture.

    python -m data.make_facade_judges drawn
    GAN_DATA=folder/with/facades python -m data.make_facade_judges photos

The first learns from the drawn house fronts of data/samples, the second from the CMP
photographs, whose weights are for research only. Each writes its weights in float16
into data/weights and prints what its model card says.
"""

import argparse
import time

import keras
import numpy as np

from gan_utils import course, data, metrics, pix2pix
from gan_utils.files import find, half_weights

STEPS, IMAGE_SIZE, SEED = 600, 128, 1
SOURCES = {"drawn": "sample", "photos": "real"}


def mean_picture(train: data.PairedSet, count: int) -> np.ndarray:
    """The floor: the mean of all training pictures, as often as asked."""
    return np.repeat(train.targets.mean(axis=0)[None], count, axis=0)


def main() -> None:
    """Trains one of them, and measures it on the held-out pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("which", choices=SOURCES)
    parser.add_argument("--steps", type=int, default=STEPS)
    given = parser.parse_args()
    course.setup(SEED)
    train, test = data.facades(SOURCES[given.which], IMAGE_SIZE)
    labels, start = data.labels_of(train.sources), time.process_time()
    keras.utils.set_random_seed(SEED)
    judge = pix2pix.train_segmenter(
        train.targets, labels, len(data.FACADE_CLASSES), given.steps, SEED
    )
    seconds = time.process_time() - start
    path = find.embedded_folder("weights") / pix2pix.JUDGES[given.which]
    half_weights.save(judge, path)
    half_weights.load(judge, path)
    print(f"{given.steps} steps of 8 in {seconds:.0f} s of processor time")
    print(f"{judge.count_params():,} numbers, SHA-256 of the data {train.sha256}")
    wanted = data.labels_of(test.sources)
    floor = mean_picture(train, len(wanted))
    for name, pictures in {"true": test.targets, "mean": floor}.items():
        found = metrics.label_recovery(judge, pictures, wanted)
        print(name, ", ".join(f"{key} {value:.3f}" for key, value in found.items()))


if __name__ == "__main__":
    main()
