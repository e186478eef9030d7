"""Parts of a drawn face: outline, relief, light, skin, wrinkles, eyes, nose, mouth.

A face is drawn as a relief under a lamp. Every part adds bumps and grooves to a
height map and stains to a colour map, both over the coordinates of the face: x to the
right and y down, the head about one unit wide on either side of x = 0. `person` holds
what stays for life and `body` what `face_people.grow` made of it at one age.
"""

import numpy as np

SKIN = np.float32(  # from the lightest to the darkest, 0…255
    [(248, 208, 180), (238, 188, 152), (216, 166, 128)]
    + [(172, 120, 84), (118, 78, 56), (78, 52, 40)]
)


def ramp(value: np.ndarray | float, low: float, high: float) -> np.ndarray | float:
    """0 below `low`, 1 above `high`, a smooth step in between."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def inside(distance: np.ndarray, edge: float = 0.03) -> np.ndarray:
    """Coverage 0…1 of the points whose signed distance is negative."""
    return np.clip(0.5 - distance / edge, 0, 1)


def blob(x, y, centre, radii) -> np.ndarray:
    """A Gaussian bump of height 1."""
    u, v = (x - centre[0]) / radii[0], (y - centre[1]) / radii[1]
    return np.exp(-u * u - v * v)


def line(along, across, centre: float, half: float, width: float) -> np.ndarray:
    """A soft line: `across` is the distance from it, `along` runs with it."""
    u = np.abs(along - centre) / half
    return np.exp(-((across / width) ** 2)) * np.clip(1.6 * (1 - u * u), 0, 1)


def paint(picture: np.ndarray, colour, coverage: np.ndarray) -> None:
    """Lays a colour over the picture, in place."""
    picture += coverage[..., None] * (np.asarray(colour, "float32") - picture)


def light(height: np.ndarray, lamp: list[float], step: float) -> np.ndarray:
    """Brightness of a relief under a lamp in direction `lamp` (x, y, z)."""
    slope_y, slope_x = np.gradient(height, step)
    facing = lamp[2] - slope_x * lamp[0] - slope_y * lamp[1]
    facing /= np.sqrt(1 + slope_x**2 + slope_y**2)
    return 0.44 + 0.62 * np.clip(0.2 + 0.8 * facing, 0, None)


def skin_colour(melanin: float, undertone: float) -> np.ndarray:
    """Colour of the skin, 0…255; `undertone` −1 is rosy and 1 is golden."""
    place = melanin * (len(SKIN) - 1)
    tone = [np.interp(place, np.arange(len(SKIN)), SKIN[:, c]) for c in range(3)]
    return np.array(tone, "float32") + undertone * np.array([0, 3, -9], "float32")


def outline(x, y, body: dict, wider: float = 0.0, higher: float = 0.0) -> np.ndarray:
    """Signed distance to the edge of the head, enlarged by `wider` and `higher`."""
    high = body["middle"] - body["top"] + higher
    up = np.clip((body["middle"] - y) / high, 0, None)
    down = np.clip((y - body["middle"]) / (body["chin"] - body["middle"]), 0, None)
    width = (body["width"] + wider) * (1 - body["taper"] * np.clip(down, 0, 1) ** 2)
    width = width + body["jowl"] * np.exp(-(((down - 0.74) / 0.2) ** 2))
    radius = (x / width) ** 2 + up**2.2 + down ** body["squareness"]
    return (np.sqrt(radius) - 1) * 0.95


def head_relief(x, y, body: dict) -> np.ndarray:
    """Height of the skull, the eye sockets, the nose, the cheeks and the lips."""
    ax = np.abs(x)
    distance = outline(x, y, body)
    height = 0.85 * np.sqrt(np.clip(1 - (1 + distance / 0.95) ** 2, 0, 1) + 0.02)
    height -= 2.5 * np.clip(distance, 0, None)
    gap, eye, nose, mouth = (body[k] for k in ("eye_gap", "eye_y", "nose_y", "mouth_y"))
    height -= 0.13 * blob(ax, y, (gap, eye - 0.03), (0.24, 0.15))
    height += body["ridge"] * blob(ax, y, (gap, eye - body["brow_height"]), (0.3, 0.09))
    rise = np.clip((y - eye + 0.08) / (nose - eye), 0, 1)
    rise = rise * ramp(nose + 0.06 - y, 0, 0.12)
    wide = body["nose_width"]
    back = np.exp(-((x / (0.07 + 0.45 * wide * rise)) ** 2))
    height += (0.05 + 0.17 * rise) * body["bridge"] * rise**0.3 * back
    height += 0.13 * blob(x, y, (0, nose - 0.06), (0.55 * wide, 0.09))
    height += 0.08 * blob(ax, y, (0.72 * wide, nose - 0.03), (0.4 * wide, 0.07))
    cheek = (0.56, 0.5 * (eye + mouth) + 0.05)
    height += body["cheek"] * blob(ax, y, cheek, (0.3, 0.26))
    height += body["chubby"] * blob(ax, y, (0.5, mouth - 0.02), (0.3, 0.28))
    height += 0.06 * blob(x, y, (0, 0.5 * (mouth + body["chin"]) + 0.1), (0.2, 0.13))
    lip, wide = body["lip"], body["mouth_width"]
    height += 0.055 * blob(x, y, (0, mouth - 0.6 * lip), (wide, lip))
    height += 0.075 * blob(x, y, (0, mouth + 0.8 * lip), (0.75 * wide, lip))
    height -= 0.05 * blob(x, y, (0, mouth + 2.2 * lip), (0.2, 0.06))
    return height


def wrinkles(x, y, body: dict) -> tuple[np.ndarray, np.ndarray]:
    """Bulges and grooves of age: (bumps, depth), each zero in a smooth face."""
    ax = np.abs(x)
    gap, eye, nose, mouth = (body[k] for k in ("eye_gap", "eye_y", "nose_y", "mouth_y"))
    brow, half = eye - body["brow_height"], body["eye_width"]
    depth = np.zeros_like(x)
    for i, level in enumerate((0.17, 0.30, 0.43)):
        wave = 0.018 * np.sin(4.5 * x + 2.1 * i) + 0.05 * x * x
        strength = body["forehead_lines"] * (0.8, 1.0, 0.75)[i]
        depth += strength * line(x, y - (brow - level + wave), 0, 0.62, 0.022)
    frown = ax - 0.085 - 0.12 * (brow + 0.03 - y)
    depth += body["frown"] * line(y, frown, brow, 0.13, 0.02)
    out, below = ax - gap - half, y - eye
    for slope in (-0.45, 0.0, 0.45):
        depth += body["crow_feet"] * line(out, below - slope * out, 0.14, 0.12, 0.017)
    fall = (y - nose + 0.06) / (mouth - nose + 0.14)
    fold = body["nose_width"] + 0.04
    fold = fold + (body["mouth_width"] + 0.1) * 0.62 * np.clip(fall, 0, 2) ** 0.8
    depth += body["folds"] * line(fall, ax - fold, 0.5, 0.56, 0.03)
    sag = ax - body["mouth_width"] - 0.04 + 1.2 * (y - mouth - 0.2) ** 2
    depth += body["marionette"] * line(y, sag, mouth + 0.13, 0.14, 0.036)
    bag = y - eye - 0.2 + 0.068 * ((ax - gap) / half) ** 2
    depth += body["bags"] * line(ax, bag, gap - 0.01, half * 1.15, 0.026)
    for level in (0.0, 0.06):
        above = blob(x, y, (0, mouth - body["lip"] - 0.05 - level), (0.2, 0.05))
        depth += 0.25 * body["pucker"] * np.sin(38 * x) ** 2 * above
    bumps = 0.05 * body["bags"] * blob(ax, y, (gap, eye + 0.14), (half, 0.06))
    bumps += 0.09 * body["folds"] * blob(ax, y, (0.47, mouth - 0.18), (0.13, 0.2))
    bumps += 0.13 * body["sag"] * blob(ax, y, (0.55, body["chin"] - 0.22), (0.16, 0.15))
    bumps -= 0.12 * body["sag"] * blob(ax, y, (0.68, mouth - 0.1), (0.14, 0.25))
    bumps -= 0.08 * body["sag"] * blob(ax, y, (0.78, eye - 0.25), (0.16, 0.2))
    return bumps, depth


def flesh(x, y, body: dict, skin, depth, noise: np.ndarray) -> np.ndarray:
    """Colour of the skin before light: cheeks, freckles, age spots, rings, wrinkles."""
    ax = np.abs(x)
    gap, eye, nose = body["eye_gap"], body["eye_y"], body["nose_y"]
    red = body["blush"] * blob(ax, y, (0.55, nose - 0.05), (0.26, 0.2))
    red = red + 0.35 * blob(x, y, (0, nose - 0.05), (0.16, 0.12))
    spots = np.clip(noise - 1.0, 0, 1)
    freckled = blob(ax, y, (0.4, nose - 0.12), (0.42, 0.2))
    upper = ramp(eye - 0.2 - y, -0.1, 0.3) + blob(ax, y, (0.7, nose), (0.25, 0.4))
    dark = spots * (body["freckles"] * freckled + body["spots"] * upper)
    dark += body["rings"] * blob(ax, y, (gap - 0.03, eye + 0.13), (0.17, 0.08))
    dark += 0.12 * blob(ax, y, (gap, eye - 0.04), (0.2, 0.09))
    dark = np.clip(dark, 0, 0.8)[..., None]
    colour = skin * (1 - dark * np.array([0.35, 0.42, 0.42], "float32"))
    colour = colour + red[..., None] * np.array([14, -12, -10]) * (skin[0] / 255)
    groove = (0.36 + 0.12 * body["melanin"]) * np.clip(depth, 0, 1.2)[..., None]
    return colour * (1 - groove * np.array([0.8, 1.0, 1.05]))


def eyes(picture, x, y, person: dict, body: dict, shade, skin, scene: dict) -> None:
    """Paints lids, whites, irises and lashes."""
    ax, half = np.abs(x), body["eye_width"]
    out = (ax - body["eye_gap"]) / half
    v = (y - body["eye_y"]) / half + person["eye_tilt"] * out
    arc = np.clip(1 - out * out, -1, 1)
    upper = -body["eye_open"] * arc * (1 - 0.12 * out)
    upper = upper + body["hooded"] * np.clip(out, 0, 1) * arc
    lower = 0.62 * body["eye_open"] * arc * (1 + 0.1 * out)
    opening = np.maximum(upper - v, v - lower) * half
    cover = inside(opening, 0.03) * (np.abs(out) < 1)
    lit = np.clip(shade, 0.75, 1.1)[..., None]
    white = (236 - 14 * body["dull"], 232 - 20 * body["dull"], 228 - 30 * body["dull"])
    paint(picture, np.array(white) * lit * 0.96, cover)
    side = np.where(x < 0, -1, 1) * out * half - scene["gaze"]
    depth = v * half + 0.08 * half
    far = np.hypot(side, depth)
    radius = body["iris"]
    colour = np.array(person["eye_colour"], "float32")
    paint(picture, colour * 0.55, cover * inside(far - radius))
    bright = colour * (1.05 + 0.25 * depth / radius)[..., None]
    paint(picture, bright, cover * inside(far - 0.8 * radius))
    paint(picture, (16, 13, 13), cover * inside(far - 0.42 * radius))
    gleam = np.hypot(side - 0.4 * radius * scene["lamp"][0], depth + 0.4 * radius)
    paint(picture, (255, 255, 255), 0.9 * cover * inside(gleam - 0.27 * radius))
    lash = np.array(skin) * 0.25
    shadow = np.exp(-(((v - upper - 0.12) / 0.16) ** 2)) * cover
    paint(picture, lash, 0.35 * shadow)
    edge = (np.abs(out) < 1.12) * np.exp(-(((v - upper) * half / body["lash"]) ** 2))
    paint(picture, lash, np.clip(1.15 * edge, 0, 1))
    low = (np.abs(out) < 1) * np.exp(-(((v - lower) * half / 0.018) ** 2))
    paint(picture, np.array(skin) * 0.5, 0.45 * low)
    crease = v - upper + person["lid"] + 0.1
    fold = (np.abs(out) < 1.1) * np.exp(-((crease * half / 0.02) ** 2))
    paint(picture, np.array(skin) * 0.5, (0.45 + 0.2 * body["dull"]) * fold)


def brows(picture, x, y, person: dict, body: dict, noise) -> None:
    """Paints the eyebrows, which whiten later than the hair."""
    out = (np.abs(x) - body["eye_gap"]) / (1.2 * body["eye_width"])
    middle = body["eye_y"] - body["brow_height"]
    bend = person["brow_arch"] * (1 - (out - 0.25) ** 2) + person["brow_angle"] * out
    thick = body["brow_thick"] * np.clip(1.0 - 0.45 * out - 0.1 * out**2, 0.25, 1.2)
    across = np.abs(y - middle + bend) - thick
    cover = inside(across, 0.05) * ramp(1.05 - np.abs(out), 0, 0.25)
    cover = cover * np.clip(0.82 + 0.2 * noise, 0.3, 1) * body["brow_strength"]
    paint(picture, body["brow_colour"], cover)


def mouth_and_nose(picture, x, y, person: dict, body: dict, shade, skin, scene) -> None:
    """Paints lips, the line between them, nostrils and the shadow below the nose."""
    wide, lip, ax = body["mouth_width"], body["lip"], np.abs(x)
    u = np.clip(ax / wide, 0, 1.4)
    smile = person["smile"] + scene["smile"] - 0.035 * body["sag"]
    v = y - body["mouth_y"] + smile * u * u
    bow = 1 - 0.3 * np.exp(-((x / 0.05) ** 2)) - 0.75 * u * u - 0.1 * u
    below = np.sqrt(np.clip(1 - (u * 1.04) ** 2, 0, 1))
    top, bottom = -1.05 * lip * np.clip(bow, 0, 1), 1.3 * lip * below
    cover = inside(np.maximum(top - v, v - bottom), 0.045) * (u < 1)
    red = np.array(skin) * person["lip_tint"] + np.array([16, -24, -12])
    red = red + body["dull"] * 0.45 * (np.array(skin) * 0.9 - red)
    upper = np.where(v < 0, 0.84, 1.02)[..., None]
    paint(picture, red * shade[..., None] * upper, 0.85 * cover)
    seam = np.exp(-((v / 0.022) ** 2)) * ramp(1.12 - u, 0, 0.15)
    paint(picture, np.array(skin) * np.array([0.36, 0.22, 0.22]), 0.85 * seam)
    nose, nw = body["nose_y"], body["nose_width"]
    hole = blob(ax, y, (0.48 * nw, nose + 0.015), (0.3 * nw, 0.028))
    paint(picture, np.array(skin) * 0.3, np.clip(0.85 * hole, 0, 1))
    under = line(x, y - nose - 0.045 + 0.35 * ax * ax / nw, 0, 1.15 * nw, 0.03)
    paint(picture, np.array(skin) * 0.55, 0.4 * under)
    across = ax - nw - 0.02 + 2 * (y - nose + 0.03) ** 2
    wing = line(y, across, nose - 0.03, 0.09, 0.022)
    paint(picture, np.array(skin) * 0.55, 0.4 * wing)
