"""The game in the plane: what its buttons move, and what they leave alone."""

import numpy as np
import pytest

from gan_utils.widgets.playground import SHAPES, PlaneGame, playground


@pytest.fixture(scope="module")
def game():
    return PlaneGame()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_fits_the_picture(shape, game):
    game.shape = shape
    points = game.real(500)
    assert points.shape == (500, 2)
    assert 1 < np.abs(points).max() < 3


@pytest.mark.parametrize("use_r1", [False, True])
def test_a_step_moves_one_player_only(use_r1, game):
    players = {"D": game.gan.discriminator, "G": game.gan.generator}
    game.use_r1 = use_r1
    for moved, resting, move in (
        ("D", "G", game.move_discriminator),
        ("G", "D", game.move_generator),
    ):
        before = {name: player.get_weights() for name, player in players.items()}
        assert np.isfinite(move(1, 1e-2))
        assert (players[moved].get_weights()[0] != before[moved][0]).any()
        for now, then in zip(
            players[resting].get_weights(), before[resting], strict=True
        ):
            assert (now == then).all()


def test_the_buttons_move_the_picture():
    picture, controls = playground().children
    buttons = [x for x in controls.children if hasattr(x, "click")]
    seen = [picture.value]
    for button in buttons[:2]:
        button.click()
        seen.append(picture.value)
    assert len(set(seen)) == 3
    buttons[-1].click()
    assert controls.children[-1].value == ""
