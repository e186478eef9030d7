"""A GAN in the plane to play with: move D, move G, and see what each has learnt."""

from collections.abc import Callable

import imageio.v3 as imageio
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers, ops

from gan_utils import losses, plotting, training
from gan_utils.language import later, say

_REACH = 3  # the picture shows −3…3
_R1_WEIGHT = 0.3
_N_POINTS = 128  # of a batch


def _ring(rng, count):
    angle = 2 * np.pi * rng.integers(8, size=count) / 8
    return 2 * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _grid(rng, count):
    return 1.8 * rng.integers(-1, 2, size=(count, 2))


def _moons(rng, count):
    angle, side = rng.uniform(0, np.pi, count), rng.choice([-1, 1], count)
    x, y = side * (np.cos(angle) - 0.5), side * (np.sin(angle) - 0.25)
    return 1.4 * np.stack([x, y], axis=1)


def _spiral(rng, count):
    t = np.sqrt(rng.uniform(0, 1, count))
    return 2.3 * t[:, None] * np.stack([np.cos(9 * t), np.sin(9 * t)], axis=1)


SHAPES = {
    later("ring"): _ring,
    later("grid"): _grid,
    later("moons"): _moons,
    later("spiral"): _spiral,
}


class PlaneGame:
    """A GAN of points in the plane, whose players are moved one at a time.

    Attributes:
        step: updates of each player so far, {"D": 0, "G": 0}.
        use_r1: whether D pays the R1 penalty.
    """

    def __init__(self, shape: str = "ring", seed: int = 1):
        keras.utils.set_random_seed(seed)
        self.rng, self.shape, self.use_r1 = np.random.default_rng(seed), shape, False
        self.gan = training.GAN(_network(2), _network(1), seed=seed)
        self.gan.compile(training.adam(1e-3), training.adam(1e-3))
        self.shown = self.rng.normal(size=(200, 2)).astype("float32")  # latents
        self.step = {"D": 0, "G": 0}

    def real(self, count: int = _N_POINTS) -> np.ndarray:
        """Points of the data: (count, 2)."""
        noise = 0.1 * self.rng.normal(size=(count, 2))
        return np.float32(SHAPES[self.shape](self.rng, count) + noise)

    def move_discriminator(self, steps: int, rate: float) -> float:
        """So many steps of D alone; returns its loss, without the penalty."""
        self.gan.discriminator_optimizer.learning_rate = rate
        self.gan.penalty = _r1 if self.use_r1 else None
        for _ in range(steps):
            logs = self.gan.update_discriminator(ops.convert_to_tensor(self.real()))
        self.step["D"] += steps
        return float(logs["d_loss"])

    def move_generator(self, steps: int, rate: float) -> float:
        """So many steps of G alone; returns its loss."""
        self.gan.generator_optimizer.learning_rate = rate
        for _ in range(steps):
            logs = self.gan.update_generator(_N_POINTS)
        self.step["G"] += steps
        return float(logs["g_loss"])

    def picture(self) -> np.ndarray:
        """The frame of this moment: uint8 (height, width, 3)."""
        title = say("steps of D {D}, of G {G}", **self.step)
        players = self.gan.generator, self.gan.discriminator
        return draw_game(*players, self.real(200), self.shown, title, dpi=100)


