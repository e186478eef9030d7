"""The site: whole, without a network, its figures named, honest about what it shows."""

import html
import json
import re
from base64 import b64encode
from pathlib import Path
from urllib.parse import unquote

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from site_pages import HREF, pages

from tools import accessible, api, cards, execution, links, site
from tools.figures import figures
from tools.mathml import equations, mathml

ROOT = Path(__file__).parents[2]
PNG = b64encode(b"\x89PNG\r\n\x1a\n" + bytes(40)).decode()
LOADED = re.compile(r"<(?:script|img|source|video|iframe)\b[^>]*?\ssrc=\"([^\"]*)\"")
STYLES = re.compile(r"<link\b[^>]*?rel=\"(?:stylesheet|preload|icon)\"[^>]*>")


def picture(metadata=None, kind="image/png", content=PNG):
    return new_output("display_data", {kind: content}, metadata=metadata or {})


def lesson(*outputs, source="1", metadata=None):
    cell = new_code_cell(source, outputs=list(outputs), metadata=metadata or {})
    return new_notebook(cells=[new_markdown_cell("# Title\n\n## Train *it*"), cell])


# The whole site -------------------------------------------------------------------


@pytest.mark.slow
def test_bars_in_a_docstring_are_bars():
    code = 'def f(x: int):\n    """|x| of ``int | None``."""\n'
    assert r"\|x\| of ``int | None``." in api.module_page("m", code)


def test_pages_load_nothing_from_the_network(built):
    for path in pages(built):
        text = path.read_text(encoding="utf-8")
        loaded = LOADED.findall(text)
        loaded += [HREF.search(tag)[1] for tag in STYLES.findall(text)]
        assert loaded, path
        assert [url for url in loaded if re.match(r"(?:https?:)?//", url)] == [], path
    for path in built.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"url\(['\"]?(?:https?:)?//", text), path


@pytest.mark.slow
def test_every_link_and_file_of_the_site_exists(built):
    names = {path: ids(path) for path in pages(built)}
    for path in names:
        text = path.read_text(encoding="utf-8")
        for url in set(HREF.findall(text) + LOADED.findall(text)):
            assert not url.startswith(links.LINK), f"{path.name}: {url}"
            if re.match(r"[a-z]+:|//", url):
                continue
            file, _, anchor = unquote(html.unescape(url)).partition("#")
            target = (path.parent / file.split("?")[0]).resolve() if file else path
            assert target.exists(), f"{path.name}: {url}"
            if anchor and target in names:
                assert anchor in names[target], f"{path.name}: {url}"


