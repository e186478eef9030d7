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


def optimise(generator, describe, photos, groups, start=None, **options):
    start = np.zeros((len(photos), LATENT_DIM), "float32") if start is None else start
    distance = age_cgan.description_distance(generator, describe, photos, groups)
    return age_cgan.optimise_latents(distance, start, **options)


def test_latents_found_by_pixels_are_the_least_squares_solutions(
    linear_generator, photos
):
    found = optimise(linear_generator, tf.identity, photos, GROUPS, bound=100)
    expected = least_squares(linear_generator, photos, GROUPS)
    assert found == pytest.approx(expected, abs=1e-3)
    assert np.ptp(found, axis=0).min() > 0.01  # every photo has its own


def test_latents_found_by_an_embedding_fit_the_embedding(linear_generator, photos):
    matrix = rng.normal(size=(SIZE * SIZE * 3, LATENT_DIM)).astype("float32")

    def embed(images):
        return ops.reshape(images, (-1, SIZE * SIZE * 3)) @ matrix

    before = weights_of(linear_generator)
    found = optimise(linear_generator, embed, photos, GROUPS, bound=100)
    faces = training.sample(linear_generator, found, GROUPS)
    # As many unknowns as equations: the fit is exact, though the pixels are not.
    assert np.asarray(embed(faces)) == pytest.approx(np.asarray(embed(photos)), abs=0.1)
    assert np.abs(faces - photos).mean() > 0.1
    for old, new in zip(before, weights_of(linear_generator), strict=True):
        assert (old == new).all()


def test_photos_optimised_together_find_what_each_finds_alone():
    generator = models.conditional_generator(N_GROUPS, 32, 3, LATENT_DIM, 4)
    goals, start = rng.normal(0, 0.5, (2, 4, LATENT_DIM)).astype("float32")
    photos = training.sample(generator, goals, GROUPS)

    def describe(images):
        return 100 * images  # an untrained generator draws grey

    together = optimise(generator, describe, photos, GROUPS, start)
    for i, latent in enumerate(together):
        one = slice(i, i + 1)
        alone = optimise(generator, describe, photos[one], GROUPS[one], start[one])[0]
        assert alone == pytest.approx(goals[i], abs=0.02)
        assert latent == pytest.approx(goals[i], abs=0.02)


def test_no_number_of_a_latent_leaves_the_bounds(linear_generator, photos):
    start = 3 * np.ones((4, LATENT_DIM), "float32")
    found = optimise(linear_generator, tf.identity, 100 * photos, GROUPS, start)
    assert np.abs(found).max() == pytest.approx(2)


def test_photos_without_an_age_are_refused(linear_generator, photos):
    with pytest.raises(ValueError, match="4 photos need as many ages, not 3"):
        optimise(linear_generator, tf.identity, photos, GROUPS[:3])


def test_the_gradient_of_the_distance_is_that_of_finite_differences():
    generator = models.conditional_generator(N_GROUPS, 32, 3, LATENT_DIM, 4)
    embedding = keras.Sequential([layers.Input((32, 32, 3)), layers.Flatten()])
    embedding.add(layers.Dense(3))
    photo = rng.normal(size=(1, 32, 32, 3)).astype("float32")
    distance = age_cgan.description_distance(generator, embedding, photo, [1])
    latent = rng.normal(size=(1, LATENT_DIM)).astype("float32")
    gradient = np.asarray(distance(tf.constant(latent))[1])[0]
    step = 1e-2 * np.eye(LATENT_DIM, dtype="float32")
    values = [[float(distance(latent + x)[0]) for x in (d, -d)] for d in step]
    slopes = np.array([(up - down) / 2e-2 for up, down in values])
    assert gradient == pytest.approx(slopes, rel=0.05, abs=1e-4)


def drawn_faces(generator, count):
    latents = rng.normal(size=(count, generator.inputs[0].shape[-1])).astype("float32")
    groups = np.arange(count) % N_GROUPS
    return latents, training.sample(generator, latents, groups), groups


def test_the_encoder_finds_the_latents_of_a_generator_that_shows_them():
    keras.utils.set_random_seed(0)
    generator = age_cgan.face_generator(16, 2, 2)
    _, photos, ages = drawn_faces(generator, 30)
    encoder, loss = age_cgan.train_encoder(
        generator, photos, ages, 100, base_filters=4, batch_size=30
    )
    assert loss < 0.7  # an encoder that knows nothing: 1, and what it misses in photos
    latents, faces, _ = drawn_faces(generator, 50)
    guesses = np.asarray(encoder(faces))
    for axis in range(2):
        assert np.corrcoef(guesses[:, axis], latents[:, axis])[0, 1] > 0.5


def test_an_encoder_that_knows_the_photos_draws_them_again(linear_generator):
    """Without the loss on photos nothing tells it where photos lie."""
    latents, photos, groups = drawn_faces(linear_generator, 12)
    photos = 0.8 + 0.1 * np.tanh(photos)  # unlike anything drawn from N(0, I)

    def distance(photo_weight):
        keras.utils.set_random_seed(0)
        encoder = keras.Sequential([layers.Input((SIZE, SIZE, 3)), layers.Flatten()])
        encoder.add(layers.Dense(LATENT_DIM))
        stage = age_cgan.EncoderTraining(encoder, linear_generator, photo_weight, 0)
        stage.compile(keras.optimizers.Adam(1e-2))
        stream = training.batches(photos, groups, 12)
        stage.fit(stream, steps_per_epoch=60, verbose=0)
        again = training.sample(linear_generator, np.asarray(encoder(photos)), groups)
        return np.mean((again - photos) ** 2)

    assert distance(1.0) < 0.95 * distance(0.0)


