"""The recipes of notebooks 05 and 06: faces and how they age."""

from functools import partial

import keras
import numpy as np

from gan_utils import (
    age_cgan,
    ageing,
    data,
    frozen_features,
    paired_ageing,
    photo_ageing,
    pix2pix,
)
from gan_utils.data import draws
from gan_utils.faces import identity
from gan_utils.files import half_weights
from gan_utils.frozen_features import ages
from gan_utils.train.choices import (
    AgeCGANOptions,
    IPCGANOptions,
    PairedAgeingOptions,
    PhotoAgeingOptions,
)
from gan_utils.train.devices import compute_in
from gan_utils.train.recipe import Recipe, fixed_latents, with_every_label

_PAIRED_AGES = (5, 12, 25, 40, 60, 75)
_PHOTO_AGES = (8, 20, 35, 50, 70)
_IPCGAN_LOSSES = {"adversarial": 75.0, "features": 60.0, "age": 15.0}


def _make_age_cgan(train, options):
    """The conditional GAN of notebook 05: faces of any age."""
    size = train.pixels.shape[1]
    return age_cgan.AgeCGAN(
        age_cgan.face_generator(size, base_filters=options.base_filters),
        age_cgan.face_discriminator(size, options.base_filters),
        seed=options.seed,
    )


def _faces_at_every_age(gan, held_out, seed):
    """Ten latents, all at the first of _PHOTO_AGES, then all at the next."""
    latents, targets = fixed_latents(gan, seed, len(_PHOTO_AGES))
    return latents, np.take(_PHOTO_AGES, targets).astype("float32")


def _train_encoder(gan, train, options, **run):
    """Age-cGAN's encoder for the averaged generator, and its loss."""
    generator = gan.averaged_generator()
    compute_in(generator, "float32")
    return age_cgan.train_encoder(
        generator,
        train.pixels,
        np.minimum(train.ages, photo_ageing.OLDEST),  # as G has seen them
        options.encoder_steps,
        options.base_filters,
        seed=options.seed,
        **run,
    )


def _load_grown_faces(name, source, options):
    """Faces without small children, for whom IPCGAN has no group."""
    parts = data.utkface(source, options.image_size)
    return tuple(part.select(data.ipcgan_group(part.ages) >= 0) for part in parts)


def _make_ipcgan(train, options, age_classifier):
    """The IPCGAN of notebook 06, with an age classifier that is already trained."""
    size = len(data.IPCGAN_GROUPS), train.pixels.shape[1]
    generator = ageing.ageing_generator(*size, options.base_filters)
    discriminator = ageing.ageing_discriminator(*size, 2 * options.base_filters)
    # A copy, because every device needs its own.
    classifier = keras.models.clone_model(age_classifier)
    classifier.set_weights(age_classifier.get_weights())
    weights = _IPCGAN_LOSSES | dict.fromkeys(options.without, 0.0)
    return ageing.IPCGAN(
        generator,
        discriminator,
        classifier,
        ageing.face_features(classifier),
        *weights.values(),
        seed=options.seed,
    )


def _train_age_classifier(train, options, **run):
    """The network that tells IPCGAN how old an aged face looks."""
    groups, n_groups = data.ipcgan_group(train.ages), len(data.IPCGAN_GROUPS)
    steps, seed = options.classifier_steps, options.seed
    return ageing.train_age_classifier(
        train.pixels, groups, n_groups, steps, seed=seed, **run
    )


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
    """Ten held-out people, everybody at _PAIRED_AGES."""
    rows = np.arange(10) * 8 + np.arange(10) % 8  # eight pictures of each person
    photos = np.repeat(held_out.images(rows), len(_PAIRED_AGES), axis=0)
    ages = np.repeat(held_out.ages[rows], len(_PAIRED_AGES))
    sources = paired_ageing.with_ages(photos, ages, np.tile(_PAIRED_AGES, 10))
    return sources.numpy(), None


