import io

import matplotlib
import numpy as np
import PIL.Image
import pytest

from gan_utils import plotting
from gan_utils.widgets.slider import age_slider

matplotlib.use("agg")


def test_a_grid_holds_every_image_in_reading_order():
    images = np.linspace(-1, 1, 5)[:, None, None, None] * np.ones((5, 2, 3, 1))
    grid = plotting.image_grid(images, columns=3)
    assert grid.shape == (7, 13, 1)
    assert [grid[1, 1, 0], grid[1, 5, 0], grid[1, 9, 0]] == [0, 64, 128]
    assert [grid[4, 1, 0], grid[4, 5, 0]] == [191, 255]
    assert (grid[4:6, 9:] == 255).all()  # the empty place


def test_spherical_interpolation_keeps_the_length_and_linear_does_not(rng):
    start, end = rng.normal(size=(2, 100))
    end *= np.linalg.norm(start) / np.linalg.norm(end)
    length = np.linalg.norm(start)
    round_path = np.linalg.norm(plotting.interpolate(start, end), axis=1)
    straight = np.linalg.norm(plotting.interpolate(start, end, spherical=False), axis=1)
    np.testing.assert_allclose(round_path, length)
    assert straight.min() < 0.8 * length


@pytest.mark.parametrize("spherical", [True, False])
def test_interpolation_starts_and_ends_where_it_should(spherical, rng):
    start, end = rng.normal(size=(2, 10))
    path = plotting.interpolate(start, end, 7, spherical)
    assert path.shape == (7, 10)
    np.testing.assert_allclose(path[[0, -1]], [start, end], atol=1e-12)


def test_interpolation_between_equal_latents_stays_there():
    path = plotting.interpolate(np.ones(5), np.ones(5), 3)
    np.testing.assert_allclose(path, np.ones((3, 5)))


def test_a_film_is_an_animated_png_whose_still_picture_is_its_last_frame():
    frames = [np.full((8, 8, 1), value, "uint8") for value in (0, 128, 255)]
    with PIL.Image.open(io.BytesIO(plotting.film(frames).data)) as film:
        assert film.format == "PNG" and film.n_frames == 4  # the still and the frames
        assert np.asarray(film).max() == np.asarray(film).min() == 255
        film.seek(1)
        assert np.asarray(film.convert("L")).max() == 0


def test_a_saved_film_has_every_frame(tmp_path):
    frames = [np.full((8, 8, 3), value, "uint8") for value in (0, 128, 255)]
    plotting.save_film(frames, tmp_path / "film.gif")
    with PIL.Image.open(tmp_path / "film.gif") as film:
        assert film.format == "GIF" and film.n_frames == 3


def test_curves_and_grids_have_labelled_axes():
    history = {name: [0.5, 0.6] for name in ("d_loss", "g_loss", "d_real", "d_fake")}
    plotting.show_history(history, steps_per_point=100)
    for axis in matplotlib.pyplot.gcf().axes:
        assert axis.get_xlabel() == "training step" and axis.get_ylabel()
    plotting.show_images(np.zeros((4, 8, 8, 1)), 2, "title", "ab", "cd")
    axis = matplotlib.pyplot.gca()
    assert [label.get_text() for label in axis.get_yticklabels()] == ["a", "b"]
    matplotlib.pyplot.close("all")


def test_the_slider_shows_the_group_it_stands_on(rng):
    aged = rng.uniform(-1, 1, (2, 3, 4, 4, 3))
    box = age_slider(aged, ["young", "grown", "old"], enlarge=1)
    slider, picture = box.children
    for group, name in enumerate(["young", "grown", "old"]):
        slider.label = name
        shown = np.asarray(PIL.Image.open(io.BytesIO(picture.value)))
        assert (shown == plotting.image_grid(aged[:, group], 2)).all()
