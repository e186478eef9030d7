"""How good is a phrase? What a teacher of harmony counts, and floors to compare with.

Phrases are int (n, steps, 4), soprano first, as in ``music``. Every number needs its
ceiling beside it, the same measure of phrases that Bach wrote and nobody trained on,
and its floors: chains that only know the last note, and notes by chance.
"""

import itertools

import numpy as np

from gan_utils.music import RANGES, WHITE, scale_of

# Major, minor, diminished and augmented triad, and five chords of the seventh.
_CHORDS = (
    *((0, 4, 7), (0, 3, 7), (0, 3, 6), (0, 4, 8)),
    *((0, 4, 7, 10), (0, 4, 7, 11), (0, 3, 7, 10), (0, 3, 6, 10), (0, 3, 6, 9)),
)


def in_key(phrases: np.ndarray) -> float:
    """Share of the notes that lie in the best of the twelve major scales."""
    moved = [phrase - scale_of(phrase) for phrase in phrases]
    return float(np.isin(np.array(moved) % 12, WHITE).mean())


def chords(phrases: np.ndarray) -> float:
    """Share of the steps whose notes belong to one triad or chord of the seventh.

    A part of a chord will do, if its third is there: C and G alone are one of A–C–E–G.
    """
    classes = np.asarray(phrases) % 12
    fits = np.zeros(classes.shape[:2], bool)
    for root, chord in itertools.product(range(12), _CHORDS):
        members = [(root + degree) % 12 for degree in chord]
        third = classes == members[1]
        fits |= np.isin(classes, members).all(axis=2) & third.any(axis=2)
    return float(fits.mean())


def out_of_range(phrases: np.ndarray) -> float:
    """Share of the notes that the singers of their voice do not have."""
    low, high = np.transpose(RANGES)
    return float(((phrases < low) | (phrases > high)).mean())


def crossings(phrases: np.ndarray) -> float:
    """Share of the steps at which a voice lies above the one that should be higher."""
    return float((np.diff(phrases, axis=2) > 0).any(axis=2).mean())


def parallels(phrases: np.ndarray) -> float:
    """Parallel fifths and octaves, a hundred changes of chord.

    Two voices both move, in the same direction, from a fifth to a fifth or from an
    octave (or unison) to another.
    """
    steps = np.diff(phrases, axis=1)
    count = 0
    for upper, lower in itertools.combinations(range(phrases.shape[2]), 2):
        apart = (phrases[..., upper] - phrases[..., lower]) % 12
        kept = (apart[:, 1:] == apart[:, :-1]) & np.isin(apart[:, 1:], (0, 7))
        same_way = steps[..., upper] * steps[..., lower] > 0
        count += (kept & same_way).sum()
    return float(100 * count / max(1, (steps != 0).any(axis=2).sum()))


def held(phrases: np.ndarray) -> float:
    """Share of the notes that repeat, or hold, the note before."""
    return float((np.diff(phrases, axis=1) == 0).mean())


def leaps(phrases: np.ndarray) -> float:
    """Share of the moves by more than a fifth, the bass left out."""
    moves = np.abs(np.diff(phrases[..., :3], axis=1))
    return float((moves > 7).sum() / max(1, (moves > 0).sum()))


def pitch_classes(phrases: np.ndarray) -> np.ndarray:
    """Shares of C, C♯ … B among the notes of each voice, (voices, 12)."""
    counts = [np.bincount(v.ravel() % 12, minlength=12) for v in _voices(phrases)]
    return np.array(counts) / phrases[..., 0].size


def intervals(phrases: np.ndarray, widest: int = 12) -> np.ndarray:
    """Shares of the moves of each voice, (voices, 2 · widest + 1), from down to up."""
    moves = np.clip(np.diff(phrases, axis=1), -widest, widest) + widest
    counts = [np.bincount(v.ravel(), minlength=2 * widest + 1) for v in _voices(moves)]
    return np.array(counts) / moves[..., 0].size


def distance(shares: np.ndarray, others: np.ndarray) -> float:
    """Total variation of histograms, averaged over voices: 0 equal, 1 disjoint."""
    return float(np.abs(shares - others).sum(axis=-1).mean() / 2)


def nearest(phrases: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Of each phrase the share of notes that the most similar known one has, too."""
    flat, known = (x.reshape(len(x), -1).astype("int8") for x in (phrases, known))
    return np.array([(known == one).mean(axis=1).max() for one in flat])


def alike(phrases: np.ndarray) -> float:
    """Share of notes that two different phrases have in common, on average."""
    one_hot = phrases[..., None] == np.arange(phrases.max() + 1)
    counts = one_hot.sum(axis=0)
    n = len(phrases)
    return float((counts * (counts - 1)).sum(axis=-1).mean() / (n * (n - 1)))


def report(phrases: np.ndarray, reference: np.ndarray) -> dict[str, float]:
    """All measures of some phrases; distances and neighbours are to the reference."""
    measures = (in_key, chords, out_of_range, crossings, parallels, held, leaps, alike)
    found = {measure.__name__: measure(phrases) for measure in measures}
    for histogram in (pitch_classes, intervals):
        gap = distance(histogram(phrases), histogram(reference))
        found[f"{histogram.__name__}_off"] = gap
    return found | {"nearest": float(nearest(phrases, reference).mean())}


def markov_phrases(
    phrases: np.ndarray, count: int, seed: int = 0, together: bool = True
) -> np.ndarray:
    """Phrases of a Markov chain of first order, as many steps as those it learns from.

    Args:
        phrases: what it counts.
        count: how many it makes.
        seed: of its choices.
        together: True draws the next chord from those that follow this chord
            somewhere in the phrases. False gives each voice a chain of its own, which
            does not hear the others.
    """
    rng = np.random.default_rng(seed)
    if together:
        return chain(phrases, count, rng)
    voices = [chain(phrases[..., i : i + 1], count, rng) for i in range(4)]
    return np.concatenate(voices, axis=-1)


def chain(phrases: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """A chain over whole steps (n, steps, k), each a state."""
    flat = phrases.reshape(-1, phrases.shape[-1])
    states, numbers = np.unique(flat, axis=0, return_inverse=True)
    numbers = numbers.reshape(phrases.shape[:2])
    now, then = numbers[:, :-1].ravel(), numbers[:, 1:].ravel()
    last = np.setdiff1d(numbers, now)  # nothing ever follows these: they stay
    now, then = np.concatenate([now, last]), np.concatenate([then, last])
    then = then[np.argsort(now, kind="stable")]
    edges = np.concatenate([[0], np.bincount(now).cumsum()])  # of each state in then
    made = [rng.choice(numbers[:, 0], count)]
    for _ in range(phrases.shape[1] - 1):
        made.append(then[rng.integers(edges[made[-1]], edges[made[-1] + 1])])
    return states[np.stack(made, axis=1)]


def random_phrases(count: int, n_steps: int, seed: int = 0) -> np.ndarray:
    """Every note by chance, within the range of its voice."""
    low, high = np.transpose(RANGES)
    rng = np.random.default_rng(seed)
    return rng.integers(low, high + 1, (count, n_steps, 4)).astype("int16")


def _voices(values: np.ndarray) -> np.ndarray:
    """Voices first."""
    return np.moveaxis(values, -1, 0)
