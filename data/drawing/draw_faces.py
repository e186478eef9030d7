"""Draws faces, the stand-in for photographs of people.

People who do not exist, each at several ages: who they are and how old they are is
known exactly, so that ageing and identity can be scored without a judge.
"""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import PIL.Image
from scipy import ndimage

from data.drawing import face_hair, face_parts
from data.drawing.face_parts import inside, paint, ramp
from data.drawing.face_people import grow, identity

FINE = 2  # drawn twice as large and shrunk, for smooth edges
QUALITY = 90  # of the JPEG strips: 38 dB, 1.7 kB a face
SEED, N_TRAIN, N_TEST = 2026, 300, 50  # people
# One picture of everybody in each band: two bands for each of the six age groups.
BANDS = [(1, 9), (10, 18), (19, 23), (24, 29), (30, 34), (35, 39)]
BANDS += [(40, 44), (45, 49), (50, 54), (55, 59), (60, 71), (72, 85)]
# The bands of those who are drawn again and again in the same place and light.
YEARS = [(2, 7), (8, 14), (15, 22), (23, 32), (33, 43), (44, 55), (56, 67), (68, 85)]
SPAN = 1.38  # half the side of the picture, in units of the face


def scene(rng: np.random.Generator) -> dict:
    """What is chance in a picture: place, turn, lamp, background, clothes, mood."""
    sideways = rng.uniform(-0.55, 0.55)
    lamp = np.array([sideways, rng.uniform(-0.65, -0.15), 0.8])
    return {
        "shift": rng.uniform(-0.05, 0.05, 2).tolist(),
        "scale": rng.uniform(0.96, 1.05),
        "tilt": rng.uniform(-0.07, 0.07),
        "yaw": rng.uniform(-0.13, 0.13),
        "lamp": (lamp / np.linalg.norm(lamp)).tolist(),
        "exposure": rng.uniform(0.92, 1.08),
        "warmth": rng.uniform(-0.035, 0.035),
        "wall": rng.uniform(40, 225) + rng.uniform(-22, 22, 3),
        "slope": rng.uniform(-28, 28, 2).tolist(),
        "clothes": rng.uniform(30, 215, 3),
        "gaze": rng.uniform(-0.025, 0.025),
        "smile": rng.uniform(-0.005, 0.065),
    }


def draw(
    person: dict, age: float, rng: np.random.Generator, size: int = 64
) -> np.ndarray:
    """One picture of a person at an age.

    Args:
        person: from `identity`.
        age: in years, 0…90.
        rng: chooses light, background and pose; with an equal state and another age
            the same picture is taken years later.
        size: side of the picture in pixels.

    Returns:
        uint8 (size, size, 3).
    """
    body, view = grow(person, age), scene(rng)
    n = size * FINE
    step = 2 * SPAN / n
    ticks = (np.arange(n, dtype="float32") + 0.5) * step - SPAN
    wall_x, wall_y = np.meshgrid(ticks, ticks)
    picture = np.empty((n, n, 3), "float32")
    slope = view["slope"][0] * wall_x + view["slope"][1] * wall_y
    picture[:] = view["wall"] + slope[..., None]

    x, y = wall_x - view["shift"][0], wall_y + 0.02 - view["shift"][1]
    turn = view["tilt"]
    x, y = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    x, y = x / view["scale"], y / view["scale"]
    x, y = x.astype("float32"), y.astype("float32")
    inner = x - view["yaw"] * np.clip(1 - x * x, 0, 1)
    lower = y + person["lopsided"] * inner

    grain, texture = surface(x, y, person, body, n)
    colour = hair_colour(person, body, texture)
    skin = face_parts.skin_colour(person["melanin"], person["undertone"])
    skin = skin + body["dull"] * 0.35 * (
        skin.mean() * np.array([1.03, 0.99, 0.93]) - skin
    )
    bumps, depth = face_parts.wrinkles(inner, lower, body)
    relief = face_parts.head_relief(inner, lower, body) + bumps - 0.016 * depth
    relief += 0.006 * body["dull"] * grain[..., 2]  # the skin grows rougher
    shade = face_parts.light(relief, view["lamp"], step)

    covered = person["hair"] == "headscarf" and age >= 9
    if not covered:
        face_hair.back_hair(picture, x, y, person, body, texture, colour)
    neck(picture, x, y, person, body, skin, view)
    ears(picture, x, y, body, skin, view)
    flesh = face_parts.flesh(inner, lower, body, skin, depth, grain[..., 2])
    warm = np.clip(shade, 0.3, 1.25)[..., None] ** np.array([0.85, 1.0, 1.08])
    gleam = face_parts.blob(inner, lower, (0.25 * view["lamp"][0], -0.55), (0.4, 0.22))
    outline = face_parts.outline(x, y, body)
    paint(picture, flesh * warm + 10 * gleam[..., None], inside(outline, 0.04))
    parts = (picture, inner, lower, person, body)
    face_parts.mouth_and_nose(*parts, shade, skin, view)
    face_parts.eyes(*parts, shade, skin, view)
    face_parts.brows(*parts, grain[..., 1])
    face_hair.beard(*parts, grain[..., 2], colour * 0.85, shade)
    if age >= 5:
        face_hair.glasses(*parts)
    if covered:
        face_hair.headscarf(picture, x, y, person, body, texture, view["lamp"])
    else:
        face_hair.front_hair(picture, x, y, person, body, texture, colour, view["lamp"])

    tint = 1 + view["warmth"] * np.array([1, 0, -1])
    picture = np.clip(picture * view["exposure"] * tint, 0, 255)
    fine = picture.reshape(size, FINE, size, FINE, 3)
    return np.rint(fine.mean(axis=(1, 3))).astype("uint8")


