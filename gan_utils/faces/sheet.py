"""The age-progression sheet: one page with the photo and the predicted faces.

It looks like the sheets that are made for missing persons, and says on its face what it
is: a guess, by which model, and how far off such guesses were when they were measured.
It speaks the language that ``course.setup`` was given.
"""

import datetime
import math
import textwrap
from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from gan_utils import data
from gan_utils.language import later, say

_PAGE = (8.27, 11.69)  # A4 in inches
_DOTS_PER_INCH = 300
_MARGIN = 0.7
_MARK = later("computer prediction")
_INK, _GREY, _RULE = "#1a1a1a", "#555555", "#8a1c1c"
_MAX_PREDICTIONS = 8
_MAX_DESCRIPTION = 200
_LARGEST_PICTURE = 1200  # dots; more would not be seen in print
_STATEMENT = later(
    "The predicted faces were made by a computer model. They are a guess at how this "
    "person may look, and no evidence: hair, weight, health, habits and accidents "
    "cannot be known, and the person may look quite different."
)
_USE = later(
    "Do not use this page to identify, accuse or rank anybody. Show it only with the "
    "consent of the person in the photograph, or of those who speak for that person."
)
_MONTHS = (
    *(later("January"), later("February"), later("March"), later("April")),
    *(later("May"), later("June"), later("July"), later("August")),
    *(later("September"), later("October"), later("November"), later("December")),
)


def age_sheet(
    photo: np.ndarray,
    taken_at_age: int,
    predictions: Mapping[int | str, np.ndarray],
    error_years: float,
    trained_on: str,
    identity_kept: float | None = None,
    name: str = "",
    date: datetime.date | None = None,
) -> Figure:
    """Lays out an age-progression sheet on a page of A4.

    Args:
        photo: uint8 (h, w, 3), or float in [−1, 1].
        taken_at_age: how old the person is in it, in years.
        predictions: the predicted faces, images as above, by age in years or by age
            group, for instance "30–39"; at most eight, shown in this order.
        error_years: by how many years the model's faces missed the age asked for, on
            average over faces that it had not seen.
        trained_on: the model's name and the data, as in "Age-cGAN trained on UTKFace".
        identity_kept: the share of those faces that still passed for the same person.
        name: of the person, printed if given.
        date: the day printed on the sheet; today, unless given.

    Returns:
        A Matplotlib figure, which a notebook shows and ``save_age_sheet`` writes.

    Raises:
        ValueError: something the sheet must say is missing, or a picture has another
            form.
    """
    _check_facts(taken_at_age, predictions, error_years, trained_on, identity_kept)
    date = date or datetime.date.today()
    figure = Figure(figsize=_PAGE, facecolor="white")
    ages = ", ".join(map(str, predictions))
    figure.set_label(
        say(
            "Age progression of a photo at age {age} to {ages}",
            age=taken_at_age,
            ages=ages,
        )
    )
    page = figure.add_axes((0, 0, 1, 1), xlim=(0, _PAGE[0]), ylim=(0, _PAGE[1]))
    page.set_axis_off()
    _write(page, _MARGIN, 11.2, say("AGE PROGRESSION"), fontsize=22, weight="bold")
    right = {"fontsize": 11, "color": _RULE, "ha": "right"}
    _write(page, _PAGE[0] - _MARGIN, 11.12, say("A guess by a computer model"), **right)
    rule = [_MARGIN, _PAGE[0] - _MARGIN]
    page.plot(rule, [10.68, 10.68], color=_RULE, linewidth=1.5)
    _show_picture(page, photo, _MARGIN, 7.35, 3.0)
    below = say("Photograph, age {age}", age=taken_at_age)
    _write_caption(page, _MARGIN + 1.5, 7.35, below)
    month = say(_MONTHS[date.month - 1])
    day = say("{day} {month} {year}", day=date.day, month=month, year=date.year)
    facts = {say("Name"): name} if name else {}
    facts |= {
        say("Age in the photograph"): say("{age} years", age=taken_at_age),
        say("Predicted ages"): ages,
        say("Made by"): trained_on,
        say("Sheet made on"): day,  # 3 May 2026
    }
    _draw_facts(page, facts, 4.1, 10.3)
    frame_top = _draw_statement(page, _measured(error_years, identity_kept, trained_on))
    _draw_predictions(page, predictions, 6.85, frame_top + 0.15)
    return figure


