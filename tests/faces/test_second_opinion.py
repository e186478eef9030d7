"""The second opinion: its arithmetic, and what it says of faces."""

import os
from pathlib import Path

import keras
import numpy as np
import pytest
from published_files import network_with

from gan_utils import data
from gan_utils.faces import identity, second_opinion

REAL_DATA = Path(os.environ.get("GAN_DATA", "/nowhere"))


@pytest.fixture(scope="module")
def weights():
    """Arrays with the published names but a few channels each, of a sensible size."""
    rng = np.random.default_rng(0)
    before, after = 3, 4
    shapes = {
        "conv1/convolution/merged_input": (3, 3, before, after),
        "conv1_bn/batchnorm_1/sub": (after,),
    }
    for number in range(1, 14):
        before, after = after, 4 + number % 5
        shapes |= {
            f"conv_dw_{number}/depthwise_kernel": (3, 3, before, 1),
            f"conv_dw_{number}_bn/batchnorm_1/mul": (before,),
            f"conv_dw_{number}_bn/batchnorm_1/sub": (before,),
            f"conv_pw_{number}/convolution/merged_input": (1, 1, before, after),
            f"conv_pw_{number}_bn/batchnorm_1/sub": (after,),
        }
    shapes |= {"feats/kernel": (after, 5), "feats/bias": (5,)}
    shapes |= {"age_pred/kernel": (5, 100), "age_pred/bias": (100,)}
    weights = {}
    for name, shape in shapes.items():
        # The picture must be felt down to the last layer, or a fault would not be.
        values = rng.normal(0, 1.2, shape)
        if name.endswith("sub"):
            values = rng.normal(0.5, 0.2, shape)
        weights[name] = values.astype("float32")
    weights["conv1/convolution/merged_input"] /= 30
    return weights


@pytest.fixture(scope="module")
def small_network(weights, tmp_path_factory):
    unneeded = {"gender_pred/bias": np.zeros(1), "conv1_relu/Cast": np.float32(6)}
    folder = tmp_path_factory.mktemp("human")
    make = second_opinion.second_opinion
    return network_with(weights | unneeded, second_opinion, make, folder)


