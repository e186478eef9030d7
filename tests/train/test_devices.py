"""Several devices and machines learn what one device learns with the same batch."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from programs import run

from gan_utils import training
from gan_utils.train import devices
from gan_utils.train.trainer import main

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """What two_devices.py found: (kind, number of devices) → arrays."""
    folder = tmp_path_factory.mktemp("two_devices")
    kinds = (["gan", "cgan", "ipcgan"], ["dcgan", "pix2pix", "gan_with_dropout"])
    with ThreadPoolExecutor() as pool:  # two programs at once, for two cores
        list(pool.map(lambda some: run(HERE / "two_devices.py", folder, *some), kinds))

    def read(kind, n_devices):
        with np.load(folder / f"{kind}_{n_devices}.npz") as file:
            return dict(file)

    return read


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["gan", "dcgan", "cgan", "pix2pix"])
def test_two_devices_learn_what_one_device_learns(kind, trained):
    one, two = trained(kind, 1), trained(kind, 2)
    assert one.keys() == two.keys()
    assert len(one["history_d_loss"]) == 20
    assert np.ptp(one["history_d_loss"]) > 1e-4
    for name, value in one.items():
        np.testing.assert_allclose(two[name], value, rtol=1e-7, atol=1e-9, err_msg=name)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["gan_with_dropout", "ipcgan", "dcgan", "pix2pix"])
def test_the_copies_on_all_devices_stay_equal_to_the_last_bit(kind, trained):
    found = trained(kind, 2)
    copies = [name for name in found if name.startswith("last_device_state")]
    assert len(copies) > 10
    for name in copies:
        np.testing.assert_array_equal(
            found[name], found[name.removeprefix("last_device_")], err_msg=name
        )
    for name, values in found.items():
        assert np.isfinite(values).all(), name


@pytest.mark.slow
def test_each_device_draws_its_own_dropout_masks_and_the_same_latents(trained):
    found = trained("gan_with_dropout", 2)
    seeds = [name for name in found if name.startswith("seed")]
    equal = [np.array_equal(found[s], found[f"last_device_{s}"]) for s in seeds]
    assert sorted(equal) == [False, False, True]  # two dropout layers, one latent


def test_a_batch_that_cannot_be_divided_is_refused(rng):
    stream = training.batches(rng.uniform(size=(30, 2)), batch_size=15)
    with pytest.raises(ValueError, match="15 cannot be divided.*multiple of 2"):
        devices.share_batches(stream, 15, SimpleNamespace(num_replicas_in_sync=2))


def test_several_machines_must_be_named(monkeypatch):
    for name in ("TF_CONFIG", "SLURM_PROCID"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValueError, match="TF_CONFIG.*srun"):
        devices.choose_strategy("multi_worker")


def test_minutes_are_refused_where_there_are_several_clocks(tmp_path, capsys):
    command = ["gan", "--data", "mnist", "--out", str(tmp_path), "--minutes", "1"]
    with pytest.raises(SystemExit):
        main([*command, "--strategy", "multi_worker"])
    assert "give --steps" in capsys.readouterr().err


def slurm(monkeypatch, nodes, rank, own):
    job = {"PROCID": rank, "STEP_NUM_TASKS": 3, "STEP_NODELIST": nodes}
    for name, value in (job | {"STEP_TASKS_PER_NODE": "1(x3)"}).items():
        monkeypatch.setenv(f"SLURM_{name}", str(value))
    monkeypatch.setenv("SLURMD_NODENAME", own)
    return devices._slurm_machines()


def test_the_machines_of_a_slurm_job_are_found(monkeypatch):
    resolver = slurm(monkeypatch, "node[08-10]", 1, "node09")
    machines = [f"{name}:8888" for name in ("node08", "node09", "node10")]
    assert resolver.cluster_spec().as_dict() == {"worker": machines}
    assert (resolver.task_type, resolver.task_id) == ("worker", 1)
    assert not devices._is_chief(SimpleNamespace(cluster_resolver=resolver))
    resolver = slurm(monkeypatch, "node[08-10]", 0, "node08")
    assert devices._is_chief(SimpleNamespace(cluster_resolver=resolver))


def test_machines_that_tensorflow_would_confuse_are_refused(monkeypatch):
    # Sorted as text, node10 comes before node8.
    with pytest.raises(ValueError, match="node10.*SLURM calls it node8"):
        slurm(monkeypatch, "node[8-10]", 0, "node8")
