"""How time and memory grow with what a user may enlarge.

    python benchmarks/growth.py

Image size, batch size, filters, rows of data, faces optimised at once, images that a
Fréchet distance is taken of. For time, the points of a table take turns in one process.
For memory, each point is a process of its own: its peak, less that of a process that
only imports the same. The slope is that of a straight line through the logarithms.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import growth_points as points  # noqa: E402
from memory import peak_bytes  # noqa: E402

# On Linux the peak of a new process is at least what its parent held when it started
# it. So this one imports no TensorFlow and holds no data.


class Table(NamedTuple):
    """One table: a quantity, its values, and what is measured at each of them."""

    title: str
    quantity: str
    values: tuple[int, ...]
    quick_values: tuple[int, ...]
    columns: dict[str, Callable]  # name → value → a turn that returns seconds
    note: str = ""
    rounds: int = 5
    warm_up: bool = True  # a first turn that does not count
    memory: int = 1  # columns whose memory is measured, the first ones
    file_pages: bool = False  # show memory without pages of files as well


IMAGE_SIZE = "side of the image"
TABLES = {
    "pix2pix_size": Table(
        "Pix2Pix: image size, a step",
        IMAGE_SIZE,
        (32, 64, 128, 256),
        (32, 64),
        {"step": points.pix2pix_step},
        "The paper's networks with 64 filters, batch 1. A larger image also makes the "
        "U-Net one level deeper each time it doubles.",
    ),
    "dcgan_size": Table(
        "DCGAN: image size, a step",
        IMAGE_SIZE,
        (28, 32, 64),
        (28, 32),
        {"step": points.dcgan_of_size},
        f"Batches of {points.DIGITS_BATCH} grey images.",
    ),
    "batch_size": Table(
        "DCGAN: batch size, a step",
        "batch size",
        (16, 32, 64, 128, 256),
        (8, 16),
        {"step": points.dcgan_of_batch},
    ),
    "base_filters": Table(
        "DCGAN: filters, a step",
        "base filters",
        (16, 32, 64, 128),
        (4, 8),
        {"step": points.dcgan_of_filters},
        f"Batches of {points.DIGITS_BATCH} digits.",
    ),
    "rows": Table(
        "Rows of data, a batch",
        "rows",
        (10_000, 100_000, 1_000_000),
        (1_000, 2_000),
        {
            "batch from disk": points.batches_from_disk,
            "batch from an array": points.batches_from_memory,
            "DCGAN step from disk": points.training_from_disk,
        },
        f"Batches of {points.DIGITS_BATCH} digits from training.batches, in random "
        "order: from a file opened as a memory map, or from an array that is held. "
        "Pages of the file that were looked at count as memory of the process, though "
        "the system takes them back whenever it needs them.",
        memory=2,
        file_pages=True,
    ),
    "faces": Table(
        "Faces aged at once, all of them",
        "faces",
        (1, 4, 16, 32),
        (1, 2),
        {"one batch": points.faces_together, "one by one": points.faces_one_by_one},
        "Latent optimisation with at most 10 iterations of L-BFGS, 64×64 pixels, an "
        "untrained generator and the judge's network for identities; each turn traces "
        "its function anew, about half a second.",
        rounds=3,
        warm_up=False,
    ),
    "frechet": Table(
        "Images that a Fréchet distance is taken of, the whole distance",
        "images",
        (5_000, 15_000, 50_000),
        (500, 1_000),
        {"streamed": points.distance_of_streams, "held": points.distance_of_arrays},
        "Two sets with 2,048 made-up features an image. Streamed: in chunks of 1,000, "
        "of which one is held.",
        rounds=1,
        warm_up=False,
        memory=2,
    ),
}


# Measuring ----------------------------------------------------------------------


def seconds(table: Table, values: tuple[int, ...]) -> dict[str, list[float]]:
    """Median seconds of each column's points, which take turns."""
    turns = {
        column: [begin(value) for value in values]
        for column, begin in table.columns.items()
    }
    found = {column: [[] for _ in values] for column in turns}
    for number in range(table.rounds + table.warm_up):
        for column, of_values in turns.items():
            for times, turn in zip(found[column], of_values, strict=True):
                taken = turn()
                if number >= table.warm_up:
                    times.append(taken)
    return {column: [*map(statistics.median, found[column])] for column in found}


def memory(begin: Callable | None, value: int) -> dict[str, float]:
    """Peak of this process after one turn, and pages of files among it, both in MiB."""
    from gan_utils import ageing, face_judges, metrics, models, training  # noqa: F401

    if begin:
        begin(value)()
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    pages = sum(int(line.split()[1]) for line in lines if line.startswith("RssFile"))
    return {"peak": peak_bytes() / 2**20, "of files": pages / 2**10}


def write_rows(path: Path, count: int) -> None:
    """A file of noise, in pieces: this process must stay small."""
    rng = np.random.default_rng(0)
    with path.open("wb") as file:
        for first in range(0, count, 1_000):
            piece = min(1_000, count - first) * math.prod(points.ROW_SHAPE)
            file.write(rng.bytes(piece))


