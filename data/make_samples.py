"""Draws data/samples, the embedded stand-ins; the same bytes every time.

    python -m data.make_samples

Ten shapes in colour on a shaded background, 32×32, are drawn here, house fronts and
faces in the folder drawing. It takes about three minutes.
"""

import zipfile
from pathlib import Path

import numpy as np
import PIL.Image
import PIL.ImageDraw

from data.drawing import draw_facades, draw_faces
from gan_utils.data import CLASS_NAMES

FOLDER = Path(__file__).parent / "samples"
CLASSES = CLASS_NAMES["shapes"].split()
SIZE = 32
FINE = 4  # drawn four times larger and shrunk, for smooth edges
N_TRAIN, N_TEST = 2000, 500


def regular(n: int, inner: float = 1.0) -> np.ndarray:
    """Corners of a regular n-gon, or of a star when every second one lies inside."""
    angles = np.arange(2 * n) * np.pi / n - np.pi / 2
    radius = np.where(np.arange(2 * n) % 2, inner, 1.0)[:, None]
    corners = radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return corners if inner < 1 else corners[::2]


def circle(radius: float = 1.0, centre: tuple[float, float] = (0, 0)) -> np.ndarray:
    """A circle as a polygon of 48 corners."""
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1) + centre


def rectangle(width: float, height: float) -> np.ndarray:
    """Corners of a rectangle around the origin."""
    return np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [width / 2, height / 2]


def heart() -> np.ndarray:
    """The heart curve."""
    t = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    x = 16 * np.sin(t) ** 3
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return np.stack([x, -y], axis=1) / 16


# Each shape is a list of (corners, filled): unfilled parts show the background.
SHAPES = {
    "disc": [(circle(), True)],
    "ring": [(circle(), True), (circle(0.55), False)],
    "square": [(rectangle(1.6, 1.6), True)],
    "frame": [(rectangle(1.7, 1.7), True), (rectangle(0.95, 0.95), False)],
    "triangle": [(regular(3), True)],
    "star": [(regular(5, inner=0.42), True)],
    "cross": [(rectangle(1.9, 0.6), True), (rectangle(0.6, 1.9), True)],
    "bar": [(rectangle(2.0, 0.55), True)],
    "moon": [(circle(), True), (circle(0.85, (0.5, 0)), False)],
    "heart": [(heart(), True)],
}


def draw(name: str, rng: np.random.Generator) -> np.ndarray:
    """One picture, uint8 (32, 32, 3): place, size, turn and colours at random."""
    mask = PIL.Image.new("L", (SIZE * FINE, SIZE * FINE), 0)
    pen = PIL.ImageDraw.Draw(mask)
    turn = rng.uniform(-0.5, 0.5)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    radius = rng.uniform(8, 12.5)
    centre = SIZE / 2 + rng.uniform(-3, 3, 2)
    for corners, filled in SHAPES[name]:
        points = (corners @ rotation.T * radius + centre) * FINE
        pen.polygon([tuple(point) for point in points], fill=255 * filled)
    small = mask.resize((SIZE, SIZE), PIL.Image.Resampling.BOX)
    opacity = np.asarray(small, "float64")[..., None] / 255
    light, dark = rng.uniform(140, 250, 3), rng.uniform(0, 110, 3)
    slope = np.linspace(-25, 25, SIZE)[:, None, None] * rng.choice([-1, 1])
    foreground, background = (light, dark) if rng.random() < 0.5 else (dark, light)
    picture = opacity * foreground + (1 - opacity) * (background + slope)
    return np.clip(np.rint(picture), 0, 255).astype("uint8")


def write_npz(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """A compressed npz with fixed dates, so that equal arrays give equal bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy", (2026, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(member, "w") as file:
                np.lib.format.write_array(file, array, allow_pickle=False)


def main() -> None:
    """Draws all samples and writes them."""
    rng = np.random.default_rng(2026)
    arrays = {}
    for part, count in (("train", N_TRAIN), ("test", N_TEST)):
        labels = rng.permutation(np.arange(count) % len(CLASSES)).astype("uint8")
        arrays[f"x_{part}"] = np.stack([draw(CLASSES[i], rng) for i in labels])
        arrays[f"y_{part}"] = labels
    write_npz(FOLDER / "shapes.npz", arrays)
    draw_facades.write_samples(FOLDER)
    draw_faces.write(FOLDER / "faces.npz")
    turns = len(draw_faces.YEARS)
    draw_faces.write(FOLDER / "years.npz", draw_faces.years_later, turns)
    from data import compose  # which uses write_npz of this file

    compose.write(FOLDER / "composed.npz")
    for file in sorted(FOLDER.iterdir()):
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
