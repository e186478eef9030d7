"""The Brazilian edition says what the English notebooks say, and is built from them."""

import shutil
from pathlib import Path

import notebook_checks as page
import pytest
import small_edition
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from small_edition import CODE, LIBRARY, PROSE, built, save, small_notebook

from tools import notebooks
from tools.translation import __main__ as tool
from tools.translation import catalogue, checks, edition, numbers, places, spelling
from tools.translation.pieces import pieces

ROOT = Path(__file__).parents[2]
NAMES = places.translated(ROOT)
ROOMS = ("notebooks", "homework", "docs")
each_name = pytest.mark.parametrize("name", NAMES)
NOTEBOOKS = [name for name in NAMES if name not in places.DOCUMENTS]
each_notebook = pytest.mark.parametrize("name", NOTEBOOKS)


# The edition ------------------------------------------------------------------------


@each_name
def test_nothing_is_missing_doubtful_or_lost(name):
    entries = catalogue.read(places.catalogue(ROOT, name))
    english = edition.read(places.english(ROOT, name))
    portuguese = edition.read(places.portuguese(ROOT, name))
    having = frozenset(NAMES)
    assert checks.complaints(name, entries, english, portuguese, having) == []


@each_name
def test_the_page_is_what_its_catalogue_makes_of_the_english_one(name):
    if name.startswith(places.HOMEWORK):
        pytest.importorskip("nbgrader", reason="writes the cells' checksums")
    built = tool.built_from(ROOT, name, frozenset(NAMES))
    stored = edition.read(places.portuguese(ROOT, name))
    if name in places.DOCUMENTS:
        built, stored = built.cells, stored.cells
    assert built == stored, "run `make translate`"


@each_name
def test_every_word_stands_in_the_dictionary_or_in_the_glossary(name):
    if not spelling.is_there():
        pytest.skip("needs hunspell with the dictionary pt_BR")
    entries = catalogue.read(places.catalogue(ROOT, name))
    assert spelling.unknown(entries, spelling.glossary(ROOT)) == []


@each_notebook
def test_the_notebook_is_as_well_made_as_the_english_one(name):
    portuguese = edition.read(places.portuguese(ROOT, name))
    looks = (page.invalid, page.bad_cells, page.too_large, page.bad_outputs)
    found = [text for look in looks for text in look(portuguese)]
    of_homework = name.startswith(places.HOMEWORK)
    assert [x for x in found if not (of_homework and "median" in x)] == []
    assert page.unreadable_equations(portuguese) == []
    if not of_homework:
        assert page.not_folded(portuguese) == []
    if "pace" in portuguese.metadata.get("gan_course", {}):  # it was run
        of_a_run = (page.stale, page.mute_figures, page.out_of_order)
        assert [text for look in of_a_run for text in look(portuguese)] == []
    place = places.page(name, places.LANGUAGE)
    assert page.bad_address(portuguese, place, page.SLUG) == []


def test_no_page_of_the_edition_is_without_a_catalogue():
    built = {path for room in ROOMS for path in (ROOT / room / "pt").glob("*.*")}
    assert built == {places.portuguese(ROOT, name) for name in NAMES}


# A small course of its own ----------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    small_edition.make(folder)
    return folder


@pytest.fixture
def small(made, tmp_path):
    return shutil.copytree(made, tmp_path, dirs_exist_ok=True)


def test_a_reader_finds_nothing_english_but_the_librarys_code(small):
    prose, code, library = built(small).cells
    assert prose.source.splitlines() == [
        "# Um jogo pequeno",
        "",
        "Duas redes jogam. A perda é $\\log 4 = 1{,}386$ "
        "([guia](../../docs/guide.md), [o próximo](../02_more.ipynb)).",
        "",
        "- **mil** passos, 1.000;",
        "",
        "| jogador | tamanho |",
        "|---|---|",
        "| G | 0,5 |",
    ]
    assert code.source.splitlines() == [
        "def play(steps):",
        '    """Joga alguns passos."""',
        "    return 0.5  # metade dos jogos",
        "",
        "",
        'print(f"de {2} jogos ganhou {play(3):.2f}")',
        'plt.plot([1], color="royal blue", label="proporção")',
    ]
    assert library.source == LIBRARY


