"""The parts of a drawn house front: walls, windows, ledges, balconies, doors, shops.

Every part is placed on a grid of 128×128 cells, where its label is written, and painted
on a picture of twice that size, so that details are smooth and edges still meet. Names
follow the CMP database: a cornice is the ledge above a window, a molding a band along
the wall.
"""

from typing import NamedTuple

import numpy as np
import PIL.Image

from gan_utils.data import FACADE_CLASSES

SIZE = 128
FINE = 2
WALLS = {  # colours as painters mix them: a few of each material
    "plaster": ["#e3d3b0", "#d9b27c", "#c98f6b", "#cfc9bd", "#b9c4ac", "#e8dfd2"]
    + ["#d8a7a0", "#a8b7c4", "#e6c35c", "#93694f"],
    "brick": ["#9c4f3c", "#8a3b2e", "#b5694a", "#7b5a4a", "#c08a5e", "#a89a86"],
    "stone": ["#b8ab93", "#a7a39b", "#8f8578", "#cdbf9f", "#98a0a6"],
    "panels": ["#b9b6b0", "#9fa6a8", "#cbc4b4", "#8b8f94", "#c2b0a0"],
}
TRIMS = ["#efe9dc", "#d8cdb6", "#c3b59b", "#f4f1ea", "#a89c88", "#8d8377"]
FRAMES = ["#f2f0ea", "#e4ded0", "#6b4a33", "#3c3f42", "#4d5f4a", "#7c6a58", "#2b2622"]
DOORS = ["#5b3a24", "#3f4a3a", "#6e2b22", "#2f3a4a", "#7a5a38", "#43403c"]
CLOTHS = ["#a33b2f", "#2f5a45", "#2d4a78", "#c49a3c", "#6d3b5e", "#3a3a3a", "#b8b2a4"]
SKIES = [("#5f8fc8", "#cfe0ee"), ("#8aa6bd", "#dde3e6"), ("#b9c0c6", "#e6e6e2")]
SKIES += [("#3f74b8", "#a9cbe8"), ("#c9a98c", "#efe0c8"), ("#e9edf0", "#f6f6f4")]


class Scene(NamedTuple):
    """What is being drawn: photo (256, 256, 3) from 0 to 1 and labels (128, 128)."""

    photo: np.ndarray
    labels: np.ndarray
    rng: np.random.Generator
    light: int  # −1: the sun stands on the left, 1: on the right


class Style(NamedTuple):
    """What the windows of one house share."""

    shape: str
    bars: str
    frame: np.ndarray
    sky: np.ndarray
    curtains: float
    rollers: float
    cloth: np.ndarray


def rgb(code: str) -> np.ndarray:
    """A colour written as #ff8000 → array of three numbers from 0 to 1."""
    return np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def pick(rng: np.random.Generator, codes: list[str], spread: float = 0.02):
    """One of the colours, a little changed."""
    colour = rgb(codes[rng.integers(len(codes))])
    return np.clip(colour + rng.normal(0, spread, 3) + rng.normal(0, 0.05), 0.05, 1)


def cloudy(rng: np.random.Generator, shape: tuple[int, int], cells: int) -> np.ndarray:
    """Smooth noise about 0 with a spread of about 1."""
    coarse = PIL.Image.fromarray(rng.normal(size=(cells, cells)).astype("float32"))
    return np.asarray(coarse.resize(shape[::-1], PIL.Image.Resampling.BICUBIC))


def region(scene: Scene, y0: int, y1: int, x0: int, x1: int) -> np.ndarray:
    """The photo in a box of cells, to be painted on; clipped at the border."""
    y0, y1, x0, x1 = (int(np.clip(v, 0, SIZE)) * FINE for v in (y0, y1, x0, x1))
    return scene.photo[y0:y1, x0:x1]


