"""Measures: runs the benchmarks and keeps what they say in docs/results.md.

    python -m benchmarks                 all of them, in an hour or so
    python -m benchmarks step_time       one of them
    python -m benchmarks --quick         only to see that all of them work

Each runs in a process of its own. What it prints replaces the part of docs/results.md
between its two marks; --quick leaves the page alone. One that fails is named, and the
others still run.
"""

import argparse
import datetime
import os
import platform
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

from benchmarks import ROOT

PAGE = ROOT / "docs" / "results.md"
# Which of them only tell what trainings of other days recorded.
QUESTIONS = {
    "step_time": False,
    "time_to_quality": True,
    "sweep": True,
    "private_parts": False,
    "footprint": False,
    "saving": False,
}


def run(name: str, quick: bool) -> str:
    """Runs one benchmark; returns its section with a last line of how it came about.

    Raises:
        RuntimeError: it failed, or printed no section.
    """
    command = ["python", "-m", f"benchmarks.{name}", *(["--quick"] if quick else [])]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command[1:]],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
    )
    section = done.stdout.strip()
    if done.returncode:
        raise RuntimeError(f"it ended with exit code {done.returncode}")
    if not section.startswith("## "):
        raise RuntimeError(f"a section starts with '## ', and it printed {section:.60}")
    minutes = (time.perf_counter() - start) / 60
    origin = f"`{' '.join(command)}`, {datetime.date.today()}"
    if QUESTIONS[name]:
        return f"{section}\n\n{origin}, from recorded trainings."
    return f"{section}\n\n{origin}, {minutes:.0f} min, {machine()}, {versions()}."


def replace(page: str, name: str, section: str) -> str:
    """The page with another section between its marks.

    Raises:
        ValueError: the page has no such marks.
    """
    first, last = f"<!-- {name} -->", f"<!-- end of {name} -->"
    if page.count(first) != 1 or page.count(last) != 1:
        raise ValueError(f"docs/results.md needs one {first} and one {last} below it.")
    before, _, rest = page.partition(first)
    return f"{before}{first}\n{section}\n{last}{rest.partition(last)[2]}"


def machine() -> str:
    """The processor's name and its cores."""
    name = platform.processor() or platform.machine()
    if (table := Path("/proc/cpuinfo")).exists():
        lines = table.read_text().splitlines()
        models = [line.split(":")[1] for line in lines if line.startswith("model name")]
        name = models[0].strip() if models else name
    return f"{name}, {os.cpu_count()} cores"


def versions() -> str:
    """What decides a time."""
    names = {"tensorflow": "TensorFlow", "keras": "Keras", "numpy": "numpy"}
    found = [f"{title} {metadata.version(name)}" for name, title in names.items()]
    return ", ".join([f"Python {platform.python_version()}", *found])


def main(arguments: list[str] | None = None) -> int:
    """Runs what is asked for, and names what failed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.splitlines()[0]
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(QUESTIONS))
    parser.add_argument("--quick", action="store_true", help="that they work, no more")
    given = parser.parse_args(arguments)
    if unknown := set(given.names) - set(QUESTIONS):
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(QUESTIONS)}")
    failed = []
    for name in given.names or QUESTIONS:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            section = run(name, given.quick)
        except RuntimeError as error:
            print(f"FAILED: {name}: {error}", file=sys.stderr, flush=True)
            failed.append(name)
            continue
        print(section, flush=True)
        if not given.quick:
            page = PAGE.read_text(encoding="utf-8")
            PAGE.write_text(replace(page, name, section), encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
