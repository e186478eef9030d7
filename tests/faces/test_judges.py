"""The judges of faces: they learn the right thing, and the stored ones are good."""

import keras
import numpy as np
import pytest
from keras import ops
from scipy.stats import spearmanr

from data import make_face_weights
from data.drawing import draw_faces
from gan_utils import data
from gan_utils.faces.judges import (
    DRAWN_IDENTITY,
    _augmentation,
    age_estimator,
    drawn_face_judges,
    embedding_network,
    fit_quietly,
    same_person_threshold,
    train_embedding,
)

# What the course needs, on the sample's 50 test people; the model cards tell more.
LARGEST_ERROR_YEARS = 5.0
LARGEST_EQUAL_ERROR_RATE = 0.03


@pytest.fixture(scope="module")
def judges():
    return drawn_face_judges()


@pytest.fixture(scope="module")
def sample():
    return data.utkface("sample")


@pytest.fixture(scope="module")
def people(sample):
    return sample[1]


def halved(pixels):
    """Uint8 (n, 64, 64, 3) → float32 (n, 32, 32, 3), for quick training."""
    small = pixels.reshape(-1, 32, 2, 32, 2, 3).mean(axis=(2, 4))
    return (small / 127.5 - 1).astype("float32")


def mean_distances(embeddings, identities):
    """Between pictures of one person, and between pictures of two."""
    distances = np.linalg.norm(embeddings[:, None] - embeddings, axis=-1)
    same = identities[:, None] == identities
    different_picture = ~np.eye(len(same), dtype=bool)
    return distances[same & different_picture].mean(), distances[~same].mean()


@pytest.mark.parametrize("image_size", [32, 64])
def test_embeddings_have_unit_length_and_an_age_is_one_number(image_size, rng):
    images = rng.uniform(-1, 1, (5, image_size, image_size, 3)).astype("float32")
    embeddings = np.asarray(embedding_network(image_size, 16, base_filters=8)(images))
    assert embeddings.shape == (5, 16)
    assert np.linalg.norm(embeddings, axis=1) == pytest.approx(1, abs=1e-5)
    assert age_estimator(image_size, base_filters=8)(images).shape == (5,)


def test_networks_consist_of_keras_layers_and_load_without_this_module(tmp_path, rng):
    images = rng.uniform(-1, 1, (2, 32, 32, 3)).astype("float32")
    for network in (
        embedding_network(32, 8, base_filters=4),
        age_estimator(32, base_filters=4),
    ):
        network.save(tmp_path / "network.keras")
        again = keras.saving.load_model(tmp_path / "network.keras")
        assert np.allclose(network(images), again(images), atol=1e-6)


def test_augmentation_acts_in_training_only_and_stays_in_range(rng):
    move = _augmentation()
    images = rng.uniform(-1, 1, (8, 32, 32, 3)).astype("float32")
    assert np.array_equal(move(images, training=False), images)
    changed = np.asarray(move(images, training=True))
    assert changed.shape == images.shape
    assert np.abs(changed - images).mean() > 0.05
    assert np.abs(changed).max() <= 1.001


def test_training_brings_new_pictures_of_one_person_together(sample):
    # Learnt from ten people at six ages, asked about their six other ages.
    train, _ = sample
    ten = train.identities < 10
    odd = np.arange(len(train.ages)) % 2 == 1
    learnt, asked = train.select(ten & ~odd), train.select(ten & odd)
    network = embedding_network(32, 16, base_filters=8)
    untrained = np.asarray(network(halved(asked.pixels)))
    before_same, before_other = mean_distances(untrained, asked.identities)
    train_embedding(
        halved(learnt.pixels), learnt.identities, 60, batch_size=32, network=network
    )
    trained = np.asarray(network(halved(asked.pixels)))
    same, other = mean_distances(trained, asked.identities)
    assert same / other < 0.75
    assert same / other < before_same / before_other - 0.1


def test_training_of_the_age_estimator_orders_faces_by_age(sample):
    train, _ = sample
    learnt, asked = train.select(slice(0, 360)), train.select(slice(360, 600))
    network = age_estimator(32, base_filters=8)
    ages, loss = learnt.ages.astype("float32"), keras.losses.MeanAbsoluteError()
    fit_quietly(network, halved(learnt.pixels), ages, loss, 80, seed=0, batch_size=64)
    years = np.asarray(network(halved(asked.pixels)))
    assert spearmanr(years, asked.ages).statistic > 0.6
    mean_guess = np.abs(asked.ages - np.median(learnt.ages)).mean()
    assert np.abs(years - asked.ages).mean() < 0.8 * mean_guess


def test_equal_seeds_train_equal_networks(rng):
    images = rng.uniform(-1, 1, (8, 32, 32, 3)).astype("float32")
    identities = np.repeat([-7, 10_000], 4)  # any numbers will do
    first, second = (
        train_embedding(images, identities, 2, seed=1, batch_size=4) for _ in range(2)
    )
    assert np.allclose(first(images), second(images), atol=1e-4)


