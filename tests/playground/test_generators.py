"""The generators of the playground: their numbers, and their controls in Chromium."""

import base64
import gzip
import json
import re

import imageio.v3 as imageio
import numpy as np
import pytest

from data import export_onnx
from gan_utils import data, paired_ageing
from tests.browser import Browser, chromium
from tests.playground_page import FOLDER, READY, Hand, needs_chromium, page_alone
from tools import playground

RNG = np.random.default_rng(5)


# Numbers --------------------------------------------------------------------------


def given_to(name):
    """An input for each generator, as the page makes it."""
    if name == "digits":
        latents = np.repeat(RNG.normal(size=(1, 100)), 10, axis=0)
        return [latents.astype("float32"), np.arange(10, dtype="int32")]
    if name == "ageing":
        _, people = paired_ageing.people_over_years()
        photo = people.images(np.arange(1))
        return [paired_ageing.with_ages(photo, people.ages[:1], np.array([70])).numpy()]
    if name == "zebras":
        emoji, _ = data.emoji()
        return [emoji.sources[:1].repeat(4, 1).repeat(4, 2)]
    _, houses = data.facades("sample", 128)
    return [houses.sources[:1].repeat(2, 1).repeat(2, 2)]


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("name", export_onnx.NETWORKS)
def test_a_generator_draws_in_the_browser_what_it_draws_in_keras(opened, name):
    browser, _ = opened
    given = given_to(name)
    network = export_onnx.build(name)
    ours = np.asarray(network(given if len(given) > 1 else given[0]))
    arrays = [
        [str(x.dtype), f"{x.dtype}".title(), x.ravel().tolist(), x.shape] for x in given
    ]
    inputs = ", ".join(
        f'["{kind}", new {title}Array({json.dumps(values)}), {list(shape)}]'
        for kind, title, values, shape in arrays
    )
    run = f'Generators.run("{name}", {inputs})'
    theirs = browser.get(f"{run}.then((values) => Array.from(values))")
    off = np.abs(np.reshape(theirs, ours.shape) - ours)
    print(f"{name}: a pixel is off by at most {off.max() / 2:.2%} of its range")
    assert ours.std() > 0.1  # a picture
    assert off.max() < 0.02  # 1 % of the range from −1 to 1


def test_weights_in_bytes_are_off_by_half_a_step_of_their_channel():
    channels = np.array([0.01, 1, 100])
    for axis, shape in ((0, (3, 1, 1, 1)), (1, (1, 3, 1, 1))):
        weights = RNG.uniform(-1, 1, (3, 3, 4, 4)) * channels.reshape(shape)
        whole, factors = export_onnx.to_bytes(weights)
        assert whole.dtype == np.int8 and factors.shape == shape, axis
        largest = np.abs(weights).max(tuple({0, 1, 2, 3} - {axis}), keepdims=True)
        assert (np.abs(whole * factors - weights) <= largest / 254 * 1.0001).all()


# Files ----------------------------------------------------------------------------


def test_a_script_holds_the_bytes_of_a_file():
    content = RNG.bytes(1000)
    text = re.search(r'\["a\.bin"\] = "(.*)";', playground.as_script("a.bin", content))
    assert gzip.decompress(base64.b64decode(text[1])) == content


def test_without_npm_the_site_says_what_is_left_out(monkeypatch, tmp_path, capsys):
    for path in playground.GENERATORS.values():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"a")
    monkeypatch.setattr(playground.shutil, "which", lambda name: None)
    assert not playground.write(tmp_path, tmp_path)
    said = capsys.readouterr().out
    assert "left out: there is no npm; install Node.js, and build again." in said
    assert not list(tmp_path.glob("*.js"))


def test_another_package_than_the_published_one_is_refused(tmp_path):
    (tmp_path / playground.PACKAGE).write_bytes(b"something else")
    with pytest.raises(RuntimeError, match="is not what was published; delete it"):
        playground.fetch(tmp_path)


