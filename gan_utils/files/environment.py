"""A foreign environment is set right, or named, before anything is built in it.

Imported with gan_utils, before Keras: it loads nothing itself, unless keras.json holds
what the course cannot work with.
"""

import importlib
import json
import os
import sys
import tempfile
from pathlib import Path

_OURS = {"image_data_format": "channels_last", "floatx": "float32"}


def keras_home() -> Path:
    """Keras's own folder, or where Keras turns if nobody knows the home folder."""
    home = os.path.expanduser(os.environ.get("KERAS_HOME") or "~/.keras")
    if home.startswith("~"):
        return Path(tempfile.gettempdir()) / ".keras"
    return Path(home).absolute()


def settle() -> None:
    """Makes Keras compute with TensorFlow, in the course's conventions.

    Raises:
        ImportError: another library has loaded Keras with another backend.
    """
    if os.path.expanduser("~").startswith("~"):
        # As in a container of an unknown user. Matplotlib and others would stop there.
        os.environ["HOME"] = tempfile.gettempdir()
    if "keras" not in sys.modules:
        os.environ["KERAS_BACKEND"] = "tensorflow"
    elif (backend := sys.modules["keras"].config.backend()) != "tensorflow":
        raise ImportError(
            f"Keras computes with {backend} here, and the course needs TensorFlow; "
            "restart Python and import gan_utils before keras, or set KERAS_BACKEND="
            "tensorflow."
        )
    if "keras" in sys.modules or not _OURS.items() <= (_OURS | _keras_json()).items():
        _settle_conventions(importlib.import_module("keras").config)
    for stream in (sys.stdout, sys.stderr):
        # "·" and "−" must not stop a training whose output is ASCII.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _keras_json() -> dict:
    """What the user's keras.json says."""
    try:
        return dict(json.loads((keras_home() / "keras.json").read_text()))
    except (OSError, ValueError, TypeError):
        return {}


def _settle_conventions(config) -> None:
    """Channels last and float32, whatever keras.json says."""
    if config.image_data_format() != "channels_last":
        config.set_image_data_format("channels_last")
    if config.floatx() != "float32":
        config.set_floatx("float32")
        config.set_dtype_policy("float32")