def windows_of(x, size, strides):
    """All windows of a picture (h, w, c), padded below and to the right as TF does."""
    rows = -(-x.shape[0] // strides)
    total = max((rows - 1) * strides + size - x.shape[0], 0)
    edges = (total // 2, total - total // 2)
    x = np.pad(x, (edges, edges, (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), (0, 1))
    return windows[::strides, ::strides]


def plain_network(pixels, weights):
    """The network once more, in NumPy, for one 224×224 picture in 0…255."""
    x = pixels[..., ::-1] - [103.939, 116.779, 123.68]
    kernel = weights["conv1/convolution/merged_input"]
    x = np.einsum("hwcij,ijco->hwo", windows_of(x, 3, 2), kernel, optimize=True)
    x = np.clip(x + weights["conv1_bn/batchnorm_1/sub"], 0, 6)
    largest = []
    for number in range(1, 14):
        name = f"conv_dw_{number}"
        windows = windows_of(x, 3, 2 if number in (2, 4, 6, 12) else 1)
        kernel = weights[f"{name}/depthwise_kernel"][..., 0]
        x = np.einsum("hwcij,ijc->hwc", windows, kernel, optimize=True)
        x = x * weights[f"{name}_bn/batchnorm_1/mul"]
        x = np.clip(x + weights[f"{name}_bn/batchnorm_1/sub"], 0, 6)
        name = f"conv_pw_{number}"
        x = x @ weights[f"{name}/convolution/merged_input"][0, 0]
        largest.append(x.max())
        x = np.clip(x + weights[f"{name}_bn/batchnorm_1/sub"], 0, 6)
    assert max(largest) > 6  # the cut-off was at work
    features = x.mean((0, 1))
    hidden = features @ weights["feats/kernel"] + weights["feats/bias"]
    logits = np.maximum(hidden, 0) @ weights["age_pred/kernel"]
    chances = np.exp(logits + weights["age_pred/bias"])
    age = (chances * np.arange(1, 101)).sum() / chances.sum()
    return features / np.linalg.norm(features), age


def test_the_network_agrees_with_a_plain_numpy_version(rng, weights, small_network):
    blocks = rng.integers(0, 256, (7, 7, 3))
    pixels = blocks.repeat(32, axis=0).repeat(32, axis=1)
    images = (pixels / 127.5 - 1).astype("float32")[None]
    expected, expected_age = plain_network(pixels, weights)
    embedding, age = small_network.predict(images, verbose=0)
    np.testing.assert_allclose(embedding[0], expected, atol=1e-4)
    np.testing.assert_allclose(age, [expected_age], atol=1e-3)
    assert np.count_nonzero(expected) > 2


def test_a_picture_of_any_size_is_enlarged_to_224_pixels(rng, small_network):
    images = rng.uniform(-1, 1, (2, 48, 48, 3)).astype("float32")
    large = keras.ops.convert_to_numpy(keras.ops.image.resize(images, (224, 224)))
    small_answer = small_network.predict(images, verbose=0)
    large_answer = small_network.predict(large, verbose=0)
    for small, same in zip(small_answer, large_answer, strict=True):
        np.testing.assert_allclose(small, same, rtol=1e-4, atol=1e-4)
    embedding, age = small_answer
    assert embedding.shape == (2, 7) and age.shape == (2,)
    np.testing.assert_allclose(np.linalg.norm(embedding, axis=1), 1, atol=1e-5)


def test_every_array_is_used_and_none_is_trained(weights, small_network):
    assert not small_network.trainable_weights
    # A scale for each depthwise convolution is folded into its kernel.
    folded = sum(a.size for name, a in weights.items() if name.endswith("mul"))
    total = sum(array.size for array in weights.values())
    preparation = 3 + 3 + 1  # mean, variance and count of the input layer
    expected = total - folded + 100  # and the hundred ages
    assert small_network.count_params() in (expected, expected + preparation)


@pytest.fixture(scope="module")
def network():
    return second_opinion.second_opinion()


@pytest.fixture(scope="module")
def faces():
    if not (REAL_DATA / "UTKFace").is_dir():
        pytest.skip("put the folder UTKFace into GAN_DATA to run this test")
    _, test = data.utkface("real")
    chosen = np.random.default_rng(0).choice(len(test.ages), 100, replace=False)
    return test.select(chosen)


@pytest.fixture(scope="module")
def opinion(network, faces):
    return network.predict(faces.images(), verbose=0)


@pytest.mark.real_data
def test_a_mirrored_face_is_the_same_person(network, faces, opinion):
    embeddings, _ = opinion
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, atol=1e-5)
    mirrored, _ = network.predict(faces.images()[:40, :, ::-1], verbose=0)
    same = np.linalg.norm(embeddings[:40] - mirrored, axis=1)
    others = np.linalg.norm(embeddings - np.roll(embeddings, 1, axis=0), axis=1)
    assert same.mean() < others.mean() / 2
    assert (same < second_opinion.SAME_PERSON).mean() > 0.95
    assert (others > second_opinion.SAME_PERSON).mean() > 0.9


@pytest.mark.real_data
def test_the_judged_age_follows_the_true_age(faces, opinion):
    _, ages = opinion
    assert np.corrcoef(ages, faces.ages)[0, 1] > 0.8
    assert np.abs(ages - faces.ages).mean() < 9


def mistaken(embeddings, first, second, threshold):
    """Share of these pairs of rows that are closer than the threshold."""
    distances = np.linalg.norm(embeddings[first] - embeddings[second], axis=1)
    return (distances < threshold).mean()


@pytest.mark.slow
@pytest.mark.real_data
def test_the_threshold_is_as_strict_as_that_of_dlib(network):
    first_network = identity.identity_network()
    _, test = data.utkface("real")
    chosen = np.random.default_rng(0).choice(len(test.ages), 400, replace=False)
    faces = test.select(chosen)
    kinds = 2 * data.age_cgan_group(faces.ages) + faces.genders
    rows, columns = np.triu_indices(len(kinds), 1)
    alike = kinds[rows] == kinds[columns]
    pairs = rows[alike], columns[alike]
    dlib = first_network.predict(faces.images(), verbose=0)
    embeddings, _ = network.predict(faces.images(), verbose=0)
    share_of_dlib = mistaken(dlib, *pairs, identity.SAME_PERSON)
    share = mistaken(embeddings, *pairs, second_opinion.SAME_PERSON)
    assert 0.04 < share_of_dlib < 0.16
    assert 0.75 < share / share_of_dlib < 1.33
