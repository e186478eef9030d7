"""The identity network: its file format, its structure, and what it says of faces."""

import json
import os
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from gan_utils import data
from gan_utils.faces import identity, published_weights
from gan_utils.files import checked, find

REAL_DATA = Path(os.environ.get("GAN_DATA", "/nowhere"))
WIDTHS = {"conv32": 32, "conv64": 64, "conv128": 128, "conv256": 256}


@pytest.fixture(scope="module")
def weights():
    """Arrays with the published names and shapes, and values of a sensible size."""
    rng = np.random.default_rng(0)
    shapes = {"conv32_down": (7, 3, 32)}
    width = 32
    for block in identity.BLOCKS:
        before, width = width, WIDTHS[block.split("_")[0]]
        shapes[f"{block}/conv1"] = (3, before, width)
        shapes[f"{block}/conv2"] = (3, width, width)
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
def random_network(weights):
    return identity.build_network(weights)


def write_weights(folder, content, entries):
    (folder / "weights.bin").write_bytes(content)
    manifest = folder / "weights.json"
    manifest.write_text(json.dumps([{"paths": ["weights.bin"], "weights": entries}]))
    return manifest


@pytest.fixture
def entries():
    """A quantised array, a whole one, and one in half precision."""
    stored = {"dtype": "uint8", "scale": 0.5, "min": -3.0}
    return [
        {"name": "a", "shape": [2, 2], "dtype": "float32", "quantization": stored},
        {"name": "b", "shape": [3], "dtype": "float32"},
        {
            "name": "c",
            "shape": [1],
            "dtype": "float32",
            "quantization": {"dtype": "float16"},
        },
    ]


@pytest.fixture
def content():
    whole = np.array([1.5, -2.25, 1e-9], "<f4").tobytes()
    return bytes([0, 1, 6, 255]) + whole + np.array([0.375], "<f2").tobytes()


def test_quantised_numbers_are_scaled_and_shifted(tmp_path, content, entries):
    arrays = published_weights.read_weights(write_weights(tmp_path, content, entries))
    np.testing.assert_array_equal(arrays["a"], [[-3.0, -2.5], [0.0, 124.5]])
    np.testing.assert_array_equal(arrays["b"], np.array([1.5, -2.25, 1e-9], np.float32))
    np.testing.assert_array_equal(arrays["c"], [0.375])
    assert {array.dtype for array in arrays.values()} == {np.dtype("float32")}


@pytest.mark.parametrize("change", [-1, -4, -18, 1])
def test_a_file_of_another_length_is_refused(tmp_path, content, entries, change):
    content = content[:change] if change < 0 else content + b"0"
    with pytest.raises(ValueError, match="do not hold what it lists"):
        published_weights.read_weights(write_weights(tmp_path, content, entries))


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
    for block in identity.BLOCKS:
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


