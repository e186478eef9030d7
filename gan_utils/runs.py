"""Trainings that may be cut off at any moment, and go on: one file holds everything."""

import inspect
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from gan_utils import progress, workarounds
from gan_utils.files.checked import read_arrays, write_whole
from gan_utils.files.lock import hold
from gan_utils.language import say

_HISTORY_BYTES = 500_000_000  # more than the history of any training takes
# What a file raises that is damaged, or was made by something else.
_DAMAGE = (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError)
_Part = keras.Model | keras.Optimizer | keras.random.SeedGenerator | tf.random.Generator


class Run(keras.callbacks.Callback):
    """Keeps a training in one file, so that it can go on after an interruption.

    The file holds the networks, their optimizers with averaged weights, the states of
    all random numbers, and ``history``, which has one value an epoch for every name in
    the logs. Give it to ``fit`` as the last callback; in a loop of your own call
    ``add`` once an epoch. The file is replaced in one step, so that a kill at any
    moment leaves the last whole one.

    Args:
        path: the file, NAME.npz; None keeps nothing.
        parts: models, optimizers, random generators: all that training changes. The
            optimizers of a compiled model belong to it.
        resume: go on with what the file holds; without a file, and by default, the
            training starts afresh. An earlier file is then kept beside it, as
            previous-NAME.npz, until ``fit`` has come to its end.
        every_seconds: time between two savings; longer where saving takes more than
            a fiftieth of it.
        settings: whatever else has to be the same when the training goes on.

    Raises:
        ValueError: the file is damaged, or of a training with other settings.
        BlockingIOError: another process trains into this file.
    """

    def __init__(
        self,
        path: str | Path | None,
        *parts: _Part,
        resume: bool = False,
        every_seconds: float = 30,
        **settings: Any,
    ):
        super().__init__()
        self.path = None if path is None else Path(path)
        for optimizer in _optimizers_of(parts):
            workarounds.forget_graphs(optimizer)
        self.variables = variables_of(parts)
        # As they are when they come back out of the file.
        text = json.dumps(_settings_of(parts) | settings, default=str)
        self.settings = json.loads(text)
        self.history, self.epoch = {}, 0
        self.every_seconds = every_seconds
        self.saved_at, self.saving_seconds = time.perf_counter(), 0.0
        self.lock = hold(self.path) if self.path else None
        if self.path and self.path.exists():
            self._restore() if resume else os.replace(self.path, self._previous())

    def on_epoch_end(self, epoch, logs=None):
        """Remembers the logs; saves if the last time is long enough ago."""
        self.add(**logs)

    def on_train_end(self, logs=None):
        """Saves the final state."""
        self.save()
        if self.path:
            self._previous().unlink(missing_ok=True)
        self.lock = None

    def add(self, **logs: Any) -> None:
        """Ends an epoch: numbers or arrays for the history, and a saving when due."""
        for name, value in logs.items():
            self.history.setdefault(name, []).append(np.asarray(value)[()])
        self.epoch += 1
        if self.due():
            self.save()

    def due(self) -> bool:
        """True when the last saving is so long ago that the next costs little."""
        wait = max(self.every_seconds, 50 * self.saving_seconds)
        return time.perf_counter() - self.saved_at >= wait

    def save(self) -> None:
        """Writes the file."""
        if self.path is None:
            return
        start = time.perf_counter()
        state = {f"variable_{i}": v.numpy() for i, v in enumerate(self.variables)}
        for name, values in self.history.items():
            state |= {f"history_{name}": np.stack(values)} if values else {}
        state |= {"settings": json.dumps(self.settings), "epoch": self.epoch}
        write_whole(self.path, lambda part: np.savez(part, **state))
        self.saved_at = time.perf_counter()
        self.saving_seconds = self.saved_at - start

    def _previous(self) -> Path:
        """Where the file of an earlier training lies until a new one has ended."""
        return self.path.with_name(f"previous-{self.path.name}")

    def _restore(self) -> None:
        """Puts everything back as it was when the file was written."""
        now = [variable.numpy() for variable in self.variables]
        most_bytes = _HISTORY_BYTES + sum(value.nbytes for value in now)
        try:
            state = read_arrays(self.path, most_bytes)
            settings = dict(json.loads(str(state.pop("settings"))))
            epoch = int(state.pop("epoch"))
        except _DAMAGE as error:
            text = say(
                "{path} is not a whole file of a training; delete it and start afresh.",
                path=self.path,
            )
            raise ValueError(text) from error
        for name in settings | self.settings:
            if settings.get(name) != self.settings.get(name):
                text = say(
                    "{path} is of a training with another {name}; set it back, or "
                    "start afresh without resume.",
                    path=self.path,
                    name=name,
                )
                raise ValueError(text)
        kept = [state.pop(f"variable_{i}", None) for i in range(len(now))]
        fits = all(
            old is not None and (old.dtype, old.shape) == (new.dtype, new.shape)
            for old, new in zip(kept, now, strict=True)
        )
        # Not every epoch need add to a name; a film also shows the start.
        fits &= all(np.ndim(v) > 0 and len(v) <= epoch + 1 for v in state.values())
        if not fits:
            text = say(
                "{path} does not hold what a training saves; delete it and start "
                "afresh.",
                path=self.path,
            )
            raise ValueError(text)
        for variable, value in zip(self.variables, kept, strict=True):
            variable.assign(value)
        for name, values in state.items():
            self.history[name.removeprefix("history_")] = list(values)
        self.epoch = epoch


