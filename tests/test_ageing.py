import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops

from gan_utils import age_cgan, models, training

rng = np.random.default_rng(0)
N_GROUPS, SIZE, LATENT_DIM = 3, 4, 5


@pytest.fixture
def linear_generator():
    """G(z, y) = Az + b_y: what its latents should be has a closed form."""
    latent = layers.Input((LATENT_DIM,))
    group = layers.Input((), dtype="int32")
    shown = layers.Dense(SIZE * SIZE * 3, use_bias=False)(latent)
    shift = layers.Embedding(
        N_GROUPS, SIZE * SIZE * 3, embeddings_initializer="random_normal"
    )(group)
    images = layers.Reshape((SIZE, SIZE, 3))(layers.Add()([shown, shift]))
    return keras.Model([latent, group], images)


@pytest.fixture
def photos():
    return rng.normal(size=(4, SIZE, SIZE, 3)).astype("float32")


GROUPS = np.array([0, 2, 1, 2])


def weights_of(*networks):
    return [w.copy() for network in networks for w in network.get_weights()]


def least_squares(generator, photos, groups):
    matrix, shifts = generator.get_weights()
    return np.array(
        [
            np.linalg.lstsq(matrix.T, (photo.ravel() - shifts[group]), rcond=None)[0]
            for photo, group in zip(photos, groups, strict=True)
        ]
    )


def test_the_latent_found_by_pixels_is_the_least_squares_solution(
    linear_generator, photos
):
    start = np.zeros((4, LATENT_DIM), "float32")
    found = age_cgan.optimise_latents(
        linear_generator, age_cgan.pixels, photos, GROUPS, start, bound=100
    )
    expected = least_squares(linear_generator, photos, GROUPS)
    assert found == pytest.approx(expected, abs=1e-3)


def test_the_latent_found_by_an_embedding_fits_the_embedding(linear_generator, photos):
    matrix = rng.normal(size=(SIZE * SIZE * 3, LATENT_DIM)).astype("float32")

    def embed(images):
        return ops.reshape(images, (-1, SIZE * SIZE * 3)) @ matrix

    start = np.zeros((4, LATENT_DIM), "float32")
    before = weights_of(linear_generator)
    found = age_cgan.optimise_latents(
        linear_generator, embed, photos, GROUPS, start, bound=100
    )
    faces = training.sample(linear_generator, found, GROUPS)
    # As many unknowns as equations: the fit is exact, though the pixels are not.
    assert np.asarray(embed(faces)) == pytest.approx(np.asarray(embed(photos)), abs=0.1)
    assert np.abs(faces - photos).mean() > 0.1
    for old, new in zip(before, weights_of(linear_generator), strict=True):
        assert (old == new).all()


def test_every_photo_gets_its_own_latent_whatever_the_order(linear_generator, photos):
    start = np.zeros((4, LATENT_DIM), "float32")
    order = [2, 0, 3, 1]
    options = (linear_generator, age_cgan.pixels)
    found = age_cgan.optimise_latents(*options, photos, GROUPS, start)
    other = age_cgan.optimise_latents(*options, photos[order], GROUPS[order], start)
    assert other == pytest.approx(found[order], abs=1e-3)
    assert np.ptp(found, axis=0).min() > 0.01


@pytest.mark.parametrize("batch_size", [2, 3, 4])
def test_faces_optimised_together_find_what_each_finds_alone(
    batch_size, linear_generator, photos
):
    # The fourth starts where it ends, so that it stops while the others go on.
    start = rng.normal(size=(4, LATENT_DIM)).astype("float32")
    start[3] = least_squares(linear_generator, photos, GROUPS)[3]
    task = linear_generator, age_cgan.pixels, photos, GROUPS, start, 3, 100
    alone = age_cgan.optimise_latents(*task, batch_size=1)
    together = age_cgan.optimise_latents(*task, batch_size=batch_size)
    assert together == pytest.approx(alone, abs=1e-3)
    assert np.abs(alone[:3] - start[:3]).min(axis=1).max() > 0.01


def test_faces_optimised_together_are_drawn_in_one_call(linear_generator, photos):
    seen = []

    def describe(images):
        tf.numpy_function(lambda x: seen.append(len(x)) or x, [images], "float32")
        return images

    start = np.zeros((4, LATENT_DIM), "float32")
    options = linear_generator, describe, photos, GROUPS, start
    age_cgan.optimise_latents(*options, iterations=2, batch_size=3)
    # Three photos, their faces at each step, then the fourth.
    assert seen.count(3) > 2 and seen[-1] == 1 and 2 not in seen


