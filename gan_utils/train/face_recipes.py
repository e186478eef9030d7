"""The recipe of notebook 06's first game, ageing from pairs."""

import numpy as np

from gan_utils import paired_ageing, pix2pix, training
from gan_utils.train.choices import PairedAgeingOptions
from gan_utils.train.recipe import Recipe

_FILM_AGES = (5, 12, 25, 40, 60, 75)


def _load_years(name, source, options):
    """Drawn people over the years; there are no real ones."""
    if source == "real":
        raise FileNotFoundError(
            "Nobody has photographs of real people in one scene at eight ages; leave "
            "out --source real, the drawn people are the data."
        )
    return paired_ageing.people_over_years(options.image_size)


def _make_paired_ageing(train, options):
    """Notebook 04's game, with the ages as two more channels of the source."""
    size = train.pixels.shape[1]
    return pix2pix.Pix2Pix(
        paired_ageing.difference_unet(size, options.base_filters),
        pix2pix.patchgan_discriminator(
            size, options.base_filters // 2, source_channels=5, strided_layers=2
        ),
        seed=options.seed,
    )


def _at_every_age(gan, held_out, seed):
    """Ten held-out people, everybody at _FILM_AGES."""
    rows = np.arange(10) * 8 + np.arange(10) % 8  # eight pictures of each person
    photos = np.repeat(held_out.images(rows), len(_FILM_AGES), axis=0)
    ages = np.repeat(held_out.ages[rows], len(_FILM_AGES))
    sources = paired_ageing.with_ages(photos, ages, np.tile(_FILM_AGES, 10))
    return sources.numpy(), None


PAIRED_AGEING = Recipe(
    name="paired_ageing",
    options=PairedAgeingOptions,
    data_sets=("drawn_people",),
    load=_load_years,
    make=_make_paired_ageing,
    rates=(1e-3, 5e-4),
    arrays=lambda people: (people.pixels, people.ages),
    stream=lambda people, options, first_step: paired_ageing.pairs_of_years(
        people, options.batch_size, options.seed, first_step
    ),
    inputs=_at_every_age,
    samples=lambda generator, inputs, _: training.sample(generator, *inputs),
    label_names=lambda people: {"ages": _FILM_AGES},
)
