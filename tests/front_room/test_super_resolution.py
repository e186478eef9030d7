"""Super-resolution: sizes, the two sides of the trade-off, and the published floor."""

from functools import partial

import keras
import numpy as np
import pytest
from keras import ops
from scipy import ndimage, stats

from gan_utils import data, runs, super_resolution, training

SIZE = 32


def small_enlarger(seed=0):
    keras.utils.set_random_seed(seed)
    return super_resolution.enlarger(8, 1)


def edges(count=8, seed=0):
    """Pictures of one slanted edge each, (count, SIZE, SIZE, 3)."""
    rng = np.random.default_rng(seed)
    places = np.arange(SIZE) - SIZE / 2
    slopes, shifts = rng.normal(size=(2, count, 1, 1)) * [[[[1.0]]], [[[4.0]]]]
    dark = places[:, None] + slopes * places > shifts
    return np.repeat(np.where(dark, -0.8, 0.8)[..., None], 3, -1).astype("float32")


def tiny_features():
    """A frozen network with two maps, and heads for them."""
    images = keras.Input((SIZE, SIZE, 3))
    fine = keras.layers.Conv2D(4, 3, strides=2, padding="same")(images)
    coarse = keras.layers.Conv2D(4, 3, strides=2, padding="same")(fine)
    network = keras.Model(images, [fine, coarse])
    network.trainable = False
    maps = [keras.Input(output.shape[1:]) for output in network.outputs]
    logits = [keras.layers.Conv2D(1, 3)(x) for x in maps]
    flat = [keras.layers.Flatten()(x) for x in logits]
    heads = keras.Model(maps, keras.layers.Concatenate()(flat))
    return network, heads


def game(**options):
    keras.utils.set_random_seed(1)  # what is frozen is the same in every game
    network, heads = tiny_features()
    frozen = partial(network, training=False)
    gan = super_resolution.SuperResolution(
        small_enlarger(), heads, frozen, frozen, seed=0, **options
    )
    gan.compile(training.adam(1e-3, 0.0, 0.99), training.adam(1e-3, 0.0))
    return gan


def test_pixel_shuffle_is_tensorflows_depth_to_space():
    import tensorflow as tf

    x = np.random.default_rng(0).normal(size=(2, 3, 5, 8)).astype("float32")
    order = np.arange(8).reshape(2, 4).T.ravel()  # TensorFlow has the channels inside
    shuffled = super_resolution.PixelShuffle()(x)
    np.testing.assert_array_equal(shuffled, tf.nn.depth_to_space(x[..., order], 2))


def test_bicubic_enlargement_has_the_published_psnr_and_ssim_of_set5():
    """28.42 dB and 0.8104, as all papers of the field print it."""
    try:
        photographs = data.photographs("set5", "real")
    except FileNotFoundError:
        pytest.skip("Set5 may not be passed on, and is not on this machine")
    scores = []
    for photograph in photographs.values():
        truth = photograph[None]
        large = super_resolution.enlarge(super_resolution.shrink(truth))
        scores.append(
            (super_resolution.psnr(large, truth), super_resolution.ssim(large, truth))
        )
    psnr, ssim = np.mean(scores, axis=0)
    assert psnr == pytest.approx(28.42, abs=0.05)
    assert ssim == pytest.approx(0.8104, abs=0.002)


def test_small_pictures_have_the_steps_of_a_file():
    small = np.asarray(super_resolution.shrink(edges()))
    pixels = (small + 1) * 127.5
    assert small.shape == (8, 8, 8, 3)
    np.testing.assert_allclose(pixels, np.rint(pixels), atol=1e-3)


def test_an_untrained_enlarger_is_bicubic_at_any_size():
    network = small_enlarger()
    for height, width in ((8, 8), (12, 20)):
        shape = (1, height, width, 3)
        small = np.random.default_rng(0).uniform(-0.8, 0.8, shape).astype("float32")
        large = network(small)
        assert large.shape == (1, 4 * height, 4 * width, 3)
        plain = super_resolution.enlarge(small)
        np.testing.assert_allclose(large, plain, atol=1e-5)


def test_an_enlarger_survives_saving(tmp_path):
    network = small_enlarger()
    network.save(tmp_path / "enlarger.keras")
    small = np.zeros((1, 8, 8, 3), "float32")
    again = keras.saving.load_model(tmp_path / "enlarger.keras")
    np.testing.assert_allclose(again(small), network(small), atol=1e-6)


def test_training_on_pixels_beats_bicubic_on_other_edges():
    pixels = data.to_pixels(edges(64))
    keras.utils.set_random_seed(0)
    network = super_resolution.train_on_pixels(pixels, 150, base_filters=8)
    truth = edges(16, seed=1)
    small = super_resolution.shrink(truth)
    gain = super_resolution.psnr(network(small), truth) - super_resolution.psnr(
        super_resolution.enlarge(small), truth
    )
    assert gain.mean() > 1


