"""Works on the notebooks: execute, make the site of a run, store outputs, copy code in.

python -m tools.notebooks course  [--pace PACE] [NB ...]   the site in build/course/
python -m tools.notebooks store   [--pace PACE] [NB ...]   outputs into the notebooks;
                                  --language pt: of the Brazilian edition
python -m tools.notebooks sync                             code and setup into cells
"""

import argparse
import hashlib
import inspect
import json
import os
import pkgutil
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat

from tools import site
from tools.execution import Run, code_cells, execute
from tools.pictures import shrink_pictures
from tools.publish import address, without_address, write

ROOT = Path(__file__).resolve().parent.parent
SETUP = "tools/setup_cell.py"
PACES = ("smoke", "lecture", "full")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")  # of a terminal


# Finding and writing --------------------------------------------------------------


def find(root: Path, chosen: list[str], language: str = "") -> list[Path]:
    """Returns the notebooks, or those whose names start with one of `chosen`."""
    folder = root / "notebooks" / language
    every = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    names = ", ".join(path.stem for path in every) or "there are none"
    for start in chosen:
        if not any(path.name.startswith(start) for path in every):
            raise SystemExit(
                f"No notebook starts with {start!r}; choose from: {names}."
            )
    if not every:
        raise SystemExit(f"No notebooks in {folder}.")
    return [p for p in every if not chosen or p.name.startswith(tuple(chosen))]


def read(path: Path) -> nbformat.NotebookNode:
    """Reads a notebook in today's format."""
    return nbformat.read(path, as_version=4)


# Executing ------------------------------------------------------------------------


def course(root: Path, chosen: list[str], pace: str) -> int:
    """Executes the notebooks and builds the site from this run.

    A notebook that was not chosen shows the outputs that are stored in it.
    """
    executed, failed = {}, []
    for path in find(root, chosen):
        run = execute(path)
        report(run)
        if run.error:
            failed.append(path.stem)
        made = {"pace": pace, "seconds": run.seconds, "failed": run.error is not None}
        run.notebook.metadata["gan_course"] = made
        copy = root / "build" / "executed" / path.name
        write(copy, nbformat.writes(run.notebook) + "\n")
        executed[f"notebooks/{path.name}"] = copy
    status = site.build(root, root / "build" / "course", executed)
    return summary(failed, len(executed)) or status


def store(root: Path, chosen: list[str], pace: str, language: str = "") -> int:
    """Executes the notebooks of a language and writes their outputs into them."""
    paths, failed = find(root, chosen, language), []
    for path in paths:
        run = execute(path)
        report(run)
        if run.error:
            failed.append(path.stem)
        else:
            keep_outputs(run, root, pace)
    return summary(failed, len(paths))


def keep_outputs(run: Run, root: Path, pace: str) -> None:
    """Writes a notebook with the outputs of a run that went well."""
    run.notebook.metadata["gan_course"] = {
        **run.notebook.metadata.get("gan_course", {}),
        "pace": pace,
        "code_sha256": code_hash(run.notebook, address(root)),
    }
    shrink_pictures(run.notebook)
    write(run.path, nbformat.writes(run.notebook) + "\n")


def report(run: Run) -> None:
    """Says loudly which notebook failed, in which cell, and how."""
    if run.error:
        text = run.error if sys.stdout.isatty() else COLOURS.sub("", run.error)
        bar = "=" * 79
        print(f"{bar}\nFAILED: {run.path.name}\n{text}\n{bar}", flush=True)


def summary(failed: list[str], n_notebooks: int) -> int:
    """Prints the last line and returns the exit status."""
    print(f"{n_notebooks - len(failed)} of {n_notebooks} notebooks ran to the end.")
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def code_hash(notebook: nbformat.NotebookNode, slug: str) -> str:
    """Fingerprint of the code cells; the repository's address does not count."""
    sources = [without_address(cell.source, slug) for cell in code_cells(notebook)]
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()


# Copying the library's code into the cells ----------------------------------------


def named_object(source: str) -> str | None:
    """What a cell shows, `gan_utils.module.name`, from its first line's comment."""
    match = re.match(r"# (gan_utils(?:\.\w+){2,})\n", source + "\n")
    return match and match[1]


def library_source(name: str) -> str:
    """A cell that holds the source of an object in gan_utils, under its name."""
    try:
        thing = pkgutil.resolve_name(name)
    except (ImportError, AttributeError) as error:
        raise LookupError(
            f"A cell names {name}, which does not exist; correct its first line."
        ) from error
    source = textwrap.dedent(inspect.getsource(getattr(thing, "fget", thing)))
    # A method that lost its indentation may fit on fewer lines.
    ruff = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "cell.py", "-"]
    return subprocess.run(
        ruff,
        input=f"# {name}\n{source}",
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    ).stdout.strip()


def wanted_source(source: str, root: Path) -> str:
    """What a cell should hold: the setup, an object of gan_utils, or what it holds."""
    setup = (root / SETUP).read_text(encoding="utf-8").strip()
    if source.startswith(setup.split(":")[0]):
        return setup
    name = named_object(source)
    return library_source(name) if name else source


def sync(root: Path) -> int:
    """Puts the setup, and what gan_utils now holds, into the cells that show them."""
    instructor = sorted((root / "homework" / "instructor").glob("*.ipynb"))
    for path in [*find(root, []), *instructor]:
        notebook = read(path)
        for cell in code_cells(notebook):
            wanted = wanted_source(cell.source, root)
            if cell.source != wanted:
                cell.source = wanted
                print(f"{path.name}: {wanted.splitlines()[0].removeprefix('# ')}")
        text = nbformat.writes(notebook) + "\n"
        if text != path.read_text(encoding="utf-8"):
            write(path, text)
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Reads the command line and runs one command."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.notebooks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("course", "store"):
        command = commands.add_parser(name)
        command.add_argument("--pace", choices=PACES, default="lecture")
        command.add_argument("chosen", nargs="*", metavar="NB")
        if name == "store":
            command.add_argument("--language", choices=["pt"], default="")
    commands.add_parser("sync")
    given = parser.parse_args(arguments)
    if given.command in ("course", "store"):
        # No line of TensorFlow's on a page; what is an error is raised as well.
        os.environ |= {"GAN_PACE": given.pace, "TF_CPP_MIN_LOG_LEVEL": "3"}
        if given.command == "store":
            return store(ROOT, given.chosen, given.pace, given.language)
        return course(ROOT, given.chosen, given.pace)
    return sync(ROOT)


if __name__ == "__main__":
    sys.exit(main())
