"""The recipes of train.py: networks, game and learning rates of each notebook's GAN."""

import argparse
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np

from gan_utils import ageing, data, models, pix2pix, training
from gan_utils.ageing import IPCGAN, face_features, train_age_classifier
from gan_utils.pix2pix import Pix2Pix, translate
from gan_utils.train import devices

# Side of the patch that one logit of D judges → number of strided layers.
PATCHES = {1: 0, 16: 1, 34: 2, 70: 3}
# Weights of the L1 and of the adversarial loss.
PIX2PIX_LOSSES = {"l1": (100.0, 0.0), "gan": (0.0, 1.0), "both": (100.0, 1.0)}
# Losses of IPCGAN that --without leaves out.
IPCGAN_LOSSES = ("adversarial", "features", "age")
AGE_GROUPS = {
    "age_cgan": (data.AGE_CGAN_GROUPS, data.age_cgan_group),
    "ipcgan": (data.IPCGAN_GROUPS, data.ipcgan_group),
}
# Recipes whose learning rates do not fall: their averaged generator gains nothing from
# it (benchmarks/sweep.py), while that of cgan does (benchmarks/recipe_sweep.py).
CONSTANT_RATES = ("dcgan",)
# Sizes that hold unless the command line says otherwise.
SIZES = {
    "pix2pix": {"batch_size": 4, "image_size": 128, "base_filters": 16},
    "age_cgan": {"batch_size": 64, "image_size": 64, "base_filters": 32},
    "ipcgan": {"batch_size": 16, "image_size": 64, "base_filters": 16},
}


def gan_recipe(train: data.ImageSet, arguments: argparse.Namespace) -> training.GAN:
    """The fully connected GAN of notebook 01."""
    shape = train.images.shape[1:]
    return compiled(
        training.GAN(
            models.mlp_generator(image_shape=shape),
            models.mlp_discriminator(shape),
            seed=arguments.seed,
        ),
        arguments,
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
        arguments,
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
        arguments,
        rates=(2e-3, 2e-3),
    )


def pix2pix_recipe(train: data.PairedSet, arguments: argparse.Namespace) -> Pix2Pix:
    """The Pix2Pix of notebook 04, with what the paper compares it with."""
    image_size = train.targets.shape[1]
    channels = train.sources.shape[-1], train.targets.shape[-1]
    filters = arguments.base_filters
    l1_weight, adversarial_weight = PIX2PIX_LOSSES[arguments.loss]
    gan = Pix2Pix(
        pix2pix.unet_generator(
            image_size, filters, *channels, skips=not arguments.no_skips
        ),
        pix2pix.patchgan_discriminator(
            image_size, filters, *channels, strided_layers=PATCHES[arguments.patch]
        ),
        l1_weight=l1_weight,
        adversarial_weight=adversarial_weight,
        seed=arguments.seed,
    )
    return compiled(gan, arguments, rates=(1e-3, 5e-4), ema=None)


def age_cgan_recipe(
    train: data.FaceSet, arguments: argparse.Namespace
) -> training.ConditionalGAN:
    """The conditional GAN of notebook 05: faces of six age groups."""
    n_groups, filters = len(data.AGE_CGAN_GROUPS), arguments.base_filters
    return compiled(
        training.ConditionalGAN(
            models.conditional_generator(
                n_groups, arguments.image_size, 3, base_filters=filters
            ),
            models.conditional_discriminator(
                n_groups, arguments.image_size, 3, base_filters=filters
            ),
            seed=arguments.seed,
        ),
        arguments,
        rates=(1e-3, 1e-3),
    )


def judges(
    train: data.FaceSet, arguments: argparse.Namespace
) -> dict[str, keras.Model]:
    """What a recipe needs trained before: the age classifier of IPCGAN."""
    if arguments.recipe != "ipcgan":
        return {}
    classifier = train_age_classifier(
        train.pixels,
        data.ipcgan_group(train.ages),
        len(data.IPCGAN_GROUPS),
        arguments.classifier_steps,
        seed=arguments.seed,
        path=arguments.out / "classifier.npz",
        resume=arguments.resume,
    )
    return {"classifier": classifier}


def ipcgan_recipe(
    train: data.FaceSet, arguments: argparse.Namespace, classifier: keras.Model
) -> IPCGAN:
    """The IPCGAN of notebook 06, with an age classifier that is already trained."""
    n_groups, image_size = len(data.IPCGAN_GROUPS), arguments.image_size
    weights = {"adversarial": 75.0, "features": 60.0, "age": 15.0}
    weights |= dict.fromkeys(arguments.without, 0.0)
    filters = arguments.base_filters
    generator = ageing.ageing_generator(n_groups, image_size, filters)
    discriminator = ageing.ageing_discriminator(n_groups, image_size, 2 * filters)
    classifier = devices.on_every_device(classifier)
    gan = IPCGAN(
        generator,
        discriminator,
        classifier,
        face_features(classifier),
        adversarial_weight=weights["adversarial"],
        feature_weight=weights["features"],
        age_weight=weights["age"],
        seed=arguments.seed,
    )
    return compiled(gan, arguments, rates=(1e-3, 5e-4))