def part(scene: Scene, name: str, y0: int, y1: int, x0: int, x1: int) -> np.ndarray:
    """Labels a box of cells and returns its photo, to be painted on."""
    y, x = np.clip([y0, y1], 0, SIZE), np.clip([x0, x1], 0, SIZE)
    scene.labels[y[0] : y[1], x[0] : x[1]] = FACADE_CLASSES.index(name)
    return region(scene, y0, y1, x0, x1)


def shade(scene: Scene, y0: int, y1: int, x0: int, x1: int, strength: float) -> None:
    """A shadow that fades downwards, moved away from the light."""
    shift = -scene.light
    box = region(scene, y0, y1, x0 + shift, x1 + shift)
    box *= 1 - strength * np.linspace(1, 0.2, len(box))[:, None, None]


def ledge(scene: Scene, name: str, box: tuple, colour: np.ndarray, depth=2) -> None:
    """A stone that stands out: lit above, dark below, with a shadow under it."""
    y0, y1, x0, x1 = box
    shade(scene, y1, y1 + depth, x0, x1, 0.45)
    view = part(scene, name, *box)
    view[:] = colour * np.linspace(1.08, 0.88, len(view))[:, None, None]
    view[:1] *= 1.12
    view[-1:] *= 0.72


def column(scene: Scene, y0: int, y1: int, x0: int, x1: int, colour) -> None:
    """A pillar: rounded by light and shade, with a capital and a base."""
    shadow = x1 if scene.light < 0 else x0 - 1
    dark = region(scene, y0, y1, shadow, shadow + 1)
    dark *= 0.7
    view = part(scene, "pillar", y0, y1, x0, x1)
    across = np.linspace(-1, 1, view.shape[1]) * scene.light
    view[:] = colour * (0.95 + 0.12 * across - 0.12 * across**2)[None, :, None]
    for end in (view[:4], view[-5:]):
        end *= 1.08
        end[-1:] *= 0.7


