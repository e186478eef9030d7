import logging
import subprocess
import sys
import types
from pathlib import Path

import pytest
import tensorflow as tf

from gan_utils import course


def test_pace_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("GAN_PACE", "smoke")
    assert course.pace() == "smoke"
    assert course.by_pace(smoke=1, lecture=2, full=3) == 1


@pytest.mark.parametrize(("gpu", "expected"), [(False, "lecture"), (True, "full")])
def test_without_a_wish_the_device_decides_the_pace(gpu, expected, monkeypatch):
    monkeypatch.delenv("GAN_PACE", raising=False)
    monkeypatch.setattr(course, "has_gpu", lambda: gpu)
    assert course.pace() == expected


def test_an_unknown_pace_is_refused_with_the_choices(monkeypatch):
    monkeypatch.setenv("GAN_PACE", "fast")
    with pytest.raises(ValueError, match="GAN_PACE=fast.*smoke, lecture, full"):
        course.pace()


def test_the_settings_of_a_notebook_choose_the_pace_before_the_environment(monkeypatch):
    monkeypatch.setenv("GAN_PACE", "lecture")
    monkeypatch.setattr(course, "_choice", {})
    course.setup(1, "smoke")
    assert course.pace() == "smoke"
    course.setup(1, "auto")
    assert course.pace() == "lecture"


def test_setup_names_versions_device_and_pace(monkeypatch, capsys):
    monkeypatch.setenv("GAN_PACE", "smoke")
    course.setup(1)
    printed = capsys.readouterr().out
    for word in ("python 3", "tensorflow 2", "keras 3", "pace smoke"):
        assert word in printed


@pytest.mark.parametrize("in_use", [False, True])
def test_setup_leaves_room_in_a_gpu_for_a_second_notebook(in_use, monkeypatch):
    def set_memory_growth(gpu, enable):
        if in_use:
            raise RuntimeError("cannot be set after GPUs have been initialized")
        grows.append((gpu, enable))

    grows, config = [], course.tf.config
    monkeypatch.setattr(config, "list_physical_devices", lambda kind: ["one", "two"])
    monkeypatch.setattr(config.experimental, "set_memory_growth", set_memory_growth)
    monkeypatch.setattr(course, "device", lambda: "GPU")
    course.setup(1)
    assert grows == ([] if in_use else [("one", True), ("two", True)])


def test_trainings_of_each_pace_have_a_folder_of_their_own(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for pace in ("smoke", "lecture"):
        monkeypatch.setenv("GAN_PACE", pace)
        assert course.run_folder("02_dcgan").is_dir()
    assert {path.name for path in (tmp_path / "runs" / "02_dcgan").iterdir()} == {
        "smoke",
        "lecture",
    }


def test_a_variable_moves_the_trainings(monkeypatch, tmp_path):
    monkeypatch.setenv("GAN_PACE", "smoke")
    monkeypatch.setenv("GAN_RUNS", str(tmp_path / "elsewhere"))
    folder = course.run_folder("02_dcgan")
    assert folder == tmp_path / "elsewhere" / "02_dcgan" / "smoke" and folder.is_dir()
    (tmp_path / "file").touch()
    monkeypatch.setenv("GAN_RUNS", str(tmp_path / "file"))
    with pytest.raises(OSError, match="in the variable GAN_RUNS, or change"):
        course.run_folder("02_dcgan")


def test_in_colab_trainings_can_be_kept_in_google_drive(monkeypatch, tmp_path):
    def mount(place):
        mounted.append(place)

    mounted, asked = [], []
    drive = types.SimpleNamespace(mount=mount)
    monkeypatch.setitem(sys.modules, "google", types.ModuleType("google"))
    colab = types.SimpleNamespace(drive=drive)
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    monkeypatch.setattr(course, "writable_folder", lambda path: asked.append(path))
    monkeypatch.setenv("GAN_PACE", "full")
    course.run_folder("02_dcgan", drive=True)
    assert mounted == ["/content/drive"]
    own = Path("/content/drive/MyDrive")
    assert asked == [own / "gan-course" / "runs" / "02_dcgan" / "full"]


def test_google_drive_outside_colab_is_refused():
    with pytest.raises(ValueError, match="in Colab only; set DRIVE = False"):
        course.run_folder("02_dcgan", drive=True)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="Cannot write to the folder .*choose another"):
        course.writable_folder(tmp_path / "file" / "run")


def test_networks_that_are_built_again_and_again_draw_no_warning():
    told, logger = [], tf.get_logger()
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage())
    logger.addHandler(handler)
    logger.warning("5 out of 9 calls triggered tf.function retracing. Tracing is slow")
    logger.warning("something else")
    logger.removeHandler(handler)
    assert told == ["something else"]


def test_importing_gan_utils_alone_loads_nothing_heavy():
    code = (
        "import sys, gan_utils\n"
        "print([n for n in ('keras', 'tensorflow', 'numpy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_true_value_is_hidden_until_there_is_an_answer(capsys):
    course.check_answer("weights", 314_600, None)
    assert capsys.readouterr().out == "weights: write your answer in place of None.\n"
    course.check_answer("weights", 100.0, 100.9)
    assert capsys.readouterr().out.endswith("right\n")
    course.check_answer("weights", 100, 102)
    out = capsys.readouterr().out
    assert "true value = 100" in out and out.endswith("not yet\n")
    course.check_answer("weights", 1_234_567, 1_234_567)
    assert "1,234,567" in capsys.readouterr().out
    course.check_answer("weights", 1_234_567, 1_234_568)
    assert capsys.readouterr().out.endswith("not yet\n")
