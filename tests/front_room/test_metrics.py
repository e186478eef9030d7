import tracemalloc

import keras
import numpy as np
import pytest
import scipy.linalg

from gan_utils import data, metrics
from gan_utils.files import find


def gaussian(rng, mean, covariance, n):
    return rng.multivariate_normal(mean, covariance, n)


def frechet_by_matrix_root(x, y):
    """The formula of Heusel et al. 2017 with SciPy's matrix square root."""
    c, d = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    root = scipy.linalg.sqrtm(c @ d)
    shift = x.mean(0) - y.mean(0)
    return shift @ shift + np.trace(c + d - 2 * root.real)


def test_frechet_distance_equals_the_closed_form_of_two_gaussians(rng):
    # For commuting covariances: ‖μ₁−μ₂‖² + Σ (σ₁ − σ₂)².
    deviations = np.array([1.0, 2.0, 0.5]), np.array([2.0, 1.0, 0.5])
    means = np.array([0.0, 0.0, 1.0]), np.array([1.0, 0.0, 3.0])
    x, y = (
        gaussian(rng, m, np.diag(s**2), 100_000)
        for m, s in zip(means, deviations, strict=True)
    )
    expected = 1 + 4 + 1 + 1
    assert metrics.frechet_distance(x, y) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize("n", [200, 8])  # 8 images, 10 features: singular covariances
def test_frechet_distance_agrees_with_an_independent_implementation(n, rng):
    x, y = rng.normal(size=(n, 10)), rng.normal(0.5, 2, size=(n, 10)) ** 2
    assert metrics.frechet_distance(x, y) == pytest.approx(
        frechet_by_matrix_root(x, y), rel=1e-4
    )


def test_frechet_distance_of_a_set_to_itself_is_zero_and_it_is_symmetric(rng):
    x, y = rng.normal(size=(300, 5)), rng.normal(1, 1, size=(300, 5))
    assert metrics.frechet_distance(x, x) == pytest.approx(0, abs=1e-9)
    assert metrics.frechet_distance(x, y) == pytest.approx(
        metrics.frechet_distance(y, x)
    )


def in_parts(features, size):
    return (features[i : i + size] for i in range(0, len(features), size))


@pytest.mark.parametrize("size", [1, 7, 100])
def test_frechet_distance_of_parts_is_that_of_the_whole_whatever_their_size(size, rng):
    # So far from 0, sums of squares would lose all digits that the deviations have.
    x, y = 1e7 + rng.normal(size=(2, 100, 5)) @ rng.normal(size=(5, 5))
    got = metrics.frechet_distance(in_parts(x, size), in_parts(y + 1, 2 * size))
    assert got == pytest.approx(frechet_by_matrix_root(x, y + 1), rel=1e-5)


def test_frechet_distance_follows_a_shift_between_parts_and_passes_over_empty_ones(rng):
    first, second = rng.normal(size=(300, 3)), rng.normal(50, 4, size=(20, 3))
    whole = np.concatenate([first, second])
    parts = iter([np.zeros((0, 3)), first, np.zeros((0, 3)), second])
    assert metrics.frechet_distance(parts, whole) == pytest.approx(0, abs=1e-9)
    with pytest.raises(ValueError, match="at least two images"):
        metrics.frechet_distance(iter([]), whole)


def test_frechet_distance_of_a_stream_needs_no_more_memory_for_more_images(rng):
    def peak(n_parts):
        tracemalloc.start()
        parts = (rng.random((200, 50)) for _ in range(n_parts))
        metrics.frechet_distance(parts, np.eye(50))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak(2)  # what only the first call needs
    assert peak(100) < 1.1 * peak(5)


