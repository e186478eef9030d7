"""What the course takes: import time, memory and minutes of a notebook, disk, tests.

    python benchmarks/footprint.py                    all notebooks at pace smoke
    python benchmarks/footprint.py --pace lecture     the same in half an hour
    … --pace lecture --store                          keeps their outputs in them
    python benchmarks/footprint.py --tests            also `make test`, a quarter hour

What was measured stays in benchmarks/results/footprint.json, for each pace and for the
tests, with its date: the table shows the last of each.
"""

import argparse
import contextlib
import datetime
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import memory  # noqa: E402

from tools.notebooks import PACES, find, keep_outputs  # noqa: E402

KEPT = ROOT / "benchmarks" / "results" / "footprint.json"
IMPORTS = {
    "Python alone": "",
    "TensorFlow": "import tensorflow",
    "TensorFlow and Keras": "import tensorflow, keras",
    "what a notebook imports of gan_utils": "from gan_utils import course, data, "
    "health, metrics, models, plotting, runs, training",
}


# Imports ---------------------------------------------------------------------------


def import_seconds(rounds: int) -> dict[str, float]:
    """Median seconds of a new process that imports and ends; all take turns."""
    found = {name: [] for name in IMPORTS}
    for _ in range(rounds):
        for name, code in IMPORTS.items():
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", code],
                check=True,
                cwd=ROOT,
                stderr=subprocess.DEVNULL,
            )
            found[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds) for name, seconds in found.items()}


# Notebooks -------------------------------------------------------------------------


def execute_here(path: Path, store: bool) -> dict:
    """Runs a notebook as `make course` does; peak memory is that of its kernel."""
    from tools.execution import execute

    with contextlib.redirect_stdout(sys.stderr):  # progress
        run = execute(path.resolve())
    if store and not run.error:
        keep_outputs(run, ROOT, os.environ["GAN_PACE"])
    peak = memory.peak_bytes(resource.RUSAGE_CHILDREN)
    return {
        "seconds": round(run.seconds, 1),
        "peak_mb": round(peak / 1e6),
        "error": run.error,
    }


def notebook_costs(
    paths: list[Path], pace: str, store: bool = False
) -> dict[str, dict]:
    """Wall time, peak memory and date of each notebook, in processes of their own.

    Raises:
        RuntimeError: a notebook failed.
    """
    found, options = {}, ["--store"] if store else []
    for path in paths:
        done = subprocess.run(
            [sys.executable, __file__, "--execute", str(path), *options],
            stdout=subprocess.PIPE,
            check=True,
            env=os.environ | {"GAN_PACE": pace},
        )
        costs = json.loads(done.stdout.splitlines()[-1])
        if error := costs.pop("error"):
            raise RuntimeError(f"{path.name} failed:\n{error}")
        found[path.stem] = costs | {"date": today()}
    return found


# Disk and tests --------------------------------------------------------------------


def git(*arguments: str) -> str:
    """What a git command prints."""
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def tracked_sizes() -> dict[str, int]:
    """Bytes of every tracked file."""
    names = git("ls-files", "-z").split("\0")
    paths = {name: ROOT / name for name in names if name}
    return {name: path.stat().st_size for name, path in paths.items() if path.exists()}


def object_bytes() -> int:
    """Bytes of git's objects: the history."""
    lines = git("count-objects", "-v").splitlines()
    sizes = {name: int(value) for name, value in (x.split(": ") for x in lines)}
    return 1024 * (sizes["size"] + sizes["size-pack"])


def time_tests() -> dict:
    """Seconds of `make test`, and whether it passed."""
    start = time.perf_counter()
    done = subprocess.run(["make", "test"], cwd=ROOT, stdout=sys.stderr)
    return {
        "seconds": round(time.perf_counter() - start),
        "passed": done.returncode == 0,
        "date": today(),
    }


def today() -> str:
    """The date."""
    return datetime.date.today().isoformat()


# The section -----------------------------------------------------------------------


def section(imports: dict[str, float], kept: dict) -> Iterator[str]:
    """Lines of the section."""
    yield "## Footprint\n"
    yield (
        "Imports: in new processes that take turns, the median. Notebooks: each in a "
        "kernel of its own, as `make course` runs them, with that kernel's peak memory "
        "and the day of the measurement.\n"
    )
    yield "| import | seconds | × TensorFlow |\n|---|---:|---:|"
    for name, seconds in imports.items():
        ratio = seconds / imports["TensorFlow"]
        yield f"| {name} | {seconds:.2f} | {ratio:.2f} |"
    yield "\n| notebook | pace | seconds | peak memory, MB | measured |"
    yield "|---|---|---:|---:|---|"
    for pace, notebooks in kept["notebooks"].items():
        for name, costs in sorted(notebooks.items()):
            yield (
                f"| {name} | {pace} | {costs['seconds']:.0f} | {costs['peak_mb']} "
                f"| {costs['date']} |"
            )
        total = sum(costs["seconds"] for costs in notebooks.values())
        yield f"| {len(notebooks)} of them | {pace} | {total:.0f} | | |"
    sizes = tracked_sizes()
    yield "\n| on disk | MB |\n|---|---:|"
    yield f"| {len(sizes)} tracked files | {sum(sizes.values()) / 1e6:.1f} |"
    yield f"| git's objects, as they lie here | {object_bytes() / 1e6:.1f} |"
    for name in sorted(sizes, key=sizes.get, reverse=True)[:5]:
        yield f"| {name} | {sizes[name] / 1e6:.2f} |"
    yield ""
    if tests := kept.get("tests"):
        yield (
            f"`make test` took {tests['seconds'] / 60:.0f} minutes on {tests['date']} "
            f"and {'passed' if tests['passed'] else 'failed'}."
        )
    else:
        yield "`make test` was not timed yet: `benchmarks/footprint.py --tests`."
    share = min(1, imports["TensorFlow"] / list(imports.values())[-1])
    yield (
        f"Of the wait for a notebook's first import, {share:.0%} is TensorFlow's own."
    )


def main() -> None:
    """Measures what is asked for, keeps it, prints the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="notebook 01, kept nowhere"
    )
    parser.add_argument("--pace", choices=PACES, default="smoke")
    parser.add_argument("--notebooks", nargs="*", default=[], metavar="NB")
    parser.add_argument("--store", action="store_true", help="keep the outputs")
    parser.add_argument("--tests", action="store_true", help="time `make test` too")
    parser.add_argument("--rounds", type=int, default=5, help="of the imports")
    parser.add_argument("--kept", type=Path, default=KEPT, help=argparse.SUPPRESS)
    parser.add_argument("--execute", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.execute:
        print(json.dumps(execute_here(arguments.execute, arguments.store)))
        return
    if arguments.quick:
        arguments.rounds, arguments.notebooks = 1, ["01"]
    path = arguments.kept
    kept = json.loads(path.read_text()) if path.exists() else {"notebooks": {}}
    imports = import_seconds(arguments.rounds)
    paths = find(ROOT, arguments.notebooks)
    costs = kept["notebooks"].setdefault(arguments.pace, {})
    costs |= notebook_costs(paths, arguments.pace, arguments.store)
    if arguments.tests:
        kept["tests"] = time_tests()
    if not arguments.quick:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(kept, indent=1) + "\n")
    print("\n".join(section(imports, kept)))


if __name__ == "__main__":
    main()
