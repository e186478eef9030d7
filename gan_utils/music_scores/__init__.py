"""Another name of ``music.scores``, by which notebook 12 calls it."""

from gan_utils.music.scores import (
    alike,
    chain,
    chords,
    crossings,
    distance,
    held,
    in_key,
    intervals,
    leaps,
    markov_phrases,
    nearest,
    out_of_range,
    parallels,
    pitch_classes,
    random_phrases,
    report,
)

__all__ = [
    "alike",
    "chain",
    "chords",
    "crossings",
    "distance",
    "held",
    "in_key",
    "intervals",
    "leaps",
    "markov_phrases",
    "nearest",
    "out_of_range",
    "parallels",
    "pitch_classes",
    "random_phrases",
    "report",
]