def _check_facts(taken_at_age, predictions, error_years, trained_on, identity_kept):
    """Refuses a sheet that would not say what it must."""
    if not 0 <= taken_at_age <= 120:
        raise ValueError(
            say(
                "taken_at_age={taken_at_age} must be in 0…120 years.",
                taken_at_age=taken_at_age,
            )
        )
    if not 1 <= len(predictions) <= _MAX_PREDICTIONS:
        raise ValueError(
            say(
                "There are {count} predictions; give 1 to {most}.",
                count=len(predictions),
                most=_MAX_PREDICTIONS,
            )
        )
    if error_years is None or not (math.isfinite(error_years) and error_years >= 0):
        raise ValueError(
            say(
                "error_years={error_years} is no measured error; measure the "
                "model's age error on held-out faces and pass it, in years.",
                error_years=error_years,
            )
        )
    if not 0 < len(trained_on.strip()) <= _MAX_DESCRIPTION:
        raise ValueError(
            say(
                "trained_on has {count} characters; name the model and its data "
                "in 1 to {most}.",
                count=len(trained_on.strip()),
                most=_MAX_DESCRIPTION,
            )
        )
    if identity_kept is not None and not 0 <= identity_kept <= 1:
        raise ValueError(
            say(
                "identity_kept={identity_kept} is a share, 0…1.",
                identity_kept=identity_kept,
            )
        )


def _measured(error_years: float, identity_kept: float | None, trained_on: str) -> str:
    """The sentences about the model and its measured error."""
    years, _, tenths = f"{error_years:.1f}".partition(".")
    text = say(
        "Model: {model}. Measured on faces that it had not seen, the age of its "
        "pictures missed the age asked for by {years}.{tenths} years on average",
        model=trained_on,
        years=years,
        tenths=tenths,
    )
    if identity_kept is None:
        return text + say(". How well it keeps the likeness was not measured.")
    return text + say(
        ", and {share} of them still passed for the same person in a face-recognition "
        "test.",
        share=f"{identity_kept:.0%}",
    )


def _as_picture(image: np.ndarray) -> Image.Image:
    """An image of the sheet, uint8 or in [−1, 1], as a Pillow image of bounded size."""
    image = np.asarray(image)
    if image.ndim != 3 or image.shape[-1] != 3 or not np.isfinite(image).all():
        raise ValueError(
            say(
                "A picture of the sheet is {dtype} {shape}; give finite values of "
                "shape (height, width, 3).",
                dtype=image.dtype,
                shape=image.shape,
            )
        )
    pixels = image if image.dtype == np.uint8 else data.to_pixels(image)
    picture = Image.fromarray(pixels)
    picture.thumbnail((_LARGEST_PICTURE, _LARGEST_PICTURE), Image.Resampling.LANCZOS)
    return picture


def _show_picture(
    page: Axes, image: np.ndarray, left: float, bottom: float, side: float
) -> Axes:
    """Fits a picture into a square of ``side`` inches and enlarges it smoothly."""
    picture = _as_picture(image)
    scale = side / max(picture.size)
    width, height = picture.width * scale, picture.height * scale
    left, bottom = left + (side - width) / 2, bottom + (side - height) / 2
    place = (left / _PAGE[0], bottom / _PAGE[1], width / _PAGE[0], height / _PAGE[1])
    axis = page.figure.add_axes(place)
    axis.imshow(np.asarray(picture), interpolation="bicubic", aspect="auto")
    axis.set(xticks=[], yticks=[])
    axis.spines[:].set(color=_GREY, linewidth=0.6)
    return axis


def _write(page: Axes, left: float, top: float, text: str, **style) -> None:
    """Writes text with its top left corner so many inches from the page's corner.

    A dollar sign in a name is a dollar sign, not the start of a formula.
    """
    style = {"color": _INK, "fontsize": 10, "va": "top", "linespacing": 1.4} | style
    page.text(left, top, text, parse_math=False, **style)


