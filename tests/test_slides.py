"""Slides and paper from the pages of the site."""

import pytest

from tools import pdf

PAGE = """<html><head><title>02</title></head><body><article><section>
<h1>Course<a class="headerlink" href="#c">#</a></h1><p>Intro.</p>
<section><h2>Train</h2><p>Before.</p>
<div class="cell"><div class="cell_input">fit()</div>
<div class="cell_output"><img src="../_images/a.png" alt="a"/></div></div>
<p>What to see.</p>
<div class="cell"><div class="cell_output">
<img src="../_images/b.png" alt="b"/></div></div>
<section><h3>Faster</h3><p>Below.</p></section></section>
<section><h2>Measure</h2><p>Numbers.</p></section>
</section></article></body></html>"""


@pytest.fixture
def deck(tmp_path):
    soup = pytest.importorskip("bs4", reason="needs requirements-site.txt")
    from tools import slides

    (tmp_path / "02.html").write_text(PAGE)
    found = soup.BeautifulSoup(slides.deck(tmp_path / "02.html"), "html.parser")
    return found.select_one(".slides").find_all("section", recursive=False)


def test_a_heading_of_the_second_level_starts_a_column(deck):
    assert [column.find(["h1", "h2"]).text for column in deck] == [
        "Course",
        "Train",
        "Measure",
    ]


def test_a_slide_holds_one_figure_and_what_is_said_of_it(deck):
    slides = [slide.get_text(" ", strip=True) for slide in deck[1].find_all("section")]
    assert slides == ["Train Before. Code fit() What to see.", "", "Faster Below."]
    assert [len(slide.find_all("img")) for slide in deck[1]] == [1, 1, 0]


def test_code_is_folded(deck):
    assert [code.parent.name for code in deck[1].select(".cell_input")] == ["details"]


def test_without_chromium_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="apt install chromium"):
        pdf.browser()
