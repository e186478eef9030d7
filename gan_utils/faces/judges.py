"""Judges of faces: how old is it, and is it the same person?

A judge learns from other people than the GANs that it scores, and nothing is ever
optimised against it: the embedding that Age-cGAN optimises (Antipov 2017) would call
its own work good. ``train_embedding`` trains both, from different people and seeds.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import keras
import numpy as np
from keras import layers, ops
from scipy.spatial import distance

from gan_utils import data, models, runs, training
from gan_utils.faces import second_opinion
from gan_utils.files import checked, find
from gan_utils.language import say

SCALE = 16.0  # NormFace's s; from 10 on, softmax can be sure among 1,000 people

DRAWN_IDENTITY = {"embedding_dim": 96, "base_filters": 24}  # the judge's network
# Measured by data/make_face_weights.py, and again by a test.
_DRAWN_SAME_PERSON = 1.103
_DRAWN_ERROR_YEARS = 3.9


class Judges(NamedTuple):
    """Who scores aged faces; the images are (n, image_size, image_size, 3).

    Attributes:
        age: images → years (n,).
        embed: images → embeddings (n, d), close for pictures of one person.
        same_person: Euclidean distance of two embeddings below which they are taken
            for the same person.
        name: what the judges are, for the caption of a table.
        error_years: mean absolute error of ``age`` on people it never saw.
    """

    age: Callable[[np.ndarray], np.ndarray]
    embed: Callable[[np.ndarray], np.ndarray]
    same_person: float
    name: str
    error_years: float


def _convolutions(images, base_filters: int):
    """Halves the images four times and makes flat features of them."""
    x = images
    for factor in (1, 2, 4, 4):
        x = models.convolve(x, factor * base_filters, strides=2)
    return layers.Dropout(0.2)(layers.Flatten()(x))


def embedding_network(
    image_size: int = 64, embedding_dim: int = 64, base_filters: int = 32
) -> keras.Model:
    """Images in [−1, 1] → embeddings (batch, embedding_dim) of length 1."""
    images = layers.Input((image_size, image_size, 3), name="images")
    x = _convolutions(images, base_filters)
    x = layers.Dense(embedding_dim, use_bias=False)(x)
    return keras.Model(images, layers.UnitNormalization()(x), name="embedding")


def age_estimator(image_size: int = 64, base_filters: int = 24) -> keras.Model:
    """Images in [−1, 1] → years (batch,)."""
    images = layers.Input((image_size, image_size, 3), name="images")
    x = _convolutions(images, base_filters)
    x = layers.Dense(64, activation="relu")(x)
    # Untrained it says about 40 years; one unit of the last layer is 20 years.
    years = layers.Rescaling(20.0, offset=40.0)(layers.Dense(1)(x))
    return keras.Model(images, ops.squeeze(years, axis=-1), name="age_estimator")


def _augmentation() -> keras.Sequential:
    """Small changes that alter neither person nor age; they act in training only."""
    # "nearest" moves by whole pixels: a pixel between two would be a blur.
    whole_pixels = {"fill_mode": "nearest", "interpolation": "nearest"}
    return keras.Sequential(
        [
            layers.RandomFlip("horizontal"),
            layers.RandomTranslation(0.06, 0.06, **whole_pixels),
            layers.RandomBrightness(0.1, value_range=(-1, 1)),
            layers.RandomContrast(0.2, value_range=(-1, 1)),
        ],
        name="augmentation",
    )


def train_embedding(
    images: np.ndarray,
    identities: np.ndarray,
    steps: int,
    seed: int = 0,
    batch_size: int = 64,
    network: keras.Model | None = None,
    **run,
) -> keras.Model:
    """Learns whose face it is, at any age, from images (n, h, w, 3) and who they show.

    NormFace (Wang et al. 2017, section 3.3): each person is a direction, and the
    softmax of 16 times the cosines with all of them shall name the right one. Returned
    is the network without these people: images → embeddings. ``run``: see runs.fit.
    """
    keras.utils.set_random_seed(seed)
    people, labels = np.unique(identities, return_inverse=True)
    network = network or embedding_network(images.shape[1])
    cosines = layers.Dense(len(people), use_bias=False, kernel_constraint="unit_norm")
    scale = layers.Rescaling(SCALE)
    classifier = keras.Sequential([network, cosines, scale])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    fit_quietly(classifier, images, labels, loss, steps, seed, batch_size, **run)
    return network


def fit_quietly(
    network: keras.Model,
    images: np.ndarray,
    targets: np.ndarray,
    loss: keras.Loss,
    steps: int,
    seed: int,
    batch_size: int,
    **run,
) -> None:
    """Adam with a cosine schedule from 2e-3, on shuffled batches of changed images.

    Mirror, place, brightness and contrast change at random. ``run``: see runs.fit.

    Raises:
        ValueError: images and targets do not belong together.
    """
    if len(images) != len(targets):
        raise ValueError(
            say(
                "{images} images came with {targets} labels; give one label an image.",
                images=len(images),
                targets=len(targets),
            )
        )
    model = keras.Sequential([_augmentation(), network])
    schedule = keras.optimizers.schedules.CosineDecay(2e-3, steps)
    model.build((None, *images.shape[1:]))
    model.compile(keras.optimizers.Adam(schedule), loss, jit_compile=False)
    stream = training.batches(images, targets, batch_size, seed)
    runs.fit(model, stream, steps, **run)


def same_person_threshold(
    embeddings: np.ndarray, identities: np.ndarray
) -> tuple[float, float]:
    """Where to draw the line: as many false rejections as false acceptances.

    Args:
        embeddings: (n, d), of people that the network did not learn from.
        identities: (n,), the person on each picture.

    Returns:
        The Euclidean distance, and the equal error rate: the share of all pairs of one
        person that are farther apart, and of all pairs of two that are closer.

    Raises:
        ValueError: no two pictures show one person, or all do, or all embeddings
            are the same.
    """
    first, second = np.triu_indices(len(embeddings), 1)
    same = np.asarray(identities)[first] == np.asarray(identities)[second]
    if same.all() or not same.any():
        raise ValueError(
            say(
                "A threshold needs pairs of one person and pairs of two; give "
                "several people with several pictures each."
            )
        )
    distances = distance.pdist(embeddings)
    order = np.argsort(distances)
    accepted, distances = same[order], distances[order]
    rejected = 1 - np.cumsum(accepted) / accepted.sum()
    mistaken = np.cumsum(~accepted) / (~accepted).sum()
    # Both rates stay the same up to the next distance: the line lies halfway there.
    steps = np.flatnonzero(np.diff(distances))
    if not len(steps):
        raise ValueError(
            say(
                "All embeddings lie equally far apart, so no distance tells "
                "people apart; train the network again, for longer."
            )
        )
    best = steps[np.argmin(np.abs(rejected - mistaken)[steps])]
    threshold = distances[best : best + 2].mean()
    return float(threshold), float((rejected[best] + mistaken[best]) / 2)


def drawn_face_judges() -> Judges:
    """The judges of drawn faces, 64×64, kept in data/weights.

    They learnt from 1,100 drawn people of whom none is in the embedded sample. The one
    for identity is another network than the embedding that it controls.

    Raises:
        FileNotFoundError: their weights are missing.
        ValueError: they are damaged.
    """
    age, identity = age_estimator(), embedding_network(**DRAWN_IDENTITY)
    folder = find.embedded_folder("weights")
    checked.load_weights(age, folder / "drawn_faces_age.weights.h5")
    checked.load_weights(identity, folder / "drawn_faces_identity.weights.h5")
    return Judges(
        age=partial(_answer, age),
        embed=partial(_answer, identity),
        same_person=_DRAWN_SAME_PERSON,
        name="networks trained on 1,100 other drawn people",
        error_years=_DRAWN_ERROR_YEARS,
    )


def _answer(judge: keras.Model, images: np.ndarray) -> np.ndarray:
    """What a judge says of each image, in batches: (n, s, s, 3) → (n,) or (n, d).

    Images of another size than the judge learnt from are brought to it.

    Raises:
        ValueError: no square colour images, or not in [−1, 1].
    """
    images = np.asarray(images, "float32")
    if images.ndim != 4 or images.shape[1:] != (images.shape[1],) * 2 + (3,):
        raise ValueError(
            say(
                "The judge looks at images of shape (n, size, size, 3), these are "
                "{shape}; stack square colour images.",
                shape=images.shape,
            )
        )
    if not len(images) or not np.abs(images).max() <= 1.001:  # also catches NaN
        raise ValueError(
            say(
                "The judge looks at pixels in [−1, 1], these go beyond, are not "
                "finite or not there; divide 0…255 by 127.5 and subtract 1."
            )
        )
    size = judge.input_shape[1] or images.shape[1]
    if images.shape[1] != size:
        images = np.asarray(ops.image.resize(images, (size, size)))
    return judge.predict(images, batch_size=128, verbose=0)


def photo_judges() -> Judges:
    """The judges of photographs: the second opinion, trained by others on others.

    Raises:
        FileNotFoundError: its weights are nowhere to be found.
    """
    network = second_opinion.second_opinion()
    identity, age = (keras.Model(network.input, output) for output in network.outputs)
    return Judges(
        age=partial(_answer, age),
        embed=partial(_answer, identity),
        same_person=second_opinion.SAME_PERSON,
        name="a MobileNet trained on VGGFace2 and IMDB photographs",
        error_years=second_opinion.ERROR_YEARS,
    )


def judges_of(faces: data.FaceSet) -> Judges:
    """The judges that know such faces: photographs have others than drawn ones.

    Raises:
        FileNotFoundError: their weights are missing.
        ValueError: they are damaged.
    """
    return photo_judges() if faces.name == "UTKFace" else drawn_face_judges()
