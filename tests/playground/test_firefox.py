"""The playground in Firefox, opened as a file: every part draws and answers."""

import pytest

from tests.firefox import FIREFOX, firefox
from tests.playground_page import page_alone, photo_file
from tools import playground
from tools.site import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FIREFOX, reason="needs Firefox"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    folder = tmp_path_factory.mktemp("firefox")
    address = page_alone(folder)
    if not playground.write(ROOT, folder / "_static"):
        pytest.skip("needs npm, and once the network")
    with firefox(folder) as browser:
        browser.open(address)
        yield browser
        assert browser.errors == []


def scrolls_to(browser, part):
    """Waits for the first picture of a part; returns where its sentence stands."""
    found = f"document.querySelector('#{part}')"
    browser.get(f"{found}.scrollIntoView()")
    browser.wait(f"!!{found}.dataset.first || {found}.dataset.failed")
    assert browser.get(f"{found}.dataset.failed ?? ''") == ""
    return f"{found}.querySelector('output').value"


def picture(part):
    canvases = f"document.querySelectorAll(':is(#{part}, #{part} figure) > canvas')"
    return f"[...{canvases}].at(-1).toDataURL()"


def test_the_ring_game(browser):
    said = "document.querySelector('#ring output').value"
    assert browser.get(said).strip() == "A new game."
    browser.click("[name=moveD]")
    browser.wait(f"{said}.startsWith('Steps of D 10, of G 0.')")


@pytest.mark.parametrize(
    ("part", "first", "slider", "then"),
    [
        ("digits", "A 0, 0 % of the way", "walk", "A 0, 100 %"),
        ("ageing", "Drawn at 29, asked for 70", "age", "asked for 85"),
        ("zebras", "Made of the drawn horse", "zoom", "Made of the drawn horse"),
    ],
)
def test_a_part_draws_and_its_slider_answers_a_key(browser, part, first, slider, then):
    said = scrolls_to(browser, part)
    assert first in browser.get(said)
    before = browser.get(picture(part))
    browser.press(f"#{part} [name={slider}]", "End")
    browser.wait(f"{said}.includes({then!r}) && {picture(part)} !== {before!r}")


def test_a_house_of_another_plan(browser):
    said = scrolls_to(browser, "houses")
    assert browser.get(said) == "A house of 17 rectangles."
    before = browser.get(picture("houses"))
    browser.click("#houses [name=other]")
    browser.wait(f"{said} !== 'A house of 17 rectangles.'")
    assert browser.get(picture("houses")) != before


def test_a_photo_of_ones_own(browser, tmp_path):
    said = scrolls_to(browser, "zebras")
    browser.choose_file("#zebras [name=file]", photo_file(tmp_path, 90))
    browser.wait(f"{said} === 'Made of photo of 90.png.'")