def test_one_changed_sentence_makes_one_entry_doubtful_and_the_message_names_it(small):
    changed = small_notebook()
    changed.cells[0].source = PROSE.replace(
        "Two networks play.", "Three networks play."
    )
    save(small, changed)
    (message,) = tool.translate(small, [])
    assert "cell-0: “Three networks play." in message and "was changed" in message
    entries = small_edition.read_catalogue(small)
    (fuzzy,) = [entry for entry in entries if entry.fuzzy]
    assert fuzzy.previous_msgid.startswith("Two networks play.")
    assert fuzzy.msgstr.startswith("Duas redes jogam.")
    assert "Three networks play." in built(small).cells[0].source


def test_a_paragraph_with_other_line_breaks_stays_translated(small):
    changed = small_notebook()
    changed.cells[0].source = PROSE.replace("md),\n", "md), ")
    save(small, changed)
    assert tool.translate(small, []) == []


def test_a_change_without_make_translate_is_named(small):
    entries = small_edition.read_catalogue(small)
    changed = small_notebook()
    changed.cells[1].source = CODE.replace("a few", "many")
    found = checks.out_of_step(entries, changed)
    assert [text.split(";")[0] for text in found] == [
        "cell-1: “Plays many steps.” is new",
        "cell-1: “Plays a few steps.” is no longer there",
    ]


def test_what_another_notebook_says_alike_is_translated_already(small):
    cells = [new_markdown_cell("# A small game\n\nA new thought.")]
    edition.save(new_notebook(cells=cells), small / "notebooks" / "02_more.ipynb")
    (message,) = tool.translate(small, ["02"])
    assert "A new thought." in message and "has no translation" in message
    # And the first notebook now leads to it inside the edition.
    assert "[o próximo](02_more.ipynb)" in built(small).cells[0].source


def test_a_text_that_is_gone_is_dropped(small):
    changed = small_notebook()
    changed.cells[1].source = "1"
    save(small, changed)
    assert tool.translate(small, []) == []
    texts = [x.msgid for x in small_edition.read_catalogue(small)]
    assert "share" not in texts and "player" in texts


def test_outputs_of_its_own_run_stay_as_long_as_the_code_does(small):
    executed = built(small)
    output = new_output("stream", name="stdout", text="de 2 jogos ganhou 0.50\n")
    executed.cells[1].outputs, executed.cells[1].execution_count = [output], 1
    edition.save(executed, places.portuguese(small, "01_small"))
    tool.translate(small, [])
    assert built(small).cells[1].outputs == [output]
    changed = small_notebook()
    changed.cells[1].source = CODE.replace("0.5", "0.6")
    save(small, changed)
    tool.translate(small, [])
    assert built(small).cells[1].outputs == []


def test_the_edition_is_executed_and_the_english_notebook_stays(small):
    english = small_notebook()
    english.cells[1].source = 'print("share")'
    del english.cells[2]
    save(small, english)
    tool.translate(small, [])
    shutil.copy(ROOT / "pyproject.toml", small)
    before = places.english(small, "01_small").read_bytes()
    assert notebooks.store(small, ["01"], "smoke", "pt") == 0
    stored = built(small)
    assert stored.cells[1].outputs[0].text == "proporção\n"
    assert stored.metadata["gan_course"]["language"] == "pt"
    assert page.stale(stored, "OWNER") == ["the outputs are of pace smoke"]
    assert places.english(small, "01_small").read_bytes() == before
    tool.translate(small, [])
    assert built(small).cells == stored.cells


def test_a_catalogue_without_its_notebook_is_refused(small):
    (small / "notebooks" / "01_small.ipynb").rename(small / "notebooks/03_other.ipynb")
    with pytest.raises(SystemExit, match="No notebook for the catalogue 01_small.po"):
        tool.translate(small, [])


# What a check finds -----------------------------------------------------------------


def complaints_of(root: Path, before: str, after: str) -> list[str]:
    """What is said of the small course with one translation spoilt."""
    entries = small_edition.read_catalogue(root)
    (entry,) = [entry for entry in entries if before in entry.msgstr]
    entry.msgstr = entry.msgstr.replace(before, after)
    small_edition.write_catalogue(root, entries)
    return tool.translate(root, [])


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("$\\log 4 = 1.386$", "$\\log 4$", "equations lost"),
        ("../docs/guide.md", "../docs/guia.md", "links lost"),
        ("1.000", "1,000", "numbers lost ['1000'], new ['1.000']"),
        ("1.000", "mil", "numbers lost ['1000']"),
        ("**mil**", "mil", "emphasis lost"),
        ("{play(3):.2f}", "{play(4):.2f}", "values lost"),
        ("{play(3):.2f}", "{play(3):.2f", "values lost"),
        ("jogador", "", "has no translation"),
    ],
)
def test_what_a_translation_loses_is_found(small, before, after, what):
    assert any(what in text for text in complaints_of(small, before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("return 0.5", "return 0.6"),
        ("royal blue", "azul royal"),
        ("as it is", "como está"),
        ("proporção", "parcela"),
        ("proporção", "x" * 80),
    ],
)
def test_code_that_differs_in_more_than_translated_words_is_found(small, before, after):
    entries = small_edition.read_catalogue(small)
    other = built(small)
    for cell in other.cells:
        cell.source = cell.source.replace(before, after)
    found = checks.other_code(small_notebook(), other, catalogue.translations(entries))
    assert len(found) >= 1


