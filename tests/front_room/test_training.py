import sys

import keras
import numpy as np
import pytest

from gan_utils import losses, models, training


def weights_of(model):
    return [weight.copy() for weight in model.get_weights()]


def moved(before, model):
    after = model.get_weights()
    return [np.any(a != b) for a, b in zip(before, after, strict=True)]


def fit(gan, images, labels=None, steps=3, batch_size=16):
    stream = training.batches(images, labels, batch_size)
    return gan.fit(stream, steps_per_epoch=steps, verbose=0, shuffle=False)


@pytest.mark.parametrize("game", ["minimax", "hinge", "least_squares", "wasserstein"])
def test_both_players_weights_move_in_fit(game, tiny_gan, tiny_images):
    gan = tiny_gan(game=getattr(losses, game))
    before = weights_of(gan.generator), weights_of(gan.discriminator)
    fit(gan, tiny_images)
    assert all(moved(before[0], gan.generator))
    # The critic's last bias cancels out of the Wasserstein game: its gradient is 0.
    last = -1 if game == "wasserstein" else None
    assert all(moved(before[1], gan.discriminator)[:last])


def test_each_update_moves_its_own_player_only(tiny_gan, tiny_images):
    gan = tiny_gan()
    before = weights_of(gan.generator), weights_of(gan.discriminator)
    gan.update_discriminator(tiny_images[:8])
    assert not any(moved(before[0], gan.generator))
    assert all(moved(before[1], gan.discriminator))
    before = weights_of(gan.generator), weights_of(gan.discriminator)
    gan.update_generator(8)
    assert all(moved(before[0], gan.generator))
    assert not any(moved(before[1], gan.discriminator))


def test_one_step_of_d_equals_gradient_descent_written_out(tiny_gan, tiny_images):
    gan = tiny_gan()
    gan.discriminator = plain = keras.Sequential(
        [keras.layers.Input((6, 6, 1)), keras.layers.Flatten(), keras.layers.Dense(1)]
    )
    gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1))
    kernel, bias = (weight.copy() for weight in plain.get_weights())
    fakes = []
    gan.generate = lambda labels, count: fakes[0]
    fakes.append(np.asarray(gan.generator(np.ones((8, 4), "float32"))))
    real, fake = tiny_images[:8].reshape(8, 36), fakes[0].reshape(8, 36)
    gan.update_discriminator(tiny_images[:8])
    # d/dw of −log D(x) − log(1 − D(x̃)) with D = sigmoid(w·x + b).
    error_real = 1 / (1 + np.exp(-(real @ kernel + bias))) - 1
    error_fake = 1 / (1 + np.exp(-(fake @ kernel + bias)))
    gradient = (real.T @ error_real + fake.T @ error_fake) / 8
    np.testing.assert_allclose(
        plain.get_weights()[0], kernel - 0.1 * gradient, atol=1e-5
    )


def test_batch_normalised_discriminator_sees_real_and_fake_in_separate_passes():
    gan = training.GAN(
        models.dcgan_generator(base_filters=2, latent_dim=4),
        models.dcgan_discriminator(base_filters=2),
    )
    gan.compile()
    sizes = []
    inner = gan.discriminator.call
    gan.discriminator.call = lambda x, **k: sizes.append(x.shape[0]) or inner(x, **k)
    gan.update_discriminator(np.zeros((8, 28, 28, 1), "float32"))
    assert sizes == [8, 8]


def test_a_short_last_batch_is_trained_on_like_any_other(tiny_gan, tiny_images):
    gan = tiny_gan(penalty=lambda d, real, fake: losses.gradient_penalty(d, real, fake))
    history = gan.fit(tiny_images[:50], batch_size=16, verbose=0)  # 16, 16, 16, 2
    assert int(gan.generator_optimizer.iterations) == 4
    assert np.isfinite(history.history["d_loss"][0])


def conditional(kind=training.ConditionalGAN, size=28, channels=1):
    gan = kind(
        models.conditional_generator(3, size, channels, 4, base_filters=2),
        models.conditional_discriminator(3, size, channels, base_filters=2),
    )
    gan.compile()
    return gan


