"""The course's recipes as records, by name in RECIPES."""

from dataclasses import replace
from functools import partial

import keras
import numpy as np

from gan_utils import (
    age_cgan,
    ageing,
    data,
    frozen_features,
    models,
    photo_ageing,
    pix2pix,
    training,
)
from gan_utils.faces import identity
from gan_utils.train.choices import (
    FOLDER_OPTIONS,
    AgeCGANOptions,
    IPCGANOptions,
    PhotoAgeingOptions,
    Pix2PixOptions,
)
from gan_utils.train.face_recipes import PAIRED_AGEING
from gan_utils.train.recipe import Recipe

# Side of the patch that one logit of D sees → number of strided layers.
_PATCHES = {1: 0, 16: 1, 34: 2, 70: 3}
# Weights of the L1 and of the adversarial loss.
_PIX2PIX_LOSSES = {"l1": (100.0, 0.0), "gan": (0.0, 1.0), "both": (100.0, 1.0)}
_FILM_AGES = (8, 20, 35, 50, 70)
_IPCGAN_LOSSES = {"adversarial": 75.0, "features": 60.0, "age": 15.0}


def _make_gan(train, options):
    """The fully connected GAN of notebook 01."""
    shape = train.images.shape[1:]
    return training.GAN(
        models.mlp_generator(image_shape=shape),
        models.mlp_discriminator(shape),
        seed=options.seed,
    )


def _make_dcgan(train, options):
    """The DCGAN of notebook 02."""
    size = train.images.shape[2:]  # width and channels
    return training.GAN(
        models.dcgan_generator(*size),
        models.dcgan_discriminator(*size),
        seed=options.seed,
    )


def _make_cgan(train, options):
    """The conditional GAN of notebook 03."""
    size = train.images.shape[2:]
    n_classes = len(train.class_names)
    return training.ConditionalGAN(
        models.conditional_generator(n_classes, *size),
        models.conditional_discriminator(n_classes, *size),
        seed=options.seed,
    )


def _make_pix2pix(train, options):
    """The Pix2Pix of notebook 04, with what the paper compares it with."""
    channels = train.sources.shape[-1], train.targets.shape[-1]
    size = train.targets.shape[1], options.base_filters, *channels
    l1_weight, adversarial_weight = _PIX2PIX_LOSSES[options.loss]
    return pix2pix.Pix2Pix(
        pix2pix.unet_generator(*size, skips=options.skips),
        pix2pix.patchgan_discriminator(*size, strided_layers=_PATCHES[options.patch]),
        l1_weight=l1_weight,
        adversarial_weight=adversarial_weight,
        augment=options.augment,
        seed=options.seed,
    )


def _make_age_cgan(train, options):
    """The conditional GAN of notebook 05: faces of six age groups."""
    size = len(data.AGE_CGAN_GROUPS), train.pixels.shape[1], 3
    filters = options.base_filters
    return training.ConditionalGAN(
        models.conditional_generator(*size, base_filters=filters),
        models.conditional_discriminator(*size, base_filters=filters),
        seed=options.seed,
    )


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


def _make_photo_ageing(train, options):
    """The third game of notebook 06, without pairs: D looks through frozen features."""
    size = train.pixels.shape[1]
    projected = frozen_features.projection(size)
    network = identity.identity_network()
    return photo_ageing.PhotoAgeing(
        photo_ageing.difference_generator(size, options.base_filters),
        frozen_features.projected_discriminator(projected, photo_ageing.AGE_NUMBERS),
        # Functions: what is frozen is no part of what a run saves.
        partial(projected, training=False),
        partial(network, training=False),
        seed=options.seed,
    )


def _train_age_classifier(train, options, **run):
    """The network that tells IPCGAN how old an aged face looks."""
    groups, n_groups = data.ipcgan_group(train.ages), len(data.IPCGAN_GROUPS)
    steps, seed = options.classifier_steps, options.seed
    return ageing.train_age_classifier(
        train.pixels, groups, n_groups, steps, seed=seed, **run
    )


def _train_encoder(gan, train, options, **run):
    """Age-cGAN's encoder for the averaged generator, and its loss."""
    return age_cgan.train_encoder(
        gan.averaged_generator(),
        data.age_cgan_group(train.ages),
        options.encoder_steps,
        options.base_filters,
        seed=options.seed,
        **run,
    )


def _load_pairs(name, source, options):
    """The facades, or a folder of one's own, which then stands for both parts."""
    if name == "facades":
        return data.facades(source, options.image_size)
    how = {option: getattr(options, option) for option in FOLDER_OPTIONS}
    pairs = data.paired_folder(name, image_size=options.image_size, **how)
    return pairs, pairs


