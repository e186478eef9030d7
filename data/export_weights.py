"""Makes of a finished run what the course ships: weights in float16 and their record.

    python -m data.export_weights runs/photo_ageing research_only/photo_ageing

writes into data/weights/research_only/photo_ageing: generator.npz, and run.json and
history.csv, of which about a hundred lines stay. Names behind that are networks that
the run left beside its generator, such as pixel_network. The model card beside them is
written by hand, because somebody has to look at the pictures.
"""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import keras

from gan_utils import super_resolution  # noqa: F401, its layer has to be known
from gan_utils.files import checked, half_weights

WEIGHTS = Path(__file__).parent / "weights"
LINES = 100


def export(
    run: Path, out: Path, helpers: Sequence[str] = (), lines: int = LINES
) -> None:
    """Writes generator.npz, run.json and a thinned history.csv; helpers likewise.

    Raises:
        FileNotFoundError: the run has not come to its end.
    """
    for name in ("generator", *helpers):
        network = keras.models.load_model(run / f"{name}.keras", compile=False)
        half_weights.save(network, out / f"{name}.npz")
    shutil.copy(run / "run.json", out)
    head, *rows = (run / "history.csv").read_text().splitlines()
    every = -(-len(rows) // lines)
    text = "\n".join([head, *rows[every - 1 :: every]]) + "\n"
    checked.write_whole(out / "history.csv", lambda part: part.write_text(text))


def main() -> None:
    """Exports one run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="folder that gan_utils.train wrote")
    parser.add_argument("name", help="folder below data/weights")
    parser.add_argument("helpers", nargs="*", help="further networks of the run")
    options = parser.parse_args()
    export(options.run, WEIGHTS / options.name, options.helpers)


if __name__ == "__main__":
    main()
