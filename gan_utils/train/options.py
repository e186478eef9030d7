"""What ``python -m gan_utils.train`` can be told."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from gan_utils import course, data
from gan_utils.train import devices, recipes


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m gan_utils.train", description="Trains a GAN of the course."
    )
    parser.add_argument("recipe", choices=recipes.RECIPES)
    parser.add_argument(
        "--data",
        required=True,
        type=data_set,
        help=f"{', '.join(data.DATA_SETS)}, or a folder of pairs for pix2pix",
    )
    parser.add_argument("--source", default="auto", choices=data.SOURCES)
    parser.add_argument("--out", required=True, type=Path, help="folder of the run")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--steps", type=positive(int), help="steps in all")
    length.add_argument("--minutes", type=positive(float), help="training time in all")
    parser.add_argument(
        "--batch-size", type=positive(int), help="64; pix2pix 4, ipcgan 16"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--resume", action="store_true", help="go on with the run in --out, if any"
    )
    parser.add_argument(
        "--checkpoint-seconds", type=positive(float), default=30, help="between two"
    )
    parser.add_argument(
        "--strategy",
        choices=devices.STRATEGIES,
        default="none",
        help="mirrored: all GPUs of this machine; multi_worker: several machines",
    )
    parser.add_argument(
        "--mixed-precision", action="store_true", help="compute in bfloat16"
    )
    parser.add_argument(
        "--xla",
        action=argparse.BooleanOptionalAction,
        help="compile with XLA; without it by default where there is no GPU",
    )
    parser.add_argument(
        "--deterministic", action="store_true", help="the same bits every time; slower"
    )
    sizes = parser.add_argument_group("pix2pix, age_cgan, ipcgan")
    sizes.add_argument("--image-size", type=positive(int), help="128; faces 64")
    sizes.add_argument("--base-filters", type=positive(int), help="16; age_cgan 32")
    pix2pix = parser.add_argument_group("pix2pix")
    pix2pix.add_argument("--loss", choices=recipes.PIX2PIX_LOSSES, default="both")
    pix2pix.add_argument("--patch", type=int, choices=recipes.PATCHES, default=16)
    pix2pix.add_argument("--no-skips", action="store_true", help="encoder–decoder")
    faces = parser.add_argument_group("age_cgan and ipcgan")
    faces.add_argument("--encoder-steps", type=positive(int), default=1500)
    faces.add_argument("--classifier-steps", type=positive(int), default=1000)
    faces.add_argument(
        "--without", nargs="*", choices=recipes.IPCGAN_LOSSES, default=[]
    )
    parsed = parser.parse_args(arguments)
    if parsed.minutes and parsed.strategy == "multi_worker":
        parser.error("several machines have several clocks: give --steps, not minutes")
    if parsed.xla and parsed.strategy != "none":
        parser.error("XLA compiles for one device: leave --xla or --strategy out")
    if parsed.xla is None:
        parsed.xla = course.has_gpu() and parsed.strategy == "none"
    for name, size in recipes.SIZES.get(parsed.recipe, {"batch_size": 64}).items():
        if getattr(parsed, name) is None:
            setattr(parsed, name, size)
    return parsed


def data_set(text: str) -> str:
    """A type for argparse: the name of a data set, or a folder."""
    if text not in data.DATA_SETS and not Path(text).is_dir():
        raise argparse.ArgumentTypeError(
            f"{text} is neither one of {', '.join(data.DATA_SETS)} nor a folder"
        )
    return text


def positive(number: type) -> Callable[[str], float]:
    """A type for argparse: a number above 0."""

    def convert(text: str):
        try:
            value = number(text)
        except ValueError:
            value = 0
        if not value > 0:
            raise argparse.ArgumentTypeError(f"{text} must be a number above 0")
        return value

    return convert
