"""Phrases and rolls: what a chorale is made of."""

from collections.abc import Sequence

import numpy as np

from gan_utils.language import later

VOICES = (later("soprano"), later("alto"), later("tenor"), later("bass"))
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
