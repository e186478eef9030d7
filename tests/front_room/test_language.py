"""The library speaks the language that a notebook chose."""

import matplotlib.pyplot as plt
import pytest

from gan_utils import course, language, plotting, progress, runs
from gan_utils.widgets import diagrams


@pytest.fixture(autouse=True)
def english_again():
    yield
    language.speak("en")
    plt.close("all")


def test_the_setup_of_a_portuguese_notebook_speaks_portuguese(capsys):
    course.setup(1, "smoke", language="pt")
    assert capsys.readouterr().out.endswith("· ritmo smoke\n")
    course.check_answer("a", 1, None)
    assert capsys.readouterr().out == "a: escreva a sua resposta no lugar de None.\n"
    course.setup(1, "smoke")
    assert capsys.readouterr().out.endswith("· pace smoke\n")


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="no language 'de'; choose of en, pt"):
        course.setup(1, "smoke", language="de")


def test_errors_bars_figures_and_diagrams_are_portuguese(tmp_path):
    language.speak("pt")
    with pytest.raises(ValueError, match="3 épocas não dividem 10 passos"):
        runs.fit(None, None, steps=10, epochs=3)
    bar = progress.Bar(10, shown=False)
    bar.advance(1)
    bar.advance(1)
    assert "faltam 0:" in bar.text()
    points = dict.fromkeys(("d_loss", "g_loss", "d_real", "d_fake"), [0.5, 0.5])
    plotting.show_history(points)
    words = plotting.alt_text(plt.gcf())
    assert "perda por passo de treino" in words and "das imagens reais" in words
    axis = diagrams.game()
    assert axis.get_title() == "O jogo de duas redes"
    assert "gerador\nG" in [text.get_text() for text in axis.texts]


def test_what_has_no_translation_stays_english():
    language.speak("pt")
    assert language.say("nobody said {what}", what="this") == "nobody said this"


def test_braces_without_values_are_letters():
    assert language.say("a set {1, 2}") == "a set {1, 2}"