def test_every_array_is_used_exactly_once(weights, random_network):
    # A scale and a shift for each convolution are folded into kernel and bias.
    folded = sum(a.size for name, a in weights.items() if "/scale/" in name)
    total = sum(array.size for array in weights.values())
    preparation = 3 + 3 + 1  # mean, variance and count of the input layer
    assert random_network.count_params() in (
        total - folded,
        total - folded + preparation,
    )
    with pytest.raises(ValueError, match="surplus"):
        identity.build_network({**weights, "surplus": np.zeros(3, "float32")})
    name = "conv64_2/conv1/scale/biases"
    fewer = {key: value for key, value in weights.items() if key != name}
    with pytest.raises(ValueError, match=name):
        identity.build_network(fewer)


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


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    monkeypatch.delenv("GAN_DATA", raising=False)
    monkeypatch.setattr(data, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(identity, "ADDRESSES", ("file:///nowhere/",))


def publish(folder, monkeypatch):
    """Small files in place of the published ones, with checksums of their own."""
    folder.mkdir()
    (folder / identity.BINARY).write_bytes(b"binary")
    (folder / identity.MANIFEST).write_text("manifest")
    checksums = {name: checked.sha256_of(folder / name) for name in identity.SHA256}
    monkeypatch.setattr(identity, "SHA256", checksums)
    return f"{folder.as_uri()}/"


def test_without_the_weights_an_error_says_where_to_get_them(nowhere):
    with pytest.raises(FileNotFoundError, match="GAN_DATA") as caught:
        identity.identity_network()
    assert "https://github.com/vladmandic/face-api" in str(caught.value)


def test_weights_are_downloaded_whole_and_by_the_second_route(
    nowhere, monkeypatch, tmp_path
):
    address = publish(tmp_path / "site", monkeypatch)
    monkeypatch.setattr(identity, "ADDRESSES", ("file:///nowhere/", address))
    place = identity.find_weights()
    assert place == find.cache_folder() / "face-api"
    assert {path.name for path in place.iterdir()} == set(identity.SHA256)
    assert [path.name for path in place.parent.iterdir()] == ["face-api"]
    monkeypatch.setattr(identity, "ADDRESSES", ())
    assert identity.find_weights() == place


def test_a_damaged_weight_file_is_refused(nowhere, monkeypatch, tmp_path):
    address = publish(tmp_path / "site", monkeypatch)
    (tmp_path / "site" / identity.BINARY).write_bytes(b"another")
    with pytest.raises(ValueError, match="checksum"):
        identity.identity_network(tmp_path / "site")
    monkeypatch.setattr(identity, "ADDRESSES", (address,))
    with pytest.raises(FileNotFoundError):
        identity.find_weights()
    assert not (find.cache_folder() / "face-api").exists()
    with pytest.raises(FileNotFoundError, match="missing"):
        identity.identity_network(tmp_path)


@pytest.fixture(scope="module")
def network():
    if not (REAL_DATA / "face-api").is_dir():
        pytest.skip("put the folder face-api into GAN_DATA to run this test")
    return identity.identity_network(REAL_DATA / "face-api")


@pytest.fixture(scope="module")
def photographs():
    folder = REAL_DATA / "UTKFace"
    if not folder.is_dir():
        pytest.skip("put the folder UTKFace into GAN_DATA to run this test")
    names = sorted(path.name for path in folder.iterdir())
    chosen = np.random.default_rng(0).choice(len(names), 100, replace=False)
    pictures = [Image.open(folder / names[row]).convert("RGB") for row in chosen]
    pixels = np.stack([picture.resize((64, 64)) for picture in pictures])
    return pixels.astype("float32") / 127.5 - 1


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
    assert (others > identity.SAME_PERSON).mean() > 0.9


@pytest.mark.real_data
def test_the_published_weights_are_as_large_as_the_paper_network(network):
    # 29 convolutions and one matrix, with dlib's numbers of channels.
    convolutions = [
        layer for layer in network.layers if isinstance(layer, keras.layers.Conv2D)
    ]
    assert len(convolutions) == 29
    assert network.output_shape == (None, 128)
    assert not network.trainable_weights


@pytest.mark.real_data
def test_the_network_agrees_with_dlib(network, photographs):
    dlib = pytest.importorskip("dlib", reason="install dlib to compare with it")
    weights = REAL_DATA / "face-api" / "dlib_face_recognition_resnet_model_v1.dat"
    if not weights.is_file():
        pytest.skip(f"put {weights.name} into GAN_DATA/face-api to compare with dlib")
    original = dlib.face_recognition_model_v1(str(weights))
    chips = keras.ops.image.resize(photographs[:10], (150, 150))
    chips = data.to_pixels(keras.ops.convert_to_numpy(chips))
    expected = [np.array(original.compute_face_descriptor(chip)) for chip in chips]
    embeddings = network.predict(chips / 127.5 - 1, verbose=0)
    # The published file rounds most weights to 8 bits.
    assert np.linalg.norm(embeddings - expected, axis=1).max() < 0.06