def test_labels_must_be_as_many_as_images(rng):
    images = rng.uniform(-1, 1, (8, 32, 32, 3)).astype("float32")
    with pytest.raises(ValueError, match="8 images came with 7 labels"):
        train_embedding(images, np.arange(7), 1)


def test_equal_error_rate_of_a_case_counted_by_hand():
    # Person 0 at 0, 1 and 10, person 1 at 30, 31 and 9. Of the six pairs of one person
    # 1, 1, 9, 10, 21, 22; of the nine of two 1, 8, 9, 20, 21, 29, 30, 30, 31.
    points = np.array([[0.0], [1.0], [10.0], [30.0], [31.0], [9.0]])
    identities = np.array([0, 0, 0, 1, 1, 1])
    threshold, error = same_person_threshold(points, identities)
    # At 10…20 two of six are rejected and three of nine accepted: a third of both.
    assert threshold == pytest.approx(15)
    assert error == pytest.approx(1 / 3)


@pytest.mark.parametrize("identities", [[0, 0, 0], [0, 1, 2]])
def test_a_threshold_without_both_kinds_of_pair_is_refused(identities):
    with pytest.raises(ValueError, match="pairs of one person and pairs of two"):
        same_person_threshold(np.eye(3), identities)


def test_equal_distances_are_counted_together():
    # Person 0 at 0, 1 and 2, person 1 at 3 and 4. One person: 1, 1, 1, 2; two: 1, 2, 2,
    # 3, 3, 4. Between 1 and 2 a quarter is rejected and a sixth accepted.
    points = np.arange(5.0)[:, None]
    threshold, error = same_person_threshold(points, [0, 0, 0, 1, 1])
    assert threshold == pytest.approx(1.5)
    assert error == pytest.approx((1 / 4 + 1 / 6) / 2)


def test_a_collapsed_network_has_no_threshold():
    with pytest.raises(ValueError, match="equally far apart"):
        same_person_threshold(np.ones((4, 8)), [0, 0, 1, 1])


def test_judges_see_people_of_whom_none_is_in_the_sample():
    in_sample = {
        draw_faces.identity(np.random.default_rng([draw_faces.SEED, number]))["seed"]
        for number in range(draw_faces.N_TRAIN + draw_faces.N_TEST)
    }
    assert draw_faces.sample(3, 0)[1]["seed"] in in_sample
    numbers = range(make_face_weights.N_TRAIN + make_face_weights.N_CALIBRATION)
    of_judges = {make_face_weights.judges_person(number)["seed"] for number in numbers}
    assert len(of_judges) == len(numbers)
    assert not of_judges & in_sample


def test_stored_age_judge_is_as_good_as_its_card(judges, people):
    years = judges.age(people.images())
    error = np.abs(years - people.ages).mean()
    assert error <= LARGEST_ERROR_YEARS
    assert error == pytest.approx(judges.error_years, abs=0.1)
    assert spearmanr(years, people.ages).statistic >= 0.95


def test_stored_identity_judge_is_as_good_as_its_card(judges, people):
    embeddings = judges.embed(people.images())
    identities = people.identities
    _, error = same_person_threshold(embeddings, identities)
    assert error <= LARGEST_EQUAL_ERROR_RATE
    distances = np.linalg.norm(embeddings[:, None] - embeddings, axis=-1)
    same = identities[:, None] == identities
    assert (distances[same] <= judges.same_person).mean() > 0.95
    assert (distances[~same] > judges.same_person).mean() > 0.95


def test_identity_judge_is_another_network_than_the_one_optimised():
    judge, optimised = embedding_network(**DRAWN_IDENTITY), embedding_network()
    assert judge.count_params() != optimised.count_params()
    assert judge.output_shape != optimised.output_shape


def test_judges_answer_tensors_with_plain_arrays(judges, people):
    images = people.images(slice(0, 2))
    years = judges.age(ops.convert_to_tensor(images))
    assert isinstance(years, np.ndarray) and years.shape == (2,)
    assert years == pytest.approx(judges.age(images))


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (np.zeros((2, 32, 48, 3)), "stack square"),
        (np.zeros((2, 64, 64, 1)), r"\(2, 64, 64, 1\)"),
        (np.zeros((64, 64, 3)), "stack square"),
        (np.zeros((0, 64, 64, 3)), "not there"),
        (np.full((1, 64, 64, 3), 255.0), "divide 0…255"),
        (np.full((1, 64, 64, 3), np.nan), "not finite"),
    ],
)
def test_what_the_judges_cannot_see_is_refused(judges, images, message):
    for judge in (judges.age, judges.embed):
        with pytest.raises(ValueError, match=message):
            judge(images)


def test_smaller_images_are_enlarged_for_the_judges(judges, people):
    images = people.images(slice(0, 40))
    halved = images.reshape(40, 32, 2, 32, 2, 3).mean(axis=(2, 4))
    difference = np.abs(judges.age(halved) - judges.age(images))
    assert 0 < difference.mean() < 4  # years
