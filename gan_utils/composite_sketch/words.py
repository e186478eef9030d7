"""The words of a description, and the numbers that stand for them.

A description is one row of integers, a number for each of GROUPS: the age in years, or
the place of a word in its group. UNKNOWN stands where nothing is said.
"""

import re
from typing import NamedTuple

import numpy as np

UNKNOWN = -1
# A face is described by these and by nothing else: they are what the drawing knows.
GROUPS = {
    "age": (0, 5, 10, 18, 30, 45, 60, 75, 90),  # marks, in years
    "sex": ("man", "woman"),
    "skin": ("light skin", "medium skin", "dark skin"),
    "hair": ("bald", "short hair", "long hair", "curly hair", "headscarf"),
    "hair colour": ("black hair", "brown hair", "blond hair", "red hair", "grey hair"),
    "beard": ("no beard", "stubble", "moustache", "goatee", "full beard"),
    "glasses": ("no glasses", "glasses"),
}
SIZES = [len(names) for names in GROUPS.values()]
N_NUMBERS = sum(SIZES)

# Said of a person, whatever stands beside it: English, then Portuguese.
_WORDS = {
    ("sex", "man"): "man male gentleman homem masculino senhor",
    ("sex", "woman"): "woman female lady mulher feminino senhora",
    ("hair", "bald"): "bald careca calvo",
    ("hair", "curly hair"): "curly curls afro wavy cacheado crespo encaracolado",
    ("hair", "headscarf"): "headscarf hijab scarf lenço véu",
    ("hair colour", "blond hair"): "blond blonde fair-haired loiro loira",
    ("hair colour", "red hair"): "redhead ginger ruivo ruiva",
    ("hair colour", "grey hair"): "grey-haired grisalho grisalha",
    ("beard", "full beard"): "beard bearded barba barbudo",
    ("beard", "stubble"): "stubble unshaven barba-rala",
    ("beard", "moustache"): "moustache mustache bigode",
    ("beard", "goatee"): "goatee cavanhaque",
    ("glasses", "glasses"): "glasses spectacles óculos oculos",
}
# Said of the hair or of the skin, by the noun in the same part of the sentence.
_HAIR, _SKIN = "hair cabelo cabelos", "skin complexion pele"
_OF_HAIR = {
    ("hair", "short hair"): "short curto curtos",
    ("hair", "long hair"): "long longo longos comprido compridos",
    ("hair", "curly hair"): "cacheados crespos encaracolados",
    ("hair colour", "black hair"): "black dark preto pretos escuro escuros",
    ("hair colour", "brown hair"): "brown castanho castanhos",
    ("hair colour", "blond hair"): "fair light loiros claro claros",
    ("hair colour", "red hair"): "red ruivos vermelho vermelhos",
    ("hair colour", "grey hair"): "grey gray white silver grisalhos branco brancos",
}
_OF_SKIN = {
    ("skin", "light skin"): "light fair pale white clara branca",
    ("skin", "medium skin"): "medium brown tan olive morena média parda",
    ("skin", "dark skin"): "dark black escura negra preta",
}
# Words with an age of their own, and those that carry no news.
_AGES = {
    8: "child boy girl criança menino menina",
    25: "twenties",
    35: "thirties",
    45: "forties",
    55: "fifties",
    65: "sixties",
    75: "elderly seventies idoso idosa",
}
_SEXES = {"man": "boy menino idoso", "woman": "girl menina idosa"}
_SILENT = """a an the of in about around some his her their has have wearing wears is
years year old aged age person face full or um uma uns umas o os de da do anos ano idade
cerca aproximadamente tem usa pessoa rosto cor ou"""
_NO = "no without clean-shaven sem não nem"


class Description(NamedTuple):
    """What was understood of a text.

    Attributes:
        row: int32 (7,), one number for each of GROUPS.
        understood: group → word or years.
        unknown: the words that said nothing to the parser, as they were written.
    """

    row: np.ndarray
    understood: dict
    unknown: list[str]


def _table(words: dict) -> dict:
    """Word → what it means."""
    return {one: meaning for meaning, line in words.items() for one in line.split()}


def read(text: str) -> Description:
    """Reads "about 40, beard, grey hair, no glasses", in English or Portuguese.

    Each part between two commas is read by itself: a colour belongs to the noun, hair
    or skin, of its part. Later words win. What is not known is listed, not guessed.
    """
    understood, unknown = {}, []
    for part in re.split(r"[,;.]|\b(?:and|with|e|com)\b", text.lower()):
        known, strange = _read_part(re.findall(r"[^\W_]+(?:-[^\W_]+)*", part))
        understood |= known
        unknown += strange
    row = [_number(group, understood.get(group)) for group in GROUPS]
    return Description(np.array(row, "int32"), understood, unknown)


def _read_part(words: list[str]) -> tuple[dict, list[str]]:
    """Meanings of one part of a text, and the words without one."""
    table, ages, sexes = _table(_WORDS), _table(_AGES), _table(_SEXES)
    silent, no = set(_SILENT.split()), set(_NO.split())
    for nouns, adjectives in ((_HAIR, _OF_HAIR), (_SKIN, _OF_SKIN)):
        if set(words) & set(nouns.split()):
            table |= _table(adjectives)
            silent |= set(nouns.split())
    known, strange = {}, []
    for word in words:
        if match := re.fullmatch(r"(\d{1,2})(s?)", word):
            known["age"] = int(match[1]) + (5 if match[2] else 0)
        elif word in ages or word in sexes or word in table:
            known |= {"age": ages[word]} if word in ages else {}
            known |= {"sex": sexes[word]} if word in sexes else {}
            known |= dict([table[word]]) if word in table else {}
        elif word not in silent | no:
            strange.append(word)
    if set(words) & no:
        known |= {name: f"no {name}" for name in ("beard", "glasses") if name in known}
        known |= {"beard": "no beard"} if "clean-shaven" in words else {}
        known |= {"hair": "bald"} if set(words) & set(_HAIR.split()) else {}
    return known, strange


def _number(group: str, meaning: str | int | None) -> int:
    """Years, or the place of a word in its group."""
    if meaning is None or group == "age":
        return UNKNOWN if meaning is None else meaning
    return GROUPS[group].index(meaning)


def encode(rows: np.ndarray) -> np.ndarray:
    """Descriptions (…, 7) → numbers (…, N_NUMBERS) in 0…1, what networks are given.

    A word becomes a 1 in its group. An age is shared between the two marks beside it:
    40 is a third of 30 and two thirds of 45. A group of zeros says nothing.
    """
    rows = np.asarray(rows)
    marks = np.array(GROUPS["age"])
    years = rows[..., 0].clip(0, marks[-1])
    shares = [np.interp(years, marks, np.eye(len(marks))[i]) for i in range(len(marks))]
    parts = [np.stack(shares, axis=-1) * (rows[..., :1] != UNKNOWN)]
    for column, size in enumerate(SIZES[1:], start=1):
        parts.append(rows[..., column, None] == np.arange(size))
    return np.concatenate(parts, axis=-1).astype("float32")


def tell(row: np.ndarray) -> str:
    """A description in words, what is unknown left out."""
    said = [] if row[0] == UNKNOWN else [f"{row[0]} years"]
    for names, number in zip(list(GROUPS.values())[1:], row[1:], strict=True):
        if number != UNKNOWN:
            said.append(names[number])
    return ", ".join(said)
