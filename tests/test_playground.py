"""The playground of the site: its hand-written gradients against Keras's."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from gan_utils.widgets.playground import PlaneGame

FOLDER = Path(__file__).parents[1] / "docs" / "playground"
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


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node.js")
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
