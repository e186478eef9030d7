"""What ``python -m gan_utils.train`` can be told: the fields of two dataclasses."""

import argparse
import types
from collections.abc import Sequence
from dataclasses import MISSING, asdict, dataclass, fields, replace
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

from gan_utils import course
from gan_utils.train.choices import Options
from gan_utils.train.recipe import Recipe
from gan_utils.train.recipes import RECIPES

_HELP = {
    "data": "what it learns from, see above",
    "out": "folder of the run",
    "source": "real: never the embedded sample; sample: nothing else",
    "steps": "steps in all; 5000 unless --minutes are given",
    "minutes": "training time in all",
    "resume": "go on with the run in --out, if any",
    "checkpoint_seconds": "time between two savings",
    "strategy": "mirrored: all GPUs of this machine; multi_worker: several machines",
    "mixed_precision": "compute in bfloat16",
    "xla": "compile with XLA; by default where there is a GPU",
    "deterministic": "the same bits every time; slower",
    "batch_size": "images a step, on all devices together",
    "seed": "of weights, latents and order",
    "image_size": "side of the images",
    "crop": "side of the part of each image that a step learns from",
    "masked": "D is shown the animals alone, where masks are known",
    "zoom": "how many times such a part is enlarged at most",
    "base_filters": "width of the networks",
    "loss": "L1, the game, or both",
    "patch": "side of what one logit of D sees",
    "skips": "U-Net; without them an encoder–decoder",
    "augment": "move and mirror each pair at random",
    "layout": "how a folder holds its pairs",
    "target_side": "the target's half of pictures side by side",
    "target_folder": "the targets' folder in the layout two_folders",
    "source_folder": "the sources' folder in the layout two_folders",
    "encoder_steps": "training of the encoder",
    "critic_steps": "training of the critic of age, before the game",
    "start": "weights of a generator to go on from, such as photo_ageing/generator.npz",
    "classifier_steps": "training of the age classifier",
    "without": "losses to leave out",
    "pixel_steps": "training of the network from which G starts",
    "adversarial_weight": "of D's opinion, beside L1 and features of weight 1",
    "difference": "the translator draws what it changes; else the whole picture",
    "contrast_weight": "weight of the contrastive loss",
    "identity_weight": "weight of |target − G(target)|",
    "network": "convolutions over the time, or LSTMs",
    "width": "of the generator's layers",
    "wrong_texts": "D sees real pictures with wrong texts",
    "apart": "weight with which two pictures of one text are pushed apart",
}


@dataclass(frozen=True)
class RunOptions:
    """What can be chosen for every run, whatever the recipe."""

    data: str
    out: Path
    source: Literal["auto", "real", "sample"] = "auto"
    steps: int | None = None
    minutes: float | None = None
    resume: bool = False
    checkpoint_seconds: float = 30.0
    strategy: Literal["none", "mirrored", "multi_worker"] = "none"
    mixed_precision: bool = False
    xla: bool | None = None
    deterministic: bool = False


def parse(arguments: Sequence[str] | None) -> tuple[Recipe, Options, RunOptions]:
    """Reads the command line; an option that does not act in a recipe is refused."""
    parser = argparse.ArgumentParser(
        prog="python -m gan_utils.train", description="Trains a GAN of the course."
    )
    commands = parser.add_subparsers(dest="recipe", required=True)
    for name, recipe in RECIPES.items():
        command = commands.add_parser(
            name,
            description=f"Learns from {_data_sets_of(recipe)}.",
            formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        )
        for record in (RunOptions, recipe.options):
            _add_fields(command, record)
    parsed = {  # what is frozen should hold no list
        name: tuple(value) if isinstance(value, list) else value
        for name, value in vars(parser.parse_args(arguments)).items()
    }
    recipe = RECIPES[parsed["recipe"]]
    run_options, options = (
        record(**{field.name: parsed[field.name] for field in fields(record)})
        for record in (RunOptions, recipe.options)
    )
    if problem := _problem(recipe, options, run_options):
        parser.error(problem)
    if run_options.data in recipe.data_sets and Path(run_options.data).is_dir():
        print(
            f"Notice: --data {run_options.data} is the data set of this name, not the "
            f"folder here; that would be --data ./{run_options.data}."
        )
    if run_options.xla is None:
        xla = course.has_gpu() and run_options.strategy == "none"
        run_options = replace(run_options, xla=xla)
    return recipe, options, run_options


def _add_fields(command: argparse.ArgumentParser, record: type) -> None:
    """Makes an option of each field of a dataclass."""
    kinds = get_type_hints(record)
    for field in fields(record):
        kind = kinds[field.name]
        if isinstance(kind, types.UnionType):  # … | None
            kind = get_args(kind)[0]
        how = {"type": kind}
        if kind is bool:
            how = {"action": argparse.BooleanOptionalAction}
        elif get_origin(kind) is Literal:
            how = {"type": type(get_args(kind)[0]), "choices": get_args(kind)}
        elif get_origin(kind) is tuple:
            choices = get_args(get_args(kind)[0])
            how = {"nargs": "*", "choices": choices}
        if field.default is MISSING:
            how["required"] = True
        else:
            how["default"] = field.default
        name = "--" + field.name.replace("_", "-")
        command.add_argument(name, help=_HELP[field.name], **how)


def _data_sets_of(recipe: Recipe) -> str:
    """The names of what a recipe learns from, to be read."""
    own = ["a folder of pairs"] if recipe.takes_folders else []
    return " or ".join([", ".join(recipe.data_sets), *own])


def _problem(recipe: Recipe, options: Options, run_options: RunOptions) -> str | None:
    """What is wrong with the options, and how to mend it."""
    name = run_options.data
    if name not in recipe.data_sets and not (
        recipe.takes_folders and Path(name).is_dir()
    ):
        known = _data_sets_of(recipe)
        return f"{recipe.name} learns from {known}, not from --data {name}"
    for name, value in (asdict(run_options) | asdict(options)).items():
        # A bool is an int, too.
        if type(value) in (int, float) and name != "seed" and not value > 0:
            return f"--{name.replace('_', '-')} must be above 0, not {value}"
    if run_options.steps and run_options.minutes:
        return "give --steps or --minutes, not both"
    if run_options.minutes and run_options.strategy == "multi_worker":
        return "several machines have several clocks: give --steps, not minutes"
    if run_options.xla and run_options.strategy != "none":
        return "XLA compiles for one device: leave --xla or --strategy out"
    return options.problem(run_options.data)
