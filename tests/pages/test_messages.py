"""What the library says has a translation; the edition's notebooks ask for it."""

import gettext
import io
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tools.translation import catalogue, checks, edition, messages, places, spelling

ROOT = Path(__file__).parents[2]
ENTRIES = catalogue.read(places.catalogue(ROOT, messages.NAME))


def test_everything_that_is_said_is_in_the_catalogue_and_nothing_else():
    said = [entry.msgid for entry in messages.wanted(ROOT)]
    assert [entry.msgid for entry in ENTRIES] == said, "run `make translate`"


def test_every_translation_is_whole_and_keeps_its_values():
    assert checks.unfinished(ENTRIES) == []
    known = catalogue.translations(ENTRIES)
    assert [text for entry in ENTRIES for text in checks.lost(entry, known)] == []


def test_the_package_holds_this_catalogue():
    """gettext reads it from the folder of the package, in a clone as in a wheel."""
    compiled = (ROOT / messages.COMPILED).read_bytes()
    assert compiled == messages.compiled(ENTRIES), "run `make translate`"
    read = gettext.GNUTranslations(io.BytesIO(compiled))
    assert read.gettext("training step") == "passo de treino"


def test_every_word_stands_in_the_dictionary_or_in_the_glossary():
    if not spelling.is_there():
        pytest.skip("needs hunspell with the dictionary pt_BR")
    assert spelling.unknown(ENTRIES, spelling.glossary(ROOT)) == []


def test_marked_texts_are_found_in_their_order_and_an_f_string_is_refused():
    code = 'say("one {n}", n=1)\nx = later("two")\nBox("three", 0, 0)\nprint("four")'
    assert list(messages.said(code)) == ["one {n}", "two", "three"]
    with pytest.raises(ValueError, match="values by name"):
        list(messages.said('say(f"{n} left")'))


def test_a_notebook_of_the_edition_asks_for_portuguese():
    english = new_notebook(cells=[new_code_cell("course.setup(SEED, PACE)\n1")])
    built = edition.build("01_small", english, {}, frozenset(), frozenset())
    asked = 'course.setup(SEED, PACE, language="pt")\n1'
    assert built.cells[0].source == asked
    assert checks.other_code(english, built, {}) == []
    assert len(checks.other_code(english, english, {})) == 1
