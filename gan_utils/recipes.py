"""The recipes of train.py: networks, game and learning rates of each notebook's GAN."""

import argparse
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np

from gan_utils import course, data, models, paired_data, training
from gan_utils.pix2pix import Pix2Pix, translate

# Side of the patch that one logit of D judges → number of strided layers.
PATCHES = {1: 0, 16: 1, 34: 2, 70: 3}
# Weights of the L1 and of the adversarial loss.
PIX2PIX_LOSSES = {"l1": (100.0, 0.0), "gan": (0.0, 1.0), "both": (100.0, 1.0)}


def gan_recipe(train: data.ImageSet, arguments: argparse.Namespace) -> training.GAN:
    """The fully connected GAN of notebook 01."""
    shape = train.images.shape[1:]
    return compiled(
        training.GAN(
            models.mlp_generator(image_shape=shape),
            models.mlp_discriminator(shape),
            seed=arguments.seed,
        ),
        rates=(1e-3, 1e-3),
    )


def dcgan_recipe(train: data.ImageSet, arguments: argparse.Namespace) -> training.GAN:
    """The DCGAN of notebook 02."""
    _, image_size, _, channels = train.images.shape
    return compiled(
        training.GAN(
            models.dcgan_generator(image_size, channels),
            models.dcgan_discriminator(image_size, channels),
            seed=arguments.seed,
        ),
        rates=(3e-3, 1e-3),
    )


def cgan_recipe(
    train: data.ImageSet, arguments: argparse.Namespace
) -> training.ConditionalGAN:
    """The conditional GAN of notebook 03."""
    _, image_size, _, channels = train.images.shape
    n_classes = len(train.class_names)
    return compiled(
        training.ConditionalGAN(
            models.conditional_generator(n_classes, image_size, channels),
            models.conditional_discriminator(n_classes, image_size, channels),
            seed=arguments.seed,
        ),
        rates=(2e-3, 2e-3),
    )


def pix2pix_recipe(
    train: paired_data.PairedSet, arguments: argparse.Namespace
) -> Pix2Pix:
    """The Pix2Pix of notebook 04, with what the paper compares it with."""
    image_size = train.targets.shape[1]
    channels = train.sources.shape[-1], train.targets.shape[-1]
    filters = arguments.base_filters
    l1_weight, adversarial_weight = PIX2PIX_LOSSES[arguments.loss]
    gan = Pix2Pix(
        models.unet_generator(
            image_size, filters, *channels, skips=not arguments.no_skips
        ),
        models.patchgan_discriminator(
            image_size, filters, *channels, strided_layers=PATCHES[arguments.patch]
        ),
        l1_weight=l1_weight,
        adversarial_weight=adversarial_weight,
        seed=arguments.seed,
    )
    return compiled(gan, rates=(1e-3, 5e-4), ema=None)


def compiled(
    gan: training.GAN, rates: tuple[float, float], ema: float | None = 0.995
) -> training.GAN:
    """The GAN with Adam at the rates of G and D, G averaged, XLA on a GPU."""
    gan.compile(
        training.adam(rates[0], ema=ema),
        training.adam(rates[1]),
        jit_compile=course.has_gpu(),
    )
    return gan


RECIPES: dict[str, Callable] = {
    "gan": gan_recipe,
    "dcgan": dcgan_recipe,
    "cgan": cgan_recipe,
    "pix2pix": pix2pix_recipe,
}


AnySet = data.ImageSet | paired_data.PairedSet


def load(arguments: argparse.Namespace) -> tuple[AnySet, AnySet]:
    """Training and held-out data of a recipe: labelled images, or pairs for pix2pix.

    A folder of one's own has no held-out part; it then stands for both.

    Raises:
        ValueError: the data do not fit the recipe.
    """
    if arguments.recipe == "pix2pix":
        if arguments.data == "facades":
            return paired_data.facades(arguments.source, arguments.image_size)
        if Path(arguments.data).is_dir():
            pairs = paired_data.paired_folder(
                arguments.data, image_size=arguments.image_size
            )
            return pairs, pairs
        raise ValueError(
            f"pix2pix needs pairs, which --data {arguments.data} has not; give it "
            "facades, or a folder of pictures with target and source side by side."
        )
    return data.load(arguments.data, arguments.source)


def describe(train: AnySet) -> dict:
    """What run.json says of the data."""
    pairs = isinstance(train, paired_data.PairedSet)
    described = {
        "name": train.name,
        "source": train.found_in if pairs else train.source,
        "sha256": train.sha256,
        "images": len(train.targets if pairs else train.images),
    }
    return {"data": described} | ({} if pairs else {"class_names": train.class_names})


def training_arrays(
    gan: training.GAN, train: AnySet
) -> tuple[np.ndarray, np.ndarray | None]:
    """What fit() is to see: images, (images, labels) or (targets, sources)."""
    if isinstance(gan, Pix2Pix):
        return train.targets, train.sources
    conditional = isinstance(gan, training.ConditionalGAN)
    return train.images, train.labels if conditional else None


def fixed_inputs(
    gan: training.GAN, held_out: AnySet, seed: int
) -> tuple[np.ndarray, np.ndarray | None]:
    """What the film shows all along: latents (and labels), or ten sources."""
    if isinstance(gan, Pix2Pix):
        return held_out.sources[:10], None
    rng = np.random.default_rng(seed)
    if not isinstance(gan, training.ConditionalGAN):
        return rng.normal(size=(100, gan.latent_dim)).astype("float32"), None
    n_classes = len(held_out.class_names)
    latents = rng.normal(size=(10, gan.latent_dim)).astype("float32")
    return np.tile(latents, (n_classes, 1)), np.repeat(np.arange(n_classes), 10)


def samples(
    generator: keras.Model,
    inputs: tuple[np.ndarray, np.ndarray | None],
    held_out: AnySet,
) -> np.ndarray:
    """Images for samples.png: of the fixed latents, or sources, fakes and targets."""
    if isinstance(held_out, data.ImageSet):
        return training.sample(generator, *inputs)
    sources, targets = held_out.sources[:10], held_out.targets[:10]
    fakes = translate(generator, sources)
    if sources.shape[-1] < targets.shape[-1]:  # a grey source beside colours
        sources = np.repeat(sources, targets.shape[-1], axis=-1)
    return np.concatenate([sources, fakes, targets])
