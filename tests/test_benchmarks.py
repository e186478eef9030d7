"""The benchmarks run, their peers are what their pages say, their page is joined."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
BENCHMARKS = ROOT / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import footprint  # noqa: E402
import peers  # noqa: E402
import run  # noqa: E402
import step_time  # noqa: E402
import torch_process  # noqa: E402

# Every script ----------------------------------------------------------------------


SCRIPTS = [p for p in sorted(BENCHMARKS.glob("*.py")) if "main()" in p.read_text()]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_benchmark_explains_itself(script, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [str(script), "--help"])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(script), run_name="__main__")
    assert end.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith(f"usage: {script.name}") and len(out.splitlines()) > 4


def test_every_script_that_is_run_exists_and_has_a_quick_version():
    for name in run.SCRIPTS:
        assert '"--quick"' in (BENCHMARKS / f"{name}.py").read_text(), name


# Peers -----------------------------------------------------------------------------


def convolution(kernel, before, after, bias=True):
    return kernel * kernel * before * after + bias * after


def test_tutorial_has_the_weights_of_its_page():
    peer = peers.TutorialDCGAN(0)
    generator = 100 * 12544 + convolution(5, 256, 128, False)
    generator += convolution(5, 128, 64, False) + convolution(5, 64, 1, False)
    generator += 4 * (12544 + 128 + 64)  # batch norm: two learnt, two counted
    assert peer.generator.count_params() == generator == 2_330_944
    discriminator = convolution(5, 1, 64) + convolution(5, 64, 128) + 7 * 7 * 128 + 1
    assert peer.discriminator.count_params() == discriminator == 212_865


def test_keras_dcgan_has_the_weights_of_its_page_when_it_draws_faces():
    peer = peers.KerasDCGAN(0)
    faces = peer.new_generator(8, (128, 256, 512), 3)
    assert faces.count_params() == 3_979_651  # as printed on the page
    assert faces.output_shape == (None, 64, 64, 3)
    assert peer.new_discriminator(64, (64, 128, 128), 3).count_params() == 404_801
    digits = 129 * 6272 + convolution(4, 128, 128) + convolution(4, 128, 256)
    assert peer.generator.count_params() == digits + convolution(5, 256, 1)


def test_keras_conditional_gan_has_the_weights_of_its_page():
    peer = peers.KerasConditionalGAN(0)
    generator = 139 * 7 * 7 * 138 + convolution(4, 138, 128) + convolution(4, 128, 128)
    assert peer.generator.count_params() == generator + convolution(7, 128, 1)
    discriminator = convolution(3, 11, 64) + convolution(3, 64, 128) + 129
    assert peer.discriminator.count_params() == discriminator


def test_labels_of_the_conditional_peer_lie_in_rows_as_on_its_page():
    one_hot = np.eye(10, dtype="float32")[[3, 7]]
    found = np.array(peers.label_channels(one_hot))
    expected = keras.ops.repeat(one_hot[:, :, None, None], [784])  # no axis: flat
    np.testing.assert_array_equal(found.ravel(), expected)
    assert found.shape == (2, 28, 28, 10)
    rows = [np.flatnonzero(image.any(axis=(1, 2))) for image in found]
    assert [list(r) for r in rows] == [[8, 9, 10, 11], [19, 20, 21, 22]]


@pytest.mark.parametrize("name", peers.PEERS)
def test_a_step_of_a_peer_moves_both_players_and_its_pictures_are_in_range(name, rng):
    peer = peers.PEERS[name](0)
    images = rng.uniform(-1, 1, (10, 28, 28, 1)).astype("float32")
    prepared = peer.prepare(images)
    expected = (-1, 0) if name == "tutorial" else (0, 0.5)
    np.testing.assert_allclose(peer.prepare(np.array([-1.0, 0.0])), expected)
    before = [player.get_weights() for player in peer.players]
    d_loss, _ = peer.step(prepared, np.arange(10))
    # An untrained player is undecided: log 2 for each of its questions.
    n_questions = 2 if name == "tutorial" else 1  # sum of two means, or one mean
    assert abs(float(d_loss) - n_questions * np.log(2)) < 0.1
    for player, old in zip(peer.players, before, strict=True):
        for weight, was in zip(player.weights, old, strict=True):
            assert (weight.numpy() != was).any(), weight.path
    latents = rng.normal(size=(6, peer.latent_dim)).astype("float32")
    drawn = peer.draw(latents, np.arange(6))
    assert drawn.shape == (6, 28, 28, 1) and drawn.dtype == np.float32
    assert drawn.min() < 0 < drawn.max() and np.abs(drawn).max() <= 1


def test_losses_of_the_keras_peers_call_fakes_one_and_reals_zero(rng, monkeypatch):
    peer = peers.KerasConditionalGAN(0)
    images = rng.uniform(0, 1, (8, 28, 28, 1)).astype("float32")
    fakes = np.zeros_like(images)
    monkeypatch.setattr(peer, "generate", lambda labels: keras.ops.copy(fakes))
    monkeypatch.setattr(peers, "learn", lambda *_: None)
    labels = np.arange(8)
    d_loss, g_loss = peer.step(images, labels)
    real = np.array(peer.judge(images, labels), "float64")
    fake = np.array(peer.judge(fakes, labels), "float64")
    # Softplus(x) = −log(1 − p), softplus(−x) = −log p, where p is "fake".
    expected = np.mean(np.log1p(np.exp(np.concatenate([-fake, real]))))
    np.testing.assert_allclose(float(d_loss), expected, rtol=1e-5)
    np.testing.assert_allclose(float(g_loss), np.mean(np.log1p(np.exp(fake))), 1e-5)


def test_a_peer_sees_every_picture_once_in_each_pass():
    peer = peers.KerasDCGAN(0)
    images = np.linspace(-1, 1, 70, dtype="float32")[:, None, None, None]
    stream = iter(peer.batches(images, np.arange(70)))
    for _ in range(2):
        seen = [next(stream) for _ in range(3)]  # 32, 32 and the 6 that remain
        assert [len(batch) for batch, _ in seen] == [32, 32, 6]
        labels = np.concatenate([labels for _, labels in seen])
        assert sorted(labels) == list(range(70))
        values = np.concatenate([batch for batch, _ in seen]).ravel()
        np.testing.assert_allclose(values, labels / 69, atol=1e-6)


# Prints, from the Python that has torch: how many weights each player has, both losses
# of a first step, and how many arrays of weights it left as they were.
TORCH_STEP = """
import json, sys
import numpy as np
import torch_dcgan
peer = torch_dcgan.TorchDCGAN(0)
weights = [list(player.parameters()) for player in peer.players]
before = [[w.detach().clone() for w in own] for own in weights]
images = np.random.default_rng(0).uniform(-1, 1, (10, 28, 28, 1)).astype("float32")
losses = peer.step(*next(peer.batches(images, np.arange(10))))
same = [(a == b).all() for x, y in zip(before, weights) for a, b in zip(x, y)]
print(json.dumps({
    "sizes": [sum(w.numel() for w in own) for own in weights],
    "losses": [float(loss) for loss in losses],
    "same": int(sum(same)),
}))
"""


def skip_without_torch():
    if torch_process.version() is None:
        pytest.skip("no torch here; TORCH_PYTHON may name a Python that has it")


def test_torch_peer_has_the_tutorials_weights_and_moves_both_players():
    skip_without_torch()
    done = subprocess.run(
        [torch_process.PYTHON, "-c", TORCH_STEP],
        env=os.environ | {"PYTHONPATH": str(BENCHMARKS)},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout)
    tutorial = peers.TutorialDCGAN(0).players
    learnt = [sum(np.prod(w.shape) for w in p.trainable_weights) for p in tutorial]
    assert found["sizes"] == learnt
    np.testing.assert_allclose(found["losses"], [2 * np.log(2), np.log(2)], atol=0.1)
    assert found["same"] == 0


# Tables ----------------------------------------------------------------------------


def test_a_report_of_recorded_trainings_claims_no_measurement(tmp_path):
    for name, claims in (("growth", True), ("sweep", False)):
        path = tmp_path / f"{name}.md"
        run.keep("## A section", f"python {name}.py", 1.0, path)
        last = path.read_text().splitlines()[-1]
        assert f"python {name}.py" in last and run.today() in last
        assert (run.processor() in last) == claims
        assert ("from recorded trainings" in last) != claims


def test_step_times_are_medians_of_turns_and_ratios_of_the_same_turn():
    def turns(batch_size, *seconds):
        return [{"batch_size": batch_size, "seconds": x} for x in seconds]

    found = {name: turns(64, 0.1) * 3 for name in step_time.NAMES if name != "torch"}
    found["dcgan"] = turns(64, 0.02, 0.04, 0.01)
    found["tutorial"] = turns(256, 0.5, 2.0, 0.5)
    lines = list(step_time.table(found, None))
    rows = [[c.strip() for c in x.split("|")[1:-1]] for x in lines if x[:1] == "|"]
    # Ratios by turn: 6.25, 12.5, 12.5; those of the medians would give 6.25.
    ours = ["our dcgan", "64", "0.0200", "3,200", "12.5 × TensorFlow's tutorial"]
    assert ours in rows
    assert ["TensorFlow's tutorial", "256", "0.5000", "512", ""] in rows
    assert ["the same in PyTorch", "–", "not installed", "", ""] in rows


def test_footprint_shows_every_pace_with_its_day():
    costs = {"seconds": 12.3, "peak_mb": 900, "date": "2026-01-02"}
    kept = {"notebooks": {"smoke": {"01_a": costs}, "lecture": {"01_a": costs}}}
    imports = dict.fromkeys(footprint.IMPORTS, 2.0)
    text = "\n".join(footprint.section(imports, kept))
    for pace in ("smoke", "lecture"):
        assert f"| 01_a | {pace} | 12 | 900 | 2026-01-02 |" in text
    assert "not timed yet" in text
    kept["tests"] = {"seconds": 840, "passed": True, "date": "2026-02-03"}
    assert "took 14 minutes on 2026-02-03" in "\n".join(
        footprint.section(imports, kept)
    )


def test_peak_memory_of_a_notebook_is_that_of_its_kernel(tmp_path):
    def notebook(code):
        cell = {"cell_type": "code", "execution_count": None, "id": "a"}
        cell |= {"metadata": {}, "outputs": [], "source": code}
        path = tmp_path / f"{len(code)}.ipynb"
        content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(content))
        return path

    paths = [notebook("1"), notebook("len(bytearray(b'1') * 300_000_000)")]
    small, large = footprint.notebook_costs(paths, "smoke").values()
    assert 200 < large["peak_mb"] - small["peak_mb"] < 400
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        footprint.notebook_costs([notebook("1 / 0")], "smoke")


# The page --------------------------------------------------------------------------

GOOD = "import sys\nprint('## Good\\n\\nvalue', len(sys.argv))"


@pytest.fixture
def results(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "versions", lambda: ["Python 3", "numpy 2"])

    def results(quick=False, chosen=None, **scripts):
        """Runs tiny scripts; the names that failed and the page."""
        for name, code in scripts.items():
            (tmp_path / f"{name}.py").write_text(code)
        paths = {name: tmp_path / f"{name}.py" for name in scripts}
        folder, page = tmp_path / "results", tmp_path / "results.md"
        failed = run.run(paths, chosen or list(paths), folder, page, quick)
        return failed, page.read_text()

    return results


def test_sections_are_joined_in_order_with_machine_versions_day_and_command(results):
    failed, page = results(first=GOOD.replace("Good", "First"), second=GOOD)
    assert failed == []
    assert page.index("# Benchmarks") < page.index("## First") < page.index("## Good")
    assert f"{os.cpu_count()} cores" in page and "Python 3, numpy 2" in page
    assert page.count(f"second.py`, {run.today()}") == 1


def test_quick_is_passed_on(results):
    assert "value 1" in results(one=GOOD)[1]
    assert "value 2" in results(quick=True, one=GOOD)[1]


def test_a_failing_script_is_named_and_the_others_still_run(results, capfd):
    failed, page = results(bad="import sys\nsys.exit(3)", good=GOOD)
    assert failed == ["bad"]
    assert "FAILED: bad: it ended with exit code 3" in capfd.readouterr().err
    assert "## Good" in page


def test_the_old_section_of_a_failing_script_stays_and_says_that_it_is_old(results):
    results(one=GOOD)
    for _ in range(2):  # marked once, however often it fails
        failed, page = results(one="1 / 0")
        assert failed == ["one"]
        assert page.count("> **Old:**") == 1 and "value 1" in page
    assert page.index("## Good") < page.index("> **Old:**") < page.index("value 1")
    assert "> **Old:**" not in results(one=GOOD)[1]


def test_output_that_is_no_section_is_a_failure(results):
    assert results(one="print('seconds: 3')")[0] == ["one"]


def test_one_part_keeps_the_other_sections(results):
    results(first=GOOD, second=GOOD.replace("Good", "Second"))
    newer = GOOD.replace("Good", "Newer")
    _, page = results(chosen=["first"], first=newer, second="1 / 0")
    assert "## Newer" in page and "## Second" in page


def test_the_runner_ends_with_an_error_when_a_script_failed(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "run", lambda *_: ["growth"])
    assert run.main(["growth", "--quick"]) == 1
    monkeypatch.setattr(run, "run", lambda *_: [])
    assert run.main(["growth", "--quick"]) == 0
    with pytest.raises(SystemExit):
        run.main(["nothing"])
