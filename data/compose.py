"""Composes data/samples/composed.npz: pieces in four voices by rules of harmony.

    python -m data.compose

No note is Bach's. Chords follow one another by a small table, as a textbook of harmony
teaches them; of all ways to lay a chord into four voices the program takes, over a
whole phrase, a cheap one: small steps, no parallel fifths or octaves, no crossing. Then
it fills thirds with passing notes. What a GAN can learn here is keys, chords, cadences
and smooth voices; there are no suspensions, no modulation, no melody that somebody
wrote, and no change of metre.
"""

import itertools
from pathlib import Path

import numpy as np

from data.make_samples import write_npz

FOLDER = Path(__file__).parent / "samples"
N_TRAIN, N_TEST = 240, 80
N_PHRASES, BEATS = 2, 16  # a piece: two phrases of four bars
STEPS_A_BEAT = 4  # sixteenth notes, as in Bach's file
RANGES = ((60, 79), (55, 74), (48, 67), (41, 62))  # soprano, alto, tenor, bass
WIDEST = (12, 12, 19)  # semitones between neighbouring voices

# Degrees of a chord as pitch classes above the tonic, and what may follow it.
MAJOR = {
    "I": ((0, 4, 7), "IV V vi ii V6"),
    "I6": ((4, 0, 7), "IV V ii"),
    "ii": ((2, 5, 9), "V V7 V6"),
    "IV": ((5, 9, 0), "V V7 I ii I6"),
    "V": ((7, 11, 2), "I vi I6"),
    "V6": ((11, 7, 2), "I"),
    "V7": ((7, 11, 2, 5), "I vi"),
    "vi": ((9, 0, 4), "IV ii V"),
}
MINOR = {
    "I": ((0, 3, 7), "IV V vi V6 III"),
    "I6": ((3, 0, 7), "IV V"),
    "III": ((3, 7, 10), "vi IV"),
    "IV": ((5, 8, 0), "V V7 I I6"),
    "V": ((7, 11, 2), "I vi I6"),
    "V6": ((11, 7, 2), "I"),
    "V7": ((7, 11, 2, 5), "I vi"),
    "vi": ((8, 0, 3), "IV V"),
}
SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}


def progression(table: dict, rng: np.random.Generator, last: bool) -> list[str]:
    """Names of the chords of a phrase, one a beat; the end is a cadence, held."""
    ending = ["V7", "I", "I"] if last else ["V", "V"]
    while True:
        names = ["I"]
        while len(names) < BEATS - len(ending):
            follows = table[names[-1]][1].split()
            names.append(str(rng.choice(follows)))
        if ending[0] in table[names[-1]][1].split():
            return names + ending


def voicings(chord: tuple[int, ...], tonic: int) -> np.ndarray:
    """All ways to lay a chord into the voices, (n, 4): its first note in the bass.

    Every note of the chord sounds, and its third (or leading note) only once.
    """
    classes = [(tonic + degree) % 12 for degree in chord]
    places = [
        [p for p in range(low, high + 1) if p % 12 in classes] for low, high in RANGES
    ]
    places[3] = [p for p in places[3] if p % 12 == classes[0]]
    found = np.array(list(itertools.product(*places)))
    gaps = -np.diff(found)
    good = (gaps >= 0).all(axis=1) & (gaps <= WIDEST).all(axis=1)
    for degree, one in zip(chord, classes, strict=True):
        count = (found % 12 == one).sum(axis=1)
        good &= (count == 1) if degree in (3, 4, 11) else (count >= 1)
    return found[good]


def cost(before: np.ndarray, after: np.ndarray, tonic: int) -> np.ndarray:
    """How bad it is to go from each of n voicings to each of m, (n, m)."""
    step = after[None] - before[:, None]
    total = np.abs(step) @ np.array([1.0, 0.7, 0.7, 0.25])
    total += 4 * (np.abs(step[..., :3]) > 5).sum(axis=-1)
    total += 1000 * parallels(before[:, None], after[None])
    crossed = (after[None, :, 1:] > before[:, None, :-1]).sum(axis=-1)
    total += 30 * crossed  # a voice passes where its neighbour just was
    leading = before[:, None, 0] % 12 == (tonic + 11) % 12
    return total + 10 * (leading & (step[..., 0] != 1))


def parallels(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """How many pairs of voices (…, 4) move from a fifth or an octave to another."""
    count = 0
    for upper, lower in itertools.combinations(range(4), 2):
        was = (before[..., upper] - before[..., lower]) % 12
        now = (after[..., upper] - after[..., lower]) % 12
        moved = before[..., upper] != after[..., upper]
        count = count + (moved & (was == now) & np.isin(now, (0, 7)))
    return count


def phrase(table: dict, tonic: int, rng: np.random.Generator, last: bool) -> np.ndarray:
    """A phrase, (BEATS, 4): the cheapest way through all voicings, after some noise."""
    chords = [table[name][0] for name in progression(table, rng, last)]
    ways = [voicings(chord, tonic) for chord in chords]
    centres = np.array([np.mean(span) for span in RANGES])
    sums, origins = [0.3 * np.abs(ways[0] - centres).sum(axis=1)], []
    for before, after in itertools.pairwise(ways):
        noise = rng.gumbel(size=len(after)) * 2.5
        prices = sums[-1][:, None] + cost(before, after, tonic) - noise
        origins.append(prices.argmin(axis=0))
        sums.append(prices.min(axis=0) + 0.1 * np.abs(after - centres).sum(axis=1))
    index = int(sums[-1].argmin())
    notes = [ways[-1][index]]
    for way, origin in zip(reversed(ways[:-1]), reversed(origins), strict=True):
        index = origin[index]
        notes.append(way[index])
    return np.array(notes[::-1])


def with_passing_notes(
    beats: np.ndarray, tonic: int, mode: str, rng: np.random.Generator
) -> np.ndarray:
    """Beats (n, 4) → sixteenths (n · 4, 4); some thirds are filled on the off-beat."""
    notes = np.repeat(beats, STEPS_A_BEAT, axis=0)
    scale = [(tonic + degree) % 12 for degree in SCALES[mode]]
    for beat, (now, then) in enumerate(itertools.pairwise(beats)):
        thirds = np.flatnonzero(np.isin(np.abs(then - now), (3, 4)))
        for voice in rng.permutation(thirds)[:1]:  # two at once may clash
            low, high = sorted((now[voice], then[voice]))
            between = [p for p in range(low + 1, high) if p % 12 in scale]
            passing = now.copy()
            passing[voice] = between[0] if between else now[voice]
            if rng.random() < 0.6 and not parallels(passing, then):
                first = beat * STEPS_A_BEAT + STEPS_A_BEAT // 2
                notes[first : first + STEPS_A_BEAT // 2] = passing
    return notes


def piece(rng: np.random.Generator) -> np.ndarray:
    """Two phrases in a key by chance, int8 (128, 4)."""
    tonic, mode = int(rng.integers(12)), str(rng.choice(["major", "minor"]))
    table = MAJOR if mode == "major" else MINOR
    phrases = [phrase(table, tonic, rng, last) for last in (False, True)]
    notes = with_passing_notes(np.concatenate(phrases), tonic, mode, rng)
    return notes.astype("int8")


def write(path: Path) -> None:
    """Composes all pieces and writes them, the same bytes every time."""
    rng = np.random.default_rng(2026)
    parts = (("train", N_TRAIN), ("test", N_TEST))
    arrays = {part: np.stack([piece(rng) for _ in range(n)]) for part, n in parts}
    write_npz(path, arrays)


if __name__ == "__main__":
    write(FOLDER / "composed.npz")
