"""Who the drawn people are, and what time makes of them."""

import numpy as np

from data.drawing.face_hair import STYLES
from data.drawing.face_parts import ramp

RANGES = {
    "head_width": (0.82, 0.99),
    "head_top": (1.13, 1.25),
    "chin": (1.08, 1.28),
    "jaw": (0.0, 1.0),
    "taper": (0.0, 0.16),
    "cheek": (0.0, 0.12),
    "eye_gap": (0.365, 0.465),
    "eye_width": (0.175, 0.225),
    "eye_open": (0.36, 0.58),
    "eye_tilt": (-0.14, 0.26),
    "eye_level": (-0.07, 0.03),
    "lid": (0.1, 0.4),
    "brow_height": (0.2, 0.3),
    "brow_thick": (0.026, 0.062),
    "brow_angle": (-0.07, 0.08),
    "brow_arch": (0.0, 0.08),
    "ridge": (0.0, 0.06),
    "nose_width": (0.14, 0.25),
    "nose_length": (0.42, 0.56),
    "bridge": (0.5, 1.3),
    "mouth_width": (0.26, 0.4),
    "mouth_drop": (0.37, 0.48),
    "lip": (0.05, 0.11),
    "lip_tint": (0.7, 0.86),
    "ear": (0.8, 1.25),
    "ear_out": (0.0, 0.07),
    "smile": (-0.02, 0.06),
    "lopsided": (-0.03, 0.03),
    "hairline": (-0.86, -0.7),
    "peak": (-0.05, 0.1),
    "undertone": (-1.0, 1.0),
    "silver": (0.72, 1.0),
}
# Two of each: black, brown, blond, red.
HAIR_COLOURS = [(30, 25, 25), (52, 36, 28), (84, 56, 36), (124, 86, 54)]
HAIR_COLOURS += [(172, 134, 84), (214, 180, 118), (140, 62, 32), (184, 98, 46)]
# Dark brown, brown, hazel; green, blue, grey.
EYE_COLOURS = [(62, 38, 24), (96, 60, 32), (128, 98, 48)]
EYE_COLOURS += [(94, 118, 74), (92, 138, 178), (122, 138, 146)]
MEN = ["buzz", "crop", "side", "quiff", "curls", "mop", "afro", "shaven", "long"]
WOMEN = ["long", "swept", "waves", "bob", "bun", "ringlets", "afro", "crop"]
WOMEN += ["headscarf"]


def identity(rng: np.random.Generator) -> dict:
    """What stays for life: bones, features, colours, hair style, and how one ages.

    Args:
        rng: the only source of chance; equal states give equal people.

    Returns:
        Plain numbers, names and colours. `gender` is 0 for men and 1 for women, as in
        UTKFace; `melanin` runs from 0 (lightest skin) to 1; `grey_age` is when half of
        the hair is grey; `bald_age` when half of it is gone (200 for never); `late` is
        how many years older the face looks in old age.
    """
    person = {name: rng.uniform(*limits) for name, limits in RANGES.items()}
    person["gender"] = gender = int(rng.integers(2))
    person["melanin"] = melanin = rng.beta(0.9, 0.95)
    dark = melanin > 0.42
    light = [0.13, 0.15, 0.17, 0.15, 0.13, 0.12, 0.07, 0.08]
    odds = [0.6, 0.3, 0.1, 0, 0, 0, 0, 0] if dark else light
    person["hair_colour"] = HAIR_COLOURS[rng.choice(8, p=odds)]
    light = [0.15, 0.2, 0.15, 0.15, 0.22, 0.13]
    odds = [0.65, 0.3, 0.05, 0, 0, 0] if dark else light
    person["eye_colour"] = EYE_COLOURS[rng.choice(6, p=odds)]
    person["hair"] = str(rng.choice(WOMEN if gender else MEN))
    if person["hair"] == "afro" and melanin < 0.5:
        person["hair"] = "ringlets" if gender else "curls"
    person["side"] = int(rng.choice([-1, 1]))
    beards = ["none", "stubble", "moustache", "goatee", "full"]
    kind = str(rng.choice(beards, p=[0.45, 0.17, 0.11, 0.1, 0.17]))
    person["beard"] = "none" if gender else kind
    glasses = ["none", "round", "square"]
    person["glasses"] = str(rng.choice(glasses, p=[0.88, 0.06, 0.06]))
    person["frame"] = [(25, 25, 28), (110, 40, 36), (196, 164, 92)][rng.integers(3)]
    person["cloth"] = tuple(rng.uniform(50, 220, 3))
    person["freckles"] = rng.uniform(0.3, 0.6) * (rng.random() < 0.3) * (melanin < 0.3)
    person["grey_age"] = rng.normal(56, 5)
    bald = rng.random() < 0.4 and not gender
    person["bald_age"] = rng.normal(50, 8) if bald else 200.0
    person["late"] = rng.normal(0, 2)
    person["seed"] = int(rng.integers(2**31))
    # Tendencies of the sexes, with overlap.
    person["jaw"] = person["jaw"] * 0.75 + 0.25 * (1 - gender)
    person["brow_thick"] *= 0.8 if gender else 1.15
    person["lip"] *= 1.12 if gender else 0.92
    person["eye_open"] *= 1.08 if gender else 0.95
    return person


