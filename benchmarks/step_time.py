"""Seconds and memory of a step: the course's recipes beside their peers.

    python -m benchmarks.step_time

Every contestant has its own batch size and learns from the embedded samples; the peers
of digits see numbers of the same shapes. They take turns, each time in a new process.
Ours run in fit(), as gan_utils.train has them run but for its callbacks; the peers run
in a bare loop.

Writes benchmarks/results/step_seconds.json: contestant → median seconds a step, from
which curves that were measured in steps get their seconds.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Iterator

import pandas as pd

from benchmarks import STEP_SECONDS, TITLES, tables, timing

COMPARED_WITH = {
    "dcgan": "tutorial",
    "keras_dcgan": "tutorial",
    "cgan": "keras_cgan",
    "pix2pix": "tutorial_pix2pix",
    "pix2pix_256": "tutorial_pix2pix",
}
FORMS = {
    "seconds a step": "{:.4f}",
    "images/s": "{:,.0f}",
    "peak memory, MB": "{:,.0f}",
}


def measure(name: str, seconds: float) -> dict:
    """One turn of a contestant in this process: its median step and peak memory."""
    from benchmarks import cases

    if name in cases.CASES:
        case = cases.new_case(name, "sample")
        batch_size = case.batch_size
        steps = timing.steps_of_fit(case.gan, case.stream, seconds)
    else:
        peer = cases.PEERS[name](0)
        batch_size = peer.batch_size
        arrays, _ = cases.peer_data(name, "sample")
        stream = iter(peer.batches(*arrays))
        steps = timing.steps_of(lambda: float(peer.step(*next(stream))[0]), seconds)
    return {
        "batch": batch_size,
        "seconds": statistics.median(steps),
        "bytes": timing.peak_bytes(),
    }


def table(found: dict[str, list[dict]]) -> str:
    """Contestants with the medians of their turns."""
    rows = []
    for name, turns in found.items():
        batch, faster = turns[0]["batch"], ""
        seconds, memory = (
            statistics.median(turn[what] for turn in turns)
            for what in ("seconds", "bytes")
        )
        if other := COMPARED_WITH.get(name):
            pairs = zip(turns, found[other], strict=True)
            factor = statistics.median(rate(ours) / rate(its) for ours, its in pairs)
            faster = f"{factor:.1f} × {TITLES[other]}"
        title, images = TITLES[name], batch / seconds
        rows.append([title, batch, seconds, images, memory / 1e6, faster])
    columns = ["contestant", "batch", *FORMS, "faster"]
    return tables.markdown(pd.DataFrame(rows, columns=columns), FORMS)


def rate(turn: dict) -> float:
    """Images a second."""
    return turn["batch"] / turn["seconds"]


def section(found: dict[str, list[dict]]) -> Iterator[str]:
    """Lines of the section; ``found`` holds each contestant's turns."""
    yield "## Seconds a step\n"
    yield (
        "Each contestant with its own batch size: the median step of each turn, and of "
        f"these the median; {len(found['dcgan'])} turns each, in new processes, with "
        "the peak memory of these. Faster: images a second against the peer named, "
        "turn by turn. A pair of pictures counts as one, of whatever size.\n"
    )
    yield table(found)
    yield (
        "\nOur networks of digits are smaller, so that a step costs fewer operations: "
        "this table says what a step costs, not what it teaches. At 256×256 ours has "
        "the tutorial's size, and asks the improved discriminator once more before "
        "the generator moves, as the paper does."
    )


def main() -> None:
    """Lets all take turns, prints the section and writes the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one short turn each")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8, help="of a turn")
    parser.add_argument("--only", choices=TITLES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        print(json.dumps(measure(given.only, given.seconds)))
        return
    if given.quick:
        given.rounds, given.seconds = 1, 0.1
    found = {name: [] for name in TITLES}
    for _ in range(given.rounds):
        for name, turns in found.items():
            options = ("--only", name, "--seconds", given.seconds)
            turns.append(timing.in_new_process("step_time", *options))
            print(name, turns[-1], file=sys.stderr)
    print("\n".join(section(found)))
    if not given.quick:
        medians = {
            name: statistics.median(turn["seconds"] for turn in turns)
            for name, turns in found.items()
        }
        STEP_SECONDS.write_text(json.dumps(medians, indent=1) + "\n")


if __name__ == "__main__":
    main()
