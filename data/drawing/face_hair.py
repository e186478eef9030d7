"""Hair, beards, headscarves and glasses of the drawn faces."""

from typing import NamedTuple

import numpy as np

from data.drawing.face_parts import blob, inside, line, outline, paint, ramp


class Style(NamedTuple):
    """A hair style, lengths in units of the face."""

    volume: float  # how far the hair stands off the skull
    length: float  # how far down the sides reach; 0 is the middle of the face
    fringe: float  # how far it falls below the hairline
    part: float  # where it parts, 0 in the middle
    sweep: float  # how much it falls to one side of the parting
    curl: float  # 0 straight … 1 frizzy


STYLES = {
    "buzz": Style(0.03, -0.02, 0.0, 0.0, 0.0, 0.5),
    "crop": Style(0.1, 0.05, 0.07, 0.0, 0.0, 0.2),
    "side": Style(0.13, 0.05, 0.0, 0.4, 0.32, 0.0),
    "quiff": Style(0.26, 0.0, -0.02, 0.0, 0.0, 0.15),
    "curls": Style(0.2, 0.15, 0.1, 0.0, 0.0, 0.9),
    "mop": Style(0.16, 0.5, 0.3, 0.3, 0.1, 0.1),
    "afro": Style(0.4, 0.45, 0.02, 0.0, 0.0, 1.0),
    "bob": Style(0.15, 0.85, 0.32, 0.0, 0.0, 0.0),
    "long": Style(0.12, 1.7, 0.0, 0.05, 0.2, 0.0),
    "swept": Style(0.15, 1.5, 0.03, 0.45, 0.4, 0.1),
    "waves": Style(0.22, 1.5, 0.0, 0.2, 0.2, 0.6),
    "ringlets": Style(0.3, 1.2, 0.1, 0.0, 0.0, 1.0),
    "bun": Style(0.07, 0.0, 0.0, 0.0, 0.05, 0.0),
    "shaven": Style(0.03, -0.02, 0.0, 0.0, 0.0, 0.5),
    "headscarf": Style(0.15, 1.7, 0.0, 0.0, 0.0, 0.0),
}


def strands(x, y, person: dict, body: dict, grain: np.ndarray) -> np.ndarray:
    """Light and dark strands, about −1…1, running down from the parting or curling."""
    style = STYLES[person["hair"]]
    part = style.part * person["side"]
    angle = np.arctan2(x - part, 0.55 * (y - body["top"] + 0.25) + 0.15)
    table = np.random.default_rng(person["seed"]).normal(size=128)
    places = angle * 18 + 0.25 * grain[..., 0]
    straight = np.interp(places % 127, np.arange(128), table) * 0.8
    return straight + style.curl * (grain[..., 1] - straight)


def forehead(x, body: dict) -> np.ndarray:
    """Height of the hairline over x: temples first, then all of it, goes up."""
    ax = np.abs(x)
    temples = np.exp(-(((ax - 0.48) / 0.2) ** 2))
    peak = body["peak"] * np.exp(-((x / 0.14) ** 2))
    return body["hairline"] - body["recede"] * temples + peak + 0.12 * ax**2


def back_hair(picture, x, y, person: dict, body: dict, texture, colour) -> None:
    """Hair that hangs behind the neck, and a bun."""
    style = STYLES[person["hair"]]
    length = style.length * body["hair_length"]
    if person["hair"] == "bun":
        ball = np.hypot(x, 1.2 * (y - body["top"] + 0.02)) - 0.34
        paint(picture, colour * (0.85 + 0.1 * texture[..., None]), inside(ball))
    if length < 0.4:
        return
    wide = body["width"] + style.volume * body["hair_volume"] + 0.04 * texture
    wide = wide + 0.1 * np.clip(y, 0, 1) * (1 - style.curl)
    sides = np.maximum(np.abs(x) - wide, body["top"] * 0.3 - y)
    cover = inside(np.maximum(sides, y - length - 0.04 * texture), 0.06)
    shade = np.clip(0.62 + 0.1 * texture, 0.3, 1)
    paint(picture, colour * shade[..., None], cover)


