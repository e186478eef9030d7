"""The identity network: its structure, and what it says of faces."""

import os
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from published_files import network_with

from gan_utils import data
from gan_utils.faces import identity
from gan_utils.faces.identity import SAME_PERSON, identity_network

REAL_DATA = Path(os.environ.get("GAN_DATA", "/nowhere"))
# The blocks in their order, with their numbers of channels.
BLOCKS = {f"conv32_{n}": 32 for n in (1, 2, 3)}
BLOCKS |= {f"conv64_{n}": 64 for n in ("down", 1, 2, 3)}
BLOCKS |= {f"conv128_{n}": 128 for n in ("down", 1, 2)}
BLOCKS |= {f"conv256_{n}": 256 for n in ("down", 1, 2, "down_out")}


@pytest.fixture(scope="module")
def weights():
    """Arrays with the published names and shapes, and values of a sensible size."""
    rng = np.random.default_rng(0)
    shapes = {"conv32_down": (7, 3, 32)}
    width = 32
    for block, after in BLOCKS.items():
        shapes[f"{block}/conv1"] = (3, width, after)
        shapes[f"{block}/conv2"] = (3, after, after)
        width = after
    weights = {}
    for name, (kernel, before, after) in shapes.items():
        deviation = np.sqrt(1 / (kernel**2 * before))
        shape = (kernel, kernel, before, after)
        weights[f"{name}/conv/filters"] = rng.normal(0, deviation, shape)
        weights[f"{name}/conv/bias"] = rng.normal(0, 0.1, after)
        weights[f"{name}/scale/weights"] = rng.uniform(0.5, 1.5, after)
        weights[f"{name}/scale/biases"] = rng.normal(0, 0.1, after)
    weights["fc"] = rng.normal(0, 0.1, (256, 128))
    return {name: array.astype("float32") for name, array in weights.items()}


@pytest.fixture(scope="module")
def random_network(weights, tmp_path_factory):
    folder = tmp_path_factory.mktemp("identity")
    return network_with(weights, identity, identity_network, folder)


def plain_convolution(x, weights, name, strides, padding):
    """A convolution layer in NumPy as the paper's code runs it: scale layer apart."""
    kernel = weights[f"{name}/conv/filters"]
    size, after = kernel.shape[0], kernel.shape[-1]
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), (0, 1))
    windows = windows[::strides, ::strides]
    y = np.einsum("hwcij,ijco->hwo", windows, kernel, optimize=True)
    assert y.shape[-1] == after
    y = y + weights[f"{name}/conv/bias"]
    return y * weights[f"{name}/scale/weights"] + weights[f"{name}/scale/biases"]


def plain_network(pixels, weights):
    """dlib's network once more, in NumPy, for one 150×150 picture in 0…255."""
    x = (pixels - [122.782, 117.001, 104.298]) / 256
    x = np.maximum(plain_convolution(x, weights, "conv32_down", 2, 0), 0)
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), (0, 1))
    x = windows[::2, ::2].max((-2, -1))
    for block in BLOCKS:
        down = "down" in block
        y = plain_convolution(x, weights, f"{block}/conv1", 1 + down, 0 if down else 1)
        y = plain_convolution(np.maximum(y, 0), weights, f"{block}/conv2", 1, 1)
        if down:
            rows, columns, depth = x.shape[0] // 2, x.shape[1] // 2, x.shape[2]
            x = x[: 2 * rows, : 2 * columns]
            x = x.reshape(rows, 2, columns, 2, depth).mean((1, 3))
        total = np.zeros((*x.shape[:2], y.shape[2]))
        total[:, :, : x.shape[2]] += x
        total[: y.shape[0], : y.shape[1]] += y
        x = np.maximum(total, 0)
    return x.mean((0, 1)) @ weights["fc"]


def test_the_network_agrees_with_a_plain_numpy_version(rng, weights, random_network):
    pixels = rng.integers(0, 256, (150, 150, 3))
    images = (pixels / 127.5 - 1).astype("float32")[None]
    expected = plain_network(pixels, weights)
    embedding = keras.ops.convert_to_numpy(random_network(images))[0]
    np.testing.assert_allclose(embedding, expected, atol=2e-4 * abs(expected).max())


def test_every_array_is_used_and_none_is_trained(weights, random_network):
    assert not random_network.trainable_weights
    # A scale and a shift for each convolution are folded into kernel and bias.
    folded = sum(a.size for name, a in weights.items() if "/scale/" in name)
    total = sum(array.size for array in weights.values())
    preparation = 3 + 3 + 1  # mean, variance and count of the input layer
    expected = (total - folded, total - folded + preparation)
    assert random_network.count_params() in expected


def test_gradients_reach_every_pixel(rng, random_network):
    images = tf.Variable(rng.uniform(-1, 1, (2, 64, 64, 3)).astype("float32"))
    with tf.GradientTape() as tape:
        first, second = tf.unstack(random_network(images))
        distance = tf.reduce_sum((first - second) ** 2)
    gradient = tape.gradient(distance, images).numpy()
    assert np.isfinite(gradient).all()
    assert (np.abs(gradient[:, 4:-4, 4:-4]).max(-1) > 0).mean() > 0.99


def test_the_network_is_saved_and_loaded_by_plain_keras(rng, random_network, tmp_path):
    images = rng.uniform(-1, 1, (2, 64, 64, 3)).astype("float32")
    random_network.save(tmp_path / "identity.keras")
    loaded = keras.models.load_model(tmp_path / "identity.keras")
    expected = random_network.predict(images, verbose=0)
    np.testing.assert_allclose(loaded.predict(images, verbose=0), expected, atol=1e-5)


@pytest.fixture(scope="module")
def network():
    return identity_network()


@pytest.fixture(scope="module")
def photographs():
    if not (REAL_DATA / "UTKFace").is_dir():
        pytest.skip("put the folder UTKFace into GAN_DATA to run this test")
    _, test = data.utkface("real")
    chosen = np.random.default_rng(0).choice(len(test.ages), 100, replace=False)
    return test.images(chosen)


def changed(images, how):
    if how == "mirrored":
        return images[:, :, ::-1]
    if how == "cropped":
        return images[:, 4:-4, 4:-4]
    if how == "moved":
        return np.roll(images, 4, axis=2)
    return np.clip(images * 0.8 + 0.15, -1, 1)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("how", "bound"),
    [("mirrored", 0.25), ("cropped", 0.25), ("moved", 0.25), ("brighter", 0.12)],
)
def test_another_view_of_a_face_is_the_same_person(network, photographs, how, bound):
    embeddings = network.predict(photographs, verbose=0)
    views = network.predict(changed(photographs, how), verbose=0)
    same = np.linalg.norm(embeddings - views, axis=1)
    others = np.linalg.norm(embeddings - np.roll(views, 1, axis=0), axis=1)
    assert same.mean() < bound and same.max() < 0.45
    assert others.mean() > 0.7
    assert (others > SAME_PERSON).mean() > 0.9
