import os
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops
from PIL import Image

from gan_utils import frozen_features
from gan_utils.files import find

SIZE = 32
rng = np.random.default_rng(0)


def pictures(count=4, size=SIZE):
    return rng.uniform(-1, 1, (count, size, size, 3)).astype("float32")


def small_network():
    """Four maps of a fourth, an eighth, … like EfficientNet's, in an instant."""
    images = keras.Input((None, None, 3))
    x, maps = layers.Conv2D(8, 3, strides=2, padding="same")(images), []
    for channels in (8, 8, 12, 12):
        x = layers.Conv2D(channels, 3, strides=2, padding="same")(x)
        maps.append(x)
    return keras.Model(images, maps)


def small_projection(seed=0, network=None):
    return frozen_features.projection(SIZE, seed, network or small_network())


def invented_weights():
    """Arrays with the names and shapes of the published file, at random."""
    weights = {}

    def add(name, norm, *shape, channels):
        weights[f"{name}/kernel"] = rng.normal(0, 0.1, shape)
        for part in ("gamma", "beta", "mean", "variance"):
            weights[f"{norm}/{part}"] = rng.uniform(0.5, 1, channels)

    add("conv_stem", "bn0", 3, 3, 3, 32, channels=32)
    n, number = 32, 0
    for n_blocks, size, _, expansion, filters in frozen_features.STAGES:
        for _ in range(n_blocks):
            name, wide = f"blocks/{number}", n * expansion
            if expansion > 1:
                add(f"{name}/expand_conv", f"{name}/bn0", 1, 1, n, wide, channels=wide)
            shape = (size, size, wide, 1)
            add(f"{name}/depthwise_conv", f"{name}/bn1", *shape, channels=wide)
            shape = (1, 1, wide, filters)
            add(f"{name}/project_conv", f"{name}/bn2", *shape, channels=filters)
            n, number = filters, number + 1
    return {name: array.astype("float16") for name, array in weights.items()}


def network_of(weights, folder):
    np.savez(folder / "features.npz", **weights)
    return frozen_features.feature_network(folder / "features.npz")


def unfolded_maps(weights, images):
    """The same network written a second time, with its batch normalisation as it is."""

    weights = {name: array.astype("float64") for name, array in weights.items()}

    def normalise(x, name):
        parts = ("mean", "variance", "beta", "gamma")
        mean, variance, beta, gamma = (weights[f"{name}/{part}"] for part in parts)
        return gamma * (x - mean) / np.sqrt(variance + 1e-3) + beta

    def convolve(x, name, strides=1):
        kernel = tf.constant(weights[f"{name}/kernel"])
        if "depthwise" in name:
            return tf.nn.depthwise_conv2d(x, kernel, [1, strides, strides, 1], "SAME")
        return tf.nn.conv2d(x, kernel, strides, "SAME")

    x = ((images.astype("float64") + 1) * 127.5 - 127) / 128
    x = tf.nn.relu6(normalise(convolve(x, "conv_stem", 2), "bn0"))
    found, number = [], 0
    for n_blocks, _, first_strides, expansion, _ in frozen_features.STAGES:
        for block in range(n_blocks):
            name, before = f"blocks/{number}", x
            if expansion > 1:
                wide = convolve(x, f"{name}/expand_conv")
                x = tf.nn.relu6(normalise(wide, f"{name}/bn0"))
            strides = first_strides if block == 0 else 1
            x = convolve(x, f"{name}/depthwise_conv", strides)
            x = tf.nn.relu6(normalise(x, f"{name}/bn1"))
            x = normalise(convolve(x, f"{name}/project_conv"), f"{name}/bn2")
            x = x + before if block else x
            number += 1
        found.append(x.numpy())
    return [found[stage] for stage in (1, 2, 4, 6)]


def test_folding_the_batch_normalisation_in_changes_nothing(tmp_path):
    weights, images = invented_weights(), pictures(2, 64)
    maps = network_of(weights, tmp_path).predict(images, verbose=0)
    shapes = [(2, 16, 16, 24), (2, 8, 8, 40), (2, 4, 4, 112), (2, 2, 2, 320)]
    assert [m.shape for m in maps] == shapes
    for found, expected in zip(maps, unfolded_maps(weights, images), strict=True):
        # Both convolve in single precision at best.
        np.testing.assert_allclose(found, expected, rtol=2e-2, atol=2e-2)


def test_a_file_of_another_network_is_refused_by_name(tmp_path):
    weights = invented_weights()
    with pytest.raises(ValueError, match="none of EfficientNet-lite0's .blocks/16"):
        network_of(weights | {"blocks/16/kernel": np.ones(3)}, tmp_path)
    del weights["blocks/3/bn1/gamma"]
    with pytest.raises(ValueError, match="lacks blocks/3/bn1/gamma"):
        network_of(weights, tmp_path)