def ids(path):
    return set(re.findall(r"\sid=\"([^\"]+)\"", path.read_text(encoding="utf-8")))


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["", "pt/"])
def test_each_notebook_has_a_page_a_card_and_itself_to_take_away(built, folder):
    index = (built / folder / "index.html").read_text(encoding="utf-8")
    cards = index.split('class="lesson ')[1:]
    names = [path.name for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    having = {path.name: path for path in (ROOT / "notebooks" / folder).glob("*.ipynb")}
    for name, card in zip(names, cards, strict=True):
        assert f"notebooks/{Path(name).stem}.html" in card and "<img" in card
        if name not in having:
            assert 'hreflang="en"' in card and "(em inglês)" in card
            continue
        page = built / folder / "notebooks" / f"{Path(name).stem}.html"
        page = page.read_text(encoding="utf-8")
        assert f"_sources/notebooks/{name}" in page
        colab = f"colab.research.google.com/github/{site.address(ROOT)}/blob/main"
        assert f"{colab}/notebooks/{folder}{name}" in page
        offered = built / folder / "_sources" / "notebooks" / name
        assert offered.read_bytes() == having[name].read_bytes()


@pytest.mark.slow
def test_every_picture_has_a_text(built):
    for path in pages(built):
        for tag in re.findall(r"<img[^>]*>", path.read_text(encoding="utf-8")):
            alt = re.search(r'alt="([^"]*)"', tag)
            assert alt and alt[1] and "_images" not in alt[1], f"{path.name}: {tag}"
        for tag in re.findall(r"<video[^>]*>", path.read_text(encoding="utf-8")):
            assert 'aria-label="' in tag and " controls " in tag, path.name


@pytest.mark.slow
def test_equations_are_drawn_by_the_browser(built):
    text = (built / "notebooks/01_intro_gan.html").read_text(encoding="utf-8")
    assert text.count("<math") > 20
    assert "mathjax." not in text.lower()
    for path in pages(built):
        assert 'class="latex"' not in path.read_text(encoding="utf-8"), path


@pytest.mark.slow
def test_the_api_names_every_module_and_its_functions(built):
    for path in (ROOT / "gan_utils").glob("[a-z]*.py"):
        text = (built / f"api/gan_utils.{path.stem}.html").read_text(encoding="utf-8")
        for name in re.findall(r"^(?:def|class) ([a-zA-Z]\w*)", path.read_text(), re.M):
            assert f'id="gan_utils.{path.stem}.{name}"' in text
    assert "equation 1" in (built / "api/gan_utils.losses.html").read_text()


@pytest.mark.slow
def test_solutions_are_not_on_the_site(built):
    assert not [p for p in built.rglob("*") if "instructor" in p.parts]


# A site of a run ------------------------------------------------------------------


@pytest.fixture
def small(tmp_path):
    """A repository of one notebook."""
    pytest.importorskip("myst_nb", reason="needs requirements-site.txt")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "gan_utils").mkdir()
    (tmp_path / "gan_utils/__init__.py").write_text('"""Small."""\n')
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    (tmp_path / "README.md").write_text("# Small\n\n[one](notebooks/01_one.ipynb)\n")
    return tmp_path


def run_of(root, **made):
    notebook = lesson(new_output("stream", text="Notice: an embedded sample.\n"))
    notebook.metadata |= {"gan_course": made, "language_info": {"name": "python"}}
    (root / "notebooks/01_one.ipynb").write_text(json.dumps(notebook))
    assert site.build(root, root / "out", strict=True) == 0
    found = pages(root / "out")
    return {path.stem: path.read_text(encoding="utf-8") for path in found}


@pytest.mark.slow
def test_a_trial_run_says_on_every_page_that_its_pictures_mean_nothing(small):
    for name, text in run_of(small, pace="smoke", seconds=75).items():
        assert "mean nothing" in text, name
    text = run_of(small, pace="lecture", seconds=75, failed=True)
    assert "mean nothing" not in text["01_one"] + text["index"]
    for page in (text["01_one"], text["index"]):
        assert "what follows it did not run" in page
        assert "An embedded sample." in page
        assert "1.2 minutes at pace" in page


def test_without_sphinx_one_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(site.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"requirements-site\.txt, or make site"):
        site.build(ROOT, tmp_path / "out")


# Links ----------------------------------------------------------------------------


SITE = links.Site(
    ROOT,
    {
        "README.md": "index.md",
        "data/README.md": "data/README.md",
        "docs/a.md": "docs/a.md",
        "notebooks/01_a.ipynb": "notebooks/01_a.ipynb",
    },
    "https://github.com/jane/gans",
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[a](../docs/a.md#part)", "[a](../docs/a.md#part)"),
        ("[a](../README.md)", "[a](../index.md)"),
        ("[a](../data)", "[a](../data/README.md)"),
        (
            "[a](../benchmarks)",
            "[a](https://github.com/jane/gans/tree/main/benchmarks)",
        ),
        ("[a](../gan_utils/files/find.py)", "[a](../api/gan_utils.files.find.rst)"),
        ("[a](../gan_utils/files/__init__.py)", "[a](../api/gan_utils.files.rst)"),
        ("[a](#part) <https://b.org>", "[a](#part) <https://b.org>"),
        ("[![Open](https://c.org/b.svg)](https://c.org)", "[Open](https://c.org)"),
        ("`[a](../README.md)`", "`[a](../README.md)`"),
        ("```\n[a](../README.md)\n```", "```\n[a](../README.md)\n```"),
        ("[a]: ../README.md", "[a]: ../index.md"),
    ],
)
def test_a_link_is_mended(before, after):
    assert links.mend(before, "notebooks/01_a.ipynb", SITE) == after


