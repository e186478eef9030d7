"""The library speaks the language that a notebook chose."""

import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

from gan_utils import course, data, health, language, music, plotting, progress, runs
from gan_utils.faces import photo, sheet
from gan_utils.files import arrays, find
from gan_utils.widgets import canvas, diagrams


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


def test_a_warning_of_health_is_portuguese_and_names_a_heading_that_is_there():
    language.speak("pt")
    for kind in health.TrainingWarning.__subclasses__():
        text = str(kind("No passo 3: visto."))
        place = text.rsplit(": ", 1)[1]
        path, anchor = place.split("#")
        notebook = (Path(__file__).parents[2] / path).read_text(encoding="utf-8")
        assert f"# {anchor.replace('-', ' ')}" in notebook, anchor
        assert "Tente: " in text and "Explicação no notebook 0" in text
        english = language.say(kind.meaning)
        assert english in text and english != kind.meaning


def test_a_training_that_goes_wrong_is_told_in_portuguese():
    language.speak("pt")
    watch = health.TrainingWarnings()
    watch.issued, watch.fine_at = set(), {health.DiscriminatorTooStrong: 0}
    watch.set_model(type("Model", (), {"game": None, "steps_done": 0})())
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        watch._look_at_losses(400, {"d_real": 1.0, "d_fake": 0.0})
    text = str(heard[0].message)
    assert text.startswith("No passo 400: D acertou 100.0% das imagens reais e 100.0%")
    assert "das falsas durante 400 passos. Um D que sempre tem certeza" in text


def test_what_is_wrong_with_a_photo_a_sheet_or_an_array_is_told_in_portuguese(tmp_path):
    language.speak("pt")
    with pytest.raises(FileNotFoundError, match=r"Não existe o arquivo '.*me\.jpg'"):
        photo.open_photo(tmp_path / "me.jpg")
    with pytest.raises(ValueError, match=r"não é uma imagem .*; salve-a como JPEG"):
        photo.open_photo(b"no picture at all")
    face = np.zeros((64, 64, 3), "uint8")
    with pytest.raises(ValueError, match="não é um erro medido"):
        sheet.age_sheet(face, 8, {20: face}, None, "IPCGAN")
    with pytest.raises(ValueError, match="imagens: valores −9…9, esperado −1…1; mude"):
        arrays.check_shown(np.array([-9.0, 9.0]))
    with pytest.raises(ValueError, match="rótulos: o tipo .* não é de números; numere"):
        arrays.checked(np.zeros((2, 4)), np.array(["a", "b"]))


def test_without_a_network_the_search_says_what_to_do_in_portuguese(monkeypatch):
    monkeypatch.delenv("GAN_DATA", raising=False)
    language.speak("pt")
    published = find.Published("mnist.npz", {}, ())
    text = find._sentence(published, "sem rede")
    assert text.startswith(
        "mnist.npz não pôde ser baixado (sem rede). Conecte-se à rede"
    )
    with pytest.raises(ValueError, match="source='web' tem de ser um de"):
        data.photographs("kodak", "web")


def test_the_canvas_and_the_piano_rolls_are_labelled_in_portuguese():
    language.speak("pt")
    drawn = canvas.LabelCanvas(np.zeros((2, 3), "uint8"), ["céu", "porta"], 8)
    assert drawn.words["Undo"] == "Desfazer"
    script = Path(canvas.__file__).with_name("canvas.js").read_text(encoding="utf-8")
    for english, portuguese in drawn.words.items():
        assert english != portuguese and f'say("{english}")' in script
    music.show_phrases(np.full((1, 32, 4), 60), ["a"])
    axis = plt.gcf().axes[0]
    assert (axis.get_xlabel(), axis.get_ylabel()) == ("colcheias", "altura")
    voices = [text.get_text() for text in plt.gcf().legends[0].get_texts()]
    assert voices == ["soprano", "contralto", "tenor", "baixo"]


def test_what_has_no_translation_stays_english():
    language.speak("pt")
    assert language.say("nobody said {what}", what="this") == "nobody said this"


def test_braces_without_values_are_letters():
    assert language.say("a set {1, 2}") == "a set {1, 2}"
