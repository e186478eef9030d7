"""What python -m benchmarks.laboratory recorded, as rows and as pictures."""

import csv

import matplotlib.pyplot as plt
import numpy as np

from gan_utils.files import find
from gan_utils.language import say

MEASURES = {"digits": "frechet", "grid": "modes"}


def rows(name: str) -> list[dict]:
    """The rows of data/samples/laboratory_NAME.csv; numbers are numbers."""
    path = find.embedded_folder("samples") / f"laboratory_{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [{k: _number(v) for k, v in row.items()} for row in csv.DictReader(file)]


def _number(text: str) -> float | str:
    try:
        return float(text) if text else float("nan")
    except ValueError:
        return text


def last_looks(kind: str) -> dict[str, list[dict]]:
    """Contestant → its rows at the end, a seed each, the best contestant first."""
    kept: dict[str, list[dict]] = {}
    every = [row for row in rows("games") if row["data"] == kind]
    longest = max(row["seconds"] for row in every)
    for row in every:
        if row["seconds"] == longest:
            kept.setdefault(row["contestant"], []).append(row)
    sign = 1 if kind == "digits" else -1
    return dict(sorted(kept.items(), key=lambda x: sign * middle(x[1], MEASURES[kind])))


def curves(kind: str) -> dict[str, list[tuple]]:
    """Contestant → for each seed the seconds of its looks and its scores then."""
    found: dict[tuple, list] = {}
    for row in rows("games"):
        if row["data"] == kind:
            key = row["contestant"], row["seed"]
            found.setdefault(key, []).append((row["seconds"], row[MEASURES[kind]]))
    kept: dict[str, list[tuple]] = {}
    for (name, _), looks in found.items():
        kept.setdefault(name, []).append(tuple(np.array(looks).T))
    return kept


def middle(found: list[dict], measure: str) -> float:
    """The median over the seeds."""
    return float(np.median([row[measure] for row in found]))


def chart(kind: str = "digits") -> plt.Figure:
    """Every seed of every contestant a dot, the best contestant first."""
    figure, axis = plt.subplots(figsize=(8, 4.8), layout="constrained")
    found, measure = last_looks(kind), MEASURES[kind]
    for height, (name, seeds) in enumerate(found.items()):
        colour = "tab:orange" if name in ("VAE", "flow matching") else "tab:blue"
        values = [row[measure] for row in seeds]
        axis.plot(values, [height] * len(values), "o", color=colour, alpha=0.7)
    axis.set_yticks(range(len(found)), found)
    axis.invert_yaxis()
    axis.grid(axis="x", alpha=0.4)
    label = say("Fréchet distance") if kind == "digits" else say("modes found of 25")
    axis.set_xlabel(f"{label}; {say('blue: GANs, orange: others')}")
    figure.set_label(
        say(
            "A chart of dots, a row a contestant: {measure} on {kind}",
            measure=measure,
            kind=kind,
        )
    )
    return figure


def map_of_rates() -> plt.Figure:
    """Modes that each pair of learning rates found in the later half of its looks."""
    found = rows("rates")
    rates = sorted({row["rate_g"] for row in found})
    figure, axis = plt.subplots(figsize=(6.4, 4.8), layout="constrained")
    modes = np.full((len(rates), len(rates)), np.nan)
    for row in found:
        place = rates.index(row["rate_d"]), rates.index(row["rate_g"])
        modes[place] = row["modes"]
        text = say("{least:.0f} to {most:.0f}", least=row["fewest"], most=row["most"])
        colour = "black" if row["modes"] > 12 else "white"
        axis.text(*place[::-1], text, ha="center", va="center", color=colour, size=9)
    image = axis.imshow(modes, origin="lower", vmin=0, vmax=25, cmap="viridis")
    names = [f"{rate:g}" for rate in rates]
    axis.set_xticks(range(len(rates)), names)
    axis.set_yticks(range(len(rates)), names)
    axis.set(xlabel=say("learning rate of G"), ylabel=say("learning rate of D"))
    figure.colorbar(image, label=say("modes found at the end, of 25"))
    text = say("Map of modes found: a column a rate of G, a row a rate of D")
    figure.set_label(text)
    return figure
