"""What the course takes: time to import, minutes and memory of a notebook, tests.

    python -m benchmarks.footprint                    all notebooks at pace smoke
    python -m benchmarks.footprint --pace lecture     the same in half an hour
    … --pace lecture --store                          keeps their outputs in them
    python -m benchmarks.footprint --tests            also `make test`, a quarter hour

What was measured stays in benchmarks/results/footprint.csv, for each pace and for the
tests, with its date: the table shows the last of each.
"""

import argparse
import contextlib
import datetime
import functools
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from benchmarks import RESULTS, ROOT, tables, timing
from tools.notebooks import PACES, find, keep_outputs

KEPT = RESULTS / "footprint.csv"
IMPORTS = {
    "Python alone": "",
    "TensorFlow": "import tensorflow",
    "TensorFlow and Keras": "import tensorflow, keras",
    "what a notebook imports of gan_utils": "from gan_utils import course, data, "
    "health, metrics, models, plotting, runs, training",
}
TESTS, TODAY = "make test", str(datetime.date.today())


def import_seconds(rounds: int) -> dict[str, float]:
    """Median seconds of a new process that imports and ends; all take turns."""

    def run(code: str) -> None:
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
        )

    works = {name: functools.partial(run, code) for name, code in IMPORTS.items()}
    found = timing.in_turns(works, rounds)
    return {name: timing.median(spent).wall for name, spent in found.items()}


def execute_here(path: Path, store: bool) -> dict:
    """Runs a notebook as `make course` does; peak memory is that of its kernel."""
    from tools.execution import execute

    with contextlib.redirect_stdout(sys.stderr):  # progress
        run = execute(path.resolve())
    if store and not run.error:
        keep_outputs(run, ROOT, os.environ["GAN_PACE"])
    peak = timing.peak_bytes(resource.RUSAGE_CHILDREN)
    return {
        "seconds": round(run.seconds, 1),
        "peak_mb": round(peak / 1e6),
        "error": run.error,
    }


def notebook_row(path: Path, pace: str, store: bool = False) -> dict:
    """Wall time, peak memory and date of a notebook, in a process of its own.

    Raises:
        RuntimeError: the notebook failed.
    """
    options = ["--store"] if store else []
    costs = timing.in_new_process(
        "footprint", "--execute", path, *options, GAN_PACE=pace
    )
    if error := costs.pop("error"):
        raise RuntimeError(f"{path.name} failed:\n{error}")
    return {"what": path.stem, "pace": pace} | costs | {"date": TODAY}


def tests_row() -> dict:
    """Seconds and date of `make test`.

    Raises:
        subprocess.CalledProcessError: a test failed.
    """
    run = functools.partial(
        subprocess.run, ["make", "test"], cwd=ROOT, stdout=sys.stderr, check=True
    )
    seconds = round(timing.spent(run).wall)
    return {"what": TESTS, "pace": "smoke", "seconds": seconds, "date": TODAY}


def section(imports: dict[str, float], kept: pd.DataFrame) -> Iterator[str]:
    """Lines of the section."""
    yield "## Footprint\n"
    yield (
        "Imports: in new processes that take turns, the median. Notebooks: each in a "
        "kernel of its own, as `make course` runs them, with that kernel's peak memory "
        "and the day of the measurement.\n"
    )
    frame = pd.DataFrame(imports.items(), columns=["import", "seconds"])
    frame["× TensorFlow"] = frame["seconds"] / imports["TensorFlow"]
    yield tables.markdown(frame, {"seconds": "{:.2f}", "× TensorFlow": "{:.2f}"})
    titles = {"what": "notebook", "peak_mb": "peak memory, MB", "date": "measured"}
    frame = kept.rename(columns=titles).sort_values(["pace", "notebook"])
    sums = frame[frame["notebook"] != TESTS].groupby("pace", as_index=False)
    sums = sums["seconds"].sum().assign(notebook="all notebooks", measured="")
    frame = pd.concat([frame, sums])
    forms = {"seconds": "{:.0f}", "peak memory, MB": "{:.0f}"}
    yield f"\n{tables.markdown(frame, forms)}"
    share = min(1, imports["TensorFlow"] / list(imports.values())[-1])
    yield (
        f"\nOf the wait for a notebook's first import, {share:.0%} is TensorFlow's own."
    )


def main() -> None:
    """Measures what is asked for, keeps it, prints the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="notebook 01, not kept")
    parser.add_argument("--pace", choices=PACES, default="smoke")
    parser.add_argument("--notebooks", nargs="*", default=[], metavar="NB")
    parser.add_argument("--store", action="store_true", help="keep the outputs")
    parser.add_argument("--tests", action="store_true", help="time `make test` too")
    parser.add_argument("--rounds", type=int, default=5, help="of the imports")
    parser.add_argument("--kept", type=Path, default=KEPT, help=argparse.SUPPRESS)
    parser.add_argument("--execute", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.execute:
        print(json.dumps(execute_here(given.execute, given.store)))
        return
    if given.quick:
        given.rounds, given.notebooks = 1, ["01"]
        given.kept = ROOT / "build" / "benchmarks" / KEPT.name
    imports = import_seconds(given.rounds)
    for path in find(ROOT, given.notebooks):
        row = notebook_row(path, given.pace, given.store)
        tables.keep(given.kept, row, "what", "pace")
    if given.tests:
        tables.keep(given.kept, tests_row(), "what", "pace")
    print("\n".join(section(imports, tables.read(given.kept))))


if __name__ == "__main__":
    main()
