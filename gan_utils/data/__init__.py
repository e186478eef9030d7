"""The data sets, in [−1, 1]: from this machine, from the network, or a sample."""

from gan_utils.data.chorales import ChoraleSet, chorales
from gan_utils.data.faces import (
    AGE_CGAN_GROUPS,
    GENDERS,
    IPCGAN_GROUPS,
    FaceSet,
    age_cgan_group,
    ipcgan_group,
    utkface,
)
from gan_utils.data.images import (
    ImageSet,
    cifar10,
    fashion_mnist,
    load,
    mnist,
    to_pixels,
)
from gan_utils.data.pairs import (
    PairedSet,
    colours_of,
    emoji,
    facades,
    labels_of,
    paired_folder,
)
from gan_utils.data.photographs import TEST_SETS, photographs
from gan_utils.data.sources import SOURCES
from gan_utils.data.unpaired import UnpairedSet, horses_and_zebras, two_folders
from gan_utils.files.arrays import to_unit_range
from gan_utils.files.facades import FACADE_CLASSES, FACADE_COLOURS, FACADE_PALETTE
from gan_utils.files.image_sets import CLASS_NAMES, IMAGE_SHAPES

__all__ = [
    "AGE_CGAN_GROUPS",
    "CLASS_NAMES",
    "FACADE_CLASSES",
    "FACADE_COLOURS",
    "FACADE_PALETTE",
    "GENDERS",
    "IMAGE_SHAPES",
    "IPCGAN_GROUPS",
    "SOURCES",
    "TEST_SETS",
    "ChoraleSet",
    "FaceSet",
    "ImageSet",
    "PairedSet",
    "UnpairedSet",
    "age_cgan_group",
    "chorales",
    "cifar10",
    "colours_of",
    "emoji",
    "facades",
    "fashion_mnist",
    "horses_and_zebras",
    "ipcgan_group",
    "labels_of",
    "load",
    "mnist",
    "paired_folder",
    "photographs",
    "to_pixels",
    "to_unit_range",
    "two_folders",
    "utkface",
]