def measure(names: list[str], quick: bool) -> dict[str, dict]:
    """The tables of these names: seconds and MiB by column."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:

        def run(*arguments) -> dict:
            print(*arguments, file=sys.stderr, flush=True)
            command = [sys.executable, str(Path(__file__).resolve())]
            command += ["--quick"] if quick else []
            command += ["--measure", *map(str, arguments)]
            done = subprocess.run(
                command, cwd=folder, stdout=subprocess.PIPE, check=True
            )
            return json.loads(done.stdout.splitlines()[-1])

        write_rows(Path(folder) / points.ROWS, max(values_of(TABLES["rows"], quick)))
        only_imports = run("memory", "nothing")
        for name in names:
            table = TABLES[name]
            found[name] = {"seconds": run("seconds", name), "memory": {}}
            for column in list(table.columns)[: 0 if quick else table.memory]:
                used = [run("memory", name, column, v) for v in table.values]
                megabytes = found[name]["memory"]
                megabytes[column] = [u["peak"] - only_imports["peak"] for u in used]
                if table.file_pages:
                    own = [u["peak"] - u["of files"] for u in used]
                    base = only_imports["peak"] - only_imports["of files"]
                    title = f"{column}, without pages of files"
                    megabytes[title] = [value - base for value in own]
    return found


def values_of(table: Table, quick: bool) -> tuple[int, ...]:
    """The points of a table."""
    return table.quick_values if quick else table.values


# Telling ------------------------------------------------------------------------


def slope(values: tuple[int, ...], measured: list[float]) -> float:
    """Exponent of measured ~ values^exponent: least squares in the logarithms."""
    return float(np.polyfit(np.log(values), np.log(measured), 1)[0])


def in_words(exponent: float) -> str:
    """What an exponent means."""
    if abs(exponent) < 0.1:
        return "does not grow"
    if exponent < 0:
        return "falls"
    if exponent < 0.9:
        return "grows more slowly than in proportion"
    if exponent <= 1.1:
        return "grows in proportion"
    if exponent < 1.9:
        return "grows faster than in proportion, more slowly than the square"
    return (
        "grows like the square" if exponent <= 2.1 else "grows faster than the square"
    )


def growth(what: str, quantity: str, values, measured: list[float]) -> str:
    """One sentence: the slope of all points and that of the last two."""
    if min(measured) <= 0:
        return f"{what}: too little to be measured."
    whole = slope(values, measured)
    text = f"{what} {in_words(whole)}: ~ ({quantity})^{whole:.2f}"
    if len(values) > 2:
        last = slope(values[-2:], measured[-2:])
        text += f", between the last two points ^{last:.2f}"
    return f"{text}."


def show(table: Table, values: tuple[int, ...], found: dict) -> Iterator[str]:
    """A table and what it says."""
    unit, factor = ("ms", 1000) if table.warm_up else ("s", 1)
    columns = {}
    for name, measured in found["seconds"].items():
        columns[f"{name}, {unit}"] = [f"{factor * x:.3g}" for x in measured]
    for name, measured in found["memory"].items():
        columns[f"{name}, MiB"] = [f"{x:,.0f}" for x in measured]
    yield f"### {table.title}\n"
    if table.note:
        yield f"{table.note}\n"
    yield f"| {table.quantity} | {' | '.join(columns)} |"
    yield "|---:|" + "---:|" * len(columns)
    for value, *row in zip(values, *columns.values(), strict=True):
        yield f"| {value:,} | {' | '.join(row)} |"
    yield ""
    for what, title in (("seconds", "Time"), ("memory", "Memory")):
        for name, measured in found[what].items():
            text = growth(f"{title} ({name})", table.quantity, values, measured)
            yield f"- {text}"
    yield ""


def section(found: dict[str, dict], quick: bool) -> Iterator[str]:
    """All that was measured."""
    yield "## Growth\n"
    yield (
        "Time: the points of a table take turns in one process; the median of the "
        "rounds. Memory: the peak of a process of its own for each point, less that of "
        "a process that only imports the same. The exponents are slopes of straight "
        "lines through the logarithms.\n"
    )
    for name, measured in found.items():
        yield from show(TABLES[name], values_of(TABLES[name], quick), measured)


def main() -> None:
    """Measures all tables, or in a process of its own one of them or one point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="tiny, without memory")
    parser.add_argument(
        "--tables", nargs="+", choices=TABLES, default=list(TABLES), help="only these"
    )
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.quick:
        points.SIZES.update(points.QUICK_SIZES)
    if not arguments.measure:
        found = measure(arguments.tables, arguments.quick)
        print("\n".join(section(found, arguments.quick)))
        return
    what, name, *point = arguments.measure
    if what == "seconds":
        table = TABLES[name]
        if arguments.quick:
            table = table._replace(rounds=1)
        print(json.dumps(seconds(table, values_of(table, arguments.quick))))
    elif point:
        column, value = point
        print(json.dumps(memory(TABLES[name].columns[column], int(value))))
    else:
        print(json.dumps(memory(None, 0)))


if __name__ == "__main__":
    main()
