import base64
import sys
import types

import imageio.v3 as imageio
import keras
import matplotlib
import numpy as np
import PIL.Image
import pytest

from gan_utils import plotting, training

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


def test_a_film_has_controls_a_text_and_before_it_plays_its_last_frame():
    pytest.importorskip("imageio_ffmpeg")
    frames = [np.full((8, 30, 1), value, "uint8") for value in (0, 128, 255)]
    html = plotting.film(frames, 'from "0" to 1').data
    assert 'aria-label="from &quot;0&quot; to 1"' in html and " controls " in html
    assert 'width="420"' in html
    poster = base64.b64decode(html.split("image/jpeg;base64,")[1].split('"')[0])
    assert imageio.imread(poster).mean() > 250
    film = base64.b64decode(html.split("video/mp4;base64,")[1].split('"')[0])
    assert imageio.imread(film, plugin="FFMPEG", extension=".mp4").shape[1:3] == (
        112,
        420,
    )


def test_without_ffmpeg_a_film_is_a_gif_with_the_text(monkeypatch):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    frames = [np.full((8, 8, 1), value, "uint8") for value in (0, 255)]
    data, metadata = plotting.film(frames, "a film")._repr_mimebundle_()
    assert list(data) == ["image/gif"] and metadata["image/gif"]["alt"] == "a film"


def test_a_figure_is_called_by_what_is_written_in_it():
    figure, (left, right) = matplotlib.pyplot.subplots(1, 2)
    plotting.show_images(np.zeros((4, 8, 8, 1)), 2, "digits", "ab", "cd", axis=left)
    right.plot([1, 2], label="fakes")
    right.set(xlabel="step", ylabel="loss")
    right.legend()
    assert plotting.alt_text(figure) == (
        "digits: pictures in rows a, b: pictures in columns c, d; "
        "loss against step: curves fakes"
    )
    figure.set_label("two sets")
    assert plotting.alt_text(figure) == "two sets"
    matplotlib.pyplot.close(figure)


def test_ticks_that_count_pixels_are_not_read_out():
    figure, axis = matplotlib.pyplot.subplots()
    axis.imshow(np.zeros((8, 8)))
    axis.set_title("a stamp")
    figure.canvas.draw()  # only then has the axis ticks
    assert plotting.alt_text(figure) == "a stamp"
    matplotlib.pyplot.close(figure)


def test_a_notebook_stores_the_text_of_a_figure_with_it(monkeypatch):
    from IPython.core.formatters import DisplayFormatter

    shell = types.SimpleNamespace(display_formatter=DisplayFormatter())
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    plotting._store_alt_texts()
    figure = matplotlib.figure.Figure()
    figure.suptitle("a ring")
    _, metadata = shell.display_formatter.format(figure)
    assert metadata["image/png"] == metadata["image/jpeg"] == {"alt": "a ring"}


@pytest.mark.parametrize("channels", [1, 3])
def test_a_saved_film_has_every_frame_large_enough_and_ends_with_a_rest(
    channels, tmp_path
):
    frames = [np.full((8, 30, channels), value, "uint8") for value in (0, 128, 255)]
    plotting.save_film(frames, tmp_path / "film.gif", seconds=3)
    with PIL.Image.open(tmp_path / "film.gif") as film:
        assert film.format == "GIF" and film.n_frames == 3
        assert film.size == (14 * 30, 14 * 8)
        seen = []
        for number in range(3):
            film.seek(number)
            pixels = np.asarray(film.convert("L"))
            seen.append((film.info["duration"], pixels.min(), pixels.max()))
    assert seen == [(1000, 0, 0), (1000, 128, 128), (2000, 255, 255)]


@pytest.mark.parametrize("channels", [1, 3])
def test_a_film_can_be_an_mp4(channels, tmp_path):
    pytest.importorskip("imageio_ffmpeg")
    frames = [np.full((7, 403, channels), value, "uint8") for value in (0, 128, 255)]
    plotting.save_film(frames, tmp_path / "film.mp4", seconds=3)
    film = imageio.imread(tmp_path / "film.mp4", plugin="FFMPEG")
    assert film.shape == (5, 8, 404, 3)  # one frame a second, the last for two more
    np.testing.assert_allclose(film.mean((1, 2, 3)), [0, 128, 255, 255, 255], atol=3)


def test_an_mp4_without_ffmpeg_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(FileNotFoundError, match="install imageio-ffmpeg"):
        plotting.save_film([np.zeros((8, 8, 3), "uint8")], tmp_path / "film.mp4")


def test_each_frame_of_a_film_shows_the_averaged_weights_of_its_step(
    tiny_gan, tiny_images, rng
):
    gan = tiny_gan(generator_optimizer=training.adam(0.01, ema=0.5))
    latents, history, expected = rng.normal(size=(4, 4)).astype("float32"), {}, []
    film = plotting.Film(latents, columns=2, growth=1, history=history)

    def look(epoch, logs):
        images = training.sample(gan.averaged_generator(), latents)
        expected.append(plotting.image_grid(images, 2))

    gan.fit(
        training.batches(tiny_images, batch_size=16),
        steps_per_epoch=2,
        epochs=3,
        verbose=0,
        shuffle=False,
        callbacks=[film, keras.callbacks.LambdaCallback(on_epoch_end=look)],
    )
    assert history["frame_step"] == film.steps == [0, 2, 4, 6]
    assert not np.array_equal(film.frames[1], film.frames[2])
    np.testing.assert_array_equal(history["frame"][1:], expected)


def test_a_film_takes_frames_ever_more_rarely(tiny_gan):
    film, gan = plotting.Film(np.zeros((1, 4), "float32"), growth=2), tiny_gan()
    film.set_model(gan)
    film.on_train_begin()
    for step in range(100, 2001, 100):
        gan.generator_optimizer.iterations.assign(step)
        film.on_epoch_end(0)
    assert film.steps == [0, 100, 200, 400, 800, 1600]


def test_curves_and_grids_have_labelled_axes():
    history = {name: [0.5, 0.6] for name in ("d_loss", "g_loss", "d_real", "d_fake")}
    plotting.show_history(history, steps_per_point=100)
    for axis in matplotlib.pyplot.gcf().axes:
        assert axis.get_xlabel() == "training step" and axis.get_ylabel()
    plotting.show_images(np.zeros((4, 8, 8, 1)), 2, "title", "ab", "cd")
    axis = matplotlib.pyplot.gca()
    assert [label.get_text() for label in axis.get_yticklabels()] == ["a", "b"]
    matplotlib.pyplot.close("all")
