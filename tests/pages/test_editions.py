"""The two languages of the site lead to each other, and neither speaks the other."""

import re
from pathlib import Path

import pytest
from site_pages import pages

from tools import cards, editions, links, site
from tools.editions import ENGLISH, PORTUGUESE

ROOT = Path(__file__).parents[2]
SWITCH = re.compile(r"<a class=\"language\" href=\"([^\"]*)\" hreflang=\"([^\"]*)\"")
ALTERNATE = re.compile(
    r"<link rel=\"alternate\" hreflang=\"([^\"]*)\" href=\"([^\"]*)\""
)
INTO_THE_OTHER = re.compile(
    r"<a class=\"reference external\" href=\"(\.\./[^\"]*)\"(.*?)</a>"
)
SAID = re.compile(r"data-say-(\w+)=\"([^\"]*)\"")
INTERFACE = re.compile(
    r"(?:aria-label|title|placeholder)=\"(?:Toggle|Search|Launch|Home|Main|Page|Dark|"
    r"Light|Color|Version|System|Download|Fullscreen|Source|Print|next|previous|Show)\b"
    r"[^\"]*\"|Skip to main|Back to top|Please activate|Show code|>Contents<"
)


def read(path):
    return path.read_text(encoding="utf-8")


# The whole site -------------------------------------------------------------------


@pytest.mark.slow
def test_every_page_leads_to_its_twin_or_to_the_other_first_page(built):
    names = {page.relative_to(built).as_posix() for page in pages(built)}
    for name in names:
        text, is_portuguese = read(built / name), name.startswith("pt/")
        assert f'<html lang="{"pt-BR" if is_portuguese else "en"}"' in text, name
        twin = name.removeprefix("pt/") if is_portuguese else f"pt/{name}"
        exact = twin in names and "genindex" not in name
        wanted = twin if exact else ("index.html" if is_portuguese else "pt/index.html")
        ((url, language),) = SWITCH.findall(text)
        assert (built / name).parent.joinpath(url).resolve() == built / wanted, name
        assert language == ("en" if is_portuguese else "pt-BR")
        assert ALTERNATE.findall(text) == ([(language, url)] if exact else []), name


@pytest.mark.slow
def test_what_is_only_in_english_says_so(built):
    found = 0
    for page in pages(built / "pt"):
        for url, rest in INTO_THE_OTHER.findall(read(page)):
            target = (page.parent / url.split("#")[0]).resolve()
            if target.suffix == ".html" and "pt" not in target.relative_to(built).parts:
                assert rest.startswith(' hreflang="en">'), f"{page.name}: {url}"
                said = "em inglês" in rest or rest == ' hreflang="en">English'
                text = read(page).split(f'{url}"{rest}</a>')[1][:30]
                assert said or "(em inglês)" in text, f"{page.name}: {url}"
                found += 1
    assert found > 20


@pytest.mark.slow
def test_the_interface_and_the_search_are_portuguese(built):
    for page in pages(built / "pt"):
        assert INTERFACE.findall(read(page)) == [], page.name
    assert (built / "pt/_static/portuguese-stemmer.js").is_file()
    assert "gerador" in read(built / "pt/searchindex.js")
    assert "Busca" in read(built / "pt/_static/translations.js")


@pytest.mark.slow
def test_both_playgrounds_run_the_same_scripts(built):
    wanted = sorted(path.name for path in (ROOT / "docs/playground").glob("*.js"))
    for folder in ("", "pt"):
        page = built / folder / "docs/playground.html"
        found = re.findall(r"<script src=\"([^\"]*_static/\w+\.js)\">", read(page))
        found = [(page.parent / path).resolve() for path in found]
        mine = [path for path in found if path.name in wanted]
        assert sorted(mine) == [built / "_static" / name for name in wanted], folder


# The playground's sentences -------------------------------------------------------


