"""Nothing that is loaded runs code: arrays, weights, saved models, runs."""

import ast
import json
import zipfile
from pathlib import Path

import fuzz_archives
import keras
import nbformat
import numpy as np
import pytest

from gan_utils import runs
from gan_utils.files import checked

ROOT = Path(__file__).parents[2]
ARRAYS = {"a": np.zeros(3)}


@pytest.fixture
def marker(tmp_path):
    """A file that malicious code would make."""
    return tmp_path / "code-ran"


def test_pickles_in_arrays_are_refused_unread(marker, tmp_path):
    *_, archive = contents = fuzz_archives.pickled_npz(marker, ARRAYS)
    path = tmp_path / "run.npz"
    for content in contents:
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r"run\.npz is damaged"):
            checked.read_arrays(path, 10**6)
        with pytest.raises(ValueError, match="delete it and start afresh"):
            runs.Run(path, keras.random.SeedGenerator(0), resume=True)
    assert not marker.exists()
    # The trap works: whoever allows pickles steps into it.
    path.write_bytes(archive)
    with np.load(path, allow_pickle=True) as file, pytest.raises(Exception):  # noqa: B017
        file["a"].reshape(3)
    assert marker.exists()


def with_lambda(marker, folder):
    """A saved model with a layer that holds marshalled code."""
    path = str(marker)
    inputs = keras.Input((2,))
    layer = keras.layers.Lambda(lambda x: (open(path, "w").close(), x)[1])
    model = keras.Model(inputs, layer(inputs))
    marker.unlink()  # building the model called it
    model.save(folder / "model.keras")
    marker.unlink(missing_ok=True)
    return folder / "model.keras"


def test_a_saved_model_with_code_in_it_is_refused(marker, tmp_path):
    path = with_lambda(marker, tmp_path)
    with pytest.raises(ValueError, match="safe_mode"):
        keras.models.load_model(path)
    assert not marker.exists()
    keras.models.load_model(path, safe_mode=False)  # the trap works
    assert marker.exists()


def with_activation(config, folder):
    """A saved model whose activation is named by a configuration."""
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, "relu")])
    model.save(folder / "whole.keras")
    keras.models.load_model(folder / "whole.keras")
    with zipfile.ZipFile(folder / "whole.keras") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    changed = json.loads(members["config.json"])
    changed["config"]["layers"][1]["config"]["activation"] = config
    members["config.json"] = json.dumps(changed).encode()
    (folder / "model.keras").write_bytes(fuzz_archives.zipped(members))
    return folder / "model.keras"


def function(module, name):
    return {
        **{"class_name": "function", "config": name, "module": module},
        "registered_name": name,
    }


@pytest.mark.parametrize(
    "named",
    [
        function("os", "system"),
        function("builtins", "exec"),
        function("subprocess", "call"),
        function("keras.src.utils.file_utils", "get_file"),
        function("keras.utils", "get_file"),
        function("keras.config", "enable_unsafe_deserialization"),
        function("keras.src.saving.serialization_lib", "enable_unsafe_deserialization"),
        {"class_name": "Popen", "config": {"args": "id"}, "module": "subprocess"},
        {"class_name": "__lambda__", "config": {"value": ["", None, None]}},
    ],
    ids=lambda named: f"{named.get('module')}.{named['config']}"[:40],
)
def test_a_saved_model_that_names_a_function_by_its_module_is_refused(
    named, marker, monkeypatch, tmp_path
):
    import os
    import subprocess

    def call(*_, **__):
        pytest.fail("the function was called")

    path = with_activation(named, tmp_path)
    for module, name in ((os, "system"), (subprocess, "call"), (subprocess, "Popen")):
        monkeypatch.setattr(module, name, call)
    monkeypatch.setattr(keras.utils, "get_file", call)
    with pytest.raises(Exception) as caught:  # noqa: B017, of whichever kind
        keras.models.load_model(path)
    assert caught.type in (TypeError, ValueError)
    with pytest.raises(ValueError, match="safe_mode"):  # still refused
        keras.models.load_model(with_lambda(marker, tmp_path))


def sources():
    """The Python code of the whole repository, tests aside, by file."""
    for folder in ("gan_utils", "data", "benchmarks", "tools"):
        for path in (ROOT / folder).rglob("*.py"):
            yield path.relative_to(ROOT), path.read_text()
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "code":
                lines = cell.source.splitlines()
                lines = [line for line in lines if line.lstrip()[:1] not in ("%", "!")]
                yield path.relative_to(ROOT), "\n".join(lines)


def dangers(code):
    """Calls and arguments that let a loaded file run code."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
            if (node.arg, node.value.value) in (
                ("safe_mode", False),
                ("allow_pickle", True),
            ):
                yield f"{node.arg}={node.value.value}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            names.append(getattr(node, "module", "") or "")
            unsafe = {"pickle", "dill", "joblib", "shelve", "marshal", "cloudpickle"}
            yield from unsafe & {name.split(".")[0] for name in names}
        elif isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            if name in ("enable_unsafe_deserialization", "exec", "eval", "Lambda"):
                yield name


def test_no_code_lets_a_loaded_file_run_code():
    found = [(str(path), d) for path, code in sources() for d in dangers(code)]
    assert not found
    unsafe = ("import pickle", "load(p, allow_pickle=True)", "load(p, safe_mode=False)")
    assert all(list(dangers(code)) for code in unsafe)