def test_a_badge_by_name_becomes_its_text():
    text = "[![Open][badge]][there]\n\n[badge]: https://c.org/b.svg\n[there]: docs/a.md"
    assert links.mend(text, "README.md", SITE).startswith("[Open][there]\n")


# Figures --------------------------------------------------------------------------


def test_the_text_of_a_figure_is_stored_with_it():
    stored = {"image/png": {"alt": "ten digits"}}
    notebook = lesson(picture(stored), picture({"alt": "a film"}), picture())
    assert [figure.alt for figure in figures(notebook)] == ["ten digits", "a film", ""]


def test_what_a_bar_leaves_is_not_stored():
    left = new_output("display_data", {"text/html": "", "text/plain": ""})
    notebook = lesson(left, picture(), new_output("stream", text="1"))
    execution.tidy(notebook)
    assert len(notebook.cells[1].outputs) == 2


def test_an_output_that_is_no_picture_on_the_page_has_no_text():
    shown = new_output("display_data", {"text/html": "<b>1</b>", "image/png": PNG})
    assert figures(lesson(shown, new_output("stream", text="1"))) == []


def test_a_film_is_told_from_a_still():
    moves = []
    for mark in (b"NETSCAPE2.0", bytes(11)):
        film = b64encode(b"GIF89a" + bytes(20) + mark + bytes(2000)).decode()
        moves += figures(lesson(picture(kind="image/gif", content=film)))
    assert [figure.is_film for figure in moves] == [True, False]


# Parts of a page ------------------------------------------------------------------


def test_the_setup_and_forms_are_folded():
    notebook = lesson(source="import os")
    notebook.cells.append(new_code_cell("PACE", metadata={"cellView": "form"}))
    notebook.cells.append(new_code_cell("1"))
    page = json.loads(cards.notebook_page(notebook, None, "notebooks/01_a.ipynb", SITE))
    tags = [cell["metadata"].get("tags", []) for cell in page["cells"]]
    assert tags == [[], ["hide-input"], ["hide-input"], []]


def test_the_table_of_notebooks_becomes_cards():
    table = "| notebook | what |\n|---|---|\n| [01](notebooks/01_a.ipynb) | old |\n"
    readme = f"# Course\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n{table}\nEnd.\n"
    made = cards.Card("notebooks/01_a.ipynb", "One", "New.", "Now.", None, [], False)
    page = cards.first_page(readme, [made], {"Notebooks": ["notebooks/01_a"]})
    assert "old" not in page and "| 1 | 2 |" in page
    assert page.index("New.") < page.index("End.") < page.index("toctree")


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("$x$ and $$y\n= 1$$", ["x", "y\n= 1"]),
        (r"\begin{align}a\end{align}", [r"\begin{align}a\end{align}"]),
        ("`$x$`, 5 $ and 6 $, \\$3", []),
    ],
)
def test_equations_of_a_text_are_found(markdown, found):
    assert equations(markdown) == found


def test_an_unknown_command_is_shown_as_written():
    assert mathml(r"\nosuchcommand x") == r'<code class="latex">\nosuchcommand x</code>'
    assert mathml("a < b").startswith("<math")


def test_a_sign_stands_close_to_its_number_and_a_function_apart():
    assert "prefix" in mathml("N(-1, 1)") and "prefix" not in mathml("a - 1")
    before_log = re.search(r"<mi>a</mi>(.*?)<mi>log</mi>", mathml(r"a \log d"))
    assert before_log[1].startswith("<mspace")


def test_an_empty_corner_of_a_table_is_no_heading(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('<tr><th class="head"><p></p></th><th>a</th></tr>')
    accessible.mend(tmp_path)
    assert page.read_text() == "<tr><td></td><th>a</th></tr>"
