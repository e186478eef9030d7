"""How good is it? Distances between sets of images, coverage, label accuracy.

Features are float arrays (n, d), one row an image, from any keras.Model. Every number
needs its floor beside it: the same measure between two sets of real images.
"""

import functools
from collections.abc import Iterable

import keras
import numpy as np
from keras import layers

from gan_utils.files import checked, find
from gan_utils.language import say


def image_classifier(
    n_classes: int = 10, image_size: int = 28, channels: int = 1, dropout: float = 0.4
) -> keras.Model:
    """Small convolutional classifier: images → logits (batch, n_classes).

    The layer named "features" holds the 64 numbers that the distances compare.
    """
    return keras.Sequential(
        [
            layers.Input((image_size, image_size, channels)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(dropout),
            layers.Dense(64, activation="relu", name="features"),
            layers.Dropout(dropout),
            layers.Dense(n_classes),
        ],
        name="classifier",
    )


def digit_classifier() -> keras.Model:
    """The classifier of MNIST digits kept in data/weights: images → logits.

    Raises:
        FileNotFoundError: the weights are missing.
        ValueError: they are damaged.
    """
    classifier = image_classifier()
    folder = find.embedded_folder("weights")
    checked.load_weights(classifier, folder / "digit_classifier.weights.h5")
    return classifier


def features(
    model: keras.Model, images: np.ndarray, layer: str | None = "features"
) -> np.ndarray:
    """What a model's layer says of each image: (n, h, w, c) → (n, d).

    With ``layer=None`` it is the model's own output.
    """
    if layer is not None:
        model = _up_to(model, layer)
    outputs = model.predict(images, batch_size=500, verbose=0)
    return outputs.reshape(len(images), -1)


@functools.lru_cache(maxsize=8)
def _up_to(model: keras.Model, layer: str) -> keras.Model:
    """A model's first part, always the same one: TensorFlow traces each anew."""
    return keras.Model(model.inputs, model.get_layer(layer).output)


def probabilities(classifier: keras.Model, images: np.ndarray) -> np.ndarray:
    """Softmax of a classifier's logits: (n, h, w, c) → (n, n_classes)."""
    logits = classifier.predict(images, batch_size=500, verbose=0)
    return np.asarray(keras.ops.softmax(logits))


def random_subset(rows: np.ndarray, count: int, seed: int = 0) -> np.ndarray:
    """At most ``count`` of the rows by chance, none twice: for references and floors.

    The first rows are no fair choice. The first half of MNIST's test set was written by
    other people than the second, and is easier to read.
    """
    chosen = np.random.default_rng(seed).permutation(len(rows))[:count]
    return rows[chosen]


def frechet_distance(
    real: np.ndarray | Iterable[np.ndarray], fake: np.ndarray | Iterable[np.ndarray]
) -> float:
    """Fréchet distance of two Gaussians fitted to features, Heusel et al. 2017.

    ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½). It needs many more images than features,
    or it comes out too large. Features (n, d) may also come a part (rows, d) at a time,
    of which only one is held: ``(model.predict(images) for images in stream)``.

    Raises:
        ValueError: fewer than two images, or unequal numbers of features.
    """
    (mean, covariance), (other_mean, other) = _gaussian(real), _gaussian(fake)
    _check_same_width(covariance, other)
    shift = mean - other_mean
    # tr (Σ₁Σ₂)^½ is the sum of the roots of the eigenvalues of Σ₁^½ Σ₂ Σ₁^½, which is
    # symmetric: no complex numbers, even where a covariance is singular.
    values, vectors = np.linalg.eigh(covariance)
    root = (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T
    eigenvalues = np.linalg.eigvalsh(root @ other @ root)
    overlap = np.sqrt(np.clip(eigenvalues, 0, None)).sum()
    return float(shift @ shift + np.trace(covariance) + np.trace(other) - 2 * overlap)


def _gaussian(features: np.ndarray | Iterable[np.ndarray]) -> tuple:
    """Mean (d,) and covariance (d, d) of features, whole or in parts."""
    parts = features
    if isinstance(features, np.ndarray):
        parts = (features[i : i + 1000] for i in range(0, len(features), 1000))
    count, mean, scatter = 0, 0.0, 0.0
    for part in parts:
        if not len(part):
            continue
        part = _as_features(part)
        # Chan, Golub and LeVeque 1979: two parts' squared deviations from their own
        # means add up, and the gap between the means counts like one more row.
        gap = part.mean(axis=0) - mean
        total = count + len(part)
        weight = np.sqrt(count * len(part) / total)
        rows = np.concatenate([part - (mean + gap), weight * gap[None]])
        scatter = scatter + rows.T @ rows
        mean, count = mean + gap * len(part) / total, total
    _check_enough(count)
    return mean, scatter / (count - 1)


def kernel_distance(
    real: np.ndarray,
    fake: np.ndarray,
    subset_size: int = 1000,
    n_subsets: int = 20,
    seed: int = 0,
) -> float:
    """Kernel distance (KID), Bińkowski et al. 2018: unbiased, also on small sets.

    The squared maximum mean discrepancy with the kernel (x·y/d + 1)³, averaged over
    random subsets. Around 0 for two sets of the same kind; it may be just below 0.

    Raises:
        ValueError: fewer than two images, or unequal numbers of features.
    """
    real, fake = _comparable(real, fake)
    size = min(subset_size, len(real), len(fake))
    rng = np.random.default_rng(seed)
    estimates = [
        squared_discrepancy(
            real[rng.choice(len(real), size, replace=False)],
            fake[rng.choice(len(fake), size, replace=False)],
        )
        for _ in range(n_subsets)
    ]
    return float(np.mean(estimates))


def squared_discrepancy(x: np.ndarray, y: np.ndarray) -> float:
    """Unbiased estimate of the squared maximum mean discrepancy, (n, d) and (n, d)."""
    n, d = x.shape
    within_x = (x @ x.T / d + 1) ** 3
    within_y = (y @ y.T / d + 1) ** 3
    between = (x @ y.T / d + 1) ** 3
    # A point's kernel with itself says nothing of the distribution: leave it out.
    off_diagonal = within_x.sum() - np.trace(within_x)
    off_diagonal += within_y.sum() - np.trace(within_y)
    return off_diagonal / (n * (n - 1)) - 2 * between.mean()


def precision_recall(
    real: np.ndarray, fake: np.ndarray, neighbours: int = 3
) -> tuple[float, float]:
    """Improved precision and recall, Kynkäänniemi et al. 2019.

    Precision: the share of fakes that lie among the real ones (quality). Recall: the
    share of real ones that lie among the fakes (coverage).

    Raises:
        ValueError: too few images, or unequal numbers of features.
    """
    real, fake = _comparable(real, fake)
    if min(len(real), len(fake)) <= neighbours:
        text = say("Give precision_recall more than {k} images a side.", k=neighbours)
        raise ValueError(text)
    return share_inside(fake, real, neighbours), share_inside(real, fake, neighbours)


def share_inside(points: np.ndarray, others: np.ndarray, neighbours: int) -> float:
    """Share of points within reach of another: as far as its k-th nearest fellow."""
    from sklearn.metrics import pairwise_distances
    from sklearn.neighbors import NearestNeighbors

    nearest = NearestNeighbors(n_neighbors=neighbours).fit(others)
    distances, _ = nearest.kneighbors()  # without arguments it skips the point itself
    reach = distances[:, -1]
    inside = 0
    for start in range(0, len(points), 1000):
        distance = pairwise_distances(points[start : start + 1000], others)
        inside += (distance <= reach).any(axis=1).sum()
    return float(inside / len(points))


def label_accuracy(
    classifier: keras.Model, images: np.ndarray, labels: np.ndarray
) -> float:
    """Share of generated images that the classifier calls what was asked for."""
    called = probabilities(classifier, images).argmax(axis=1)
    return float(np.mean(called == np.asarray(labels)))


def class_shares(classifier: keras.Model, images: np.ndarray) -> np.ndarray:
    """Share of the images that falls to each class: (n_classes,), sum 1."""
    called = probabilities(classifier, images)
    return np.bincount(called.argmax(axis=1), minlength=called.shape[1]) / len(images)


def confident_share(
    classifier: keras.Model, images: np.ndarray, confidence: float = 0.9
) -> float:
    """Share of images that the classifier recognises with at least ``confidence``."""
    return float(np.mean(probabilities(classifier, images).max(axis=1) >= confidence))


def nearest_neighbours(
    images: np.ndarray, training_images: np.ndarray, count: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """The training images nearest to each image, pixel by pixel.

    Returns:
        indices (n, count) into training_images, and Euclidean distances (n, count).
    """
    from sklearn.neighbors import NearestNeighbors

    flat = training_images.reshape(len(training_images), -1)
    search = NearestNeighbors(n_neighbors=count, algorithm="brute").fit(flat)
    distances, indices = search.kneighbors(images.reshape(len(images), -1))
    return indices, distances


def label_recovery(
    segmenter: keras.Model, images: np.ndarray, labels: np.ndarray
) -> dict[str, float]:
    """How well a segmenter finds the labels (n, h, w) again in translated images.

    In the spirit of the FCN score of Isola et al. 2017: the segmenter has learnt from
    real photos what each class looks like.

    Returns:
        pixel_accuracy: share of pixels with the right class.
        class_accuracy: the same for each class that occurs, averaged.
        mean_iou: intersection over union of each class that occurs, averaged.
    """
    found = segmenter.predict(images, batch_size=20, verbose=0)
    n_classes = found.shape[-1]
    pairs = n_classes * np.ravel(labels) + found.argmax(axis=-1).ravel()
    counts = np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
    right, asked = np.diag(counts), counts.sum(axis=1)
    union, occurs = asked + counts.sum(axis=0) - right, asked > 0
    return {
        "pixel_accuracy": float(right.sum() / counts.sum()),
        "class_accuracy": float(np.mean(right[occurs] / asked[occurs])),
        "mean_iou": float(np.mean(right[occurs] / union[occurs])),
    }


def _as_features(values: np.ndarray) -> np.ndarray:
    """Features as float64 (n, d)."""
    values = np.asarray(values, "float64")
    return values.reshape(len(values), -1)


def _comparable(real: np.ndarray, fake: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both as features, or a ValueError where they cannot be compared."""
    real, fake = _as_features(real), _as_features(fake)
    _check_same_width(real, fake)
    _check_enough(min(len(real), len(fake)))
    return real, fake


def _check_same_width(real: np.ndarray, fake: np.ndarray) -> None:
    if real.shape[1] != fake.shape[1]:
        text = say(
            "The two sets have {real} and {fake} features; take both from the same "
            "layer of the same model.",
            real=real.shape[1],
            fake=fake.shape[1],
        )
        raise ValueError(text)


def _check_enough(count: int) -> None:
    if count < 2:
        raise ValueError(say("A distance needs at least two images a side; add some."))
