import keras
import numpy as np
import pytest

from data import export_weights
from gan_utils.files import half_weights


def network(units=3):
    keras.utils.set_random_seed(units)
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(units)])


def test_what_was_saved_comes_back_to_three_digits(tmp_path):
    saved = network()
    half_weights.save(saved, tmp_path / "x.npz")
    keras.utils.set_random_seed(1)
    loaded = half_weights.load(keras.models.clone_model(saved), tmp_path / "x.npz")
    for old, new in zip(saved.get_weights(), loaded.get_weights(), strict=True):
        assert new.dtype == "float32"
        np.testing.assert_allclose(new, old, rtol=1e-3)


def test_weights_of_another_network_are_refused(tmp_path):
    half_weights.save(network(), tmp_path / "x.npz")
    with pytest.raises(ValueError, match="another network"):
        half_weights.load(network(4), tmp_path / "x.npz")


def test_a_weight_that_is_no_number_is_refused(tmp_path):
    saved = network()
    saved.set_weights([np.full((2, 3), np.nan), np.zeros(3)])
    half_weights.save(saved, tmp_path / "x.npz")
    with pytest.raises(ValueError, match="copy the file again"):
        half_weights.load(network(), tmp_path / "x.npz")


def test_the_export_of_a_run_keeps_its_record_and_a_thinned_curve(tmp_path):
    run, out = tmp_path / "run", tmp_path / "out"
    run.mkdir()
    network().save(run / "generator.keras")
    (run / "run.json").write_text("{}")
    rows = [f"{step},1" for step in range(100, 2300, 100)]
    (run / "history.csv").write_text("\n".join(["step,seconds", *rows]) + "\n")
    export_weights.export(run, out, lines=10)
    assert {path.name for path in out.iterdir()} == {
        "generator.npz",
        "run.json",
        "history.csv",
    }
    kept = (out / "history.csv").read_text().splitlines()
    assert kept[0] == "step,seconds" and len(kept) == 8 and kept[1] == "300,1"
