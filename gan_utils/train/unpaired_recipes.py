"""The recipes of notebook 08: translation without pairs."""

from functools import partial

import keras
import numpy as np

from gan_utils import data, frozen_features, training, unpaired
from gan_utils.train.choices import OneWayOptions
from gan_utils.train.recipe import Recipe


def _make_one_way(train, options):
    """One translator, D on frozen features, the contrastive loss on two of the maps."""
    size = train.source_pixels.shape[1]
    network = frozen_features.feature_network()
    projected = frozen_features.projection(size, network=network)
    fine = keras.Model(network.inputs, network.outputs[:2])
    pictures = keras.Input((size, size, 3))
    return unpaired.OneWayTranslation(
        unpaired.translator(size, options.base_filters, difference=True),
        frozen_features.projected_discriminator(projected),
        frozen_features.contrastive_heads(fine(pictures)),
        # Functions: what is frozen is no part of what a run saves.
        partial(projected.__call__),
        partial(fine.__call__, training=False),
        seed=options.seed,
    )


def _unpaired_stream(pictures, options, first_step):
    return unpaired.unpaired_batches(
        pictures.source_pixels,
        pictures.target_pixels,
        options.batch_size,
        options.seed,
        first_step,
    )


def _sources_above_translations(generator, inputs, held_out):
    """Ten sources, below them their translations."""
    return np.concatenate([inputs[0], training.sample(generator, *inputs)])


_ONE_WAY = Recipe(
    name="one_way",
    options=OneWayOptions,
    data_sets=("horse2zebra",),
    load=lambda name, source, options: data.horses_and_zebras(options.image_size),
    make=_make_one_way,
    rates=(2e-4, 2e-4),
    beta_1=0.0,
    falling=False,
    ema=0.998,
    arrays=lambda pictures: (pictures.source_pixels, None),
    stream=_unpaired_stream,
    inputs=lambda gan, held_out, seed: (held_out.sources(slice(0, 20, 2)), None),
    samples=_sources_above_translations,
    label_names=lambda pictures: {},
)
UNPAIRED_RECIPES = (_ONE_WAY,)
