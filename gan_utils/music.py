"""Bach's chorales as piano rolls: two generators, two critics, and a player.

A phrase is int (steps, 4): MIDI numbers of soprano, alto, tenor and bass at every
eighth note. A roll is the same as a picture, (steps, pitches, voices) in [−1, 1]: 1
where a voice sounds, −1 elsewhere. What is measured of phrases is in ``music_scores``.
"""

import base64
import html
import io
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers, ops
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch

from gan_utils.files import chorales as chorale_files
from gan_utils.files.chorales import held_notes

VOICES = ("soprano", "alto", "tenor", "bass")
COLOURS = ("#d62728", "#ff9f1c", "#2ca02c", "#1f4fb4")
N_STEPS, STEPS_A_BAR = 32, 8  # eighth notes: four bars
LOWEST, N_PITCHES = 36, 48  # four octaves from the C below the bass staff
# The lowest and the highest note that each voice has in the chorales for training.
RANGES = ((60, 81), (52, 74), (46, 69), (36, 66))
WHITE = (0, 2, 4, 5, 7, 9, 11)  # the white keys, C major
TEMPO = 100  # beats a minute


def scale_of(notes: np.ndarray) -> int:
    """Which of the twelve major scales holds most of the notes: semitones above C."""
    counts = np.bincount(notes[notes >= 0] % 12, minlength=12)
    inside = [np.roll(counts, -tonic)[list(WHITE)].sum() for tonic in range(12)]
    return int(np.argmax(inside))


def on_white_keys(piece: np.ndarray) -> np.ndarray:
    """Moves a piece to C major or A minor, up or down.

    Of the two ways it takes the one that leaves fewer notes outside RANGES.
    """
    low, high = np.transpose(RANGES)
    down = -scale_of(piece)
    ways = []
    for shift in (down, down + 12):
        moved = np.where(piece >= 0, piece + shift, piece)
        outside = ((moved < low) | (moved > high)) & (piece >= 0)
        ways.append((outside.sum(), abs(shift), moved))
    return min(ways, key=lambda way: way[:2])[2]


def cut_phrases(pieces: Sequence[np.ndarray], n_steps: int = N_STEPS) -> np.ndarray:
    """Phrases (n, n_steps, 4) of eighth notes, one from every beat of the pieces.

    Of sixteenths every second one stays. Phrases with silence are left out, and with
    notes that no roll has.
    """
    found = []
    for piece in map(on_white_keys, pieces):
        eighths = piece[::2]
        starts = range(0, len(eighths) - n_steps + 1, 2)
        found += [eighths[start : start + n_steps] for start in starts]
    phrases = np.array(found)
    on_roll = (phrases >= LOWEST) & (phrases < LOWEST + N_PITCHES)
    return phrases[on_roll.all(axis=(1, 2))].astype("int16")


def to_rolls(phrases: np.ndarray) -> np.ndarray:
    """Phrases (n, steps, voices) → rolls (n, steps, pitches, voices) in 0 and 255."""
    sounds = phrases[:, :, None] == np.arange(LOWEST, LOWEST + N_PITCHES)[:, None]
    return sounds.astype("uint8") * 255


def to_phrases(rolls: np.ndarray) -> np.ndarray:
    """Rolls → phrases: the loudest pitch of each voice at each step."""
    return (np.argmax(rolls, axis=2) + LOWEST).astype("int16")


def straight_through(logits):
    """Logits (…, pitches) → notes, one 1 among zeros, with the gradient of softmax.

    Forwards the largest logit is the note. Backwards the notes are taken for the
    probabilities, Bengio et al. 2013.
    """
    soft = ops.softmax(logits)
    hard = ops.one_hot(ops.argmax(logits, axis=-1), logits.shape[-1])
    return soft + ops.stop_gradient(hard - soft)


def roll_of(x, discrete: Callable):
    """Features (steps, width) → a roll: at each step a note for each voice."""
    x = layers.Dense(4 * N_PITCHES)(x)
    logits = layers.Reshape((N_STEPS, 4, N_PITCHES))(x)
    notes = layers.Permute((1, 3, 2))(discrete(logits))
    return layers.Rescaling(2.0, -1.0)(notes)


def steps_of(rolls):
    """A roll → for each step a vector of all pitches and voices: 1 where one sounds."""
    notes = layers.Rescaling(0.5, 0.5)(rolls)
    return layers.Reshape((N_STEPS, 4 * N_PITCHES))(notes)


def conv_generator(
    latent_dim: int = 128, width: int = 128, discrete: Callable = straight_through
) -> keras.Model:
    """Latents → rolls by transposed convolutions over the time: 4 steps, doubled to 32.

    The last layer lays for each of its channels a stamp over all pitches and voices,
    the same at every step: a chord is learned once for all places.
    """
    latent = layers.Input((latent_dim,), name="latent")
    x = layers.Dense(4 * width, use_bias=False)(latent)
    x = layers.Reshape((4, width))(x)
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    for _ in range(3):
        x = layers.Conv1DTranspose(width, 4, 2, "same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    return keras.Model(latent, roll_of(x, discrete), name="generator")


def conv_discriminator(width: int = 96) -> keras.Model:
    """Rolls → logits (batch, 8, 1): each judges ten steps or more, as a PatchGAN does.

    Two layers look at every chord by itself, the others at what follows what.
    """
    rolls = layers.Input((N_STEPS, N_PITCHES, 4), name="rolls")
    x = layers.LeakyReLU(0.2)(layers.Dense(width)(steps_of(rolls)))
    x = layers.LeakyReLU(0.2)(layers.Dense(width)(x))
    for _ in range(2):
        x = layers.LeakyReLU(0.2)(layers.Conv1D(width, 4, 2, "same")(x))
    logits = layers.Conv1D(1, 3, padding="same")(x)
    return keras.Model(rolls, logits, name="discriminator")


def lstm_generator(
    noise_a_step: int = 8, width: int = 128, discrete: Callable = straight_through
) -> keras.Model:
    """Latents → rolls, one step after the other, as C-RNN-GAN does, Mogren 2016.

    Every step gets noise of its own, and what the LSTM remembers of those before.
    """
    latent = layers.Input((N_STEPS * noise_a_step,), name="latent")
    x = layers.Reshape((N_STEPS, noise_a_step))(latent)
    for _ in range(2):
        x = layers.LSTM(width, return_sequences=True)(x)
    return keras.Model(latent, roll_of(x, discrete), name="generator")


def lstm_discriminator(width: int = 96) -> keras.Model:
    """Rolls → logits (batch, steps, 1): two LSTMs read the phrase from both ends."""
    rolls = layers.Input((N_STEPS, N_PITCHES, 4), name="rolls")
    x = layers.LeakyReLU(0.2)(layers.Dense(width)(steps_of(rolls)))
    x = layers.Bidirectional(layers.LSTM(width, return_sequences=True))(x)
    return keras.Model(rolls, layers.Dense(1)(x), name="discriminator")


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
        axis.set(title=title, xlabel="eighth notes", ylabel="pitch", ylim=(38, 82))
        axis.grid(alpha=0.4)
    for axis in list(axes.flat)[len(phrases) :]:
        axis.remove()
    handles = [Patch(color=c, label=v) for c, v in zip(COLOURS, VOICES, strict=True)]
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
