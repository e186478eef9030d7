"""The recipe of notebook 10: pictures of four times the width."""

import hashlib
from functools import partial
from typing import NamedTuple

import keras
import numpy as np

from gan_utils import data, frozen_features, super_resolution
from gan_utils.faces.people import people_of_nobody
from gan_utils.train.choices import SuperResolutionOptions
from gan_utils.train.devices import compute_in
from gan_utils.train.recipe import Recipe

_HELD_OUT_EVERY = 7  # of the people of nobody


class _Pictures(NamedTuple):
    """Large pictures, uint8 (n, h, w, 3), and where they come from."""

    pixels: np.ndarray
    name: str
    found_in: str
    sha256: str


def _load_pictures(name, source, options):
    """People of nobody, or photographs of horses and zebras without their kinds."""
    if name == "people_of_nobody":
        if source == "real":
            raise FileNotFoundError(
                "There are no real people of nobody; leave out --source real."
            )
        pixels = people_of_nobody(options.image_size).pixels
        held_out = np.arange(len(pixels)) % _HELD_OUT_EVERY == 0
        about = name, "sample", hashlib.sha256(pixels.tobytes()).hexdigest()
        return tuple(_Pictures(pixels[rows], *about) for rows in (~held_out, held_out))
    return tuple(
        _Pictures(
            np.concatenate([part.source_pixels, part.target_pixels]),
            *(part.name, part.found_in, part.sha256),
        )
        for part in data.horses_and_zebras(options.image_size)
    )


def _train_on_pixels(train, options, **run):
    """The network from which the game starts."""
    return super_resolution.train_on_pixels(
        train.pixels,
        options.pixel_steps,
        options.base_filters,
        options.batch_size,
        options.seed,
        **run,
    )


def _make_super_resolution(train, options, pixel_network):
    """The game of notebook 10; G starts as the network that learnt from pixels."""
    generator = super_resolution.enlarger(options.base_filters)
    generator.set_weights(pixel_network.get_weights())
    network = frozen_features.feature_network()
    projected = frozen_features.projection(train.pixels.shape[1], network=network)
    fine = keras.Model(network.inputs, network.outputs[:2])
    return super_resolution.SuperResolution(
        generator,
        frozen_features.projected_discriminator(projected),
        # Functions: what is frozen is no part of what a run saves.
        partial(projected, training=False),
        partial(fine, training=False),
        adversarial_weight=options.adversarial_weight,
        seed=options.seed,
    )


def _small_and_large(generator, inputs, held_out):
    """Ten small pictures, as squares; below them the large ones, and the true ones."""
    compute_in(generator, "float32")
    small = np.asarray(inputs[0])
    factor = super_resolution.FACTOR
    squares = small.repeat(factor, axis=1).repeat(factor, axis=2)
    truth = held_out.pixels[:10] / np.float32(127.5) - 1
    return np.concatenate([squares, np.asarray(generator(small)), truth])


SUPER_RESOLUTION = Recipe(
    name="super_resolution",
    options=SuperResolutionOptions,
    data_sets=("people_of_nobody", "horse2zebra"),
    load=_load_pictures,
    make=_make_super_resolution,
    rates=(3e-4, 2e-4),
    beta_1=0.0,
    falling=True,
    ema=0.998,
    arrays=lambda pictures: (pictures.pixels, None),
    inputs=lambda gan, held_out, seed: (
        np.asarray(
            super_resolution.shrink(held_out.pixels[:10] / np.float32(127.5) - 1)
        ),
        None,
    ),
    samples=_small_and_large,
    label_names=lambda pictures: {},
    before={"pixel_network": _train_on_pixels},
)