def draw_game(
    generator: keras.Model,
    discriminator: keras.Model,
    real: np.ndarray,
    latents: np.ndarray,
    title: str = "",
    dpi: int = 60,
) -> np.ndarray:
    """D's opinion as colour, the data, the fakes, and what D advises them.

    Args:
        generator: latents → points (n, 2).
        discriminator: points → logits.
        real: points (n, 2), drawn in black.
        latents: of the fakes, drawn in yellow; the first 30 have an arrow each, the
            direction −∂L_G/∂x in which G is told to move them, at most 1 long.
        title: over the picture.
        dpi: the picture is four inches wide.

    Returns:
        uint8 (height, width, 3).
    """
    side = np.linspace(-_REACH, _REACH, 41, dtype="float32")
    places = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    opinion = np.asarray(ops.sigmoid(discriminator(places))).reshape(41, 41)
    fake = ops.convert_to_tensor(generator(latents))
    with tf.GradientTape() as tape:
        tape.watch(fake)
        loss = losses.non_saturating_generator(discriminator(fake)) * len(fake)
    arrows = -tape.gradient(loss, fake).numpy()[:30]
    arrows /= 0.1 + np.linalg.norm(arrows, axis=1, keepdims=True)
    figure, axis = plt.subplots(figsize=(4, 4), dpi=dpi, layout="constrained")
    levels = np.linspace(0.1, 0.9, 9)
    axis.contourf(side, side, opinion, levels, cmap="RdBu", extend="both")
    axis.scatter(*np.transpose(real), s=4, c="black")
    axis.scatter(*np.transpose(fake), s=8, c="gold", edgecolors="black", linewidths=0.3)
    options = {"angles": "xy", "scale_units": "xy", "scale": 1.2, "width": 0.008}
    axis.quiver(*np.transpose(fake[:30]), *arrows.T, color="magenta", **options)
    axis.set(xlim=(-_REACH, _REACH), ylim=(-_REACH, _REACH), xlabel="x₁", ylabel="x₂")
    axis.set_title(title)
    return plotting.figure_to_pixels(figure)


def _network(outputs: int) -> keras.Model:
    hidden = [layers.Dense(64, activation="relu") for _ in range(2)]
    return keras.Sequential([layers.Input((2,)), *hidden, layers.Dense(outputs)])


def _r1(discriminator: Callable, real: tf.Tensor, _fake: tf.Tensor) -> tf.Tensor:
    return _R1_WEIGHT * losses.r1_penalty(discriminator, real)


def playground(seed: int = 1):
    """A control for a notebook: buttons that move D and G, rates, four shapes, R1."""
    import ipywidgets as widgets

    game = PlaneGame(seed=seed)
    picture, said = widgets.Image(format="png"), widgets.Label()
    shapes = [(say(name), name) for name in SHAPES]
    shape = widgets.Dropdown(options=shapes, description=say("data"))
    slider = {"base": 10, "min": -4, "max": -2, "step": 0.25, "value": 1e-3}
    rates = {
        name: widgets.FloatLogSlider(
            description=say("rate of {name}", name=name), **slider
        )
        for name in ("D", "G")
    }
    use_r1 = widgets.Checkbox(description=say("R1 penalty"))

    def show(text: str = "") -> None:
        said.value = text
        picture.value = imageio.imwrite("<bytes>", game.picture(), extension=".png")

    def move(steps_of_d: int, steps_of_g: int, rounds: int = 1) -> None:
        for _ in range(rounds):
            parts = []
            if steps_of_d:
                loss = game.move_discriminator(steps_of_d, rates["D"].value)
                parts.append(say("D's loss {loss:.2f} (log 4 = 1.39)", loss=loss))
            if steps_of_g:
                loss = game.move_generator(steps_of_g, rates["G"].value)
                parts.append(say("G's loss {loss:.2f} (log 2 = 0.69)", loss=loss))
        show(", ".join(parts))

    def start_again(_=None) -> None:
        game.__init__(shape.value, seed)
        game.use_r1 = use_r1.value
        show()

    def take_r1(change: dict) -> None:
        game.use_r1 = change["new"]

    buttons = []
    for name, action in (
        (say("10 steps of D"), lambda _: move(10, 0)),
        (say("10 steps of G"), lambda _: move(0, 10)),
        (say("both, 50 times"), lambda _: move(1, 1, 50)),
        (say("start again"), start_again),
    ):
        buttons.append(widgets.Button(description=name))
        buttons[-1].on_click(action)
    shape.observe(start_again, "value")
    use_r1.observe(take_r1, "value")
    show()
    controls = [shape, *rates.values(), use_r1, *buttons, said]
    return widgets.HBox([picture, widgets.VBox(controls)])
