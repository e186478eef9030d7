"""A face from a description and from a pencil sketch: the composite of notebook 11.

A witness says "about 40, beard, grey hair, glasses". ``DescribedGAN`` draws faces that
fit. A witness draws lines; Pix2Pix makes a face of them, and of what was said besides.
All faces are drawn by code, so that what each one shows is known exactly.
"""

import keras

from gan_utils.composite_sketch.describing import (
    LATENT_DIM,
    DescribedFaces,
    DescribedGAN,
    described_discriminator,
    described_faces,
    described_generator,
    forget,
    keep,
    latent_encoder,
)
from gan_utils.composite_sketch.reading import (
    ReaderLoss,
    agreement,
    attribute_reader,
    place_among,
    read_faces,
)
from gan_utils.composite_sketch.sketching import (
    pencil,
    sketch_pairs,
    sketch_unet,
    with_description,
    wobble,
)
from gan_utils.composite_sketch.words import (
    GROUPS,
    N_NUMBERS,
    SIZES,
    UNKNOWN,
    Description,
    encode,
    read,
    tell,
)
from gan_utils.files import half_weights

__all__ = [
    "GROUPS",
    "LATENT_DIM",
    "N_NUMBERS",
    "SIZES",
    "UNKNOWN",
    "DescribedFaces",
    "DescribedGAN",
    "Description",
    "ReaderLoss",
    "agreement",
    "attribute_reader",
    "described_discriminator",
    "described_faces",
    "described_generator",
    "encode",
    "forget",
    "keep",
    "latent_encoder",
    "pencil",
    "place_among",
    "read",
    "read_faces",
    "sketch_pairs",
    "sketch_unet",
    "tell",
    "trained",
    "with_description",
    "wobble",
]


def trained(kind: str) -> keras.Model:
    """A network that is shipped: "described", "sketch" or "reader"."""
    makers = {
        "described": described_generator,
        "sketch": sketch_unet,
        "reader": attribute_reader,
    }
    return half_weights.load(makers[kind](), f"composite_sketch/{kind}.npz")