def test_a_step_moves_both_players_and_no_frozen_weight():
    gan = game()
    weights = [gan.generator.get_weights(), gan.discriminator.get_weights()]
    frozen = gan.features.func.get_weights()
    logs = gan.train_step(ops.convert_to_tensor(edges()))
    assert set(logs) == {"l1", "features", "d_loss", "d_real", "d_fake", "g_loss"}
    for before, player in zip(weights, (gan.generator, gan.discriminator), strict=True):
        after = player.get_weights()
        assert any((a != b).any() for a, b in zip(before, after, strict=True))
    for before, after in zip(frozen, gan.features.func.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)


def test_without_adversarial_weight_the_discriminator_rests():
    gan = game(adversarial_weight=0.0)
    before = gan.discriminator.get_weights()
    gan.train_step(ops.convert_to_tensor(edges()))
    for old, new in zip(before, gan.discriminator.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_a_training_that_was_cut_off_ends_in_the_same_bits(tmp_path):
    class Cut(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = epoch == 0

    def trained(path, resume=False, **options):
        gan = game()
        stream = training.batches(data.to_pixels(edges(32)), batch_size=8)
        runs.fit(gan, stream, 4, path, resume=resume, epochs=2, **options)
        return runs.variables_of([gan])

    whole = trained(tmp_path / "whole.npz")
    trained(tmp_path / "cut.npz", callbacks=[Cut()])
    resumed = trained(tmp_path / "cut.npz", resume=True)
    for one, other in zip(whole, resumed, strict=True):
        np.testing.assert_array_equal(one.numpy(), other.numpy())


def test_between_two_networks_lies_their_mean():
    networks = [small_enlarger(seed) for seed in (0, 1, 2)]
    super_resolution.between(networks[0], networks[1], 0.25, networks[2])
    for a, b, c in zip(*(n.get_weights() for n in networks), strict=True):
        np.testing.assert_allclose(c, 0.75 * a + 0.25 * b, atol=1e-7)


def test_psnr_of_a_known_error():
    """A grey that is one 255th too light errs by 219/255 steps of Y."""
    truth = np.zeros((1, 16, 16, 3))
    found = super_resolution.psnr(truth + 2 / 255, truth)
    np.testing.assert_allclose(found, 20 * np.log10(255 / (219 / 255)), rtol=1e-6)


def test_ssim_is_one_for_equal_pictures_and_falls_with_noise():
    truth = edges(2)
    noisy = truth + np.random.default_rng(0).normal(size=truth.shape) / 10
    np.testing.assert_allclose(super_resolution.ssim(truth, truth), 1)
    assert (super_resolution.ssim(noisy, truth) < 0.95).all()


def test_details_and_what_is_left_add_up_to_the_picture():
    truth = edges(2)
    fine, _ = super_resolution.details(truth)
    blurred = truth - np.asarray(fine)
    weights = np.array([1, 4, 6, 4, 1]) / 16
    expected = ndimage.convolve1d(truth, weights, axis=1, mode="mirror")
    expected = ndimage.convolve1d(expected, weights, axis=2, mode="mirror")
    np.testing.assert_allclose(blurred, expected, atol=1e-5)


def test_patch_distance_is_scipys_wasserstein_distance_of_the_responses():
    truth, images = edges(1), edges(1, seed=1)
    found = super_resolution.patch_distance(images, truth, n_filters=2)
    expected = []
    for x, y in zip(*map(super_resolution.details, (images, truth)), strict=True):
        x, y = (super_resolution.responses(v, 2)[0] for v in (x, y))
        for a, b in zip(x.T, y.T, strict=True):
            expected.append(stats.wasserstein_distance(a, b) / b.std())
    assert found[0] == pytest.approx(np.mean(expected), rel=1e-2)


def test_patch_distance_minds_blur_and_invented_patterns_but_no_place():
    rng = np.random.default_rng(0)
    truth = rng.normal(0, 0.3, (2, 64, 64, 3)).clip(-1, 1).astype("float32")
    stripes = 0.3 * np.cos(np.pi * np.arange(64))[None, None, :, None]

    def distance(images):
        return super_resolution.patch_distance(images, truth).max()

    blurred = super_resolution.enlarge(super_resolution.shrink(truth))
    assert distance(truth) == 0
    assert distance(np.roll(truth, 5, axis=1)) < 0.05
    assert distance(truth + 0.1) < 0.01
    assert super_resolution.patch_distance(blurred, truth).min() > 0.4
    assert super_resolution.patch_distance(truth + stripes, truth).min() > 0.1


def test_feature_loss_is_the_share_that_differs():
    true = [np.full((2, 4, 4, 3), 2.0), np.full((2, 2, 2, 5), -1.0)]
    found = [1.5 * true[0], 0.0 * true[1]]
    loss = super_resolution.feature_loss(found, true)
    assert float(loss) == pytest.approx((0.5 + 1) / 2)


def test_test_photographs_have_sides_that_4_divides(monkeypatch):
    monkeypatch.delenv("GAN_DATA", raising=False)
    crops = data.photographs("kodak", "sample")
    assert len(crops) == 6
    for picture in crops.values():
        assert picture.shape == (192, 192, 3)
        assert -1 <= picture.min() < picture.max() <= 1
    with pytest.raises(FileNotFoundError, match="set5"):
        data.photographs("set5", "real")
    with pytest.raises(ValueError, match="set6"):
        data.photographs("set6")
