"""Does a picture show what was asked? A judge that reads, and the nearest real tile."""

import keras
import numpy as np

from gan_utils.data import tiles
from gan_utils.text_to_image.networks import reader


def train_reader(shown: tiles.TileSet, steps: int, seed: int = 0) -> keras.Model:
    """The judge: learns thing and colour of true tiles, moved and mirrored."""
    keras.utils.set_random_seed(seed)
    judge = reader()
    pictures = keras.Input(judge.input_shape[1:])
    moved = keras.layers.RandomTranslation(0.1, 0.1, fill_mode="nearest")(pictures)
    mirrored = keras.layers.RandomFlip("horizontal")(moved)
    learner = keras.Model(pictures, judge(mirrored))
    rate = keras.optimizers.schedules.CosineDecay(3e-3, steps)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    learner.compile(keras.optimizers.Adam(rate), [loss, loss], jit_compile=False)
    rng = np.random.default_rng(seed)
    counts = np.bincount(shown.things)[shown.things]
    rows = rng.choice(len(counts), (steps, 64), p=1 / counts / (1 / counts).sum())
    for batch in rows:
        answers = [shown.things[batch], shown.colours[batch]]
        learner.train_on_batch(shown.images(batch), answers)
    return judge


def log_probabilities(judge: keras.Model, pictures: np.ndarray) -> list[np.ndarray]:
    """Of every thing (n, things) and of every colour (n, colours)."""
    answers = judge.predict(pictures, batch_size=256, verbose=0)
    return [keras.ops.convert_to_numpy(keras.ops.log_softmax(a)) for a in answers]


def read_share(judge: keras.Model, pictures, things, colours) -> tuple[float, float]:
    """The shares of pictures in which the judge sees the thing, and the colour."""
    found = log_probabilities(judge, pictures)
    pairs = zip(found, (things, colours), strict=True)
    return tuple(float((f.argmax(axis=1) == wanted).mean()) for f, wanted in pairs)


def retrieval(
    judge: keras.Model, pictures, things, colours, among: int = 50, seed: int = 0
) -> float:
    """How often the picture finds its own caption among 50: chance is 1/50.

    The judge gives every caption the sum of two log-probabilities, of its thing and of
    its colour. The 49 others are drawn from all other pairs of a thing and a colour.
    """
    of_thing, of_colour = log_probabilities(judge, pictures)
    n_things, n_colours = of_thing.shape[1], of_colour.shape[1]
    rng, right = np.random.default_rng(seed), []
    for row, own in enumerate(np.asarray(things) * n_colours + np.asarray(colours)):
        others = np.setdiff1d(np.arange(n_things * n_colours), [own])
        asked = np.append(rng.choice(others, among - 1, replace=False), own)
        score = of_thing[row, asked // n_colours] + of_colour[row, asked % n_colours]
        right.append(score.argmax() == among - 1)
    return float(np.mean(right))


def nearest_tiles(pictures: np.ndarray, shown: tiles.TileSet) -> np.ndarray:
    """The row of the nearest tile of ``shown`` for each picture, by squared distance.

    A tile and its mirror image count as one.
    """
    flat = shown.images().reshape(len(shown.things), -1)
    squares = (flat**2).sum(axis=1)
    distances = []
    for version in (pictures, pictures[:, :, ::-1]):
        asked = version.reshape(len(pictures), -1)
        distances.append(squares - 2 * asked @ flat.T)
    return np.min(distances, axis=0).argmin(axis=1)
