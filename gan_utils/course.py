"""What every notebook needs before it starts: pace, seed, device, folders."""

import contextlib
import logging
import math
import numbers
import os
import platform
import sys
from pathlib import Path
from typing import Any

from gan_utils import lecture
from gan_utils.language import say, speak


@contextlib.contextmanager
def _silence():
    """Keeps off the page what TensorFlow's C++ says of the machine as it loads.

    No variable does: those lines come before TensorFlow reads any.
    """
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # what it would say later
with _silence():
    import keras
    import tensorflow as tf


def _is_of_use(record: logging.LogRecord) -> bool:
    """Whether a student can use it: a notebook builds many networks, and means to."""
    return "tf.function retracing" not in record.getMessage()


tf.get_logger().addFilter(_is_of_use)
_PACES = ("smoke", "lecture", "full")
_choice = {"pace": "auto"}  # of a notebook's settings


def has_gpu() -> bool:
    """True where TensorFlow sees a GPU."""
    return bool(tf.config.list_physical_devices("GPU"))


def pace() -> str:
    """How long training may take: "smoke", "lecture" or "full".

    What ``setup`` was given, or else the environment variable GAN_PACE; without both,
    "full" where there is a GPU and "lecture" where there is none.

    Raises:
        ValueError: it is something else.
    """
    chosen = os.environ.get("GAN_PACE") or ("full" if has_gpu() else "lecture")
    if _choice["pace"] != "auto":
        chosen = _choice["pace"]
    if chosen not in _PACES:
        text = say(
            "GAN_PACE={chosen} is not a pace; set it to one of {paces}, or unset it to "
            "let the device decide.",
            chosen=chosen,
            paces=", ".join(_PACES),
        )
        raise ValueError(text)
    return chosen


def by_pace(smoke: Any, lecture: Any, full: Any) -> Any:
    """Returns the argument that belongs to the current pace."""
    return {"smoke": smoke, "lecture": lecture, "full": full}[pace()]


def device() -> str:
    """A short name of the device that will do the work."""
    if not has_gpu():
        return say("CPU, {count} cores", count=os.cpu_count())
    details = tf.config.experimental.get_device_details(
        tf.config.list_physical_devices("GPU")[0]
    )
    return details.get("device_name", "GPU")


def versions() -> dict[str, str]:
    """Versions of what decides a result: Python, TensorFlow and Keras."""
    return {
        "python": platform.python_version(),
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
    }


def setup(seed: int = 1, chosen_pace: str = "auto", language: str = "en") -> None:
    """Seeds Python, NumPy and TensorFlow, and prints what this notebook runs on.

    Of a GPU's memory TensorFlow then takes what it needs, and not all at once: a second
    notebook on the same GPU has room. The environment variable GAN_LECTURE=1 makes all
    figures larger.

    Args:
        seed: of all three.
        chosen_pace: "auto" leaves the pace to GAN_PACE and the device.
        language: of notices, errors and labels, "en" or "pt".

    Raises:
        ValueError: there is no such pace or language.
    """
    speak(language)
    _choice["pace"] = chosen_pace
    with contextlib.suppress(RuntimeError):  # too late where the GPU is in use already
        for gpu in tf.config.list_physical_devices("GPU"):
            tf.config.experimental.set_memory_growth(gpu, True)
    keras.utils.set_random_seed(seed)
    if lecture.is_on():
        lecture.enlarge_figures()
    for name, version in versions().items():
        print(f"{name} {version}", end=" · ")
    print(say("{device} · pace {pace}", device=device(), pace=pace()))


def check_answer(name: str, true: float, yours: float | None) -> None:
    """Prints whether an answer agrees with the true value: to one per cent, or exactly.

    Exactly where the true value is a whole number. As long as the answer is None, the
    true value stays hidden.
    """
    if yours is None:
        print(say("{name}: write your answer in place of None.", name=name))
        return
    tolerance = 1e-9 if isinstance(true, numbers.Integral) else 0.01
    right = math.isclose(true, yours, rel_tol=tolerance)
    form = ",.0f" if abs(true) >= 1000 else ".4g"
    text = say(
        "{name}: true value = {true}, your value = {yours}, {word}",
        name=name,
        true=f"{true:{form}}",
        yours=f"{yours:{form}}",
        word=say("right") if right else say("not yet"),
    )
    print(text)


def run_folder(notebook: str, drive: bool = False) -> Path:
    """The folder that keeps a notebook's trainings, one for each pace.

    It lies in runs/ beside the notebook, or in what GAN_RUNS names.

    Args:
        notebook: its name.
        drive: in Colab, in the user's Google Drive, which outlives the machine. Colab
            asks for permission.

    Raises:
        ValueError: drive is asked for outside Colab.
    """
    folder = Path(os.environ.get("GAN_RUNS") or "runs")
    if drive:
        if "google.colab" not in sys.modules:
            text = say(
                "Google Drive is there in Colab only; set DRIVE = False, this machine "
                "keeps the runs anyway."
            )
            raise ValueError(text)
        from google.colab import drive as google_drive

        google_drive.mount("/content/drive")
        folder = Path("/content/drive/MyDrive/gan-course/runs")
    return writable_folder(folder / notebook / pace())


def writable_folder(path: str | Path) -> Path:
    """Creates a folder for results and returns it.

    Raises:
        OSError: the folder cannot be created or written to.
    """
    folder = Path(path)
    probe = folder / f".writable-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        text = say(
            "Cannot write to the folder {folder} ({why}); choose another one, for a "
            "notebook's runs in the variable GAN_RUNS, or change its permissions.",
            folder=folder,
            why=error.strerror,
        )
        raise OSError(text) from error
    return folder
