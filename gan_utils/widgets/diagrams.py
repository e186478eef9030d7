"""Who gives what to whom: the course's diagrams, drawn by Matplotlib in one style.

Blue draws (generators), orange discriminates, grey is data, green is frozen. A solid
arrow carries a picture or a number forward, a dashed red one its gradient back. What
does not learn in a step is pale.
"""

from collections.abc import Sequence
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
from keras import layers
from matplotlib.patches import FancyBboxPatch, Rectangle

from gan_utils.language import later, say

COLOURS = {
    "data": "#e8e8e8",
    "generator": "#9ecbf2",
    "discriminator": "#fbc98a",
    "frozen": "#b9dfb4",
    "loss": "#f7b7b7",
}
_PALE, _GRADIENT, _INK = 0.35, "#c0392b", "#222222"


class Box(NamedTuple):
    """A named thing at (x, y), its middle; ``kind`` is one of COLOURS."""

    text: str
    x: float
    y: float
    kind: str = "data"
    width: float = 1.5
    height: float = 0.7
    pale: bool = False


def draw(
    boxes: Sequence[Box],
    arrows: Sequence[tuple[int, int, str]],
    gradients: Sequence[tuple[int, int]] = (),
    axis: plt.Axes | None = None,
    title: str = "",
) -> plt.Axes:
    """Draws boxes, arrows (from, to, label) and gradients (from, to) between them.

    Boxes are counted from 0. Gradients run a little below the arrows they answer.
    """
    xs = [box.x + side * box.width / 2 for box in boxes for side in (-1, 1)]
    ys = [box.y + side * box.height / 2 for box in boxes for side in (-1, 1)]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    if axis is None:
        size = 1.05 * (right - left), 1.05 * (top - bottom) + 0.5
        _, axis = plt.subplots(figsize=size, layout="constrained")
    for box in boxes:
        _draw_box(axis, box)
    for start, end, label in arrows:
        _draw_arrow(axis, boxes[start], boxes[end], label)
    for start, end in gradients:
        _draw_arrow(axis, boxes[start], boxes[end], gradient=True)
    axis.set(xlim=(left - 0.1, right + 0.1), ylim=(bottom - 0.35, top + 0.2))
    axis.set_title(say(title), fontsize=11)
    axis.set_aspect("equal")
    axis.axis("off")
    return axis


def _draw_box(axis, box):
    """A rounded box; a pale one for what does not learn."""
    x, y = box.x - box.width / 2, box.y - box.height / 2
    axis.add_patch(
        FancyBboxPatch(
            (x + 0.06, y + 0.06),
            box.width - 0.12,
            box.height - 0.12,
            boxstyle="round,pad=0.06",
            facecolor=COLOURS[box.kind],
            edgecolor=_INK,
            alpha=_PALE if box.pale else 1.0,
        )
    )
    axis.text(box.x, box.y, say(box.text), ha="center", va="center", fontsize=10)


def _draw_arrow(axis, start, end, label="", gradient=False):
    """From the edge of one box to the edge of another, a gradient below the middle."""
    first, last = _edge(start, end), _edge(end, start)
    shift = -0.2 if gradient else 0.0
    sideways = abs(end.x - start.x) >= abs(end.y - start.y)
    move = (0, shift) if sideways else (-shift, 0)
    style = {"color": _GRADIENT, "linestyle": "--"} if gradient else {"color": _INK}
    axis.annotate(
        "",
        (last[0] + move[0], last[1] + move[1]),
        (first[0] + move[0], first[1] + move[1]),
        arrowprops={"arrowstyle": "-|>", "linewidth": 1.4, "shrinkA": 1, **style},
    )
    if label:
        middle = (first[0] + last[0]) / 2, (first[1] + last[1]) / 2 + 0.08
        axis.text(*middle, label, ha="center", va="bottom", fontsize=9)


def _edge(box, other):
    """Where the line from the middle of a box to another one leaves the box."""
    dx, dy = other.x - box.x, other.y - box.y
    reach = min(
        box.width / 2 / abs(dx) if dx else float("inf"),
        box.height / 2 / abs(dy) if dy else float("inf"),
    )
    return box.x + reach * dx, box.y + reach * dy


def _players(pale_generator=False, pale_discriminator=False):
    """The boxes of the game: latents, G, fakes, data, D, logit."""
    return [
        Box("latents z\n~ N(0, I)", 0.8, 0.6),
        Box("generator\nG", 3.2, 0.6, "generator", pale=pale_generator),
        Box("fakes\nG(z)", 5.6, 0.6),
        Box("real images\nx", 5.6, 2.2),
        Box("discriminator\nD", 8.0, 1.4, "discriminator", pale=pale_discriminator),
        Box("logits\nreal or fake?", 10.4, 1.4),
    ]


