"""The course's recipes as records, by name in RECIPES."""

from dataclasses import replace

import numpy as np

from gan_utils import data, models, pix2pix, training
from gan_utils.train.choices import FOLDER_OPTIONS, Pix2PixOptions
from gan_utils.train.face_recipes import FACE_RECIPES
from gan_utils.train.music_recipes import MUSIC
from gan_utils.train.recipe import Recipe, fixed_latents
from gan_utils.train.super_resolution_recipe import SUPER_RESOLUTION
from gan_utils.train.text_recipe import TEXT_TO_IMAGE
from gan_utils.train.unpaired_recipes import UNPAIRED_RECIPES

# Side of the patch that one logit of D sees → number of strided layers.
_PATCHES = {1: 0, 16: 1, 34: 2, 70: 3}
# Weights of the L1 and of the adversarial loss.
_PIX2PIX_LOSSES = {"l1": (100.0, 0.0), "gan": (0.0, 1.0), "both": (100.0, 1.0)}


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


def _load_pairs(name, source, options):
    """The facades, or a folder of one's own, which then stands for both parts."""
    if name == "facades":
        return data.facades(source, options.image_size)
    how = {option: getattr(options, option) for option in FOLDER_OPTIONS}
    pairs = data.paired_folder(name, image_size=options.image_size, **how)
    return pairs, pairs


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
    inputs=lambda gan, held_out, seed: fixed_latents(gan, seed),
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
    inputs=lambda gan, held_out, seed: fixed_latents(
        gan, seed, len(held_out.class_names)
    ),
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
RECIPES = {recipe.name: recipe for recipe in (_GAN, _DCGAN, _CGAN, _PIX2PIX, MUSIC)}
RECIPES |= {recipe.name: recipe for recipe in (*FACE_RECIPES, *UNPAIRED_RECIPES)}
RECIPES |= {recipe.name: recipe for recipe in (SUPER_RESOLUTION, TEXT_TO_IMAGE)}