def test_training_the_encoder_moves_the_encoder_alone():
    generator = models.conditional_generator(N_GROUPS, 32, 3, LATENT_DIM, 4)
    encoder = age_cgan.latent_encoder(32, LATENT_DIM, 4)
    stage = age_cgan.EncoderTraining(encoder, generator, seed=0)
    stage.compile(keras.optimizers.Adam(1e-3))
    kept, moved = weights_of(generator), weights_of(encoder)
    _, faces, groups = drawn_faces(generator, 20)
    stage.fit(training.batches(faces, groups, 10), steps_per_epoch=2, verbose=0)
    for old, new in zip(kept, weights_of(generator), strict=True):
        assert (old == new).all()
    for old, new in zip(moved, weights_of(encoder), strict=True):
        assert (old != new).any()
    # The generator can still be trained on: nothing was frozen behind its back.
    assert generator.trainable_variables


def test_the_description_weighs_identity_and_pixels_as_it_says(photos):
    matrix = rng.normal(size=(SIZE * SIZE * 3, 2)).astype("float32")

    def network(images, training):
        return ops.reshape(images, (len(images), -1)) @ matrix

    describe = age_cgan.identity_and_pixels(network, pixel_weight=0.3)
    first, second = np.asarray(describe(photos[:2]))
    apart = photos[0].ravel() - photos[1].ravel()
    expected = np.sum((apart @ matrix) ** 2) + 0.3 * np.mean(apart**2)
    assert np.sum((first - second) ** 2) == pytest.approx(expected, rel=1e-4)


# The game -----------------------------------------------------------------------------


def players(r1_weight=0.5):
    keras.utils.set_random_seed(0)
    gan = age_cgan.AgeCGAN(
        age_cgan.face_generator(8, LATENT_DIM, 2),
        age_cgan.face_discriminator(8, 4),
        r1_weight,
        seed=0,
    )
    gan.compile(training.adam(2e-3, 0.0, ema=0.9), training.adam(2e-3, 0.0))
    return gan


def people(count=64):
    """Faces and ages; the older, the brighter."""
    ages = rng.integers(0, 81, count)
    noise = rng.uniform(-0.1, 0.1, (count, 8, 8, 3))
    light = np.zeros((count, 8, 8, 3))
    light[:, :4] = (ages / 40 - 1)[:, None, None, None]  # the lower half stays
    return (light + noise).astype("float32"), ages


def test_latent_and_age_change_the_face():
    generator = age_cgan.face_generator(16, LATENT_DIM, 4)
    latents = rng.normal(size=(2, LATENT_DIM)).astype("float32")
    aged = age_cgan.age_faces(generator, latents, [5.0, 6.0, 70.0])
    assert aged.shape == (2, 3, 16, 16, 3)
    assert np.abs(aged).max() <= 1
    step, years = (np.abs(aged[:, i] - aged[:, 0]).mean() for i in (1, 2))
    assert 0 < step < years  # continuous: a year is less than sixty-five
    assert np.abs(aged[0] - aged[1]).mean() > 0.01


def test_a_step_moves_both_players_and_reports_their_numbers():
    gan = players()
    before = weights_of(gan.generator), weights_of(gan.discriminator)
    logs = gan.train_step(tuple(map(tf.constant, people(6))))
    assert set(logs) == set(gan.means)
    assert all(np.isfinite(float(value)) for value in logs.values())
    for old, network in zip(before, (gan.generator, gan.discriminator), strict=True):
        new = weights_of(network)
        assert all((a != b).any() for a, b in zip(old, new, strict=True))


def test_the_discriminator_learns_to_refuse_real_faces_of_a_wrong_age():
    gan = players(r1_weight=0.1)
    gan.update_generator = lambda count, labels: {"g_loss": 0.0}  # G rests
    stream = training.batches(*people(256), batch_size=32)
    gan.fit(stream, steps_per_epoch=80, verbose=0)
    faces, ages = people(200)
    right, wrong = (
        np.asarray(gan.discriminator([faces, years])) for years in (ages, 80 - ages)
    )
    far = np.abs(2 * ages - 80) > 20
    assert (right > wrong)[far].mean() > 0.9


def test_the_penalty_is_added_to_the_discriminators_loss():
    batch = tuple(map(tf.constant, people(6)))
    without, with_it = (players(x).update_discriminator(*batch) for x in (0.0, 2.0))
    added = float(with_it["d_loss"]) - float(without["d_loss"])
    assert added == pytest.approx(2 * float(with_it["r1"]), rel=1e-3)


def test_each_input_is_aged_and_no_other(linear_generator):
    latents = rng.normal(size=(4, LATENT_DIM)).astype("float32")
    aged = age_cgan.age_faces(linear_generator, latents, N_GROUPS)
    assert aged.shape == (4, N_GROUPS, SIZE, SIZE, 3)
    for i in range(4):
        for group in range(N_GROUPS):
            alone = linear_generator([latents[i : i + 1], np.array([group])])[0]
            assert aged[i, group] == pytest.approx(np.asarray(alone), abs=1e-5)