_FORWARD = [(0, 1, ""), (1, 2, ""), (2, 4, ""), (3, 4, ""), (4, 5, "")]


def game() -> plt.Axes:
    """The whole game: G turns latents into fakes, D tells them from real images."""
    return draw(_players(), _FORWARD, title=later("The game of two networks"))


def discriminator_step(axis: plt.Axes | None = None) -> plt.Axes:
    """D's step: its gradient reaches D and stops there; G rests."""
    boxes = _players(pale_generator=True)
    boxes.append(Box("D's loss:\nreal up, fake down", 12.9, 1.4, "loss", width=1.9))
    arrows = [*_FORWARD, (5, 6, "")]
    title = later("D's step: the gradient ends in D, and only D moves")
    return draw(boxes, arrows, [(6, 5), (5, 4)], axis, title)


def generator_step(axis: plt.Axes | None = None) -> plt.Axes:
    """G's step: the gradient runs through D, which rests, into G."""
    boxes = _players(pale_discriminator=True)
    boxes[3] = Box("(no real images)", 5.6, 2.2, pale=True)
    boxes.append(Box("G's loss:\nfake up", 12.9, 1.4, "loss", width=1.9))
    arrows = [(0, 1, ""), (1, 2, ""), (2, 4, ""), (4, 5, ""), (5, 6, "")]
    gradients = [(6, 5), (5, 4), (4, 2), (2, 1)]
    title = later("G's step: the gradient runs through D into G, and only G moves")
    return draw(boxes, arrows, gradients, axis, title)


def conditioning() -> plt.Axes:
    """Three ways to tell a network the label: joined, as a vector, by projection."""
    boxes = [
        Box("label y\none-hot", 0.8, 3.6),
        Box("latents z", 0.8, 4.6),
        Box("[z, y]\nside by side", 3.4, 4.1, width=1.7),
        Box("G", 5.6, 4.1, "generator"),
        Box("label y\nwhole number", 0.8, 2.2),
        Box("table:\none row per label", 3.4, 2.2, width=1.9),
        Box("[z, row]", 5.6, 2.2),
        Box("G", 7.8, 2.2, "generator"),
        Box("image", 0.8, 0.6),
        Box("D's features φ", 3.4, 0.6, "discriminator", width=1.9),
        Box("w·φ + row(y)·φ", 6.2, 0.6, width=1.9),
        Box("logit", 8.6, 0.6),
        Box("latents z", 5.6, 3.05, height=0.5),
        Box("label y", 6.2, 1.45, height=0.5),
    ]
    arrows = [(0, 2, ""), (1, 2, ""), (2, 3, ""), (4, 5, ""), (5, 6, ""), (6, 7, "")]
    arrows += [(12, 6, ""), (8, 9, ""), (9, 10, ""), (13, 10, ""), (10, 11, "")]
    axis = draw(boxes, arrows, title=later("Three ways to tell a network the label"))
    names = later("concatenation"), "embedding", later("projection")
    for y, name in zip((5.15, 2.75, 1.15), names, strict=True):
        axis.text(0.05, y, say(name), fontsize=11, fontweight="bold")
    axis.set_ylim(0, 5.5)
    return axis


def translation() -> plt.Axes:
    """Pix2Pix: D sees a source with its true or with its translated picture."""
    boxes = [
        Box("source", 0.8, 1.8),
        Box("generator\nU-Net", 3.2, 1.8, "generator"),
        Box("fake", 5.6, 1.8),
        Box("target", 8.4, 0.2),
        Box("PatchGAN\nD(·, source)", 8.4, 1.8, "discriminator", width=1.7),
        Box("a map of logits:\nreal or fake?", 11.0, 1.8, "loss", width=1.9),
        Box("L1: fake − target", 5.6, 0.2, "loss", width=1.9),
    ]
    arrows = [(0, 1, ""), (1, 2, ""), (2, 4, ""), (3, 4, ""), (4, 5, "")]
    arrows += [(2, 6, ""), (3, 6, "")]
    gradients = [(5, 4), (4, 2), (6, 2), (2, 1)]
    title = later("Pix2Pix: the gradients of two losses meet in one picture")
    return draw(boxes, arrows, gradients, title=title)


def cycle() -> plt.Axes:
    """CycleGAN, one way round: there, judged, and back."""
    boxes = [
        Box("a", 0.8, 1.8),
        Box("there", 3.0, 1.8, "generator"),
        Box("fake b", 5.2, 1.8),
        Box("back", 7.4, 1.8, "generator"),
        Box("|a again − a|", 9.6, 1.8, "loss"),
        Box("D of b\nreal or fake?", 5.2, 0.2, "discriminator", width=1.7),
    ]
    arrows = [(0, 1, ""), (1, 2, ""), (2, 3, ""), (3, 4, ""), (2, 5, "")]
    gradients = [(4, 3), (3, 2), (5, 2), (2, 1)]
    title = later("CycleGAN: there, judged, and back")
    return draw(boxes, arrows, gradients, title=title)