def test_an_error_in_the_description_reaches_the_caller(linear_generator, photos):
    def fail_on_faces(images):
        if not isinstance(images, np.ndarray):
            raise RuntimeError("no face found")
        return images

    start = np.zeros((4, LATENT_DIM), "float32")
    with pytest.raises(RuntimeError, match="no face found"):
        age_cgan.optimise_latents(
            linear_generator, fail_on_faces, photos, GROUPS, start
        )


def test_no_number_of_a_latent_leaves_the_bounds(linear_generator, photos):
    start = 3 * np.ones((4, LATENT_DIM), "float32")
    found = age_cgan.optimise_latents(
        linear_generator, age_cgan.pixels, 100 * photos, GROUPS, start
    )
    assert np.abs(found).max() == pytest.approx(2)


def test_photos_without_a_group_are_refused(linear_generator, photos):
    start = np.zeros((4, LATENT_DIM), "float32")
    with pytest.raises(ValueError, match="shorter"):
        age_cgan.optimise_latents(
            linear_generator, age_cgan.pixels, photos, GROUPS[:3], start
        )


def test_the_gradient_of_the_distance_is_that_of_finite_differences(photos):
    generator = models.conditional_generator(N_GROUPS, 32, 3, LATENT_DIM, 4)
    embedding = keras.Sequential([layers.Input((32, 32, 3)), layers.Flatten()])
    embedding.add(layers.Dense(3))
    distance = age_cgan.description_distance(generator, embedding)
    latent = rng.normal(size=LATENT_DIM).astype("float32")
    target = np.ones((1, 3), "float32")

    def value(z):
        return float(distance(ops.convert_to_tensor(z), np.int32(1), target)[0])

    gradient = np.asarray(
        distance(ops.convert_to_tensor(latent), np.int32(1), target)[1]
    )
    step = 1e-2 * np.eye(LATENT_DIM, dtype="float32")
    slopes = [(value(latent + d) - value(latent - d)) / 2e-2 for d in step]
    assert gradient == pytest.approx(slopes, rel=0.05, abs=1e-4)


def test_the_encoder_finds_the_latents_of_a_generator_that_shows_them():
    generator = models.conditional_generator(N_GROUPS, 32, 3, 2, 4)
    encoder, loss = age_cgan.train_encoder(
        generator, np.arange(30) % N_GROUPS, 150, base_filters=4, batch_size=30
    )
    assert loss < 0.6  # an encoder that knows nothing: 1
    latents = rng.normal(size=(50, 2)).astype("float32")
    groups = np.arange(50) % N_GROUPS
    guesses = np.asarray(encoder(training.sample(generator, latents, groups)))
    for axis in range(2):
        assert np.corrcoef(guesses[:, axis], latents[:, axis])[0, 1] > 0.5


def test_training_the_encoder_moves_the_encoder_alone():
    generator = models.conditional_generator(N_GROUPS, 32, 3, LATENT_DIM, 4)
    encoder = age_cgan.latent_encoder(32, LATENT_DIM, 4)
    stage = age_cgan.EncoderTraining(encoder, generator, seed=0)
    stage.compile(keras.optimizers.Adam(1e-3))
    kept, moved = weights_of(generator), weights_of(encoder)
    stage.fit(
        training.batches(np.arange(20) % N_GROUPS, batch_size=10), steps_per_epoch=2
    )
    for old, new in zip(kept, weights_of(generator), strict=True):
        assert (old == new).all()
    for old, new in zip(moved, weights_of(encoder), strict=True):
        assert (old != new).any()
    # The generator can still be trained on: nothing was frozen behind its back.
    assert generator.trainable_variables


def test_each_input_is_aged_and_no_other(linear_generator):
    latents = rng.normal(size=(4, LATENT_DIM)).astype("float32")
    aged = age_cgan.age_faces(linear_generator, latents, N_GROUPS)
    assert aged.shape == (4, N_GROUPS, SIZE, SIZE, 3)
    for i in range(4):
        for group in range(N_GROUPS):
            alone = linear_generator([latents[i : i + 1], np.array([group])])[0]
            assert aged[i, group] == pytest.approx(np.asarray(alone), abs=1e-5)


def test_the_generator_opened_behind_its_table_draws_the_same_groups():
    generator = models.conditional_generator(N_GROUPS, 32, 3, LATENT_DIM, 4)
    draw, table = age_cgan.after_the_table(generator)
    assert table.shape == (N_GROUPS, LATENT_DIM)
    latents = rng.normal(size=(N_GROUPS, LATENT_DIM)).astype("float32")
    expected = training.sample(generator, latents, np.arange(N_GROUPS))
    assert np.asarray(draw([latents, table])) == pytest.approx(expected, abs=1e-5)
