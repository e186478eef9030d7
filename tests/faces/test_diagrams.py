"""The diagrams say what the networks are."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.text import Annotation

from gan_utils import models, paired_ageing, pix2pix
from gan_utils.widgets import diagrams


def texts(axis: plt.Axes) -> list[str]:
    """What is written in a diagram."""
    return [text.get_text() for text in axis.texts if text.get_text()]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_a_network_is_drawn_with_the_shapes_that_it_has():
    axis = diagrams.network(models.dcgan_generator(latent_dim=5, base_filters=8))
    assert texts(axis) == ["5", "784", "7×7×16", "14×14×8", "28×28×1"]
    axis = diagrams.network(models.dcgan_discriminator(base_filters=8), "discriminator")
    assert texts(axis) == ["28×28×1", "14×14×8", "7×7×16", "512", "1"]


@pytest.mark.parametrize("skips, arcs", [(True, 3), (False, 0)])
def test_skips_are_drawn_where_the_network_has_them(skips, arcs):
    axis = diagrams.network(pix2pix.unet_generator(16, 2, skips=skips))
    assert sum(isinstance(text, Annotation) for text in axis.texts) == arcs


def test_a_level_of_several_layers_has_one_skip():
    axis = diagrams.network(paired_ageing.difference_unet(32, 2))
    assert sum(isinstance(text, Annotation) for text in axis.texts) == 4


def test_arrows_run_from_edge_to_edge():
    box = diagrams.Box
    boxes = [box("a", 0, 0, width=2, height=1), box("b", 5, 0, width=2, height=1)]
    axis = diagrams.draw(boxes, [(0, 1, "")], [(1, 0)])
    forward, back = (text for text in axis.texts if isinstance(text, Annotation))
    assert (forward.xyann, forward.xy) == ((1, 0), (4, 0))
    assert back.xyann[0] == 4 and back.xy[0] == 1 and back.xy[1] < 0


@pytest.mark.parametrize(
    "draw, moves, rests",
    [
        (diagrams.discriminator_step, "discriminator", "generator"),
        (diagrams.generator_step, "generator", "discriminator"),
    ],
)
def test_the_player_that_rests_is_pale(draw, moves, rests):
    axis = draw()
    boxes = zip(texts(axis), axis.patches, strict=False)
    alpha = {text.split("\n")[0]: patch.get_alpha() for text, patch in boxes}
    assert alpha[moves] == 1 > alpha[rests]
