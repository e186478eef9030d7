"""Bach's chorales as piano rolls: two generators, two critics, and a player.

A phrase is int (steps, 4): MIDI numbers of soprano, alto, tenor and bass at every
eighth note. A roll is the same as a picture, (steps, pitches, voices) in [−1, 1]: 1
where a voice sounds, −1 elsewhere. What is measured of phrases is in ``music_scores``.
"""

from gan_utils.music.networks import (
    conv_discriminator,
    conv_generator,
    lstm_discriminator,
    lstm_generator,
    roll_of,
    steps_of,
    straight_through,
)
from gan_utils.music.notes import (
    COLOURS,
    LOWEST,
    N_PITCHES,
    N_STEPS,
    RANGES,
    STEPS_A_BAR,
    TEMPO,
    VOICES,
    WHITE,
    cut_phrases,
    on_white_keys,
    scale_of,
    to_phrases,
    to_rolls,
)
from gan_utils.music.playing import (
    listen,
    pictures,
    save_midi,
    show_phrases,
    sound,
)

__all__ = [
    "COLOURS",
    "LOWEST",
    "N_PITCHES",
    "N_STEPS",
    "RANGES",
    "STEPS_A_BAR",
    "TEMPO",
    "VOICES",
    "WHITE",
    "scale_of",
    "on_white_keys",
    "cut_phrases",
    "to_rolls",
    "to_phrases",
    "straight_through",
    "roll_of",
    "steps_of",
    "conv_generator",
    "conv_discriminator",
    "lstm_generator",
    "lstm_discriminator",
    "pictures",
    "show_phrases",
    "sound",
    "listen",
    "save_midi",
]
