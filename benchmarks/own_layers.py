"""What the course's own code costs beside the networks: fit, input, callbacks.

    GAN_DATA=folder python benchmarks/own_layers.py [--quick]
    GAN_DATA=folder python benchmarks/own_layers.py --recipes gan --seconds 5

The compared things take turns, so that other work on the machine disturbs both. On a
virtual machine that is not enough for percents of the wall's clock: what decides is the
time that processors worked for the process.
"""

import argparse
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import keras
from recipe_case import RECIPES, Case

from gan_utils.train import DEFAULT_STEPS, STEPS_PER_EPOCH

FIT_GOAL, CALLBACK_GOAL = 0.03, 0.05
HOOKS = ("on_train_begin", "on_train_batch_end", "on_epoch_end", "on_train_end")


def clocks() -> tuple[float, float]:
    """Seconds on the wall, and seconds that processors worked for this process."""
    return time.perf_counter(), time.process_time()


def spent(work: Callable, *arguments) -> tuple[float, float]:
    """How much of both clocks some work takes."""
    before = clocks()
    work(*arguments)
    return tuple(after - b for b, after in zip(before, clocks(), strict=True))


def turns(works: dict[str, Callable], rounds: int) -> dict[str, list[tuple]]:
    """Both clocks of each work, the works in turns; every other round backwards."""
    found = {name: [] for name in works}
    for number in range(rounds):
        for name in list(works)[:: -1 if number % 2 else 1]:
            found[name].append(spent(works[name]))
    return found


def ratios(ours: list[tuple], theirs: list[tuple], clock: int = 0) -> list[float]:
    """One ratio a round, of the wall's clock (0) or the processors' (1)."""
    return [a[clock] / b[clock] for a, b in zip(ours, theirs, strict=True)]


def medians(found: list[tuple]) -> tuple[float, float]:
    """The median of each of the two clocks."""
    return tuple(statistics.median(column) for column in zip(*found, strict=True))


def amount(seconds: float, work: Callable[[int], None]) -> int:
    """How much of the work fills the seconds; called before, as the first compiles."""
    work(3)
    return max(5, round(10 * seconds / spent(work, 10)[0]))


def fit_row(case: Case, seconds: float, rounds: int) -> tuple[list[str], float, tuple]:
    """fit beside the bare loop: cells, ratio, and both clocks of one step of fit."""
    case.fit(3)
    steps = amount(seconds, case.bare_loop)
    found = turns(
        {"fit": lambda: case.fit(steps), "bare": lambda: case.bare_loop(steps)}, rounds
    )
    rates = [steps * case.batch_size / medians(found[who])[0] for who in found]
    walls = ratios(found["fit"], found["bare"])
    processors = statistics.median(ratios(found["fit"], found["bare"], 1))
    cells = [str(case.batch_size), *(f"{rate:,.0f}" for rate in rates)]
    cells += [f"{statistics.median(walls):.3f}", f"{min(walls):.2f}–{max(walls):.2f}"]
    # At its fastest, training asks most of the input and the callbacks.
    one_step = tuple(min(column) / steps for column in zip(*found["fit"], strict=True))
    return [*cells, f"{processors:.3f}"], processors, one_step


def input_row(case: Case, one_step: tuple, seconds: float, rounds: int) -> tuple:
    """The stream alone beside one step: cells, and how many times faster it is."""
    count = amount(seconds, case.read)
    found = medians(turns({"read": lambda: case.read(count)}, rounds)["read"])
    one_batch = [clock / count for clock in found]
    faster = one_step[0] / one_batch[0]
    cells = [f"{case.batch_size / one_batch[0]:,.0f}"]
    cells += [f"{case.batch_size / one_step[0]:,.0f}", f"{faster:.0f}"]
    return [*cells, f"{one_batch[1] / one_step[1]:.1%}"], faster


def timed(callback: keras.callbacks.Callback, times: dict[str, float]) -> None:
    """Lets a callback add what its hooks take to the times, under its name."""
    name = type(callback).__name__
    times[name] = 0.0

    def wrap(hook: Callable) -> Callable:
        def timed_hook(*arguments, **keywords):
            start = time.perf_counter()
            try:
                return hook(*arguments, **keywords)
            finally:
                times[name] += time.perf_counter() - start

        return timed_hook

    for hook in HOOKS:
        if getattr(type(callback), hook) is not getattr(keras.callbacks.Callback, hook):
            setattr(callback, hook, wrap(getattr(callback, hook)))


def rare_acts(found: dict, one_step: float) -> dict[str, float]:
    """Seconds in DEFAULT_STEPS steps of what is not done after every epoch."""
    film, last, frames = found["Film"], 0, 1
    for step in range(STEPS_PER_EPOCH, DEFAULT_STEPS + 1, STEPS_PER_EPOCH):
        if step >= film.growth * last:
            last, frames = step, frames + 1
    seconds = {"Film": frames * spent(film.take, last)[0]}
    for name in ("Checkpoint", "Run"):
        one = spent(found[name].save)[0]
        wait = max(found[name].clock.every_seconds, 50 * one)
        seconds[name] = one * (1 + DEFAULT_STEPS * one_step / wait)
    return seconds