@pytest.mark.parametrize("page", ["docs/playground.md", "docs/pt/playground.md"])
def test_every_sentence_that_a_script_says_stands_in_the_page(page):
    said = dict(SAID.findall(read(ROOT / page)))
    scripts = sorted((ROOT / "docs/playground").glob("*.js"))
    asked = {x for path in scripts for x in re.findall(r"say\(\"(\w+)\"", read(path))}
    assert asked == said.keys()


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs/playground").glob("*.js")), ids=lambda path: path.name
)
def test_no_script_of_the_playground_brings_words_of_its_own(path):
    code = re.sub(r"//.*", "", read(path))
    shown = re.findall(
        r"([\"`])((?:(?!\1).)*[a-z]{2,} (?:(?!\1).)*[a-z]{2,}.*?)\1", code
    )
    sentences = [
        text for _, text in shown if re.match(r"[A-Z][a-z]+ |\w+ \w+ \w+", text)
    ]
    assert sentences == [], "put it into docs/playground.md as data-say-…"


# Parts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "edition", "place"),
    [
        ("README.md", ENGLISH, "index.md"),
        ("notebooks/01_a.ipynb", ENGLISH, "notebooks/01_a.ipynb"),
        (PORTUGUESE.first, PORTUGUESE, "index.md"),
        ("notebooks/pt/01_a.ipynb", PORTUGUESE, "notebooks/01_a.ipynb"),
        ("docs/pt/a.md", PORTUGUESE, "docs/a.md"),
        ("docs/glossario.md", PORTUGUESE, "docs/glossario.md"),
    ],
)
def test_a_page_lies_where_its_twin_lies(page, edition, place):
    assert editions.place(page, edition) == place


BRAZILIAN = links.Site(
    ROOT,
    {
        PORTUGUESE.first: "index.md",
        "notebooks/pt/01_a.ipynb": "notebooks/01_a.ipynb",
        "docs/pt/a.md": "docs/a.md",
    },
    "https://github.com/jane/gans",
    {"README.md": "index.md", "notebooks/02_b.ipynb": "notebooks/02_b.ipynb"}
    | {"docs/a.md": "docs/a.md", "data/README.md": "data/README.md"},
    is_original=False,
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[a](../../docs/pt/a.md#part)", "[a](../docs/a.md#part)"),
        ("[a](../../docs/a.md)", "[a](../docs/a.md)"),  # English, but there is a twin
        ("[a](../02_b.ipynb#c)", "[a](edition:notebooks/02_b.html#c)"),
        ("[a](../../data)", "[a](edition:data/README.html)"),
        ("[a](../../gan_utils/runs.py)", "[a](edition:api/gan_utils.runs.html)"),
    ],
)
def test_a_link_of_the_edition_leads_to_it_or_says_where(before, after):
    assert links.mend(before, "notebooks/pt/01_a.ipynb", BRAZILIAN) == after


def test_the_first_page_leads_to_the_english_one():
    text = links.mend("[English](README.md)", PORTUGUESE.first, BRAZILIAN)
    assert text == "[English](edition:index.html)"


def test_a_notebook_without_a_translation_has_a_card_in_portuguese():
    english = cards.Card("notebooks/02_b.ipynb", "B", "Why.", "Now.", None, [], False)
    row = "| [02 B](edition:notebooks/02_b.html) (em inglês) | o que é | abrir |"
    made = cards.untranslated(f"# Curso\n\n{row}\n", english)
    assert (made.title, made.sentence) == ("02 · B", "o que é")
    assert made.page == "edition:notebooks/02_b.html"
    assert cards.untranslated("# Curso\n", english) is None


def test_a_run_is_timed_in_portuguese():
    notebook = {"metadata": {"gan_course": {"pace": "lecture", "seconds": 75}}}
    assert cards.how(notebook, "pt-BR") == "1,2 minutos no ritmo `lecture`."


def test_a_course_without_an_edition_has_one_plan(tmp_path):
    (tmp_path / "README.md").write_text("# Small\n")
    (tmp_path / "pyproject.toml").write_text(read(ROOT / "pyproject.toml"))
    assert [plan.edition for plan in site.plans(tmp_path)] == [ENGLISH]