@pytest.mark.parametrize("kind", [training.ConditionalGAN, training.FewImagesGAN])
def test_conditional_gans_learn_from_images_with_labels(kind, rng):
    gan = conditional(kind)
    before = weights_of(gan.generator), weights_of(gan.discriminator)
    images = rng.integers(0, 256, (12, 28, 28, 1), dtype="uint8")
    fit(gan, images, np.arange(12) % 3, steps=2, batch_size=6)
    for old, player in zip(before, (gan.generator, gan.discriminator), strict=True):
        names = [variable.path for variable in player.weights]
        still = [n for n, m in zip(names, moved(old, player), strict=True) if not m]
        assert not still


def test_with_few_images_d_sees_moved_pictures_with_their_own_labels(rng):
    gan = conditional(training.FewImagesGAN, 32, 3)
    images = rng.normal(size=(6, 32, 32, 3)).astype("float32")
    labels = np.array([0, 1, 2, 2, 1, 0])
    seen = []
    gan.discriminator = lambda inputs, training: seen.append(inputs)
    gan.discriminate(images, labels)
    shown, told = (np.asarray(x) for x in seen[0])
    assert told.tolist() == labels.tolist()
    assert (np.abs(shown - images).max(axis=(1, 2, 3)) > 0).any()
    # Moving and mirroring change places only: the pixels of the middle are all there.
    assert np.isin(shown, images).all()


def test_averaged_weights_follow_the_recurrence(tiny_gan, tiny_images):
    momentum = 0.9
    gan = tiny_gan(generator_optimizer=training.adam(ema=momentum))
    averages = None
    for _ in range(4):
        fit(gan, tiny_images, steps=1)
        now = weights_of(gan.generator)
        averages = averages or now
        averages = [
            momentum * a + (1 - momentum) * w
            for a, w in zip(averages, now, strict=True)
        ]
    for expected, got in zip(
        averages, gan.averaged_generator().get_weights(), strict=True
    ):
        np.testing.assert_allclose(got, expected, atol=1e-6)


@pytest.mark.parametrize(("ema", "steps"), [(None, 3), (0.9, 0)])
def test_without_averages_the_averaged_generator_is_a_plain_copy(
    ema, steps, tiny_gan, tiny_images
):
    gan = tiny_gan(generator_optimizer=training.adam(ema=ema))
    if steps:
        fit(gan, tiny_images, steps=steps)
    copy = gan.averaged_generator()
    assert copy is not gan.generator
    assert not any(moved(weights_of(copy), gan.generator))


def test_sampling_moves_no_weight_and_no_running_average():
    gan = training.GAN(
        models.dcgan_generator(base_filters=2, latent_dim=4),
        models.dcgan_discriminator(base_filters=2),
    )
    gan.compile()
    before = weights_of(gan)
    images = training.sample(gan.generator, np.zeros((5, 4), "float32"), batch_size=2)
    gan.averaged_generator()
    assert images.shape == (5, 28, 28, 1)
    assert not any(moved(before, gan))


def test_every_pass_of_batches_shows_each_image_once_in_a_new_order():
    images = np.arange(100, dtype="float32")[:, None]
    stream = iter(training.batches(images, batch_size=10))
    first, second = (
        np.concatenate([next(stream) for _ in range(10)])[:, 0] for _ in range(2)
    )
    assert sorted(first) == sorted(second) == list(range(100))
    assert (first == second).mean() < 0.2


def test_batches_keep_each_label_with_its_image():
    images = np.arange(50, dtype="float32")[:, None]
    stream = iter(training.batches(images, np.arange(50), batch_size=7))
    for _ in range(20):
        rows, labels = next(stream)
        np.testing.assert_array_equal(rows[:, 0], labels)


def test_batches_that_start_late_go_on_where_the_others_are():
    images = np.arange(50, dtype="float32")[:, None]
    whole = iter(training.batches(images, batch_size=7, seed=3))
    expected = [next(whole).numpy() for _ in range(20)][15:]
    late = iter(training.batches(images, batch_size=7, seed=3, first_step=15))
    for batch in expected:
        np.testing.assert_array_equal(next(late), batch)


