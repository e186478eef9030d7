"""From a sentence to a vector: captions in two languages, and the words they know."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from gan_utils.data.tiles import COLOURS, THINGS
from gan_utils.files.tiles import read_word_vectors

LANGUAGES = ("en", "pt")
# Thing → other English names, the Portuguese names. The first Portuguese name of a
# thing that is feminine stands in _FEMININE.
_ALSO = {
    "dragon": ("wyrm", ("dragão",)),
    "demon": ("devil", ("demônio", "diabo")),
    "skeleton": ("bones", ("esqueleto",)),
    "ghost": ("spirit", ("fantasma", "espírito")),
    "snake": ("serpent", ("cobra", "serpente")),
    "spider": ("tarantula", ("aranha",)),
    "sword": ("blade", ("espada",)),
    "mace": ("club", ("maça", "clava")),
    "spear": ("lance", ("lança",)),
    "bow": ("crossbow", ("arco",)),
    "staff": ("rod", ("cajado",)),
    "wand": ("baton", ("varinha",)),
    "shield": ("buckler", ("escudo",)),
    "helmet": ("hat", ("elmo", "capacete")),
    "armour": ("armor", ("armadura",)),
    "robe": ("cloak", ("manto", "capa")),
    "potion": ("bottle", ("poção", "garrafa")),
    "amulet": ("necklace", ("amuleto", "colar")),
    "book": ("tome", ("livro",)),
    "scroll": ("parchment", ("pergaminho",)),
    "fruit": ("food", ("fruta", "comida")),
    "rune": ("symbol", ("runa", "símbolo")),
    "tree": ("oak", ("árvore",)),
    "altar": ("shrine", ("altar",)),
    "door": ("gate", ("porta", "portão")),
}
_FEMININE = {
    *("cobra", "serpente", "aranha", "espada", "maça", "clava", "lança", "varinha"),
    *("armadura", "capa", "poção", "garrafa", "fruta", "comida", "runa", "árvore"),
    "porta",
}
# Portuguese colours, masculine and feminine.
_CORES = {
    "red": ("vermelho", "vermelha"),
    "orange": ("laranja", "laranja"),
    "yellow": ("amarelo", "amarela"),
    "green": ("verde", "verde"),
    "blue": ("azul", "azul"),
    "purple": ("roxo", "roxa"),
    "grey": ("cinza", "cinza"),
}
SKIPPED = {"a", "an", "the", "of", "with", "and", "um", "uma", "o", "de", "da", "do"}


def captions(thing: int, colour: int) -> tuple[str, ...]:
    """All captions of a thing in a colour, for instance "a red dragon"; English first.

    Two are English and two Portuguese; a name that has no second one is said twice.
    """
    name, shade = THINGS[thing], COLOURS[colour]
    other, names = _ALSO[name]
    article = "an" if shade == "orange" else "a"
    said = [f"{article} {shade} {n}" for n in (name, other)]
    for n in (names[0], names[-1]):
        feminine = n in _FEMININE
        said.append(f"{('um', 'uma')[feminine]} {n} {_CORES[shade][feminine]}")
    return tuple(said)


def words_of(sentence: str) -> list[str]:
    """The words that mean something, in small letters; a plural s is dropped."""
    found = re.findall(r"[^\W\d_]+", sentence.lower())
    words = [word for word in found if word not in SKIPPED]
    known = vocabulary()
    return [w[:-1] if w not in known and w[:-1] in known else w for w in words]


@cache
def vocabulary() -> dict[str, np.ndarray]:
    """Word → vector (128,): wordllama's table, cut down; see data/make_words.py."""
    return read_word_vectors()


def unknown_words(sentence: str) -> list[str]:
    """Those that have no vector."""
    return [word for word in words_of(sentence) if word not in vocabulary()]


def sentence_vector(sentence: str) -> np.ndarray:
    """The mean of the words' vectors, brought to length √128: float32 (128,).

    Unknown words are left out.

    Raises:
        ValueError: not one of the words is known.
    """
    known = [vocabulary()[w] for w in words_of(sentence) if w in vocabulary()]
    if not known:
        raise ValueError(
            f"No word of “{sentence}” is in the table; name a thing and a colour, such "
            "as “a red dragon” or “um dragão vermelho”."
        )
    mean = np.mean(known, axis=0)
    return np.float32(mean / np.linalg.norm(mean) * np.sqrt(len(mean)))


def sentence_vectors(sentences: Sequence[str]) -> np.ndarray:
    """One vector a sentence, float32 (n, 128)."""
    return np.stack([sentence_vector(sentence) for sentence in sentences])


@cache
def caption_vectors() -> np.ndarray:
    """Of all captions: float32 (things, colours, 4, 128)."""
    grid = [
        [sentence_vectors(captions(thing, colour)) for colour in range(len(COLOURS))]
        for thing in range(len(THINGS))
    ]
    return np.array(grid)
