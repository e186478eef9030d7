"""Draws house fronts with their label maps, the stand-in for the real facades."""

from pathlib import Path

import numpy as np
import PIL.Image

from data.drawing import facade_parts as parts
from data.drawing.facade_parts import SIZE, Scene, Style
from gan_utils.data import FACADE_CLASSES, FACADE_PALETTE

N_PAIRS, COLUMNS = 460, 20
SHAPES = ["flat"] * 6 + ["round", "segment", "segment"]
BARS = ["cross", "tee", "upright", "sash", "grid", "plain"]
ODDS = {"band": 0.5, "sill": 0.7, "hood": 0.5, "gable": 0.2}
ODDS |= {"shutters": 0.25, "balcony": 0.45, "deco": 0.4, "pillars": 0.3}


def draw_facade(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """One house: photo uint8 (128, 128, 3) and classes uint8 (128, 128)."""
    fine = SIZE * parts.FINE
    photo, labels = np.zeros((fine, fine, 3)), np.zeros((SIZE, SIZE), "uint8")
    scene = Scene(photo, labels, rng, int(rng.choice([-1, 1])))
    sky = parts.SKIES[rng.integers(len(parts.SKIES))]
    ground = SIZE - int(rng.integers(3, 11))
    surroundings(scene, sky, ground)
    left, right = (int(rng.choice([0, 0, rng.integers(3, 16)])) for _ in range(2))
    top = int(rng.choice([0, rng.integers(4, 14), rng.integers(10, 34)]))
    house(scene, (top, ground, left, SIZE - right), parts.rgb(sky[1]))
    return develop(scene), labels


def surroundings(scene: Scene, sky: tuple[str, str], ground: int) -> None:
    """The background: sky with clouds, neighbours on both sides, a pavement."""
    rng, shape = scene.rng, scene.photo.shape[:2]
    fade = np.linspace(0, 1, shape[0])[:, None, None]
    scene.photo[:] = parts.rgb(sky[0]) * (1 - fade) + parts.rgb(sky[1]) * fade
    clouds = parts.cloudy(rng, shape, 7) + 0.4 * parts.cloudy(rng, shape, 18)
    amount = rng.uniform(0, 0.3) * np.clip(clouds, 0, 2)[..., None]
    scene.photo[:] = scene.photo * (1 - amount) + amount
    for x0, x1 in ((0, SIZE // 2), (SIZE // 2, SIZE)):
        roof = int(rng.integers(8, 80))
        view = parts.region(scene, roof, SIZE, x0, x1)
        view[:] = parts.pick(rng, parts.WALLS["plaster"] + parts.WALLS["brick"]) * 0.85
        view *= parts.texture(rng, "plaster", view.shape[:2])
        for y in range(roof + 5, ground - 6, 16):
            for x in range(x0 + 3, x1 - 5, 12):
                parts.region(scene, y, y + 9, x, x + 6)[:] = parts.rgb("#39424a")
        view[:3] *= 0.6
    pavement = parts.region(scene, ground, SIZE, 0, SIZE)
    pavement[:] = parts.pick(rng, ["#8d8a85", "#77777a", "#a09a90"])
    pavement *= parts.texture(rng, "plaster", pavement.shape[:2])
    pavement[:2] *= 0.6
    scene.labels[:] = FACADE_CLASSES.index("background")


def develop(scene: Scene) -> np.ndarray:
    """The camera's part: light from one side, a tint, grain, and half the size."""
    rng, photo = scene.rng, scene.photo
    across = np.linspace(-1, 1, photo.shape[1])[:, None]
    photo = photo * (1 + rng.uniform(0, 0.12) * scene.light * across)
    photo = photo * (rng.uniform(0.82, 1.1) + rng.normal(0, 0.025, 3))
    photo = np.clip(photo, 0, 1) ** rng.uniform(0.9, 1.15)
    photo = photo.reshape(SIZE, parts.FINE, SIZE, parts.FINE, 3).mean((1, 3))
    photo = photo + rng.normal(0, 0.012, photo.shape)
    return np.clip(np.rint(photo * 255), 0, 255).astype("uint8")


def house(scene: Scene, box: tuple[int, int, int, int], sky: np.ndarray) -> None:
    """Walls, floors and bays in the box top, bottom, left, right."""
    rng = scene.rng
    top, bottom, left, right = box
    material = str(rng.choice(list(parts.WALLS), p=[0.45, 0.25, 0.18, 0.12]))
    wall, trim = parts.pick(rng, parts.WALLS[material]), parts.pick(rng, parts.TRIMS)
    if rng.random() < 0.25:
        trim = wall * 1.08
    n_floors = int(rng.integers(3, 7))
    bay = max((bottom - top) / n_floors * rng.uniform(0.75, 1.3), 10)
    n_bays = max(round((right - left) / bay), 2)
    street = int(np.clip((bottom - top) / n_floors * rng.uniform(1, 1.35), 12, 40))
    base = bottom - street
    view = parts.part(scene, "facade", top, bottom, left, right)
    view[:] = wall * parts.texture(rng, material, view.shape[:2])
    if rng.random() < 0.35:
        view = parts.region(scene, base, bottom, left, right)
        stone = parts.pick(rng, parts.WALLS["stone"])
        view[:] = stone * parts.texture(rng, "stone", view.shape[:2])
    style = Style(
        str(rng.choice(SHAPES)),
        str(rng.choice(BARS)),
        parts.pick(rng, parts.FRAMES),
        np.clip(sky + rng.normal(0, 0.08), 0, 1),
        rng.uniform(0, 0.9),
        float(rng.choice([0, 0, 0.3, 0.6])),
        parts.pick(rng, [*parts.CLOTHS, "#e8e2d4", "#d9d4c8", "#cfc3a8"]),
    )
    roof = int(rng.integers(3, 9)) if rng.random() < 0.8 else 0
    if roof:
        cornice(scene, (top, top + roof, left - 1, right + 1), trim)
    floors = np.linspace(top + roof + 1, base, n_floors).astype(int)
    bays = np.linspace(left + 2, right - 2, n_bays + 1).astype(int)
    upper_floors(scene, floors, bays, style, trim)
    street_floor(scene, (base, bottom), bays, style, trim)


def cornice(scene: Scene, box: tuple[int, int, int, int], trim: np.ndarray) -> None:
    """The band under the roof, sometimes with a row of small blocks."""
    parts.ledge(scene, "molding", box, trim, depth=4)
    top, bottom, left, right = box
    if bottom - top > 4 and scene.rng.random() < 0.6:
        teeth = parts.region(scene, bottom - 3, bottom - 1, left, right)
        teeth[:, (np.arange(teeth.shape[1]) // 3) % 2 == 0] *= 0.66


def upper_floors(
    scene: Scene, floors: np.ndarray, bays: np.ndarray, style: Style, trim: np.ndarray
) -> None:
    """Rows of windows with what this house has around them."""
    rng = scene.rng
    has = {name: rng.random() < odds for name, odds in ODDS.items()}
    wide, high = rng.uniform(0.38, 0.7), rng.uniform(0.46, 0.7)
    kind = str(rng.choice(["iron", "stone", "glass"], p=[0.5, 0.3, 0.2]))
    widest = rng.choice([0.75, 0.9, 1.6], p=[0.4, 0.4, 0.2])
    every = int(rng.integers(1, 3))
    with_balcony = rng.random((len(floors), len(bays))) < rng.choice([0.2, 0.5, 1])
    for floor, (y0, y1) in enumerate(zip(floors[:-1], floors[1:], strict=True)):
        if has["band"] or floor == len(floors) - 2:
            thick = 2 + (floor == len(floors) - 2) * int(rng.integers(0, 2))
            parts.ledge(scene, "molding", (y1 - thick, y1, bays[0], bays[-1]), trim)
        height = max(int((y1 - y0) * high), 4)
        top = y0 + max((y1 - y0 - height) // 2, 2)
        for bay, (x0, x1) in enumerate(zip(bays[:-1], bays[1:], strict=True)):
            width = max(min(int((x1 - x0) * wide), int(height * widest)), 3)
            x = x0 + (x1 - x0 - width) // 2
            spot = (top, top + height, x, x + width)
            parts.window(scene, *spot, style)
            if has["shutters"] and x1 - x0 > 2 * width + 1:
                parts.shutters(scene, *spot, style)
            surround(scene, spot, (y0, y1), has, trim)
            if has["balcony"] and bay % every == 0 and with_balcony[floor, bay]:
                rail = (top + height - height // 3, top + height + 2)
                parts.balcony(scene, *rail, x - 2, x + width + 2, trim, kind)
    if has["pillars"]:
        for x in bays[:: int(rng.choice([1, 1, max(len(bays) - 1, 1)]))]:
            parts.column(scene, floors[0], floors[-1] - 2, x - 1, x + 2, trim)


def surround(
    scene: Scene,
    spot: tuple[int, int, int, int],
    floor: tuple[int, int],
    has: dict[str, bool],
    trim: np.ndarray,
) -> None:
    """Sill, cornice and relief of one window."""
    y0, y1, x0, x1 = spot
    if has["sill"]:
        parts.ledge(scene, "sill", (y1, y1 + 2, x0 - 1, x1 + 1), trim)
    if has["hood"] and y0 - floor[0] >= 3:
        parts.ledge(scene, "cornice", (y0 - 3, y0 - 1, x0 - 2, x1 + 2), trim)
        for step in (1, 2) if has["gable"] and y0 - floor[0] >= 5 else ():
            inset = step * (x1 - x0 + 4) // 6
            box = (y0 - 3 - step, y0 - 2 - step, x0 - 2 + inset, x1 + 2 - inset)
            parts.ledge(scene, "cornice", box, trim, depth=0)
    below, above = floor[1] - y1 - 4, y0 - floor[0] - 2
    if has["deco"] and below >= 3:
        parts.ornament(scene, y1 + 3, y1 + 3 + min(below, 7), x0, x1, trim)
    elif has["deco"] and not has["hood"] and above >= 3:
        parts.ornament(scene, y0 - 1 - min(above, 5), y0 - 1, x0, x1, trim)


def street_floor(
    scene: Scene,
    floor: tuple[int, int],
    bays: np.ndarray,
    style: Style,
    trim: np.ndarray,
) -> None:
    """The ground floor: a door, and beside it shops, garages' doors or windows."""
    rng = scene.rng
    y0, y1 = floor
    use = str(rng.choice(["shops", "windows", "mixed"], p=[0.45, 0.4, 0.15]))
    entrance = int(rng.integers(len(bays) - 1))
    wood = parts.pick(rng, parts.DOORS)
    for bay, (x0, x1) in enumerate(zip(bays[:-1], bays[1:], strict=True)):
        middle, width = (x0 + x1) // 2, min(max((x1 - x0) // 2, 5), 14)
        left = middle - width // 2
        if bay == entrance:
            tall = min(int((y1 - y0) * 0.8), 26)
            spot = (y1 - tall, y1, left, left + width)
            parts.door(scene, *spot, wood, style)
            hood = (spot[0] - 2, spot[0], left - 2, left + width + 2)
            parts.ledge(scene, "cornice", hood, trim)
        elif use == "shops" or (use == "mixed" and bay % 2):
            parts.shop(scene, y0 + 3, y1, x0 + 1, x1 - 1, style)
        else:
            spot = (y0 + (y1 - y0) // 4, y1 - (y1 - y0) // 4, left, left + width)
            parts.window(scene, *spot, style)
            sill = (spot[1], spot[1] + 2, left - 1, left + width + 1)
            parts.ledge(scene, "sill", sill, trim)


def draw_all(seed: int = 2026) -> tuple[np.ndarray, np.ndarray]:
    """All photos and classes; each pair has a generator of its own."""
    pairs = [draw_facade(rng) for rng in np.random.default_rng(seed).spawn(N_PAIRS)]
    return tuple(np.stack(arrays) for arrays in zip(*pairs, strict=True))


def sheet(pictures: np.ndarray) -> np.ndarray:
    """Pictures (n, h, w, …) as one picture with COLUMNS of them in a row."""
    n, height, width, *channels = pictures.shape
    rows = n // COLUMNS
    grid = pictures.reshape(rows, COLUMNS, height, width, *channels)
    return grid.swapaxes(1, 2).reshape(rows * height, COLUMNS * width, *channels)


def write_samples(folder: Path) -> None:
    """Writes the photos as one JPEG and the label maps as one PNG with palette."""
    photos, labels = draw_all()
    PIL.Image.fromarray(sheet(photos)).save(
        folder / "facades_photos.jpg", quality=85, subsampling=0, optimize=True
    )
    maps = PIL.Image.fromarray(sheet(labels))
    maps.putpalette(FACADE_PALETTE.tobytes())
    maps.save(folder / "facades_labels.png", optimize=True)