def texture(rng, material: str, shape: tuple[int, int]) -> np.ndarray:
    """Brightness of a wall about 1, float (height, width, 1)."""
    y, x = np.indices(shape)
    tone = 1 + 0.02 * cloudy(rng, shape, 6) + 0.012 * cloudy(rng, shape, 40)
    if material == "plaster":
        return tone[..., None]
    height, width, spread, joint = {
        "brick": (6, 14, 0.09, 1.2),
        "stone": (16, int(rng.integers(26, 44)), 0.05, 0.78),
        "panels": (int(rng.integers(28, 44)), int(rng.integers(40, 70)), 0.025, 0.8),
    }[material]
    row = y // height
    along = x + row % 2 * (width // 2) if material != "panels" else x
    blocks = rng.normal(1, spread, (row.max() + 1, along.max() // width + 1))
    tone = tone * blocks[row, along // width]
    thick = 1 if material == "brick" else 2
    lines = (y % height < thick) | (along % width < thick)
    tone = np.where(lines, tone * joint, tone)
    return tone[..., None]


def glass(rng, shape: tuple[int, int], style: Style, light: int) -> np.ndarray:
    """A pane: dark room below, sky reflected above, sometimes curtains or a lamp."""
    height, width = shape
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    room = rgb("#20262c") * rng.uniform(0.6, 1.6)
    edge = rng.uniform(0.1, 0.9)
    mirror = 1 / (1 + np.exp(9 * (y + 0.5 * light * (x - 0.5) - edge)))
    pane = room + (rng.uniform(0.25, 0.75) * mirror)[..., None] * (style.sky - room)
    if rng.random() < 0.05:
        pane = 0.4 * pane + 0.6 * rgb("#e8b765") * (1 - 0.4 * y[..., None])
    if rng.random() < style.curtains:
        gap = rng.uniform(0.1, 0.32)
        cloth = 0.62 + 0.12 * np.sin(x * width * rng.uniform(0.9, 1.6))
        opening = np.abs(x - 0.5) + 0.12 * y
        hung = np.clip((opening - gap) * 12, 0, 1)[..., None] * rng.uniform(0.5, 0.9)
        pane = pane * (1 - hung) + hung * cloth[..., None] * style.cloth
    return pane


def opening(shape: tuple[int, int], kind: str) -> np.ndarray:
    """Mask of a window's cells: a rectangle, or with a round or a flat arch above."""
    height, width = shape
    mask = np.ones(shape, bool)
    if kind == "flat" or height < 4:
        return mask
    x = (np.arange(width) - (width - 1) / 2) / (width / 2)
    rise = width / 2 if kind == "round" else width / 5
    top = np.rint(rise * (1 - np.sqrt(np.clip(1 - x**2, 0, 1)))).astype(int)
    return np.arange(height)[:, None] >= top


def window(scene: Scene, y0: int, y1: int, x0: int, x1: int, style: Style) -> None:
    """Frame, glass and bars, set back into the wall."""
    if min(y0, x0) < 0 or max(y1, x1) > SIZE or y1 - y0 < 3 or x1 - x0 < 2:
        return
    rng = scene.rng
    mask = opening((y1 - y0, x1 - x0), style.shape)
    labels = scene.labels[y0:y1, x0:x1]
    labels[mask] = FACADE_CLASSES.index("window")
    view = region(scene, y0, y1, x0, x1)
    height, width = view.shape[:2]
    picture = np.empty_like(view)
    picture[:] = style.frame
    pane = picture[2:-2, 2:-2]
    pane[:] = glass(rng, pane.shape[:2], style, scene.light)
    middle, third = width // 2, 2 + height // 3
    bar = style.frame * 0.95
    if style.bars in ("cross", "tee", "grid", "upright"):
        start = third if style.bars == "tee" else 0
        picture[start:, middle - 1 : middle + 1] = bar
    if style.bars in ("cross", "tee", "grid", "sash"):
        start = height // 2 if style.bars == "sash" else third
        picture[start : start + 2] = bar
    if style.bars == "grid":
        picture[third + height // 3] = bar
    if rng.random() < style.rollers:
        down = int(height * rng.uniform(0.2, 0.95)) // FINE
        slats = 0.92 + 0.08 * (np.arange(down * FINE) % 3 > 0)[:, None, None]
        picture[: down * FINE, 1:-1] = style.cloth * slats
        labels[:down][mask[:down]] = FACADE_CLASSES.index("blind")
    # The wall above and on the side of the sun throws a shadow into the opening.
    picture[:3] *= 0.6
    picture[:, slice(0, 2) if scene.light < 0 else slice(-2, None)] *= 0.7
    solid = np.kron(mask, np.ones((FINE, FINE), bool))
    view[solid] = picture[solid]


def shutters(scene: Scene, y0: int, y1: int, x0: int, x1: int, style: Style) -> None:
    """Wooden wings on both sides of a window, labelled blind."""
    wide = max((x1 - x0) // 2, 2)
    for left in (x0 - wide, x1):
        view = part(scene, "blind", y0, y1, left, left + wide)
        slats = np.arange(len(view)) % 4 < 2
        view[:] = style.cloth * np.where(slats, 1, 0.8)[:, None, None]
        view[:, :1] *= 0.8
        view[:, -1:] *= 0.7


def balcony(scene: Scene, y0: int, y1: int, x0: int, x1: int, colour, kind: str):
    """A slab with a railing of iron bars, or with a parapet of stone or glass."""
    shade(scene, y1, y1 + 5, x0, x1, 0.5)
    view = part(scene, "balcony", y0, y1, x0, x1)
    slab = max(len(view) // 5, 2)
    if kind == "iron":
        iron = rgb("#26282a")
        view[:-slab] = 0.75 * view[:-slab] + 0.25 * iron
        view[:-slab, ::3] = iron
        view[:2] = iron
    elif kind == "glass":
        view[:-slab] = 0.45 * view[:-slab] + 0.55 * rgb("#b9cdd2")
        view[:1] = rgb("#d9dde0")
    else:
        view[:-slab] = colour * np.linspace(1.05, 0.9, len(view) - slab)[:, None, None]
        view[3:-slab, 2::5] *= 0.62
    view[-slab:] = colour * np.linspace(1.05, 0.75, slab)[:, None, None]


def ornament(scene: Scene, y0: int, y1: int, x0: int, x1: int, colour) -> None:
    """A relief, labelled deco: a panel with a rosette or a swag in light and shade."""
    view = part(scene, "deco", y0, y1, x0, x1)
    y, x = np.indices(view.shape[:2])
    y, x = y - (len(view) - 1) / 2, x - (view.shape[1] - 1) / 2
    turn, radius = np.arctan2(y, x), np.hypot(y, x)
    relief = np.sin(radius * 1.1) + 0.6 * np.sin(scene.rng.integers(4, 9) * turn)
    lit = np.gradient(relief, axis=0) - scene.light * np.gradient(relief, axis=1)
    view[:] = colour * np.clip(0.97 + 0.16 * lit, 0.6, 1.25)[..., None]
    view[-1:] *= 0.75


def door(scene: Scene, y0: int, y1: int, x0: int, x1: int, colour, style: Style):
    """Two wings with panels, a light above, a step below."""
    view = part(scene, "door", y0, y1, x0, x1)
    height, width = view.shape[:2]
    view[:] = colour
    light = max(height // 5, 3)
    pane = view[2:light, 2:-2]
    pane[:] = glass(scene.rng, pane.shape[:2], style._replace(curtains=0), scene.light)
    for left in (0, width // 2):
        for top in (light + 2, light + 2 + (height - light) // 2):
            panel = view[top : top + (height - light) // 2 - 4, left + 2 :][
                :, : width // 2 - 4
            ]
            panel *= 0.82
            panel[-1:] *= 1.5
    view[light:, width // 2] *= 0.5
    view[:3] *= 0.6
    view[-2:] = rgb("#9a958c")


def shop(scene: Scene, y0: int, y1: int, x0: int, x1: int, style: Style) -> None:
    """A sign, perhaps an awning, and a bright window with goods."""
    rng = scene.rng
    view = part(scene, "shop", y0, y1, x0, x1)
    height, width = view.shape[:2]
    colour = pick(rng, CLOTHS)
    view[:] = colour * 0.8
    sign = max(height // 5, 4)
    pane = view[sign + 1 : -3, 2:-2]
    y, x = np.mgrid[0 : 1 : pane.shape[0] * 1j, 0 : 1 : pane.shape[1] * 1j]
    lamp = rgb("#f0dcae") * rng.uniform(0.35, 0.9)
    pane[:] = lamp * (1 - 0.6 * y[..., None]) * (0.8 + 0.2 * np.cos(6 * x[..., None]))
    for _ in range(width // 6):
        top, left = rng.uniform(0.35, 0.8) * len(pane), rng.uniform(0, 0.95) * width
        goods = pane[int(top) :, int(left) : int(left) + rng.integers(3, 9)]
        goods[:] = pick(rng, CLOTHS, 0.1) * rng.uniform(0.5, 1.2)
    pane += 0.25 * np.clip(np.sin(5 * (x + 0.7 * y)), 0, 1)[..., None] * style.sky
    pane[:, :: max(width // 3, 8)] = colour * 0.7
    left = 4
    while left < width - 8:  # letters
        wide = rng.integers(2, 5)
        view[sign // 2 - 1 : sign // 2 + 2, left : left + wide] = rgb("#f4ecd4")
        left += wide + 1
    if rng.random() < 0.4:
        cloth = view[sign : sign + max(height // 4, 4)]
        stripes = (np.arange(width) // 5 % 2)[None, :, None]
        cloth[:] = np.where(stripes, rgb("#efe8da"), pick(rng, CLOTHS))
        cloth *= np.linspace(1.05, 0.8, len(cloth))[:, None, None]
