"""Makes data/samples/tiles.npz, the tiles of notebook 11: things that a game shows.

    GAN_DATA=folder/with/crawl_tiles32 python -m data.make_tiles

The file crawl_tiles32.npz holds pictures (n, 32, 32, 4) with transparency, and their
names, of Dungeon Crawl Stone Soup (CC0, opengameart.org/content/dungeon-crawl-32x32-
tiles-supplemental). Kept are those whose name says that they show one of THINGS.
"""

import os
import re
from pathlib import Path

import numpy as np

from gan_utils.data.tiles import THINGS
from gan_utils.files import find

PATTERNS = {
    "dragon": r"mon/(dragons/|draco/draco-base)",
    "demon": r"mon/demons/(?!abom)",
    "skeleton": r"mon/undead/skeletons/",
    "ghost": r"mon/undead/spectrals/",
    "snake": r"mon/animals/.*(adder|anaconda|python|mamba|viper|snake)|mon/naga",
    "spider": r"mon/.*(spider|tarantella|redback)",
    "sword": r"item/weapon/.*(sword|scimitar|falchion|katana|blade|cutlass|sabre)",
    "mace": r"item/weapon/.*(mace|flail|morningstar|eveningstar)",
    "spear": r"item/weapon/.*(spear|trident|halberd|glaive|scythe|bardiche)",
    "bow": r"item/weapon/ranged/.*bow",
    "staff": r"item/staff/(?!i-)",
    "wand": r"item/wand/(?!i-)",
    "shield": r"item/armour/shields/",
    "helmet": r"item/armour/headgear/",
    "armour": r"item/armour/.*(mail|plate|armour|leather|scales|hide)",
    "robe": r"item/armour/.*(robe|cloak)",
    "potion": r"item/potion/(?!i-)",
    "amulet": r"item/amulet/(?!i-)",
    "book": r"item/book/",
    "scroll": r"item/scroll/(?!i-)",
    "fruit": r"item/food/(?!i-|.*(chunk|jerky|ration|pizza|sausage|honey|jelly))",
    "rune": r"item/misc/runes/",
    "tree": r"dngn/trees/",
    "altar": r"dngn/altars/",
    "door": r"dngn/(doors|gateways)/(?!.*(left|middle|right|gone)).*(door|gate|portal)",
}


def thing_of(name: str) -> int | None:
    """The place in THINGS of what a tile of this name shows; None for all others."""
    for number, thing in enumerate(THINGS):
        if re.match(PATTERNS[thing], name):
            return number
    return None


def main() -> None:
    """Writes the sample, and prints how many tiles of each thing it holds."""
    source = Path(os.environ["GAN_DATA"]) / "crawl_tiles32.npz"
    with np.load(source) as file:
        images, names = file["images"], file["names"].astype(str)
    found = np.array([-1 if (n := thing_of(name)) is None else n for name in names])
    solid = (images[..., 3] > 127).mean(axis=(1, 2)) > 0.05  # not nearly empty
    kept = (found >= 0) & solid
    path = find.embedded_folder("samples") / "tiles.npz"
    np.savez_compressed(
        path,
        tiles=images[kept],
        things=found[kept].astype("uint8"),
        names=names[kept],
    )
    counts = np.bincount(found[kept], minlength=len(THINGS))
    for thing, count in zip(THINGS, counts, strict=True):
        print(f"{thing:10}{count:4}")
    print(f"{kept.sum()} tiles, {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