def front_hair(picture, x, y, person: dict, body: dict, texture, colour, lamp) -> None:
    """Hair over the skull, the temples and the forehead."""
    style = STYLES[person["hair"]]
    volume = style.volume * body["hair_volume"]
    length = style.length * body["hair_length"]
    lumps = np.clip(texture, -1.2, 1.2)
    rough = (0.015 + 0.035 * style.curl) * lumps * min(1, 4 * volume)
    high = ramp(-y, -0.3, 0.9)
    sides = volume * (0.35 + 0.65 * high) if length < 0.3 else volume * np.ones_like(y)
    shell = outline(x, y, body, wider=sides, higher=volume + 0.04) - rough
    if length > 0.3:  # hangs straight down from where the head is widest
        hang = np.abs(x) - body["width"] - volume - 0.1 * np.clip(y, 0, 1) - rough
        shell = np.where(y > body["middle"], hang, shell)
    part = style.part * person["side"]
    turn = person["side"] if style.part > 0.1 else 1
    away = (x - part) * -turn
    fall = np.clip(away, -0.3, 1.2) if style.part > 0.1 else np.abs(x)
    drop = body["fringe"] * (style.fringe + style.sweep * fall)
    jagged = (0.025 + 0.02 * style.curl) * lumps
    edge = forehead(x, body) + drop + jagged
    temple = body["width"] * (0.9 - 0.1 * ramp(length, 0.3, 0.8)) - 0.5 * jagged
    temple = temple - 0.05 * ramp(y, -0.3, 0.0) * (length > 0.3)
    corner = 0.12 + 0.3 * body["bald"]
    beside, above = np.abs(x) - temple + corner, edge - y + corner
    face = np.hypot(np.clip(beside, 0, None), np.clip(above, 0, None)) - corner
    hair = np.maximum(shell, -face)
    hair = np.maximum(hair, y - length - 0.05 * texture)
    soft = 0.05 + 0.08 * (volume < 0.05)
    bare = ramp(body["bald"], 0.3, 0.5) * (1 - ramp(np.abs(x), 0.5, 0.75))
    cover = inside(hair, soft) * body["hair_strength"] * (1 - bare)
    radius = np.hypot(x - 0.35 * lamp[0], 0.9 * (y - 0.1))
    gloss = np.exp(-(((radius - 0.98) / 0.13) ** 2)) * (1 - 0.8 * style.curl)
    dim = 0.22 * y * (1 if length < 0.3 else 0.5)
    side = np.clip(0.86 + 0.2 * x * lamp[0] - dim, 0.5, 1.2)
    rim = 1 - 0.3 * np.exp(-((face / 0.09) ** 2)) * (volume > 0.05)
    shade = side * rim * (1 + 0.17 * texture) + 0.16 * gloss
    sheen = gloss[..., None] * np.array([22, 20, 18])
    paint(picture, np.clip(colour * shade[..., None] + sheen, 0, 255), cover)


def headscarf(picture, x, y, person: dict, body: dict, texture, lamp) -> None:
    """A scarf around the face and over the shoulders."""
    chin = body["chin"]
    shell = outline(x, y, body, wider=0.17, higher=0.16)
    hang = np.abs(x) - body["width"] - 0.17 - 0.35 * np.clip(y, 0, 2) ** 2
    shell = np.where(y > body["middle"], hang, shell)
    opening = np.hypot(
        x / (0.86 * body["width"]),
        np.where(y < 0, y / (body["hairline"] + 0.04), y / (chin + 0.02)),
    )
    face = (opening - 1) * 0.8
    cover = inside(np.maximum(shell, -face), 0.04)
    folds = 0.08 * np.sin(9 * np.hypot(x, 0.7 * (y - 1.0)) + 2.0 * x * person["side"])
    shade = 0.82 + folds + 0.2 * x * lamp[0] - 0.15 * y
    shade = shade - 0.3 * np.exp(-((face / 0.07) ** 2)) + 0.02 * texture
    cloth = np.array(person["cloth"], "float32")
    paint(picture, np.clip(cloth * shade[..., None], 0, 255), cover)


def beard(picture, x, y, person: dict, body: dict, texture, colour, shade) -> None:
    """Stubble, a moustache, a goatee or a full beard, as strong as the age allows."""
    kind, strength = person["beard"], body["beard"]
    if kind == "none" or strength <= 0:
        return
    ax, mouth = np.abs(x), body["mouth_y"]
    wide, lip = body["mouth_width"], body["lip"]
    upper = inside(np.abs(y - mouth + 1.1 * lip + 0.055 - 0.28 * ax * ax) - 0.05, 0.06)
    upper = upper * ramp(wide + 0.1 - ax, 0, 0.1)
    cheek = mouth - 0.12 - 1.1 * np.clip(ax - wide, 0, 1) ** 1.3 - 0.02 * texture
    jaw = inside(cheek - y, 0.1) * inside(outline(x, y, body) - 0.05, 0.08)
    lips = blob(x, y, (0, mouth), (wide * 1.02, 1.7 * lip))
    jaw = jaw * (1 - np.clip(2.2 * lips, 0, 1))
    if kind == "goatee":
        jaw = jaw * ramp(wide + 0.08 - ax, 0, 0.12) * ramp(y - mouth, -0.05, 0.08)
    cover = upper if kind == "moustache" else np.maximum(upper, jaw)
    cover = cover * (0.38 if kind == "stubble" else 0.92) * strength
    cover = cover * np.clip(0.85 + 0.15 * texture, 0, 1)
    paint(picture, colour * (shade * (0.9 + 0.14 * texture))[..., None], cover)


def glasses(picture, x, y, person: dict, body: dict) -> None:
    """Frames and bridge of the glasses that some people always wear."""
    if person["glasses"] == "none":
        return
    ax, gap = np.abs(x), body["eye_gap"]
    wide, high = 0.29, 0.21 if person["glasses"] == "round" else 0.17
    power = 2.0 if person["glasses"] == "round" else 4.0
    u, v = np.abs(ax - gap - 0.01) / wide, np.abs(y - body["eye_y"] - 0.04) / high
    rim = np.abs((u**power + v**power) ** (1 / power) - 1) * min(wide, high)
    frame = np.exp(-((rim / 0.026) ** 2))
    bridge = line(x, y - body["eye_y"] - 0.6 * x * x, 0, gap - wide + 0.06, 0.025)
    arm = line(ax, y - body["eye_y"], gap + wide + 0.2, 0.22, 0.025)
    arm = arm * (ax < body["width"])
    paint(picture, (255, 255, 255), 0.05 * inside((u**power + v**power) - 1))
    cover = np.clip(1.1 * np.maximum(frame, np.maximum(bridge, arm)), 0, 1)
    paint(picture, person["frame"], 0.92 * cover)