def _make_photo_ageing(train, options, age_critic):
    """The third game of notebook 06, without pairs: D looks through frozen features."""
    size = train.pixels.shape[1]
    projected = frozen_features.projection(size)
    network = identity.identity_network()
    generator = photo_ageing.difference_generator(size, options.base_filters)
    if options.start:
        half_weights.load(generator, options.start)
    # A copy: the game goes on teaching it.
    critic = keras.models.clone_model(age_critic)
    critic.set_weights(age_critic.get_weights())
    return photo_ageing.PhotoAgeing(
        generator,
        frozen_features.projected_discriminator(projected, photo_ageing.AGE_NUMBERS),
        # Functions: what is frozen is no part of what a run saves.
        partial(projected, training=False),
        partial(network, training=False),
        critic,
        seed=options.seed,
    )


def _train_age_critic(train, options, **run):
    """The critic of the third game, before it begins."""
    stream, size = _balanced_photos(train, options, 0), train.pixels.shape[1]
    return ages.train_age_critic(
        stream, size, options.critic_steps, options.seed, verbose=0, **run
    )


def _balanced_photos(faces, options, first_step):
    """A stream in which neither gender nor ethnicity goes with age."""
    weights = draws.balanced_weights(faces.ages, faces.genders, faces.ethnicities)
    return draws.photo_batches(
        faces.pixels,
        faces.ages,
        weights,
        options.batch_size,
        options.seed,
        first_step,
    )


def _photos_at_every_age(gan, held_out, seed):
    """Ten photos, all at the first of _PHOTO_AGES, then all at the next."""
    photos, targets = with_every_label(held_out.images(slice(0, 10)), len(_PHOTO_AGES))
    ages = np.tile(held_out.ages[:10], len(_PHOTO_AGES))
    years = np.stack([ages, np.take(_PHOTO_AGES, targets)], axis=1)
    return photos, years.astype("float32")


_AGE_CGAN = Recipe(
    name="age_cgan",
    options=AgeCGANOptions,
    data_sets=("utkface",),
    load=lambda name, source, options: data.utkface(source, options.image_size),
    make=_make_age_cgan,
    rates=(3e-4, 3e-4),
    beta_1=0.0,
    falling=False,
    ema=0.998,
    arrays=lambda faces: (faces.pixels, faces.ages),
    stream=_balanced_photos,
    inputs=_faces_at_every_age,
    label_names=lambda faces: {"ages": _PHOTO_AGES},
    after={"encoder": _train_encoder},
)
_IPCGAN = Recipe(
    name="ipcgan",
    options=IPCGANOptions,
    data_sets=("utkface",),
    load=_load_grown_faces,
    make=_make_ipcgan,
    rates=(1e-3, 5e-4),
    arrays=lambda faces: (faces.pixels, data.ipcgan_group(faces.ages)),
    inputs=lambda gan, held_out, seed: with_every_label(
        held_out.images(slice(0, 10)), len(data.IPCGAN_GROUPS)
    ),
    label_names=lambda faces: {"groups": data.IPCGAN_GROUPS},
    before={"age_classifier": _train_age_classifier},
)
_PAIRED_AGEING = Recipe(
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
    label_names=lambda people: {"ages": _PAIRED_AGES},
)
_PHOTO_AGEING = Recipe(
    name="photo_ageing",
    options=PhotoAgeingOptions,
    data_sets=("utkface",),
    load=lambda name, source, options: data.utkface(source, options.image_size),
    make=_make_photo_ageing,
    rates=(3e-4, 3e-4),
    beta_1=0.0,
    falling=False,
    ema=0.998,
    arrays=lambda faces: (faces.pixels, faces.ages),
    stream=_balanced_photos,
    inputs=_photos_at_every_age,
    label_names=lambda faces: {"ages": _PHOTO_AGES},
    before={"age_critic": _train_age_critic},
)
FACE_RECIPES = (_AGE_CGAN, _IPCGAN, _PAIRED_AGEING, _PHOTO_AGEING)