def test_a_translated_string_may_begin_with_spaces():
    english, other = (
        new_notebook(cells=[new_code_cell(f'print("  {text}")')])
        for text in ("two moved", "dois mudaram")
    )
    other.cells[0].id = english.cells[0].id
    translated = {"  two moved": "  dois mudaram"}
    assert checks.other_code(english, other, translated) == []
    assert len(checks.other_code(english, other, {})) == 1


def test_a_link_that_leads_elsewhere_is_found(small):
    other = built(small)
    other.cells[0].source = other.cells[0].source.replace("../../docs", "../docs")
    assert checks.other_links("01_small", small_notebook(), other, frozenset()) == [
        "cell-0: links lead elsewhere than in English"
    ]


def test_an_unfinished_catalogue_may_have_gaps(small):
    entries = small_edition.read_catalogue(small)
    entries[0].msgstr, entries.metadata["X-Finished"] = "", "no"
    found = checks.complaints(
        "01_small", entries, small_notebook(), built(small), frozenset(["01_small"])
    )
    assert not any("has no translation" in text for text in found)


@pytest.mark.parametrize(
    ("english", "brazilian"),
    [("0.5", "0,5"), ("1,500 to 2.5", "1.500 a 2,5"), (".797", "0,797"), ("4 %", "4%")],
)
def test_numbers_are_the_same_in_both_spellings(english, brazilian):
    assert numbers.values(english) == numbers.values(brazilian, brazilian=True)
    assert numbers.values(english) != numbers.values(brazilian + "1", brazilian=True)


def test_points_and_commas_of_an_equation_are_exchanged_and_code_is_left_alone():
    text = "$0.5 \\cdot 5{,}120$ `0.5` 0,5"
    assert numbers.in_equations(text) == "$0{,}5 \\cdot 5{.}120$ `0.5` 0,5"
    assert numbers.brazilian("1,000 ± .5 `1.5`") == "1.000 ± 0,5 `1.5`"


def test_an_equation_with_words_has_decimal_commas_too():
    cell = new_markdown_cell("$$a - 0.3 \\quad \\text{otherwise}$$\n\nIt is 0.5.")
    words = {"otherwise": "senão", "It is 0.5.": "É 0,5."}
    brazilian = "$$a - 0{,}3 \\quad \\text{senão}$$\n\nÉ 0,5."
    assert edition.translated(cell, words, frozenset()) == brazilian


def test_words_of_an_equation_a_comment_and_a_page_in_html_are_pieces():
    text = "<details><summary>Solution</summary>\n\n$$a \\quad \\text{otherwise}$$\n"
    prose = pieces(new_markdown_cell(text))
    assert [piece.text for piece in prose] == ["Solution", "otherwise"]
    code = "# A comment\n# of two lines\nx = 1  # noqa: E501\nname = 'real'\n"
    assert [x.text for x in pieces(new_code_cell(code))] == ["A comment of two lines"]
    words = frozenset(["real"])
    assert [x.text for x in pieces(new_code_cell(code), words)][1:] == ["real"]
    (short,) = pieces(new_code_cell('rows = ["1st", "2x"]'), frozenset(["1st"]))
    assert short.text == "1st"


@pytest.mark.skipif(shutil.which("hunspell") is None, reason="needs hunspell")
def test_a_misspelt_word_is_found_and_one_of_the_glossary_is_not(small):
    entries = small_edition.read_catalogue(small)
    entries[0].msgstr = "Um jogo com dropout, $\\softmax$ e treinamneto"
    glossary = "| dropout | dropout | why not *treinamneto* |\n"
    assert spelling.unknown(entries, glossary) == ["cell-0: treinamneto"]
