"""What keeping a training costs: bytes, and the time to save, by recipe.

python -m benchmarks.saving
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from benchmarks import cases, tables, timing
from gan_utils import runs

EVERY_SECONDS, MOST = 30, 50  # a saving waits so long, or so many times its own time
FORMS = {"MB": "{:.0f}", "seconds": "{:.2f}", "share of the time": "{:.1%}"}


def measure(name: str, rounds: int) -> dict:
    """Megabytes of a saved run, the median seconds, and the share of the training."""
    with tempfile.TemporaryDirectory() as folder:
        case = cases.new_case(name, "sample")
        run = runs.Run(Path(folder) / "run.npz", case.gan)
        found = timing.in_turns({"save": run.save}, rounds)["save"]
        seconds = timing.median(found).wall
        return {
            "recipe": name,
            "MB": run.path.stat().st_size / 1e6,
            "seconds": seconds,
            "share of the time": seconds / max(EVERY_SECONDS, MOST * seconds),
        }


def section(rows: list[dict], rounds: int) -> Iterator[str]:
    """Lines of the section."""
    yield "## Saving\n"
    yield (
        f"The time of one saving of `runs.Run`, the median of {rounds}. A training "
        f"saves every {EVERY_SECONDS} seconds, or so seldom that saving takes a "
        "fiftieth of its time.\n"
    )
    yield tables.markdown(pd.DataFrame(rows), FORMS)
    worst = max(rows, key=lambda row: row["share of the time"])
    share = f"{worst['share of the time']:.1%}"
    yield f"\nSaving takes at most {share} of the time, with {worst['recipe']}."


def main() -> None:
    """Prints the section, one row a recipe."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two recipes, once")
    quick = parser.parse_args().quick
    names, rounds = (list(cases.CASES)[:2], 1) if quick else (list(cases.CASES), 5)
    print("\n".join(section([measure(name, rounds) for name in names], rounds)))


if __name__ == "__main__":
    main()
