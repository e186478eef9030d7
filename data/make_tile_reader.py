"""Trains the judge of notebook 11, which reads thing and colour of a tile.

    python -m data.make_tile_reader

It learns from the true tiles of ``train`` and from no picture that a network made.
The weights go to data/weights/tile_reader; what it prints stands in its card.
"""

import argparse
import time

from gan_utils import text_to_image
from gan_utils.data import tiles
from gan_utils.files import find, half_weights

STEPS, SEED = 1500, 1


def main() -> None:
    """Trains it, and measures it on the held-out tiles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=STEPS)
    given = parser.parse_args()
    train, test = tiles.tiles()
    start = time.process_time()
    judge = text_to_image.train_reader(train, given.steps, SEED)
    seconds = time.process_time() - start
    path = find.embedded_folder("weights") / "tile_reader" / "reader.npz"
    half_weights.save(judge, path)
    half_weights.load(judge, path)
    print(f"{given.steps} steps of 64 in {seconds:.0f} s of processor time")
    print(f"{judge.count_params():,} numbers, SHA-256 of the tiles {train.sha256}")
    for name, part in {"train": train, "held out": test}.items():
        asked = part.images(), part.things, part.colours
        thing, colour = text_to_image.read_share(judge, *asked)
        found = text_to_image.retrieval(judge, *asked)
        print(f"{name}: thing {thing:.3f}, colour {colour:.3f}, retrieval {found:.3f}")


if __name__ == "__main__":
    main()
