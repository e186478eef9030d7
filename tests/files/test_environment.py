"""A foreign environment: everything works, or a sentence says why not."""

import json
import sys
import types

import programs
import pytest

from gan_utils.files import environment

FOREIGN = {"backend": "jax", "image_data_format": "channels_first", "floatx": "float64"}
PROGRAM = """
import os, pwd
def unknown(user):
    raise KeyError(user)
os.environ.pop("HOME")
pwd.getpwuid = unknown  # nobody knows the home folder
from gan_utils import course, models
from gan_utils.files import find
course.setup()
generator = models.dcgan_generator(base_filters=2, latent_dim=4)
print(generator.output_shape, generator.compute_dtype, find.cache_folder())
"""


@pytest.mark.slow
def test_nothing_foreign_keeps_the_course_from_working(tmp_path):
    (tmp_path / "keras.json").write_text(json.dumps(FOREIGN))
    foreign = {"KERAS_BACKEND": "jax", "KERAS_HOME": str(tmp_path)}
    foreign |= {"TF_USE_LEGACY_KERAS": "1", "PYTHONIOENCODING": "ascii"}
    printed = programs.run("-c", PROGRAM, **foreign)
    assert "(None, 28, 28, 1) float32" in printed
    assert "? keras 3" in printed  # a dot that ASCII does not have


def test_keras_that_computes_with_another_library_is_named(monkeypatch):
    jax = types.SimpleNamespace(backend=lambda: "jax")
    monkeypatch.setitem(sys.modules, "keras", types.SimpleNamespace(config=jax))
    with pytest.raises(ImportError, match="computes with jax here.*gan_utils before k"):
        environment.settle()


@pytest.mark.parametrize("content", ["", "[1]", "null", '{"floatx": 3}'])
def test_a_keras_json_that_is_none_harms_nobody(content, monkeypatch, tmp_path):
    (tmp_path / "keras.json").write_text(content)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    environment.settle()
