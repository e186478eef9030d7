"""Phrases to look at and to listen to."""

import base64
import html
import io
import wave
from collections.abc import Sequence
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch

from gan_utils.files import chorales as chorale_files
from gan_utils.files.chorales import held_notes
from gan_utils.language import say
from gan_utils.music.notes import (
    COLOURS,
    LOWEST,
    N_PITCHES,
    STEPS_A_BAR,
    TEMPO,
    VOICES,
)


def pictures(phrases: np.ndarray) -> np.ndarray:
    """Phrases (n, steps, 4) → piano rolls in colour (n, pitches, steps, 3) in [−1, 1].

    Time goes to the right, pitch up, each voice has its colour on white.
    """
    n, n_steps, n_voices = np.shape(phrases)
    found = np.ones((n, N_PITCHES, n_steps, 3), "float32")
    which, when = np.ogrid[:n, :n_steps]
    for voice in reversed(range(n_voices)):  # the soprano is drawn last
        rows = LOWEST + N_PITCHES - 1 - phrases[..., voice]
        found[which, rows, when] = 2 * np.array(to_rgb(COLOURS[voice])) - 1
    return found


def show_phrases(phrases: np.ndarray, titles: Sequence[str], columns: int = 2) -> None:
    """Draws phrases as piano rolls, with a line a bar and the names of the Cs."""
    rows = -(-len(phrases) // columns)
    size = {"figsize": (5.2 * columns, 2.3 * rows), "layout": "constrained"}
    figure, axes = plt.subplots(rows, columns, squeeze=False, **size)
    for axis, phrase, title in zip(axes.flat, phrases, titles, strict=False):
        for voice in range(4):
            for start, end, pitch in held_notes(phrase[:, voice]):
                colour = {"color": COLOURS[voice], "edgecolor": "white"}
                axis.barh(pitch, end - start, 1, start, align="center", **colour)
        axis.set_xticks(range(0, len(phrase) + 1, STEPS_A_BAR), minor=False)
        axis.set_yticks(range(36, 85, 12), ["C2", "C3", "C4", "C5", "C6"])
        axis.set(title=title, ylim=(38, 82))
        axis.set(xlabel=say("eighth notes"), ylabel=say("pitch"))
        axis.grid(alpha=0.4)
    for axis in list(axes.flat)[len(phrases) :]:
        axis.remove()
    voices = zip(COLOURS, VOICES, strict=True)
    handles = [Patch(color=colour, label=say(voice)) for colour, voice in voices]
    figure.legend(handles=handles, loc="outside lower center", ncols=4)


def sound(phrase: np.ndarray, bpm: float = TEMPO, rate: int = 8000) -> np.ndarray:
    """A phrase as a sound wave in [−1, 1], (samples,): each note a few sine waves.

    The partials of a tone are multiples of its frequency, ever softer; every note
    swells up and fades, so that it does not click.
    """
    step = 30 / bpm  # seconds an eighth note
    wave_form = np.zeros(round((len(phrase) * step + 1) * rate))
    for voice in np.transpose(phrase):
        for start, end, pitch in held_notes(voice):
            time = np.arange(round(((end - start) * step + 0.2) * rate)) / rate
            frequency = 440 * 2 ** ((pitch - 69) / 12)
            tone = 0 * time
            for n in range(1, 7):
                if n * frequency < rate / 2:  # what is higher would come out wrong
                    tone += np.sin(2 * np.pi * n * frequency * time) / n**1.5
            tone *= np.minimum(time / 0.03, 1) * np.exp(-1.2 * time)
            tone *= np.clip((time[-1] - time) / 0.2, 0, 1)
            first = round(start * step * rate)
            wave_form[first : first + len(tone)] += tone
    return wave_form / np.abs(wave_form).max()


def listen(phrase: np.ndarray, title: str, bpm: float = TEMPO):
    """A player for a phrase in a notebook: 8 bits, 8,000 samples a second, 85 kB."""
    from IPython.display import HTML

    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 1, 8000, 0, "NONE", ""))
        out.writeframes(np.rint(127.5 + 120 * sound(phrase, bpm)).astype("uint8"))
    content, name = base64.b64encode(file.getvalue()).decode(), html.escape(title)
    return HTML(
        f'<p>{name}<br><audio aria-label="{name}" controls '
        f'src="data:audio/wav;base64,{content}"></audio></p>'
    )


def save_midi(phrase: np.ndarray, path: str | Path, bpm: float = TEMPO) -> None:
    """Writes a phrase of eighth notes as a MIDI file, for any music program."""
    chorale_files.write_midi(path, phrase, steps_a_beat=2, bpm=bpm)