def surface(x, y, person: dict, body: dict, n: int) -> tuple[np.ndarray, np.ndarray]:
    """The person's own random textures: three grains (n, n, 3), and the strands."""
    noise = np.random.default_rng(person["seed"]).normal(size=(64, 64, 3))
    for channel, sigma in enumerate((0.9, 0.9, 0.6)):
        noise[..., channel] = ndimage.gaussian_filter(
            noise[..., channel], sigma, mode="wrap"
        )
    noise /= noise.std(axis=(0, 1))
    grain = ndimage.zoom(noise, (n / 64, n / 64, 1), order=1).astype("float32")
    return grain, face_hair.strands(x, y, person, body, grain).astype("float32")


def hair_colour(person: dict, body: dict, texture: np.ndarray) -> np.ndarray:
    """Natural colour turning grey, some strands before others, (n, n, 3)."""
    grey = body["grey"]
    early = np.clip(1.9 * grey - 0.45 + 0.22 * texture, 0, 1)
    share = (grey + 2 * grey * (1 - grey) * (early - grey))[..., None]
    natural = np.array(person["hair_colour"], "float32")
    return natural + share * (body["grey_colour"] - natural)


def neck(picture, x, y, person, body, skin, view) -> None:
    """Neck, its shadow under the chin, and the shoulders."""
    grown = 0.66 + 0.34 * body["grown"]
    wide = (0.5 if person["gender"] else 0.6) * grown * body["width"]
    wide = wide + 0.25 * np.clip(y - 1.05, 0, 1)
    shade = 0.85 + 0.15 * x * view["lamp"][0]
    shade = shade - 0.36 * ramp(body["chin"] + 0.22 - y, 0, 0.25)
    cover = inside(np.maximum(np.abs(x) - wide, 0.5 - y))
    paint(picture, skin * shade[..., None] * [1, 0.95, 0.93], cover)
    cloth = np.maximum(1.2 + 0.14 * x * x - y, 0.36 - np.hypot(x, y - 1.1))
    cloth = np.maximum(cloth, np.abs(x) - 1.05 * grown - 0.3)
    dim = (0.9 + 0.2 * x * view["lamp"][0])[..., None]
    paint(picture, view["clothes"] * dim, inside(cloth, 0.04))


def ears(picture, x, y, body, skin, view) -> None:
    """Both ears, behind the face."""
    size, ax = body["ear"], np.abs(x)
    centre = body["width"] * 0.97 + 0.6 * body["ear_out"]
    level = body["eye_y"] * 0.6 + 0.4 * body["nose_y"]
    far = np.hypot((ax - centre) / (0.13 * size), (y - level) / (0.25 * size))
    dim = 0.86 + 0.18 * x * view["lamp"][0] - 0.25 * np.exp(-((far / 0.55) ** 2))
    paint(picture, skin * dim[..., None] * [1, 0.93, 0.9], inside((far - 1) * 0.15))


def sample(number: int, turn: int) -> tuple[np.ndarray, dict, int]:
    """The picture, the person and the age of person `number` in age band `turn`."""
    person = identity(np.random.default_rng([SEED, number]))
    rng = np.random.default_rng([SEED, number, turn])
    age = int(rng.integers(*BANDS[turn], endpoint=True))
    return draw(person, age, rng), person, age


def years_later(number: int, turn: int) -> tuple[np.ndarray, dict, int]:
    """The same for band `turn` of YEARS, in one scene: nothing but the age changes."""
    person = identity(np.random.default_rng([SEED, number]))
    rng = np.random.default_rng([SEED + 1, number, turn])
    age = int(rng.integers(*YEARS[turn], endpoint=True))
    return draw(person, age, np.random.default_rng([SEED + 1, number])), person, age


def write(path: Path | str, picture: Callable = sample, turns: int = 0) -> None:
    """Draws people and writes them as an npz: a JPEG strip for every person.

    The arrays: `jpegs` uint8, the strips end to end; `ends` where each ends; and, one
    for each picture, `ages` in years, `identities` (the person's number), `genders`
    (0 men, 1 women), `skins` (0 lightest … 4 darkest), `test` (people kept for tests).

    Args:
        path: the file.
        picture: `sample` or `years_later`.
        turns: pictures of each person; 0 stands for one in each of BANDS.
    """
    strips, labels = [], []
    for number in range(N_TRAIN + N_TEST):
        row = [picture(number, turn) for turn in range(turns or len(BANDS))]
        file = io.BytesIO()
        strip = PIL.Image.fromarray(np.concatenate([image for image, _, _ in row], 1))
        strip.save(file, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
        strips.append(np.frombuffer(file.getvalue(), "uint8"))
        for _, person, age in row:
            skin = min(int(person["melanin"] * 5), 4)
            labels.append((age, number, person["gender"], skin, number >= N_TRAIN))
    ages, identities, genders, skins, test = np.array(labels).T
    np.savez(
        path,
        jpegs=np.concatenate(strips),
        ends=np.cumsum([len(strip) for strip in strips]),
        ages=ages.astype("uint8"),
        identities=identities.astype("int32"),
        genders=genders.astype("uint8"),
        skins=skins.astype("uint8"),
        test=test.astype(bool),
    )
