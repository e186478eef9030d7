"""Tiles of a game, each in seven colours: things whose caption is known."""

from typing import NamedTuple

import numpy as np
from skimage import color

from gan_utils.files import arrays
from gan_utils.files import tiles as tile_files

THINGS = (
    *("dragon", "demon", "skeleton", "ghost", "snake", "spider"),
    *("sword", "mace", "spear", "bow", "staff", "wand"),
    *("shield", "helmet", "armour", "robe", "potion", "amulet"),
    *("book", "scroll", "fruit", "rune", "tree", "altar", "door"),
)
COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "grey")
_HUES = (0.0, 0.075, 0.15, 0.36, 0.61, 0.78)  # of the first six, in turns
_PAPER = np.array([72, 72, 80], "float32")  # what shows through
_SEED = 11  # of what is held out


class TileSet(NamedTuple):
    """Pictures of things in colours.

    Attributes:
        pixels: uint8 (n, 32, 32, 3), each tile in each colour.
        things: int (n,), places in THINGS.
        colours: int (n,), places in COLOURS.
        names: the n tiles' names in the game.
        sha256: checksum of the file.
        name: "tiles".
        found_in: "sample": they are embedded.
    """

    pixels: np.ndarray
    things: np.ndarray
    colours: np.ndarray
    names: np.ndarray
    sha256: str
    name: str = "tiles"
    found_in: str = "sample"

    def images(self, rows=slice(None)) -> np.ndarray:
        """Pictures as float32 in [−1, 1]; rows is an index, a slice or indices."""
        return arrays.to_unit_range(self.pixels[rows])

    def where(self, kept: np.ndarray) -> "TileSet":
        """The part that a mask or indices (n,) keep."""
        return TileSet(*(field[kept] for field in self[:4]), self.sha256)


def unseen_pairs() -> np.ndarray:
    """Which colours of which things no training shows: bool (things, colours).

    One colour of each thing, so that a text can ask for what was never drawn.
    """
    drawn = np.random.default_rng(_SEED).integers(len(COLOURS), size=len(THINGS))
    return np.arange(len(COLOURS)) == drawn[:, None]


def tiles() -> tuple[TileSet, TileSet]:
    """Tiles of Dungeon Crawl Stone Soup (CC0), 32×32: ``train, test``.

    Each tile is turned to six hues, and made grey, so that all colours of a thing
    exist; its outline and what is grey in it stay. Each fifth family of a thing (tiles
    whose names differ in a number alone) is in ``test``, with all its colours. Of the
    others ``train`` has all colours but the one that ``unseen_pairs`` withholds.

    Raises:
        ValueError: the embedded file is damaged.
    """
    drawn, things, names, sha256 = tile_files.read_tiles()
    held_out = _each_fifth_family(things, names)
    count, n = len(things), len(COLOURS)
    every = TileSet(
        in_all_colours(drawn).reshape(count * n, *drawn.shape[1:3], 3),
        np.repeat(things, n),
        np.tile(np.arange(n), count),
        np.repeat(names, n),
        sha256,
    )
    held_out = np.repeat(held_out, n)
    withheld = unseen_pairs()[every.things, every.colours]
    return every.where(~held_out & ~withheld), every.where(held_out)


def _each_fifth_family(things, names) -> np.ndarray:
    """Which tiles are held out: a family is not parted, for its tiles look alike."""
    families = np.array([name.rstrip("0123456789_") for name in names])
    held_out = np.zeros(len(things), bool)
    for thing in range(len(THINGS)):
        of_thing = np.unique(families[things == thing])
        held_out |= (things == thing) & np.isin(families, of_thing[3::5])
    return held_out


def in_all_colours(drawn: np.ndarray) -> np.ndarray:
    """Tiles with transparency → each in seven colours, on dark paper.

    uint8 (n, h, w, 4) → (n, 7, h, w, 3). The strongest hue of a tile becomes the one
    asked for, and all its hues turn by as much. Where a tile has hardly any colour, its
    bright parts are given some.
    """
    alpha = drawn[..., 3:] / np.float32(255)
    hsv = color.rgb2hsv(drawn[..., :3])
    hue, chroma = hsv[..., 0], hsv[..., 1] * hsv[..., 2] * alpha[..., 0]
    turns = np.exp(2j * np.pi * hue) * chroma
    strongest = np.angle(turns.sum(axis=(1, 2))) / (2 * np.pi)
    dull = chroma.mean(axis=(1, 2)) < 0.08
    light = np.quantile(hsv[..., 2] * alpha[..., 0], 0.97, axis=(1, 2)) + 1e-3
    hsv[..., 2] *= np.clip(0.9 / light, 1, 2.5)[:, None, None]  # the dark ones
    hsv[..., 2] = np.minimum(hsv[..., 2], 1)
    versions = []
    for wanted in _HUES:
        turned = hsv.copy()
        turned[..., 0] = (hue + (wanted - strongest)[:, None, None]) % 1
        turned[dull, ..., 0] = wanted
        turned[dull, ..., 1] = np.maximum(turned[dull, ..., 1], 0.6)
        versions.append(color.hsv2rgb(turned))
    grey = color.rgb2gray(color.hsv2rgb(hsv))[..., None]
    versions.append(np.repeat(grey, 3, axis=-1))
    pixels = np.stack(versions, axis=1) * 255
    alpha = alpha[:, None]
    return np.uint8(alpha * pixels + (1 - alpha) * _PAPER + 0.5)