def age_cgan_stages() -> plt.Axes:
    """The three stages of Age-cGAN; what is frozen in a stage is green."""
    boxes = [
        Box("z, age", 0.8, 4.4),
        Box("G", 3.2, 4.4, "generator"),
        Box("D", 5.6, 4.4, "discriminator"),
        Box("real or fake?", 8.0, 4.4),
        Box("z, age", 0.8, 2.5),
        Box("G", 3.2, 2.5, "frozen"),
        Box("encoder E", 5.6, 2.5, "generator"),
        Box("(z − E(G(z)))²", 8.0, 2.5, "loss", width=1.7),
        Box("latent z\nstarts at E(photo)", 0.8, 0.6, "generator", width=1.6),
        Box("G", 3.2, 0.6, "frozen"),
        Box("face network F", 5.6, 0.6, "frozen", width=1.7),
        Box("‖F(photo) − F(G(z))‖²", 8.3, 0.6, "loss", width=2.3),
    ]
    arrows = [(4 * row + i, 4 * row + i + 1, "") for row in range(3) for i in range(3)]
    gradients = [(7, 6), (11, 10), (10, 9), (9, 8)]
    axis = draw(boxes, arrows, gradients, title=later("The three stages of Age-cGAN"))
    names = later("1  draw faces of any age"), later("2  guess the latent")
    names += (later("3  improve the guess"),)
    for y, name in zip((5.0, 3.1, 1.2), names, strict=True):
        axis.text(0.05, y, say(name), fontsize=11, fontweight="bold")
    axis.set_ylim(0, 5.3)
    return axis


def network(model: keras.Model, kind: str = "generator") -> plt.Axes:
    """A network as slabs, as high as its maps and as wide as they have channels.

    Shapes are read from the network: its input, and each layer that changes height,
    width or channels. Where a map is joined to an earlier one, as in a U-Net, an arc
    shows the skip.

    Args:
        model: a network whose layers, apart from skips, follow one another.
        kind: "generator" or "discriminator", for the colour.
    """
    shapes = _shapes(model)
    size = max(6, 1.05 * len(shapes)), 3.4
    _, axis = plt.subplots(figsize=size, layout="constrained")
    largest = max(shape[0] for shape in shapes if len(shape) == 3)
    for x, shape in enumerate(shapes):
        high, colour = 0.06, COLOURS["data"]
        if len(shape) == 3:
            high, colour = max(0.06, (shape[0] / largest) ** 0.7), COLOURS[kind]
        wide = 0.1 + 0.45 * (shape[-1] / max(x[-1] for x in shapes)) ** 0.5
        slab = Rectangle((x - wide / 2, -high), wide, 2 * high, ec=_INK, fc=colour)
        axis.add_patch(slab)
        text = "×".join(str(number) for number in shape)
        axis.text(x, -high - 0.06, text, ha="center", va="top", fontsize=8)
    for start, end in _skips(shapes, model):
        top = max(0.06, (shapes[end][0] / largest) ** 0.7)
        style = {"arrowstyle": "-|>", "connectionstyle": "arc3,rad=-0.15"}
        style |= {"color": "grey"}
        axis.annotate("", (end, top), (start, top), arrowprops=style)
    axis.set(xlim=(-0.6, len(shapes) - 0.4), ylim=(-1.35, 1.6))
    weights = say("{count:,} weights", count=model.count_params())
    axis.set_title(f"{model.name}: {weights}", fontsize=11)
    axis.axis("off")
    return axis


def _shapes(model: keras.Model) -> list[tuple[int, ...]]:
    """Shapes along a network without the batch, each once; joined maps are left out."""
    shapes = [tuple(model.inputs[0].shape[1:])]
    passed = layers.InputLayer | layers.Flatten | layers.Concatenate
    for layer in model.layers:
        shape = tuple(layer.output.shape[1:])
        if not isinstance(layer, passed) and shape and shape != shapes[-1]:
            shapes.append(shape)
    return shapes


def _skips(shapes: list[tuple[int, ...]], model: keras.Model) -> list[tuple[int, int]]:
    """Places in ``shapes`` that a U-Net joins: equal maps beside its middle."""
    joins = [x for x in model.layers if isinstance(x, layers.Concatenate)]
    sizes = [shape[0] for shape in shapes]
    middle = sizes.index(min(sizes))
    joined = {x.output.shape[1] for x in joins if len(x.output.shape) == 4}
    last = {size: i for i, size in enumerate(sizes[:middle])}
    first = {sizes[i]: i for i in reversed(range(middle + 1, len(sizes)))}
    shared = sorted(joined & last.keys() & first.keys())
    return [(last[size], first[size]) for size in shared]
