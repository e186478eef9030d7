"""The recipe of text to image: tiles of a game with captions in two languages."""

import numpy as np

from gan_utils import text_to_image, training
from gan_utils.data import tiles
from gan_utils.train.choices import TextOptions
from gan_utils.train.recipe import Recipe

_COLUMNS = 10  # pictures of each sentence in the film
_SENTENCES = (
    *("a red potion", "a blue book", "a green dragon", "a grey sword"),
    *("um dragão vermelho", "uma árvore roxa", "um escudo amarelo"),
)


def _load(name, source, options):
    """The tiles; there are no others."""
    if source == "real":
        raise FileNotFoundError(
            "The tiles are embedded and real; leave out --source real."
        )
    return tiles.tiles()


def _make(train, options):
    """The game of notebook 11."""
    return text_to_image.TextToImage(
        text_to_image.text_generator(options.base_filters),
        text_to_image.text_discriminator(options.base_filters),
        options.wrong_texts,
        options.apart,
        seed=options.seed,
    )


def _stream(train, options, first_step):
    """Pictures, each with one of its captions."""
    return text_to_image.captioned_batches(
        train, options.batch_size, options.seed, first_step
    )


def _inputs(gan, held_out, seed):
    """Ten latents with each sentence, one sentence a row."""
    shape = _COLUMNS, gan.latent_dim
    latents = np.random.default_rng(seed).normal(size=shape).astype("float32")
    vectors = text_to_image.sentence_vectors(_SENTENCES)
    texts = np.repeat(vectors, _COLUMNS, axis=0)
    return np.tile(latents, (len(vectors), 1)), texts


TEXT_TO_IMAGE = Recipe(
    name="text_to_image",
    options=TextOptions,
    data_sets=("tiles",),
    load=_load,
    make=_make,
    rates=(1e-3, 1e-3),
    falling=False,
    arrays=lambda shown: (shown.pixels, None),
    stream=_stream,
    inputs=_inputs,
    samples=lambda generator, inputs, _: training.sample(generator, *inputs),
    label_names=lambda shown: {},
)
