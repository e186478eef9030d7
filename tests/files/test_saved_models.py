"""Saved networks open in every Keras from the lowest that requirements.txt allows."""

import inspect
import json
import sys
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest

from gan_utils import ageing, models
from gan_utils.files import checked

NETWORKS = {
    "generator": lambda: models.conditional_generator(3, latent_dim=4, base_filters=2),
    "age_classifier": lambda: ageing.age_classifier(3, 16, base_filters=2),
}
# What ``save_model`` wrote in Keras 3.15; `make test-colab` opens it in Keras 3.13.
WRITTEN_BY_KERAS_3_15 = Path(__file__).with_name("saved_by_keras_3_15.json")


@pytest.fixture(params=NETWORKS)
def network(request):
    return NETWORKS[request.param]()


def saved_config(network, folder):
    checked.save_model(network, folder / "network.keras")
    with zipfile.ZipFile(folder / "network.keras") as file:
        return json.loads(file.read("config.json"))


def parts_of(item):
    """Every layer and initializer in a configuration."""
    inner = item.values() if isinstance(item, dict) else item
    found = [
        part for one in inner if isinstance(one, dict | list) for part in parts_of(one)
    ]
    if isinstance(item, dict) and item.get("module") in (
        "keras.layers",
        "keras.initializers",
    ):
        found.append(item)
    return found


def test_a_saved_network_comes_back_with_the_same_weights(network, tmp_path):
    saved_config(network, tmp_path)
    again = keras.models.load_model(tmp_path / "network.keras")
    for ours, theirs in zip(network.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_no_keyword_at_its_default_is_saved(network, tmp_path):
    parts = parts_of(saved_config(network, tmp_path))
    assert {"BatchNormalization", "Zeros"} <= {part["class_name"] for part in parts}
    for part in parts:
        kind = getattr(sys.modules[part["module"]], part["class_name"])
        for name, parameter in inspect.signature(kind).parameters.items():
            assert part["config"].get(name, "left out") != parameter.default, name


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_saved_by_keras_3_15_opens_in_this_keras(name):
    config = json.loads(WRITTEN_BY_KERAS_3_15.read_text())[name]
    network = keras.models.model_from_json(json.dumps(config))
    assert network.count_params() == NETWORKS[name]().count_params()
