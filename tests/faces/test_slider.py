"""Sliders: every picture lies in the page, and each place of a slider shows its own."""

import base64
import io
import json
import re

import numpy as np
import PIL.Image
import pytest

from gan_utils import plotting
from gan_utils.widgets.slider import age_slider, sliders
from tests.browser import CHROMIUM, Browser, chromium

STOPS = {"digit": "0123", "t < 1": ["0.0", "0.5", "1.0"]}


def lights(*counts, channels=1):
    """Pictures of 8×8 pixels, each of a light of its own."""
    light = np.linspace(-0.9, 0.9, np.prod(counts)).reshape(*counts, 1, 1, 1)
    return light + np.zeros((8, 8, channels))


def sheet_of(page):
    content = re.search(r'base64,([^"]+)"', page)[1]
    return np.asarray(PIL.Image.open(io.BytesIO(base64.b64decode(content))))


@pytest.mark.parametrize(("channels", "off"), [(1, 16), (3, 6)])
def test_the_sheet_holds_each_picture_at_its_place(channels, off):
    pictures = lights(4, 3, channels=channels)
    found = sheet_of(sliders(pictures, STOPS).data).astype(int)
    assert found.shape[:2] == (4 * 8, 3 * 8)
    wanted = 127.5 * (pictures[..., 0] + 1)
    seen = found.reshape(4, 8, 3, 8, -1).transpose(0, 2, 1, 3, 4)
    assert np.abs(seen - wanted[..., None]).max() <= off


def test_an_age_slider_shows_a_grid_of_faces_for_each_age():
    light = np.linspace(-0.9, 0.9, 12).reshape(4, 3, 1, 1, 1)  # every face has its own
    aged = light + np.zeros((32, 32, 3))
    page = age_slider(aged, ["5", "<20>", "70"], "age in years", rows=2).data
    found = sheet_of(page).reshape(67, 3, 67, 3).astype(int)
    for place in range(3):
        wanted = plotting.image_grid(aged[:, place], 2).astype(int)
        inside = np.s_[10:22]  # of the upper faces; JPEG blurs their edges
        off = found[:, place][inside, inside] - wanted[inside, inside]
        assert np.abs(off).max() < 8
    assert 'max="2" value="1"' in page and "oninput" in page
    assert "<output>&lt;20&gt;</output>" in page


def test_stops_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"cannot have \[4, 3\] stops; give one name"):
        sliders(lights(3, 4), STOPS)


def test_in_a_lecture_the_sliders_and_their_letters_are_larger(monkeypatch):
    usual = sliders(lights(4, 3), STOPS, 200).data
    monkeypatch.setenv("GAN_LECTURE", "1")
    large = sliders(lights(4, 3), STOPS, 200).data
    for page, size in ((usual, ("200", "1")), (large, ("300", "1.8"))):
        found = re.search(
            r"width: (\d+)px; max-width: 100%;\s+font-size: (\S+)em", page
        )
        assert found.groups() == size


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
def test_every_place_of_the_sliders_shows_its_own_picture(tmp_path):
    pictures = lights(4, 3)
    page = tmp_path / "page.html"
    html = sliders(pictures, STOPS, 80, ["left", "right"]).data
    page.write_text(f'<!doctype html><meta charset="utf-8">{html}', encoding="utf-8")
    look = """(async (digit, t) => {
        const inputs = document.querySelectorAll("input");
        [inputs[0].value, inputs[1].value] = [digit, t];
        for (const input of inputs) input.dispatchEvent(new Event("input"));
        const sheet = document.querySelector("img"), pen =
            document.createElement("canvas").getContext("2d");
        const there = sheet.getBoundingClientRect();
        const seen = sheet.parentElement.getBoundingClientRect();
        const scale = sheet.naturalWidth / there.width;
        const move = [there.left - seen.left, there.top - seen.top];
        pen.drawImage(sheet, ...move.map((pixels) => pixels * scale));
        return [pen.getImageData(4, 4, 1, 1).data[0], seen.width, seen.height,
            ...[...document.querySelectorAll("output")].map((x) => x.value),
            inputs[1].getAttribute("aria-valuetext")];
    })"""
    with chromium(tmp_path, page.as_uri()) as address:
        browser = Browser(address)
        browser.wait("document.readyState === 'complete' && !!document.images[0]")
        for digit in range(4):
            for t, name in enumerate(STOPS["t < 1"]):
                light, *rest = browser.get(f"{look}({json.dumps(digit)}, {t})")
                wanted = 127.5 * (pictures[digit, t, 0, 0, 0] + 1)
                assert abs(light - wanted) <= 16
                assert rest == [80, 80, str(digit), name, name]