def test_the_faces_are_held_out_people_at_the_ages_that_the_page_says():
    sheet = imageio.imread(FOLDER / "faces.png").reshape(64, 8, 64, 3).swapaxes(0, 1)
    code = (FOLDER / "ageing_page.js").read_text(encoding="utf-8")
    ages = json.loads(re.search(r"AGES = (\[.*?\])", code)[1])
    _, people = paired_ageing.people_over_years()
    rows = [(people.pixels == face).all((1, 2, 3)).argmax() for face in sheet]
    np.testing.assert_array_equal(people.pixels[rows], sheet)
    assert people.ages[rows].tolist() == ages
    assert len(set(people.identities[rows])) == 8


# Controls -------------------------------------------------------------------------


@pytest.mark.slow
@needs_chromium
def test_digits_of_a_class_walk_from_latent_to_latent(hand):
    digits = hand("digits")
    assert digits.says() == "A 0, 0 % of the way from A to B."
    nought = digits.picture()
    digits.clicks("[name=digit][value='7']")
    digits.waits_for("A 7, 0 %")
    seven = digits.picture()
    assert seven != nought
    digits.presses("[name=walk]", "ArrowRight", "End")
    digits.waits_for("A 7, 100 %")
    end = digits.picture()
    assert end != seven
    digits.clicks("[name=on]")  # B becomes A
    digits.waits_for("A 7, 0 %")
    assert digits.picture() == end


@pytest.mark.slow
@needs_chromium
def test_a_face_is_aged_with_the_slider(hand):
    ageing = hand("ageing")
    assert ageing.says() == "Drawn at 29, asked for 70 years."
    photo, old = ageing.picture(0), ageing.picture(1)
    ageing.presses("[name=age]", "End")
    ageing.waits_for("asked for 85 years")
    assert ageing.picture(0) == photo and ageing.picture(1) != old
    ageing.drags("[name=age]", (0.98, 0.5), (0.5, 0.5), (0.1, 0.5))
    age = ageing.browser.get("Number(document.querySelector('[name=age]').value)")
    assert age < 20
    ageing.waits_for(f"asked for {age} years")
    ageing.clicks("[name=face][value='2']")
    ageing.waits_for("Drawn at 22")
    assert ageing.picture(0) != photo


@pytest.mark.slow
@needs_chromium
def test_a_plan_is_drawn_and_becomes_a_house(hand):
    houses = hand("houses")
    first = re.fullmatch(r"A house of (\d+) rectangles\.", houses.says())
    count, house = int(first[1]), houses.picture()
    houses.drags("[role=application]", (0.6, 0.65), (0.7, 0.7), (0.85, 0.9))
    houses.waits_for(f"{count + 1} rectangles")
    drawn = houses.picture()
    assert drawn != house
    houses.presses("[role=application]", "Enter", *["ArrowDown"] * 3, "Enter")
    houses.waits_for(f"{count + 2} rectangles")
    assert houses.picture() != drawn
    for left in (count + 1, count):
        houses.clicks("[name=undo]")
        houses.waits_for(f"{left} rectangles")
    assert houses.picture() == house
    names = "[...document.querySelectorAll('#houses fieldset label')]"
    colours = "x.querySelector('canvas').getContext('2d').getImageData(0, 0, 1, 1).data"
    said = houses.browser.get(
        f"{names}.map((x) => [x.textContent, ...[...{colours}].slice(0, 3)])"
    )
    assert said == [[name, *map(int, rgb)] for name, rgb in data.FACADE_COLOURS.items()]


@pytest.mark.slow
@needs_chromium
def test_without_the_generators_the_page_says_so_and_the_ring_game_is_there(tmp_path):
    with chromium(tmp_path, page_alone(tmp_path)) as devtools:
        browser = Browser(devtools)
        browser.wait(READY)
        digits = Hand(browser, "digits", touches=False)
        assert "no generators: make site adds them" in digits.says()
        said = "document.querySelector('#ring output').value"
        assert browser.get(said) == "A new game."
