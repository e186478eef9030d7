"""The bar: one line, one output, nothing left of it, and no wall in a log file."""

import io
import re
import types

import keras
import numpy as np
import pytest
import tensorflow as tf

from gan_utils import progress, runs


class Clock:
    """A second passes whenever somebody looks at it."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        self.now += 1.0
        return self.now


class Screen(io.StringIO):
    """A terminal of 60 columns."""

    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(progress.time, "perf_counter", Clock())


@pytest.fixture
def notebook(monkeypatch):
    """What a cell's outputs hold, as they were redrawn."""
    shown = []

    def display(content, raw, display_id):
        shown.append(content)
        return types.SimpleNamespace(update=lambda content, raw: shown.append(content))

    import IPython.display

    monkeypatch.setattr(progress, "_in_notebook", lambda: True)
    monkeypatch.setattr(IPython.display, "display", display)
    return shown


def test_a_terminal_gets_one_line_no_wider_than_itself_and_nothing_at_the_end(
    monkeypatch,
):
    terminal = Screen()
    monkeypatch.setattr(progress.sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "60")
    for _ in progress.track(range(50), {"long" * 20: [1.0], "d_loss": [9.0, 1.3863]}):
        pass
    written = terminal.getvalue()
    lines = written.split("\r")
    assert "\n" not in written and lines[-1] == "\x1b[K"
    assert max(len(line.removesuffix("\x1b[K")) for line in lines) < 60
    assert re.search(r"\r\[={10} {10}\] 25/50  0:\d\d left  d_loss 1\.386", written)


def test_a_log_file_gets_a_line_now_and_then(capsys):
    for _ in progress.track(range(100)):
        pass
    lines = capsys.readouterr().out.splitlines()
    assert 2 <= len(lines) <= 5
    assert all("left" in line and "\r" not in line for line in lines)


def test_a_notebook_holds_bar_numbers_and_picture_and_nothing_at_the_end(notebook):
    with progress.Bar(4) as bar:
        bar.advance(frame=np.zeros((5, 7, 1), "uint8"), g_loss=0.6931, d_loss=[1, 2])
        bar.advance(frame=np.zeros((3, 8, 8, 3), "float32"))
    _, first, *_, last = (content["text/html"] for content in notebook)
    assert '<progress value="1" max="4">' in first and "g_loss 0.693" in first
    assert "d_loss" not in first and 'src="data:image/png;base64,' in first
    assert last == "" and not any(notebook[-1].values())


def test_a_bar_that_is_cut_off_is_taken_away(notebook):
    with pytest.raises(KeyboardInterrupt), progress.Bar(4) as bar:
        bar.advance()
        raise KeyboardInterrupt
    assert not any(notebook[-1].values())


def test_a_bar_is_there_at_once_and_not_redrawn_for_every_step(notebook, monkeypatch):
    monkeypatch.setattr(progress.time, "perf_counter", lambda: 0.0)
    for _ in progress.track(range(9)):
        assert [content["text/plain"] for content in notebook] == ["0/9"]
    assert len(notebook) == 2 and not any(notebook[1].values())


def fit(steps, **options):
    """The smallest training."""
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    model.compile("sgd", "mse", run_eagerly=True)
    stream = tf.data.Dataset.from_tensors(np.ones((1, 2), "float32")).repeat()
    runs.fit(model, stream.map(lambda x: (x, x)), steps, **options)


def test_a_training_shows_its_loss_and_its_newest_picture(notebook):
    def look(epoch, logs):
        logs["frame"] = np.full((4, 4, 1), 255 * (epoch > 0), "uint8")

    looking = [keras.callbacks.LambdaCallback(on_epoch_end=look)]
    fit(6, epochs=3, callbacks=looking)
    html = [content["text/html"] for content in notebook]
    assert len(html) == 8 and "6/6" in html[6] and html[7] == ""
    assert "loss" in html[1] and "<img" not in html[1] and "<img" in html[3]
    assert html[3].split("<img")[1] != html[5].split("<img")[1]


def test_a_training_can_be_mute(notebook):
    fit(2, epochs=1, verbose=0)
    assert notebook == []