def test_without_the_file_the_error_says_where_to_put_it(monkeypatch, tmp_path):
    monkeypatch.delenv("GAN_DATA", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr(find, "embedded_folder", lambda kind: tmp_path)
    with pytest.raises(FileNotFoundError, match="efficientnet_lite0/features.npz into"):
        frozen_features.feature_network()


def test_the_embedded_features_need_no_network(monkeypatch, tmp_path):
    monkeypatch.delenv("GAN_DATA", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    found = find.find(frozen_features.WEIGHTS)
    assert found.found_in == "embedded"
    assert (found.path / "LICENSE").read_text().startswith("Apache")
    network = frozen_features.feature_network()
    assert network.count_params() == 2_939_120  # 3.0 million before the folding
    assert not network.trainable_weights


@pytest.mark.real_data
def test_the_published_features_tell_horses_from_zebras():
    network = frozen_features.feature_network()
    folder = Path(os.environ["GAN_DATA"]) / "horse2zebra"
    if not folder.is_dir():
        pytest.skip("horse2zebra is not in GAN_DATA")
    means = []
    for part in ("testA", "testB"):
        files = sorted((folder / part).iterdir())[:40]
        images = np.stack([np.asarray(Image.open(f).convert("RGB")) for f in files])
        features = network.predict(images / 127.5 - 1, verbose=0)[-1].mean((1, 2))
        means.append(features)
    learnt = np.stack([part[::2].mean(0) for part in means])
    for label, part in enumerate(means):
        distances = np.linalg.norm(part[1::2, None] - learnt, axis=-1)
        assert np.mean(distances.argmin(1) == label) >= 0.9


def test_the_random_mixing_depends_on_the_seed_alone_and_is_never_trained():
    network, images = small_network(), pictures()
    maps = small_projection(1, network).predict(images, verbose=0)
    assert [m.shape[1:] for m in maps] == [
        (8, 8, 64),
        (4, 4, 64),
        (2, 2, 128),
        (1, 1, 256),
    ]
    again = small_projection(1, network).predict(images, verbose=0)
    other = small_projection(2, network).predict(images, verbose=0)
    for same, copy, different in zip(maps, again, other, strict=True):
        np.testing.assert_array_equal(same, copy)
        assert np.abs(same - different).mean() > 0.1 * np.abs(same).mean()
    assert not small_projection().trainable_weights


def test_every_finer_map_hears_of_the_coarser_ones():
    network, images = small_network(), pictures()
    before = small_projection(0, network).predict(images, verbose=0)
    coarsest = network.layers[-1]
    coarsest.set_weights([2 * w for w in coarsest.get_weights()])
    after = small_projection(0, network).predict(images, verbose=0)
    for old, new in zip(before, after, strict=True):
        assert np.abs(new - old).max() > 1e-3


def test_each_of_several_conditions_gets_the_logits_it_gets_alone():
    projected = small_projection()
    discriminator = frozen_features.projected_discriminator(projected, 5, 8)
    maps = projected(pictures())
    conditions = tf.constant(rng.normal(size=(4, 3, 5)), "float32")
    together = discriminator([*maps, conditions])
    assert together.shape == (4, 3, 64 + 16 + 4 + 1)
    for number in range(3):
        alone = discriminator([*maps, conditions[:, number : number + 1]])
        np.testing.assert_allclose(together[:, number], alone[:, 0], atol=1e-5)


def test_without_a_condition_there_is_one_logit_a_place():
    projected = small_projection()
    discriminator = frozen_features.projected_discriminator(projected, base_filters=8)
    assert discriminator(projected(pictures())).shape == (4, 64 + 16 + 4 + 1)


def test_the_heads_are_kept_at_spectral_norm_one():
    projected = small_projection()
    discriminator = frozen_features.projected_discriminator(projected, base_filters=8)
    maps = projected(pictures())
    for _ in range(30):  # one step of the power iteration each
        discriminator(maps, training=True)
    kernels = [w for w in discriminator.trainable_weights if w.ndim == 4]
    assert len(kernels) == 8
    for kernel in kernels:
        matrix = np.reshape(kernel, (-1, kernel.shape[-1]))
        assert np.linalg.norm(matrix, 2) == pytest.approx(1, abs=0.05)


def test_the_gradient_reaches_the_pixels_through_all_that_is_frozen():
    projected = small_projection()
    discriminator = frozen_features.projected_discriminator(projected, base_filters=8)
    images, seed = tf.constant(pictures()), keras.random.SeedGenerator(0)
    with tf.GradientTape() as tape:
        tape.watch(images)
        seen = frozen_features.diff_augment(images, seed)
        logits = ops.mean(discriminator(projected(seen)))
    gradient = tape.gradient(logits, images).numpy()
    assert np.abs(gradient).max(axis=(1, 2, 3)).min() > 0


def test_what_d_sees_differs_in_light_and_place_from_picture_to_picture():
    seed = keras.random.SeedGenerator(0)
    image = np.tile(pictures(1), (16, 1, 1, 1))
    seen = ops.convert_to_numpy(frozen_features.diff_augment(image, seed))
    assert seen.shape == image.shape
    light = seen.mean(axis=(1, 2)) - image.mean(axis=(1, 2))
    assert 0.1 < np.std(light.mean(axis=1)) < 0.3  # uniform in ±0.3
    tint = light - light.mean(axis=1, keepdims=True)
    assert 0.03 < np.std(tint) < 0.2  # each colour by ±0.15, and the patches
    corners = seen[:, :8, :8].mean((1, 2)) - seen[:, -8:, -8:].mean((1, 2))
    corners -= image[:, :8, :8].mean((1, 2)) - image[:, -8:, -8:].mean((1, 2))
    assert np.std(corners - corners.mean(axis=1, keepdims=True)) > 0.05  # patches
    lit = ops.convert_to_numpy(frozen_features.diff_augment(image, seed, light=0.5))
    across = [np.std(x.mean(-1) - image.mean(-1), axis=(1, 2)) for x in (seen, lit)]
    assert np.median(across[1]) > np.median(across[0]) + 0.1  # patches of light
    best = []
    for picture in seen:  # where the picture correlates best with the one it was
        shifted = [np.roll(image[0], (y, x), (0, 1)) for y, x in np.ndindex(3, 3)]
        scores = [np.corrcoef(s.ravel(), picture.ravel())[0, 1] for s in shifted]
        best.append(int(np.argmax(scores)))
    assert len(set(best)) > 2
