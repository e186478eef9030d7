"""What a description can say of a drawn face: exact, as the face is drawn by it."""

from data.drawing.face_hair import STYLES
from data.drawing.face_people import HAIR_COLOURS, grow
from gan_utils.composite_sketch.words import GROUPS, UNKNOWN

CURLY = 0.5  # styles with more curl are called curly
LONG = 0.4  # and those that reach further down than this, long


def attributes(person: dict, age: int) -> list[int]:
    """One row of a table of descriptions, see ``words.GROUPS``.

    Args:
        person: from ``face_people.identity``.
        age: in years.
    """
    body = grow(person, age)
    covered = person["hair"] == "headscarf" and age >= 9
    colour = GROUPS["hair colour"][
        HAIR_COLOURS.index(tuple(person["hair_colour"])) // 2
    ]
    beard = person["beard"] if body["beard"] > 0.5 else "none"
    seen = {
        "sex": ("man", "woman")[person["gender"]],
        "skin": GROUPS["skin"][min(int(person["melanin"] * 3), 2)],
        "hair": "headscarf" if covered else _hair(person, body),
        "hair colour": "grey hair" if body["grey"] > 0.4 else colour,
        "beard": {"none": "no beard", "full": "full beard"}.get(beard, beard),
        "glasses": (
            "no glasses" if person["glasses"] == "none" or age < 5 else "glasses"
        ),
    }
    row = [age] + [GROUPS[group].index(seen[group]) for group in list(GROUPS)[1:]]
    if covered:
        row[list(GROUPS).index("hair colour")] = UNKNOWN
    return row


def _hair(person: dict, body: dict) -> str:
    """The kind of hair that is to be seen."""
    style = STYLES[person["hair"]]
    if body["bald"] > 0.6:
        return "bald"
    if style.curl > CURLY and style.volume > 0.1:
        return "curly hair"
    return "long hair" if style.length * body["hair_length"] > LONG else "short hair"
