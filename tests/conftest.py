"""Fixtures shared by the tests."""

import os

import keras
import numpy as np
import pytest
from copies import copy  # noqa: F401 (a fixture)

from gan_utils import losses, models, training
from gan_utils.files import find


@pytest.fixture(autouse=True)
def seeded():
    keras.utils.set_random_seed(0)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def offline(monkeypatch, tmp_path):
    """No data folder or package, Keras's cache empty, a network that refuses all."""
    for name in ("GAN_DATA", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(find, "PACKAGES", tmp_path / "packages")
    for protocol in ("http", "https"):
        monkeypatch.setenv(f"{protocol}_proxy", "http://127.0.0.1:9")  # nobody listens


@pytest.fixture
def data_folder(offline, monkeypatch, tmp_path):
    """An empty folder that GAN_DATA names."""
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("GAN_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def tiny_gan():
    """A GAN small enough for tests: 4-d latents, 6×6 images, plain MLPs."""

    def make(kind=training.GAN, game=losses.non_saturating, penalty=None, **optimizers):
        generator = models.mlp_generator(4, (6, 6, 1), width=8)
        discriminator = models.mlp_discriminator((6, 6, 1), width=8)
        gan = kind(generator, discriminator, game, penalty, seed=0)
        gan.compile(**optimizers)
        return gan

    return make


@pytest.fixture
def tiny_images(rng):
    return rng.uniform(-1, 1, (64, 6, 6, 1)).astype("float32")


def pytest_collection_modifyitems(items):
    """Skips tests of the real data, with the reason, where these are not at hand."""
    if "GAN_DATA" in os.environ:
        return
    reason = "set GAN_DATA to a folder with the real data (data/README.md) to run this"
    for item in items:
        if "real_data" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=reason))
