"""What every notebook needs before it starts: pace, seed, device, folders."""

import math
import os
import platform
import sys
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

_PACES = ("smoke", "lecture", "full")


def has_gpu() -> bool:
    """True where TensorFlow sees a GPU."""
    return bool(tf.config.list_physical_devices("GPU"))


def pace() -> str:
    """How long training may take: "smoke", "lecture" or "full".

    Read from the environment variable GAN_PACE; without it, "full" where there is a
    GPU and "lecture" where there is none.

    Raises:
        ValueError: GAN_PACE is set to something else.
    """
    chosen = os.environ.get("GAN_PACE") or ("full" if has_gpu() else "lecture")
    if chosen not in _PACES:
        raise ValueError(
            f"GAN_PACE={chosen} is not a pace; set it to one of {', '.join(_PACES)}, "
            "or unset it to let the device decide."
        )
    return chosen


def by_pace(smoke: Any, lecture: Any, full: Any) -> Any:
    """Returns the argument that belongs to the current pace."""
    return {"smoke": smoke, "lecture": lecture, "full": full}[pace()]


def device() -> str:
    """A short name of the device that will do the work."""
    if not has_gpu():
        return f"CPU, {os.cpu_count()} cores"
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


def setup(seed: int = 1) -> None:
    """Seeds Python, NumPy and TensorFlow, and prints what this notebook runs on."""
    keras.utils.set_random_seed(seed)
    for name, version in versions().items():
        print(f"{name} {version}", end=" · ")
    print(f"{device()} · pace {pace()}")


def check_answer(name: str, true: float, yours: float | None) -> None:
    """Prints whether an answer agrees with the true value to one per cent.

    As long as the answer is None, the true value stays hidden.
    """
    if yours is None:
        print(f"{name}: write your answer in place of None.")
        return
    word = "right" if math.isclose(true, yours, rel_tol=0.01) else "not yet"
    form = ",.0f" if abs(true) >= 1000 else ".4g"
    print(f"{name}: true value = {true:{form}}, your value = {yours:{form}}, {word}")


def run_folder(notebook: str, drive: bool = False) -> Path:
    """The folder that keeps a notebook's trainings, one for each pace.

    Args:
        notebook: its name.
        drive: in Colab, in the user's Google Drive, which outlives the machine. Colab
            asks for permission.

    Raises:
        ValueError: drive is asked for outside Colab.
    """
    folder = Path("runs")
    if drive:
        if "google.colab" not in sys.modules:
            raise ValueError(
                "Google Drive is there in Colab only; set DRIVE = False, this machine "
                "keeps the runs anyway."
            )
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
        raise OSError(
            f"Cannot write to the folder {folder} ({error.strerror}); "
            "choose another one or change its permissions."
        ) from error
    return folder