def grow(person: dict, age: float) -> dict:
    """What time makes of a person: proportions, hair and wrinkles at one age (years).

    Children have a small low face under a large forehead until about 18. In the
    twenties the first lines come; hairline, greying and sagging follow, at each
    person's own time. The result goes by the names that the drawing functions use.
    """
    p, gender = person, person["gender"]
    own = age + p["late"] * ramp(age, 25, 60)
    small = (1 - min(age, 18) / 18) ** 1.25  # 1 at birth, 0 once grown
    adult = ramp(age, 10, 18)

    def since(start: float, end: float) -> float:
        """How far a slow change has come between two ages, 0…1."""
        return float(np.clip((own - start) / (end - start), 0, 1))

    old = since(25, 90)
    body = {
        "melanin": p["melanin"],
        "width": p["head_width"] + 0.09 * small - 0.03 * adult * gender,
        "top": -p["head_top"] - 0.02 * small,
        "chin": p["chin"] * (1 - 0.15 * small - 0.03 * adult * gender),
        "middle": -0.05 + 0.12 * small,
        "taper": p["taper"] * (1 - 0.7 * small) + 0.03 * adult * gender,
        "squareness": 2.25 + (0.2 + 1.2 * p["jaw"]) * adult + 0.25 * small,
        "jowl": 0.08 * since(40, 85) + 0.03 * small,
        "cheek": 0.03 + p["cheek"] * adult,
        "chubby": 0.16 * small + 0.05 * (1 - ramp(age, 14, 30)),
        "ridge": (0.03 + p["ridge"]) * adult * (1 - 0.6 * gender),
        "eye_gap": p["eye_gap"] * (1 - 0.02 * small),
        "eye_y": p["eye_level"] + 0.24 * small,
        "eye_width": p["eye_width"] * (1 + 0.12 * small),
        "eye_open": p["eye_open"] * (1 + 0.45 * small) * (1 - 0.3 * old),
        "iris": 0.1 + 0.022 * small,
        "lash": 0.022 + 0.012 * gender * adult,
        "hooded": 0.34 * since(40, 85),
        "brow_height": p["brow_height"] * (1 + 0.1 * small) - 0.03 * old,
        "brow_thick": p["brow_thick"] * (1 - 0.35 * small) * (1 - 0.2 * old * gender),
        "brow_strength": 0.9 - 0.5 * small,
        "nose_width": p["nose_width"] * (1 - 0.25 * small) * (1 + 0.1 * old),
        "bridge": p["bridge"] * (1 - 0.65 * small),
        "mouth_width": p["mouth_width"] * (1 - 0.22 * small),
        "lip": p["lip"] * (1 - 0.1 * small) * (1 - 0.5 * since(22, 85)),
        "blush": 0.35 + 0.5 * small - 0.3 * since(16, 60),
        "freckles": p["freckles"] * ramp(age, 3, 8),
        "spots": 0.8 * since(50, 90),
        "rings": 0.32 * since(22, 72),
        "forehead_lines": 1.05 * since(22, 82),
        "frown": 0.75 * since(26, 80),
        "crow_feet": since(22, 80),
        "folds": 0.05 * adult + since(18, 76),
        "marionette": 0.42 * since(45, 88),
        "bags": 1.05 * since(22, 80),
        "pucker": since(58, 90),
        "sag": since(35, 90),
        "dull": since(20, 86),
        "grown": ramp(age, 2, 18),
        "beard": ramp(age, 18, 24),
        "ear_out": p["ear_out"],
        "ear": p["ear"] * (1 + 0.15 * old),
        "hairline": p["hairline"] + 0.05 * small,
        "fringe": ramp(age, 0, 3),
        "hair_volume": (0.3 + 0.7 * ramp(age, 0, 6)) * (1 - 0.3 * old),
        "hair_length": 1.0,
        "hair_strength": 0.5 + 0.5 * ramp(age, 0, 3),
    }
    nose = p["nose_length"] * (1 - 0.36 * small) * (1 + 0.07 * old)
    body["nose_y"] = body["eye_y"] + nose
    body["mouth_y"] = body["nose_y"] + p["mouth_drop"] * (body["chin"] - body["nose_y"])
    if STYLES[p["hair"]].length > 0.3:
        body["hair_length"] = 0.25 + 0.75 * ramp(age, 1, 6)
    if p["hair"] == "shaven":
        body["hair_strength"] *= 1 - 0.55 * ramp(age, 17, 22)
    lost = ramp(age, p["bald_age"] - 16, p["bald_age"] + 16)
    thin = ramp(age, 28, 75) * (0.35 if gender else 1.0)
    body["recede"] = (1 - gender) * (0.14 * adult * thin + 0.1 * lost)
    body["peak"] = p["peak"] * (1 - lost)
    body["bald"] = lost
    body["hairline"] -= 0.06 * thin + 0.75 * ramp(lost, 0.25, 1.0)
    body["hair_length"] *= 1 - 0.9 * lost
    body["hair_volume"] *= 1 - 0.5 * lost
    body["fringe"] = body["fringe"] * (1 - ramp(lost, 0.0, 0.5))
    body["grey"] = ramp(age, p["grey_age"] - 22, p["grey_age"] + 22)
    white = np.array([226, 224, 222]) * p["silver"]
    whiter = ramp(age, p["grey_age"] - 8, p["grey_age"] + 26)
    brow = np.array(p["hair_colour"]) * 0.8
    colours = {"brow_colour": brow + 0.8 * whiter * (white * 0.85 - brow)}
    colours["grey_colour"] = white - (1 - body["grey"]) * 40
    # Plain floats: numpy's would turn every array they meet into float64.
    return {name: float(value) for name, value in body.items()} | colours