def test_kernel_distance_is_unbiased(rng):
    # On equal distributions an unbiased estimate averages to 0 even for tiny sets,
    # where the biased one is far above.
    estimates = [
        metrics.squared_discrepancy(rng.normal(size=(10, 4)), rng.normal(size=(10, 4)))
        for _ in range(3000)
    ]
    error = np.std(estimates) / np.sqrt(len(estimates))
    assert abs(np.mean(estimates)) < 4 * error
    x, y = rng.normal(size=(10, 4)), rng.normal(size=(10, 4))
    kernel = lambda a, b: ((a @ b.T / 4 + 1) ** 3).mean()  # noqa: E731
    biased = kernel(x, x) + kernel(y, y) - 2 * kernel(x, y)
    assert biased > 4 * error


def test_kernel_distance_agrees_with_a_double_loop(rng):
    x, y = rng.normal(size=(6, 3)), rng.normal(1, 1, size=(6, 3))

    def k(a, b):
        return (a @ b / 3 + 1) ** 3

    within = sum(
        k(s[i], s[j]) for s in (x, y) for i in range(6) for j in range(6) if i != j
    )
    between = sum(k(a, b) for a in x for b in y)
    assert metrics.squared_discrepancy(x, y) == pytest.approx(
        within / 30 - 2 * between / 36
    )


def test_kernel_distance_grows_with_the_shift(rng):
    real = rng.normal(size=(500, 8))
    near, far = real + 0.3, real + 1
    assert (
        abs(metrics.kernel_distance(real, rng.normal(size=(500, 8))))
        < metrics.kernel_distance(real, near)
        < metrics.kernel_distance(real, far)
    )


def test_precision_sees_bad_fakes_and_recall_sees_missing_modes(rng):
    modes = np.array([[0.0, 0.0], [100.0, 0.0]])
    real = np.concatenate([rng.normal(m, 1, (200, 2)) for m in modes])
    one_mode = rng.normal(modes[0], 1, (400, 2))
    precision, recall = metrics.precision_recall(real, one_mode)
    assert precision > 0.9 and recall == pytest.approx(0.5, abs=0.06)
    half_noise = np.concatenate([real[::2] + 0.01, rng.normal(5000, 1, (200, 2))])
    precision, _ = metrics.precision_recall(real, half_noise)
    assert precision == pytest.approx(0.5, abs=0.02)


def test_precision_recall_agrees_with_a_written_out_search(rng):
    real, fake = rng.normal(size=(30, 2)), rng.normal(0.7, 1, size=(25, 2))

    def share(points, others):
        far = np.linalg.norm(others[:, None] - others[None], axis=-1)
        reach = np.sort(far, axis=1)[:, 3]  # column 0 is the point itself
        return np.mean(
            [(np.linalg.norm(others - p, axis=1) <= reach).any() for p in points]
        )

    expected = share(fake, real), share(real, fake)
    assert metrics.precision_recall(real, fake) == pytest.approx(expected)


@pytest.fixture
def brightness_classifier():
    """Calls dark images 0, bright images 1; logits are ∓ mean · 10."""
    images = keras.layers.Input((4, 4, 1))
    mean = keras.layers.GlobalAveragePooling2D(name="features")(images)
    dense = keras.layers.Dense(2, kernel_initializer="zeros")
    model = keras.Model(images, dense(mean))
    dense.set_weights([np.array([[-10.0, 10.0]]), np.zeros(2)])
    return model


def test_label_accuracy_counts_what_was_asked_for(brightness_classifier):
    images = (
        np.ones((4, 4, 4, 1), "float32") * np.array([-1, -1, 1, 1])[:, None, None, None]
    )
    accuracy = metrics.label_accuracy(brightness_classifier, images, [0, 1, 1, 1])
    assert accuracy == 0.75


def test_class_shares_and_confidence(brightness_classifier):
    levels = np.array([-1.0] * 97 + [0.01] * 3)
    images = np.ones((100, 4, 4, 1)) * levels[:, None, None, None]
    np.testing.assert_allclose(
        metrics.class_shares(brightness_classifier, images), [0.97, 0.03]
    )
    assert metrics.confident_share(brightness_classifier, images) == 0.97


