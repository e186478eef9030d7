"""Runs the benchmarks one after the other and joins what they say.

    python benchmarks/run.py             all of them, in an hour or so
    python benchmarks/run.py growth      one of them
    python benchmarks/run.py --quick     only to see that all of them work

Every script is a process of its own. What it prints becomes benchmarks/results/NAME.md;
all sections that are there are joined into benchmarks/results.md. A script that fails
does not stop the others: its old section stays and says so. With --quick the results
go to build/benchmarks, so that measured ones are not lost.
"""

import argparse
import datetime
import functools
import os
import platform
import shlex
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import torch_process

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
# In the order of the page; time_to_quality reads what step_time writes.
SCRIPTS = (
    "step_time",
    "time_to_quality",
    "sweep",
    "recipe_sweep",
    "facade_quality",
    "pix2pix_step",
    "own_layers",
    "nearness",
    "growth",
    "footprint",
    "saving",
    "scaling",
)
# These measure nothing: they print what trainings of other days recorded.
REPORTS = ("time_to_quality", "sweep", "recipe_sweep", "facade_quality")
OLD = "> **Old:** "


def run_script(script: Path, quick: bool) -> tuple[str, str]:
    """Runs one script; returns its section and the command, for a repetition.

    Raises:
        RuntimeError: it failed, or printed no section.
    """
    arguments = [str(script.relative_to(ROOT)) if inside(script) else str(script)]
    arguments += ["--quick"] if quick else []
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
        cwd=ROOT,
    )
    section = done.stdout.strip()
    if done.returncode:
        raise RuntimeError(f"it ended with exit code {done.returncode}")
    if not section.startswith("## "):
        first = section.partition("\n")[0]
        raise RuntimeError(f"a section starts with '## ', and it printed {first!r}")
    return section, shlex.join(["python", *arguments])


def inside(script: Path) -> bool:
    """True for the scripts of this repository."""
    return script.is_relative_to(ROOT)


def keep(section: str, command: str, seconds: float, path: Path) -> None:
    """Writes a section with a last line that says how it came about."""
    origin = (
        f"`{command}`, {today()}, {duration(seconds)}, {processor()}, "
        f"{', '.join(versions())}."
    )
    if path.stem in REPORTS:
        origin = (
            f"Put together by `{command}`, {today()}, from recorded trainings; "
            "`benchmarks/README.md` has their commands."
        )
    path.write_text(f"{section}\n\n{origin}\n", encoding="utf-8")


def mark_old(path: Path, reason: str) -> None:
    """Says below the heading of a section that it was not measured anew."""
    if not path.exists():
        return
    heading, *lines = path.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith(OLD)]
    while lines and not lines[0]:
        lines.pop(0)
    mark = f"{OLD}the last attempt, {today()}, failed: {reason}."
    path.write_text("\n".join([heading, "", mark, "", *lines, ""]), encoding="utf-8")


def join(folder: Path, page: Path, names: tuple[str, ...]) -> None:
    """Writes the page of all sections that are there."""
    facts = {"machine": machine(), "versions": ", ".join(versions())}
    parts = ["# Benchmarks", "\n".join(f"- {k}: {v}" for k, v in facts.items())]
    parts.append(
        "That is the machine and the day of the newest section, "
        f"{today()}. The last line of each section says when and with which command it "
        "was measured, and on what, or that it was put together from what was "
        "recorded. What each script asks: `benchmarks/README.md`."
    )
    for name in names:
        path = folder / f"{name}.md"
        if path.exists():
            parts.append(path.read_text(encoding="utf-8").strip())
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def run(scripts: dict[str, Path], chosen: list[str], folder: Path, page: Path, quick):
    """Runs the chosen scripts, joins all sections; returns the names that failed."""
    folder.mkdir(parents=True, exist_ok=True)
    failed = []
    for name in chosen:
        print(f"{name} …", file=sys.stderr, flush=True)
        start, path = time.perf_counter(), folder / f"{name}.md"
        try:
            section, command = run_script(scripts[name], quick)
        except RuntimeError as error:
            print(f"FAILED: {name}: {error}", file=sys.stderr, flush=True)
            failed.append(name)
            mark_old(path, str(error))
        else:
            seconds = time.perf_counter() - start
            keep(section, command, seconds, path)
            print(path.read_text(encoding="utf-8"), flush=True)
            print(f"{name}: {duration(seconds)}", file=sys.stderr, flush=True)
        join(folder, page, tuple(scripts))
    return failed


# Where and with what ---------------------------------------------------------------


def today() -> str:
    """The date."""
    return datetime.date.today().isoformat()


def duration(seconds: float) -> str:
    """A time to read."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def processor() -> str:
    """The processor's name and its cores."""
    name = platform.processor() or platform.machine()
    if (table := Path("/proc/cpuinfo")).exists():
        for line in table.read_text().splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                break
    return f"{name}, {os.cpu_count()} cores"


def machine() -> str:
    """Processor, memory and operating system."""
    parts = [processor()]
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
        parts.append(f"{pages * size / 2**30:.0f} GiB of memory")
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = platform.platform()
    return ", ".join([*parts, system])


@functools.cache
def versions() -> list[str]:
    """What decides a time; torch where TORCH_PYTHON or this Python has it."""
    found = [f"Python {platform.python_version()}"]
    for name, title in {"tensorflow": "TensorFlow", "keras": "Keras"}.items():
        found.append(f"{title} {metadata.version(name)}")
    found.append(f"numpy {metadata.version('numpy')}")
    torch = torch_process.version()
    return [*found, f"torch {torch}"] if torch else found


def main(arguments: list[str] | None = None) -> int:
    """Reads the command line, runs, and names what failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SCRIPTS))
    parser.add_argument("--quick", action="store_true", help="that they work, no more")
    given = parser.parse_args(arguments)
    if unknown := set(given.names) - set(SCRIPTS):
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(SCRIPTS)}")
    folder, page = HERE / "results", HERE / "results.md"
    if given.quick:
        folder = ROOT / "build" / "benchmarks" / "results"
        page = folder.parent / "results.md"
    scripts = {name: HERE / f"{name}.py" for name in SCRIPTS}
    failed = run(scripts, given.names or list(SCRIPTS), folder, page, given.quick)
    print(f"Results: {page}", file=sys.stderr)
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
