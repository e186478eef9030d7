"""The recipes of notebook 08: translation without pairs."""

from functools import partial

import keras
import numpy as np

from gan_utils import data, frozen_features, training, unpaired
from gan_utils.train.choices import CycleGANOptions, OneWayOptions
from gan_utils.train.recipe import Recipe


def _load_emoji(name, source, options):
    """Emoji, whose pairs are withheld; there are no others."""
    if source == "real":
        raise FileNotFoundError(
            "The emoji are embedded and real; leave out --source real."
        )
    train, test = data.emoji()
    half = len(train.sources) // 2  # no thing is seen in both styles
    parts = (train.sources[:half], train.targets[half:]), (test.sources, test.targets)
    no_masks = np.zeros((0, *test.sources.shape[1:3]), bool)
    return tuple(
        data.UnpairedSet(
            data.to_pixels(sources),
            data.to_pixels(targets),
            no_masks,
            no_masks,
            name=train.name,
            found_in=train.found_in,
            sha256=train.sha256,
        )
        for sources, targets in parts
    )


def _load_photographs(name, source, options):
    """Horses and zebras; the sample in their place is the emoji, enlarged."""
    if source != "sample":
        return data.horses_and_zebras(options.image_size)
    times = options.image_size // 32
    parts = []
    for part in _load_emoji(name, source, options):
        sources, targets = (
            pixels.repeat(times, axis=1).repeat(times, axis=2)
            for pixels in (part.source_pixels, part.target_pixels)
        )
        parts.append(part._replace(source_pixels=sources, target_pixels=targets))
    return tuple(parts)


def _make_cyclegan(train, options):
    """CycleGAN, Zhu et al. 2017, for small pictures."""
    size, filters = train.source_pixels.shape[1], options.base_filters
    translators = [
        unpaired.translator(size, filters, 2, name) for name in ("there", "back")
    ]
    discriminators = [
        unpaired.patch_discriminator(size, filters, name) for name in ("of_a", "of_b")
    ]
    return unpaired.CycleGAN(
        unpaired.both_ways(*translators),
        unpaired.both_ways(*discriminators),
        seed=options.seed,
    )


def _make_one_way(train, options):
    """One translator, D on frozen features, the contrastive loss on two of the maps."""
    size = options.crop or train.source_pixels.shape[1]
    network = frozen_features.feature_network()
    projected = frozen_features.projection(size, network=network)
    fine = keras.Model(network.inputs, network.outputs[:2])
    pictures = keras.Input((size, size, 3))
    return unpaired.OneWayTranslation(
        # Of any size: it is shown parts and draws whole pictures.
        unpaired.translator(None, options.base_filters, difference=options.difference),
        frozen_features.projected_discriminator(projected),
        frozen_features.contrastive_heads(fine(pictures)),
        # Functions: what is frozen is no part of what a run saves.
        partial(projected, training=False),
        partial(fine, training=False),
        options.contrast_weight,
        options.identity_weight,
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


def _cropped_stream(pictures, options, first_step):
    """Squares of ``crop`` pixels, cut where the animal stands, enlarged up to ``zoom``.

    At 128×128 many an animal is small, and its stripes are two pixels wide. ``masked``:
    with a fourth channel, which says where the animal is.
    """
    if not options.crop:
        return _unpaired_stream(pictures, options, first_step)
    marked = pictures._replace(
        source_pixels=_with_masks(pictures.source_pixels, pictures.source_masks),
        target_pixels=_with_masks(pictures.target_pixels, pictures.target_masks),
    )

    def cut(step, batch):
        parts = tuple(
            unpaired.cut_marked(
                images, options.crop, options.zoom, (options.seed, 2 * step + n)
            )
            for n, images in enumerate(batch)
        )
        return parts if options.masked else tuple(part[..., :3] for part in parts)

    stream = _unpaired_stream(marked, options, first_step)
    return stream.enumerate(first_step).map(cut)


def _with_masks(pixels, masks):
    """A fourth channel: where the animal stands, or everywhere if nobody knows."""
    marks = np.full((*pixels.shape[:3], 1), 255, "uint8")
    for mark, mask in zip(marks, masks, strict=False):
        mark[~mask & mask.any()] = 0
    return np.concatenate([pixels, marks], axis=-1)


def _sources_above_translations(generator, inputs, held_out):
    """Ten sources, below them their translations."""
    return np.concatenate([inputs[0], training.sample(generator, *inputs)])


def _both_sets_above_translations(generator, inputs, held_out):
    """Ten sources and ten targets, below them what each becomes in the other style."""
    return np.concatenate([*inputs, training.sample(generator, *inputs)])


_CYCLEGAN = Recipe(
    name="cyclegan",
    options=CycleGANOptions,
    data_sets=("emoji",),
    load=_load_emoji,
    make=_make_cyclegan,
    rates=(2e-3, 2e-3),
    arrays=lambda pictures: (pictures.source_pixels, None),
    stream=_unpaired_stream,
    inputs=lambda gan, held_out, seed: (
        held_out.sources(slice(10)),
        held_out.targets(slice(10)),
    ),
    samples=_both_sets_above_translations,
    label_names=lambda pictures: {},
)
_ONE_WAY = Recipe(
    name="one_way",
    options=OneWayOptions,
    data_sets=("horse2zebra",),
    load=_load_photographs,
    make=_make_one_way,
    rates=(4e-4, 2e-4),
    beta_1=0.0,
    falling=False,
    ema=0.998,
    arrays=lambda pictures: (pictures.source_pixels, None),
    stream=_cropped_stream,
    inputs=lambda gan, held_out, seed: (held_out.sources(slice(0, 20, 2)), None),
    samples=_sources_above_translations,
    label_names=lambda pictures: {},
)
UNPAIRED_RECIPES = (_CYCLEGAN, _ONE_WAY)