def compiled(
    gan: training.GAN,
    arguments: argparse.Namespace,
    rates: tuple[float, float],
    ema: float | None = 0.995,
) -> training.GAN:
    """The GAN with Adam at the rates of G and D, G averaged, XLA if asked for."""
    gan.compile(
        training.adam(rates[0], ema=ema),
        training.adam(rates[1]),
        jit_compile=arguments.xla,
    )
    return gan


RECIPES: dict[str, Callable] = {
    "gan": gan_recipe,
    "dcgan": dcgan_recipe,
    "cgan": cgan_recipe,
    "pix2pix": pix2pix_recipe,
    "age_cgan": age_cgan_recipe,
    "ipcgan": ipcgan_recipe,
}


AnySet = data.ImageSet | data.PairedSet | data.FaceSet


def load(arguments: argparse.Namespace) -> tuple[AnySet, AnySet]:
    """Training and held-out data of a recipe: labelled images, pairs or faces.

    A folder of one's own has no held-out part; it then stands for both.

    Raises:
        ValueError: the data do not fit the recipe.
    """
    if arguments.recipe == "pix2pix":
        if arguments.data == "facades":
            return data.facades(arguments.source, arguments.image_size)
        if Path(arguments.data).is_dir():
            pairs = data.paired_folder(arguments.data, image_size=arguments.image_size)
            return pairs, pairs
        raise ValueError(
            f"pix2pix needs pairs, which --data {arguments.data} has not; give it "
            "facades, or a folder of pictures with target and source side by side."
        )
    if arguments.recipe in AGE_GROUPS:
        if arguments.data != "utkface":
            raise ValueError(
                f"{arguments.recipe} needs faces with ages, which --data "
                f"{arguments.data} has not; give it utkface."
            )
        parts = data.utkface(arguments.source, arguments.image_size)
        group_of = AGE_GROUPS[arguments.recipe][1]
        # IPCGAN has no group for small children: they are left out.
        train, held_out = (part.select(group_of(part.ages) >= 0) for part in parts)
        return train, held_out
    if arguments.data == "utkface":
        raise ValueError(
            f"utkface has ages instead of classes; {arguments.recipe} needs one of "
            "mnist and cifar10."
        )
    return data.load(arguments.data, arguments.source)


def describe(train: AnySet, recipe: str) -> dict:
    """What run.json says of the data."""
    described = {"name": train.name, "sha256": train.sha256}
    if isinstance(train, data.PairedSet):
        described |= {"source": train.found_in, "images": len(train.targets)}
        return {"data": described}
    if isinstance(train, data.FaceSet):
        described |= {"source": train.found_in, "images": len(train.pixels)}
        return {"data": described, "groups": AGE_GROUPS[recipe][0]}
    described |= {"source": train.found_in, "images": len(train.images)}
    return {"data": described, "class_names": train.class_names}


def training_arrays(
    gan: training.GAN, train: AnySet, recipe: str
) -> tuple[np.ndarray, np.ndarray | None]:
    """What fit() is to see: images, (images, labels) or (targets, sources)."""
    if isinstance(gan, Pix2Pix):
        return train.targets, train.sources
    if recipe in AGE_GROUPS:
        return train.pixels, AGE_GROUPS[recipe][1](train.ages)
    conditional = isinstance(gan, training.ConditionalGAN)
    return train.images, train.labels if conditional else None


def fixed_inputs(
    gan: training.GAN, held_out: AnySet, seed: int
) -> tuple[np.ndarray, np.ndarray | None]:
    """What the film shows all along: latents (and labels), ten sources, ten photos."""
    if isinstance(gan, Pix2Pix):
        return held_out.sources[:10], None
    if isinstance(gan, IPCGAN):
        return every_label(held_out.images(slice(0, 10)), gan.n_groups)
    rng = np.random.default_rng(seed)
    if not isinstance(gan, training.ConditionalGAN):
        return rng.normal(size=(100, gan.latent_dim)).astype("float32"), None
    latents = rng.normal(size=(10, gan.latent_dim)).astype("float32")
    faces = isinstance(held_out, data.FaceSet)
    names = data.AGE_CGAN_GROUPS if faces else held_out.class_names
    return every_label(latents, len(names))


def every_label(inputs: np.ndarray, n_labels: int) -> tuple[np.ndarray, np.ndarray]:
    """All inputs with label 0, then all with label 1, and so on."""
    labels = np.repeat(np.arange(n_labels), len(inputs))
    return np.concatenate([inputs] * n_labels), labels


def samples(
    generator: keras.Model,
    inputs: tuple[np.ndarray, np.ndarray | None],
    held_out: AnySet,
) -> np.ndarray:
    """Images for samples.png: of the fixed inputs; for Pix2Pix with their targets."""
    if not isinstance(held_out, data.PairedSet):
        return training.sample(generator, *inputs)
    sources, targets = held_out.sources[:10], held_out.targets[:10]
    fakes = translate(generator, sources)
    if sources.shape[-1] < targets.shape[-1]:  # a grey source beside colours
        sources = np.repeat(sources, targets.shape[-1], axis=-1)
    return np.concatenate([sources, fakes, targets])