def test_features_are_the_named_layer_of_any_model(brightness_classifier):
    images = np.full((3, 4, 4, 1), 0.25, "float32")
    got = metrics.features(brightness_classifier, images)
    np.testing.assert_allclose(got, np.full((3, 1), 0.25))


def test_nearest_neighbours_finds_a_memorised_image(rng):
    training_images = rng.uniform(-1, 1, (50, 4, 4, 1))
    copies = training_images[[7, 31]] + 0.001
    indices, distances = metrics.nearest_neighbours(copies, training_images, count=2)
    assert indices[:, 0].tolist() == [7, 31]
    np.testing.assert_allclose(distances[:, 0], 0.004, rtol=1e-6)


@pytest.mark.parametrize("measure", [metrics.frechet_distance, metrics.kernel_distance])
def test_sets_that_do_not_compare_are_refused(measure, rng):
    with pytest.raises(ValueError, match="same layer of the same model"):
        measure(rng.normal(size=(9, 3)), rng.normal(size=(9, 4)))
    with pytest.raises(ValueError, match="at least two images"):
        measure(rng.normal(size=(1, 3)), rng.normal(size=(9, 3)))


def test_the_digit_classifier_reads_the_embedded_digits():
    # Another writer's digits than it was trained on: scikit-learn's, enlarged.
    train, _ = data.mnist("sample")
    accuracy = metrics.label_accuracy(
        metrics.digit_classifier(), train.images, train.labels
    )
    assert accuracy > 0.8


@pytest.mark.real_data
def test_the_digit_classifier_is_as_good_as_its_model_card_says():
    _, test = data.mnist("real")
    accuracy = metrics.label_accuracy(
        metrics.digit_classifier(), test.images, test.labels
    )
    assert accuracy >= 0.99
    card = (find.embedded_folder("weights") / "digit_classifier.md").read_text()
    assert f"Test accuracy: {accuracy:.4f}" in card


class Oracle:
    """A segmenter that reads the class from the first channel: −1 is 0, 1 is 1 …"""

    def __init__(self, n_classes: int):
        self.n_classes = n_classes

    def predict(self, images, **_):
        return np.eye(self.n_classes)[np.rint(images[..., 0]).astype(int)]


def test_label_recovery_agrees_with_scikit_learn(rng):
    from sklearn.metrics import (
        accuracy_score,
        balanced_accuracy_score,
        jaccard_score,
    )

    labels = rng.integers(0, 5, (3, 8, 8))
    called = np.where(
        rng.random((3, 8, 8)) < 0.4, rng.integers(0, 5, (3, 8, 8)), labels
    )
    scores = metrics.label_recovery(Oracle(5), called[..., None], labels)
    flat = labels.ravel(), called.ravel()
    assert scores["pixel_accuracy"] == pytest.approx(accuracy_score(*flat))
    assert scores["class_accuracy"] == pytest.approx(balanced_accuracy_score(*flat))
    assert scores["mean_iou"] == pytest.approx(jaccard_score(*flat, average="macro"))


def test_label_recovery_passes_over_classes_that_do_not_occur():
    labels = np.zeros((1, 4, 4), int)
    called = labels.copy()
    called[0, 0, :] = 2
    scores = metrics.label_recovery(Oracle(7), called[..., None], labels)
    assert scores == {
        "pixel_accuracy": 0.75,
        "class_accuracy": 0.75,
        "mean_iou": 0.75,
    }


def test_a_random_subset_is_the_same_again_and_holds_no_row_twice():
    rows = np.arange(50)
    chosen = metrics.random_subset(rows, 20)
    assert len(set(chosen)) == 20
    assert chosen.max() > 20  # not the first ones
    assert (metrics.random_subset(rows, 20) == chosen).all()
    assert len(metrics.random_subset(rows, 60)) == 50