def callback_row(case: Case, folder: Path, seconds: float, rounds: int) -> tuple:
    """What each callback takes of a training: cells, share of train.py's, and names."""
    steps = amount(seconds, case.fit)
    case.fit(3, list(case.callbacks(folder).values()))  # compiles the generator's call
    shares = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(dir=folder) as place:
            found, times = case.callbacks(Path(place)), {}
            for callback in found.values():
                timed(callback, times)
            whole = spent(case.fit, steps, list(found.values()))[0]
            rest = (whole - sum(times.values())) / steps
            rare = rare_acts(found, rest)
        shares.append(
            {
                name: rare[name] / rest / DEFAULT_STEPS
                if name in rare
                else value / rest / steps
                for name, value in times.items()
            }
        )
    each = {
        name: statistics.median(share[name] for share in shares) for name in shares[0]
    }
    together = sum(share for name, share in each.items() if name != "Run")
    cells = [f"{together:.1%}", *(f"{share:.2%}" for share in each.values())]
    return cells, together, list(each)


def table(columns: Sequence[str], rows: dict[str, list[str]]) -> str:
    """A Markdown table, the recipe in the first column."""
    lines = [
        " | ".join(["| recipe", *columns]) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    lines += [" | ".join([f"| {name}", *cells]) + " |" for name, cells in rows.items()]
    return "\n".join(lines)


def verdict(goal: str, values: dict[str, float], limit: float) -> str:
    """One sentence: which recipes miss the goal, if any."""
    missed = [name for name, value in values.items() if value > limit]
    return f"Goal: {goal}. " + (
        f"Missed by {', '.join(missed)}." if missed else "Every recipe reaches it."
    )


def main() -> None:
    """Prints one Markdown section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only prove that it works")
    parser.add_argument("--source", default="auto", choices=("auto", "real", "sample"))
    parser.add_argument("--recipes", nargs="+", choices=RECIPES, default=list(RECIPES))
    parser.add_argument("--seconds", type=float, default=1, help="of a turn of fit")
    arguments = parser.parse_args()
    rounds, seconds, long = 15, arguments.seconds, 15.0
    if arguments.quick:
        rounds, seconds, long = 2, 0.1, 0.2
    names = arguments.recipes[:2] if arguments.quick else arguments.recipes
    source = "sample" if arguments.quick else arguments.source
    # Data say where they come from, and training how far it is; the output is for the
    # section only.
    with contextlib.redirect_stdout(sys.stderr):
        found = measure(names, source, rounds, seconds, long)
    print_section(*found)


def measure(
    names: Sequence[str], source: str, rounds: int, seconds: float, long: float
) -> tuple:
    """What print_section prints: cells of its three tables, and values to judge."""
    fits, inputs, called = {}, {}, {}
    costs, slowness, shares = {}, {}, {}
    for name in names:
        print(name)
        with tempfile.TemporaryDirectory() as folder:
            case = Case(name, Path(folder), source)
            fits[name], cost, one_step = fit_row(case, seconds, rounds)
            inputs[name], faster = input_row(case, one_step, seconds, 3)
            called[name], shares[name], columns = callback_row(
                case, Path(folder), long, 2
            )
        costs[name], slowness[name] = cost - 1, 1 / faster
        for cells in (fits[name], inputs[name], called[name]):
            print(*cells, flush=True)
        keras.backend.clear_session()
    return fits, inputs, called, columns, (costs, slowness, shares)


def print_section(
    fits: dict, inputs: dict, called: dict, names: list[str], found: tuple
) -> None:
    """Prints the three tables with what they say."""
    print("## What our own layers cost\n")
    print(
        "`fit` with the course's `train_step`, and a bare `tf.function` loop with the "
        "same networks, losses, optimizers and batches, in turns: the median of the "
        "rounds' ratios by the wall's clock, their range, and the median by the "
        "processors' clock. Where the range is wide, the machine's speed changed from "
        "turn to turn, and only the last column says something about percents.\n"
    )
    columns = ["batch", "fit, images/s", "bare, images/s", "fit / bare, time"]
    print(table([*columns, "range", "processor time"], fits))
    goal = f"`fit` costs less than {FIT_GOAL:.0%} of processor time"
    print(f"\n{verdict(goal, found[0], FIT_GOAL)}\n")
    print(
        "The stream of batches alone, and what the fastest of the turns of `fit` takes "
        "from it.\n"
    )
    columns = ["stream, images/s", "fit, images/s", "times faster"]
    print(table([*columns, "processor time of a step"], inputs))
    print(f"\n{verdict('the stream is never the slower', found[1], 1.0)}\n")
    print(
        f"The callbacks of `gan_utils.train` in a training of {DEFAULT_STEPS:,} steps: "
        "seconds inside each one's calls, as a share of all other seconds, and "
        "together; the last column is what the notebooks have in place of the "
        "checkpoint, and `dcgan` itself does without Anneal.\n"
    )
    print(table(["together", *names], called))
    goal = f"all callbacks together take less than {CALLBACK_GOAL:.0%}"
    print(f"\n{verdict(goal, found[2], CALLBACK_GOAL)}")


if __name__ == "__main__":
    main()