def _write_caption(page: Axes, middle: float, bottom: float, text: str) -> None:
    """Writes what a picture shows, centred below it."""
    style = {"ha": "center", "fontsize": 11, "weight": "bold"}
    _write(page, middle, bottom - 0.07, text, **style)


def _draw_facts(page: Axes, rows: Mapping[str, str], left: float, top: float) -> None:
    """Draws what is known: small labels, each above its value."""
    for label, value in rows.items():
        _write(page, left, top, label.upper(), fontsize=7, color=_GREY)
        lines = textwrap.wrap(value, 40, max_lines=2, placeholder=" …")
        _write(page, left, top - 0.15, "\n".join(lines), fontsize=11)
        top -= 0.36 + 0.19 * len(lines)


def _draw_predictions(
    page: Axes, predictions: Mapping[int | str, np.ndarray], top: float, bottom: float
) -> None:
    """Draws the predicted faces in one row or two, each with its age.

    Every picture carries a mark, so that one cut out of the page still says what it is.
    """
    n = len(predictions)
    columns = n if n <= 4 else -(-n // 2)
    n_rows = -(-n // columns)
    gap, below = 0.2, 0.42  # between the pictures, and for an age under each
    widest = (_PAGE[0] - 2 * _MARGIN - (columns - 1) * gap) / columns
    side = min(widest, (top - bottom) / n_rows - below, 3.0)
    top -= (top - bottom - n_rows * (side + below)) / 2
    for number, (age, image) in enumerate(predictions.items()):
        row, column = divmod(number, columns)
        in_row = min(columns, n - row * columns)
        left = (_PAGE[0] - in_row * side - (in_row - 1) * gap) / 2
        left += column * (side + gap)
        lowest = top - side - row * (side + below)
        axis = _show_picture(page, image, left, lowest, side)
        mark = {"fontsize": 6, "color": "white", "va": "bottom", "ha": "right"}
        band = {"facecolor": "black", "alpha": 0.45, "linewidth": 0, "pad": 2}
        axis.text(0.98, 0.02, say(_MARK), transform=axis.transAxes, bbox=band, **mark)
        _write_caption(page, left + side / 2, lowest, say("Age {age}", age=age))


def _draw_statement(page: Axes, measurement: str) -> float:
    """Draws the box that says what the page is; returns the height of its top."""
    paragraphs = [
        "\n".join(textwrap.wrap(paragraph, 90, break_on_hyphens=False))
        for paragraph in (say(_STATEMENT), measurement, say(_USE))
    ]
    heights = [0.165 * (paragraph.count("\n") + 1) + 0.07 for paragraph in paragraphs]
    width, height = _PAGE[0] - 2 * _MARGIN, 0.5 + sum(heights)
    top = _MARGIN + height
    frame = mpl.patches.Rectangle(
        (_MARGIN, _MARGIN), width, height, facecolor="#f4f2ee", edgecolor=_RULE
    )
    page.add_patch(frame)
    left = _MARGIN + 0.15
    heading = {"fontsize": 11, "weight": "bold", "color": _RULE}
    _write(page, left, top - 0.12, say("This is a guess, not a photograph"), **heading)
    line = top - 0.4
    for paragraph, high in zip(paragraphs, heights, strict=True):
        _write(page, left, line, paragraph, fontsize=8.5)
        line -= high
    return top


def save_age_sheet(figure: Figure, path: str | Path) -> Path:
    """Writes the sheet for printing: A4, 300 dots an inch, PNG or PDF.

    Raises:
        ValueError: the path ends in neither .png nor .pdf.
    """
    path = Path(path)
    if path.suffix.lower() not in (".png", ".pdf"):
        raise ValueError(say("{path} must end in .png or .pdf.", path=path.name))
    with mpl.rc_context({"pdf.fonttype": 42, "savefig.bbox": "standard"}):
        title = {"Title": say("Age progression: a guess")}
        figure.savefig(path, dpi=_DOTS_PER_INCH, metadata=title)
    return path