def test_a_batch_larger_than_the_data_is_refused():
    with pytest.raises(ValueError, match="batch_size=64 does not fit 10 images"):
        training.batches(np.zeros((10, 6, 6, 1)), batch_size=64)


def test_the_order_of_batches_is_that_of_one_random_permutation_a_pass():
    # Pinned, so that a run begun with an older version goes on as it would have.
    numbers = np.arange(10)
    stream = iter(training.batches(numbers, batch_size=4, seed=3))
    got = np.concatenate([next(stream) for _ in range(5)])
    passes = [np.random.default_rng([3, k]).permutation(10) for k in (0, 1)]
    assert got.tolist() == np.concatenate(passes).tolist()


def on_disk(folder, name, array):
    np.save(folder / f"{name}.npy", array)
    return np.load(folder / f"{name}.npy", mmap_mode="r")


@pytest.mark.parametrize("first_step", [0, 5, 17])  # 7 · 17 rows: in the third pass
@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_arrays_on_disk_make_the_same_batches_as_arrays_in_memory(
    dtype, first_step, rng, tmp_path
):
    images = rng.integers(0, 256, (50, 4, 4, 3), "uint8")
    images = images if dtype == "uint8" else (images / 127.5 - 1).astype(dtype)
    labels = np.arange(50, dtype="int32")
    files = on_disk(tmp_path, "images", images), on_disk(tmp_path, "labels", labels)
    held = training.batches(images, labels, 7, 3, first_step)
    read = training.batches(*files, 7, 3, first_step)
    assert read.element_spec == held.element_spec
    for expected, got in zip(held.take(10), read.take(10), strict=True):
        np.testing.assert_array_equal(got[0], expected[0])
        np.testing.assert_array_equal(got[1], expected[1])


def coordinates(count: int, size: int) -> np.ndarray:
    """Images whose two channels are the row and the column, in [−1, 1]."""
    line = np.linspace(-1, 1, size, dtype="float32")
    one = np.stack(np.meshgrid(line, line, indexing="ij"), axis=-1)
    return np.repeat(one[None], count, axis=0)


def test_jitter_moves_target_and_source_together():
    size, margin = 64, 4  # 15/256 of 64 pixels, rounded
    images = coordinates(60, size)
    target, source = (x.numpy() for x in training.jitter(images, images, seed=3))
    np.testing.assert_array_equal(target, source)
    line = images[0, :, 0, 0]
    edged = np.pad(line, margin, mode="reflect")
    windows = [edged[i : i + size] for i in range(2 * margin + 1)]
    rows, columns = target[:, :, 0, 0], target[:, 0, :, 1]
    # Whole pixels: every row is one of the nine windows, and all nine occur.
    found = [[np.array_equal(row, window) for window in windows] for row in rows]
    assert np.all(np.sum(found, axis=1) == 1) and np.all(np.sum(found, axis=0) > 0)
    mirrored = [window[::-1] for window in windows]
    straight = [any(np.array_equal(c, w) for w in windows) for c in columns]
    turned = [any(np.array_equal(c, w) for w in mirrored) for c in columns]
    assert np.array_equal(straight, np.logical_not(turned))
    assert 15 <= sum(turned) <= 45  # about half
    # Rows and columns of one image move as one piece.
    np.testing.assert_array_equal(target[..., 0], rows[:, :, None] + 0 * target[..., 0])
    np.testing.assert_array_equal(
        target[..., 1], columns[:, None, :] + 0 * target[..., 1]
    )


def memory_held():
    """MB that the process holds itself, without pages of files that it looks at."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("RssAnon"))
    return int(line.split()[1]) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="reads memory from /proc")
def test_images_on_disk_are_not_held_in_memory(tmp_path):
    shape = (100_000, 50, 50, 1)  # 250 MB of zeros, which take no room on disk
    images = np.memmap(tmp_path / "images", "uint8", "w+", shape=shape)

    def growth(images):
        before = memory_held()
        stream = iter(training.batches(images))
        for _ in range(100):
            next(stream)
        return memory_held() - before

    growth(np.zeros((100, 50, 50, 1), "uint8"))  # what only the first stream needs
    assert growth(images) < 50
    before = memory_held()
    held = images + 1
    assert held.nbytes > 2e8 and memory_held() - before > 200  # it would be seen
