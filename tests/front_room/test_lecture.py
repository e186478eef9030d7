import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt

from gan_utils import course, lecture, plotting

matplotlib.use("agg")


@pytest.fixture
def shown(monkeypatch):
    """What is displayed in a lecture hall, besides the figures."""
    films = []
    monkeypatch.setenv("GAN_LECTURE", "1")
    monkeypatch.setattr("IPython.display.display", films.append)
    with matplotlib.rc_context():
        yield films
    plt.close("all")


@pytest.mark.parametrize(
    ("labels", "steps"),
    [
        (["0.0", "0.3", "0.7", "1.0"], True),
        (["photo", 8, 20, 35, 50], True),
        (["5", "20", "20", "30"], False),
        (["30", "20", "10", "5"], False),
        (list("0123456789"), False),  # classes
        (["photo", "at 8", "at 20", "at 35", "at 50"], False),
        (["8", "20", "35"], False),
        ([], False),
    ],
)
def test_columns_are_steps_where_their_numbers_rise(labels, steps):
    assert lecture.are_steps(labels) == steps


def test_a_frame_of_a_strip_shows_its_column_and_no_other():
    values = np.array([[-1, 0, 1, 0], [1, 0, -1, 0]])  # rows and columns
    images = values.reshape(8, 1, 1, 1) * np.ones((8, 16, 16, 1))
    frames = lecture.frames_of_strip(images, [1, 2, 4, 8])
    assert len({frame.shape for frame in frames}) == 1
    height, width, _ = frames[0].shape
    for column, frame in zip(values.T, frames, strict=True):
        seen = [frame[height // 2, width * x // 8, 0] for x in (3, 5)]
        np.testing.assert_allclose(seen, (column + 1) * 127.5, atol=1)


def test_in_a_lecture_a_strip_is_also_a_film(shown):
    images = np.zeros((10, 8, 8, 1))
    plotting.show_images(images, 5, "a way", column_labels=["photo", 1, 2, 3, 5])
    assert len(shown) == 1 and len(plt.get_fignums()) == 1
    plotting.show_images(images, 5, "classes", column_labels=list("01234"))
    assert len(shown) == 1


def test_in_a_lecture_figures_letters_and_films_are_larger(shown, capsys):
    before = plt.rcParams["figure.dpi"], plt.rcParams["font.size"]
    frames = [np.full((8, 8, 3), 100, "uint8")] * 2
    course.setup()
    after = plt.rcParams["figure.dpi"], plt.rcParams["font.size"]
    assert after > before and after[1] > before[1]
    film = plotting.film(frames, "a film")
    assert 'width="800"' in getattr(film, "data", "")


def test_without_a_lecture_all_is_as_it_was(monkeypatch, capsys):
    monkeypatch.delenv("GAN_LECTURE", raising=False)
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    before = plt.rcParams["figure.dpi"]
    course.setup()
    plotting.show_images(np.zeros((4, 8, 8, 1)), 4, column_labels=[1, 2, 3, 5])
    plt.close("all")
    assert plt.rcParams["figure.dpi"] == before and not shown
    assert lecture.film_width(400) == 400


def test_another_value_is_named(monkeypatch):
    monkeypatch.setenv("GAN_LECTURE", "yes")
    with pytest.raises(ValueError, match="GAN_LECTURE=yes is neither 0 nor 1"):
        course.setup()