def _load_grown_faces(name, source, options):
    """Faces without small children, for whom IPCGAN has no group."""
    parts = data.utkface(source, options.image_size)
    return tuple(part.select(data.ipcgan_group(part.ages) >= 0) for part in parts)


def _latents(gan, seed, n_labels=None):
    """A hundred latents, or ten with each label."""
    size = 10 if n_labels else 100, gan.latent_dim
    latents = np.random.default_rng(seed).normal(size=size).astype("float32")
    return _with_every_label(latents, n_labels) if n_labels else (latents, None)


def _with_every_label(inputs, n_labels):
    """All inputs with label 0, then all with label 1, and so on."""
    labels = np.repeat(np.arange(n_labels), len(inputs))
    return np.concatenate([inputs] * n_labels), labels


def _photos_at_every_age(gan, held_out, seed):
    """Ten photos, all at the first of _FILM_AGES, then all at the next."""
    photos, targets = _with_every_label(held_out.images(slice(0, 10)), len(_FILM_AGES))
    ages = np.tile(held_out.ages[:10], len(_FILM_AGES))
    years = np.stack([ages, np.take(_FILM_AGES, targets)], axis=1)
    return photos, years.astype("float32")


def _translations(generator, inputs, held_out):
    """Ten sources, below them their translations and the true targets."""
    sources, targets = held_out.sources[:10], held_out.targets[:10]
    fakes = pix2pix.translate(generator, sources)
    if sources.shape[-1] < targets.shape[-1]:  # a grey source beside colours
        sources = np.repeat(sources, targets.shape[-1], axis=-1)
    return np.concatenate([sources, fakes, targets])


_GAN = Recipe(
    name="gan",
    make=_make_gan,
    rates=(1e-3, 1e-3),
    arrays=lambda images: (images.images, None),
    inputs=lambda gan, held_out, seed: _latents(gan, seed),
    label_names=lambda images: {"class_names": images.class_names},
)
_DCGAN = replace(
    _GAN, name="dcgan", make=_make_dcgan, rates=(3e-3, 1e-3), falling=False
)
_CGAN = replace(
    _GAN,
    name="cgan",
    make=_make_cgan,
    rates=(2e-3, 2e-3),
    arrays=lambda images: (images.images, images.labels),
    inputs=lambda gan, held_out, seed: _latents(gan, seed, len(held_out.class_names)),
)
_PIX2PIX = Recipe(
    name="pix2pix",
    options=Pix2PixOptions,
    data_sets=("facades",),
    takes_folders=True,
    load=_load_pairs,
    make=_make_pix2pix,
    rates=(1e-3, 5e-4),
    ema=None,
    arrays=lambda pairs: (pairs.targets, pairs.sources),
    inputs=lambda gan, held_out, seed: (held_out.sources[:10], None),
    samples=_translations,
    label_names=lambda pairs: {},
)
_AGE_CGAN = Recipe(
    name="age_cgan",
    options=AgeCGANOptions,
    data_sets=("utkface",),
    load=lambda name, source, options: data.utkface(source, options.image_size),
    make=_make_age_cgan,
    rates=(1e-3, 1e-3),
    arrays=lambda faces: (faces.pixels, data.age_cgan_group(faces.ages)),
    inputs=lambda gan, held_out, seed: _latents(gan, seed, len(data.AGE_CGAN_GROUPS)),
    label_names=lambda faces: {"groups": data.AGE_CGAN_GROUPS},
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
    inputs=lambda gan, held_out, seed: _with_every_label(
        held_out.images(slice(0, 10)), len(data.IPCGAN_GROUPS)
    ),
    label_names=lambda faces: {"groups": data.IPCGAN_GROUPS},
    before={"age_classifier": _train_age_classifier},
)
_PHOTO_AGEING = Recipe(
    name="photo_ageing",
    options=PhotoAgeingOptions,
    data_sets=("utkface",),
    load=lambda name, source, options: data.utkface(source, options.image_size),
    make=_make_photo_ageing,
    rates=(2e-4, 2e-4),
    beta_1=0.0,
    falling=False,
    ema=0.998,
    arrays=lambda faces: (faces.pixels, faces.ages),
    stream=lambda faces, options, first_step: photo_ageing.photo_batches(
        faces, options.batch_size, options.seed, first_step
    ),
    inputs=_photos_at_every_age,
    label_names=lambda faces: {"ages": _FILM_AGES},
)
_OWN = (_GAN, _DCGAN, _CGAN, _PIX2PIX, _AGE_CGAN, _IPCGAN, _PHOTO_AGEING)
_ALL = (*_OWN, PAIRED_AGEING)
RECIPES = {recipe.name: recipe for recipe in _ALL}
