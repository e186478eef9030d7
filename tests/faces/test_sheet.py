"""The age-progression sheet: what it says, what fits, and the files it makes."""

import datetime
import re

import numpy as np
import pytest
from matplotlib.image import AxesImage
from matplotlib.text import Text
from PIL import Image

from gan_utils import data, language
from gan_utils.faces import sheet

DAY = datetime.date(2026, 5, 3)
MARK = "computer prediction"
MODEL = "Age-cGAN trained on drawn faces"


@pytest.fixture(scope="module")
def faces():
    """One drawn person at several ages."""
    _, test = data.utkface("sample", 64)
    rows = np.flatnonzero(test.identities == test.identities[0])
    rows = rows[np.argsort(test.ages[rows])]
    return test.ages[rows].tolist(), test.images(rows)


def make(faces, count=3, **changes):
    ages, images = faces
    facts = {
        "photo": images[0],
        "taken_at_age": ages[0],
        "predictions": dict(zip(ages[1 : count + 1], images[1:], strict=False)),
        "error_years": 6.42,
        "trained_on": MODEL,
        "date": DAY,
    }
    return sheet.age_sheet(**(facts | changes))


def texts_of(figure):
    return [text for text in figure.findobj(Text) if text.get_text()]


def words_of(figure):
    return " ".join(" ".join(text.get_text().split()) for text in texts_of(figure))


def test_the_sheet_says_what_was_predicted_by_what_and_how_far_off_it_is(faces):
    words = words_of(make(faces, identity_kept=0.826, name="Person 17"))
    ages, _ = faces
    for needed in (
        f"Photograph, age {ages[0]}",
        *(f"Age {age}" for age in ages[1:4]),
        "This is a guess, not a photograph",
        f"Model: {MODEL}.",
        "by 6.4 years on average",
        "83% of them still passed for the same person",
        "3 May 2026",
        "Person 17",
        "consent",
    ):
        assert needed in words
    assert words.count(MARK) == 3


def test_a_likeness_that_was_not_measured_is_said_to_be_unknown(faces):
    assert "was not measured" in words_of(make(faces))


def test_todays_date_is_printed_unless_another_is_given(faces):
    today = f"{datetime.date.today():%B %Y}"
    assert today in words_of(make(faces, date=None))


def test_the_pictures_are_those_given_in_their_order_and_enlarged_smoothly(faces):
    _, images = faces
    pictures = make(faces, count=6).findobj(AxesImage)
    shown = np.stack([picture.get_array() for picture in pictures])
    assert np.abs(shown / 127.5 - 1 - images[:7]).max() < 0.005
    assert {picture.get_interpolation() for picture in pictures} == {"bicubic"}


def test_age_groups_serve_as_ages_and_pixels_as_pictures(faces):
    _, images = faces
    pixels = np.full((40, 80, 3), 200, "uint8")
    figure = make(faces, photo=pixels, predictions={"60+": images[5]})
    assert "Age 60+" in words_of(figure)
    box = figure.findobj(AxesImage)[0].axes.get_window_extent()
    assert box.width / box.height == pytest.approx(2)


@pytest.fixture
def speaks():
    """Chooses the course's language for a test."""
    yield language.speak
    language.speak("en")


def test_the_sheet_speaks_the_courses_language(faces, speaks):
    speaks("pt")
    words = words_of(make(faces, identity_kept=0.826))
    for needed in ("3 de maio de 2026", "em 6,4 anos em média", "consentimento"):
        assert needed in words
    assert "previsão de computador" in words and MARK not in words


