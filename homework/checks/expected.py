"""What is expected of an answer, as data: nothing here can be called and handed in.

``python -m homework.references`` writes the file ``expected.json`` of each homework.
"""

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from homework.checks.tasks import Seen


class Expected(NamedTuple):
    """What happens in one draw of a task's cases.

    Attributes:
        right: {name of a case: what a right answer does there}.
        mistakes: name of a case → {hint: what this mistake does there}, for those
            mistakes that show there, and in no case before.
    """

    right: dict[str, Seen]
    mistakes: Callable[[str], dict[str, Seen]]


class Stored:
    """What is expected in a student's notebook: read from the file beside the checks.

    Args:
        module: the file of the homework's package.
    """

    def __init__(self, module: str):
        self._file = Path(module).with_name("expected.json")

    @functools.cached_property
    def _draws(self) -> dict[str, list[dict]]:
        """{name of a task: what is expected in each draw}."""
        return json.loads(self._file.read_text("utf-8"), object_hook=as_array)

    def __call__(self, name: str, seed: int) -> Expected:
        """What is expected of a task in one draw."""
        draw = self._draws[name][seed]
        return Expected(draw["right"], lambda case: draw["mistakes"].get(case, {}))


def as_array(found: dict) -> dict | np.ndarray:
    """Turns what ``as_lists`` made back into an array."""
    if found.keys() == {"shape", "values"}:
        return np.array(found["values"], "float64").reshape(found["shape"])
    return found


def as_lists(array: np.ndarray) -> dict:
    """An array as JSON holds it."""
    return {"shape": list(array.shape), "values": array.ravel().tolist()}