def fit(
    model: keras.Model,
    stream: tf.data.Dataset,
    steps: int,
    path: str | Path | None = None,
    resume: bool = False,
    epochs: int | None = None,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    verbose: int = 1,
    **options: Any,
) -> dict[str, list]:
    """``model.fit`` that goes on where an earlier call was cut off.

    Args:
        model: compiled.
        stream: endless batches, the same at every start; what the earlier call has
            seen is skipped.
        steps: of the whole training.
        path: the file of the run, see Run.
        resume: go on with that file, if there is one.
        epochs: looks at the training, and moments at which it can be saved; they
            have to divide the steps. Up to ten unless given.
        callbacks: of every epoch. What they put into the logs becomes history; a
            ``frame``, see progress.Bar, is shown while the training goes on.
        verbose: 0 shows no bar.
        options: of Keras's fit.

    Returns:
        The history of the whole training, name → one value an epoch.

    Raises:
        ValueError: epochs does not divide steps; or the file does not fit, see Run, or
            is of other ``batches``.
    """
    epochs = epochs or next(n for n in range(10, 0, -1) if steps % n == 0)
    if steps % epochs:
        text = say(
            "{epochs} epochs do not divide {steps} steps; change one.",
            epochs=epochs,
            steps=steps,
        )
        raise ValueError(text)
    made_of = workarounds.made_of(stream) if path else None
    same = made_of.identity() if made_of else {}
    run = Run(path, model, resume=resume, steps=steps, epochs=epochs, **same)
    steps_per_epoch = steps // epochs
    if run.epoch < epochs:
        left = (epochs - run.epoch) * steps_per_epoch
        with progress.Bar(left, shown=bool(verbose)) as bar:
            model.fit(
                stream.skip(run.epoch * steps_per_epoch),
                steps_per_epoch=steps_per_epoch,
                initial_epoch=run.epoch,
                epochs=epochs,
                callbacks=[*callbacks, bar, run],
                shuffle=False,
                verbose=0,  # the bar is of the whole training, not of an epoch
                **options,
            )
    return run.history


def variables_of(parts: Sequence[_Part]) -> list:
    """All variables of models with their optimizers, and of random generators."""
    found = []
    for part in parts:
        if isinstance(part, keras.Model):
            found += [*part.variables, *variables_of(_optimizers_of([part]))]
        elif isinstance(part, keras.Optimizer):
            found += part.variables
        else:
            found.append(part.state)
    return list({id(variable): variable for variable in found}.values())


def _optimizers_of(parts: Sequence[_Part]) -> list[keras.Optimizer]:
    """Those given and those of compiled models; built, or they have no variables.

    Raises:
        ValueError: a model itself has no variables yet.
    """
    found = [part for part in parts if isinstance(part, keras.Optimizer)]
    for model in parts:
        if not isinstance(model, keras.Model):
            continue
        if not model.built:
            text = say(
                "{name} has no weights yet; give it an Input layer, or call build().",
                name=model.name,
            )
            raise ValueError(text)
        own = [v for v in vars(model).values() if isinstance(v, keras.Optimizer)]
        for optimizer in own:
            if not optimizer.built:
                optimizer.build(model.trainable_variables)
        found += own
    return found


def _settings_of(parts: Sequence[_Part]) -> dict:
    """What has to be the same when a training goes on: optimizers, options, shapes."""
    settings = {
        f"{name} of optimizer {number}": value
        for number, optimizer in enumerate(_optimizers_of(parts), 1)
        for name, value in optimizer.get_config().items()
        if name != "name"  # Keras numbers them through
    }
    shapes = [list(variable.shape) for variable in variables_of(parts)]
    settings["network (shapes of the weights)"] = shapes
    for part in parts:
        settings |= _options_of(part)
    return settings


def _options_of(part: _Part) -> dict:
    """What a model of our own, or its loss, was told: numbers, words and functions."""
    if not isinstance(part, keras.Model):
        return {}
    options = {"loss": getattr(part, "loss", None)}
    if not type(part).__module__.startswith("keras."):
        names = inspect.signature(type(part)).parameters
        options |= {name: getattr(part, name, None) for name in names}
    return {
        name: value if isinstance(value, bool | int | float | str) else _named(value)
        for name, value in options.items()
        if value is not None and not isinstance(value, keras.Layer)
    }


def _named(value: Any) -> str | list[str]:
    """A function or an object by its name, which is the same in every process."""
    if isinstance(value, tuple):  # of functions, as a game is
        return [_named(part) for part in value]
    return getattr(value, "__qualname__", type(value).__name__)