@pytest.mark.parametrize("spoken", ["en", "pt"])
@pytest.mark.parametrize(
    ("count", "dpi"), [(1, 72), (3, 72), (4, 100), (5, 72), (8, 72), (8, 100)]
)
def test_nothing_overlaps_or_leaves_the_page(faces, speaks, spoken, count, dpi):
    speaks(spoken)
    figure = make(
        faces,
        count,
        name="A very long name, with a dash – and umlauts äöü – on and on and on",
        trained_on="Age-cGAN at 64×64 pixels, three stages, " * 5,
        identity_kept=0.5,
    )
    figure.set_dpi(dpi)
    figure.draw_without_rendering()
    page = figure.axes[0]
    mark = language.say(MARK)
    marks = [text for text in texts_of(figure) if text.get_text() == mark]
    texts = [text for text in page.texts if text.get_text()]
    boxes = [thing.get_window_extent() for thing in texts + figure.axes[1:]]
    in_frame = [text for text in texts if text.get_fontsize() == 8.5]
    assert len(in_frame) == 3
    for text in in_frame:
        assert text.get_window_extent().x1 < figure.bbox.x1 - 0.75 * dpi
    margin = 0.4 * dpi
    for box in boxes:
        assert box.x0 > margin and box.x1 < figure.bbox.x1 - margin
        assert box.y0 > margin and box.y1 < figure.bbox.y1 - margin
    for number, box in enumerate(boxes):
        for other in boxes[:number]:
            apart = box.x0 >= other.x1 or other.x0 >= box.x1
            assert apart or box.y0 >= other.y1 - 1 or other.y0 >= box.y1 - 1
    for mark, axis in zip(marks, figure.axes[2:], strict=True):
        assert mark.get_window_extent().x0 > axis.get_window_extent().x0


def test_a_dollar_sign_is_no_formula(faces):
    figure = make(faces, name=r"From 5 $ to \oops 6 $")
    figure.draw_without_rendering()  # a formula with this in it is an error
    assert r"From 5 $ to \oops 6 $" in words_of(figure)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"predictions": {}}, "0 predictions; give 1 to 8"),
        ({"taken_at_age": 140}, "0…120"),
        ({"error_years": float("nan")}, "measure the model's age error"),
        ({"error_years": None}, "error_years=None is no measured error; measure"),
        ({"error_years": -1}, "no measured error"),
        ({"trained_on": " "}, "name the model"),
        ({"trained_on": "x" * 300}, "300 characters"),
        ({"identity_kept": 83}, "share"),
        ({"photo": np.zeros((64, 64))}, "height, width, 3"),
        ({"photo": np.full((8, 8, 3), np.nan)}, "finite"),
    ],
)
def test_a_sheet_that_could_not_say_what_it_must_is_refused(faces, changes, message):
    with pytest.raises(ValueError, match=message):
        make(faces, **changes)


def test_the_png_is_a_page_of_a4_at_print_resolution(faces, tmp_path):
    path = sheet.save_age_sheet(make(faces, 1), tmp_path / "sheet.PNG")
    with Image.open(path) as picture:
        assert picture.size == (2481, 3507)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        middle = np.asarray(picture.convert("RGB"))[1500:2300:4, 900:1600:4]
    assert len(np.unique(middle.reshape(-1, 3), axis=0)) > 500


def test_the_pdf_is_one_page_of_a4_with_its_text_as_text(faces, tmp_path):
    path = sheet.save_age_sheet(make(faces, 2), tmp_path / "sheet.pdf")
    content = path.read_bytes()
    assert content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    box = re.search(rb"/MediaBox \[([\d. ]+)\]", content).group(1).split()
    assert [round(float(value)) for value in box] == [0, 0, 595, 842]
    assert b"/Type /Font" in content and b"/Subtype /Type3" not in content


def test_another_kind_of_file_is_refused(faces, tmp_path):
    with pytest.raises(ValueError, match="must end in .png or .pdf"):
        sheet.save_age_sheet(make(faces, 1), tmp_path / "sheet.docx")


def test_a_large_photo_is_made_smaller_before_it_is_printed(faces):
    shown = make(faces, photo=np.zeros((1000, 3000, 3), "uint8")).findobj(AxesImage)[0]
    assert shown.get_array().shape == (400, 1200, 3)
