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
    browser.press("[name=moveD]", "Enter")
    browser.wait(f"{said}.startsWith('Steps of D 10, of G 0.')")


@pytest.mark.parametrize(
    ("part", "first", "control", "key", "then"),
    [
        ("digits", "A 0, 0 % of the way", "[name=walk]", "End", "A 0, 100 %"),
        ("ageing", "Drawn at 29, asked for 70", "[name=age]", "End", "asked for 85"),
        ("houses", "rectangles", "[name=clear]", "Enter", "A house of 0"),
        ("zebras", "Made of the drawn horse", "[name=zoom]", "End", "Made of"),
    ],
)
def test_a_part_draws_and_answers_the_keyboard(
    browser, part, first, control, key, then
):
    said = scrolls_to(browser, part)
    assert first in browser.get(said)
    before = browser.get(picture(part))
    browser.press(f"#{part} {control}", key)
    browser.wait(f"{said}.includes({then!r})")
    browser.wait(f"{picture(part)} !== {before!r}")


def test_a_photo_of_ones_own(browser, tmp_path):
    said = scrolls_to(browser, "zebras")
    browser.choose_file("#zebras [name=file]", photo_file(tmp_path, 90))
    browser.wait(f"{said} === 'Made of photo of 90.png.'")
