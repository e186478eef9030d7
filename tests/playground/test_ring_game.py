"""The playground of the site: its hand-written gradients against Keras's."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from gan_utils.widgets.playground import SHAPES, PlaneGame
from tests.browser import CHROMIUM, Browser, chromium

NEEDS_NODE = pytest.mark.skipif(not shutil.which("node"), reason="needs Node.js")
FOLDER = Path(__file__).parents[2] / "docs" / "playground"
PLAY = """
const { Game } = require(process.argv[1]);
const given = JSON.parse(require("fs").readFileSync(0)), game = new Game();
for (const [name, player] of [["G", game.generator], ["D", game.discriminator]]) {
  player.forEach((layer, i) => {
    layer.kernel.set(given[name][2 * i].flat());
    layer.bias.set(given[name][2 * i + 1]);
  });
}
const losses = [];
for (const { real, ofD, ofG } of given.batches)
  losses.push(game.stepD(given.rate, real, ofD), game.stepG(given.rate, ofG));
const all = (player) => player.flatMap((l) => [...l.kernel, ...l.bias]);
console.log(JSON.stringify({
  losses, G: all(game.generator), D: all(game.discriminator),
}));
"""


def flat(network):
    return np.concatenate([weight.ravel() for weight in network.get_weights()])


@NEEDS_NODE
def test_the_ring_game_of_the_page_moves_as_keras_does(monkeypatch):
    ours, rng, rate = PlaneGame(), np.random.default_rng(2), 1e-3
    gan = ours.gan
    players = {"G": gan.generator, "D": gan.discriminator}
    given = {k: [w.tolist() for w in v.get_weights()] for k, v in players.items()}
    before = {name: flat(player) for name, player in players.items()}
    given |= {"rate": rate, "batches": []}
    losses = []
    for optimizer in (gan.discriminator_optimizer, gan.generator_optimizer):
        optimizer.learning_rate = rate
    for _ in range(3):
        real, of_d, of_g = np.float32(rng.normal(size=(3, 128, 2)))
        given["batches"].append(
            {"real": real.tolist(), "ofD": of_d.tolist(), "ofG": of_g.tolist()}
        )
        for latents, move in (
            (of_d, lambda real=real: gan.update_discriminator(real)["d_loss"]),
            (of_g, lambda: gan.update_generator(128)["g_loss"]),
        ):
            monkeypatch.setattr(gan, "generate", lambda *_, z=latents: players["G"](z))
            losses.append(float(move()))
    said = subprocess.run(
        ["node", "-e", PLAY, str(FOLDER / "ring_game.js")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(said.stdout)
    np.testing.assert_allclose(theirs["losses"], losses, atol=1e-4)
    for name, player in players.items():
        moved = np.abs(flat(player) - before[name])
        assert moved.mean() > rate / 2  # or the comparison would say nothing
        # Adam turns a gradient near 0 into a step of either sign: the mean is compared.
        off = np.abs(np.array(theirs[name]) - flat(player))
        assert off.mean() < 1e-5 and off.max() < 3 * rate


@NEEDS_NODE
@pytest.mark.parametrize("shape", SHAPES)
def test_the_data_of_the_page_lie_where_those_of_the_notebook_lie(shape):
    code = """
    const { Game } = require(process.argv[1]);
    console.log(JSON.stringify(new Game(process.argv[2]).real(4000)));"""
    said = subprocess.run(
        ["node", "-e", code, str(FOLDER / "ring_game.js"), shape],
        capture_output=True,
        check=True,
    )
    theirs, ours = np.array(json.loads(said.stdout)), PlaneGame(shape).real(4000)
    bins = {"bins": 12, "range": [[-3, 3], [-3, 3]]}
    shares = [np.histogram2d(*points.T, **bins)[0] / 4000 for points in (theirs, ours)]
    assert np.abs(shares[0] - shares[1]).sum() < 0.25  # 2 where they share no place


def page_alone(folder):
    """The playground without the site around it."""
    text = (FOLDER.parent / "playground.md").read_text(encoding="utf-8")
    parts = re.findall(r"```\{raw\} html\n(.*?)```", text, re.DOTALL)
    html = "".join(parts).replace("../_static", FOLDER.as_uri())
    page = folder / "page.html"
    page.write_text(f"<!doctype html><meta charset=utf-8>{html}", encoding="utf-8")
    return page.as_uri()


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
def test_the_ring_game_is_played_with_its_buttons_and_the_keyboard(tmp_path):
    with chromium(tmp_path, page_alone(tmp_path)) as address:
        browser = Browser(address)
        browser.wait(
            "document.readyState === 'complete' && !!document.querySelector('#ring')"
        )
        said = "document.querySelector('#ring output').value"
        picture = "document.querySelector('#ring canvas').toDataURL()"
        assert browser.get(said).strip() == "A new game."
        first = browser.get(picture)
        browser.get("document.querySelector('[name=moveD]').click()")
        browser.wait(f"{said}.startsWith('Steps of D 10, of G 0.')")
        assert browser.get(picture) != first
        browser.get("document.querySelector('[name=moveG]').focus()")
        enter = {"key": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
        browser.send("Input.dispatchKeyEvent", type="keyDown", **enter)
        browser.wait(f"{said}.startsWith('Steps of D 10, of G 10.')")
        browser.get("""(() => {
            const shape = document.querySelector("[name=shape]");
            shape.value = "moons";
            shape.dispatchEvent(new Event("change"));
        })()""")
        assert browser.get(said) == "A new game."
        browser.get("document.querySelector('[name=both]').click()")
        browser.wait(f"{said}.startsWith('Steps of D 50, of G 50.')")
