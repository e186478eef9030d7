"""The recipe of the chorales: phrases in four voices, as piano rolls."""

from gan_utils import data, music, plotting, training
from gan_utils.train.choices import MusicOptions
from gan_utils.train.recipe import Recipe, fixed_latents

_COLUMNS = 5  # piano rolls in a row of the film


class _RollFilm(plotting.Film):
    """Keeps piano rolls in colour: a roll itself has four channels, no picture has."""

    def take(self) -> None:
        """Draws the averaged generator's phrases of the fixed latents."""
        self.generator = self.model.averaged_generator(self.generator)
        frame = plotting.image_grid(_pictures(self.generator, self.latents), _COLUMNS)
        self.frames.append(frame)
        self.steps.append(self.model.steps_done)


def _pictures(generator, latents):
    rolls = training.sample(generator, latents)
    return music.pictures(music.to_phrases(rolls))


def _load(name, source, options):
    """Rolls of all phrases, as images without labels."""
    parts = []
    for part in data.chorales(source):
        rolls = music.to_rolls(music.cut_phrases(part.pieces))
        about = (part.name, part.found_in, part.sha256)
        parts.append(data.ImageSet(rolls, None, [], *about))
    return tuple(parts)


def _make(train, options):
    """The game of notebook 12."""
    kinds = {
        "conv": (music.conv_generator, music.conv_discriminator),
        "lstm": (music.lstm_generator, music.lstm_discriminator),
    }
    generator, discriminator = kinds[options.network]
    return training.GAN(
        generator(width=options.width),
        discriminator(3 * options.width // 4),
        seed=options.seed,
    )


MUSIC = Recipe(
    name="music",
    options=MusicOptions,
    data_sets=("chorales",),
    load=_load,
    make=_make,
    rates=(2e-3, 1e-3),
    arrays=lambda rolls: (rolls.images, None),
    inputs=lambda gan, held_out, seed: (fixed_latents(gan, seed)[0][:20], None),
    samples=lambda generator, inputs, held_out: _pictures(generator, inputs[0]),
    film=_RollFilm,
    label_names=lambda rolls: {},
)
